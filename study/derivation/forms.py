"""Inputs that stand on a filled form: an item, a limit of its interval, the codes of several items, hours, a rate."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from study import units
from study.address import Address
from study.definition.model import Item, Source
from study.definition.target import Target
from study.derivation.case import DISPUTED, NOT_THERE, Answer, Case, Resolved, Where
from study.derivation.fit import fit, other_unit
from study.derived.given import Words
from study.limits import Limit, limit_of
from study.text import Text
from study.units import plain
from study.values import Codes, DateTimeValue, NotDone, Quantity, Value

_ENDS_FIRST = Text("the end does not come after the start", "结束时间不晚于开始时间")
_NO_EXACT = Text("no exact number above 0", "不是大于0的确切数值")
MS_A_MINUTE = 60000


def item(case: Case, target: Target, source: Source) -> Answer:
    """The value of an item, in the unit of the input."""
    form, definition = case.item(source.of)
    found = _value(case, target, source, form, definition)
    if not isinstance(found, tuple):
        return found
    value, where = found
    fitted = fit(target, definition, value)
    if isinstance(fitted, Text):
        return fitted
    return Resolved(fitted, where.notes, where.place, (msgspec.structs.replace(where.place, item=definition.code),))


def held_elsewhere(case: Case, source: Source) -> bool:
    """Whether some repeat of the form at this visit holds the item of a source."""
    form, definition = case.item(source.of)
    places = case.timeline.form_places(case.at.address, form) if form in case.at.visit.forms else ()
    return any(case.holding(definition.code, place) for place in places)


def _value(
    case: Case, target: Target, source: Source, form: str, definition: Item
) -> tuple[Value, Where] | Text | None:
    """The value with where it stands, why there is none, or None: nobody asks for it."""
    where = case.locate(target, source, form, lambda place: case.holding(definition.code, place))
    if isinstance(where, Where):
        if definition.code in case.timeline.undecided(where.place):
            return DISPUTED
        value = case.timeline.filled(where.place).get(definition.code)
        return NOT_THERE if value is None or isinstance(value, NotDone) else (value, where)
    return where or case.lacking(form, definition)


def limit(case: Case, target: Target, source: Source) -> Answer:
    """The low or high limit of an item: printed on the report of that value, else of the interval of the child."""
    form, definition = case.item(source.of)
    where = case.locate(target, source, form, lambda place: case.holding(definition.code, place))
    if isinstance(where, Text):
        return where
    side: Literal["low", "high"] = "low" if source.part == "low" else "high"
    place, day = (where.place, where.at.day) if where else (None, case.at.day)
    found = limit_of(case.timeline, (form, definition), place, day, side)
    if isinstance(found, Text):
        return found
    if not target.takes(definition.unit):
        return other_unit(target)
    value = Quantity(format(found.number, "f"), target.unit or definition.unit)
    notes = (*(where.notes if where else ()), *(() if found.confirmed else (_unconfirmed(target, found),)))
    return Resolved(value, notes)


def _unconfirmed(target: Target, found: Limit) -> Text:
    label, number = target.label, plain(found.number)
    return Text(f"{label.en} {number}: not checked in print.", f"{label.zh} {number}：尚未与原文核对。")


def codes(case: Case, target: Target, source: Source) -> Answer:
    """The items of that beginning with the answer `part`; without a `part` those that have no answer."""
    form, _, beginning = source.of.partition("/")
    beginning = beginning.rstrip("*")
    items = [each for each in case.timeline.study.forms[form].items if each.code.startswith(beginning)]
    where = case.locate(target, source, form, lambda place: any(_answered(case, place, each) for each in items))
    if isinstance(where, Where):
        found = tuple(each.code for each in items if _counts(case, where.place, form, each, source.part))
        return Resolved(Words(found), where.notes)
    return where or (NOT_THERE if case.asked(form) else None)


def _answered(case: Case, place: Address, each: Item) -> bool:
    return isinstance(case.timeline.filled(place).get(each.code), Codes)


def _counts(case: Case, place: Address, form: str, each: Item, part: str) -> bool:
    value = case.timeline.filled(place).get(each.code)
    if part:
        return isinstance(value, Codes) and part in value.codes
    return not isinstance(value, Codes) and (place.in_visit != case.at.address or case.asked(form, each))


def hours(case: Case, target: Target, source: Source) -> Answer:
    """The hours from one date-time of a form to another."""
    form, start = case.item(source.of)
    _, end = case.item(source.part)
    both = (start, end)
    where = case.locate(target, source, form, lambda place: all(case.holding(each.code, place) for each in both))
    if not isinstance(where, Where):
        return where or (NOT_THERE if case.asked(form) else None)
    if {start.code, end.code} & case.timeline.undecided(where.place):
        return DISPUTED
    times = [_time(case.timeline.filled(where.place).get(each.code)) for each in both]
    if times[0] is None or times[1] is None:
        return Text("not a time", "不是时间")
    minutes = (times[1] - times[0]).total_seconds() / 60
    return Resolved(_hundredths(Decimal(int(minutes)) / 60, target.unit), where.notes) if minutes > 0 else _ENDS_FIRST


def rate(case: Case, target: Target, source: Source) -> Answer:
    """A rate per minute from an interval in ms."""
    form, definition = case.item(source.of)
    found = _value(case, target, source, form, definition)
    if not isinstance(found, tuple):
        return found
    value, where = found
    base = units.to_base(definition, value) if isinstance(value, Quantity) else None
    if not isinstance(base, Quantity) or base.comparator or base.decimal <= 0:
        return _NO_EXACT
    return Resolved(_hundredths(MS_A_MINUTE / base.decimal, target.unit), where.notes)


def _hundredths(number: Decimal, unit: str) -> Quantity:
    return Quantity(plain(number.quantize(Decimal("0.01"))), unit)


def _time(value: Value | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value.at) if isinstance(value, DateTimeValue) else None
    except ValueError:
        return None


KINDS: dict[str, Callable[[Case, Target, Source], Answer]] = {
    "item": item,
    "limit": limit,
    "codes": codes,
    "hours": hours,
    "rate": rate,
}
