"""A child's record under the shipped definition."""

from collections.abc import Callable

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.address import Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.values import Codes, DateTimeValue
from tests.kit.written import CHILD, Writer


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(path("study")))


@pytest.fixture
def writer(shipped: Study) -> Writer:
    """A girl infused on 2026-08-18."""
    written = Writer(shipped)
    written.write(f.SubjectEnrolled(id=written.new_id(), subject=CHILD))
    written.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("F",)))
    written.put(Address(CHILD, "D0", form="INF"), "INFDTC", DateTimeValue("2026-08-18T10:00"))
    return written


@pytest.fixture
def chem() -> Callable[[Address], Address]:
    """The chemistry form of a visit, without a repeat."""
    return lambda visit: Address(visit.subject, visit.visit, form="CHEM")
