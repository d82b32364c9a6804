"""ICANS: the tool through a birthday, unable and why, what was not looked at, totals of ICE and CAPD."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit.formulas import beside, compute, notes, why

CALM: dict[str, str | bool] = {"loc": "0", "seiz": "0", "edema": "0", "motor": False}
ICE_ITEMS = {"iceori": 4, "icenam": 3, "icecom": 1, "icewri": 1, "iceatt": 1}
CAPD_ITEMS = {f"capd{number}": 4 for number in range(1, 9)}


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ({"age": "12", "score": "9"}, "1"),  # ICE 9
        ({"age": "11.99", "score": "9"}, "3"),  # CAPD 9
        ({"age": "12.01", "score": "9", "tool": "CAPD"}, "3"),  # the tool of the baseline is kept
        ({"score": "7", "tool": "ICE"}, "1"),
        ({"score": "6", "tool": "ICE"}, "2"),
        ({"score": "3", "tool": "ICE"}, "2"),
        ({"score": "2", "tool": "ICE"}, "3"),
        ({"score": "1", "tool": "CAPD"}, "1"),
        ({"score": "8", "tool": "CAPD"}, "1"),
        ({"age": "8", "score": "4", "seiz": "2"}, "4"),
        ({"age": "8", "score": "4", "edema": "1"}, "3"),
        ({"age": "8", "score": "4", "motor": True}, "4"),
        ({"age": "8", "score": "4", "loc": "3"}, "3"),
        ({"age": "8", "score": "30", "applicable": False}, "0"),
        ({"death": True}, "5"),
        # A limb of grade 4 decides even where nobody tested and the age is unknown.
        ({"motor": True}, "4"),
    ],
)
def test_the_worst_limb_counts(inputs: dict[str, str | bool], expected: str) -> None:
    assert compute("ICANSG", **inputs).shown == expected


def test_the_tool_is_named() -> None:
    routes = [
        compute("ICANSG", **CALM, score="9", **more).route
        for more in ({"age": "13"}, {"age": "8"}, {"age": "13", "tool": "CAPD"}, {"age": "13", "tool": "ICE"})
    ]
    assert [route and route.en for route in routes] == [
        "ICE (12 years and older)", "CAPD (under 12 years)", "CAPD, the tool chosen", "ICE, the tool chosen",
    ]  # fmt: skip
    assert "12 years or older" in notes(compute("ICANSG", **CALM, age="13", tool="CAPD", score="9"))
    assert "use CAPD" in why(compute("ICANSG", **CALM, age="8", tool="ICE", score="9"))


def test_unable_asks_why() -> None:
    unexplained = compute("ICANSG", **CALM, age="8", unable=True)
    assert (unexplained.shown, "Say why" in notes(unexplained)) == ("4", True)
    sedated = compute("ICANSG", **CALM, age="8", unable=True, unable_why="SEDATED")
    assert (sedated.shown, "sedation" in notes(sedated)) == ("4", True)


@pytest.mark.parametrize("reason", ["REFUSES", "YOUNG"])
def test_a_child_that_was_not_tested_has_no_grade_4_for_it(reason: str) -> None:
    calm = compute("ICANSG", **CALM, age="8", unable=True, unable_why=reason)
    assert why(calm).startswith("Cannot tell: grade 0 to 4.")
    seizure = compute("ICANSG", **{**CALM, "seiz": "1"}, age="8", unable=True, unable_why=reason)
    assert (seizure.shown, "not tested" in notes(seizure)) == (">=3", True)


def test_without_a_score_the_other_limbs_give_the_least() -> None:
    assert compute("ICANSG", **{**CALM, "loc": "2"}, age="8").shown == ">=2"
    assert "ICE or CAPD score" in why(compute("ICANSG", **CALM, age="8"))
    assert "Age" in why(compute("ICANSG", **CALM, score="9"))


def test_a_limb_that_the_record_lacks_leaves_the_grade_open_upwards() -> None:
    assert compute("ICANSG", "motor", age="14", score="8").shown == ">=1"
    assert "Severe focal motor weakness" in why(compute("ICANSG", "motor", age="14", score="10"))
    # Whether the change has another cause was not answered: it may be no ICANS at all.
    assert "0 to 3" in why(compute("ICANSG", "applicable", **CALM, age="8", score="12"))
    assert compute("ICANSG", "applicable", **CALM, age="8", score="0").shown == "0"


def test_limbs_that_nobody_mentions_are_taken_as_absent_and_named() -> None:
    assert "Seizure" in notes(compute("ICANSG", age="14", score="10"))
    assert not compute("ICANSG", **CALM, age="14", score="10").notes


def test_the_baseline_stands_beside() -> None:
    changed = compute("ICANSG", **CALM, age="8", score="12", base_score="10")
    assert beside(changed) == {"base_score": "10", "score_change": "2"}
    assert "At baseline the score alone was grade 3" in notes(changed)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"age": "13", "score": "11"}, "whole number from 0 to 10"),
        ({"age": "8", "score": "33"}, "whole number from 0 to 32"),
        ({"age": "8", "score": "<9"}, "whole number"),
        ({"age": "8", "score": "2", "loc": "5"}, "whole number from 0 to 4"),
        ({"age": "8", "score": "2", "seiz": "3"}, "whole number from 0 to 2"),
    ],
)
def test_scores_and_codes_have_their_range(inputs: dict[str, str], sentence: str) -> None:
    assert sentence in why(compute("ICANSG", **inputs))


@given(st.integers(0, 31), st.integers(0, 3))
def test_a_higher_capd_or_a_deeper_loss_is_never_a_lower_grade(score: int, loc: int) -> None:
    grades = [
        compute("ICANSG", **{**CALM, "loc": str(depth)}, age="7", score=str(points)).value
        for points, depth in ((score, loc), (score + 1, loc), (score, loc + 1))
    ]
    assert grades[0] is not None
    assert all(grade is not None and grade >= grades[0] for grade in grades)


def test_totals_of_the_tools() -> None:
    ice = {item: str(highest) for item, highest in ICE_ITEMS.items()}
    assert compute("ICETOT", **ice).shown == "10"  # 4 + 3 + 1 + 1 + 1
    assert compute("ICETOT", **{**ice, "iceori": "1", "iceatt": "0"}).shown == "6"  # 1 + 3 + 1 + 1 + 0
    capd = {item: str(number % 5) for number, item in enumerate(CAPD_ITEMS)}
    assert compute("CAPDTOT", **capd).shown == "13"  # 0 + 1 + 2 + 3 + 4 + 0 + 1 + 2


@pytest.mark.parametrize(("code", "items"), [("ICETOT", ICE_ITEMS), ("CAPDTOT", CAPD_ITEMS)])
def test_a_total_needs_every_item_in_its_range(code: str, items: dict[str, int]) -> None:
    full = dict.fromkeys(items, "0")
    for item, highest in items.items():
        assert why(compute(code, **{name: value for name, value in full.items() if name != item})).startswith("Missing")
        assert f"from 0 to {highest}" in why(compute(code, **{**full, item: str(highest + 1)}))
