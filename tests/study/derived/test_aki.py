"""Acute kidney injury from the series of creatinine; the critical rise in 7 days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.result import Derived
from tests.kit.formulas import beside, compute, notes, series, why

Results = tuple[tuple[int, str], ...]
STRONG: dict[str, str | bool] = {"egfr": "60", "age_y": "10"}


def stage(*results: tuple[int, str], **more: str | bool) -> Derived:
    return compute("KDIGO_AKI", creats=series(results, "umol/L"), **{**STRONG, **more})


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (((0, "40"), (5, "59")), "0"),  # 1.475 times, +19
        (((0, "40"), (5, "60")), "1"),  # 1.5 times
        (((0, "40"), (5, "79")), "1"),  # 1.975 times
        (((0, "40"), (5, "80")), "2"),
        (((0, "40"), (5, "119")), "2"),  # 2.975 times
        (((0, "40"), (5, "120")), "3"),
        (((0, "40"), (7, "80")), "2"),  # seven days are within
        (((0, "90"), (1, "116.5")), "1"),  # +26.5 in a day, 1.29 times
        (((0, "90"), (1, "116.4")), "0"),
        (((0, "90"), (2, "120")), "1"),  # two calendar days
        (((0, "90"), (3, "120")), "0"),  # +30, but over three days, 1.33 times
        (((0, "60"), (3, "40"), (6, "61")), "1"),  # the lowest of the week: 61 / 40 = 1.525
        (((0, "330"), (1, "360")), "3"),  # +30 in a day, and 353.6 or more
        (((0, "400"), (5, "410")), "0"),  # high for long: no injury
    ],
)
def test_stages_without_a_baseline(results: Results, expected: str) -> None:
    assert stage(*results).shown == expected


def test_a_given_baseline_counts_when_it_is_the_lower() -> None:
    # 150 / 50 = 3.0, though the week before was already high.
    assert stage((5, "140"), (6, "150"), base="50").shown == "3"
    # 80 / 50 = 1.6 of the week, though the baseline was 120.
    assert stage((5, "50"), (8, "80"), base="120").shown == "1"
    route = stage((5, "50"), (8, "80"), base="120").route
    assert route is not None
    assert "with 50 µmol/L" in route.en
    assert "50 µmol/L" in route.zh
    limit = stage((5, "<50"), (8, "160")).route
    assert limit is not None
    assert "with <50 µmol/L" in limit.en


def test_a_single_result_needs_a_baseline() -> None:
    assert stage((5, "80"), base="40").shown == "2"
    alone = why(stage((5, "80")))
    assert "0 to 3" in alone
    assert "neither a baseline" in alone
    # After eight days the earlier one says nothing any more.
    assert "neither a baseline" in why(stage((0, "40"), (8, "80")))


def test_a_weak_filtration_makes_an_injury_of_a_child_stage_3() -> None:
    results = ((0, "80"), (2, "125"))  # 1.56 times
    assert stage(*results, egfr="34.9").shown == "3"
    assert stage(*results, egfr="35").shown == "1"
    assert stage(*results, egfr="34.9", age_y="18").shown == "1"
    # Without a rise a low eGFR is no acute injury.
    assert stage((0, "120"), (2, "121"), egfr="30").shown == "0"


def test_without_an_egfr_the_stage_of_an_injury_is_the_least() -> None:
    without = compute("KDIGO_AKI", creats=series([(0, "80"), (2, "125")], "umol/L"), age_y="10")
    assert (without.shown, "eGFR" in notes(without)) == (">=1", True)
    assert compute("KDIGO_AKI", creats=series([(0, "80"), (2, "81")], "umol/L")).shown == "0"


def test_dialysis_is_stage_3() -> None:
    dialysed = compute("KDIGO_AKI", dialysis=True)
    assert (dialysed.shown, "long-term" in notes(dialysed)) == ("3", True)


def test_limits_decide_only_what_every_number_would() -> None:
    assert stage((0, "<40"), (3, "60")).shown == ">=1"
    assert stage((0, "40"), (3, ">=120")).shown == "3"
    assert "0 to 1" in why(stage((0, "40"), (3, "<75")))


def test_a_rise_since_the_baseline_alone_may_have_been_slow_and_says_so() -> None:
    alone = stage((365, "70"), base="40")
    assert (alone.shown, "may have risen slowly" in notes(alone)) == ("1", True)
    assert "may have risen slowly" not in notes(stage((358, "45"), (365, "70"), base="40"))
    assert "may have risen slowly" not in notes(stage((365, "50"), base="40"))


def test_on_dialysis_no_rise_is_told() -> None:
    week = series(((0, "300"), (2, "700")), "umol/L")
    assert why(compute("CREAT_RISE", creats=week, dialysis="Y")).startswith("On dialysis")
    assert [compute("CREAT_RISE", creats=week, dialysis=said).verdict for said in ("N", "U")] == ["Y", "Y"]


def test_what_decided_is_said() -> None:
    assert "two calendar days" in notes(stage((0, "90"), (2, "120")))
    assert "without a rise" in notes(stage((0, "400"), (5, "410")))
    assert "no creatinine" in why(compute("KDIGO_AKI", base="40"))


def test_the_worst_stage_of_the_series_stands_beside() -> None:
    over = stage((0, "40"), (3, "120"), (9, "60"), (16, "60"), base="40")
    assert (over.shown, beside(over)["worst"]) == ("1", "3")


@given(st.lists(st.integers(20, 500), min_size=1, max_size=6), st.integers(1, 200))
def test_a_higher_last_creatinine_is_never_a_lower_stage(results: list[int], more: int) -> None:
    higher = [*results[:-1], results[-1] + more]
    milder, worse = (
        stage(*((day * 2, str(value)) for day, value in enumerate(each)), base="45").value for each in (results, higher)
    )
    assert milder is not None
    assert worse is not None
    assert milder <= worse


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (((0, "40"), (7, "60")), "Y"),
        (((0, "40"), (7, "59.9")), "N"),
        (((0, "80"), (3, "40"), (6, "60")), "Y"),
        (((0, "<40"), (3, "60")), "Y"),
    ],
)
def test_a_rise_by_half_in_a_week(results: Results, expected: str) -> None:
    assert compute("CREAT_RISE", creats=series(results, "umol/L")).verdict == expected


def test_a_rise_that_cannot_be_told() -> None:
    assert "7 days" in why(compute("CREAT_RISE", creats=series([(0, "40"), (8, "90")], "umol/L")))
    assert "cannot tell" in why(compute("CREAT_RISE", creats=series([(0, "40"), (3, "<70")], "umol/L")))
    assert "no creatinine" in why(compute("CREAT_RISE"))
