"""Medians and quartiles of numbers of which some are only limits: told as far as they hold whatever was meant."""

import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.ranks import HIGHEST, LEAST, LOWEST, MIDDLE, QUARTER, THREE_QUARTERS, at_rank, spread
from study.span import Span, span_of
from study.values import Comparator, Quantity

RANKS = (LOWEST, QUARTER, MIDDLE, THREE_QUARTERS, HIGHEST)


def spans(*written: str) -> list[Span]:
    """Numbers as written, such as 5, <40 or >=3, as spans."""
    return [_span(text) for text in written]


def _span(text: str) -> Span:
    comparators: tuple[Comparator, ...] = ("<=", ">=", "<", ">")
    sign: Comparator = next((each for each in comparators if text.startswith(each)), "")
    return span_of(Quantity(text.removeprefix(sign), "g/L", sign))


@pytest.mark.parametrize(
    ("values", "median", "lower", "upper"),
    [
        (("1", "2", "3", "4", "5"), "3", "2", "4"),
        (("<40", "<40", "50"), "<40", "<40", "<45"),
        (("<40", "50", "60"), "50", "<45", "55"),
        (("<40", "<20", "<30"), "<30", "<25", "<35"),
        (("<=40", "<=40", "<=40"), "≤40", "≤40", "≤40"),
        ((">40", ">40", "10"), ">40", ">25", ">40"),
        (("<40", ">10", "<40", ">10"), "", "", ""),
        (("1", "2", "<5"), "1 – 2", "", ""),
    ],
)
def test_what_is_told_of_limits(values: tuple[str, ...], median: str, lower: str, upper: str) -> None:
    made = spread(spans(*values), 0)
    assert made.median == median
    if lower:
        assert (made.lower, made.upper) == (lower, upper)


def test_of_fewer_than_three_nothing_but_how_many() -> None:
    made = spread(spans("1", "<5"), 0)
    assert (made.count, made.limited, made.median, made.least, made.most) == (2, 1, "", "", "")
    assert LEAST == 3


def test_a_rank_among_none_is_an_error() -> None:
    with pytest.raises(ValueError, match="no numbers"):
        at_rank([], MIDDLE)


NUMBERS = st.decimals(-1000, 1000, places=1)


@given(st.lists(NUMBERS, min_size=3, max_size=30))
def test_of_numbers_alone_it_is_the_textbook(numbers: list[Decimal]) -> None:
    found = [at_rank([Span(one, one) for one in numbers], rank).exact for rank in (QUARTER, MIDDLE, THREE_QUARTERS)]
    assert found == statistics.quantiles(numbers, n=4, method="inclusive")


@st.composite
def limited(draw: st.DrawFn) -> list[tuple[Decimal, Span]]:
    """What each number was in truth, and how it was reported."""
    found = []
    for truth in draw(st.lists(NUMBERS, min_size=1, max_size=12)):
        off = draw(st.decimals(0, 50, places=1))
        shape = draw(st.sampled_from(("exact", "below", "above", "between")))
        span = {
            "exact": Span(truth, truth),
            "below": Span(None, truth + off, high_in=True),
            "above": Span(truth - off, None, low_in=True),
            "between": Span(truth - off, truth + off),
        }[shape]
        found.append((truth, span))
    return found


@given(limited(), st.sampled_from(RANKS))
def test_what_is_told_holds_for_the_truth(reported: list[tuple[Decimal, Span]], rank: Decimal) -> None:
    truth = at_rank([Span(number, number) for number, _ in reported], rank).exact
    told = at_rank([span for _, span in reported], rank)
    assert truth is not None
    assert told.low is None or told.low <= truth
    assert told.high is None or truth <= told.high


@given(limited(), st.sampled_from(RANKS))
def test_an_open_end_is_never_called_reached(reported: list[tuple[Decimal, Span]], rank: Decimal) -> None:
    strict = [Span(s.low, s.high, low_in=False, high_in=False) if s.exact is None else s for _, s in reported]
    told = at_rank(strict, rank)
    if told.exact is not None:
        assert any(span.exact is not None for span in strict)
