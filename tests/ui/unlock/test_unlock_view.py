"""Unlocking by keyboard alone; what waits unsent is seen before anyone is in; no passphrase stays."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.ids import UserId
from ui.language import LanguageSwitch
from ui.look import Look
from ui.unlock.recovery_form import code_letters
from ui.unlock.state import RecoveryRequest, UnlockRequest, UnlockState, UserChoice
from ui.unlock.unlock_view import UnlockView
from ui.widgets.state import Message


def shown(view: UnlockView) -> str:
    """Every text that is visible."""
    return "\n".join(words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view))


def opened(qtbot: QtBot, look: Look, state: UnlockState) -> UnlockView:
    """The screen with a state."""
    view = UnlockView(look)
    qtbot.addWidget(view)
    view.render(state)
    view.show()
    return view


def test_enter_asks_to_unlock_and_forgets_the_passphrase(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    QTest.keyClicks(view.passphrase, "correct horse battery")
    with qtbot.waitSignal(view.unlock_requested) as asked:
        QTest.keyClick(view.passphrase, Qt.Key.Key_Return)
    assert asked.args == [UnlockRequest(UserId("u1"), "correct horse battery")]
    assert view.passphrase.text() == ""


def test_without_a_passphrase_nothing_is_asked(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    with qtbot.assertNotEmitted(view.unlock_requested):
        QTest.keyClick(view.passphrase, Qt.Key.Key_Return)


def test_unsent_work_backup_and_drafts_are_said_before_anyone_is_in(
    qtbot: QtBot, look: Look, store: UnlockState
) -> None:
    view = opened(qtbot, look, store)
    for words in (
        "12 项，最早 3 小时前",
        "今日 06:00，已校验",
        "48\N{THIN SPACE}213 项，链完整",
        "李静 1 项，仅本人可见",
    ):
        assert words in shown(view)
    view.render(replace(store, unsent=0, backup=None, behind=7, drafts=()))
    for words in ("缺少 7 项", "从未", "无"):
        assert words in shown(view)


def test_the_language_is_asked_for_and_everything_follows(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    view.language_chosen.connect(lambda switch: look.language.switch(switch.language))
    QTest.keyClicks(view.passphrase, "correct horse")
    switcher = view.findChildren(type(view._languages))[0]
    with qtbot.waitSignal(view.language_chosen) as asked:
        switcher.segments.chosen.emit("en")
    assert asked.args == [LanguageSwitch("en")]
    assert "12 changes, oldest 3 h ago" in shown(view)
    assert view.enter.text().startswith("Unlock")
    assert view.passphrase.text() == "correct horse"


def test_caps_lock_is_said_in_words(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    assert not view.caps.shown
    QTest.keyClicks(view.passphrase, "A", Qt.KeyboardModifier.NoModifier)
    assert "大写锁定已打开" in shown(view)


def test_while_waiting_or_busy_nothing_can_be_asked(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    view.passphrase.setText("correct horse battery")
    assert view.enter.isEnabled()
    for state in (replace(store, busy=True), replace(store, wait=8), replace(store, held_by="李静")):
        view.render(state)
        assert not view.enter.isEnabled()
    assert "李静 正在本机使用此记录库。" in shown(view)


def test_a_failure_is_shown_as_the_presenter_says_it(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    view.render(replace(store, message=Message("wrong-passphrase", Text("Wrong passphrase.", "口令不正确。"))))
    assert "口令不正确。" in shown(view)


def test_recovery_asks_with_code_and_new_passphrase(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    view.recover.click()
    view.recovery.code.setText("K7QF-2M9X")
    view.recovery.passphrase.first.setText("correct horse battery")
    assert not view.recovery.button.isEnabled()
    view.recovery.passphrase.again.setText("correct horse battery")
    with qtbot.waitSignal(view.recovery_requested) as asked:
        view.recovery.button.click()
    assert asked.args == [RecoveryRequest(UserId("u1"), "K7QF-2M9X", "correct horse battery")]
    assert view.recovery.code.text() == ""
    view.recover.click()
    assert view.passphrase.isVisibleTo(view)


def test_what_people_add_when_copying_a_code_does_not_matter() -> None:
    assert code_letters(" k7qf-2m9x ") == code_letters("K7QF 2M9X") == "K7QF2M9X"


def test_every_field_has_a_name_for_a_screen_reader(qtbot: QtBot, look: Look, store: UnlockState) -> None:
    view = opened(qtbot, look, store)
    named = (view.user, view.passphrase, view.enter, view.recover, view.recovery.code)
    assert all(widget.accessibleName() for widget in named)


def test_arrow_keys_go_on_to_any_name_and_enter_goes_to_its_passphrase(
    qtbot: QtBot, look: Look, store: UnlockState
) -> None:
    third = UserChoice(UserId("u3"), "王海波", Text("Clinician", "临床医师"))
    view = opened(qtbot, look, replace(store, users=(*store.users, third)))
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.user.setFocus()
    for _ in range(2):
        QTest.keyClick(view.focusWidget(), Qt.Key.Key_Down)
    assert view.user.key() == "u3"
    assert view.user.hasFocus(), "the passphrase of a name that was only passed by is nobody's next step"
    QTest.keyClick(view.user, Qt.Key.Key_Return)
    assert view.passphrase.hasFocus()


def test_who_picks_a_name_from_the_open_list_goes_on_with_the_passphrase(
    qtbot: QtBot, look: Look, store: UnlockState
) -> None:
    view = opened(qtbot, look, store)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.user.setFocus()
    view.user.showPopup()
    QTest.keyClick(view.user.view(), Qt.Key.Key_Down)
    QTest.keyClick(view.user.view(), Qt.Key.Key_Return)
    assert view.user.key() == "u2"
    qtbot.waitUntil(view.passphrase.hasFocus)
