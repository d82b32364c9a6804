"""Which default reference interval holds for this child on this day; a report's own limits win (`study.checks`)."""

from datetime import date
from decimal import Decimal

import msgspec

from study.definition.model import DerivedSpec, Item, Sex
from study.text import Text


class Interval(msgspec.Struct, frozen=True):
    """A reference interval in the item's unit, with where it comes from and whether that was checked in print."""

    low: Decimal | None
    high: Decimal | None
    source: str
    confirmed: bool
    note: Text | None = None

    @property
    def shown(self) -> str:
        """As a report prints it: 27-66, >= 4.1 or <= 5.2."""
        if self.low is None:
            return f"≤ {self.high}"
        return f"≥ {self.low}" if self.high is None else f"{self.low}-{self.high}"


def interval(item: Item | DerivedSpec, birth: date | None, on: date | None, sex: Sex | None) -> Interval | None:
    """The default interval of an item (or derived value) for the age on the day `on` and the sex.

    None when there is none for this age, or when age or sex is needed and unknown.
    """
    reference = item.reference
    if reference is None or birth is None or on is None or on < birth:
        return None
    for row in reference.rows:
        if row.sex in ("A", sex) and row.holds_age(birth, on):
            return Interval(row.low, row.high, reference.source, reference.confirmed, reference.note)
    return None
