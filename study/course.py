"""The course of one child: what was written (`study.timeline`), the derived values of each visit, curves over days."""

from collections.abc import Mapping
from functools import cached_property

import msgspec

from study.address import Address
from study.definition.model import Item
from study.derivation.engine import NO_CHOICE, Chosen, Engine
from study.derived.result import Derived
from study.timeline import Person, Place, Timeline, VisitAt, day_of
from study.values import Quantity, Value

__all__ = ["Course", "CurvePoint", "Person", "Place", "VisitAt", "day_of"]


class CurvePoint(msgspec.Struct, frozen=True):
    """One measured or derived quantity at a visit."""

    at: VisitAt
    quantity: Quantity


class Course(Timeline):
    """A child's timeline with derived values, each computed when somebody asks for it."""

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self)

    def derived_one(self, visit: Address, code: str, within: Chosen = NO_CHOICE) -> Derived | None:
        """One derived value of a visit; None where the visit has no date or the definition no such value."""
        return self._engine.one(visit, code, within)

    def derived_each(self, visit: Address, code: str, form: str) -> tuple[tuple[Address, Derived], ...]:
        """One derived value from each repeat of a form at a visit, in the order of their times."""
        return self._engine.each(visit, code, form)

    def derived(self, visit: Address) -> dict[str, Derived]:
        """Every derived value of a visit by code; none where the visit has no date."""
        found = {code: self.derived_one(visit, code) for code in self.study.derived}
        return {code: derived for code, derived in found.items() if derived is not None}

    def derive(self, visit: Address, values: Mapping[Address, Value]) -> dict[str, Derived]:
        """The derived values of a visit as if these values were saved (for example with one still being typed)."""
        return self.typing(values).derived(visit)

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
