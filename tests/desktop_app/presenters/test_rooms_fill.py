"""Today, Safety and Queries fill while children are read, can be stopped, and make anew only whom something moved."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.presenters import gathering, queries, safety, today
from desktop_app.presenters.queries import QueriesPage, asked_about
from desktop_app.presenters.queries_reading import Threads
from desktop_app.presenters.safety import SafetyPage
from desktop_app.presenters.safety_reading import of_child
from desktop_app.presenters.today import TodayPage
from desktop_app.records import Child, Records
from storage.read import Subject
from study.address import LOG, Address
from study.calendar_words import WEEKDAYS
from study.changes import facts as f
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue
from tests.kit.lanes import Waiting
from ui.queries.state import Filter
from ui.safety.state import Filter as SafetyFilter
from ui.safety.state import Which
from ui.today.state import TodayState

CODES = ("LN-001", "LN-002", "LN-003", "LN-004")
PNEUMONIA = {
    "AETERM": "肺炎", "AESTDTC": DateValue("2026-11-16"), "AETOXGR": "3", "AESER": "Y", "AESCRIT": Codes(("HOSP",)),
    "SAEDTC": DateTimeValue("2026-11-16T18:30"),
}  # fmt: skip


class Counting(Records):
    """Remembers who was asked for."""

    def __init__(self, work: Any) -> None:
        super().__init__(work.store.reader, work.session.study)
        self.asked: list[str] = []

    def of(self, subject: Subject) -> Child:
        """See `Records`."""
        self.asked.append(subject.code)
        return super().of(subject)


@pytest.fixture
def four(desk_fixture: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Four children with a query and an event each, read one in a turn of the lane."""
    for place, code in enumerate(CODES):
        child = desk_fixture.enrol(code, infused=date(2026, 8, 21))
        desk_fixture.set(child, LOG, "AE", {"AETERM": "皮疹", "AESTDTC": DateValue("2026-09-01"), "AETOXGR": "1"})
        asked = Address(child, "M3", "", "VS", "", "", "WEIGHT")
        desk_fixture.clock.now += 1000
        desk_fixture.append(f.QueryOpened(id=f"q{place}", query=f"q{place}", address=asked, text="really?"))
    desk_fixture.session.records = Counting(desk_fixture)
    desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    return desk_fixture


def shown(page: Any) -> set[str]:
    """The children who stand on a page."""
    state = page.view.state
    lines = state.rows if isinstance(page, TodayPage) else state.events if isinstance(page, SafetyPage) else state.lines
    return {line.code for line in lines}


ROOMS: list[Any] = [TodayPage, SafetyPage, QueriesPage]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_fills_and_says_how_far_it_is(four: Any, room: Any) -> None:
    page, lane = room(four.desk), four.desk.tasks
    page.refresh()
    assert shown(page) == set()
    lane.jobs.popleft()()
    assert (shown(page), page.view.state.unread) == ({"LN-001"}, 3)
    assert not page.view.reading.isHidden()
    assert "1 / 4" in page.view.reading.words.text()
    lane.through()
    assert (shown(page), page.view.state.unread) == (set(CODES), 0)
    assert page.view.reading.isHidden()


def test_the_row_that_was_chosen_stays_chosen_while_others_come(four: Any) -> None:
    page, lane = TodayPage(four.desk), four.desk.tasks
    page.refresh()
    lane.jobs.popleft()()
    assert page.view.state is not None
    wanted = page.view.state.rows[-1].place
    page.view.table.setCurrentIndex(page.view.model.place_of(wanted))
    assert page.view.chosen() == wanted
    lane.through()
    assert len({row.code for row in page.view.state.rows}) == 4
    assert page.view.chosen() == wanted


def test_nobody_is_told_that_nothing_waits_before_everybody_was_looked_at(four: Any) -> None:
    """Of three children nobody knows yet whether a value is critical or a deadline runs."""
    day, room, lane = TodayPage(four.desk), SafetyPage(four.desk), four.desk.tasks
    day.view.render(TodayState(date(2026, 11, 17), WEEKDAYS[1], 14, children=4, unread=3))
    said = [label.text() for label in day.view.findChildren(QLabel)]
    assert "正在查找到期事项…" in said
    assert not [words for words in said if words.startswith(("没有", "无", "未来"))]
    room.refresh()
    lane.jobs.popleft()()
    assert room.view.state is not None
    assert room.view.state.clocks.empty == Text("Not all children are read yet.", "尚有患儿未读取。")
    lane.through()
    assert room.view.state.clocks.empty == safety.NO_CLOCKS


@pytest.mark.parametrize("room", ROOMS)
def test_leaving_a_room_ends_its_reading(four: Any, room: Any) -> None:
    page, lane = room(four.desk), four.desk.tasks
    page.refresh()
    lane.jobs.popleft()()
    page.leave()
    four.session.records.asked.clear()
    lane.through()
    assert four.session.records.asked in ([], ["LN-001"])


