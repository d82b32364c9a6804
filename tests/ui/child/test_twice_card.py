"""The card of records that may be of the same child, by the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import Decision, TwiceAnswer, TwiceRow
from ui.child.twice import Twice, TwiceCard
from ui.look import Look

WHY = Text("same name, date of birth", "姓名、出生日期相同")
ASKED = TwiceRow("s21", "LN-013", "LN-021", Text("LN-021 may be the same child", "…"), WHY, asked=True, may_decide=True)
TOLD = TwiceRow("s21", "LN-013", "LN-021", Text("not the same child as LN-021", "…"), WHY, may_decide=True)


def shown(look: Look, qtbot: QtBot, row: TwiceRow) -> tuple[TwiceCard, Twice]:
    card = TwiceCard(look)
    qtbot.addWidget(card)
    card.show_rows((row,))
    card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    [line] = card.findChildren(Twice)
    return card, line


@pytest.mark.parametrize(("presses", "what"), [(1, "apart"), (2, "this"), (3, "other")])
def test_tab_to_an_answer_say_why_and_enter_keeps_it(look: Look, qtbot: QtBot, presses: int, what: Decision) -> None:
    card, line = shown(look, qtbot, ASKED)
    line.link.setFocus()
    for _ in range(presses):
        QTest.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    assert line.why.line.hasFocus()
    assert sum(button.isVisibleTo(card) for button in line.buttons) == 1
    with qtbot.assertNotEmitted(card.decided):
        QTest.keyClick(line.why.line, Qt.Key.Key_Return)
    QTest.keyClicks(line.why.line, "seen both cards")
    with qtbot.waitSignal(card.decided) as heard:
        QTest.keyClick(line.why.line, Qt.Key.Key_Return)
    assert heard.args == [TwiceAnswer("s21", what, "seen both cards")]


def test_esc_goes_back_to_the_answer(look: Look, qtbot: QtBot) -> None:
    card, line = shown(look, qtbot, ASKED)
    line.buttons[1].setFocus()
    QTest.keyClick(line.buttons[1], Qt.Key.Key_Return)
    QTest.keyClick(line.why.line, Qt.Key.Key_Escape)
    assert line.buttons[1].hasFocus()
    assert not line.why.isVisibleTo(card)


def test_what_was_decided_can_only_be_withdrawn(look: Look, qtbot: QtBot) -> None:
    card, line = shown(look, qtbot, TOLD)
    [button] = line.buttons
    button.click()
    QTest.keyClicks(line.why.line, "wrong")
    with qtbot.waitSignal(card.decided) as heard:
        line.why.keep.click()
    assert heard.args == [TwiceAnswer("s21", "again", "wrong")]


def test_the_other_record_is_opened_and_a_reader_is_offered_nothing(look: Look, qtbot: QtBot) -> None:
    card, line = shown(look, qtbot, TwiceRow("s21", "LN-013", "LN-021", ASKED.text, WHY, asked=True))
    assert not line.answers.isVisibleTo(card)
    with qtbot.waitSignal(card.opened) as heard:
        QTest.keyClick(line.link, Qt.Key.Key_Return)
    assert heard.args == ["s21"]
    card.show_rows(())
    assert not card.isVisible()


def test_what_is_being_typed_stays_while_nothing_moves(look: Look, qtbot: QtBot) -> None:
    card, line = shown(look, qtbot, ASKED)
    line.buttons[0].click()
    QTest.keyClicks(line.why.line, "half a rea")
    card.show_rows((ASKED,))
    [still] = card.findChildren(Twice)
    assert still.why.line.text() == "half a rea"
