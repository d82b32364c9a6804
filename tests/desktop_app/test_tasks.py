"""The lanes let the window's thread put up what it is putting up; what a person entered is written at once."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.tasks import Lane, ThreadTasks

FOR_EVER_S = 600.0
BEHIND: tuple[Lane, ...] = ("read", "draw", "long", "network")


def fail(error: BaseException) -> None:
    raise error


class Painted(QWidget):
    """Notes that it was painted."""

    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self._order = order

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's own name
        """Qt paints it."""
        self._order.append("painted")
        super().paintEvent(event)


@pytest.fixture
def patient(qtbot: QtBot) -> Iterator[ThreadTasks]:
    """Lanes that wait for the window as long as it takes."""
    tasks = ThreadTasks(fail, patience_s=FOR_EVER_S)
    yield tasks
    tasks.close()


@pytest.fixture
def order() -> list[str]:
    """What happened, in its order."""
    return []


@pytest.fixture
def page(qtbot: QtBot, order: list[str]) -> QWidget:
    """A page in sight that says when it is painted again."""
    made = Painted(order)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "painted" in order)
    order.clear()
    return made


@pytest.mark.parametrize("lane", BEHIND)
def test_a_job_begins_once_what_is_put_up_is_painted(
    patient: ThreadTasks, qtbot: QtBot, page: QWidget, order: list[str], lane: Lane
) -> None:
    patient.window_first()
    patient.run(lane, lambda: order.append("begun"), lambda _none: order.append("answered"))
    page.update()
    qtbot.waitUntil(lambda: "answered" in order)
    assert order == ["painted", "begun", "answered"]


def test_what_an_answer_puts_up_comes_before_the_next_job(
    patient: ThreadTasks, qtbot: QtBot, page: QWidget, order: list[str]
) -> None:
    """The page that was read is painted before its charts are drawn."""

    def put_up(_read: None) -> None:
        patient.run("draw", lambda: order.append("drawn"), lambda _none: order.append("shown"))
        page.update()

    patient.run("read", lambda: None, put_up)
    qtbot.waitUntil(lambda: "shown" in order)
    assert order == ["painted", "drawn", "shown"]


def test_a_write_waits_for_nothing(patient: ThreadTasks) -> None:
    patient.window_first()
    assert patient.ask("write", lambda: "kept") == "kept"


def test_a_long_job_gives_way_between_its_pieces(
    patient: ThreadTasks, qtbot: QtBot, page: QWidget, order: list[str]
) -> None:
    begun, asked = threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        asked.wait()
        patient.give_way()
        order.append("second piece")

    patient.run("long", job, lambda _none: order.append("answered"))
    assert begun.wait(FOR_EVER_S)
    patient.window_first()
    asked.set()
    page.update()
    qtbot.waitUntil(lambda: "answered" in order)
    assert order == ["painted", "second piece", "answered"]


def test_a_window_that_stays_busy_is_not_waited_for_any_longer(qtbot: QtBot) -> None:
    tasks = ThreadTasks(fail, patience_s=0.01)
    tasks.window_first()
    assert tasks.ask("read", lambda: "read") == "read"
    tasks.close()


def test_nothing_waits_for_a_window_that_closes(patient: ThreadTasks) -> None:
    patient.window_first()
    patient.run("read", lambda: None, lambda _none: None)
    patient.close()
    patient.window_first()
    patient.give_way()
