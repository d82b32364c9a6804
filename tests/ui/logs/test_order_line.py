"""The prescription line: keys, what is composed, readings to choose from, what is kept half typed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import ChildHeader
from ui.logs.state import (
    LineNote,
    LinePart,
    LineQuestion,
    LineState,
    LogColumn,
    LogRow,
    LogsState,
    LogTab,
)
from ui.logs.view import LogsView
from ui.look import Look


def both(word: str) -> Text:
    return Text(word, word)


STATE = LogsState(
    header=ChildHeader("s1", "LN-007", "林小满", Text("F", "女"), "D+91"),
    tabs=(LogTab("CM", Text("Medication", "合并用药"), 1, 1),),
    chosen="CM",
    columns=(LogColumn(Text("Drug", "药物")),),
    rows=(LogRow("r1", (both("泼尼松"),), line=Text("Prednisone 5 mg qd", "泼尼松 5 mg 每日1次 = 5 mg/日")),),
    line=LineState(),
)
ASKED = LineState(question=LineQuestion(both("“3”?"), (both("3 片"), both("每日3次"))))


@pytest.fixture
def view(on_screen: Callable[[LogsState], LogsView]) -> LogsView:
    """The log of medicines with an empty line."""
    return on_screen(STATE)


def shown(view: LogsView) -> str:
    """All words of the line, once it is laid out."""
    QApplication.processEvents()
    return " ".join(label.text() for label in view.line.findChildren(QLabel) if label.isVisible())


def test_l_leads_to_the_line_and_down_or_esc_back_to_the_table(view: LogsView) -> None:
    QTest.keyClick(view.table, Qt.Key.Key_L)
    assert view.line.field.hasFocus()
    QTest.keyClick(view.line.field, Qt.Key.Key_Down)
    assert view.table.hasFocus()
    backs: list[bool] = []
    view.back_asked.connect(lambda: backs.append(True))
    QTest.keyClick(view.table, Qt.Key.Key_L)
    QTest.keyClick(view.line.field, Qt.Key.Key_Escape)
    assert view.table.hasFocus()
    assert backs == []


def test_every_key_is_told_and_enter_asks_to_keep(view: LogsView, qtbot: QtBot) -> None:
    typed: list[str] = []
    view.line.typed.connect(typed.append)
    view.line.field.setFocus()
    QTest.keyClicks(view.line.field, "MMF n")
    assert typed[-1] == "MMF n"
    assert len(typed) == 5
    with qtbot.waitSignal(view.line.entered) as entered:
        QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    assert entered.args == ["MMF n"]


def test_enter_belongs_to_an_input_method_that_composes(view: LogsView) -> None:
    entered: list[str] = []
    view.line.entered.connect(entered.append)
    view.line.field.setFocus()
    QApplication.sendEvent(view.line.field, QInputMethodEvent("po'ni'song", []))
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    view.line.add.click()
    assert entered == []
    done = QInputMethodEvent()
    done.setCommitString("泼尼松")
    QApplication.sendEvent(view.line.field, done)
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    assert entered == ["泼尼松"]


def test_a_question_is_answered_with_the_keyboard_alone(view: LogsView) -> None:
    answered: list[int] = []
    entered: list[str] = []
    view.line.answered.connect(answered.append)
    view.line.entered.connect(entered.append)
    view.line.field.setFocus()
    view.show_line(ASKED)
    answers = view.line.answers
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    first, second = answers.options
    assert answers.hasFocus()
    assert entered == []
    QTest.keyClick(answers, Qt.Key.Key_Right)
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert view.line.field.hasFocus()
    QTest.keyClick(view.line.field, Qt.Key.Key_Down)
    QTest.keyClick(answers, Qt.Key.Key_Left)
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert answered == [1]
    QTest.keyClick(second, Qt.Key.Key_1)
    assert answered == [1, 0]


def test_the_enter_that_raised_a_question_answers_nothing_however_often_it_is_pressed(view: LogsView) -> None:
    answered: list[int] = []
    view.line.answered.connect(answered.append)
    view.line.field.setFocus()
    view.show_line(ASKED)
    assert "1  3 片" in [option.text() for option in view.line.answers.options]
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    for _again in range(3):
        QTest.keyClick(view.line.answers, Qt.Key.Key_Return)
    assert answered == []
    assert view.line.answers.how.text() in shown(view)


def test_an_answer_that_leads_to_another_question_does_not_answer_it(view: LogsView) -> None:
    answered: list[int] = []
    view.line.answered.connect(answered.append)
    view.line.field.setFocus()
    view.show_line(ASKED)
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    QTest.keyClick(view.line.answers, Qt.Key.Key_1)
    view.show_line(replace(ASKED, turn=1, text="泼尼松 3 片"))
    assert view.line.answers.hasFocus()
    QTest.keyClick(view.line.answers, Qt.Key.Key_Return)
    assert answered == [0]


def test_who_chose_a_reading_stands_there_still_when_the_page_is_shown_again(view: LogsView) -> None:
    view.line.field.setFocus()
    view.show_line(ASKED)
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    QTest.keyClick(view.line.answers, Qt.Key.Key_Left)
    view.show_line(replace(ASKED, notes=(LineNote(both("在用")),)))
    assert view.line.answers.options[1].hasFocus()


def test_letters_beside_a_question_begin_nothing(view: LogsView) -> None:
    begun: list[str] = []
    view.begun.connect(begun.append)
    view.line.field.setFocus()
    view.show_line(ASKED)
    QTest.keyClick(view.line.field, Qt.Key.Key_Return)
    QTest.keyClick(view.line.answers, Qt.Key.Key_N)
    assert begun == []
    assert view.line.answers.hasFocus()


def test_after_an_answer_the_line_is_written_anew_and_has_the_focus(view: LogsView) -> None:
    view.show_line(ASKED)
    view.line.answers.options[0].setFocus()
    view.show_line(LineState(turn=1, text="泼尼松 5mg 3片"))
    assert view.line.field.text() == "泼尼松 5mg 3片"
    assert view.line.field.hasFocus()
    assert view.line.answers.options == []


def test_what_is_typed_stays_when_the_page_is_shown_again(view: LogsView, look: Look) -> None:
    QTest.keyClicks(view.line.field, "MMF")
    view.render(replace(STATE, line=LineState(text="other")))
    look.language.switch("en")
    assert view.line.field.text() == "MMF"


def test_the_reading_the_notes_and_the_refusals_are_said(view: LogsView) -> None:
    parts = (LinePart(both("每次"), both("15 mg"), both("5 mg × 3 片")),)
    said = LineState(turn=1, text="x", parts=parts, amount=both("7.5 mg/日"))
    view.show_line(replace(said, notes=(LineNote(both("在用")),), refused=(both("剂量为0"),)))
    for word in ("每次", "15 mg", "5 mg × 3 片", "7.5 mg/日", "在用", "剂量为0"):
        assert word in shown(view)


def test_while_the_line_is_empty_the_chosen_row_is_written_out(view: LogsView) -> None:
    view.table.selectRow(0)
    assert "泼尼松 5 mg 每日1次 = 5 mg/日" in shown(view).replace("\N{NO-BREAK SPACE}", " ").replace(
        "\N{WORD JOINER}", ""
    )
    QTest.keyClicks(view.line.field, "M")
    view.show_line(LineState(text="M"))
    assert "每日1次" not in shown(view)


def test_half_typed_text_is_told_once(view: LogsView) -> None:
    kept: list[str] = []
    view.line.kept.connect(kept.append)
    QTest.keyClicks(view.line.field, "MMF")
    view.line.keep()
    view.line.keep()
    assert kept == ["MMF"]


def test_who_may_not_enter_is_told_why_and_cannot_type(view: LogsView) -> None:
    view.show_line(LineState(why_not=Text("frozen centrally", "已被中心库冻结")))
    assert view.line.field.isReadOnly()
    assert not view.line.add.isEnabled()
    assert "已被中心库冻结" in shown(view)


def test_a_log_that_takes_no_lines_has_none(view: LogsView) -> None:
    view.render(replace(STATE, line=None))
    assert not view.line.isVisible()
    QTest.keyClick(view.table, Qt.Key.Key_L)
    assert view.table.hasFocus()
