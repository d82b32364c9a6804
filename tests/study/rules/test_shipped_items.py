"""The items of the shipped definition against the rules: units there and back, limits, every interval."""

from datetime import date
from decimal import Decimal

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study import units
from study.checks import CheckContext, check
from study.definition.load import load
from study.definition.model import Item, Limits, ReferenceRow, Study
from study.grammar import Understood, understand
from study.values import Quantity

BIRTH = date(2008, 5, 10)
CLOSE = Decimal("1e-12")


@pytest.fixture(scope="module")
def shipped() -> Study:
    """The definition that the application carries."""
    return load(read_folder(path("study")))


@pytest.fixture(scope="module")
def items(shipped: Study) -> list[Item]:
    """Every item of every form."""
    return [item for form in shipped.forms.values() for item in form.items]


def _ends(*limits: Limits | None) -> list[Decimal]:
    ends = [end for each in limits if each is not None for end in (each.low, each.high)]
    return [end for end in ends if end is not None]


def test_every_number_goes_into_each_of_its_units_and_back(shipped: Study, items: list[Item]) -> None:
    seen = 0
    for item in items:
        for alt in item.alt_units:
            if alt.factor is None:
                continue
            for end in _ends(item.hard, item.soft):
                typed = f"{end / alt.factor:.15g} {units.label(shipped, alt.unit)}"
                read = understand(shipped, item, typed)
                assert isinstance(read, Understood), (item.code, typed)
                assert isinstance(read.value, Quantity)
                back = units.to_base(item, read.value)
                assert isinstance(back, Quantity), (item.code, typed)
                assert abs(back.decimal - end) <= max(abs(end) * CLOSE, CLOSE), (item.code, typed)
                seen += 1
    assert seen > 200


def test_every_number_is_kept_as_written_in_each_unit_that_has_no_factor(shipped: Study, items: list[Item]) -> None:
    kept = [(item, alt.unit) for item in items for alt in item.alt_units if alt.factor is None]
    for item, unit in kept:
        read = understand(shipped, item, f"<12.5 {units.label(shipped, unit)}")
        assert isinstance(read, Understood), (item.code, unit)
        assert read.value == Quantity("12.5", unit, "<")
    assert {item.code for item, _ in kept} >= {"SIL2R", "CMVDNA", "EBVDNA", "DSDNA", "C1QAB", "DD"}


def test_limits_of_laboratory_and_device_numbers_nest(items: list[Item]) -> None:
    """Soft inside hard at every visit; critical inside hard; something is unusual before it is impossible."""
    for item in items:
        if item.type != "number" or not item.laboratory:
            continue
        assert item.hard is not None
        inner = [item.soft, item.soft_by_day.limits if item.soft_by_day else None, item.critical]
        for end in _ends(*inner):
            assert item.hard.holds(end), item.code
        assert item.hard.low is not None
        assert item.hard.high is not None
        assert item.soft is None or item.soft.high != item.hard.high or item.unit == "%", item.code


def test_a_result_at_its_hard_limit_is_kept_and_one_beyond_refused(shipped: Study, items: list[Item]) -> None:
    for item in items:
        if item.type == "number" and item.laboratory and item.hard is not None and item.hard.high is not None:
            step = Decimal(1).scaleb(-(item.decimals or 0))
            for number, refused in ((item.hard.high, False), (item.hard.high + step, True)):
                assert check(shipped, item, Quantity(str(number), item.unit), CheckContext()).refused == refused, (
                    item.code
                )


def _birthday(age_months: int) -> date:
    months = BIRTH.month - 1 + age_months
    return date(BIRTH.year + months // 12, months % 12 + 1, BIRTH.day)


def _days_inside(row: ReferenceRow) -> tuple[date, date]:
    """The first day of a row's ages and the last one."""
    last = _birthday(row.below.months)
    return _birthday(row.start.months), date.fromordinal(last.toordinal() - 1)


def test_every_row_of_every_interval_holds_for_some_child(items: list[Item]) -> None:
    rows = 0
    for item in items:
        for row in item.reference.rows if item.reference else ():
            assert row.start.days == row.below.days == 0
            for day in _days_inside(row):
                for sex in ("F", "M") if row.sex == "A" else (row.sex,):
                    held = [
                        each
                        for each in (item.reference.rows if item.reference else ())
                        if each.sex in ("A", sex) and each.holds_age(BIRTH, day)
                    ]
                    assert held == [row], (item.code, row)
            rows += 1
    assert rows > 50


def test_every_interval_lies_inside_what_is_not_impossible_and_is_marked(items: list[Item]) -> None:
    for item in items:
        if item.reference is not None:
            assert not item.reference.confirmed, item.code
            assert item.hard is not None
            assert all(item.hard.holds(end) for row in item.reference.rows for end in _ends(Limits(row.low, row.high)))
