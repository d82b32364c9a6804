"""The bedside screen by keyboard alone: between rows, between forms, not done, history, an input method at work."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.visit.acts import Awaiting, FieldLeft, NotDoneChosen
from ui.visit.state import Option

Key = Qt.Key
ItemKey = Callable[[str], str]


def focused_item(bedside: Any) -> str:
    row = bedside.view.grid.current()
    return str(row.key).rsplit("/", 1)[-1] if row is not None else ""


def test_the_form_opens_on_the_row_the_state_names(bedside: Any) -> None:
    assert focused_item(bedside) == "CREAT"


@pytest.mark.parametrize(
    ("pressed", "modifier", "reached"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "UREA"),
        (Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier, "UREA"),
        (Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "CK"),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, "UREA"),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, "CK"),
    ],
)
def test_keys_go_from_row_to_row(
    bedside: Any, qtbot: QtBot, pressed: Qt.Key, modifier: Qt.KeyboardModifier, reached: str
) -> None:
    qtbot.keyClick(bedside.field("CREAT"), pressed, modifier)
    assert focused_item(bedside) == reached


def test_enter_below_the_last_row_reaches_form_complete(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.grid.go_to(bedside.state.rows[-1].key)
    qtbot.keyClick(bedside.field("PHOS"), Key.Key_Return)
    assert bedside.view.bar.complete.hasFocus()


@pytest.mark.parametrize(
    ("pressed", "modifier"),
    [(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier), (Key.Key_Up, Qt.KeyboardModifier.NoModifier)],
)
def test_from_form_complete_the_way_back_leads_to_the_last_row(
    bedside: Any, qtbot: QtBot, pressed: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    bedside.view.grid.go_to(bedside.state.rows[-1].key)
    qtbot.keyClick(bedside.field("PHOS"), Key.Key_Return)
    with qtbot.assertNotEmitted(bedside.view.form_completed):
        qtbot.keyClick(bedside.view.bar.complete, pressed, modifier)
    assert focused_item(bedside) == "PHOS"


def test_leaving_hands_over_exactly_what_was_typed_and_once(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    heard: list[FieldLeft] = []
    bedside.view.field_left.connect(heard.append)
    qtbot.keyClicks(bedside.field("CREAT"), "<0.5 mg/dl")
    qtbot.keyClick(bedside.field("CREAT"), Key.Key_Return)
    bedside.view.grid.go_to(item_key("CREAT"))
    bedside.view.grid.go_to(item_key("GGT"))
    assert heard == [FieldLeft(item_key("CREAT"), "<0.5 mg/dl")]


def test_leaving_untouched_says_nothing(bedside: Any, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bedside.view.field_left):
        qtbot.keyClick(bedside.field("CREAT"), Key.Key_Return)


def test_emptying_a_field_is_said(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(bedside.field("CREAT"), Key.Key_Delete)
        qtbot.keyClick(bedside.field("CREAT"), Key.Key_Return)
    assert heard.args == [FieldLeft(item_key("CREAT"), "")]


def test_a_space_by_mistake_does_not_empty_a_field(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    field = bedside.field("CREAT")
    field.setText("53.9")
    field.selectAll()
    qtbot.keyClick(field, Key.Key_Space)
    assert field.text() == "53.9"
    field.deselect()
    qtbot.keyClicks(field, " mg/dl")
    assert field.text() == "53.9 mg/dl", "behind a value a space is part of it"


def test_escape_takes_back_what_was_typed(bedside: Any, qtbot: QtBot) -> None:
    qtbot.keyClicks(bedside.field("CREAT"), "99")
    qtbot.keyClick(bedside.field("CREAT"), Key.Key_Escape)
    assert bedside.field("CREAT").text() == "53.9"


def test_alt_number_jumps_to_a_form_and_hands_over_first(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    said: list[object] = []
    bedside.view.field_left.connect(said.append)
    bedside.view.form_chosen.connect(said.append)
    qtbot.keyClicks(bedside.field("CREAT"), "54")
    qtbot.keyClick(bedside.field("CREAT"), Key.Key_8, Qt.KeyboardModifier.AltModifier)
    assert said == [FieldLeft(item_key("CREAT"), "54"), "LN-007/M3//U24///"]


def test_ctrl_enter_hands_over_and_completes_the_form(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    said: list[object] = []
    bedside.view.field_left.connect(said.append)
    bedside.view.form_completed.connect(said.append)
    qtbot.keyClicks(bedside.field("CREAT"), "54")
    qtbot.keyClick(bedside.field("CREAT"), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said == [FieldLeft(item_key("CREAT"), "54"), "LN-007/M3//CHEM///"]


def test_f2_offers_reasons_and_takes_one(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    said: list[object] = []
    bedside.view.field_left.connect(said.append)
    bedside.view.not_done_chosen.connect(said.append)
    bedside.view.grid.go_to(item_key("CA"))
    qtbot.keyClicks(bedside.field("CA"), "2.")
    qtbot.keyClick(bedside.field("CA"), Key.Key_F2)
    assert bedside.view.menu is not None
    qtbot.keyClick(bedside.view.menu, Key.Key_2)
    qtbot.waitUntil(lambda: bool(said))
    assert said == [NotDoneChosen(item_key("CA"), "REF")]


def test_f3_asks_for_the_history_of_the_item(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    with qtbot.waitSignal(bedside.view.history_asked) as heard:
        qtbot.keyClick(bedside.field("CREAT"), Key.Key_F3)
    assert heard.args == [item_key("CREAT")]


@pytest.mark.parametrize(
    ("pressed", "modifier"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        (Key.Key_1, Qt.KeyboardModifier.AltModifier),
        (Key.Key_F2, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_while_composing_keys_belong_to_the_input_method(
    bedside: Any, qtbot: QtBot, compose: Callable[..., None], pressed: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    said: list[object] = []
    for signal in (bedside.view.form_chosen, bedside.view.form_completed, bedside.view.field_left):
        signal.connect(said.append)
    compose(bedside.field("CREAT"), "yin xing")
    qtbot.keyClick(bedside.field("CREAT"), pressed, modifier)
    assert focused_item(bedside) == "CREAT"
    assert said == []
    assert bedside.view.menu is None


def test_preedit_is_never_handed_over(bedside: Any, compose: Callable[..., None], item_key: ItemKey) -> None:
    said: list[object] = []
    bedside.view.field_left.connect(said.append)
    compose(bedside.field("CREAT"), "yin")
    bedside.view.grid.go_to(item_key("GGT"))
    assert said == []


def test_committed_text_counts_as_typed(
    bedside: Any, qtbot: QtBot, compose: Callable[..., None], item_key: ItemKey
) -> None:
    compose(bedside.field("CREAT"), "yin")
    compose(bedside.field("CREAT"), "", "阴性")
    with qtbot.waitSignal(bedside.view.field_left) as heard:
        qtbot.keyClick(bedside.field("CREAT"), Key.Key_Return)
    assert heard.args == [FieldLeft(item_key("CREAT"), "阴性")]


def test_tab_goes_through_the_strip_of_a_row(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.grid.go_to(item_key("CK"))
    qtbot.keyClick(bedside.field("CK"), Key.Key_Tab)
    assert QApplication.focusWidget() is bedside.strip_edit("CK")
    qtbot.keyClick(bedside.strip_edit("CK"), Key.Key_Tab)
    assert focused_item(bedside) == "CREAT"


def test_f6_turns_the_right_pane_and_a_narrow_window_hides_it(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.resize(900, 600)
    qtbot.waitUntil(lambda: not bedside.view.side.isVisible())
    assert bedside.view.forms.width() < 100
    qtbot.keyClick(bedside.field("CREAT"), Key.Key_F6)
    assert bedside.view.side.isVisible()


def test_the_rest_awaits_results_with_a_day_to_ask_again(bedside: Any, qtbot: QtBot) -> None:
    days = (Option("2026-11-19", Text("11-19, in 2 days", "11-19，2 天后")),)
    form = replace(bedside.state.form, chase_days=days)
    bedside.view.render(replace(bedside.state, form=form))
    bedside.view.bar.await_button.click()
    with qtbot.waitSignal(bedside.view.form_awaiting) as heard:
        qtbot.keyClick(bedside.view.menu, Key.Key_1)
    assert heard.args == [Awaiting("LN-007/M3//CHEM///", "2026-11-19")]


def test_looking_at_another_window_does_not_leave_the_field(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.grid.go_to(item_key("UA"))
    field = bedside.field("UA")
    qtbot.keyClicks(field, "12")
    heard: list[object] = []
    bedside.view.field_left.connect(heard.append)
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert heard == []
    QApplication.sendEvent(field, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.MouseFocusReason))
    assert len(heard) == 1


def test_a_row_that_is_gone_to_on_another_form_is_in_sight(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.resize(1294, 420)
    far = bedside.state.rows[-1]
    other = "LN-007/M3//CBC///"
    rows = tuple(replace(row, key=row.key.replace("/CHEM/", "/CBC/")) for row in bedside.state.rows)
    key = far.key.replace("/CHEM/", "/CBC/")
    bedside.view.render(
        replace(bedside.state, form=replace(bedside.state.form, key=other, code="CBC"), rows=rows, focus=key)
    )
    row = bedside.view.grid.row(key)
    assert row.field.hasFocus()
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())
