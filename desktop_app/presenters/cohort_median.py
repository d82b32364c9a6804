"""The median of what several children have, with its limits of quantification. Pure.

A result below a limit may be anything below it: the median is told only as far as it is the same whatever it was.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from study import units

LEAST = 3
"""Of fewer children no median is told: it would be somebody's own value."""
_INFINITE = Decimal("Infinity")


class Median(NamedTuple):
    """Where it is drawn, how it is told, "<" or ">" where it is only a limit ("~": between two values)."""

    value: Decimal
    shown: str
    comparator: str


def median(results: Sequence[tuple[Decimal, str]], decimals: int) -> Median | None:
    """The median of values with their comparators; None of fewer than `LEAST`, and where nothing can be told."""
    if len(results) < LEAST:
        return None
    low = _middle([value if comparator[:1] != "<" else -_INFINITE for value, comparator in results])
    high = _middle([value if comparator[:1] != ">" else _INFINITE for value, comparator in results])
    if low == high:
        return Median(low, units.rounded(low, decimals), "")
    if low.is_infinite():
        return None if high.is_infinite() else Median(high, f"<{units.rounded(high, decimals)}", "<")
    if high.is_infinite():
        return Median(low, f">{units.rounded(low, decimals)}", ">")
    return Median(high, f"{units.rounded(low, decimals)} – {units.rounded(high, decimals)}", "~")


def _middle(values: list[Decimal]) -> Decimal:
    """The middle one, or half way between the two in the middle; without an end where one of them has none."""
    ordered = sorted(values)
    left, right = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return left if left.is_infinite() else right if right.is_infinite() else (left + right) / 2
