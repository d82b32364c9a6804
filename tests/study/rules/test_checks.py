"""Hard, soft, critical, flags, limits of the report, comparators that decide nothing, intervals at birthdays."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.checks import CheckContext, check, check_derived, check_form, day_for_limits
from study.definition.model import Study
from study.lab_table import Circumstances
from study.reference import interval
from study.scope import FormScope
from study.span import span_of
from study.typed import derive
from study.values import Comparator, DateValue, NotDone, Quantity, Range, Value

GIRL = CheckContext(birth=date(2016, 2, 29), sex="F", on=date(2026, 8, 18))


def _find(study: Study, code: str, value: Value, **context: object) -> tuple[bool, bool, str]:
    found = check(study, study.item("CHEM", code), value, _with(**context))
    return (found.refused, found.soft is not None, found.flag)


def _with(**context: object) -> CheckContext:
    return CheckContext(
        **{"birth": GIRL.birth, "sex": GIRL.sex, "on": GIRL.on, **context}  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("code", "value", "found"),
    [
        ("CREAT", Quantity("53.9", "umol/L"), (False, False, "")),
        ("CREAT", Quantity("26.9", "umol/L"), (False, False, "low")),
        ("CREAT", Quantity("66", "umol/L"), (False, False, "")),
        ("CREAT", Quantity("66.1", "umol/L"), (False, False, "high")),
        ("CREAT", Quantity("0.8", "mg/dL"), (False, False, "high")),
        ("CREAT", Quantity("4.9", "umol/L"), (True, False, "")),
        ("CREAT", Quantity("2501", "umol/L"), (True, False, "")),
        ("CREAT", Quantity("221", "umol/L"), (False, True, "high")),
        ("CREAT", Quantity("5", "umol/L", "<"), (False, True, "low")),
        ("CREAT", Quantity("4", "umol/L", "<"), (True, False, "")),
        ("CREAT", Quantity("27", "umol/L", "<"), (False, False, "low")),
        ("CREAT", Quantity("27", "umol/L", "<="), (False, False, "unclear")),
        ("CREAT", Quantity("40", "umol/L", "<"), (False, False, "unclear")),
        ("CREAT", Quantity("66", "umol/L", ">"), (False, False, "high")),
        ("CREAT", Quantity("40", "kg"), (False, False, "")),
        ("K", Quantity("2.79", "mmol/L"), (False, True, "critical_low")),
        ("K", Quantity("2.8", "mmol/L"), (False, False, "")),
        ("K", Quantity("6.21", "mmol/L"), (False, True, "critical_high")),
        ("URBC", Range("3", "5", "/HPF"), (False, False, "")),
        ("URBC", Range("150", "250", "/HPF"), (False, False, "")),
        ("URBC", Range("201", "250", "/HPF"), (False, True, "")),
        ("URBC", Range("50", "", "/HPF"), (False, False, "")),
        ("CREAT", NotDone("HAEM"), (False, False, "")),
    ],
)
def test_one_value(study: Study, code: str, value: Value, found: tuple[bool, bool, str]) -> None:
    assert _find(study, code, value) == found


def test_an_impossible_value_that_an_investigator_confirmed_is_kept(study: Study) -> None:
    assert _find(study, "CREAT", Quantity("2600", "umol/L"), confirmed=True) == (False, True, "high")


@pytest.mark.parametrize(
    ("value", "perhaps"),
    [
        (Quantity("2.9", "mmol/L", "<"), True),
        (Quantity("2.8", "mmol/L", "<"), False),  # certainly critical: it alarms
        (Quantity("6", "mmol/L", ">"), True),
        (Quantity("5", "mmol/L"), False),
    ],
)
def test_a_limit_that_may_stand_for_a_critical_value_says_so_without_an_alarm(
    study: Study, value: Value, perhaps: bool
) -> None:
    found = check(study, study.item("CHEM", "K"), value, _with())
    said = found.cannot_tell is not None and "critical (outside 2.8-6.2 mmol/L)" in found.cannot_tell.en
    assert (said, perhaps and found.alarm) == (perhaps, False)


@pytest.mark.parametrize(
    ("day", "soft"), [(None, True), (-6, True), (-5, False), (0, False), (28, False), (29, True), (1000, True)]
)
def test_soft_limits_of_the_study_day_win(study: Study, day: int | None, soft: bool) -> None:
    assert _find(study, "K", Quantity("2.5", "mmol/L"), study_day=day) == (False, soft, "critical_low")


def test_before_the_infusion_the_planned_day_counts_and_after_it_nothing_is_silenced() -> None:
    day = date(2026, 8, 18)
    before, after = day - timedelta(days=3), day + timedelta(days=3)
    assert [day_for_limits(on, day, None) for on in (before, day, after)] == [-3, 0, 3]
    assert [day_for_limits(on, None, day) for on in (before, day, after)] == [-3, None, None]
    assert day_for_limits(None, day, day) is None
    assert day_for_limits(day, None, None) is None


@pytest.mark.parametrize(("low", "high", "flag"), [("60", "100", "low"), ("40", "50", "high"), (None, "60", "")])
def test_the_limits_of_the_report_come_first(study: Study, low: str | None, high: str, flag: str) -> None:
    context = _with(low=Decimal(low) if low else None, high=Decimal(high))
    found = check(study, study.item("CHEM", "CREAT"), Quantity("53.9", "umol/L"), context)
    assert found.flag == flag
    assert found.interval is not None
    assert found.interval.source == "report"


@pytest.mark.parametrize(("day", "alarm"), [(18, True), (21, True), (22, False)])
def test_an_old_specimen_is_marked_and_does_not_alarm(study: Study, day: int, alarm: bool) -> None:
    context = _with(collected=datetime(2026, 8, 18, 8, 0), entered=datetime(2026, 8, day, 8, 0))  # noqa: DTZ001 - wall clock
    found = check(study, study.item("CHEM", "K"), Quantity("2.5", "mmol/L"), context)
    assert (found.flag, found.alarm) == ("critical_low", alarm)
    assert found.critical is not None
    assert ("72 h" in found.critical.en) == (not alarm)


def test_a_specimen_is_old_a_minute_after_its_72_hours(study: Study) -> None:
    drawn = datetime(2026, 8, 18, 8, 0)  # noqa: DTZ001 - wall clock
    told = [
        check(study, study.item("CHEM", "K"), Quantity("2.5", "mmol/L"), _with(collected=drawn, entered=drawn + late))
        for late in (timedelta(hours=72), timedelta(hours=72, minutes=1))
    ]
    assert [found.alarm for found in told] == [True, False]


@pytest.mark.parametrize(("days", "alarm"), [(0, True), (7, True), (8, False), (200, False)])
def test_what_is_entered_over_a_week_after_its_day_comes_from_old_records(study: Study, days: int, alarm: bool) -> None:
    entered = datetime.fromisoformat("2026-03-16T09:00")
    context = CheckContext(on=entered.date() - timedelta(days=days), entered=entered)
    found = check(study, study.item("CHEM", "K"), Quantity("7.0", "mmol/L"), context)
    assert found.critical is not None
    assert found.alarm == alarm
    assert ("old records" in found.critical.en) == (not alarm)
    drawn = msgspec.structs.replace(context, collected=entered - timedelta(hours=2))
    assert check(study, study.item("CHEM", "K"), Quantity("7.0", "mmol/L"), drawn).alarm, "a specimen of today alarms"


@pytest.mark.parametrize(("qt", "flag"), [("500", ""), ("501", "critical_high")])
def test_a_derived_value_is_judged_as_it_is_shown(study: Study, qt: str, flag: str) -> None:
    found = check_derived(study, derive("QTCF", {"qt": qt, "hr": "60"}), GIRL)
    assert found.flag == flag


@pytest.mark.parametrize(
    ("birth", "on", "low"),
    [
        (date(2020, 8, 18), date(2026, 8, 17), 19),
        (date(2020, 8, 18), date(2026, 8, 18), 27),
        (date(2020, 2, 29), date(2026, 2, 28), 19),
        (date(2020, 2, 29), date(2026, 3, 1), 27),
        (date(2013, 8, 18), date(2026, 8, 18), 33),
        (date(2010, 8, 18), date(2026, 8, 18), None),
        (date(2024, 8, 19), date(2026, 8, 18), None),
        (date(2026, 8, 19), date(2026, 8, 18), None),
    ],
)
def test_the_interval_changes_on_the_birthday(study: Study, birth: date, on: date, low: int | None) -> None:
    found = interval(study.item("CHEM", "CREAT"), Circumstances(birth, "F", on))
    assert (found.low if found else None) == low


def test_without_sex_only_an_interval_for_both(study: Study) -> None:
    item = study.item("CHEM", "CREAT")
    assert interval(item, Circumstances(date(2013, 1, 1), None, date(2026, 8, 18))) is None
    assert interval(item, Circumstances(date(2018, 1, 1), None, date(2026, 8, 18))) is not None
    assert interval(item, Circumstances(None, "F", date(2026, 8, 18))) is None


@pytest.mark.parametrize(
    ("start", "end", "fails"),
    [
        ("2026-08-18", "2026-08-18", False),
        ("2026-08-19", "2026-08-18", True),
        ("2026-08-19", "2026-08", False),
        ("2026-09", "2026-08-18", True),
        ("2026", "2026-08-18", False),
    ],
)
def test_two_items_of_a_form(study: Study, start: str, end: str, fails: bool) -> None:
    found = check_form(
        study.forms["CHEM"], FormScope(study.forms["CHEM"], {"START": DateValue(start), "END": DateValue(end)})
    )
    assert [each.code for each, _ in found] == (["ORDER"] if fails else [])


@pytest.mark.parametrize(
    ("k", "comparator", "fails"), [("6", "", True), ("5", "", True), ("4", "", False), ("6", "<", False)]
)
def test_numbers_of_a_form(study: Study, k: str, comparator: Comparator, fails: bool) -> None:
    values: dict[str, Value] = {"K": Quantity(k, "mmol/L", comparator), "CREAT": Quantity("5", "umol/L")}
    assert bool(check_form(study.forms["CHEM"], FormScope(study.forms["CHEM"], values))) == fails


@settings(max_examples=150, deadline=None)
@given(
    number=st.integers(0, 120),
    comparator=st.sampled_from(["", "<", "<=", ">", ">="]),
    truth=st.decimals(0, 150, places=1),
)
def test_a_flag_is_only_given_when_it_is_true_of_every_possible_number(
    study: Study, number: int, comparator: Comparator, truth: Decimal
) -> None:
    holds = {
        "": truth == number, "<": truth < number, "<=": truth <= number, ">": truth > number, ">=": truth >= number
    }  # fmt: skip
    context = CheckContext(low=Decimal(30), high=Decimal(70), confirmed=True)
    item = study.item("CHEM", "CREAT")
    flag = check(study, item, Quantity(str(number), "umol/L", comparator), context).flag
    if holds[comparator] and flag != "unclear":
        assert flag == ("low" if truth < 30 else "high" if truth > 70 else "")


def test_a_limit_at_the_floor_is_no_exact_number() -> None:
    assert span_of(Quantity("0", "x", "<"), Decimal(0)).exact is None
    assert span_of(Quantity("3", "x"), Decimal(0)).exact == 3
