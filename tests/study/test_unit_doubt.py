"""A number typed without a unit: asked about where another unit of the item fits better, and never as it always was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop_app.study_files import read_folder
from study.checks import CheckContext
from study.definition.load import load
from study.entry import Field, Given, Keep, decide
from study.grammar import Ask
from study.unit_doubt import FAR, closeness, unit_doubt
from study.values import NotDone, Quantity, Value

STUDY = load(read_folder(resources.path("study")))
GIRL = CheckContext(birth=date(2014, 7, 1), sex="F", on=date(2026, 11, 17))


def asked(form: str, item: str, typed: str, before: str = "") -> list[Quantity]:
    """The readings that are offered; none when nothing is asked."""
    of = STUDY.item(form, item)
    number, _, unit = before.partition(" ")
    last = Quantity(number, unit or of.unit) if before else None
    reading = Quantity(typed.partition(" ")[0], of.unit)
    found = unit_doubt(STUDY, of, typed, reading, context=GIRL, before=last)
    return [option.value for option in found.options if isinstance(option.value, Quantity)] if found else []


@pytest.mark.parametrize(
    ("form", "item", "typed", "before", "other"),
    [
        ("CHEM", "BILI", "0.8", "12.5", "mg/dL"),
        ("CHEM", "BILI", "0.8 ↓", "12.5", "mg/dL"),
        ("CHEM", "BILI", "0.8", "7.9", "mg/dL"),
        ("CHEM", "UREA", "14", "5.0", "mg/dL{BUN}"),
        ("CHEM", "PHOS", "4.2", "1.3", "mg/dL"),
        ("INFL", "CRP", "8", "75", "mg/dL"),
        ("CHEM", "BILI", "0.8", "0.73 mg/dL", "mg/dL"),
        ("CBC", "HGB", "12.4", "118", "g/dL"),
        ("CBC", "HGB", "12.4", "", "g/dL"),
        ("CHEM", "BILI", "0.8", "", "mg/dL"),
    ],
)
def test_a_number_that_fits_better_in_another_unit_is_asked_about(
    form: str, item: str, typed: str, before: str, other: str
) -> None:
    units = [quantity.unit for quantity in asked(form, item, typed, before)]
    assert units == [STUDY.item(form, item).unit, other]


@pytest.mark.parametrize(
    ("form", "item", "typed", "before"),
    [
        ("CHEM", "BILI", "11.2", "12.5"),
        ("CHEM", "BILI", "34", "12.5"),
        ("CHEM", "BILI", "0.8 mg/dL", "12.5"),
        ("CHEM", "BILI", "0.8 umol/L", "12.5"),
        ("CHEM", "UREA", "6.1", "5.0"),
        ("CHEM", "UREA", "25", "5.0"),
        ("INFL", "CRP", "40", "75"),
        ("INFL", "CRP", "3", "75"),
        ("INFL", "CRP", "0.5", ""),
        ("CBC", "HGB", "96", "118"),
        ("CHEM", "UREA", "14", ""),
        ("CHEM", "CREAT", "54", ""),
    ],
)
def test_what_says_something_likely_as_it_stands_is_not_asked_about(
    form: str, item: str, typed: str, before: str
) -> None:
    assert asked(form, item, typed, before) == []


@pytest.mark.parametrize("before", [None, NotDone("ND"), Quantity("5", "mg/L", "<")])
def test_what_is_no_number_before_says_nothing(before: Value | None) -> None:
    crp = STUDY.item("INFL", "CRP")
    assert unit_doubt(STUDY, crp, "0.5", Quantity("0.5", "mg/L"), context=GIRL, before=before) is None


def test_the_reading_that_was_chosen_is_kept_and_what_stands_is_not_asked_again() -> None:
    of = STUDY.item("CHEM", "BILI")
    field = Field(of, None, GIRL, "investigator", before=Quantity("12.5", "umol/L"))
    found = decide(STUDY, field, "0.8")
    assert isinstance(found, Ask)
    assert "12.5" in found.question.en
    assert "12.5" in found.question.zh
    for option in found.options:
        kept = decide(STUDY, field, "0.8", Given(chosen=option.value))
        assert isinstance(kept, Keep)
        assert kept.value == option.value


@given(st.decimals(Decimal("0.1"), Decimal(500), places=1), st.decimals(Decimal("0.1"), Decimal(500), places=1))
def test_it_is_asked_only_where_the_other_unit_is_closer(number: Decimal, last: Decimal) -> None:
    crp = STUDY.item("INFL", "CRP")
    reading, before = Quantity(str(number), "mg/L"), Quantity(str(last), "mg/L")
    if unit_doubt(STUDY, crp, str(number), reading, context=GIRL, before=before) is not None:
        assert number * FAR <= last
        [alt] = crp.alt_units
        assert last / closeness(alt) <= number * 10 <= last * closeness(alt)
