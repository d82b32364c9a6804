"""While an input method composes at the bedside no key is taken from it, in a field and in an explanation alike."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from study.text import Text
from ui.visit.field import ComposingEdit
from ui.visit.offered import Records

Key, No = Qt.Key, Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
KEYS = [
    (Key.Key_Return, No), (Key.Key_Enter, No), (Key.Key_Return, SHIFT), (Key.Key_Return, CTRL),
    (Key.Key_1, No), (Key.Key_9, No), (Key.Key_1, ALT), (Key.Key_0, ALT),
    (Key.Key_Z, CTRL), (Key.Key_I, CTRL), (Key.Key_J, CTRL), (Key.Key_P, CTRL), (Key.Key_R, CTRL),
    (Key.Key_N, ALT), (Key.Key_L, ALT), (Key.Key_R, ALT), (Key.Key_Y, ALT),
    (Key.Key_F2, No), (Key.Key_F3, No), (Key.Key_F4, No), (Key.Key_F6, No),
    (Key.Key_Escape, No), (Key.Key_Tab, No), (Key.Key_Backtab, SHIFT), (Key.Key_Up, No), (Key.Key_Down, No),
    (Key.Key_Space, No), (Key.Key_Backspace, No),
]  # fmt: skip
SIGNALS = (
    "form_chosen", "form_completed", "field_left", "undo_asked", "all_normal_asked", "as_last_asked", "records_turned",
    "suggestion_taken", "history_asked", "import_asked", "review_asked", "print_asked", "explanation_given",
    "back_asked",
)  # fmt: skip


@pytest.fixture
def said(bedside: Any) -> list[object]:
    """Everything the view says, on a form that allows everything; typed before composing: 4."""
    form = replace(bedside.state.form, may_all_normal=True, may_as_last=True)
    header = replace(bedside.state.header, may_import=True)
    bedside.view.render(replace(bedside.state, form=form, header=header, records=Records(source=Text("a", "a"))))
    heard: list[object] = []
    for name in SIGNALS:
        getattr(bedside.view, name).connect(lambda *_args, name=name: heard.append(name))
    return heard


@pytest.mark.parametrize("inside", ["field", "explanation"])
def test_no_key_is_taken_from_the_input_method(
    bedside: Any, compose: Callable[..., None], said: list[object], inside: str
) -> None:
    edit: ComposingEdit = bedside.field("CREAT") if inside == "field" else bedside.strip_edit("CK")
    edit.setFocus()
    QTest.keyClicks(edit, "4")
    said.clear()
    compose(edit, "ni hao")
    before = edit.text()
    for key, modifier in KEYS:
        QTest.keyClick(edit, key, modifier)
        assert QApplication.focusWidget() is edit, key
        assert (edit.text(), edit.composing) == (before, True), key
        assert said == [], key
        assert bedside.view.menu is None, key


@pytest.mark.parametrize("key", [Key.Key_N, Key.Key_L, Key.Key_R])
def test_the_same_keys_act_once_the_text_is_committed(
    bedside: Any, compose: Callable[..., None], said: list[object], key: Qt.Key
) -> None:
    field = bedside.field("CREAT")
    compose(field, "ni hao")
    compose(field, "", "你好")
    QTest.keyClick(field, key, ALT)
    wanted = {Key.Key_N: "all_normal_asked", Key.Key_L: "as_last_asked", Key.Key_R: "records_turned"}
    assert said[-1] == wanted[key]
    assert ("field_left" in said) == (key != Key.Key_R), "what was typed is handed over first"


def test_a_half_composed_explanation_is_never_said(
    bedside: Any, compose: Callable[..., None], said: list[object]
) -> None:
    edit = bedside.strip_edit("CK")
    edit.setFocus()
    compose(edit, "tiyu")
    QTest.keyClick(edit, Key.Key_Return)
    bedside.view.grid.go_to(bedside.view.state.rows[0].key)
    assert "explanation_given" not in said
