"""Deviations that are proposed, confirmed and dismissed; what is due of several children."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.changes.facts import MarkSet, RowCreated, Withdrawn
from study.deviations import Deviation, proposed
from study.due import Due, due
from study.proposing import NO_DEVIATION, log_form

DAY0 = date(2026, 8, 18)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def at(day: int) -> datetime:
    return datetime.combine(on(day), time(12))


def told(chart: Any, day: int = 60) -> dict[str, Deviation]:
    return {f"{each.category} {each.visit}".strip(): each for each in proposed(chart.course(), at(day))}


@pytest.fixture
def fine(chart: Any) -> Any:
    """A child of whom nothing is proposed: consented, eligible, infused with a whole chain."""
    chart.row("ICF", ICFTYPE="TRIAL", ICFDTC="2026-07-01T08:00", ICFWHO="FATHER,MOTHER", ICFBOTH="Y", ICFCHILD="Y")
    chart.visit("SCR", on(-28))
    chart.form("SCR", "CHEM", LBDTC=f"{on(-28)}T08:00", CREAT="53.9", ALT="20", AST="22", BILI="8")
    answers = {f"EXCL{n:02}": "N" for n in range(1, 11)}
    chart.form("SCR", "IE", **answers)
    chart.form("APH", "APH", LEUKDTC=str(on(-21)), APHID="A1", COIID="C1", APHCHK1="李", APHCHK2="王")
    place = next(r.address for r in chart.course().record.form_repeats(replace(log_form("child", "INF"), visit="D0")))
    chart.put(place, COIID="C1", LOT="L1", INFCHK1="李", INFCHK2="王")
    return chart


def test_a_child_as_the_protocol_wants_it_has_no_deviation(fine: Any) -> None:
    fine.visit("W2", on(16))
    assert told(fine) == {}


@pytest.mark.parametrize(("day", "words"), [(11, "1 d before"), (17, "1 d after"), (20, "4 d after")])
def test_a_visit_outside_its_window_is_proposed_with_its_days(fine: Any, day: int, words: str) -> None:
    fine.visit("W2", on(day))
    found = told(fine)["WINDOW W2"]
    assert words in found.sentence.en
    assert found.on == on(day)


def test_a_missed_visit_is_proposed_and_an_overdue_one_not_yet(fine: Any) -> None:
    fine.visit("W2", on(14), VISSTAT="MISSED")
    assert set(told(fine)) == {"MISSED W2"}


@pytest.mark.parametrize(("planned", "days"), [(13, None), (14, None), (15, 1)])
def test_a_screening_that_the_planned_infusion_left_behind_is_proposed(
    begin: Callable[..., Any], planned: int, days: int | None
) -> None:
    chart = begin()
    chart.row("ICF", ICFTYPE="TRIAL", ICFDTC="2026-07-01T08:00", ICFWHO="FATHER,MOTHER", ICFBOTH="Y", ICFCHILD="Y")
    chart.visit("SCR", on(-28))
    chart.form("SCR", "DM", INFPLDTC=str(on(planned)), SEX="F")
    found = told(chart, 0)
    assert (list(found) == ["WINDOW SCR"]) == (days is not None)
    if days is not None:
        assert f"{days} d older than the planned infusion" in found["WINDOW SCR"].sentence.en


def test_treatment_of_a_child_that_is_not_eligible_or_not_decided_is_proposed(fine: Any) -> None:
    place = replace(log_form("child", "IE"), visit="SCR")
    fine.put(place, EXCL06="P")
    assert "before eligibility was decided (EXCL06)" in told(fine)["ELIG D0"].sentence.en
    fine.put(place, EXCL06="N", EXCL05="Y")
    assert "not eligible (EXCL05)" in told(fine)["ELIG D0"].sentence.en
    assert told(fine)["ELIG D0"].on == DAY0


def test_findings_of_consent_product_samples_and_late_reports_are_proposed(fine: Any) -> None:
    fine.row("SAMP", SAMPID="S1", SAMPSTAT="DESTR", SAMPDTC=f"{on(3)}T08:00")
    fine.row("AE", AETERM="肺炎", AESTDTC=str(on(20)), AESER="Y", AEREL="NOT", SAEDTC=f"{on(20)}T09:00")
    place = next(r.address for r in fine.course().record.form_repeats(replace(log_form("child", "INF"), visit="D0")))
    fine.put(place, INFCHK2="李")
    categories = sorted(each.category for each in proposed(fine.course(), at(30)))
    assert categories == ["SAFETY", "SAFETY", "SAMPLE", "SAMPLE"]


def test_a_proposal_keeps_its_name_and_is_made_once(fine: Any) -> None:
    fine.visit("W2", on(17))
    [first] = proposed(fine.course(), at(60))
    assert proposed(fine.course(), at(90)) == (first,)
    fine.write(RowCreated(id=first.name, address=log_form("child", "DV"), level="form"))
    assert proposed(fine.course(), at(60)) == ()
    row = replace(log_form("child", "DV"), form_repeat=first.name)
    fine.write(Withdrawn(id=fine.new_id(), address=row, reason="重复"))
    assert proposed(fine.course(), at(60)) == ()


def test_two_workstations_that_accept_the_same_proposal_offline_make_one_row(fine: Any) -> None:
    fine.visit("W2", on(17))
    [first] = proposed(fine.course(), at(60))
    for _ in range(2):
        fine.write(RowCreated(id=first.name, address=log_form("child", "DV"), level="form"))
    assert len(fine.course().record.form_repeats(log_form("child", "DV"))) == 1


def test_a_dismissed_proposal_is_gone_with_its_reason(fine: Any) -> None:
    fine.visit("W2", on(17))
    [first] = proposed(fine.course(), at(60))
    form = log_form("child", "DV")
    fine.write(MarkSet(id=fine.new_id(), kind=NO_DEVIATION, address=form, target=first.name, note="台风停诊"))
    assert proposed(fine.course(), at(60)) == ()


def listed(*charts: Any, day: int, ahead: int = 14) -> list[tuple[str, str, int]]:
    return [(each.what.en.split()[0], each.state, each.over) for each in _due(charts, day, ahead)]


def _due(charts: tuple[Any, ...], day: int, ahead: int) -> tuple[Due, ...]:
    return due([chart.course() for chart in charts], at(day), ahead)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-3, []),
        (10, [("W2", "coming", 0)]),
        (12, [("W2", "open", 0), ("M1", "coming", 0)]),
        (16, [("W2", "open", 0), ("M1", "coming", 0)]),
        (17, [("W2", "overdue", 1), ("M1", "coming", 0)]),
        (40, [("W2", "overdue", 24), ("M1", "overdue", 5)]),
    ],
)
def test_what_is_due_of_a_child_on_a_day(fine: Any, day: int, expected: list[tuple[str, str, int]]) -> None:
    fine.visit("BL", on(-6))
    fine.visit("APH", on(-21))
    fine.visit("LD", on(-5))
    fine.row("ICF", ICFTYPE="PIPL", ICFDTC="2026-07-01T08:10")
    assert listed(fine, day=day) == expected


def test_consents_and_reports_are_due_beside_the_visits_and_overdue_comes_first(fine: Any) -> None:
    fine.row("AE", AETERM="肺炎", AESTDTC=str(on(13)), AESER="Y", AEREL="NOT", SAEDTC=f"{on(13)}T13:00")
    found = _due((fine,), 14, 0)
    kinds = [(each.kind, each.state) for each in found]
    assert kinds.count(("report", "open")) == 2
    assert ("consent", "overdue") in kinds
    assert [state for _, state in kinds] == sorted((state for _, state in kinds), key=["overdue", "open"].index)
    later = [each.over for each in _due((fine,), 16, 0) if each.kind == "report"]
    assert later == [47, 47]


def test_nothing_but_reports_is_due_after_a_death(fine: Any) -> None:
    fine.row("AE", AETERM="脓毒症", AESTDTC=str(on(13)), AETOXGR="5", AEOUT="FATAL", AEENDTC=str(on(13)), AEREL="NOT",
             SAEDTC=f"{on(13)}T13:00")  # fmt: skip
    assert {each.kind for each in _due((fine,), 40, 400)} == {"report"}


def test_of_a_child_whose_past_is_entered_only_the_future_is_due(begin: Callable[..., Any]) -> None:
    chart = begin(on(100))
    chart.row("ICF", ICFTYPE="TRIAL", ICFDTC="2026-07-01T08:00", ICFWHO="FATHER,MOTHER", ICFBOTH="Y", ICFCHILD="Y")
    chart.row("ICF", ICFTYPE="PIPL", ICFDTC="2026-07-01T08:10")
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    assert listed(chart, day=100, ahead=90) == [("M3", "open", 0), ("M6", "coming", 0)]


@given(day=st.integers(-60, 500), ahead=st.integers(0, 60))
def test_each_thing_due_lies_where_its_state_says(begin: Callable[..., Any], day: int, ahead: int) -> None:
    chart = begin()
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    today = on(day).isoformat()
    for each in (each for each in _due((chart,), day, ahead) if each.kind == "visit"):
        if each.state == "overdue":
            assert each.closes < today
            assert each.over == (on(day) - date.fromisoformat(each.closes)).days
        elif each.state == "open":
            assert each.opens <= today <= each.closes
        else:
            assert today < each.opens <= on(day + ahead).isoformat()
