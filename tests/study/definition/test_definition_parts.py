"""24 h protein per m2 and per kg are parts of one formula and stand in the study under their own codes."""

from datetime import date
from decimal import Decimal

import pytest

from study.address import Address
from study.course import Course
from study.definition.load import load
from study.definition.model import Study
from study.derived.result import Derived
from study.values import Quantity
from tests.kit.written import CHILD, Writer

U24 = {"U24PROTC": Quantity("2200", "mg/L"), "U24VOL": Quantity("1600", "mL"), "U24HRS": Quantity("24", "h")}
BODY = {"HEIGHT": Quantity("158", "cm"), "WEIGHT": Quantity("52", "kg")}
SIZES = ("P24", "P24_M2", "P24_KG")


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    """The definition that comes with the program."""
    return load(shipped)


def derived(study: Study, **forms: dict[str, Quantity]) -> dict[str, Derived]:
    """The derived values of a visit of a girl of 13 years."""
    writer = Writer(study)
    visit = writer.visit("M1", "2026-09-18")
    for form, values in forms.items():
        place = Address(CHILD, "M1", form=form)
        for item, value in values.items():
            writer.put(place, item, value)
    course: Course = writer.course(date(2013, 5, 10))
    return course.derived(visit)


def test_parts_carry_their_own_unit_and_number(study: Study) -> None:
    found = derived(study, U24=U24, VS=BODY)
    assert {code: found[code].shown for code in SIZES} == {"P24": "3520", "P24_M2": "2330", "P24_KG": "67.7"}
    for code in SIZES[1:]:
        assert (found[code].code, found[code].unit) == (code, study.derived[code].unit)
        assert found[code].decimals == study.derived[code].decimals


def test_a_part_without_a_body_size_says_what_is_missing(study: Study) -> None:
    found = derived(study, U24=U24)
    assert found["P24"].value == Decimal(3520)
    assert found["P24_M2"].value is None
    why = found["P24_M2"].why
    assert why is not None
    assert "eight" in why.en