@pytest.mark.parametrize("room", ROOMS)
def test_stop_leaves_the_rest_and_go_on_reads_it(four: Any, room: Any) -> None:
    page, lane = room(four.desk), four.desk.tasks
    page.refresh()
    lane.jobs.popleft()()
    page.view.reading.stop.click()
    lane.through()
    assert shown(page) == {"LN-001"}
    assert page.view.reading.stopped
    page.view.reading.stop.click()
    lane.through()
    assert shown(page) == set(CODES)


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_goes_while_they_are_read_anew(four: Any, room: Any) -> None:
    """A sync brought something while somebody types a reason or an answer: what they type in stays where it is."""
    page, lane = room(four.desk), four.desk.tasks
    page.refresh()
    lane.through()
    four.session.records.forget_all()
    page.refresh()
    for far in (1, 2, 3):
        lane.jobs.popleft()()
        assert shown(page) == set(CODES)
        assert page.view.reading.words.text().startswith(f"已重新读取 {far} / 4")
    lane.through()
    assert page.view.reading.isHidden()


def test_only_children_with_a_query_are_read_for_the_queries_the_one_in_front_first(four: Any) -> None:
    four.desk.tasks = Waiting()
    four.enrol("LN-005")
    four.session.records.asked.clear()
    page = QueriesPage(four.desk)
    page.refresh()
    four.desk.tasks.through()
    assert set(four.session.records.asked) == set(CODES)
    found = asked_about(four.session.records, four.session, Threads(), "q2")
    assert [subject.code for subject in found] == ["LN-003", "LN-001", "LN-002", "LN-004"]
    page.view.chosen.emit("q2")
    four.desk.tasks.through()
    four.session.records.forget_all()
    fresh = QueriesPage(four.desk)
    fresh._current = "q2"
    fresh.refresh()
    four.desk.tasks.jobs.popleft()()
    assert fresh.view.state is not None
    assert fresh.view.state.thread is not None
    assert fresh.view.state.thread.query == "q2"


class Made:
    """Counts what is made of whom."""

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make
        self.codes: list[str] = []

    def __call__(self, course: Any, *rest: Any) -> Any:
        """Make it."""
        self.codes.append(course.code)
        return self._make(course, *rest)

    def since(self) -> list[str]:
        """Of whom since the last time."""
        found, self.codes = self.codes, []
        return found


def test_the_day_is_made_anew_of_whom_something_moved(four: Any) -> None:
    made, records = Made(today.of_child), four.session.records
    kept = today.Kept(made)

    def look() -> list[str]:
        today.today_state(records, four.session, kept)
        return made.since()

    assert look() == list(CODES)
    assert look() == []
    four.set(records.subjects()[1].id, "M3", "VS", {"WEIGHT": "31.0"})
    assert look() == ["LN-002"]
    four.clock.now += 60 * 60 * 1000
    assert look() == []
    four.set(records.subjects()[2].id, LOG, "AE", PNEUMONIA, anew=True)
    assert look() == ["LN-003"]
    four.clock.now += 60 * 60 * 1000
    assert look() == ["LN-003"], "a deadline runs by the hour"
    four.clock.now += 24 * 60 * 60 * 1000
    assert look() == list(CODES)


def test_safety_is_made_anew_with_the_minute_only_where_a_deadline_runs(four: Any) -> None:
    made, records = Made(of_child), four.session.records
    kept = safety.Kept(made)

    def look() -> list[str]:
        state, _owners = safety.safety_state(records, four.session, kept, SafetyFilter(Which.ALL))
        assert len({line.code for line in state.events}) == len(CODES)
        return made.since()

    assert look() == list(CODES)
    four.clock.now += 60_000
    assert look() == []
    four.set(records.subjects()[0].id, LOG, "AE", PNEUMONIA, anew=True)
    assert look() == ["LN-001"]
    assert look() == []
    four.clock.now += 60_000
    assert look() == ["LN-001"]


def test_a_minute_that_passes_does_not_begin_a_long_reading_anew(four: Any) -> None:
    page, lane = SafetyPage(four.desk), four.desk.tasks
    page.refresh()
    lane.jobs.popleft()()
    page._clock.timeout.emit()
    assert len(lane.jobs) == 1
    lane.through()
    page._clock.timeout.emit()
    assert len(lane.jobs) == 1
    page.leave()


def test_the_queries_of_children_read_so_far(four: Any) -> None:
    far = gathering.Far(2, 4)
    state, _bases = queries.queries_state(
        four.session.records, four.session, Threads(), queries.InFront(Filter(standing=None)), far
    )
    assert ({line.code for line in state.lines}, state.read, state.unread) == ({"LN-001", "LN-002"}, 2, 2)
