"""What was written of one child, when: visits with their days, forms with their repeats, values with their places.

Pure reading of a `Record` under a definition, with values that are still being typed laid over it. Must not compute
anything from values: derived values are `study.course`, which completes this class.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal, Self, TypeVar, cast
from zoneinfo import ZoneInfo

import msgspec

from study.address import LOG, Address
from study.changes.facts import ValueSet
from study.definition.model import Study, Visit
from study.derived.result import Derived
from study.lab_table import Tables
from study.record import Record
from study.row_answers import with_rows
from study.state.settle import Settled
from study.values import Cleared, Codes, DateTimeValue, DateValue, TextValue, Value

Place = tuple[str, str]
"""A form and one of its items, at whichever visit."""
Found = TypeVar("Found")
UNDATED = 1 << 20
"""Stands for the study day of a visit that has neither date nor target: it comes last."""


class Person(msgspec.Struct, frozen=True):
    """What the formulas need of the child; None when it is not known (sealed, or not entered)."""

    birth: date | None
    sex: Literal["F", "M"] | None


class VisitAt(msgspec.Struct, frozen=True):
    """A visit that was begun: its address, definition, date and study day (None where not known)."""

    address: Address
    visit: Visit
    day: date | None
    study_day: int | None


class Timeline(ABC):
    """What happened to one child, in the order it happened.

    `study` has the child's rows among its answers (`study.row_answers`). `birth` is the opened date of birth, None
    where sealed. `typed` are values by address that stand as if saved. `tables` are the adopted tables of reference
    intervals, the first one first.
    """

    def __init__(
        self,
        study: Study,
        record: Record,
        birth: date | None,
        typed: Mapping[Address, Value] | None = None,
        tables: Tables = (),
    ) -> None:
        self.study = with_rows(study, record)
        self.record = record
        self.tables = tables
        self._birth = birth
        self._typed = dict(typed or {})
        self._places: dict[Address, tuple[Address, ...]] = {}
        self._times: dict[Address, str] = {}
        self._at: dict[Address, VisitAt] = {}
        self._filled: dict[Address, tuple[dict[str, Value], frozenset[str]]] = {}
        self._remembered: dict[tuple[str, Address], object] = {}

    @abstractmethod
    def derived_one(self, visit: Address, code: str, within: Mapping[str, Address] = {}) -> Derived | None:
        """One derived value of a visit; None where the visit has no date or the definition no such value.

        `within` names, by form, the repeats to read instead of choosing among them.
        """

    @abstractmethod
    def derived_each(self, visit: Address, code: str, form: str) -> tuple[tuple[Address, Derived], ...]:
        """One derived value from each repeat of a form at a visit, in the order of their times."""

    def typing(self, values: Mapping[Address, Value]) -> Self:
        """The same child as if these values were saved, each in place of what stands at its address."""
        return type(self)(self.study, self.record, self._birth, {**self._typed, **values}, self.tables)

    def under(self, tables: Tables) -> Self:
        """The same child as if these tables of reference intervals were the adopted ones."""
        return type(self)(self.study, self.record, self._birth, self._typed, tables)

    def remember(self, about: str, place: Address, make: Callable[[], Found]) -> Found:
        """What `make` says of a place of this child as it stands, asked once."""
        if (about, place) not in self._remembered:
            self._remembered[about, place] = make()
        return cast(Found, self._remembered[about, place])

    def value(self, address: Address) -> Value | None:
        """The value at an address, typed or standing; None when it was never written, cleared or withdrawn."""
        typed = self._typed.get(address)
        return self.record.value(address) if typed is None else None if isinstance(typed, Cleared) else typed

    def disputed(self, address: Address) -> bool:
        """True while two values stand at an address and nobody decided."""
        return address not in self._typed and bool(self.record.settled(address).conflict)

    def fact(self, address: Address) -> ValueSet | None:
        """The fact behind the value at an address; None where it is only being typed."""
        return None if address in self._typed else self.record.fact(address)

    def anchor(self, name: str, visit: Address | None = None) -> Address | None:
        """The address of an anchor of the definition; anchors asked at every visit need the visit."""
        place = self.study.anchors.get(name, "").split("/")
        if len(place) == 3:
            return self._single(Address(self.record.subject, place[0], "", place[1]), place[2])
        if len(place) == 2 and visit is not None:
            return self._single(Address(visit.subject, visit.visit, visit.visit_repeat, place[0]), place[1])
        return None

    def _single(self, form: Address, item: str) -> Address:
        """The item on the form; where the form repeats, on the earliest repeat that was not broken off.

        A repeat about which nobody decided could be the earliest: it comes first.
        """
        places = self.form_places(form, form.form) if self.study.forms[form.form].repeating else ()
        done = (msgspec.structs.replace(place, item=item) for place in places if not self._broken_off(place))
        first = min(done, key=lambda each: (not self.disputed(each), self.time_of(each.in_form) or "~"), default=None)
        return first or msgspec.structs.replace(form, item=item)

    def _broken_off(self, place: Address) -> bool:
        """True when the item that the definition names for it says that this infusion was not completed."""
        *_, form, item = self.study.anchors.get("infusion_completed", "//").split("/")
        if place.form != form:
            return False
        said = self.value(msgspec.structs.replace(place, item=item))
        return isinstance(said, Codes) and said.codes == ("N",)

    def anchored(self, name: str, visit: Address | None = None) -> Value | None:
        """The value at an anchor; None while it is unknown or in conflict, so that nothing false hangs on it."""
        address = self.anchor(name, visit)
        if address is None or self.disputed(address):
            return None
        return self.value(address)

    @cached_property
    def infusion(self) -> date | None:
        """The day of the first infusion (study day 0)."""
        return day_of(self.anchored("infusion"))

    @cached_property
    def infusion_undecided(self) -> bool:
        """True while nobody decided which day the infusion was on: whether there was one can't be told from its day."""
        address = self.anchor("infusion")
        return address is not None and self.disputed(address)

    @cached_property
    def planned(self) -> date | None:
        """The planned infusion, which the schedule stands on until there was one."""
        return day_of(self.anchored("planned_infusion"))

    @property
    def day_zero(self) -> date | None:
        """The day the schedule counts from."""
        return self.infusion or self.planned

    @cached_property
    def code(self) -> str:
        """The subject's code; "" before it has one."""
        address = self.anchor("subject_code")
        value = self.value(address) if address else None
        return value.text if isinstance(value, TextValue) else ""

    @cached_property
    def person(self) -> Person:
        """Birth and sex as the formulas need them."""
        sex = self.anchored("sex")
        code = sex.codes[0] if isinstance(sex, Codes) and sex.codes else ""
        known: Literal["F", "M"] | None = "F" if code == "F" else "M" if code == "M" else None
        return Person(self._birth, known)

    @cached_property
    def visits(self) -> tuple[VisitAt, ...]:
        """Visits that hold something, by date; undated ones stand where the schedule puts them."""
        forms = {*self._standing, *self._typed_on}
        places = {form.in_visit for form in forms if form.visit and form.visit != LOG}
        for visit in self.study.visits:
            if visit.repeating:
                places |= {r.address for r in self.record.visit_repeats(visit.code)}
            elif self.record.visit_settled(Address(self.record.subject, visit.code)).heads:
                places.add(Address(self.record.subject, visit.code))
        known = {visit.code for visit in self.study.visits}
        return tuple(sorted((self.visit_at(p) for p in places if p.visit in known), key=in_order))

    def visits_before(self, visit: Address) -> tuple[VisitAt, ...]:
        """The visits that come before this one, the nearest first."""
        here = in_order(self.visit_at(visit))
        return tuple(at for at in reversed(self.visits) if at.address != visit and in_order(at) < here)

    def visit_at(self, visit: Address) -> VisitAt:
        """A visit with its day; the infusion visit falls on the infusion when it has no date of its own."""
        if visit not in self._at:
            self._at[visit] = self._visit_at(visit)
        return self._at[visit]

    def _visit_at(self, visit: Address) -> VisitAt:
        definition = self.study.visit(visit.visit)
        day = day_of(self.anchored("visit_date", visit))
        if day is None and definition.target_day == 0:
            day = self.infusion
        zero = self.day_zero
        return VisitAt(visit, definition, day, (day - zero).days if day and zero else None)

    def entered(self, address: Address) -> datetime | None:
        """When the value that stands at an address says it was entered, by the site's wall clock."""
        shown = self.record.settled(address).shown
        return self.made(shown.change) if shown else None

    def made(self, change: str) -> datetime | None:
        """When a change says it was made, by the site's wall clock; None when the record does not know it."""
        utc = self.record.made.get(change)
        if utc is None:
            return None
        return datetime.fromtimestamp(utc / 1000, UTC).astimezone(ZoneInfo(self.study.timezone)).replace(tzinfo=None)

    def form_places(self, visit: Address, form: str) -> tuple[Address, ...]:
        """Where a form stands at a visit: itself, or its repeats in the order of their own dates."""
        place = Address(visit.subject, visit.visit, visit.visit_repeat, form)
        if place not in self._places:
            self._places[place] = self._places_of(place) if self.study.forms[form].repeating else (place,)
        return self._places[place]

    def _places_of(self, place: Address) -> tuple[Address, ...]:
        begun = [r.address for r in self.record.form_repeats(place)]
        fresh = dict.fromkeys(a.in_form for a in self._typed if place.covers(a) and a.in_form not in begun)
        return tuple(sorted((*begun, *fresh), key=self.time_of))

    def time_of(self, place: Address) -> str:
        """The date or wall-clock time a form says of itself, in ISO form; "" where it says none."""
        if place not in self._times:
            self._times[place] = self._time_of(place)
        return self._times[place]

    def _time_of(self, place: Address) -> str:
        dated_by = self.study.forms[place.form].dated_by
        value = self.value(msgspec.structs.replace(place, item=dated_by)) if dated_by else None
        return value.at if isinstance(value, DateTimeValue) else value.date if isinstance(value, DateValue) else ""

    def day_at(self, place: Address) -> date | None:
        """The day a filled form is about: its own date, else that of its visit."""
        return day_of(DateTimeValue(self.time_of(place))) or self.visit_at(place.in_visit).day

    def filled(self, place: Address) -> Mapping[str, Value]:
        """What stands on a form (or on one repeat of it) and is not in conflict, by item."""
        return self._read(place)[0]

    def undecided(self, place: Address) -> frozenset[str]:
        """The items of a form at which two values stand."""
        return self._read(place)[1]

    def _read(self, place: Address) -> tuple[dict[str, Value], frozenset[str]]:
        if place not in self._filled:
            standing, typed = self._standing.get(place, {}), self._typed_on.get(place, {})
            values: dict[str, Value] = {}
            open_: set[str] = set()
            for item in self.study.forms[place.form].items if standing or typed else ():
                value = typed.get(item.code)
                settled = standing.get(item.code) if value is None else None
                if settled is not None and settled.conflict:
                    open_.add(item.code)
                    continue
                if settled is not None and settled.shown and isinstance(settled.shown.fact, ValueSet):
                    value = settled.shown.fact.value
                if value is not None and not isinstance(value, Cleared):
                    values[item.code] = value
            self._filled[place] = values, frozenset(open_)
        return self._filled[place]

    @cached_property
    def _standing(self) -> dict[Address, dict[str, Settled]]:
        """The value slots that hold something, by form and item."""
        return _by_form(self.record.values)

    @cached_property
    def _typed_on(self) -> dict[Address, dict[str, Value]]:
        return _by_form(self._typed)

    def values(self, visit: Address) -> dict[Place, Value]:
        """The visit's values by (form, item), of a repeating form each item's latest."""
        found: dict[Place, Value] = {}
        for form in self.study.visit(visit.visit).forms:
            for place in self.form_places(visit, form):
                found.update({(form, code): value for code, value in self.filled(place).items()})
        return found

    def stands_at(self, visit: Address, form: str, item: str) -> Address | None:
        """Where the value that `values` gives for an item stands: of a repeating form the latest repeat with one."""
        if form not in self.study.visit(visit.visit).forms:
            return None
        places = (place for place in reversed(self.form_places(visit, form)) if item in self.filled(place))
        place = next(places, None)
        return None if place is None else msgspec.structs.replace(place, item=item)

    def before(self, visit: Address, place: Place) -> tuple[Value, VisitAt] | None:
        """The value of the same item at the visit before that has one, with that visit."""
        form, item = place
        for at in self.visits_before(visit):
            address = self.stands_at(at.address, form, item)
            value = self.value(address) if address else None
            if value is not None:
                return value, at
        return None


def _by_form(values: Mapping[Address, Found]) -> dict[Address, dict[str, Found]]:
    found: dict[Address, dict[str, Found]] = {}
    for address, value in values.items():
        found.setdefault(address.in_form, {})[address.item] = value
    return found


def in_order(at: VisitAt) -> tuple[int, str]:
    """By study day; a visit without a date stands at its target."""
    target = at.visit.target_day
    return (at.study_day if at.study_day is not None else target if target is not None else UNDATED, at.address.key)


def day_of(value: Value | None) -> date | None:
    """The day a value speaks of; None for a partial date or anything else."""
    text = value.date if isinstance(value, DateValue) else value.at[:10] if isinstance(value, DateTimeValue) else ""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
