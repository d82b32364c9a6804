"""The numbers a written result may stand for: "<40" is everything below 40, "3-5" everything from 3 to 5.

Owns three-valued comparison (true for every possible number, for none, or cannot tell). Must not know items or units.
"""

from decimal import Decimal

import msgspec

from study.values import Quantity, Range


class Limits(msgspec.Struct, frozen=True):
    """A closed interval in the item's unit; None is open."""

    low: Decimal | None = None
    high: Decimal | None = None

    def holds(self, number: Decimal) -> bool:
        """True when the number lies inside."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


class Span(msgspec.Struct, frozen=True):
    """An interval of possible numbers; None is open, and the ends belong to it unless said otherwise."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool = True
    high_in: bool = True

    @staticmethod
    def of(low: int, high: int | None = None) -> "Span":
        """The span of a whole number, or from one to another."""
        return Span(Decimal(low), Decimal(low if high is None else high))

    @property
    def exact(self) -> Decimal | None:
        """The number, when there is only one."""
        return self.low if self.low is not None and self.low == self.high and self.low_in and self.high_in else None

    @property
    def closed(self) -> "Span":
        """The same with its ends: a result printed as "<5" is not odd where 5 is not."""
        return Span(self.low, self.high)

    def below(self, limit: Decimal) -> bool:
        """True when every possible number lies below the limit."""
        return self.high is not None and (self.high < limit or (self.high == limit and not self.high_in))

    def above(self, limit: Decimal) -> bool:
        """True when every possible number lies above the limit."""
        return self.low is not None and (self.low > limit or (self.low == limit and not self.low_in))

    def may_be_below(self, limit: Decimal) -> bool:
        """True when some possible number lies below the limit."""
        return self.low is None or self.low < limit

    def may_be_above(self, limit: Decimal) -> bool:
        """True when some possible number lies above the limit."""
        return self.high is None or self.high > limit

    def outside(self, limits: Limits) -> bool:
        """True when no possible number lies within the limits."""
        return (limits.low is not None and self.below(limits.low)) or (
            limits.high is not None and self.above(limits.high)
        )

    def straddles(self, limits: Limits) -> bool:
        """True when some possible numbers lie within the limits and others do not."""
        if self.outside(limits):
            return False
        low, high = limits.low, limits.high
        return (low is not None and self.may_be_below(low)) or (high is not None and self.may_be_above(high))


def span_of(value: Quantity | Range, floor: Decimal | None = None) -> Span:
    """The possible numbers of a value; `floor` bounds what lies below a "<" (0 for a concentration)."""
    if isinstance(value, Range):
        return Span(Decimal(value.low), Decimal(value.high) if value.high else None, low_in=bool(value.high))
    number = value.decimal
    match value.comparator:
        case "<" | "<=":
            low = floor if floor is not None and floor <= number else None
            return Span(low, number, high_in=value.comparator == "<=")
        case ">" | ">=":
            return Span(number, None, low_in=value.comparator == ">=")
    return Span(number, number)
