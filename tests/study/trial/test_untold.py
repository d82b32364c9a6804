"""A critical rule that cannot be judged says so: at a visit without a date, and where two values stand at an input."""

from datetime import date, timedelta

import pytest

from study.address import Address
from study.course import Course
from study.judgement import criticals
from study.untold import Untold, untold
from tests.study.trial.conftest import Chart

DAY0 = date(2026, 8, 18)
ON = date(2026, 9, 17)


def _at(chart: Chart, visit: str, day: date, form: str, **items: str) -> Address:
    chart.today = day
    place = chart.repeat(chart.visit(visit, day), form)
    chart.put(place, **items)
    return place


def _said(chart: Chart, place: Address) -> list[Untold]:
    course = chart.course()
    return list(untold(course, course.visit_at(place.in_visit), place, ON))


def _loud(course: Course, place: Address) -> list[str]:
    found = criticals(course, course.visit_at(place.in_visit))
    return [each.check.code for each in found if each.check is not None]


@pytest.mark.parametrize(("rate", "contradicted", "codes"), [("60", "110", ["ECG_QTC"]), ("60", "62", [])])
def test_an_input_in_conflict_by_which_it_may_be_critical_is_named(
    chart: Chart, rate: str, contradicted: str, codes: list[str]
) -> None:
    place = _at(chart, "M1", ON, "ECG", QT="420", EGHR=rate)
    chart.contradict(place, "EGHR", contradicted)
    found = _said(chart, place)
    assert [each.check.code for each in found] == codes
    assert all("two values stand" in each.sentence.en and "心率" in each.sentence.zh for each in found)
    assert _loud(chart.course(), place) == []


def test_a_value_that_is_critical_either_way_is_said_to_be(chart: Chart) -> None:
    place = _at(chart, "M1", ON, "ECG", QT="520", EGHR="60")
    chart.contradict(place, "EGHR", "70")
    [found] = _said(chart, place)
    assert found.sentence.en.startswith("Critical whichever of the two values holds (ECG heart rate)")
    chart.put(place, EGHR="62")
    assert (_said(chart, place), _loud(chart.course(), place)) == ([], ["ECG_QTC"])


def test_a_creatinine_of_another_day_in_conflict_is_not_dropped_in_silence(chart: Chart) -> None:
    first = _at(chart, "EARLY", DAY0 + timedelta(days=3), "CHEM", CREAT="40")
    chart.contradict(first, "CREAT", "85")
    _at(chart, "EARLY", DAY0 + timedelta(days=4), "CHEM", CREAT="84")
    after = _at(chart, "EARLY", DAY0 + timedelta(days=5), "CHEM", CREAT="90")
    [found] = _said(chart, after)
    assert (found.check.code, found.item.code) == ("CHEM_RISE", "CREAT")
    chart.put(first, CREAT="85")
    assert _said(chart, after) == []


def test_two_values_at_the_item_itself_and_at_another_are_each_looked_at(chart: Chart) -> None:
    place = _at(chart, "M1", ON, "ECG", QT="420", EGHR="60")
    chart.contradict(place, "QT", "425")
    assert _said(chart, place) == []
    chart.contradict(place, "EGHR", "110")
    assert len(_said(chart, place)) == 1


@pytest.mark.parametrize(("qt", "critical"), [("520", True), ("400", False)])
def test_a_visit_without_a_date_says_that_its_rules_were_not_judged(chart: Chart, qt: str, critical: bool) -> None:
    place = _at(chart, "M1", ON, "ECG", QT=qt, EGHR="60")
    visit = Address(*place.parts[:3], "VISIT")
    chart.clear(visit, "VISDTC")
    [found] = _said(chart, place)
    assert found.gap == "date"
    assert "no date" in found.sentence.en
    assert ("With today's date it is critical" in found.sentence.en) == critical
    assert ("即为危急值" in found.sentence.zh) == critical


def test_a_visit_date_in_conflict_counts_as_a_conflict(chart: Chart) -> None:
    place = _at(chart, "M1", ON, "ECG", QT="520", EGHR="60")
    chart.contradict(Address(*place.parts[:3], "VISIT"), "VISDTC", "2026-09-18")
    [found] = _said(chart, place)
    assert (found.gap, "of the two values holds" in found.sentence.en) == ("conflict", True)


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ({"QT": "480"}, "Missing: heart rate"),
        ({"QT": "700", "EGHR": "35"}, "outside 40-180"),
        ({"QT": "<400"}, "Missing"),
    ],
)
def test_what_cannot_be_computed_is_not_taken_for_normal(chart: Chart, items: dict[str, str], why: str) -> None:
    place = _at(chart, "M1", ON, "ECG", **items)
    [found] = _said(chart, place)
    assert found.gap == "inputs"
    assert why.lower() in found.sentence.en.lower()
    assert found.sentence.zh.startswith("未判断：")


def test_the_first_creatinine_has_nothing_before_it_and_is_no_gap(chart: Chart) -> None:
    assert _said(chart, _at(chart, "M1", ON, "CHEM", CREAT="90")) == []


def test_a_form_that_is_sure_or_empty_says_nothing(chart: Chart) -> None:
    sure = _at(chart, "M1", ON, "ECG", QT="400", EGHR="60")
    assert _said(chart, sure) == []
    empty = _at(chart, "M3", date(2026, 11, 17), "ECG")
    assert _said(chart, empty) == []
