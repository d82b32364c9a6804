"""Rescue therapy is answered since the infusion: a yes of one visit stands against a no of a later one."""

from datetime import date

import pytest

from study.address import Address
from study.unusual import unusual
from tests.study.trial.conftest import CHILD, Chart


@pytest.mark.parametrize(
    ("before", "now", "asked"), [("Y", "N", True), ("Y", "Y", False), ("N", "N", False), ("N", "Y", False)]
)
def test_a_no_after_a_yes_is_a_query(chart: Chart, before: str, now: str, asked: bool) -> None:
    for visit, day, answer in (("M3", date(2026, 11, 17), before), ("M6", date(2027, 2, 16), now)):
        chart.visit(visit, day)
        chart.form(visit, "SLEDAI", RESCUE=answer)
    course, place = chart.course(), Address(CHILD, "M6", form="SLEDAI")
    found = [each for each in unusual(course, course.visit_at(place.in_visit), place) if each.code == "SLE_RESCUED"]
    assert [(each.item.code, each.queried) for each in found] == [("RESCUE", True)] * asked
