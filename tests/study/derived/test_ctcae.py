"""Grades of laboratory results: what a limit decides, what it leaves open, what is missing and what is spoilt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Given
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.values import TextValue
from tests.kit.formulas import compute, fits, notes, quantity, why

LOW = {"CTC_NEUT": "1.6", "CTC_PLAT": "167", "CTC_HGB": "118", "CTC_LYM": "1.5", "CTC_WBC": "4.3", "CTC_ALB": "39"}
HIGH = {"CTC_TRANS": "30", "CTC_BILI": "20", "CTC_CREAT": "66"}
tenths = st.integers(0, 9000).map(lambda number: str(Decimal(number) / 10))


def grade(derived: Derived) -> int | None:
    return None if derived.value is None else int(derived.value)


@pytest.mark.parametrize(
    ("code", "inputs", "expected"),
    [
        # 0.4 < 0.5 whatever the limit; 1.2 lies in 1.0-1.5 whatever the limit.
        ("CTC_NEUT", {"x": "0.4"}, 4),
        ("CTC_NEUT", {"x": "1.2"}, 2),
        ("CTC_NEUT", {"x": "0"}, 4),
        ("CTC_NEUT", {"x": "<0.5", "lln": "1.6"}, 4),
        ("CTC_NEUT", {"x": "<=0.5", "lln": "1.6"}, None),
        ("CTC_NEUT", {"x": "<1.0", "lln": "1.6"}, None),
        ("CTC_NEUT", {"x": ">=1.6", "lln": "1.6"}, 0),
        ("CTC_NEUT", {"x": ">1.5", "lln": "1.6"}, None),
        ("CTC_HGB", {"x": "<80", "lln": "118"}, 3),
        ("CTC_HGB", {"x": ">120", "lln": "118"}, 0),
        # 31 > 1 x 30 but below 1.5 x 31 (the least abnormal baseline): grade 1 or 0, so the baseline is needed.
        ("CTC_TRANS", {"x": "31", "uln": "30"}, None),
        # At or below the limit, a normal baseline gives 0; an abnormal one lies above the result.
        ("CTC_TRANS", {"x": "30", "uln": "30"}, 0),
        # 1.5 x 60 = 90 exactly belongs to grade 1 of an abnormal baseline; 3 x 60 = 180 does too.
        ("CTC_TRANS", {"x": "90", "uln": "30", "base": "60"}, 1),
        ("CTC_TRANS", {"x": "89.9", "uln": "30", "base": "60"}, 0),
        ("CTC_TRANS", {"x": "180", "uln": "30", "base": "60"}, 1),
        ("CTC_TRANS", {"x": "180.1", "uln": "30", "base": "60"}, 2),
        # Baseline at its limit is normal: 3 x 30 = 90 is still grade 1.
        ("CTC_TRANS", {"x": "90", "uln": "30", "base": "30"}, 1),
        ("CTC_TRANS", {"x": "<30", "uln": "30", "base": "<30"}, 0),
        ("CTC_TRANS", {"x": ">600", "uln": "30", "base": "20"}, 4),
        # Baseline alone: x at or below it is no rise, whichever way the limit lies.
        ("CTC_TRANS", {"x": "20", "base": "20"}, 0),
        # 60 / 30 = 2.0 of an abnormal baseline; 10 x 30 = 300 is still grade 3.
        ("CTC_BILI", {"x": "300", "uln": "20", "base": "30"}, 3),
        ("CTC_BILI", {"x": "300.1", "uln": "20", "base": "30"}, 4),
        # 3 x 66 = 198, 6 x 66 = 396: strictly above.
        ("CTC_CREAT", {"x": "198", "uln": "66", "base": "66"}, 2),
        ("CTC_CREAT", {"x": "396", "uln": "66", "base": "66"}, 3),
        ("CTC_CREAT", {"x": "396.1", "uln": "66", "base": "66"}, 4),
        ("CTC_CREAT", {"x": "400", "uln": "66"}, 4),
        ("CTC_CREAT", {"x": "60", "uln": "66"}, None),
    ],
)
def test_a_grade_is_given_when_every_possible_number_leads_to_it(
    code: str, inputs: dict[str, str], expected: int | None
) -> None:
    assert grade(compute(code, **inputs)) == expected


EDGES = {
    "CTC_NEUT": ("0.5", "1.0", "1.5"), "CTC_PLAT": ("25", "50", "75"), "CTC_HGB": ("80", "100"),
    "CTC_LYM": ("0.2", "0.5", "0.8"), "CTC_WBC": ("1", "2", "3"), "CTC_ALB": ("20", "30"),
}  # fmt: skip
"""Of CTCAE v5.0, as printed: below the first the worst grade, at it the next one; written here once more on purpose."""


@pytest.mark.parametrize(("code", "edges"), EDGES.items())
def test_the_grade_changes_exactly_at_the_printed_edge(code: str, edges: tuple[str, ...]) -> None:
    worst = 4 if len(edges) == 3 else 3
    for number, edge in enumerate((*edges, LOW[code])):
        below = str(Decimal(edge) - Decimal("0.001"))
        found = [grade(compute(code, x=x, lln=LOW[code])) for x in (below, edge)]
        assert found == [worst - number, 0 if edge == LOW[code] else worst - number - 1], edge


def test_what_is_open_and_what_is_missing_are_said() -> None:
    assert why(compute("CTC_NEUT", x="2.0")) == "Cannot tell: grade 0 to 1. Missing: Lower limit of normal."
    assert why(compute("CTC_NEUT", x="<1.2", lln="1.6")) == "Cannot tell: grade 2 to 4."
    assert why(compute("CTC_CREAT", x="60", uln="66")) == "Cannot tell: grade 0 to 3. Missing: Baseline value."
    assert why(compute("CTC_PLAT", lln="150")) == "Missing: Result."
    assert "above 0" in why(compute("CTC_PLAT", x="80", lln="0"))


def test_a_healthy_small_child_is_named_and_graded_literally() -> None:
    healthy = compute("CTC_NEUT", x="1.3", lln="1.2")
    assert grade(healthy) == 2
    assert "healthy small children" in notes(healthy)
    assert not compute("CTC_NEUT", x="1.1", lln="1.2").notes


def test_haemolysis_spoils_ast_and_not_alt() -> None:
    inputs = {"x": "100", "uln": "40", "base": "20"}
    assert "AST is not graded" in why(compute("CTC_TRANS", **inputs, analyte="AST", haemolysed=True))
    assert "ALT or AST" in why(compute("CTC_TRANS", **inputs, haemolysed=True))
    assert grade(compute("CTC_TRANS", **inputs, analyte="ALT", haemolysed=True)) == 1
    assert grade(compute("CTC_TRANS", **inputs, analyte="AST", haemolysed=False)) == 1


@pytest.mark.parametrize("x", ["50", "100", "400"])
def test_on_dialysis_creatinine_has_no_grade(x: str) -> None:
    inputs = {"x": x, "uln": "66", "base": "60"}
    assert "creatinine does not show kidney function" in why(compute("CTC_CREAT", **inputs, dialysis=True))
    perhaps = Given({"x": quantity(x), "uln": quantity("66"), "base": quantity("60"), "dialysis": TextValue("U")})
    assert "cannot be told" in why(apply(FORMULAS["CTC_CREAT"], perhaps))
    assert compute("CTC_CREAT", **inputs, dialysis=False).known


@pytest.mark.parametrize(
    ("x", "base", "expected"),
    [
        ("449.4", "440", 0),
        ("449.5", "440", 1),  # rounds to 450
        ("480.4", "440", 1),  # rounds to 480
        ("480.5", "440", 2),
        ("500.4", "450", 2),
        ("500.5", "450", 3),
        ("460", "400", 1),  # +60 is not above 60
        ("461", "400", 3),  # +61
        ("440", "379", 3),
        ("520", None, 3),
        ("440", None, None),
        (">500", "480", None),  # anything above 500 may still round to 500
        (">501", "480", 3),
    ],
)
def test_qtc_is_compared_after_rounding(x: str, base: str | None, expected: int | None) -> None:
    assert grade(compute("CTC_QTC", x=x, **({"base": base} if base else {}))) == expected


@pytest.mark.parametrize(
    ("x", "base", "expected"),
    [
        ("51", "60", 0),
        ("50", "55", 2),
        ("40", "45", 2),
        ("39.9", "45", 3),  # between the printed 39 and 40: below 40
        ("20", "30", 3),
        ("19.9", "30", 4),
        ("55", "65", 2),  # drop of 10
        ("55", "64.9", 0),  # drop of 9.9
        ("55", "75", 3),  # drop of 20
        ("55", "74.9", 2),
        ("15", None, 4),
        ("45", None, None),
    ],
)
def test_the_ejection_fraction_and_its_drop(x: str, base: str | None, expected: int | None) -> None:
    assert grade(compute("CTC_EF", x=x, **({"base": base} if base else {}))) == expected


def test_an_ejection_fraction_is_a_percentage() -> None:
    assert "outside 0-100" in why(compute("CTC_EF", x="155", base="60"))


@given(st.sampled_from(sorted(LOW)), tenths, tenths)
def test_a_lower_count_is_never_a_lower_grade(code: str, one: str, other: str) -> None:
    low, high = sorted((one, other), key=Decimal)
    worse, better = (grade(compute(code, x=x, lln=LOW[code])) for x in (low, high))
    assert worse is not None
    assert better is not None
    assert worse >= better


@given(st.sampled_from(sorted(HIGH)), tenths, tenths, tenths.filter(lambda base: Decimal(base) > 0))
def test_a_higher_result_is_never_a_lower_grade(code: str, one: str, other: str, base: str) -> None:
    low, high = sorted((one, other), key=Decimal)
    better, worse = (grade(compute(code, x=x, uln=HIGH[code], base=base)) for x in (low, high))
    assert worse is not None
    assert better is not None
    assert worse >= better


@given(st.sampled_from(sorted({**LOW, **HIGH})), st.sampled_from(["<", "<=", ">", ">="]), tenths, tenths)
def test_a_limit_never_decides_what_some_possible_number_would_not(
    code: str, comparator: str, limit: str, number: str
) -> None:
    if not fits(number, comparator + limit):
        return
    normal = {"lln": LOW[code]} if code in LOW else {"uln": HIGH[code], "base": HIGH[code]}
    by_limit, by_number = (grade(compute(code, x=x, **normal)) for x in (comparator + limit, number))
    assert by_limit in (None, by_number)


@given(st.sampled_from(sorted(HIGH)), tenths, tenths.filter(lambda base: Decimal(base) > 0))
def test_a_missing_baseline_never_decides_what_some_baseline_would_not(code: str, x: str, base: str) -> None:
    without, with_it = (grade(compute(code, x=x, uln=HIGH[code], **more)) for more in ({}, {"base": base}))
    assert without in (None, with_it)


@given(st.sampled_from(sorted(LOW)), tenths, tenths.filter(lambda limit: Decimal(limit) > 0))
def test_a_missing_limit_never_decides_what_some_limit_would_not(code: str, x: str, lln: str) -> None:
    assert grade(compute(code, x=x)) in (None, grade(compute(code, x=x, lln=lln)))


@given(tenths, st.one_of(st.none(), tenths.filter(lambda base: Decimal(base) > 0)))
def test_qtc_grades_agree_with_the_printed_table(x: str, base: str | None) -> None:
    whole = int(Decimal(x) + Decimal("0.5"))
    if whole == 0:
        return
    found = grade(compute("CTC_QTC", x=x, **({"base": base} if base else {}))) if Decimal(x) > 0 else None
    risen = base is not None and whole - int(Decimal(base) + Decimal("0.5")) > 60
    printed = 3 if whole >= 501 or risen else 2 if whole >= 481 else 1 if whole >= 450 else 0
    assert found in ((printed,) if base or whole >= 501 else (None, printed))
