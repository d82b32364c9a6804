"""The room of safety over a real store: events of all children, running and overdue deadlines, proposals, episodes."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_app.presenters.safety import SafetyPage
from desktop_app.presenters.today import TodayPage
from study.address import LOG, parse_key
from study.changes.facts import MarkSet
from study.proposing import NO_EVENT, log_form
from study.values import Codes, DateTimeValue, DateValue
from ui.child.trial_state import Mark
from ui.safety.state import DayGrade, Filter, SafetyState, Which

INFUSED = date(2026, 8, 18)
HOUR = 60 * 60 * 1000
PNEUMONIA = {
    "AETERM": "肺炎", "AESTDTC": DateValue("2026-11-16"), "AETOXGR": "3", "AESER": "Y", "AESCRIT": Codes(("HOSP",)),
    "SAEDTC": DateTimeValue("2026-11-16T18:30"),
}  # fmt: skip
RASH = {"AETERM": "皮疹", "AESTDTC": DateValue("2026-09-01"), "AEENDTC": DateValue("2026-09-09"), "AETOXGR": "1"}
FEVER = {"CRSFEV": "Y", "CRSONG": "N", "CRSHYPO": "0", "CRSHYPX": "0"}


def event(work: Any, subject: str, values: dict[str, Any]) -> None:
    """A row of the log of adverse events."""
    work.set(subject, LOG, "AE", values)


@pytest.fixture
def page(desk_fixture: Any) -> SafetyPage:
    made = SafetyPage(desk_fixture.desk)
    desk_fixture.desk.page = made
    return made


def shown(page: SafetyPage) -> SafetyState:
    page.refresh()
    assert page.view.state is not None
    return page.view.state


def test_one_row_an_event_of_all_children_the_serious_first(desk_fixture: Any, page: SafetyPage) -> None:
    work = desk_fixture
    event(work, work.enrol("LN-001"), RASH)
    event(work, work.enrol("LN-002"), PNEUMONIA)
    state = shown(page)
    assert [(line.code, line.term, line.grade) for line in state.events] == [("LN-002", "肺炎", "G3")]
    assert dict(state.counts) == {Which.OPEN: 1, Which.SERIOUS: 1, Which.ALL: 2}
    page.view.filtered.emit(Filter(Which.ALL))
    assert [line.code for line in shown(page).events] == ["LN-002", "LN-001"]
    page.view.filtered.emit(Filter(Which.ALL, "LN-001"))
    state = shown(page)
    assert [line.term for line in state.events] == ["皮疹"]
    assert state.clocks.lines == ()
    assert [option.code for option in state.children] == ["LN-001", "LN-002"]


def test_a_deadline_runs_from_awareness_and_is_late_without_any_line(desk_fixture: Any, page: SafetyPage) -> None:
    work = desk_fixture
    subject = work.enrol("LN-002")
    event(work, subject, PNEUMONIA)
    [line] = shown(page).events
    assert line.clock is not None
    assert (line.clock.en, line.late) == ("8 h 30 min left", False)
    assert [each.mark for each in shown(page).clocks.lines] == [Mark.WAIT, Mark.INFO]
    work.clock.now += 10 * HOUR
    state = shown(page)
    assert state.events[0].late
    clock, untold = state.clocks.lines
    assert untold.aside is not None
    assert untold.aside.en == "not said whether it runs"
    assert clock.text.en.startswith("LN-002")
    assert clock.aside is not None
    assert (clock.aside.en, clock.mark) == ("1 h 30 min late", Mark.STOP)
    page.view.opened.emit(clock.key)
    assert work.desk.went[-1] == ("visit", parse_key(clock.key).in_visit.key, clock.key)


def test_the_overdue_row_of_today_leads_to_the_form_of_the_event(desk_fixture: Any) -> None:
    work = desk_fixture
    subject = work.enrol("LN-002")
    event(work, subject, PNEUMONIA)
    work.clock.now += 10 * HOUR
    today = TodayPage(work.desk)
    today.refresh()
    state = today.view.state
    assert state is not None
    row = next(row for row in state.rows if row.code == "LN-002" and "肺炎" in row.what.zh)
    today.view.opened.emit(row.place)
    place = parse_key(row.place)
    assert (place.visit, place.form) == (LOG, "AE")
    assert work.desk.went == [("visit", place.in_visit.key, row.place)]


def test_a_proposal_is_dismissed_with_its_reason_and_accepted_into_a_row(desk_fixture: Any, page: SafetyPage) -> None:
    work = desk_fixture
    subject = work.enrol("LN-003")
    for visit, day, platelets in (("BL", -5, "250"), ("W2", 14, "20"), ("M1", 28, "240")):
        work.visit(subject, visit, INFUSED + timedelta(days=day), {"CBC": {"PLAT": platelets, "NEUT": "3.0"}})
    work.visit(subject, "M3", INFUSED + timedelta(days=91), {"CBC": {"PLAT": "60"}})
    first, second = shown(page).proposals
    assert first.text.en == "LN-003 · Platelet count decreased G2"
    assert second.text.en == "LN-003 · Platelet count decreased G4"
    page.view.dismissed.emit("event", first.name, "machine fault")
    [mark] = work.course(subject).record.marks(NO_EVENT, log_form(subject, "AE"))
    assert isinstance(mark.fact, MarkSet)
    assert mark.fact.note == "machine fault"
    [left] = shown(page).proposals
    page.view.accepted.emit("event", left.name)
    assert work.desk.went[-1][0] == "visit"
    assert shown(page).proposals == ()
    page.view.filtered.emit(Filter(Which.ALL))
    assert [line.grade for line in shown(page).events] == ["G4"]


def test_the_days_of_an_episode_count_from_the_infusion(desk_fixture: Any, page: SafetyPage) -> None:
    work = desk_fixture
    subject = work.enrol("LN-004")
    work.visit(subject, "W2", INFUSED + timedelta(days=13), {})
    for at, more in (("20T08:00", {}), ("20T20:00", {"CRSHYPO": "1"}), ("21T08:00", {"CRSONG": "Y", "CRSFEV": "N"})):
        values: dict[str, Any] = {"CRSDTC": DateTimeValue(f"2026-08-{at}"), **FEVER, **more}
        work.set(subject, "W2", "CRS", values, anew=True)
    [line] = shown(page).episodes
    assert line.days == (DayGrade(2, 2), DayGrade(3, 0))
    assert (line.text.en, line.span.en) == ("CRS grade 2", "24 h")


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose own time zone is another one, with summer time."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("abroad")
def test_a_deadline_over_midnight_and_the_new_year_is_told_by_the_clock_of_the_site(
    desk_fixture: Any, page: SafetyPage
) -> None:
    work = desk_fixture
    work.clock.now = int(datetime(2026, 12, 31, 23, 59, tzinfo=work.session.zone).timestamp() * 1000)
    known = {**PNEUMONIA, "AESTDTC": DateValue("2026-12-30"), "SAEDTC": DateTimeValue("2026-12-30T23:59")}
    event(work, work.enrol("LN-002"), known)
    [line] = shown(page).events
    assert line.clock is not None
    assert (line.clock.en, line.late) == ("0 h 0 min left", False)
    work.clock.now += 60_000
    [line] = shown(page).events
    assert line.clock is not None
    assert (line.clock.en, line.late) == ("0 h 1 min late", True)
