"""The course of one child: what was written (`study.timeline`), the derived values of each visit, curves over days."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import msgspec

from study.address import Address
from study.definition.model import Item
from study.derived.result import Derived
from study.derived.visit import Earlier, Person, derive_visit
from study.timeline import Place, Timeline, VisitAt, day_of
from study.values import Quantity, Value

__all__ = ["Course", "CurvePoint", "Person", "Place", "VisitAt", "day_of"]


class CurvePoint(msgspec.Struct, frozen=True):
    """One measured or derived quantity at a visit."""

    at: VisitAt
    quantity: Quantity


class Course(Timeline):
    """A child's timeline with derived values. `birth` is the opened date of birth, None where sealed."""

    def derived_one(self, visit: Address, code: str) -> Derived | None:
        """One derived value of a visit; None where the visit has no date or the definition no such value."""
        return self.derived(visit).get(code)

    def _specimens(self, visit: Address) -> Iterator[dict[str, Address]]:
        """Which repeat of each repeating form to compute from: the latest of all first, then each earlier one."""
        forms = self.study.visit(visit.visit).forms
        places = {form: self.form_places(visit, form) for form in forms if self.study.forms[form].repeating}
        latest = {form: found[-1] for form, found in places.items() if found}
        yield latest
        for form, found in places.items():
            for place in reversed(found[:-1]):
                yield {**latest, form: place}

    def _of(self, visit: Address, only: Mapping[str, Address]) -> dict[Place, Value]:
        found: dict[Place, Value] = {}
        for form in self.study.visit(visit.visit).forms:
            for place in (only[form],) if form in only else self.form_places(visit, form):
                found.update({(form, code): value for code, value in self.filled(place).items()})
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
                for code, derived in self.derive(visit, self._of(visit, only)).items():
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
                found.update({place: Earlier(value, at.day) for place, value in self.values(at.address).items()})
        return found

    def curve(self, form: str, item: Item) -> tuple[CurvePoint, ...]:
        """A number over the visits that have a date."""
        points: list[CurvePoint] = []
        for at in self.visits:
            address = self.stands_at(at.address, form, item.code) if at.day else None
            value = self.value(address) if address else None
            if isinstance(value, Quantity):
                points.append(CurvePoint(at, value))
        return tuple(points)

    def derived_curve(self, code: str) -> tuple[CurvePoint, ...]:
        """A derived value over the visits where it can be computed."""
        points = ((at, self.derived_one(at.address, code)) for at in self.visits if at.day)
        return tuple(CurvePoint(at, q) for at, d in points if d is not None and (q := d.quantity) is not None)
