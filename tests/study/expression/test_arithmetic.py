"""Arithmetic on spans holds every result of every pair of numbers, and gives ends no number reaches as outside."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.expression.arithmetic import add, divide, extremes, magnitude, multiply, negative
from study.span import Span

D = Decimal
NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, Fraction]:
    """A span with a number inside."""
    number = draw(NUMBERS)
    low = draw(st.none() | NUMBERS.map(abs).map(lambda width: number - width))
    high = draw(st.none() | NUMBERS.map(abs).map(lambda width: number + width))
    low_in = low is None or low == number or draw(st.booleans())
    high_in = high is None or high == number or draw(st.booleans())
    return Span(low, high, low_in, high_in), Fraction(number)


def inside(span: Span, number: Fraction) -> bool:
    """Whether an exact number lies in a span."""
    above = span.low is None or number > Fraction(span.low) or (number == Fraction(span.low) and span.low_in)
    below = span.high is None or number < Fraction(span.high) or (number == Fraction(span.high) and span.high_in)
    return above and below


@pytest.mark.parametrize(
    ("operation", "exact"),
    [(add, lambda x, y: x + y), (multiply, lambda x, y: x * y), (lambda a, b: add(a, negative(b)), lambda x, y: x - y)],
)
@given(spans(), spans())
def test_sums_differences_and_products_hold_every_result(
    operation: Callable[[Span, Span], Span],
    exact: Callable[[Fraction, Fraction], Fraction],
    a: tuple[Span, Fraction],
    b: tuple[Span, Fraction],
) -> None:
    assert inside(operation(a[0], b[0]), exact(a[1], b[1]))


@given(spans(), spans())
def test_a_quotient_holds_every_result_or_is_none_where_the_divisor_may_be_zero(
    a: tuple[Span, Fraction], b: tuple[Span, Fraction]
) -> None:
    found = divide(a[0], b[0])
    if inside(b[0], Fraction(0)):
        assert found is None
    else:
        assert found is not None
        assert inside(found, a[1] / b[1])


@given(spans(), st.lists(spans(), min_size=1, max_size=4))
def test_magnitude_and_extremes_hold_every_result(
    one: tuple[Span, Fraction], several: list[tuple[Span, Fraction]]
) -> None:
    assert inside(magnitude(one[0]), abs(one[1]))
    assert magnitude(one[0]).low is not None
    of, numbers = [span for span, _ in several], [number for _, number in several]
    assert inside(extremes(of, largest=True), max(numbers))
    assert inside(extremes(of, largest=False), min(numbers))


@given(NUMBERS, NUMBERS)
def test_exact_numbers_stay_exact(x: Decimal, y: Decimal) -> None:
    a, b = Span(x, x), Span(y, y)
    assert add(a, b).exact == x + y
    assert multiply(a, b).exact == x * y
    assert magnitude(a).exact == abs(x)


BELOW_5, ABOVE_2 = Span(D(0), D(5), high_in=False), Span(D(2), None, low_in=False)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (add(BELOW_5, ABOVE_2), Span(D(2), None, low_in=False)),
        (multiply(BELOW_5, Span(D(2), D(2))), Span(D(0), D(10), high_in=False)),
        (multiply(ABOVE_2, Span(D(3), D(3))), Span(D(6), None, low_in=False)),
        (multiply(ABOVE_2, Span(D(0), D(0))), Span(D(0), D(0))),
        (multiply(Span(D(0), D(0)), Span(D(1), D(2), low_in=False, high_in=False)), Span(D(0), D(0))),
        (multiply(negative(ABOVE_2), ABOVE_2), Span(None, D(-4), high_in=False)),
        (divide(Span(D(6), D(6)), ABOVE_2), Span(D(0), D(3), low_in=False, high_in=False)),
        (divide(ABOVE_2, Span(D(4), D(4))), Span(D("0.5"), None, low_in=False)),
        (divide(Span(D(6), D(6)), Span(D(0), D(3), low_in=False)), Span(D(2), None)),
        (divide(Span(D(6), D(6)), Span(D(-3), D(-2))), Span(D(-3), D(-2))),
        (divide(Span(D(6), D(6)), BELOW_5), None),
        (magnitude(Span(D(-7), D(3))), Span(D(0), D(7))),
        (magnitude(Span(D(-7), None)), Span(D(0), None)),
        (extremes([Span(D(3), D(9)), Span(D(3), D(4), low_in=False)], largest=True), Span(D(3), D(9), low_in=False)),
        (extremes([BELOW_5, ABOVE_2], largest=False), Span(D(0), D(5), high_in=False)),
    ],
)
def test_ends(found: Span | None, expected: Span | None) -> None:
    assert found == expected


def test_a_third_times_three_is_not_told_apart_from_the_whole() -> None:
    third = divide(Span(D(1), D(1)), Span(D(3), D(3)))
    assert third is not None
    assert inside(multiply(third, Span(D(3), D(3))), Fraction(1))


def test_long_decimals_are_not_rounded_away() -> None:
    long = D("0.12345678901234567890123456789012345")
    assert str(negative(Span(long, long)).low) == f"-{long}"
