"""What is done to a chosen medicine from the keyboard: E, C, S, Ctrl+Z, Esc; the buttons that say so."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from study.text import Text
from ui.child.state import ChildHeader
from ui.logs.state import LineState, LogColumn, LogRow, LogsState, LogTab
from ui.logs.view import LogsView
from ui.visit.reason_dialog import ReasonDialog

ACTS = (("edit", Text("Edit this row", "修改该行"), "E"), ("stop", Text("Stop", "停药"), "S"))
ROW = Text("Prednisone 5 mg qd", "泼尼松 5 mg 每日1次")
STATE = LogsState(
    header=ChildHeader("s1", "LN-007", "林小满", Text("F", "女"), "D+91"),
    tabs=(LogTab("CM", Text("Medication", "合并用药"), 1, 1),),
    chosen="CM",
    columns=(LogColumn(Text("Drug", "药物")),),
    rows=(LogRow("r1", (ROW,), line=ROW), LogRow("r2", (ROW,), line=ROW)),
    line=LineState(acts=ACTS),
)
EDITED = LineState(1, "泼尼松 5 mg 每日1次", act=Text("Edit this row: Prednisone", "修改该行：泼尼松"), acts=ACTS)


@pytest.fixture
def view(on_screen: Callable[[LogsState], LogsView]) -> LogsView:
    made = on_screen(STATE)
    made.table.setFocus()
    return made


@pytest.mark.parametrize(("key", "act"), [(Qt.Key.Key_E, "edit"), (Qt.Key.Key_C, "change"), (Qt.Key.Key_S, "stop")])
def test_a_key_says_what_to_do_with_the_chosen_row(view: LogsView, key: Qt.Key, act: str) -> None:
    asked: list[tuple[str, str]] = []
    view.acted.connect(lambda *each: asked.append(each))
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, key)
    assert asked == [(act, "r2")]


def test_the_keys_are_letters_while_somebody_types(view: LogsView) -> None:
    asked: list[str] = []
    view.acted.connect(lambda act, _key: asked.append(act))
    view.line.field.setFocus()
    QTest.keyClicks(view.line.field, "CSE")
    assert asked == []
    assert view.line.field.text() == "CSE"


def test_the_buttons_say_their_keys_and_do_the_same(view: LogsView) -> None:
    asked: list[str] = []
    view.acted.connect(lambda act, _key: asked.append(act))
    assert [button.text() for button in view.line.acts] == ["修改该行 (E)", "停药 (S)"]
    view.line.acts[1].click()
    assert asked == ["stop"]


def test_an_act_puts_the_keyboard_into_its_line_and_says_what_it_is(view: LogsView) -> None:
    view.acted.connect(lambda _act, _key: view.show_line(EDITED))
    QTest.keyClick(view.table, Qt.Key.Key_E)
    QApplication.processEvents()
    assert view.line.field.hasFocus()
    assert view.line.field.text() == "泼尼松 5 mg 每日1次"
    assert "修改该行：泼尼松" in [label.text() for label in view.line.findChildren(QLabel) if label.isVisible()]
    assert view.line.acts == []


def test_esc_leaves_the_row_as_it_stands_and_down_only_looks(view: LogsView) -> None:
    left: list[bool] = []
    view.line.given_up.connect(lambda: left.append(True))
    view.show_line(EDITED)
    view.line.field.setFocus()
    QTest.keyClick(view.line.field, Qt.Key.Key_Down)
    assert left == []
    assert view.table.hasFocus()
    view.line.field.setFocus()
    QTest.keyClick(view.line.field, Qt.Key.Key_Escape)
    assert left == [True]


def test_ctrl_z_belongs_to_the_field_while_it_holds_what_was_typed(view: LogsView) -> None:
    asked: list[bool] = []
    view.undo_asked.connect(lambda: asked.append(True))
    view.line.field.setFocus()
    QTest.keyClicks(view.line.field, "MMF")
    QTest.keyClick(view.line.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == []
    assert view.line.field.text() == ""
    view.show_line(LineState(2, "", undo=Text("Entered: MMF", "已记入：MMF")))
    QTest.keyClick(view.line.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True]
    QTest.keyClick(view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True, True]


def test_ctrl_z_takes_nothing_back_while_another_log_is_in_front(view: LogsView) -> None:
    asked: list[bool] = []
    view.undo_asked.connect(lambda: asked.append(True))
    view.render(replace(STATE, line=None))
    QTest.keyClick(view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == []


def test_a_reason_is_asked_in_words_and_not_taken_empty(view: LogsView) -> None:
    given: list[str] = []
    view.reasoned.connect(given.append)
    view.ask_reason(ROW)
    [dialog] = view.findChildren(ReasonDialog)
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert given == []
    QTest.keyClicks(dialog.words, "copied wrongly")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert given == ["copied wrongly"]


def test_a_person_without_rights_sees_no_acts(view: LogsView) -> None:
    view.render(replace(STATE, line=LineState(why_not=Text("No right.", "无权限。"))))
    assert view.line.acts == []
