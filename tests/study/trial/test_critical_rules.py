"""Critical rules over several values: a creatinine that rises by half in a week, a pressure for age, a long QTc."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from study.changes import facts as f
from study.judgement import ACKNOWLEDGED, Critical, criticals
from study.unusual import unusual
from tests.study.trial.conftest import Chart

DAY0 = date(2026, 8, 18)


@dataclass
class Ward:
    """A child's visits, each entered on its day unless said otherwise."""

    chart: Chart

    def visit(self, code: str, day: int, form: str, entered: int | None = None, /, **items: str) -> Any:
        """A visit with one form; where that stands."""
        self.chart.today = DAY0 + timedelta(days=day if entered is None else entered)
        place = self.chart.repeat(self.chart.visit(code, DAY0 + timedelta(days=day)), form)
        self.chart.put(place, **items)
        return place

    def found(self, place: Any) -> list[Critical]:
        """What is critical by a rule at the visit of a form."""
        course = self.chart.course()
        return [each for each in criticals(course, course.visit_at(place.in_visit)) if each.check is not None]


@pytest.fixture
def ward(chart: Chart) -> Ward:
    return Ward(chart)


@pytest.mark.parametrize(("risen", "loud"), [("60", [True]), ("59.9", []), ("<61", []), ("61", [True])])
def test_a_creatinine_of_just_one_and_a_half_times_the_lowest_of_the_week_alarms(
    ward: Ward, risen: str, loud: list[bool]
) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    after = ward.visit("EARLY", 10, "CHEM", CREAT=risen)
    assert [each.loud for each in ward.found(after)] == loud


def test_an_alarm_names_its_rule_and_says_that_it_is_only_proposed(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    [rise] = ward.found(ward.visit("EARLY", 5, "CHEM", CREAT="90"))
    assert (rise.item.code, rise.check.code if rise.check else "") == ("CREAT", "CHEM_RISE")
    assert "proposed" in rise.sentence.en
    assert "建议" in rise.sentence.zh


def test_an_old_specimen_and_an_entry_from_old_records_are_marked_without_an_alarm(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    specimen = ward.visit("EARLY", 5, "CHEM", 9, CREAT="90", LBDTC="2026-08-23T08:00")
    [old] = ward.found(specimen)
    assert (old.alarm, "72 h" in old.sentence.en) == (False, True)
    [late] = ward.found(ward.visit("EARLY", 6, "CHEM", 20, CREAT="95"))
    assert (late.alarm, "old records" in late.sentence.en) == (False, True)


def test_a_later_specimen_of_the_visit_answers_for_itself_and_silences_no_earlier_one(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    first = ward.visit("EARLY", 5, "CHEM", CREAT="90", LBDTC="2026-08-23T08:00")
    second = ward.chart.repeat(first.in_visit, "CHEM")
    ward.chart.put(second, CREAT="44", LBDTC="2026-08-23T18:00")
    assert [each.address.in_form for each in ward.found(first)] == [first]
    ward.chart.put(second, CREAT="91")
    assert {each.address.in_form for each in ward.found(first)} == {first, second}


def test_an_earlier_specimen_does_not_alarm_by_a_later_one_of_another_visit_that_day(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    morning = ward.visit("EARLY", 5, "CHEM", CREAT="42", LBDTC="2026-08-23T08:00")
    evening = ward.visit("UNS", 5, "CHEM", CREAT="90", LBDTC="2026-08-23T20:00")
    assert ward.found(morning) == []
    assert len(ward.found(evening)) == 1


def test_a_creatinine_that_was_not_done_repeats_no_alarm_of_the_day_before(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    ward.visit("EARLY", 5, "CHEM", CREAT="90")
    assert ward.found(ward.visit("EARLY", 6, "CHEM", K="4.0")) == []


def _acknowledge(chart: Chart, found: Critical, check: str) -> None:
    data = {"check": check} if check else {}
    mark = f.MarkSet(id=chart.new_id(), kind=ACKNOWLEDGED, address=found.address, target=found.fact.id, data=data)
    chart.write(mark)


def test_an_acknowledgement_is_of_one_rule_and_of_one_value(ward: Ward) -> None:
    ward.visit("EARLY", 3, "CHEM", CREAT="40")
    place = ward.visit("EARLY", 5, "CHEM", CREAT="90")
    [rise] = ward.found(place)
    _acknowledge(ward.chart, rise, "")
    assert ward.found(place)[0].loud, "said of the limits of the item, not of the rule"
    _acknowledge(ward.chart, rise, "CHEM_RISE")
    assert not ward.found(place)[0].loud
    ward.chart.put(place, CREAT="95")
    assert ward.found(place)[0].loud


@pytest.mark.parametrize(("systolic", "loud"), [("172", True), ("150", False), ("88", True), ("94", False)])
def test_a_pressure_far_above_stage_2_or_low_for_age_alarms(ward: Ward, systolic: str, loud: bool) -> None:
    place = ward.visit("M1", 30, "VS", HEIGHT="150", SYSBP=systolic, DIABP="60")
    found = ward.found(place)
    assert [each.item.code for each in found if each.loud] == ["SYSBP"] * loud


@pytest.mark.parametrize(("qt", "loud"), [("500", False), ("501", True)])
def test_a_qtc_above_500_alarms_at_the_interval(ward: Ward, qt: str, loud: bool) -> None:
    found = ward.found(ward.visit("M1", 30, "ECG", QT=qt, EGHR="60"))
    assert [each.item.code for each in found if each.loud] == ["QT"] * loud


def test_a_qtc_is_judged_as_it_is_shown(ward: Ward) -> None:
    place = ward.visit("M1", 30, "ECG", QT="459", EGHR="71")
    derived = ward.chart.course().derived_one(place.in_visit, "QTCSEL")
    assert derived is not None
    assert derived.value is not None
    assert round(derived.value) == 499
    assert ward.found(place) == []


def test_what_is_acknowledged_is_not_explained_as_well(ward: Ward) -> None:
    place = ward.visit("M1", 30, "ECG", QT="499", EGHR="88")
    course = ward.chart.course()
    assert ward.found(place)
    codes = {each.code for each in unusual(course, course.visit_at(place.in_visit), replace(place, item=""))}
    assert "ECG_QTC" not in codes


def test_a_visit_without_rules_has_none(begin: Callable[..., Chart]) -> None:
    chart = begin()
    assert Ward(chart).found(Ward(chart).visit("SCR", -20, "DM", SEX="F")) == []
