"""The prescriptions of a child's log, each at its place in the record and with its doses.

Owns where the rows and the weight come from; what a row means is `study.derived.prescriptions`. Must not know a screen.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import msgspec

from study.address import LOG, Address
from study.course import Course
from study.derivation.feed import last_number, number_on, oldest_of
from study.derived.prescriptions import Prescribed, Size, days_of, read_row
from study.values import DateValue, Value

FORM = "CM"


class Prescription(Prescribed, frozen=True, kw_only=True):
    """One row of the log of medicines with the address of its row."""

    place: Address


def prescriptions(course: Course) -> tuple[Prescription, ...]:
    """The medication log, in the order of the start dates; doses by weight with the weight of their first day."""
    if FORM not in course.study.forms:
        return ()
    places = course.form_places(Address(course.record.subject, LOG), FORM)
    return tuple(_read(course, place) for place in places)


def _read(course: Course, place: Address) -> Prescription:
    values = dict(_values(course, place))
    read = read_row(values, Size(weight_at_start(course, values)), course.undecided(place))
    fields = {name: getattr(read, name) for name in read.__struct_fields__}
    return Prescription(**fields, place=place)


def weight_at_start(course: Course, values: Mapping[str, Value]) -> Decimal | None:
    """The weight in kg by which a prescription is dosed: that of its first day."""
    start = values.get("CMSTDTC")
    begun = days_of(start.date) if isinstance(start, DateValue) else None
    return weight_on(course, begun.first) if begun else None


def _values(course: Course, place: Address) -> Iterator[tuple[str, Value]]:
    """What stands on a prescription and is not in conflict."""
    for item in course.study.forms[FORM].items:
        address = msgspec.structs.replace(place, item=item.code)
        value = course.record.value(address)
        if value is not None and not course.record.settled(address).conflict:
            yield item.code, value


def weight_on(course: Course, day: date) -> Decimal | None:
    """The last weight in kg up to a day, while it is young enough to dose by; with oedema the dry weight."""
    found = number_on(course, "weight_kg", day)
    return found.decimal if found is not None and found.decimal > 0 else None


class Weight(msgspec.Struct, frozen=True):
    """A weight in kg with the day it was taken. `stale`: too old to dose by, as the definition has it."""

    kg: Decimal
    on: date
    stale: bool


def last_weight(course: Course, day: date) -> Weight | None:
    """The last weight up to a day however old it is; with oedema the dry weight."""
    found = last_number(course, "weight_kg", day)
    if found is None or found[0].decimal <= 0:
        return None
    oldest = oldest_of(course, "weight_kg")
    return Weight(found[0].decimal, found[1], oldest is not None and (day - found[1]).days > oldest)
