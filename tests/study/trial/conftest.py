"""A child of the shipped trial, written form by form into slots in memory: `chart.form("SCR", "IE", EXCL01="N")`."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.address import LOG, Address
from study.changes import facts as f
from study.course import Course
from study.definition.load import load
from study.definition.model import Item, Study
from study.record import Record
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.state.slots import Slot
from study.values import Cleared, Codes, DateTimeValue, DateValue, Quantity, TextValue, Value

CHILD = "child"
BIRTH = date(2014, 7, 1)


class Chart:
    """Facts of one device, each its own accepted change, made on the day that `today` says."""

    def __init__(self, study: Study, today: date) -> None:
        self.study = study
        self.today = today
        self.slots = MemorySlots()
        self.made: dict[str, int] = {}
        self._ids = itertools.count(1)

    def write(self, *facts: f.Fact) -> None:
        """One change of these facts, made today at noon in Shanghai."""
        number = next(self._ids)
        change = f"c{number:04}"
        noon = datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC)
        self.made[change] = int(noon.timestamp() * 1000)
        apply(change, facts, Placing(number, "accepted"), self.slots)

    def new_id(self) -> str:
        """The next identifier."""
        return f"f{next(self._ids):04}"

    def enrol(self) -> None:
        """The child enters the record."""
        self.write(f.SubjectEnrolled(id=self.new_id(), subject=CHILD))

    def visit(self, code: str, day: date | str, **items: str) -> Address:
        """A dated visit; of a repeating one a new repeat."""
        repeat = ""
        if self.study.visit(code).repeating:
            repeat = self.new_id()
            self.write(f.RowCreated(id=repeat, address=Address(CHILD, code), level="visit"))
        else:
            self.write(f.VisitOpened(id=self.new_id(), address=Address(CHILD, code)))
        place = Address(CHILD, code, repeat, "VISIT")
        self.put(place, VISDTC=str(day), **items)
        return place.in_visit

    def form(self, visit: str, form: str, /, **items: str) -> Address:
        """A form at a visit (or in the logs); of a repeating one a new repeat."""
        place = Address(CHILD, visit, "", form)
        if self.study.forms[form].repeating:
            row = self.new_id()
            self.write(f.RowCreated(id=row, address=place, level="form"))
            place = Address(CHILD, visit, "", form, row)
        self.put(place, **items)
        return place

    def repeat(self, visit: Address, form: str) -> Address:
        """Where a form of a visit is filled; of a repeating one a new repeat."""
        place = Address(visit.subject, visit.visit, visit.visit_repeat, form)
        if not self.study.forms[form].repeating:
            return place
        row = self.new_id()
        self.write(f.RowCreated(id=row, address=place, level="form"))
        return Address(*place.parts[:4], row)

    def withdraw(self, place: Address) -> None:
        """A place that no longer counts."""
        self.write(f.Withdrawn(id=self.new_id(), bases=(), address=place, reason="entered twice"))

    def row(self, form: str, /, **items: str) -> Address:
        """A row of the child's logs."""
        return self.form(LOG, form, **items)

    def put(self, place: Address, **items: str) -> None:
        """Values as a person writes them: numbers in the item's unit, codes separated by commas."""
        for code, written in items.items():
            heads = self.slots.settled.get(Slot("value", Address(*place.parts[:6], code).key))
            self._set(place, code, written, () if heads is None else tuple(entry.fact.id for entry in heads.heads))

    def earlier(self, place: Address, code: str, text: str) -> Address:
        """A text that an earlier version of the definition asked for."""
        address = Address(*place.parts[:6], code)
        self.write(f.ValueSet(id=self.new_id(), address=address, value=TextValue(text)))
        return address

    def clear(self, place: Address, code: str) -> None:
        """Nothing stands there any more."""
        address = Address(*place.parts[:6], code)
        heads = self.slots.settled[Slot("value", address.key)].heads
        bases = tuple(entry.fact.id for entry in heads)
        self.write(f.ValueSet(id=self.new_id(), bases=bases, address=address, value=Cleared()))

    def contradict(self, place: Address, code: str, written: str) -> None:
        """Another value, by somebody who did not see what stands there."""
        self._set(place, code, written, ())

    def _set(self, place: Address, code: str, written: str, bases: tuple[str, ...]) -> None:
        value = value_of(self.study.item(place.form, code), written)
        address = Address(*place.parts[:6], code)
        self.write(f.ValueSet(id=self.new_id(), bases=bases, address=address, value=value))

    def course(self, birth: date | None = BIRTH) -> Course:
        """The course as it stands."""
        return Course(self.study, Record(CHILD, self.slots.settled, self.made), birth)


def value_of(item: Item, written: str) -> Value:
    """What a person means who writes this into the item."""
    match item.type:
        case "number":
            below = written.startswith("<")
            return Quantity(written.lstrip("<"), item.unit, "<" if below else "")
        case "choice" | "multichoice":
            return Codes(tuple(written.split(",")))
        case "date" | "partial_date":
            return DateValue(written)
        case "datetime":
            return DateTimeValue(written)
        case _:
            return TextValue(written)


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(path("study")))


@pytest.fixture(scope="session")
def begin(shipped: Study) -> Callable[..., Chart]:
    """Begin the chart of a child that is enrolled on a day."""

    def begun(today: date = date(2026, 7, 1), study: Study = shipped) -> Chart:
        chart = Chart(study, today)
        chart.enrol()
        return chart

    return begun


@pytest.fixture
def chart(begin: Callable[..., Chart]) -> Chart:
    """A girl enrolled on 2026-07-01 and infused on 2026-08-18, each entered on its day."""
    begun = begin()
    begun.put(Address(CHILD, "SCR", form="DM"), SEX="F", ICDTC="2026-07-01")
    begun.today = date(2026, 8, 18)
    begun.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    return begun
