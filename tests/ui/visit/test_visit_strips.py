"""What stands below a row asks for an act, and the act leaves by its own signal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.visit.acts import (
    Acknowledged,
    ConfirmedOnReport,
    DraftAnswered,
    Explained,
    FieldLeft,
    OptionChosen,
    ReasonGiven,
    SuggestionTaken,
)
from ui.visit.state import Ask, Critical, DraftBack, InConflict, Option, ReasonForChange, Refused, SoftLimit, Suggested

ItemKey = Callable[[str], str]
LEFT = Qt.MouseButton.LeftButton


def test_two_readings_one_is_chosen(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    options = (Option("NOTDONE", Text("not done", "未做")), Option("NEG", Text("not detected", "未检出")))
    ask = Ask("ND", Text("ND has two readings", "ND 有两种读法"), options)
    bedside.view.render(bedside.change("GGT", strips=(ask,)))
    assert bedside.field("GGT").text() == "ND"
    with qtbot.waitSignal(bedside.view.option_chosen) as heard:
        qtbot.mouseClick(bedside.button("GGT", "not detected"), LEFT)
    assert heard.args == [OptionChosen(item_key("GGT"), "NEG")]


def test_change_gives_the_typed_text_back(bedside: Any, qtbot: QtBot) -> None:
    qtbot.mouseClick(bedside.button("UREA", "change"), LEFT)
    assert bedside.field("UREA").text() == "12.6mg/dl"
    assert bedside.field("UREA").hasFocus()
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClicks(bedside.field("UREA"), "4.6")
        qtbot.keyClick(bedside.field("UREA"), Qt.Key.Key_Return)
    assert heard.args[0].typed == "4.6"


def test_a_word_of_explanation_is_given_once(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.render(bedside.change("GGT", strips=(SoftLimit(Text("outside usual", "超出常见范围")),)))
    said: list[Explained] = []
    bedside.view.explanation_given.connect(said.append)
    edit = bedside.strip_edit("GGT")
    edit.setFocus()
    qtbot.keyClicks(edit, "fatty meal")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    bedside.view.grid.go_to(item_key("CREAT"))
    assert said == [Explained(item_key("GGT"), "fatty meal")]


def test_a_render_leaves_a_half_typed_explanation_alone(bedside: Any, qtbot: QtBot) -> None:
    limit = SoftLimit(Text("outside usual", "超出常见范围"))
    bedside.view.render(bedside.change("GGT", strips=(limit,)))
    edit = bedside.strip_edit("GGT")
    edit.setFocus()
    qtbot.keyClicks(edit, "fatty")
    bedside.view.render(bedside.change("GGT", strips=(SoftLimit(Text("outside usual", "超出常见范围"), "x"),)))
    assert bedside.strip_edit("GGT") is edit
    assert edit.text() == "fatty"


def test_a_critical_value_is_acknowledged_with_person_time_and_action(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    row = bedside.view.grid.row(item_key("K"))
    action = next(one for one in row.strips.findChildren(QComboBox) if one.isEditable())
    with qtbot.waitSignal(bedside.view.critical_acknowledged) as heard:
        action.setEditText("repeat K now")
        qtbot.mouseClick(bedside.button("K", "Acknowledge"), LEFT)
    assert heard.args == [Acknowledged(item_key("K"), "zm", "14:01", "repeat K now")]


def test_without_an_action_nothing_is_acknowledged(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    with qtbot.assertNotEmitted(bedside.view.critical_acknowledged):
        qtbot.mouseClick(bedside.button("K", "Acknowledge"), LEFT)
    row = bedside.view.grid.row(item_key("K"))
    next(one for one in row.strips.findChildren(QComboBox) if one.isEditable()).hidePopup()


def test_enter_pressed_again_takes_no_action_out_of_the_list_it_opened(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    action = next(
        one for one in bedside.view.grid.row(item_key("K")).strips.findChildren(QComboBox) if one.isEditable()
    )
    done = bedside.button("K", "Acknowledge")
    done.setFocus()
    with qtbot.assertNotEmitted(bedside.view.critical_acknowledged):
        qtbot.keyClick(done, Qt.Key.Key_Return)
        for _again in range(3):
            qtbot.keyClick(action.view(), Qt.Key.Key_Return)
    assert action.currentText() == ""
    qtbot.keyClick(action.view(), Qt.Key.Key_Down)
    qtbot.keyClick(action.view(), Qt.Key.Key_Return)
    assert action.currentText() == "repeat K now; ECG; tacrolimus"


def test_enter_behind_the_action_acknowledges_and_shift_enter_does_not(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    row = bedside.view.grid.row(item_key("K"))
    action = next(one for one in row.strips.findChildren(QComboBox) if one.isEditable())
    action.setEditText("repeat K now")
    with qtbot.assertNotEmitted(bedside.view.critical_acknowledged):
        qtbot.keyClick(action.lineEdit(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(bedside.view.critical_acknowledged) as heard:
        qtbot.keyClick(action.lineEdit(), Qt.Key.Key_Return)
    assert heard.args == [Acknowledged(item_key("K"), "zm", "14:01", "repeat K now")]
    row = bedside.view.grid.row(item_key("K"))
    strip = next(each for each in row.row.strips if isinstance(each, Critical))
    bedside.view.render(bedside.change("K", strips=(replace(strip, acknowledged=Text("told", "已告知")),)))
    assert not any(box.isVisible() for box in row.strips.findChildren(QComboBox)), "it is not asked again"


def test_an_investigator_confirms_with_a_reason(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    refused = Refused("5390", Text("above 3000", "高于 3000"), may_confirm=True)
    bedside.view.render(bedside.change("GGT", strips=(refused,)))
    qtbot.mouseClick(bedside.button("GGT", "Confirmed on the report…"), LEFT)
    with qtbot.waitSignal(bedside.view.confirmed_on_report) as heard:
        qtbot.keyClick(bedside.view.menu, Qt.Key.Key_1)
    assert heard.args == [ConfirmedOnReport(item_key("GGT"), "5390", "SEEN")]


def test_a_reason_for_a_change_goes_by_code_or_by_words(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    reasons = (Option("TYPO", Text("typing error", "录入错误")),)
    bedside.view.render(bedside.change("GGT", strips=(ReasonForChange("16", "18", reasons),)))
    said: list[ReasonGiven] = []
    bedside.view.reason_given.connect(said.append)
    row = bedside.view.grid.row(item_key("GGT"))
    reason = row.strips.findChild(QComboBox)
    for words in ("typing error", "report corrected by the laboratory"):
        reason.setEditText(words)
        qtbot.mouseClick(bedside.button("GGT", "Change it"), LEFT)
    assert said == [
        ReasonGiven(item_key("GGT"), "18", "TYPO"),
        ReasonGiven(item_key("GGT"), "18", "report corrected by the laboratory"),
    ]


def test_enter_behind_the_reason_changes_the_value(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    reasons = (Option("TYPO", Text("typing error", "录入错误")),)
    bedside.view.render(bedside.change("GGT", strips=(ReasonForChange("16", "18", reasons),)))
    reason = bedside.view.grid.row(item_key("GGT")).strips.findChild(QComboBox)
    with qtbot.waitSignal(bedside.view.reason_given) as heard:
        qtbot.keyClicks(reason.lineEdit(), "source says 18")
        qtbot.keyClick(reason.lineEdit(), Qt.Key.Key_Return)
    assert heard.args == [ReasonGiven(item_key("GGT"), "18", "source says 18")]


def test_a_draft_comes_back_unsaved_and_is_kept_or_discarded(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    said: list[object] = []
    bedside.view.draft_answered.connect(said.append)
    bedside.view.field_left.connect(said.append)
    bedside.view.render(bedside.change("CA", strips=(DraftBack("2.1", "13:58"),)))
    assert bedside.field("CA").text() == "2.1"
    assert bedside.field("CA").property("stands") == "draft"
    bedside.view.grid.go_to(item_key("CA"))
    bedside.view.grid.go_to(item_key("PHOS"))
    assert said == [], "a draft is nobody's act until it is answered"
    qtbot.mouseClick(bedside.button("CA", "Discard"), LEFT)
    qtbot.mouseClick(bedside.button("CA", "Keep"), LEFT)
    assert said == [DraftAnswered(item_key("CA"), False, "2.1"), DraftAnswered(item_key("CA"), True, "2.1")]


def test_a_draft_typed_on_is_left_like_any_field(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.render(bedside.change("CA", strips=(DraftBack("2.1", "13:58"),)))
    bedside.view.grid.go_to(item_key("CA"))
    bedside.field("CA").end(False)
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClicks(bedside.field("CA"), "8")
        qtbot.keyClick(bedside.field("CA"), Qt.Key.Key_Return)
    assert heard.args == [FieldLeft(item_key("CA"), "2.18")]


def test_a_conflict_links_to_its_view(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    conflict = InConflict(Text("60.1 here, 66.2 on another device", "本机 60.1，另一设备 66.2"))
    bedside.view.render(bedside.change("CREAT", strips=(conflict,), state="conflict"))
    with qtbot.waitSignal(bedside.view.conflict_opened) as heard:
        qtbot.mouseClick(bedside.button("CREAT", "resolve"), LEFT)
    assert heard.args == [item_key("CREAT")]


PRESENT = Suggested(Text("present", "有"), Text("UPCR 0.82 g/g", "尿蛋白/肌酐 0.82 g/g"), may_take=True)


def test_a_suggestion_is_taken_by_its_button_or_by_one_key(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.render(bedside.change("GGT", strips=(PRESENT,)))
    said: list[SuggestionTaken] = []
    bedside.view.suggestion_taken.connect(said.append)
    qtbot.mouseClick(bedside.button("GGT", "Take   Alt+Y"), LEFT)
    bedside.view.grid.go_to(item_key("GGT"))
    qtbot.keyClick(bedside.field("GGT"), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert said == [SuggestionTaken(item_key("GGT"))] * 2
    assert bedside.field("TBIL").hasFocus()


def test_what_is_half_typed_gives_way_to_a_suggestion_that_is_taken(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    bedside.view.render(bedside.change("GGT", strips=(PRESENT,)))
    bedside.view.grid.go_to(item_key("GGT"))
    qtbot.keyClicks(bedside.field("GGT"), "17")
    with qtbot.assertNotEmitted(bedside.view.field_left):
        qtbot.keyClick(bedside.field("GGT"), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert bedside.field("GGT").text() == "16"


def test_a_suggestion_that_only_is_named_takes_no_key(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    for strip in (Suggested(None, PRESENT.why), Suggested(PRESENT.answer, PRESENT.why)):
        bedside.view.render(bedside.change("GGT", strips=(strip,)))
        bedside.view.grid.go_to(item_key("GGT"))
        assert bedside.view.grid.row(item_key("GGT")).strips.inputs() == []
        with qtbot.assertNotEmitted(bedside.view.suggestion_taken):
            qtbot.keyClick(bedside.field("GGT"), Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
