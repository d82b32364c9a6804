"""A child written into a small trial whose formulas take inputs from every kind of source."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.derived.result import Derived
from study.values import Codes, DateTimeValue, DateValue, Quantity, Value
from tests.kit.written import CHILD, Writer

BIRTH = date(2014, 7, 1)


class Child(Writer):
    """The writer with the short words of these tests."""

    def put_on(self, visit: Address, form: str, **values: Value) -> Address:
        """Values on a form that does not repeat."""
        place = Address(visit.subject, visit.visit, visit.visit_repeat, form)
        for item, value in values.items():
            self.put(place, item, value)
        return place

    def row(self, form: str, **values: Value) -> Address:
        """A row of one of the child's logs."""
        place = self.repeat(Address(CHILD, LOG, form=form))
        for item, value in values.items():
            self.put(place, item, value)
        return place

    def derived(self, visit: Address, code: str) -> Derived:
        """One derived value as it stands."""
        found = self.course(BIRTH).derived_one(visit, code)
        assert found is not None
        return found


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The small trial, with the growth and pressure tables that come with the program."""
    tables = {name: text for name, text in read_folder(path("study")).items() if name.startswith("tables/")}
    return {**read_folder(Path(__file__).parent / "trial"), **tables}


@pytest.fixture(scope="session")
def small(texts: dict[str, str]) -> Study:
    """The small trial."""
    return load(texts)


@pytest.fixture
def newcomer(small: Study) -> Child:
    """A girl of 12 who was not treated yet."""
    child = Child(small)
    child.write(f.SubjectEnrolled(id=child.new_id(), subject=CHILD))
    child.put_on(child.visit("SCR", "2026-07-21"), "DM", SEX=Codes(("F",)))
    return child


@pytest.fixture
def child(newcomer: Child) -> Child:
    """The same girl: lymphodepletion from 2026-08-13, infused on 2026-08-18."""
    newcomer.put_on(newcomer.visit("LD", "2026-08-13"), "LDC", LDSTDTC=DateValue("2026-08-13"))
    newcomer.put_on(Address(CHILD, "D0"), "INF", INFDTC=DateTimeValue("2026-08-18T10:00"))
    return newcomer


@pytest.fixture
def number() -> Callable[[str, str], Quantity]:
    """A quantity from "<40" and a unit."""
    return lambda written, unit: Quantity(written.lstrip("<"), unit, "<" if written.startswith("<") else "")
