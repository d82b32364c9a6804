"""The median of what several children have, with its limits of quantification. Pure.

A result below a limit may be anything below it: the median is told only as far as it is the same whatever it was.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from study import units
from study.ranks import LEAST, MIDDLE, at_rank
from study.span import Span


class Median(NamedTuple):
    """Where it is drawn, how it is told, "<" or ">" where it is only a limit ("~": between two values)."""

    value: Decimal
    shown: str
    comparator: str


def median(results: Sequence[tuple[Decimal, str]], decimals: int) -> Median | None:
    """The median of values with their comparators; None of fewer than `LEAST`, and where nothing can be told."""
    if len(results) < LEAST:
        return None
    told = at_rank([_span(value, comparator[:1]) for value, comparator in results], MIDDLE)
    low, high = told.low, told.high
    if low is None:
        return None if high is None else Median(high, f"<{units.rounded(high, decimals)}", "<")
    if high is None:
        return Median(low, f">{units.rounded(low, decimals)}", ">")
    if low == high:
        return Median(low, units.rounded(low, decimals), "")
    return Median(high, f"{units.rounded(low, decimals)} – {units.rounded(high, decimals)}", "~")


def _span(value: Decimal, sign: str) -> Span:
    """All that a result with this sign may be; ends count as in it, for a median is drawn at its end."""
    return Span(None if sign == "<" else value, None if sign == ">" else value)
