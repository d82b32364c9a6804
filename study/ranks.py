"""Median, quartiles and ends of numbers of which some are known only as limits ("<40"), by their rank alone.

Pure. What is told holds whatever the limited results were in truth: a number, a limit of it, or that it cannot be told.
Quartiles as Hyndman RJ, Fan Y, Am Stat 1996;50:361, definition 7: at (n - 1)p between the ordered values.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

import msgspec

from study.span import Span
from study.writing import rounded

LEAST = 3
"""Of fewer children no median is told: it would be somebody's own value."""
_INFINITE = Decimal("Infinity")
MIDDLE, QUARTER, THREE_QUARTERS = Decimal("0.5"), Decimal("0.25"), Decimal("0.75")
LOWEST, HIGHEST = Decimal(0), Decimal(1)


class Spread(msgspec.Struct, frozen=True):
    """What is told of several numbers: each a number, a limit such as "<40", two ends "3 – 5", or "" (cannot tell).

    `count` are the numbers, `limited` how many of them are only a limit or a range.
    """

    count: int
    limited: int
    median: str = ""
    lower: str = ""
    upper: str = ""
    least: str = ""
    most: str = ""


def spread(spans: Sequence[Span], decimals: int) -> Spread:
    """The spread of numbers, rounded for display; of fewer than `LEAST` nothing but how many there are."""
    limited = sum(span.exact is None for span in spans)
    if len(spans) < LEAST:
        return Spread(len(spans), limited)
    ranks = (MIDDLE, QUARTER, THREE_QUARTERS, LOWEST, HIGHEST)
    return Spread(len(spans), limited, *(written(at_rank(spans, rank), decimals) for rank in ranks))


def at_rank(spans: Sequence[Span], rank: Decimal) -> Span:
    """All that the value at a rank (0 the lowest, 1 the highest) may be. ValueError without any number."""
    if not spans:
        raise ValueError("there is no rank among no numbers")
    low, low_in = _ordered(
        [(-_INFINITE, False) if s.low is None else (s.low, s.low_in) for s in spans], rank, top=False
    )
    high, high_in = _ordered(
        [(_INFINITE, False) if s.high is None else (s.high, s.high_in) for s in spans], rank, top=True
    )
    return Span(None if low.is_infinite() else low, None if high.is_infinite() else high, low_in, high_in)


def written(span: Span, decimals: int) -> str:
    """What may be said of a number: itself, its limit, its two ends; "" where it may be anything."""
    if span.exact is not None:
        return rounded(span.exact, decimals)
    match span.low, span.high:
        case None, None:
            return ""
        case None, high if high is not None:
            return f"{'≤' if span.high_in else '<'}{rounded(high, decimals)}"
        case low, None if low is not None:
            return f"{'≥' if span.low_in else '>'}{rounded(low, decimals)}"
        case low, high if low is not None and high is not None:
            return f"{rounded(low, decimals)} – {rounded(high, decimals)}"
    return ""


def _ordered(ends: list[tuple[Decimal, bool]], rank: Decimal, *, top: bool) -> tuple[Decimal, bool]:
    """The end at a rank, between two ends where the rank lies there; whether the value may be that end itself."""
    ordered = sorted(ends, key=lambda end: (end[0], end[1] if top else not end[1]))
    place = rank * (len(ordered) - 1)
    below = int(place.to_integral_value(ROUND_FLOOR))
    share = place - below
    if not share:
        return ordered[below]
    (left, left_in), (right, right_in) = ordered[below], ordered[below + 1]
    if left.is_infinite() or right.is_infinite():
        return (left if left.is_infinite() else right), False
    return left + (right - left) * share, left_in and right_in
