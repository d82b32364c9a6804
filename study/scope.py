"""Where the expressions of a definition find their values: one filled form, or a whole visit of a course.

Must not judge; `study.checks`, `study.eligibility` and the progress of a form ask through here.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from study.address import LOG, Address
from study.age import calendar_years
from study.checks import operand
from study.definition.model import Form, Item
from study.derived.result import Derived
from study.expression import UNKNOWN, Moment, Operand
from study.expression.moments import moment
from study.limits import Limit, limit_of
from study.links import belonging, link_of, undecided_between
from study.logs import rows
from study.past import Found, baseline, stands_once
from study.span import Span, span_of
from study.suggested import code
from study.timeline import Timeline
from study.values import DateValue, Value


class FormScope:
    """The values of one form by item code, and nothing else: other forms, rows of logs, the child and other visits are
    unknown.
    """

    def __init__(self, form: Form, values: Mapping[str, Value]) -> None:
        self._items = {item.code: item for item in form.items}
        self._values = values

    def value(self, name: str) -> Operand:
        """An item of this form."""
        item = self._items.get(name)
        if item is not None and item.type == "table":
            return UNKNOWN
        return operand(item, self._values.get(name)) if item is not None else None

    def ask(self, function: str, name: str) -> Operand:
        """Nothing is known beyond the form."""
        return None

    def child(self, function: str) -> Operand:
        """Nothing is known of the child."""
        return None


class VisitScope:
    """A visit of a course, or a row of the child's logs. Two values that nobody decided between are `UNKNOWN`.

    `place` is the open form (with its repeat), whose items need no form in front. `chosen` names the one repeat to read
    of a form, else each item's latest is taken; of a form of the logs the latest row; a form that stands in a single
    visit of the trial is read there. `typed` are values by address that stand as if they were saved.
    """

    def __init__(
        self,
        course: Timeline,
        visit: Address,
        place: Address | None = None,
        *,
        chosen: Mapping[str, Address] | None = None,
        typed: Mapping[Address, Value] | None = None,
    ) -> None:
        self._course = course.typing(typed) if typed else course
        self._visit = visit.in_visit
        self._chosen = {**(chosen or {}), **({place.form: place.in_form} if place is not None else {})}
        self._form = place.form if place is not None else ""

    def value(self, name: str) -> Operand:
        """An item of the open form ("NEUT") or of another ("CBC.NEUT")."""
        form, item = self._named(name)
        if item is None:
            return None
        places = self._places(form)
        if places is None:
            return UNKNOWN
        if item.type == "table":
            return self._rows(places, item)
        for place in places:
            if item.code in self._course.undecided(place):
                return UNKNOWN
            value = self._course.filled(place).get(item.code)
            if value is not None:
                return operand(item, value)
        return None

    def ask(self, function: str, name: str) -> Operand:
        """`previous`, `baseline`, `low`, `high` or `suggested` of an item; `derived` value or `setting` by its code.

        A suggestion is always known: the answer, ASK where a person must look, NONE without one.
        """
        match function:
            case "derived":
                return _derived(self._course.derived_one(self._visit, name, self._chosen))
            case "setting":
                return _setting(self._course.study.settings.get(name, ""))
        form, item = self._named(name)
        if item is None:
            return None
        match function:
            case "previous":
                found = self._course.before(self._visit, (form, item.code))
                return operand(item, found[0]) if found else None
            case "baseline":
                return self._baseline(form, item)
            case "low":
                return self._limit(form, item, "low")
            case "high":
                return self._limit(form, item, "high")
            case "suggested":
                places = self._places(form)
                return frozenset((code(self._course, places[0], item.code),)) if places else None
        return None

    def child(self, function: str) -> Operand:
        """`age` (years by the calendar), `sex`, `visit` (code), `study_day`, `visit_date`.

        A row of a log has its own date.
        """
        person, at = self._course.person, self._course.visit_at(self._visit)
        match function:
            case "age":
                day = self._day()
                old = calendar_years(person.birth, day) if person.birth and day and day >= person.birth else None
                return None if old is None else Span(old, old)
            case "sex":
                return frozenset((person.sex,)) if person.sex else None
            case "visit":
                return frozenset((at.visit.code,))
            case "study_day":
                return None if at.study_day is None else Span.of(at.study_day)
            case "visit_date":
                return _moment(at.day)
        return None

    def _rows(self, places: tuple[Address, ...], item: Item) -> Operand:
        """The rows that a table stands for, by their identifiers: those that name its row where they name one."""
        for place in places:
            named = link_of(self._course.study.forms[item.rows], place.form) is not None
            found = belonging(self._course, place, item.rows) if named else rows(self._course, item.rows)
            if found:
                return frozenset(row.place.form_repeat for row in found)
            if named and undecided_between(self._course, place.form, item.rows):
                return UNKNOWN
        return None

    def _named(self, name: str) -> tuple[str, Item | None]:
        form, _, code = name.rpartition(".")
        form = form or self._form
        items = self._course.study.forms[form].items if form in self._course.study.forms else ()
        return form, next((item for item in items if item.code == code), None)

    def _places(self, form: str) -> tuple[Address, ...] | None:
        """Where to look, the first that has it counts; None where the form lies out of sight."""
        if form in self._chosen:
            return (self._chosen[form],)
        study = self._course.study
        if form in study.visit(self._visit.visit).forms and self._visit.visit != LOG:
            return tuple(reversed(self._course.form_places(self._visit, form)))
        once = stands_once(study, form)
        if not once:
            return None
        places = self._course.form_places(Address(self._visit.subject, once), form)
        return places[-1:] if once == LOG else tuple(reversed(places))

    def _day(self) -> date | None:
        day = self._course.visit_at(self._visit).day
        if day is None and self._form:
            return self._course.day_at(self._chosen[self._form])
        return day

    def _baseline(self, form: str, item: Item) -> Operand:
        found = baseline(self._course, self._visit, form, lambda place: item.code in self._course.filled(place))
        return operand(item, self._course.filled(found.place)[item.code]) if isinstance(found, Found) else None

    def _limit(self, form: str, item: Item, side: Literal["low", "high"]) -> Operand:
        places = self._places(form) or ()
        place = next((each for each in places if item.code in self._course.filled(each)), None)
        found = limit_of(self._course, (form, item), place, self._day(), side)
        return Span(found.number, found.number) if isinstance(found, Limit) else None


def _derived(found: Derived | None) -> Operand:
    if found is None or not found.known:
        return None
    quantity = found.quantity
    return frozenset((found.verdict,)) if quantity is None else span_of(quantity)


def _setting(text: str) -> Operand:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return frozenset((text,)) if text else None
    return Span(number, number) if number.is_finite() else frozenset((text,))


def _moment(day: date | None) -> Moment | None:
    return moment(DateValue(day.isoformat())) if day else None
