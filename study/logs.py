"""The rows of a form read as answers: codes, texts, days and moments by item, wherever the form stands.

Owns reading only: what a row means is said by `study.consent`, `study.samples`, `study.safety` ... A study that has no
such form has no rows. Values in conflict are not read.
"""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from study.address import LOG, Address
from study.expression.moments import days_of
from study.timeline import Timeline, VisitAt
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity, TextValue, Value

NO_CODES: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """One filled form: where it stands, at which visit (None: the child's logs), its values by item."""

    place: Address
    at: VisitAt | None
    values: Mapping[str, Value]

    def item(self, code: str) -> Address:
        """The address of one of its items."""
        return msgspec.structs.replace(self.place, item=code)

    def codes(self, item: str) -> tuple[str, ...]:
        """The codes answered; empty without an answer."""
        value = self.values.get(item)
        return value.codes if isinstance(value, Codes) else NO_CODES

    def code(self, item: str) -> str:
        """The code answered, "" without an answer."""
        return next(iter(self.codes(item)), "")

    def text(self, item: str) -> str:
        """The text written, without space around it; "" without one."""
        value = self.values.get(item)
        return value.text.strip() if isinstance(value, TextValue) else ""

    def number(self, item: str) -> Quantity | None:
        """The quantity written."""
        value = self.values.get(item)
        return value if isinstance(value, Quantity) else None

    def day(self, item: str) -> date | None:
        """The day written; None for a partial date."""
        days = self.days(item)
        return days[0] if days is not None and days[0] == days[1] else None

    def days(self, item: str) -> tuple[date, date] | None:
        """The first and the last day that what is written may mean."""
        value = self.values.get(item)
        written = (
            value.at[:10] if isinstance(value, DateTimeValue) else value.date if isinstance(value, DateValue) else ""
        )
        try:
            return days_of(written) if written else None
        except ValueError:
            return None

    def moment(self, item: str) -> datetime | None:
        """The wall-clock time written; None where only a day is known."""
        value = self.values.get(item)
        try:
            return datetime.fromisoformat(value.at) if isinstance(value, DateTimeValue) else None
        except ValueError:
            return None

    def has(self, item: str) -> bool:
        """True when the item holds a value (a reason why there is none is no value)."""
        return item in self.values and not isinstance(self.values[item], NotDone)


def rows(line: Timeline, form: str) -> tuple[Row, ...]:
    """The rows of a form of the child's logs, in the order of their own dates."""
    if form not in line.study.forms:
        return ()
    places = line.form_places(Address(line.record.subject, LOG), form)
    return tuple(Row(place, None, line.filled(place)) for place in places)


def filled(line: Timeline, form: str) -> tuple[Row, ...]:
    """Every filled form of that code, at visits in their order and then in the child's logs."""
    if form not in line.study.forms:
        return ()
    found = [
        Row(place, at, line.filled(place))
        for at in line.visits
        if form in at.visit.forms
        for place in line.form_places(at.address, form)
    ]
    logs = next((visit for visit in line.study.visits if visit.code == LOG), None)
    here = rows(line, form) if logs is not None and form in logs.forms else ()
    return tuple(row for row in (*found, *here) if row.values)
