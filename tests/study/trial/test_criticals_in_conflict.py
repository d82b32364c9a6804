"""A critical value that is one of two in conflict alarms as any other, whichever of the two is shown."""

from datetime import date

import pytest

from study.address import Address
from study.changes import facts as f
from study.judgement import ACKNOWLEDGED, Critical, criticals
from tests.study.trial.conftest import Chart

ON = date(2026, 9, 17)


def _at(chart: Chart, visit: str, form: str, **items: str) -> Address:
    chart.today = ON
    place = chart.repeat(chart.visit(visit, ON), form)
    chart.put(place, **items)
    return place


def _found(chart: Chart, place: Address) -> list[Critical]:
    course = chart.course()
    return list(criticals(course, course.visit_at(place.in_visit)))


def _shown(found: list[Critical]) -> list[tuple[str, bool]]:
    return [(getattr(each.fact.value, "number", ""), each.loud) for each in found]


def _acknowledge(chart: Chart, found: Critical) -> None:
    data = {"check": found.check.code} if found.check else {}
    mark = f.MarkSet(id=chart.new_id(), kind=ACKNOWLEDGED, address=found.address, target=found.fact.id, data=data)
    chart.write(mark)


@pytest.mark.parametrize(("first", "second"), [("4.1", "7.2"), ("7.2", "4.1")])
def test_it_alarms_whichever_is_shown(chart: Chart, first: str, second: str) -> None:
    place = _at(chart, "M1", "CHEM", K=first)
    chart.contradict(place, "K", second)
    assert _shown(_found(chart, place)) == [("7.2", True)]


def test_both_critical_values_are_acknowledged_each_for_itself(chart: Chart) -> None:
    place = _at(chart, "M1", "CHEM", K="7.2")
    chart.contradict(place, "K", "1.9")
    [high, _low] = _found(chart, place)
    _acknowledge(chart, high)
    assert _shown(_found(chart, place)) == [("7.2", False), ("1.9", True)]


def test_values_that_agree_alarm_once(chart: Chart) -> None:
    place = _at(chart, "M1", "CHEM", K="7.2")
    chart.contradict(place, "K", "7.20")
    chart.contradict(place, "K", "4.1")
    chart.contradict(place, "K", "7.2")
    assert len(_found(chart, place)) == 1


@pytest.mark.parametrize("told", [0, 1])
def test_a_value_entered_on_two_workstations_and_acknowledged_on_one_is_acknowledged(chart: Chart, told: int) -> None:
    place = _at(chart, "M1", "CHEM", K="7.2")
    chart.contradict(place, "K", "7.20")
    [found] = _found(chart, place)
    heads = chart.course().record.settled(found.address).heads
    mark = f.MarkSet(id=chart.new_id(), kind=ACKNOWLEDGED, address=found.address, target=heads[told].fact.id)
    chart.write(mark)
    assert _shown(_found(chart, place)) == [("7.2", False)]
    chart.contradict(place, "K", "7.3")
    assert _shown(_found(chart, place)) == [("7.2", False), ("7.3", True)], "another value was told to nobody"
    chart.put(place, K="7.2")
    assert _shown(_found(chart, place)) == [("7.2", True)], "entered anew, it is told anew"


def test_it_is_dated_by_its_own_entry(chart: Chart) -> None:
    place = _at(chart, "M1", "CHEM", K="4.1")
    chart.today = date(2026, 9, 18)
    chart.contradict(place, "K", "7.2")
    [found] = _found(chart, place)
    assert found.entered is not None
    assert found.entered.date() == date(2026, 9, 18)


def test_a_decision_for_the_other_value_ends_the_alarm(chart: Chart) -> None:
    place = _at(chart, "M1", "CHEM", K="4.1")
    chart.contradict(place, "K", "7.2")
    chart.put(place, K="4.1")
    assert _found(chart, place) == []


def test_it_lasts_while_the_conflict_goes_on_and_goes_with_the_form(chart: Chart) -> None:
    place = _at(chart, "M1", "CHEM", K="7.2")
    chart.contradict(place, "K", "4.0")
    chart.put(place, K="7.3")
    chart.contradict(place, "K", "3.9")
    assert _shown(_found(chart, place)) == [("7.3", True)]
    chart.withdraw(place)
    assert _found(chart, place) == []


@pytest.mark.parametrize(("first", "second"), [("42", "90"), ("90", "42")])
def test_a_rule_over_several_values_looks_at_each_of_the_two(chart: Chart, first: str, second: str) -> None:
    before = chart.repeat(chart.visit("EARLY", date(2026, 9, 14)), "CHEM")
    chart.put(before, CREAT="40")
    place = _at(chart, "EARLY", "CHEM", CREAT=first)
    chart.contradict(place, "CREAT", second)
    [rise] = _found(chart, place)
    assert (rise.check.code if rise.check else "", _shown([rise])) == ("CHEM_RISE", [("90", True)])
    _acknowledge(chart, rise)
    assert not _found(chart, place)[0].loud
