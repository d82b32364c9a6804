"""24 h protein per m2 and per kg are parts of one formula and stand in the study under their own codes."""

from datetime import date
from decimal import Decimal

import pytest

from study.address import Address
from study.course import Course
from study.definition.load import load
from study.definition.model import Study
from study.derived.result import Derived
from study.values import Codes, DateTimeValue, Quantity, Value
from tests.kit.written import CHILD, Writer

U24: dict[str, Value] = {
    "U24PROTC": Quantity("2200", "mg/L"),
    "U24VOL": Quantity("1600", "mL"),
    "U24HRS": Quantity("24", "h"),
}
BODY: dict[str, Value] = {"HEIGHT": Quantity("158", "cm"), "WEIGHT": Quantity("52", "kg")}
SIZES = ("P24", "P24_M2", "P24_KG")


@pytest.fixture(scope="module")
def study(shipped: dict[str, str]) -> Study:
    """The definition that comes with the program."""
    return load(shipped)


def derived(study: Study, *collections: dict[str, Value], body: dict[str, Value] | None = None) -> dict[str, Derived]:
    """The derived values of a visit of a girl of 13 years, from the collections of 24 h urine in their order."""
    writer = Writer(study)
    visit = writer.visit("M1", "2026-09-18")
    places = [writer.repeat(Address(CHILD, "M1", form="U24")) for _ in collections]
    for place, values in ((Address(CHILD, "M1", form="VS"), body or {}), *zip(places, collections, strict=True)):
        for item, value in values.items():
            writer.put(place, item, value)
    course: Course = writer.course(date(2013, 5, 10))
    return course.derived(visit)


def collected(end: str, whole: str, concentration: str) -> dict[str, Value]:
    """A collection that ended then, complete (Y) or not (N)."""
    return {
        **U24,
        "U24PROTC": Quantity(concentration, "mg/L"),
        "U24EDTC": DateTimeValue(end),
        "U24COMP": Codes((whole,)),
    }


def test_parts_carry_their_own_unit_and_number(study: Study) -> None:
    found = derived(study, U24, body=BODY)
    assert {code: found[code].shown for code in SIZES} == {"P24": "3520", "P24_M2": "2330", "P24_KG": "67.7"}
    for code in SIZES[1:]:
        assert (found[code].code, found[code].unit) == (code, study.derived[code].unit)
        assert found[code].decimals == study.derived[code].decimals


def test_a_part_without_a_body_size_says_what_is_missing(study: Study) -> None:
    found = derived(study, U24)
    assert found["P24"].value == Decimal(3520)
    assert found["P24_M2"].value is None
    why = found["P24_M2"].why
    assert why is not None
    assert "eight" in why.en


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (("2026-09-16T07:00", "N", "500"), ("2026-09-18T07:00", "Y", "1000"), "1600"),
        (("2026-09-16T07:00", "Y", "500"), ("2026-09-18T07:00", "N", "1000"), "800"),
        (("2026-09-16T07:00", "Y", "500"), ("2026-09-18T07:00", "Y", "1000"), "1600"),
        (("2026-09-18T07:00", "Y", "500"), ("2026-09-16T07:00", "Y", "1000"), "800"),
        (("2026-09-16T07:00", "N", "500"), ("2026-09-18T07:00", "N", "1000"), ""),
    ],
)
def test_of_two_collections_the_latest_whole_one_counts(
    study: Study, first: tuple[str, str, str], second: tuple[str, str, str], shown: str
) -> None:
    found = derived(study, collected(*first), collected(*second), body=BODY)
    assert found["P24"].shown == shown
    assert bool(found["P24_M2"].shown) == bool(shown)
