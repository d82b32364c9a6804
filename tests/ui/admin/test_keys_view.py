"""Passphrases and keys in the admin room: what is offered to whom, what each dialog says and asks, when it closes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.keys_dialogs import (
    CodeDialog,
    KeptDialog,
    LeaveOutDialog,
    OwnPassphraseDialog,
    RemoveDialog,
    ResetDialog,
    TryCodeDialog,
)
from ui.admin.keys_state import (
    Behind,
    ChangePassphrase,
    Deed,
    KeysState,
    NewCode,
    RemoveUser,
    ResetPassphrase,
    TryCode,
    TypedBack,
    UseKept,
)
from ui.admin.state import About, AdminState, EdcState, Section, UserRow
from ui.ids import UserId
from ui.look import Look
from ui.widgets.state import Message, Tone

DAY = date(2026, 3, 1)
KEYS = KeysState(DAY, 1)
ABOUT = About("0.1.0", Text("LN", "随访"), "1", "3fa2", "ChiCTR2500105227", "/srv")
STATE = AdminState(
    Section.USERS,
    (
        UserRow(UserId("u1"), "周敏", Text("Investigator", "研究者"), DAY, "周敏", certified=True),
        UserRow(UserId("u2"), "李静", Text("Coordinator", "研究协调员"), DAY, "周敏", certified=False),
        UserRow(UserId("u3"), "王海波", Text("Clinician", "医师"), DAY, "周敏", certified=True, ended=DAY),
    ),
    (), EdcState(enrolled=False), ABOUT, (), "light", "zh", keys=KEYS, me=UserId("u1"), minimum=15,
)  # fmt: skip
PASSPHRASE = "four quiet boats at dawn"


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> AdminView:
    made = AdminView(look)
    qtbot.addWidget(made)
    made.render(STATE)
    return made


def asked(view: AdminView) -> list[object]:
    said: list[object] = []
    view.keys_requested.connect(said.append)
    return said


def deeds(view: AdminView) -> list[str]:
    """What can be done about colleagues, as a screen reader says it."""
    shown = [button for button in view.users.findChildren(QPushButton) if button.isVisibleTo(view.users)]
    return [button.accessibleName() for button in shown if ": " in button.accessibleName()]


def type_new(dialog: Any, text: str = PASSPHRASE) -> None:
    dialog.new.first.setText(text)
    dialog.new.again.setText(text)


def test_a_colleague_can_be_given_a_passphrase_or_removed_and_nobody_themself(view: AdminView) -> None:
    assert deeds(view) == ["新口令: 李静", "移除: 李静"]
    view.render(replace(STATE, may_manage=False))
    assert deeds(view) == []
    view.render(replace(STATE, may_manage=False, section=Section.KEYS))
    assert not view.keys.renew.isVisibleTo(view.keys)
    assert not view.keys.new_code.isVisibleTo(view.keys)
    assert view.keys.change.isEnabled()


def test_ones_own_passphrase_asks_for_the_old_one_and_the_new_one_twice(view: AdminView) -> None:
    said = asked(view)
    view.keys.change.click()
    dialog = view.keys_dialog
    assert isinstance(dialog, OwnPassphraseDialog)
    type_new(dialog)
    assert not dialog.do.isEnabled()
    dialog.old.setText("a rainy spring in Xuhui")
    dialog.do.click()
    assert said == [ChangePassphrase("a rainy spring in Xuhui", PASSPHRASE)]
    assert dialog.old.text() == dialog.new.first.text() == ""


def test_a_passphrase_may_be_pasted(view: AdminView, qtbot: QtBot) -> None:
    view.keys.change.click()
    dialog = view.keys_dialog
    assert isinstance(dialog, OwnPassphraseDialog)
    dialog.new.first.insert(PASSPHRASE)
    assert dialog.new.first.text() == PASSPHRASE
    assert not dialog.new.first.isReadOnly()


def test_a_refusal_is_said_in_the_dialog_which_stays_open(view: AdminView) -> None:
    view.users.reset_asked.emit(STATE.users[1])
    dialog = view.keys_dialog
    assert isinstance(dialog, ResetDialog)
    type_new(dialog)
    said = asked(view)
    dialog.do.click()
    assert said == [ResetPassphrase(UserId("u2"), PASSPHRASE)]
    refusal = Message("passphrase-too-common", Text("It would be guessed.", "容易被猜到。"), Tone.AMBER)
    view.render(replace(STATE, message=refusal))
    assert view.keys_dialog is dialog
    assert dialog.isVisible()
    view.render(replace(STATE, keys=replace(KEYS, done=Deed.RESET)))
    assert view.keys_dialog is None


def test_removing_says_what_stays_and_wants_a_reason(view: AdminView) -> None:
    view.users.remove_asked.emit(STATE.users[1])
    dialog = view.keys_dialog
    assert isinstance(dialog, RemoveDialog)
    assert dialog.about.text().count("李静") == 2
    assert not dialog.do.isEnabled()
    dialog.reason.setText("  moved away ")
    said = asked(view)
    dialog.do.click()
    assert said == [RemoveUser(UserId("u2"), "moved away")]


def test_the_drill_takes_the_code_from_the_paper(view: AdminView) -> None:
    said = asked(view)
    view.keys.try_code.click()
    dialog = view.keys_dialog
    assert isinstance(dialog, TryCodeDialog)
    dialog.code.setText("abcd efgh")
    dialog.do.click()
    assert said == [TryCode("abcd efgh")]
    assert dialog.code.text() == ""


@pytest.mark.parametrize(("deed", "name"), [(Deed.CODE, "new_code"), (Deed.RENEW, "renew")])
def test_a_new_code_is_shown_and_counts_when_it_is_typed_back(view: AdminView, deed: Deed, name: str) -> None:
    said = asked(view)
    getattr(view.keys, name).click()
    assert said == [NewCode(deed)]
    view.render(replace(STATE, keys=replace(KEYS, code="AB12-CD34", shown_for=deed)))
    dialog = view.keys_dialog
    assert isinstance(dialog, CodeDialog)
    dialog.typed.setText("ab12 cd35")
    assert not dialog.do.isEnabled()
    dialog.typed.setText("ab12 cd34")
    dialog.do.click()
    assert said[1:] == [TypedBack(deed, "ab12 cd34")]


def test_a_code_that_is_closed_is_forgotten(view: AdminView) -> None:
    dismissed: list[bool] = []
    view.code_dismissed.connect(lambda: dismissed.append(True))
    view.render(replace(STATE, keys=replace(KEYS, code="AB12-CD34", shown_for=Deed.CODE)))
    assert view.keys_dialog is not None
    view.keys_dialog.cancel.click()
    assert dismissed == [True]
    assert view.keys_dialog is None


def test_who_has_not_unlocked_is_left_out_by_name_or_the_keys_wait(view: AdminView) -> None:
    behind = (Behind(UserId("u2"), "李静"), Behind(UserId("u4"), "赵宁"))
    view.render(replace(STATE, section=Section.KEYS, keys=replace(KEYS, behind=behind)))
    said = asked(view)
    view.keys.renew.click()
    dialog = view.keys_dialog
    assert isinstance(dialog, LeaveOutDialog)
    assert "永久销毁" in dialog.about.text()
    dialog.boxes[UserId("u2")].setChecked(True)
    assert not dialog.do.isEnabled(), "the other one has to unlock first, or be left out too"
    dialog.boxes[UserId("u4")].setChecked(True)
    dialog.do.click()
    assert said == [NewCode(Deed.RENEW, (UserId("u2"), UserId("u4")))]
    assert view.keys_dialog is None, "the code comes in a dialog of its own"


def test_nobody_is_left_out_where_everybody_has_unlocked(view: AdminView) -> None:
    view.render(replace(STATE, section=Section.KEYS, keys=replace(KEYS, removed=("王海波",), drilled=DAY)))
    said = asked(view)
    view.keys.renew.click()
    assert said == [NewCode(Deed.RENEW)]


def test_a_damaged_key_file_leaves_one_thing_to_do_and_says_what_it_takes_back(view: AdminView) -> None:
    damaged = replace(KEYS, damaged=Text("The key file is damaged.", "密钥文件已损坏。"))
    view.render(replace(STATE, section=Section.KEYS, keys=damaged))
    assert view.keys.kept.isVisibleTo(view.keys)
    assert not view.keys.renew.isVisibleTo(view.keys)
    said = asked(view)
    view.keys.kept.click()
    dialog = view.keys_dialog
    assert isinstance(dialog, KeptDialog)
    assert "须再次移除" in dialog.about.text()
    dialog.do.click()
    assert said == [UseKept()]
    refusal = Message("keys-whole", Text("It is not damaged.", "文件未损坏。"), Tone.AMBER)
    view.render(replace(STATE, keys=damaged, message=refusal))
    assert dialog.isVisible()
    view.render(replace(STATE, keys=replace(KEYS, done=Deed.KEPT)))
    assert not dialog.isVisible()
    view.render(replace(STATE, section=Section.KEYS, keys=KEYS))
    assert not view.keys.kept.isVisibleTo(view.keys)


def test_only_an_administrator_falls_back_to_the_kept_file(view: AdminView) -> None:
    damaged = replace(KEYS, damaged=Text("The key file is damaged.", "密钥文件已损坏。"))
    view.render(replace(STATE, section=Section.KEYS, keys=damaged, may_manage=False))
    assert not view.keys.kept.isVisibleTo(view.keys)
