"""The shipped definition on a birthday: which eGFR is told, which test of ICANS is asked."""

from datetime import date, timedelta
from typing import Any

import pytest

from study.address import Address
from study.relevance import relevance

VISIT = date(2026, 9, 17)
"""30 days after the infusion."""


def born(years: int, step: int) -> date:
    """The birth of a child whose birthday lies `step` days after the visit."""
    day = VISIT + timedelta(days=step)
    return day.replace(year=day.year - years)


@pytest.fixture
def measured(chart: Any) -> Any:
    """A child of M1 with height, creatinine and cystatin C."""
    visit = chart.visit("M1", VISIT, KRTYN="N")
    chart.put(Address(visit.subject, visit.visit, form="VS"), HEIGHT="160")
    chart.form("M1", "CHEM", LBDTC=f"{VISIT}T08:00", CREAT="60", CYSC="0.9")
    return chart


@pytest.mark.parametrize(("step", "schwartz"), [(1, True), (0, False), (-1, False)])
def test_the_bedside_formula_ends_on_the_18th_birthday(measured: Any, step: int, schwartz: bool) -> None:
    course = measured.course(born(18, step))
    told = {code: course.derived_one(Address("child", "M1"), code) for code in ("EGFR_SCHW", "EGFR_U25")}
    assert {code: found.known for code, found in told.items()} == {"EGFR_SCHW": schwartz, "EGFR_U25": True}


@pytest.mark.parametrize("code", ["EGFR_U25", "EGFR_U25CYS", "EGFR_U25AVG", "EGFR_SCHW"])
@pytest.mark.parametrize(("step", "known"), [(1, False), (0, True), (-1, True)])
def test_every_formula_begins_on_the_first_birthday(measured: Any, code: str, step: int, known: bool) -> None:
    assert measured.course(born(1, step)).derived_one(Address("child", "M1"), code).known is known


@pytest.mark.parametrize(("step", "asked"), [(1, "CAPD1"), (0, "ICEORI"), (-1, "ICEORI")])
def test_the_test_of_icans_changes_on_the_12th_birthday(chart: Any, step: int, asked: str) -> None:
    visit = chart.visit("UNS", VISIT)
    place = chart.repeat(visit, "ICANS")
    chart.put(place, ICANSDTC=f"{VISIT}T08:00")
    found = relevance(chart.course(born(12, step)), place)
    assert {"CAPD1", "ICEORI"} - found.without == {asked}
