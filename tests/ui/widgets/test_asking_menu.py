"""A menu of answers: none is chosen when it opens, and the Enter that opened it takes none."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.asking_menu import AskingMenu


@pytest.fixture
def taken() -> list[str]:
    """What was answered."""
    return []


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """What the menu opens over."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def menu(qtbot: QtBot, holder: QWidget, taken: list[str]) -> AskingMenu:
    """Two answers, and a reason under a title."""
    made = AskingMenu(holder)
    made.answer("typing error", lambda: taken.append("typing"))
    made.answer("corrected report", lambda: taken.append("report"))
    why = made.ask_in("Withdraw")
    why.answer("entered twice", lambda: taken.append("twice"))
    made.popup(holder.mapToGlobal(holder.rect().topLeft()))
    qtbot.waitExposed(made)
    return made


def held_down(menu: AskingMenu) -> None:
    """Enter once more, because it is held down."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(
            menu, QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True)
        )


def test_enter_takes_nothing_while_nothing_is_chosen_and_says_how_to_choose(menu: AskingMenu, taken: list[str]) -> None:
    before = len(menu.actions())
    for _again in range(3):
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert taken == []
    assert menu.isVisible()
    assert [action.isEnabled() for action in menu.actions()[before:]] == [False]


def test_a_digit_or_an_arrow_and_enter_choose(menu: AskingMenu, taken: list[str]) -> None:
    QTest.keyClick(menu, Qt.Key.Key_Down)
    held_down(menu)
    assert taken == []
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert taken == ["report"]


def test_a_digit_answers_at_once(menu: AskingMenu, taken: list[str]) -> None:
    QTest.keyClick(menu, Qt.Key.Key_2)
    assert taken == ["report"]


@pytest.mark.parametrize("opens", [Qt.Key.Key_Return, Qt.Key.Key_Right])
def test_reasons_inside_open_with_none_chosen(menu: AskingMenu, taken: list[str], opens: Qt.Key) -> None:
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, opens)
    [inner] = [each for each in menu.findChildren(AskingMenu) if each.isVisible()]
    QTest.keyClick(inner, Qt.Key.Key_Return)
    assert taken == []
    QTest.keyClick(inner, Qt.Key.Key_1)
    assert taken == ["twice"]
