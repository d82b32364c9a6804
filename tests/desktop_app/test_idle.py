"""Who is there is heard at the windows and where something is typed, and not from every event of every widget."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.idle import IdleWatch

_REST_MS = 200


class Counting(IdleWatch):
    """Remembers of whom it heard."""

    def __init__(self, application: QApplication) -> None:
        self.heard: list[QObject] = []
        super().__init__(application, 10, lambda: 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's own name
        """See `IdleWatch`."""
        self.heard.append(watched)
        return super().eventFilter(watched, event)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with two lines, up and in front."""
    made = QWidget()
    column = QVBoxLayout(made)
    for _ in range(2):
        column.addWidget(QLineEdit())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def watch(qapp: QApplication, window: QWidget) -> Iterator[Counting]:
    made = Counting(qapp)
    made.start()
    yield made
    made.stop()
    made.deleteLater()


def lines(window: QWidget) -> list[QLineEdit]:
    return window.findChildren(QLineEdit)


def counts(watch: IdleWatch) -> bool:
    """Whether what was just done began the time anew."""
    return watch.quiet_ms < _REST_MS


def rest(watch: IdleWatch, qtbot: QtBot) -> None:
    """A while without anybody."""
    qtbot.waitUntil(lambda: watch.quiet_ms >= _REST_MS)


def test_a_key_and_the_mouse_at_the_window_begin_the_time_anew(watch: Counting, window: QWidget, qtbot: QtBot) -> None:
    handle = window.windowHandle()
    rest(watch, qtbot)
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert counts(watch)
    rest(watch, qtbot)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    assert counts(watch)


def test_what_an_input_method_commits_begins_it_anew_in_whatever_has_the_focus(
    watch: Counting, window: QWidget, qtbot: QtBot
) -> None:
    for line in lines(window):
        line.setFocus()
        rest(watch, qtbot)
        event = QInputMethodEvent()
        event.setCommitString("林")
        QApplication.sendEvent(line, event)
        assert counts(watch)
        assert line.text() == "林"


def test_a_dialog_that_opens_is_heard_too(watch: Counting, window: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    rest(watch, qtbot)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    assert counts(watch)
    dialog.close()


def test_a_window_without_the_keyboard_is_heard_from_the_next_beat_on(
    watch: Counting, window: QWidget, qtbot: QtBot
) -> None:
    other = QWidget()
    other.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    qtbot.addWidget(other)
    other.show()
    watch.beat()
    rest(watch, qtbot)
    QTest.mouseMove(other.windowHandle())
    QTest.mouseClick(other.windowHandle(), Qt.MouseButton.LeftButton)
    assert counts(watch)


def test_what_happens_to_widgets_is_none_of_its_business(watch: Counting, window: QWidget) -> None:
    """A style sheet that a page puts on is thousands of events."""
    lines(window)[0].setFocus()
    watch.heard.clear()
    window.setStyleSheet("QLineEdit { color: red; }")
    window.layout().addWidget(QLineEdit())  # type: ignore[union-attr]
    assert {each for each in watch.heard if isinstance(each, QWidget)} <= {lines(window)[0]}


def test_a_line_that_lost_the_focus_is_heard_no_longer_and_nobody_after_the_end(
    watch: Counting, window: QWidget, qtbot: QtBot
) -> None:
    first, second = lines(window)
    first.setFocus()
    second.setFocus()
    watch.heard.clear()
    first.setText("x")
    QApplication.sendEvent(first, QEvent(QEvent.Type.User))
    assert first not in watch.heard
    watch.stop()
    watch.heard.clear()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_B)
    assert watch.heard == []


def test_a_line_that_is_gone_ends_nothing(watch: Counting, window: QWidget, qtbot: QtBot) -> None:
    first, second = lines(window)
    first.setFocus()
    first.deleteLater()
    QApplication.sendPostedEvents(first, QEvent.Type.DeferredDelete.value)
    second.setFocus()
    rest(watch, qtbot)
    QTest.keyClick(second, Qt.Key.Key_A)
    assert counts(watch)
