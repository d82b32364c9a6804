"""A laboratory's tables of reference intervals once they are read: their rows, and which row holds for a specimen.

Owns precedence among rows and among tables adopted one after another. Must not read CSV (`study.reference_table`) nor
know the defaults of a definition (`study.reference`).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import product

import msgspec

from study.definition.model import Age, Sex
from study.grammar.fold import bare
from study.text import Text

LABORATORY, LABORATORY_NAME = "LBNAM", "LBNAMTX"
"""The items of a specimen's form that say which laboratory measured it: its code, and the name of one without."""
FOREVER = date(9999, 12, 31)
Group = tuple[str, str, str, str]
"""What one interval after another holds for: form, item, laboratory and method, the last two as names are compared."""
folded = lru_cache(maxsize=4096)(bare)


class Circumstances(msgspec.Struct, frozen=True):
    """What decides which interval holds: birth, sex, the specimen's day, who measured it and how ("" = not known).

    `laboratory` is a code, `laboratory_name` a name as written; `method` is a code, or a kit as written.
    """

    birth: date | None
    sex: Sex | None
    on: date | None
    laboratory: str = ""
    laboratory_name: str = ""
    method: str = ""


class Row(msgspec.Struct, frozen=True):
    """One interval in the item's unit; `method` and `laboratory` "" hold for any. `until` is its last day.

    `certificate` is the number of the laboratory's accreditation under which it measures, `certified_until` the last
    day of that; "" and None where the laboratory wrote none. `lloq` and `uloq` are the least and the most that the
    method measures as a number, in the item's unit: below and above a report prints < and >.
    """

    form: str
    item: str
    laboratory: str
    method: str
    sex: Sex
    start: Age
    below: Age
    low: Decimal | None
    high: Decimal | None
    since: date
    until: date
    source: str
    confirmed: bool
    line: int
    certificate: str = ""
    certified_until: date | None = None
    lloq: Decimal | None = None
    uloq: Decimal | None = None

    @property
    def group(self) -> Group:
        """What it holds for beside age, sex and day."""
        return (self.form, self.item, folded(self.laboratory), folded(self.method))

    def holds(self, around: Circumstances) -> bool:
        """True when it is for such a child on that day."""
        if around.birth is None or around.on is None or around.on < around.birth:
            return False
        return (
            self.sex in ("A", around.sex)
            and self.since <= around.on <= self.until
            and self.start.reached(around.birth, around.on)
            and not self.below.reached(around.birth, around.on)
        )


class LabTable(msgspec.Struct, frozen=True, dict=True):
    """A whole table; `digest` is the SHA-256 of its text and names exactly this content."""

    name: str
    digest: str
    rows: tuple[Row, ...]

    @property
    def version(self) -> str:
        """What is kept with a result that was judged by this table."""
        return f"{self.name}@{self.digest[:12]}"

    @cached_property
    def groups(self) -> dict[Group, tuple[Row, ...]]:
        """The rows by what they hold for."""
        found: dict[Group, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.group, []).append(row)
        return {group: tuple(rows) for group, rows in found.items()}

    @cached_property
    def items(self) -> frozenset[tuple[str, str]]:
        """Form and code of every item it has an interval of."""
        return frozenset((row.form, row.item) for row in self.rows)

    def begins(self, group: Group) -> date | None:
        """The first day on which it says anything of a group; from then on an earlier table says nothing of it."""
        return min((row.since for row in self.groups.get(group, ())), default=None)


Tables = tuple[LabTable, ...]
"""The tables that were adopted, the first one first."""


class Held(msgspec.Struct, frozen=True):
    """A row with the table it stands in."""

    table: LabTable
    row: Row


def row_in_force(tables: Tables, form: str, item: str, around: Circumstances) -> Held | None:
    """The row for an item in these circumstances: of the method before any, then of the laboratory before any.

    Of one item, laboratory and method the last adopted table decides that had begun to speak of it by that day, so a
    table that takes effect later leaves earlier specimens alone.
    """
    laboratories = _then_any(around.laboratory_name, around.laboratory)
    for method, laboratory in product(_then_any(around.method), laboratories):
        held = _of_group(tables, (form, item, laboratory, method), around)
        if held is not None:
            return held
    return None


def _then_any(*names: str) -> list[str]:
    return [*(folded(name) for name in names if name), ""]


def _of_group(tables: Tables, group: Group, around: Circumstances) -> Held | None:
    if around.on is None:
        return None
    for table in reversed(tables):
        begins = table.begins(group)
        if begins is not None and begins <= around.on:
            row = next((row for row in table.groups[group] if row.holds(around)), None)
            return Held(table, row) if row is not None else None
    return None


class Stretch(msgspec.Struct, frozen=True):
    """The days on which one table decides for an item, a laboratory and a method, with its rows of those days."""

    table: LabTable
    rows: tuple[Row, ...]
    since: date
    until: date


def in_force(tables: Tables) -> Iterator[Stretch]:
    """What the tables say together, by item, laboratory, method and date; what never holds is left out."""
    for group in sorted({group for table in tables for group in table.groups}):
        later: date | None = None
        found: list[Stretch] = []
        for table in reversed(tables):
            begins = table.begins(group)
            if begins is not None and (later is None or begins < later):
                found += _stretches(table, group, FOREVER if later is None else later - timedelta(days=1))
                later = begins
        yield from sorted(found, key=lambda stretch: stretch.since)


def _stretches(table: LabTable, group: Group, end: date) -> Iterator[Stretch]:
    """One for each pair of days between which rows of the table hold, none beyond `end`."""
    spans: dict[tuple[date, date], list[Row]] = {}
    for row in table.groups[group]:
        if row.since <= end:
            spans.setdefault((row.since, min(row.until, end)), []).append(row)
    for (since, until), rows in spans.items():
        yield Stretch(table, tuple(sorted(rows, key=lambda row: (row.sex, row.start.rank))), since, until)


def staying(tables: Tables, table: LabTable) -> tuple[Row, ...]:
    """Of items that a new table lists, one row for each laboratory and method that goes on by an earlier table."""
    after = (*tables, table)
    return tuple(
        stretch.rows[0]
        for stretch in in_force(after)
        if stretch.until == FOREVER and stretch.table is not table and stretch.rows[0].group[:2] in table.items
    )


def described(table: LabTable) -> Text:
    """The table in one line: how many intervals of how many items, from which day."""
    since = min(row.since for row in table.rows).isoformat()
    return Text(
        f"{table.name}: {len(table.rows)} intervals of {len(table.items)} items, in effect from {since}",
        f"{table.name}：{len(table.items)}个项目共{len(table.rows)}条参考区间，自{since}起生效",
    )
