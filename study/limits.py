"""The limits that hold for a result: those printed on its own report, else the interval of the child and the specimen.

Owns which of the two is taken, in the item's unit. Whether a result lies inside is `study.checks`.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from study import units
from study.address import Address
from study.changes.facts import ValueSet
from study.definition.model import Item
from study.specimen import interval_at
from study.text import Text
from study.timeline import Timeline
from study.values import Quantity

Side = Literal["low", "high"]
NO_BIRTH = Text("date of birth not known here", "出生日期未知")
BIRTH_ERASED = Text("date of birth erased", "出生日期已删除")
NO_LIMITS = Text(
    "No limits by age are shipped; the hospital's table can be taken in (Admin, Reference intervals).",
    "未附带按年龄的正常值；可导入本院参考区间表（管理 → 参考区间）。",
)
NOT_FOR_CHILD = Text(
    "No interval is known for this child's age, sex or method; the hospital's table can be taken in.",
    "没有适用于该患儿年龄、性别或方法的参考区间；可导入本院参考区间表。",
)
NO_INTERVAL = Text("no interval for this child", "无适用参考区间")


class Limit(msgspec.Struct, frozen=True):
    """One limit in the item's unit. `confirmed` is false for one that was not checked in print."""

    number: Decimal
    confirmed: bool = True


def limit_of(
    timeline: Timeline, of: tuple[str, Item], place: Address | None, on: date | None, side: Side
) -> Limit | Text:
    """The limit of an item of a form: printed beside the value at `place` (a filled form; None: there is no result),
    else that of the child's interval on the specimen's day (`on` where it says none); or why there is none.
    """
    form, item = of
    fact = timeline.fact(msgspec.structs.replace(place.in_form, item=item.code)) if place is not None else None
    printed = report_limit(item, fact, side)
    if printed is not None:
        return Limit(printed)
    if item.reference is None and not any((form, item.code) in table.items for table in timeline.tables):
        return NO_INTERVAL
    if timeline.person.birth is None:
        return no_birth(timeline)
    found = interval_at(timeline, item, place or Address(timeline.record.subject, form=form), on)
    number = None if found is None else found.low if side == "low" else found.high
    return NO_INTERVAL if found is None or number is None else Limit(number, found.confirmed)


def no_birth(timeline: Timeline) -> Text:
    """Why a child has no date of birth here: it was erased, or this workstation cannot open it."""
    return NO_BIRTH if timeline.record.erased is None else BIRTH_ERASED


def report_limit(item: Item, fact: ValueSet | None, side: Side) -> Decimal | None:
    """A limit printed on the report, in the item's unit; None where there is none, or no number in a known unit."""
    printed = _printed(fact, side, item)
    base = units.to_base(item, printed) if printed is not None else None
    return base.decimal if isinstance(base, Quantity) else None


def judged_limit(item: Item, fact: ValueSet | None, side: Side) -> Decimal | None:
    """A limit printed on the report, in the unit in which the value beside it is judged (`units.comparable`)."""
    printed = _printed(fact, side, item)
    base = units.comparable(item, printed) if printed is not None else None
    return base.decimal if base is not None else None


def _printed(fact: ValueSet | None, side: Side, item: Item) -> Quantity | None:
    """As printed, in the unit of the value beside it."""
    if fact is None or fact.report is None:
        return None
    text = fact.report.low if side == "low" else fact.report.high
    unit = fact.value.unit if isinstance(fact.value, Quantity) else item.unit
    try:
        return Quantity(str(Decimal(text)), unit) if text else None
    except InvalidOperation:
        return None
