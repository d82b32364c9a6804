"""Failing checks as strips, questions that come and go, the lists of forms and logs, repeats and withdrawn rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.visit.acts import CheckExplained, RowReinstated, RowWithdrawn
from ui.visit.state import FailedCheck, FormRow, ItemRow, Option, Repeat, SoftLimit
from ui.widgets.state import Tone

ItemKey = Callable[[str], str]
BP = FailedCheck("BP", Text("diastolic above systolic", "舒张压高于收缩压"))
JUMP = FailedCheck("JUMP", Text("far from the last", "与前次相差过大"), always=True)


def _labels(bedside: Any, item: str) -> dict[str, QLabel]:
    """The words below a row."""
    lines = bedside.view.grid.row(f"LN-007/M3//CHEM///{item}").strips._lines
    return {one.text(): one for line in lines for one in line.findChildren(QLabel)}


def _boxes(bedside: Any, item: str) -> list[Any]:
    return [line.editors[0] for line in bedside.view.grid.row(f"LN-007/M3//CHEM///{item}").strips._lines]


def test_two_failing_checks_are_explained_each_for_itself(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    bedside.view.render(bedside.change("GGT", strips=(BP, JUMP)))
    said: list[CheckExplained] = []
    bedside.view.check_explained.connect(said.append)
    _first, second = _boxes(bedside, "GGT")
    second.setFocus()
    qtbot.keyClicks(second, "in pain")
    bedside.view.render(bedside.change("GGT", strips=(replace(BP, explanation="x", explained=True), JUMP)))
    assert _boxes(bedside, "GGT")[1] is second, "the line in which somebody types stays the line of its check"
    assert second.text() == "in pain"
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert said == [CheckExplained(item_key("GGT"), "JUMP", "in pain")]


def test_what_is_explained_is_calm_and_what_is_not_is_amber(bedside: Any) -> None:
    bedside.view.render(bedside.change("GGT", strips=(BP,)))
    assert _labels(bedside, "GGT")[BP.message.en].property("tone") == "amber"
    bedside.view.render(bedside.change("GGT", strips=(replace(BP, explanation="twice", explained=True),)))
    assert _labels(bedside, "GGT")[BP.message.en].property("tone") == "text_2"
    assert "explained" in _labels(bedside, "GGT")
    bedside.view.render(bedside.change("GGT", strips=(replace(JUMP, explanation="twice", explained=True),)))
    assert "explained; still a query" in _labels(bedside, "GGT")


def test_who_does_not_enter_reads_the_explanation_and_gives_none(bedside: Any) -> None:
    bedside.view.render(bedside.change("GGT", strips=(replace(BP, explanation="twice", may_explain=False),)))
    assert "twice" in _labels(bedside, "GGT")
    assert bedside.view.grid.row("LN-007/M3//CHEM///GGT").strips.inputs() == []


def test_an_explained_soft_limit_is_calm(bedside: Any) -> None:
    limit = SoftLimit(Text("outside usual", "超出常见范围"))
    tones = []
    for strip in (limit, replace(limit, explanation="meal", explained=True)):
        bedside.view.render(bedside.change("GGT", strips=(strip,)))
        tones.append(_labels(bedside, "GGT")["outside usual"].property("chip"))
    assert tones == [Tone.AMBER.value, Tone.QUIET.value]


def _more(key: str, **fields: Any) -> ItemRow:
    return ItemRow(key, Text("Which one", "哪一个"), "text", **fields)


def test_a_question_that_comes_to_apply_is_gone_to_before_the_next(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    rows = bedside.state.rows
    place = next(n for n, row in enumerate(rows) if row.key == item_key("CREAT")) + 1
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Return)
    more = _more(item_key("MORE"))
    bedside.view.render(replace(bedside.state, rows=(*rows[:place], more, *rows[place:])))
    assert bedside.view.grid.current().key == more.key


def test_a_question_that_comes_to_apply_takes_nobody_away_from_a_text(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    rows = bedside.state.rows
    place = next(n for n, row in enumerate(rows) if row.key == item_key("CREAT")) + 1
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Return)
    following = bedside.view.grid.current()
    qtbot.keyClicks(following.field, "7")
    bedside.view.render(replace(bedside.state, rows=(*rows[:place], _more(item_key("MORE")), *rows[place:])))
    assert bedside.view.grid.current() is following
    assert following.field.text() == "7"


def test_when_the_row_with_the_focus_goes_the_next_one_has_it(bedside: Any, item_key: ItemKey) -> None:
    rows = bedside.state.rows
    place = next(n for n, row in enumerate(rows) if row.key == item_key("CREAT"))
    bedside.view.render(replace(bedside.state, rows=(*rows[:place], *rows[place + 1 :])))
    assert bedside.view.grid.current().key == rows[place + 1].key


def test_a_question_that_does_not_apply_is_passed_by_enter_and_by_tab(
    bedside: Any, qtbot: QtBot, item_key: ItemKey
) -> None:
    bedside.view.render(bedside.change("UREA", applies=False, strips=()))
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Return)
    assert bedside.view.grid.current().key == item_key("UA")
    bedside.view.grid.go_to(item_key("CREAT"))
    qtbot.keyClick(bedside.field("CREAT"), Qt.Key.Key_Tab)
    assert bedside.view.grid.current().key == item_key("UA")
    qtbot.mouseClick(bedside.field("UREA"), Qt.MouseButton.LeftButton)
    assert bedside.field("UREA").hasFocus(), "what stands there can still be emptied"


def test_rows_of_a_log_are_opened_by_enter_or_a_click(bedside: Any, qtbot: QtBot, item_key: ItemKey) -> None:
    log = "LN-007/LOG//AE///"
    table = ItemRow(
        item_key("AETAB"), Text("Events", "不良事件"), "table", "3 entries: fever", opens=log, state="filled"
    )
    bedside.view.render(replace(bedside.state, rows=(table, *bedside.state.rows)))
    field = bedside.field("AETAB")
    assert field.isReadOnly()
    with qtbot.waitSignal(bedside.view.form_chosen) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == [log]
    with qtbot.waitSignal(bedside.view.form_chosen) as heard:
        qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert heard.args == [log]
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert bedside.view.grid.current().key == bedside.state.rows[0].key


# Forms and logs


def _many(bedside: Any, logs: int = 16) -> Any:
    forms = tuple(
        FormRow(f"LN-007/M3//F{n}///", f"F{n}", Text(f"Form {n}", f"表 {n}"), str(n % 10) if n < 11 else "", missing=4)
        for n in range(1, 23)
    )
    rows = tuple(
        FormRow(f"LN-007/LOG//L{n}///", f"L{n}", Text(f"Log {n}", f"记录 {n}"), note=Text("", ""), log=True)
        for n in range(1, logs + 1)
    )
    return replace(bedside.state, forms=(*forms, *rows))


def test_forms_and_logs_are_both_in_sight_however_many_there_are(bedside: Any, qapp: QApplication) -> None:
    bedside.view.render(_many(bedside))
    qapp.processEvents()
    pane = bedside.view.forms
    assert pane.list.height() > 250
    assert pane.logs.height() >= 5 * 26
    bedside.view.render(_many(bedside, logs=2))
    qapp.processEvents()
    assert pane.logs.height() < 5 * 26


@pytest.mark.parametrize(
    ("typed", "key"), [("F13", "LN-007/M3//F13///"), ("记录 3", "LN-007/LOG//L3///"), ("log 12", "LN-007/LOG//L12///")]
)
def test_ctrl_j_finds_a_form_or_a_log(bedside: Any, qtbot: QtBot, typed: str, key: str) -> None:
    bedside.view.render(_many(bedside))
    qtbot.keyClick(bedside.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    search = bedside.view.forms.search
    assert search.hasFocus()
    search.setText(typed)
    with qtbot.waitSignal(bedside.view.form_chosen) as heard:
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert heard.args == [key]
    assert search.isHidden()
    assert bedside.view.forms.list.model_of_forms.rowCount() == 22


def test_escape_gives_up_finding_and_goes_back_to_the_field(bedside: Any, qtbot: QtBot) -> None:
    qtbot.keyClick(bedside.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(bedside.view.forms.search, "ec")
    assert bedside.view.forms.list.model_of_forms.rowCount() == 1
    qtbot.keyClick(bedside.view.forms.search, Qt.Key.Key_Escape)
    assert bedside.field("CREAT").hasFocus()
    assert bedside.view.forms.list.model_of_forms.rowCount() > 1


def test_a_form_says_what_waits_in_it_and_that_it_does_not_apply(bedside: Any) -> None:
    forms = (
        replace(bedside.state.forms[0], wants=2),
        replace(bedside.state.forms[1], applies=False, note=Text("not applicable", "不适用"), flag=""),
    )
    bedside.view.render(replace(bedside.state, forms=forms))
    model = bedside.view.forms.list.model_of_forms
    said = [model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole) for n in range(2)]
    assert said[0].endswith("2 to answer")
    assert said[1].endswith("not applicable")


# Repeats


def _repeats(bedside: Any, count: int, **fields: Any) -> Any:
    repeats = tuple(
        Repeat(f"LN-007/LOG//CM/r{n}//", Text(f"{n} · drug {n}", f"{n} · 药 {n}"), ended=n % 2 == 0)
        for n in range(1, count + 1)
    )
    gone = (Repeat("LN-007/LOG//CM/gone//", Text("placebo", "安慰剂"), withdrawn=True),)
    form = replace(bedside.state.form, key="LN-007/LOG//CM/r1//", code="CM", repeats=(*repeats, *gone), **fields)
    why = (Option("twice", Text("entered twice", "重复录入")),)
    return replace(bedside.state, form=form, withdraw_reasons=why, reinstate_reasons=why)


def test_few_repeats_are_a_switch_and_many_a_list_with_the_open_ones_first(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.render(_repeats(bedside, 2))
    picker = bedside.view.bar.repeats
    assert (picker.switch.isHidden(), picker.button.isHidden()) == (False, True)
    bedside.view.render(_repeats(bedside, 9))
    assert (picker.switch.isHidden(), picker.button.isHidden()) == (True, False)
    picker.button.click()
    menu = picker.menu
    assert menu is not None
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words[:2] == ["9 · drug 9", "7 · drug 7"]
    assert words[-1] == "2 · drug 2"
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["1 · drug 1"]
    with qtbot.waitSignal(bedside.view.repeat_chosen) as heard:
        menu.actions()[0].trigger()
    menu.close()
    assert heard.args == ["LN-007/LOG//CM/r9//"]


def test_the_time_of_a_specimen_is_said_once(bedside: Any) -> None:
    bedside.view.render(_repeats(bedside, 1, detail=Text("drawn 11-17 08:10", "采样 11-17 08:10")))
    told = [each for each in bedside.view.bar.findChildren(QLabel) if each.text() == "drawn 11-17 08:10"]
    assert [each.isHidden() for each in told] == [False]
    bedside.view.render(_repeats(bedside, 2, detail=Text("drawn 11-17 08:10", "采样 11-17 08:10")))
    assert [each.isHidden() for each in told] == [True]


def test_logs_without_a_visit_are_not_called_its_forms(bedside: Any) -> None:
    state = _many(bedside, logs=3)
    bedside.view.render(replace(state, forms=tuple(row for row in state.forms if row.log)))
    shown = {each.text() for each in bedside.view.forms.findChildren(QLabel) if not each.isHidden()}
    assert "The child's logs" in shown
    assert not {"Forms of this visit", "0 / 0"} & shown


def _menus(bedside: Any) -> tuple[QMenu, list[QMenu]]:
    bedside.view.bar.row_menu.open_menu()
    menu = bedside.view.bar.row_menu.opened
    assert menu is not None
    return menu, [submenu for submenu in menu.findChildren(QMenu) if submenu.actions()]


def test_a_row_is_withdrawn_for_a_reason_of_the_list_or_another(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.render(_repeats(bedside, 3, may_withdraw=True))
    menu, (why, _gone) = _menus(bedside)
    with qtbot.waitSignal(bedside.view.row_withdrawn) as heard:
        why.actions()[0].trigger()
    assert heard.args == [RowWithdrawn("LN-007/LOG//CM/r1//", "twice")]
    why.actions()[1].trigger()
    menu.close()
    dialog = bedside.view.bar.row_menu.dialog
    assert "drug 1" in dialog.windowTitle()
    said: list[RowWithdrawn] = []
    bedside.view.row_withdrawn.connect(said.append)
    dialog.done_button.click()
    assert said == [], "without words nothing is withdrawn"
    qtbot.keyClicks(dialog.words, "the other twin's")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    assert [act.reason for act in said] == ["the other twin's"]
    assert not dialog.isVisible()


def test_withdrawn_rows_are_folded_away_and_struck_through(bedside: Any, qtbot: QtBot) -> None:
    bedside.view.render(_repeats(bedside, 3))
    menu, (gone,) = _menus(bedside)
    (action,) = gone.actions()
    assert (action.text(), action.font().strikeOut()) == ("placebo", True)
    with qtbot.waitSignal(bedside.view.repeat_chosen) as heard:
        action.trigger()
    menu.close()
    assert heard.args == ["LN-007/LOG//CM/gone//"]
    bedside.view.render(_repeats(bedside, 3, may_reinstate=True))
    menu, (why, _gone) = _menus(bedside)
    with qtbot.waitSignal(bedside.view.row_reinstated) as back:
        why.actions()[0].trigger()
    menu.close()
    assert back.args == [RowReinstated("LN-007/LOG//CM/r1//", "twice")]
