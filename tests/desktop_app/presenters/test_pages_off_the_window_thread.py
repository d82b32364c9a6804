"""With real threads and the store closed to the window's thread, every page still reads, writes and draws."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.children import ChildrenPage
from desktop_app.presenters.conflict import ConflictPage
from desktop_app.presenters.logs import LogsPage
from desktop_app.presenters.safety import SafetyPage
from desktop_app.tasks import ThreadTasks
from study.address import Address
from ui.children.state import EnrolRequest
from ui.conflict.state import Resolution


def fail(error: BaseException) -> None:
    raise error


@pytest.fixture
def threaded(desk_fixture: Any, qtbot: QtBot) -> Iterator[tuple[Any, str, str]]:
    """A desk whose jobs run on threads, with one child who has a conflict."""
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.contradict(Address(subject, "M1", "", "VS", "", "", "WEIGHT"), "34.0")
    conflicts = [settled.conflict for settled in desk_fixture.store.reader.conflicts().values()]
    tasks = ThreadTasks(fail)
    desk_fixture.desk.tasks = tasks
    desk_fixture.store.guard.forbidden = threading.get_ident()
    yield desk_fixture, subject, conflicts[0]
    tasks.close()
    desk_fixture.store.guard.forbidden = None


def test_children_are_read_and_a_child_enrolled(threaded: tuple[Any, str, str], qtbot: QtBot) -> None:
    work, _, _ = threaded
    page = ChildrenPage(work.desk)
    qtbot.addWidget(page.view)
    work.desk.page = page
    page.refresh()
    qtbot.waitUntil(lambda: page.view.state is not None and len(page.view.state.rows) == 1)
    page.view.enrol_asked.emit()
    qtbot.waitUntil(lambda: page.dialog is not None)
    assert page.dialog is not None
    page.dialog.enrol_requested.emit(EnrolRequest("LN-002", "陈予安", "", "M", date(2016, 3, 2), date(2026, 11, 16)))
    qtbot.waitUntil(lambda: page.view.state is not None and len(page.view.state.rows) == 2)
    assert work.desk.went[0][0] == "child"


def test_a_child_is_read_and_its_charts_are_drawn(threaded: tuple[Any, str, str], qtbot: QtBot) -> None:
    work, subject, _ = threaded
    page = ChildPage(work.desk)
    qtbot.addWidget(page.view)
    page.view.resize(1294, 724)
    page.view.show()
    page.choose(subject)
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.view.charts), timeout=20_000)
    qtbot.waitUntil(lambda: all(card.chart.drawing is not None for card in page.view.charts), timeout=60_000)


def test_safety_and_logs_are_read_and_a_proposal_is_answered(threaded: tuple[Any, str, str], qtbot: QtBot) -> None:
    work, subject, _ = threaded
    work.store.guard.forbidden = None
    for visit, day, platelets in (("BL", 12, "250"), ("W2", 31, "20")):
        work.visit(subject, visit, date(2026, 8, 1) + timedelta(days=day), {"CBC": {"PLAT": platelets}})
    work.store.guard.forbidden = threading.get_ident()
    safety, logs = SafetyPage(work.desk), LogsPage(work.desk)
    for page in (safety, logs):
        qtbot.addWidget(page.view)
    work.desk.page = safety
    safety.refresh()
    qtbot.waitUntil(lambda: safety.view.state is not None and not safety.view.state.loading, timeout=20_000)
    state = safety.view.state
    assert state is not None
    assert state.proposals
    for row in state.proposals:
        safety.view.dismissed.emit("event", row.name, "known since childhood")
    qtbot.waitUntil(lambda: safety.view.state is not None and safety.view.state.proposals == (), timeout=20_000)
    logs.choose(subject, "SAMP")
    logs.refresh()
    qtbot.waitUntil(lambda: logs.view.state is not None and logs.view.state.chosen == "SAMP", timeout=20_000)


def test_charts_are_drawn(threaded: tuple[Any, str, str], qtbot: QtBot) -> None:
    work, subject, _ = threaded
    page = ChartsPage(work.desk)
    qtbot.addWidget(page.view)
    page.view.resize(1294, 724)
    page.view.show()
    page.choose(subject)
    page.refresh()
    qtbot.waitUntil(lambda: bool(page.view.charts), timeout=20_000)
    qtbot.waitUntil(lambda: all(chart.drawing is not None for chart in page.view.charts.values()), timeout=60_000)


def test_a_conflict_is_read_and_decided(threaded: tuple[Any, str, str], qtbot: QtBot) -> None:
    work, _, conflict = threaded
    page = ConflictPage(work.desk)
    qtbot.addWidget(page.view)
    work.desk.page = page
    page.choose(conflict)
    page.refresh()
    qtbot.waitUntil(lambda: page.view.state is not None)
    state = page.view.state
    assert state is not None
    page.view.resolved.emit(Resolution(state.conflict, state.sides[0].fact, "", "as on paper"))
    qtbot.waitUntil(lambda: work.desk.went == [("back",)])
