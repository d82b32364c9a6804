"""Episodes of CRS and ICANS in words: beside the assessment, and on the child's trial view."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_app.presenters.child_proposals import accepted
from desktop_app.presenters.child_trial import trial_state
from desktop_app.presenters.episode_words import EpisodeLine, episode_lines
from study.changes.facts import ValueSet
from study.event_proposals import proposals
from study.values import Codes, DateTimeValue, Quantity
from ui.child.trial_state import Mark, TrialBlock

INFUSED = date(2026, 8, 18)
NOW = datetime.fromisoformat("2026-11-17T10:00")
FEVER = {"CRSFEV": "Y", "CRSONG": "N", "CRSHYPO": "0", "CRSHYPX": "0"}
WELL = {"CRSFEV": "N", "CRSONG": "Y", "CRSHYPO": "0", "CRSHYPX": "0"}


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    desk_fixture.subject = desk_fixture.enrol("LN-001")
    return desk_fixture


def assess(work: Any, at: str, **items: str) -> None:
    """One CRS assessment at W2, in 2026-08."""
    moment = DateTimeValue(f"2026-08-{at}")
    work.set(work.subject, "W2", "CRS", {"CRSDTC": moment, **items}, anew=True)


def lines(work: Any, now: datetime = NOW) -> list[EpisodeLine]:
    return list(episode_lines(work.course(work.subject), "CRS", now))


def block(work: Any) -> TrialBlock:
    state = trial_state(work.course(work.subject), NOW, may_edit=True)
    assert state is not None
    return state.episodes


def test_a_closed_episode_has_its_days_worst_grade_and_doses(work: Any) -> None:
    work.visit(work.subject, "W2", INFUSED + timedelta(days=13), {})
    assess(work, "20T08:00", **FEVER)
    assess(work, "21T08:00", **{**FEVER, "CRSHYPO": "1"}, TOCI="Y")
    assess(work, "23T20:00", **WELL)
    [line] = lines(work)
    assert line.text.en == "CRS grade 2"
    assert line.text.zh == "CRS 2级"
    assert line.detail is not None
    assert line.detail.en == "2026-08-20 08:00 to 2026-08-23 20:00 · 3.5 d · tocilizumab 1×"
    assert line.detail.zh == "2026-08-20 08:00 至 2026-08-23 20:00 · 3.5天 · 托珠单抗1次"
    assert (line.open, line.warn) == (False, False)
    [shown] = block(work).lines
    assert (shown.text, shown.detail, shown.mark) == (line.text, line.detail, Mark.NONE)
    assert block(work).verdict is None
    assert shown.key.split("/")[3] == "CRS"


def test_an_open_episode_is_counted_and_its_gap_is_named(work: Any) -> None:
    work.visit(work.subject, "W2", INFUSED + timedelta(days=13), {})
    assess(work, "20T08:00", **FEVER)
    assess(work, "20T20:00", CRSFEV="Y", CRSONG="N")
    [episode, ungraded, gap] = lines(work, datetime.fromisoformat("2026-08-25T08:00"))
    assert episode.text.en == "CRS at least grade 1"
    assert episode.detail is not None
    assert episode.detail.en == "open since 2026-08-20 08:00 · at least 12 h"
    assert ungraded.warn
    assert "no grade" in ungraded.text.en
    assert gap.warn
    assert gap.text.en.startswith("No assessment for 108 h")
    found = block(work)
    assert found.verdict is not None
    assert (found.verdict.zh, found.mark) == ("未结束 1", Mark.WARN)
    assert [line.mark for line in found.lines] == [Mark.WAIT, Mark.WARN, Mark.WARN]


def test_the_grade_of_an_investigator_is_named_with_the_computed_one(work: Any) -> None:
    work.visit(work.subject, "W2", INFUSED + timedelta(days=13), {})
    assess(work, "20T08:00", **FEVER, CRSGRINV="3", CRSGRWHY="vasopressor ran until 07:50")
    assess(work, "21T08:00", **WELL)
    [episode, said] = lines(work)
    assert episode.text.en == "CRS grade 3"
    assert said.text.en == "2026-08-20 08:00: grade 3 set by the investigator, computed 1: vasopressor ran until 07:50"
    assert "自动分级1级" in said.text.zh


def test_without_an_episode_the_card_says_what_it_is_for(work: Any) -> None:
    found = block(work)
    assert found.lines == ()
    assert found.empty is not None


def test_an_event_made_of_grades_names_the_results_it_stands_on(work: Any) -> None:
    for visit, day, number in (("BL", -6, "3.1"), ("W2", 14, "0.8"), ("M1", 30, "2.9")):
        on = INFUSED + timedelta(days=day)
        drawn = DateTimeValue(f"{on}T08:00")
        work.visit(work.subject, visit, on, {"CBC": {"LBDTC": drawn, "NEUT": number}})
    course = work.course(work.subject)
    [each] = proposals(course)
    assert [(one.on, one.grade, one.of) for one in each.seen] == [
        (date(2026, 9, 1), 3, Quantity("0.8", "10^9/L")),
        (date(2026, 9, 17), each.seen[1].grade, Quantity("2.9", "10^9/L")),
    ]
    state = trial_state(course, NOW, may_edit=True)
    assert state is not None
    [row] = state.events
    assert row.detail is not None
    assert "2026-09-01 0.8 ×10⁹/L G3" in row.detail.en
    made = accepted(course, "event", each.episode, work.store.new_id, now=NOW, language="en")
    values = {fact.address.item: fact for fact in made if isinstance(fact, ValueSet)}
    assert values["AETOXGR"].value == Codes(("3",))
    assert "2026-09-01 0.8 ×10⁹/L G3" in values["AETOXGR"].explanation
    assert values["AETERM"].explanation == values["AESTDTC"].explanation


def test_an_event_without_a_grade_before_treatment_says_so_and_leaves_the_baseline_empty(work: Any) -> None:
    on = INFUSED + timedelta(days=14)
    work.visit(work.subject, "W2", on, {"CBC": {"LBDTC": DateTimeValue(f"{on}T08:00"), "NEUT": "0.8"}})
    course = work.course(work.subject)
    state = trial_state(course, NOW, may_edit=True)
    assert state is not None
    [row] = state.events
    assert row.detail is not None
    assert "the grade before treatment is not known" in row.detail.en
    assert "治疗前分级未知" in row.detail.zh
    [each] = proposals(course)
    made = accepted(course, "event", each.episode, work.store.new_id, now=NOW, language="zh")
    values = {fact.address.item: fact for fact in made if isinstance(fact, ValueSet)}
    assert "AEBLGR" not in values
    assert "治疗前分级未知" in values["AETOXGR"].explanation


def test_the_day_of_a_grade_is_that_of_its_specimen(work: Any) -> None:
    drawn = DateTimeValue("2026-08-12T08:00")
    work.visit(work.subject, "BL", INFUSED - timedelta(days=6), {"CBC": {"LBDTC": drawn, "NEUT": "3.1"}})
    work.visit(work.subject, "W2", INFUSED + timedelta(days=14), {})
    for at, number in (("2026-08-27T08:00", "0.9"), ("2026-08-30T08:00", "3.0")):
        work.set(work.subject, "W2", "CBC", {"LBDTC": DateTimeValue(at), "NEUT": number}, anew=True)
    [each] = proposals(work.course(work.subject))
    assert (each.begun, each.ended, each.worst) == (date(2026, 8, 27), date(2026, 8, 30), 3)
