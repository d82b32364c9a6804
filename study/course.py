"""The course of one child: visits with their days, each visit's values and derived values, curves over study days.

Pure reading of a `Record` under a definition. Of a repeating form an item's value at the visit is the latest by the
form's own date; a formula takes the latest single specimen that allows it.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from study.address import LOG, Address
from study.definition.model import Item, Study, Visit
from study.derived.result import Derived
from study.derived.visit import Earlier, Person, Place, derive_visit
from study.record import Record
from study.values import Cleared, Codes, DateTimeValue, DateValue, Quantity, TextValue, Value


class VisitAt(msgspec.Struct, frozen=True):
    """A visit that was begun: its address, definition, date and study day (None where not known)."""

    address: Address
    visit: Visit
    day: date | None
    study_day: int | None


class CurvePoint(msgspec.Struct, frozen=True):
    """One measured or derived quantity at a visit."""

    at: VisitAt
    quantity: Quantity


class Course:
    """What happened to one child, in the order it happened. `birth` is the opened date of birth, None where sealed."""

    def __init__(self, study: Study, record: Record, birth: date | None) -> None:
        self.study = study
        self.record = record
        self._birth = birth

    def anchor(self, name: str, visit: Address | None = None) -> Address | None:
        """The address of an anchor of the definition; anchors asked at every visit need the visit."""
        place = self.study.anchors.get(name, "").split("/")
        if len(place) == 3:
            return self._single(Address(self.record.subject, place[0], "", place[1]), place[2])
        if len(place) == 2 and visit is not None:
            return self._single(Address(visit.subject, visit.visit, visit.visit_repeat, place[0]), place[1])
        return None

    def _single(self, form: Address, item: str) -> Address:
        """The item on the form, or on its first repeat when the form repeats."""
        repeats = self.record.form_repeats(form) if self.study.forms[form.form].repeating else ()
        place = repeats[0].address if repeats else form
        return msgspec.structs.replace(place, item=item)

    def anchored(self, name: str, visit: Address | None = None) -> Value | None:
        """The value at an anchor; None while it is unknown or in conflict, so that nothing false hangs on it."""
        address = self.anchor(name, visit)
        if address is None or self.record.settled(address).conflict:
            return None
        return self.record.value(address)

    @cached_property
    def infusion(self) -> date | None:
        """The day of the first infusion (study day 0)."""
        return day_of(self.anchored("infusion"))

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
        value = self.record.value(address) if address else None
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
        places = {a.in_visit for a in self.record.values if a.visit and a.visit != LOG}
        for visit in self.study.visits:
            if visit.repeating:
                places |= {r.address for r in self.record.visit_repeats(visit.code)}
            elif self.record.visit_settled(Address(self.record.subject, visit.code)).heads:
                places.add(Address(self.record.subject, visit.code))
        known = {visit.code for visit in self.study.visits}
        return tuple(sorted((self.visit_at(p) for p in places if p.visit in known), key=self._order))

    def _order(self, at: VisitAt) -> tuple[int, str]:
        target = at.visit.target_day
        return (at.study_day if at.study_day is not None else target if target is not None else 1 << 20, at.address.key)

    def visit_at(self, visit: Address) -> VisitAt:
        """A visit with its day; the infusion visit falls on the infusion when it has no date of its own."""
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
        definition = self.study.forms[form]
        if not definition.repeating:
            return (place,)
        repeats = [r.address for r in self.record.form_repeats(place)]
        return tuple(sorted(repeats, key=lambda a: self._form_time(a) or ""))

    def _form_time(self, place: Address) -> str:
        dated_by = self.study.forms[place.form].dated_by
        value = self.record.value(msgspec.structs.replace(place, item=dated_by)) if dated_by else None
        return value.at if isinstance(value, DateTimeValue) else value.date if isinstance(value, DateValue) else ""

    def values(self, visit: Address, only: Mapping[str, Address] | None = None) -> dict[Place, Value]:
        """The visit's values by (form, item), of a repeating form each item's latest.

        `only` names the one repeat to read of a form; formulas need it, since a ratio rests on a single specimen.
        """
        found: dict[Place, Value] = {}
        for form in self.study.visit(visit.visit).forms:
            chosen = (only or {}).get(form)
            for place in (chosen,) if chosen else self.form_places(visit, form):
                found.update(self._on(place))
        return found

    def _specimens(self, visit: Address) -> Iterator[dict[str, Address]]:
        """Which repeat of each repeating form to compute from: the latest of all first, then each earlier one."""
        forms = self.study.visit(visit.visit).forms
        places = {form: self.form_places(visit, form) for form in forms if self.study.forms[form].repeating}
        latest = {form: found[-1] for form, found in places.items() if found}
        yield latest
        for form, found in places.items():
            for place in reversed(found[:-1]):
                yield {**latest, form: place}

    def _on(self, place: Address) -> dict[Place, Value]:
        form = self.study.forms[place.form]
        found: dict[Place, Value] = {}
        for item in form.items:
            address = msgspec.structs.replace(place, item=item.code)
            value = self.record.value(address)
            if value is not None and not isinstance(value, Cleared) and not self.record.settled(address).conflict:
                found[place.form, item.code] = value
        return found

    @cached_property
    def _derived(self) -> dict[Address, dict[str, Derived]]:
        return {}

    def derived(self, visit: Address) -> dict[str, Derived]:
        """Derived values of a visit by code, each from the latest specimen that allows it, never from two specimens.

        A value in conflict counts as missing.
        """
        if visit not in self._derived:
            found: dict[str, Derived] = {}
            for only in self._specimens(visit):
                for code, derived in self.derive(visit, self.values(visit, only)).items():
                    if code not in found or (found[code].value is None and derived.value is not None):
                        found[code] = derived
            self._derived[visit] = found
        return self._derived[visit]

    def derive(self, visit: Address, values: Mapping[Place, Value]) -> dict[str, Derived]:
        """Derived values of a visit from values handed in (for example with one still being typed)."""
        at = self.visit_at(visit)
        if at.day is None:
            return {}
        return derive_visit(self.study, values, self.person, at.day, self._earlier(at.day, visit))

    def _earlier(self, day: date, but: Address) -> dict[Place, Earlier]:
        """The latest value of every place on another day before `day`."""
        found: dict[Place, Earlier] = {}
        for at in self.visits:
            if at.address != but and at.day is not None and at.day <= day:
                found.update({place: Earlier(value, at.day) for place, value in self._values[at.address].items()})
        return found

    @cached_property
    def _values(self) -> dict[Address, dict[Place, Value]]:
        return {at.address: self.values(at.address) for at in self.visits}

    def curve(self, form: str, item: Item) -> tuple[CurvePoint, ...]:
        """A number over the visits that have a date."""
        points = ((at, self._values[at.address].get((form, item.code))) for at in self.visits if at.day)
        return tuple(CurvePoint(at, value) for at, value in points if isinstance(value, Quantity))

    def derived_curve(self, code: str) -> tuple[CurvePoint, ...]:
        """A derived value over the visits where it can be computed."""
        points = ((at, self.derived(at.address).get(code)) for at in self.visits if at.day)
        return tuple(CurvePoint(at, q) for at, d in points if d is not None and (q := d.quantity) is not None)

    def before(self, visit: Address, place: Place) -> tuple[Value, VisitAt] | None:
        """The value of the same item at the visit before, with that visit."""
        earlier = []
        for at in self.visits:
            if at.address == visit:
                break
            value = self._values[at.address].get(place)
            if value is not None:
                earlier.append((value, at))
        return earlier[-1] if earlier else None


def day_of(value: Value | None) -> date | None:
    """The day a value speaks of; None for a partial date or anything else."""
    text = value.date if isinstance(value, DateValue) else value.at[:10] if isinstance(value, DateTimeValue) else ""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
