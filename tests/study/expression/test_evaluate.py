"""Three-valued truth: decided only when it is so for every number a value may stand for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.expression import UNKNOWN, Operand, evaluate, holds, parse
from study.expression.moments import Moment, moment
from study.span import Span, span_of
from study.values import Comparator, DateTimeValue, DateValue, Quantity

D = Decimal


class Around:
    """Operands by name; what is asked goes by "function name" or the function alone."""

    def __init__(self, operands: Mapping[str, Operand]) -> None:
        self._operands = operands

    def value(self, name: str) -> Operand:
        return self._operands.get(name)

    def ask(self, function: str, name: str) -> Operand:
        return self._operands.get(f"{function} {name}")

    def child(self, function: str) -> Operand:
        return self._operands.get(function)


def number(text: str) -> Span:
    """The span of "5", "<5", ">=2"."""
    sign: Any = text.rstrip("0123456789.")
    return span_of(Quantity(text[len(sign) :], "", sign), D(0))


def when(text: str) -> Moment:
    """The moment of a date or a time as written."""
    found = moment(DateTimeValue(text) if "T" in text else DateValue(text))
    assert found is not None
    return found


def say(text: str, **operands: str | Operand) -> bool | None:
    """What a condition says of numbers written as people write them."""
    given_ = {name: number(value) if isinstance(value, str) else value for name, value in operands.items()}
    return holds(parse(text), Around(given_))


@pytest.mark.parametrize(
    ("text", "a", "truth"),
    [
        ("A < 0.5", "0.4", True),
        ("A < 0.5", "0.5", False),
        ("A < 0.5", "<0.5", True),
        ("A < 0.5", "<=0.5", None),
        ("A <= 0.5", "<=0.5", True),
        ("A < 0.4", "<0.5", None),
        ("A >= 0.5", "<0.5", False),
        ("A > 0", "<0.5", None),
        ("A >= 0", "<0.5", True),
        ("A > 5", ">5", True),
        ("A >= 5", ">=5", True),
        ("A <= 5", ">5", False),
        ("A == 5", "5.0", True),
        ("A == 5", "<5", False),
        ("A == 5", "<=5", None),
        ("A != 5", ">5", True),
        ("A != 4", "<5", None),
        ("A * 2 < 1", "<0.5", True),
        ("A * 2 > 10", ">5", True),
        ("A - 1 < 0", "<1", True),
        ("10 / A > 2", "4", True),
        ("10 / A > 2", "<5", None),
        ("10 / A < 2", ">5", True),
        ("A / 3 * 3 == A", "1", None),
        ("1 < A < 3", "2", True),
        ("1 < A < 3", ">3", False),
        ("A < 1 or A >= 1", "<2", None),
        ("abs(A - 7) <= 2", "5", True),
        ("max(A, 3) == 3", "<2", True),
        ("min(A, 3) < 3", "<2", True),
    ],
)
def test_a_limit_decides_only_what_is_so_for_every_number(text: str, a: str, truth: bool | None) -> None:
    assert say(text, A=a) is truth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("A < 1", None),
        ("A == 'F'", None),
        ("not A < 1", None),
        ("present(A)", False),
        ("missing(A)", True),
        ("present(U)", None),
        ("missing(U)", None),
        ("U < 1", None),
        ("A + 1 > 0", None),
        ("max(A, 3) > 0", None),
        ("A < 1 or 1 < 2", True),
        ("A < 1 and 2 < 1", False),
        ("A < 1 and 1 < 2", None),
        ("previous(N) < N", None),
        ("S < 3", None),
        ("S == 3", None),
        ("S in N", None),
        ("N in ('3', '4')", None),
    ],
)
def test_what_is_missing_or_of_another_kind_leaves_it_open(text: str, truth: bool | None) -> None:
    assert say(text, U=UNKNOWN, N="3", S=frozenset(("F",))) is truth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("SEX == 'F'", True),
        ("SEX != 'M'", True),
        ("SEX in ('F', 'M')", True),
        ("SEX not in ('M',)", True),
        ("MANY in ('A', 'B', 'C')", True),
        ("MANY in ('A', 'C')", False),
        ("'A' in MANY", True),
        ("'C' in MANY", False),
        ("MANY == ('B', 'A')", True),
        ("GRADE >= 3", True),
        ("GRADE == 3", True),
        ("GRADE < previous(GRADE)", False),
    ],
)
def test_codes(text: str, truth: bool) -> None:
    grade = {"GRADE": frozenset(("3",)), "previous GRADE": frozenset(("2",))}
    around = Around({"SEX": frozenset(("F",)), "MANY": frozenset(("A", "B")), **grade})
    assert holds(parse(text), around) is truth


@pytest.mark.parametrize("other", ["张 三", "张三 ", "张三"])
def test_one_person_who_is_written_in_two_ways_is_one_person(other: str) -> None:
    assert say("A == B", A=frozenset(("张三",)), B=frozenset((other,)))
    assert say("A != B", A=frozenset(("Zhang San",)), B=frozenset(("ＺＨＡＮＧ san",))) is False
    assert say("A != B", A=frozenset(("张三",)), B=frozenset(("张四",)))


@pytest.mark.parametrize(
    ("text", "a", "b", "truth"),
    [
        ("A <= B", "2026-08-18", "2026-08-18", True),
        ("A < B", "2026-08-18", "2026-08-18", False),
        ("A <= B", "2026-08-18", "2026-08", None),
        ("A <= B", "2026-09", "2026-08", False),
        ("A <= B", "2026-08", "2026", None),
        ("A < B", "2025", "2026-01-01", True),
        ("A == B", "2026-08", "2026-08", None),
        ("A == B", "2026-08", "2026-09", False),
        ("A == B", "2026-08-18", "2026-08-18", True),
        ("A != B", "2026-08-18T08:00", "2026-08-18T08:01", True),
        ("A < B", "2026-08-18T08:00", "2026-08-18T08:01", True),
        ("A < B", "2026-08-18T08:00", "2026-08-18", None),
        ("A < B", "2026-08-17T23:59", "2026-08-18", True),
        ("days(A, B) == 1", "2026-02-28", "2026-03-01", True),
        ("days(A, B) == 2", "2024-02-28", "2024-03-01", True),
        ("days(A, B) == -1", "2026-08-19", "2026-08-18", True),
        ("days(A, B) * 24 == 12", "2026-08-18T08:00", "2026-08-18T20:00", True),
        ("days(A, B) * 24 == 23", "2026-08-18T08:00", "2026-08-19T07:00", None),
        ("days(A, B) * 24 < 23.1", "2026-08-18T08:00", "2026-08-19T07:00", True),
        ("days(A, B) == 2", "2026-08-18", "2026-08-20T23:10", True),
        ("days(A, B) <= 30", "2026-08-01", "2026-08", True),
        ("days(A, B) >= 0", "2026-08-01", "2026-08", True),
        ("days(A, B) > 3", "2026-08-01", "2026-08", None),
    ],
)
def test_dates_times_and_partial_dates(text: str, a: str, b: str, truth: bool | None) -> None:
    assert say(text, A=when(a), B=when(b)) is truth


def test_what_is_asked_of_the_scope() -> None:
    around = Around(
        {
            "A": number("8"),
            "CBC.B": number("2"),
            "baseline A": number("4"),
            "low A": number("3"),
            "high CBC.B": number("7"),
            "derived EGFR": number("<90"),
            "setting TOLERANCE": number("20"),
            "age": number("11.5"),
            "visit": frozenset(("M3",)),
            "study_day": number("91"),
        }
    )
    for text in (
        "A >= baseline(A) * 2",
        "A > low(A) and CBC.B < high(CBC.B)",
        "derived(EGFR) < 100",
        "setting(TOLERANCE) == 20",
        "age() < 12 and visit() in ('M1', 'M3') and study_day() > 90",
    ):
        assert holds(parse(text), around) is True
    assert evaluate(parse("A + CBC.B"), around) == Span(D(10), D(10))


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "abc", "", "2026-1-1-1"])
def test_a_date_that_is_none_has_no_moment(text: str) -> None:
    assert moment(DateValue(text)) is None


@st.composite
def limits(draw: st.DrawFn) -> tuple[Span, Decimal]:
    """What a written result may stand for, with one of the numbers."""
    sign: Comparator = draw(st.sampled_from(("", "<", "<=", ">", ">=")))
    at = draw(st.decimals(min_value=0, max_value=20, places=1))
    off = draw(st.decimals(min_value=0, max_value=20, places=1))
    span = span_of(Quantity(str(at), "", sign), D(0))
    inside = {"": at, "<": max(at - off, D(0)), "<=": max(at - off, D(0)), ">": at + off, ">=": at + off}[sign]
    if (sign == "<" and inside >= at) or (sign == ">" and inside <= at):
        sign = "<=" if sign == "<" else ">="
        span = span_of(Quantity(str(at), "", sign), D(0))
    return span, inside


CONDITIONS = st.sampled_from(
    (
        "A < B", "A <= B", "A > B", "A >= B", "A == B", "A != B", "A + B < 12", "A * B >= 20", "A - B <= 1",
        "A / B < 2", "A / B >= B", "abs(A - B) < 3", "max(A, B) > 9", "min(A, B) <= 4", "2 < A < 8",
    )
)  # fmt: skip


@given(CONDITIONS, limits(), limits())
def test_a_decision_is_never_wrong_for_a_number_that_is_meant(
    text: str, a: tuple[Span, Decimal], b: tuple[Span, Decimal]
) -> None:
    decided = say(text, A=a[0], B=b[0])
    exact = say(text, A=Span(a[1], a[1]), B=Span(b[1], b[1]))
    assert decided is None or exact is None or decided is exact


@given(CONDITIONS, CONDITIONS, limits(), limits())
def test_de_morgan_in_three_values(left: str, right: str, a: tuple[Span, Decimal], b: tuple[Span, Decimal]) -> None:
    operands = {"A": a[0], "B": b[0]}
    assert say(f"not ({left} and {right})", **operands) is say(f"not {left} or not {right}", **operands)
    assert say(f"not ({left} or {right})", **operands) is say(f"not {left} and not {right}", **operands)
    assert say(f"not (not {left})", **operands) is say(left, **operands)


@given(st.sampled_from((True, False, None)), st.sampled_from((True, False, None)))
def test_and_or_not_are_kleene(x: bool | None, y: bool | None) -> None:
    around = {
        name: UNKNOWN if truth is None else number("1") if truth else None for name, truth in (("X", x), ("Y", y))
    }
    both = say("present(X) and present(Y)", **around)
    either = say("present(X) or present(Y)", **around)
    assert both is (False if False in (x, y) else None if None in (x, y) else True)
    assert either is (True if True in (x, y) else None if None in (x, y) else False)
    assert say("not present(X)", **around) is (None if x is None else not x)
