"""Categories of blood pressure by age and by what is known, limits that stay limits, the two suggestions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.derived import Derived
from study.derived.blood_pressure import CATEGORIES
from study.typed import derive

BOY_10 = {"P90": "[112, 74]", "P95": "[116, 77]"}
systolics, diastolics = st.integers(60, 220), st.integers(30, 59)


def why(result: Derived) -> str:
    """Why there is no verdict."""
    assert not result.verdict
    assert result.why is not None
    assert result.why.zh
    return result.why.en


def classed(age: str, sbp: str, dbp: str, **typed: str) -> Derived:
    """The overall category."""
    return derive("BPCLASS", {"age": age, "sex": "M", "sbp": sbp, "dbp": dbp, **typed})


def test_the_age_and_what_is_known_choose_the_way() -> None:
    by_age = {
        "12": classed("12", "118", "70"),
        "12, table": classed("12", "118", "70", P90="[117, 75]", P95="[121, 78]"),
        "13": classed("13", "118", "70"),
        "13, table": classed("13", "118", "70", P90="[117, 75]", P95="[121, 78]"),
        "17.9": classed("17.9", "130", "70"),
    }
    assert [(result.verdict, result.route.en.split()[0] if result.route else "") for result in by_age.values()] == [
        ("needs_percentile_evaluation", "screening"),
        ("elevated", "percentiles"),
        ("normal", "AAP"),
        ("normal", "AAP"),
        ("stage1", "AAP"),
    ]


def test_the_screening_says_which_percentiles_it_lacked() -> None:
    assert any("90th percentile" in note.en for note in classed("6", "104", "65").notes)
    assert [name for name, _ in classed("6", "104", "65").inputs] == ["age", "sex", "sbp", "dbp"]


def test_another_table_than_the_american_one_is_named() -> None:
    result = classed("9", "100", "60", standard="WS/T 610-2018", **BOY_10)
    assert result.route is not None
    assert "WS/T 610-2018" in result.route.zh


def test_no_limits_under_one_year_and_the_same_ones_for_adults() -> None:
    assert "under 1 year" in why(classed("0.9", "90", "50"))
    assert "under 1 year" in why(derive("BPLOW", {"age": "0", "sbp": "50"}))
    adult = classed("18", "128", "70")
    assert adult.verdict == "elevated"
    assert any("18 years" in note.en for note in adult.notes)
    assert classed("17", "128", "70").notes == ()


def test_a_pressure_on_medicine_is_never_simply_normal() -> None:
    for age in ("6", "14"):
        assert any("not a normal pressure" in note.en for note in classed(age, "100", "60", bp_medicine="Y").notes)
        assert not any("medicine" in note.en for note in classed(age, "100", "60", bp_medicine="N").notes)


@pytest.mark.parametrize("name", ["age", "sbp", "dbp"])
def test_what_is_missing_is_named(name: str) -> None:
    typed = {"age": "14", "sbp": "110", "dbp": "70", name: "null"}
    assert why(derive("BPCLASS", typed)).startswith("Missing: ")


def test_what_cannot_be_judged() -> None:
    assert "Sex" in why(classed("6", "104", "65", sex=""))
    assert "exact" in why(classed(">6", "104", "65"))
    assert "exchanged" in why(classed("14", "70", "110"))
    assert "above 0" in why(classed("14", "0", "110"))
    assert "1 to 12" in why(derive("BPSCREEN", {"sex": "F", "age": "13", "sbp": "100", "dbp": "60"}))
    assert "Missing" in why(derive("BPCAT", {"sbp": "100", "dbp": "60", "P90": "[112, 74]"}))
    for p95 in ("[116]", "[116, 77, 1]", "[111, 77]", "[116, 74]"):
        assert "P95" in why(derive("BPCAT", {"sbp": "100", "dbp": "60", "P90": "[112, 74]", "P95": p95}))


@pytest.mark.parametrize(
    ("sbp", "dbp", "verdict"),
    [
        ("<120", "79", "normal"),
        (">=140", "<90", "stage2"),
        (">139", "<60", ""),
        ("<=120", "60", ""),
        ("<120", "80", "stage1"),
    ],
)
def test_a_limit_is_judged_only_where_every_pressure_agrees(sbp: str, dbp: str, verdict: str) -> None:
    result = derive("BPCAT13", {"sbp": sbp, "dbp": dbp})
    assert result.verdict == verdict
    if not verdict:
        assert "leaves open" in why(result)


@settings(max_examples=50, deadline=None)
@given(
    sbp=st.tuples(systolics, systolics),
    dbp=st.tuples(diastolics, diastolics),
    code=st.sampled_from(["BPCAT", "BPCAT13"]),
)
def test_a_higher_pressure_is_never_a_lower_category(sbp: tuple[int, int], dbp: tuple[int, int], code: str) -> None:
    table = BOY_10 if code == "BPCAT" else {}
    low, high = (
        CATEGORIES.index(derive(code, {"sbp": str(pick(sbp)), "dbp": str(pick(dbp)), **table}).verdict)
        for pick in (min, max)
    )
    assert low <= high


@settings(max_examples=50, deadline=None)
@given(limit=systolics, dbp=diastolics, within=st.integers(0, 40), sign=st.sampled_from(["<=", ">="]))
def test_a_verdict_on_a_limit_holds_for_every_pressure_it_allows(limit: int, dbp: int, within: int, sign: str) -> None:
    verdict = derive("BPCAT", {"sbp": f"{sign}{limit}", "dbp": str(dbp), **BOY_10}).verdict
    possible = limit + within if sign == ">=" else max(limit - within, dbp + 1)
    if verdict:
        assert derive("BPCAT", {"sbp": str(possible), "dbp": str(dbp), **BOY_10}).verdict == verdict


@pytest.mark.parametrize(
    ("age", "low", "enough"),
    [("1", "71", "72"), ("5.5", "79", "80"), ("9", "87", "88"), ("10", "89", "90"), ("17", "89", "90")],
)
def test_hypotension_is_suggested_by_age(age: str, low: str, enough: str) -> None:
    found = [derive("BPLOW", {"age": age, "sbp": sbp}) for sbp in (low, enough)]
    assert [result.verdict for result in found] == ["Y", "N"]
    assert all("unconfirmed" in result.notes[0].en for result in found)


def test_hypotension_of_a_limit() -> None:
    assert derive("BPLOW", {"age": "5", "sbp": "<80"}).verdict == "Y"
    assert derive("BPLOW", {"age": "5", "sbp": ">=80"}).verdict == "N"
    assert "leaves it open" in why(derive("BPLOW", {"age": "5", "sbp": "<=80"}))


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ({"age": "13", "sbp": "170"}, "Y"),
        ({"age": "13", "sbp": "169"}, "N"),
        ({"age": "13", "sbp": "89"}, "Y"),
        # 10 years, P95 116: stage 2 from 128, so critical from 158.
        ({"age": "10", "sbp": "158", **BOY_10}, "Y"),
        ({"age": "10", "sbp": "157", **BOY_10}, "N"),
        ({"age": "10", "sbp": ">160", **BOY_10}, "Y"),
        # Without percentiles: 140 + 30 is the most the limit can be, 108 + 12 + 30 the least.
        ({"age": "10", "sbp": "170", "sex": "M"}, "Y"),
        ({"age": "10", "sbp": "149", "sex": "M"}, "N"),
        ({"age": "10", "sbp": "89"}, "Y"),
    ],
)
def test_a_critical_pressure(typed: dict[str, str], verdict: str) -> None:
    result = derive("BPCRIT", typed)
    assert result.verdict == verdict
    assert "unconfirmed" in result.notes[0].en


def test_a_critical_pressure_that_cannot_be_told() -> None:
    assert "90th percentile" in why(derive("BPCRIT", {"age": "10", "sbp": "150", "sex": "M"}))
    assert "percentile" in why(derive("BPCRIT", {"age": "10", "sbp": "100"}))
    assert "leaves it open" in why(derive("BPCRIT", {"age": "14", "sbp": "<=170"}))
    assert "P95" in why(derive("BPCRIT", {"age": "10", "sbp": "100", "P90": "[1]", "P95": "[2]"}))
