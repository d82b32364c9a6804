"""What is copied from the window leaves the clipboard again; what another program put there is left alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.clipboard import KEPT_MS, ClipboardGuard
from ui.visit.field import ResultField

NAME = "林小满"


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    made = qapp.clipboard()
    made.clear()
    yield made
    made.clear()


@pytest.fixture
def guard(clipboard: QClipboard) -> Iterator[ClipboardGuard]:
    made = ClipboardGuard(clipboard)
    yield made
    made.deleteLater()


@pytest.fixture
def field(guard: ClipboardGuard, qtbot: QtBot) -> ResultField:
    made = ResultField("text")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setText(NAME)
    made.selectAll()
    return made


def copy(field: ResultField) -> None:
    QTest.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_copied_name_is_gone_after_half_a_minute(
    field: ResultField, guard: ClipboardGuard, clipboard: QClipboard, qtbot: QtBot
) -> None:
    copy(field)
    assert clipboard.text() == NAME
    assert guard.timer.isActive()
    assert (guard.timer.interval(), KEPT_MS) == (30_000, 30_000)
    guard.timer.start(0)
    qtbot.waitUntil(lambda: not guard.timer.isActive())
    assert clipboard.text() == ""


def test_locking_empties_it_at_once(field: ResultField, guard: ClipboardGuard, clipboard: QClipboard) -> None:
    copy(field)
    guard.clear()
    assert clipboard.text() == ""
    assert not guard.timer.isActive()


def test_cutting_counts_as_copying(field: ResultField, guard: ClipboardGuard, clipboard: QClipboard) -> None:
    QTest.keyClick(field, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == NAME
    guard.clear()
    assert clipboard.text() == ""


def test_what_another_program_copied_since_stays(
    clipboard: QClipboard,
) -> None:
    here = [True]
    guard = ClipboardGuard(clipboard, at_work=lambda: here[0])
    clipboard.setText(NAME)
    here[0] = False
    clipboard.setText("something else")
    guard.clear()
    assert clipboard.text() == "something else"
    clipboard.setText(NAME)
    guard.clear()
    assert clipboard.text() == NAME, "the same text from elsewhere is the other program's"
    guard.deleteLater()


def test_text_is_not_dragged_out_of_a_field(field: ResultField) -> None:
    assert not field.dragEnabled()
