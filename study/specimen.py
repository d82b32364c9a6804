"""What a filled form says of its specimen: the day, the laboratory, the method; and which interval follows from that.

Owns reading these for `study.reference`, which owns what they decide.
"""

from bisect import bisect_right
from datetime import date

import msgspec

from study.address import Address
from study.definition.model import DerivedSpec, Item
from study.lab_table import LABORATORY, LABORATORY_NAME, Circumstances
from study.reference import Interval, interval
from study.timeline import Timeline, day_of
from study.values import Codes, DateTimeValue, TextValue


def circumstances(
    timeline: Timeline, subject: Item | DerivedSpec, place: Address | None, on: date | None
) -> Circumstances:
    """The child, and the specimen of the filled form at `place`; `on` is the day of one that says no day itself."""
    person = timeline.person
    if place is None:
        return Circumstances(person.birth, person.sex, on)
    method = subject.method if isinstance(subject, Item) else ""
    return Circumstances(
        person.birth,
        person.sex,
        day_of(DateTimeValue(timeline.time_of(place))) or on,
        said_at(timeline, place, LABORATORY),
        said_at(timeline, place, LABORATORY_NAME),
        said_at(timeline, place, method) if method else "",
    )


def said_at(timeline: Timeline, place: Address, item: str) -> str:
    """The answer of a filled form, or the words; "" where there is none, or two that nobody decided between."""
    address = msgspec.structs.replace(place.in_form, item=item)
    if timeline.disputed(address):
        return ""
    match timeline.value(address):
        case Codes(codes=(code,)):
            return code
        case TextValue(text=text):
            return text
        case _:
            return ""


def interval_at(
    timeline: Timeline, subject: Item | DerivedSpec, place: Address | None, on: date | None
) -> Interval | None:
    """The interval for a result on the filled form at `place` (None: for no result in particular, on that day)."""
    form = place.form if place is not None else ""
    return interval(subject, circumstances(timeline, subject, place, on), form, timeline.tables)


class IntervalOverDays:
    """The interval of an item (or a derived value, then `form` is "") on any day of a child's course.

    Laboratory and method are those of the last specimen up to that day, before the first one those of the first.
    """

    def __init__(self, timeline: Timeline, form: str, subject: Item | DerivedSpec) -> None:
        self._timeline = timeline
        self._form = form
        self._subject = subject
        found: dict[date, Circumstances] = {}
        for at in timeline.visits if form else ():
            address = timeline.stands_at(at.address, form, subject.code)
            around = circumstances(timeline, subject, address, at.day) if address is not None else None
            if around is not None and around.on is not None:
                found[around.on] = around
        self._days = sorted(found)
        self._found = found

    def on(self, day: date) -> Interval | None:
        """The interval of that day."""
        if self._days:
            known = self._found[self._days[max(bisect_right(self._days, day) - 1, 0)]]
            around = msgspec.structs.replace(known, on=day)
        else:
            around = circumstances(self._timeline, self._subject, None, day)
        return interval(self._subject, around, self._form, self._timeline.tables)
