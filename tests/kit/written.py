"""A child's record written with plain facts into slots in memory."""

import itertools
from collections.abc import Iterator
from datetime import date

from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Study
from study.record import Record
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.values import DateTimeValue, DateValue, Quantity, Value

CHILD = "child"


class Writer:
    """Facts of one device, each its own accepted change."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.slots = MemorySlots()
        self._ids: Iterator[int] = itertools.count(1)

    def new_id(self) -> str:
        """The next identifier."""
        return f"f{next(self._ids):04}"

    def write(self, *facts: f.Fact, standing: str = "accepted") -> None:
        """One change of these facts."""
        number = next(self._ids)
        apply(f"c{number:04}", facts, Placing(number, standing), self.slots)  # type: ignore[arg-type]

    def put(self, place: Address, item: str, value: Value, bases: tuple[str, ...] | None = None) -> f.ValueSet:
        """A value at an item, replacing what stands unless bases are given."""
        address = Address(*place.parts[:6], item)
        standing = Record(CHILD, self.slots.settled).settled(address)
        seen = tuple(e.fact.id for e in standing.heads) if bases is None else bases
        fact = f.ValueSet(id=self.new_id(), bases=seen, address=address, value=value)
        self.write(fact)
        return fact

    def repeat(self, place: Address) -> Address:
        """A new repeat of a form."""
        row = self.new_id()
        self.write(f.RowCreated(id=row, address=place, level="form"))
        return Address(*place.parts[:4], row)

    def visit(self, code: str, day: str) -> Address:
        """A dated visit."""
        self.put(Address(CHILD, code, form="VISIT"), "VISDTC", DateValue(day))
        return Address(CHILD, code)

    def specimen(self, visit: Address, form: str, at: str, **numbers: tuple[str, str]) -> Address:
        """A specimen of a repeating form with results (number, unit)."""
        place = self.repeat(Address(visit.subject, visit.visit, form=form))
        self.put(place, "LBDTC", DateTimeValue(at))
        for item, (number, unit) in numbers.items():
            self.put(place, item, Quantity(number, unit))
        return place

    @property
    def record(self) -> Record:
        """The record as it stands."""
        return Record(CHILD, self.slots.settled)

    def course(self, birth: date | None = date(2014, 7, 1)) -> Course:
        """The course as it stands."""
        return Course(self.study, self.record, birth)
