"""Enrolling a child: what is needed, what is refused, what a possible duplicate asks; nothing typed is lost."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.children.enrol_dialog import EnrolDialog
from ui.children.state import EnrolRequest, EnrolState
from ui.look import Look

STATE = EnrolState(
    next_code="LN-016",
    code_pattern=r"^[A-Z]{2,4}-[0-9]{3}$",
    sexes=(("F", Text("Female", "女")), ("M", Text("Male", "男"))),
    today=date(2026, 11, 17),
    codes_left=34,
)


@pytest.fixture
def dialog(qtbot: QtBot, look: Look) -> EnrolDialog:
    """The dialog with the next free code."""
    made = EnrolDialog(look)
    qtbot.addWidget(made)
    made.render(STATE)
    made.show()
    return made


def fill_in(dialog: EnrolDialog) -> None:
    """What a coordinator types."""
    dialog.name.setText("林小满")
    dialog.hospital_number.setText("0012345")
    dialog.sex.setCurrentIndex(0)
    dialog.born.setText("2014年7月3日")
    dialog.consent.setText("20261117")


def test_the_whole_request(qtbot: QtBot, dialog: EnrolDialog) -> None:
    assert not dialog.button.isEnabled()
    fill_in(dialog)
    with qtbot.waitSignal(dialog.enrol_requested) as asked:
        dialog.button.click()
    assert asked.args == [
        EnrolRequest("LN-016", "林小满", "0012345", "F", date(2014, 7, 3), date(2026, 11, 17), confirmed=False)
    ]


@pytest.mark.parametrize(
    ("field", "text"), [("code", "LN-16"), ("born", "2027-01-01"), ("consent", "2026-11-18"), ("name", " ")]
)
def test_what_does_not_fit_cannot_be_sent(dialog: EnrolDialog, field: str, text: str) -> None:
    fill_in(dialog)
    getattr(dialog, field).setText(text)
    assert not dialog.button.isEnabled()


def test_a_possible_duplicate_asks_for_a_confirmation(qtbot: QtBot, dialog: EnrolDialog) -> None:
    fill_in(dialog)
    dialog.render(replace(STATE, duplicate=Text("LN-007 has this birth date.", "LN-007 的出生日期相同。")))
    assert not dialog.button.isEnabled()
    dialog.confirm.setChecked(True)
    with qtbot.waitSignal(dialog.enrol_requested) as asked:
        dialog.button.click()
    assert asked.args[0].confirmed


def test_without_a_site_key_no_name_is_asked(dialog: EnrolDialog) -> None:
    fill_in(dialog)
    dialog.name.clear()
    dialog.render(replace(STATE, names_kept=False))
    assert dialog.name.isHidden()
    assert dialog.button.isEnabled()


def test_faults_stand_at_their_fields_and_what_was_typed_stays(dialog: EnrolDialog, look: Look) -> None:
    fill_in(dialog)
    dialog.render(replace(STATE, faults=(("code", Text("LN-016 is taken.", "LN-016 已被使用。")),)))
    assert dialog._faults["code"].text() == "LN-016 已被使用。"
    look.language.switch("en")
    assert dialog._faults["code"].text() == "LN-016 is taken."
    assert dialog.born.text() == "2014年7月3日"
    assert dialog.sex.key() == "F"


def test_escape_does_not_throw_away_what_was_typed(dialog: EnrolDialog) -> None:
    fill_in(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.name.clear()
    dialog.born.clear()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
