"""Which reference interval holds for a result: the laboratory's adopted table, else the default of the definition.

A report's own limits win over both (`study.checks`). Owns that order; must not know where a result stands.
"""

from decimal import Decimal

import msgspec

from study.changes.facts import Judged
from study.definition.model import DerivedSpec, Item
from study.lab_table import Circumstances, Tables, folded, row_in_force
from study.text import Text

REPORT = "report"


class Interval(msgspec.Struct, frozen=True):
    """A reference interval in the item's unit, with where it comes from and whether that was checked in print.

    `source` is `REPORT`, what a laboratory's table says of itself, or a key of `Study.sources`; `version` names the
    laboratory's table ("": it is from none).
    """

    low: Decimal | None
    high: Decimal | None
    source: str
    confirmed: bool
    note: Text | None = None
    version: str = ""

    @property
    def shown(self) -> str:
        """As a report prints it: 27-66, >= 4.1 or <= 5.2."""
        if self.low is None:
            return f"≤ {self.high}"
        return f"≥ {self.low}" if self.high is None else f"{self.low}-{self.high}"


def interval(
    subject: Item | DerivedSpec, around: Circumstances, form: str = "", tables: Tables = ()
) -> Interval | None:
    """The interval of an item of a form (or of a derived value, which only a definition has) in these circumstances.

    A default that holds for one method is not used for a specimen of another one; while the method is not known it is.
    None when there is none for this age, or when age or sex is needed and unknown.
    """
    if around.birth is None or around.on is None or around.on < around.birth:
        return None
    if isinstance(subject, Item):
        held = row_in_force(tables, form, subject.code, around)
        if held is not None:
            row = held.row
            return Interval(row.low, row.high, row.source, row.confirmed, version=held.table.version)
    reference = subject.reference
    if reference is None or folded(around.method) not in ("", folded(reference.method or around.method)):
        return None
    for each in reference.rows:
        if each.sex in ("A", around.sex) and each.holds_age(around.birth, around.on):
            return Interval(each.low, each.high, reference.source, reference.confirmed, reference.note)
    return None


def kept(found: Interval | None, definition: str) -> Judged | None:
    """An interval as it is kept with a value that was judged by it; `definition` is the digest of the definition."""
    if found is None:
        return None
    named = found.source if found.source == REPORT else f"{found.source}@{definition[:12]}"
    low, high = ("" if end is None else format(end, "f") for end in (found.low, found.high))
    return Judged(low, high, found.version or named)
