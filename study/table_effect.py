"""What a laboratory's table would do: which items and ages it covers, which stored values it judges otherwise. Pure.

Must not adopt anything nor word it for a screen.
"""

from collections.abc import Iterator

import msgspec

from study.address import Address
from study.checks import Flag
from study.course import Course
from study.definition.model import Item, Study
from study.judgement import findings
from study.lab_table import LabTable, Row
from study.reference import Interval
from study.values import Value


class Cover(msgspec.Struct, frozen=True):
    """The rows a table has for an item."""

    form: str
    item: Item
    rows: tuple[Row, ...]

    @property
    def ages(self) -> str:
        """From the youngest to below the oldest age, as a definition writes them."""
        youngest = min(self.rows, key=lambda row: row.start.rank).start
        oldest = max(self.rows, key=lambda row: row.below.rank).below
        return f"{youngest.written}–{oldest.written}"


class Uncovered(msgspec.Struct, frozen=True):
    """A laboratory number that a table does not list; `default`: the definition has an interval of its own."""

    form: str
    item: Item
    default: bool


def covered(study: Study, table: LabTable) -> tuple[Cover, ...]:
    """Every item that the table lists, in the order of the forms."""
    return tuple(
        Cover(form, item, tuple(row for row in table.rows if (row.form, row.item) == (form, item.code)))
        for form, item in _numbers(study, laboratory=False)
        if (form, item.code) in table.items
    )


def uncovered(study: Study, table: LabTable) -> tuple[Uncovered, ...]:
    """Every laboratory number of the study that the table does not list."""
    return tuple(
        Uncovered(form, item, item.reference is not None)
        for form, item in _numbers(study, laboratory=True)
        if (form, item.code) not in table.items
    )


def _numbers(study: Study, *, laboratory: bool) -> Iterator[tuple[str, Item]]:
    for form in study.forms.values():
        yield from ((form.code, i) for i in form.items if i.type == "number" and (i.laboratory or not laboratory))


class Moved(msgspec.Struct, frozen=True):
    """A stored value whose flag would be another one, with the intervals that say so."""

    address: Address
    item: Item
    value: Value
    before: Flag
    after: Flag
    old: Interval | None
    new: Interval | None


def moved(course: Course, table: LabTable) -> Iterator[Moved]:
    """The stored values of a child whose flag changes once this table is adopted too, in the order of the record."""
    after = course.under((*course.tables, table))
    visits = {visit.code for visit in course.study.visits}
    for address in sorted(course.record.values):
        if (address.form, address.item) not in table.items or address.visit not in visits:
            continue
        fact = course.record.fact(address)
        if fact is None or course.record.value(address) is None:
            continue
        item, at = course.study.item(address.form, address.item), course.visit_at(address.in_visit)
        here, there = (findings(each, at, item, fact) for each in (course, after))
        if here.flag != there.flag:
            yield Moved(address, item, fact.value, here.flag, there.flag, here.interval, there.interval)
