"""What an item may say of a visit and of its units: other critical limits or none, units without a factor."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from study.checks import CheckContext, check
from study.definition.faults import Fault
from study.definition.load import load
from study.definition.model import Item, Study
from study.definition.table import rows
from study.grammar import Ask, Understood, understand
from study.units import NoConversion, comparable, to_base
from study.values import Quantity

Breaks = Callable[[str, str, str], tuple[Fault, ...]]
LAB = "forms/LAB.yaml"
SOFT = "    soft: [10, 220]\n"
ALT = "    alt: {mg/dL: 88.4}\n"


def _study(small: dict[str, str], passage: str, instead: str) -> Study:
    assert small[LAB].count(passage) == 1
    return load({**small, LAB: small[LAB].replace(passage, instead)})


def _creatinine(study: Study) -> Item:
    return study.item("LAB", "CREAT")


QUIET = f"{SOFT}    critical: [20, 500]\n    critical_quiet: [-5, 28]\n"


@pytest.mark.parametrize(("day", "alarm"), [(-6, True), (-5, False), (0, False), (28, False), (29, True), (None, True)])
def test_a_critical_value_that_is_expected_is_marked_and_alarms_nobody(
    small: dict[str, str], day: int | None, alarm: bool
) -> None:
    study = _study(small, SOFT, QUIET)
    found = check(study, _creatinine(study), Quantity("501", "umol/L"), CheckContext(study_day=day))
    assert found.flag == "critical_high"
    assert found.critical is not None
    assert found.alarm is alarm


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("critical: [20, 500]\n    critical_quiet: [28, -5]", "the days are reversed"),
        ("critical: [20, 500]\n    critical_quiet: [0.5, 28]", "is two whole days"),
        ("critical_quiet: [-5, 28]", "nothing is critical that could be quiet"),
        ("soft_by_day: {days: [28, -5], limits: [20, 400]}", "the days are reversed"),
        ("soft_by_day: {days: [-5, 28], limits: [400, 20]}", "the soft_by_day limits are reversed"),
        ("soft_by_day: {days: [-5, 28], limits: [20, 99999]}", "the soft_by_day limits lie outside the hard limits"),
        ("soft_by_day: {days: [-5, 28]}", "`limits`"),
        ("soft_by_day: {limits: [20, 400]}", "`days`"),
    ],
)
def test_what_is_wrong_with_limits_by_the_day_is_found(broken: Breaks, said: str, fault: str) -> None:
    faults = broken(LAB, SOFT, f"{SOFT}    {said}\n")
    assert any(fault in each.sentence.en and each.item == "CREAT" for each in faults), [f.sentence.en for f in faults]


def test_the_dictionary_says_on_which_days_nobody_is_alarmed(small: dict[str, str]) -> None:
    row = next(row for row in rows(_study(small, SOFT, QUIET)) if row["code"] == "CREAT")
    assert row["critical"] == "20 .. 500 ?; quiet -5 .. 28 d"


@pytest.fixture
def kit(small: dict[str, str]) -> Study:
    """Creatinine whose other unit has no factor."""
    return _study(small, ALT, "    alt: {mg/dL: ~}\n")


def test_a_unit_without_a_factor_is_kept_and_never_converted(kit: Study) -> None:
    item = _creatinine(kit)
    read = understand(kit, item, "0.8 mg/dL")
    assert isinstance(read, Understood)
    assert read.value == Quantity("0.8", "mg/dL")
    assert "=" not in read.shown.en
    assert isinstance(to_base(item, read.value), NoConversion)
    assert comparable(item, read.value) == read.value
    assert comparable(item, Quantity("1", "kg")) is None
    assert next(row for row in rows(kit) if row["code"] == "CREAT")["other_units"] == "mg/dL"


@pytest.mark.parametrize(("typed", "comparator"), [("53", ""), ("<53", "<"), ("1,250", "")])
def test_a_bare_number_is_then_asked_for_its_unit(kit: Study, typed: str, comparator: str) -> None:
    asked = understand(kit, _creatinine(kit), typed)
    assert isinstance(asked, Ask)
    values = [option.value for option in asked.options]
    assert [value.unit for value in values if isinstance(value, Quantity)] == ["umol/L", "mg/dL"]
    assert {value.comparator for value in values if isinstance(value, Quantity)} == {comparator}


def test_only_the_reports_own_limits_judge_it(kit: Study) -> None:
    item, value = _creatinine(kit), Quantity("5000", "mg/dL")
    assert check(kit, item, value, CheckContext()).flag == ""
    found = check(kit, item, value, CheckContext(low=Decimal(1), high=Decimal(20)))
    assert (found.flag, found.refused, found.soft) == ("high", False, None)
    assert check(kit, item, Quantity("5000", "kg"), CheckContext(high=Decimal(20))).flag == ""
