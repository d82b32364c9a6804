"""Antiphospholipid antibodies over a child's visits: what a visit says is what was known by then."""

from typing import Any

from study.address import Address


def serology(chart: Any, visit: Address, at: str, **items: str) -> None:
    chart.put(chart.repeat(visit, "SERO"), LBDTC=at, **items)


def test_a_later_visit_confirms_and_an_earlier_one_does_not_know(chart: Any) -> None:
    days = {"SCR": "2026-07-01", "M1": "2026-09-16", "M3": "2026-11-17"}
    screening, m1, m3 = (chart.visit(code, day) for code, day in days.items())
    serology(chart, screening, "2026-07-01T08:00", LAC="POS", ACLG="NEG")
    serology(chart, m1, "2026-09-16T08:00", LAC="POS")
    serology(chart, m3, "2026-11-17T08:00", LAC="1P", B2G="POS")
    course = chart.course()
    told = [course.derived_one(visit, "APLPERS").verdict for visit in (screening, m1, m3)]
    assert told == ["ONCE", "ONCE", "PERS"]


def test_without_a_result_it_says_what_is_missing(chart: Any) -> None:
    visit = chart.visit("M1", "2026-09-16")
    derived = chart.course().derived_one(visit, "APLPERS")
    assert derived.verdict == ""
    assert derived.why is not None
