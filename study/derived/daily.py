"""A series of counts as one value a study day: the lowest of a day, and straight lines over short gaps.

Up to 7 missing days in a row are filled by linear interpolation, which allows for weekly samples (Liang et al., Bone
Marrow Transplant 2024;59:910, automated ICAHT grading; unconfirmed for children); longer gaps stay unknown, and nothing
is filled before the first or after the last count.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise

from study.derived.given import Point
from study.derived.limbs import Truth
from study.derived.possible import lowest, point_span
from study.span import Span

LONGEST_FILLED = 7
Days = Mapping[int, Span]


def measured(points: Iterable[Point]) -> dict[int, Span]:
    """The lowest count of every study day that has one, in the order of days; without a study day it is left out."""
    days: dict[int, list[Span]] = {}
    for point in points:
        if point.day is not None:
            days.setdefault(point.day, []).append(point_span(point))
    return {day: lowest(days[day]) for day in sorted(days)}


def filled(days: Days) -> dict[int, Span]:
    """The same with the missing days of short gaps between two counts."""
    found = dict(days)
    known = sorted(days)
    for before, after in pairwise(known):
        if after - before - 1 <= LONGEST_FILLED:
            for day in range(before + 1, after):
                found[day] = _between(days[before], days[after], Decimal(day - before) / (after - before))
    return dict(sorted(found.items()))


def _between(first: Span, second: Span, share: Decimal) -> Span:
    """What lies on the straight line, `share` of the way from the first to the second."""

    def on_line(a: Decimal | None, b: Decimal | None) -> Decimal | None:
        return None if a is None or b is None else a + (b - a) * share

    return Span(
        on_line(first.low, second.low),
        on_line(first.high, second.high),
        first.low_in and second.low_in,
        first.high_in and second.high_in,
    )


def how_many(truths: Iterable[Truth]) -> tuple[int, int]:
    """On how many days it holds: at least, at most."""
    found = list(truths)
    return sum(truth is True for truth in found), sum(truth is not False for truth in found)


def longest_stretch(truths: Iterable[Truth], bridged: int = 2) -> int:
    """The longest run of days on which it holds; up to `bridged` days between two runs do not end it."""
    start = last = best = 0
    for day, truth in enumerate(truths, 1):
        if truth:
            start = day if not last or day - last - 1 > bridged else start
            last = day
            best = max(best, last - start + 1)
    return best
