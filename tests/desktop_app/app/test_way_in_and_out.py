"""From the first run to the desk, back by locking, and out: through the real widgets on a real store."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.fault import where
from desktop_app.garbage import QUIET_MS
from desktop_app.jobs.status import read_known
from study.address import Address
from study.changes.facts import Accessed, SubjectEnrolled
from study.errors import KnownError
from ui.admin.state import NewUser, Section
from ui.frame.state import LeaveState, Network, Room
from ui.language import LanguageSwitch

PASSPHRASE = "a rainy spring in Xuhui"
NewApp = Callable[[], App]
Unlock = Callable[[App, str], None]


def delete_now() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_first_run_ends_at_the_desk_with_a_recovery_code_typed_back(app_at_work: App) -> None:
    assert app_at_work.desk is not None
    assert app_at_work.desk.frame.page == "today"
    assert app_at_work.desk.session.person.roles == ("admin", "investigator")
    assert app_at_work.desk.session.store.reader.site_key() is not None


def test_a_code_that_does_not_match_goes_no_further(new_app: NewApp) -> None:
    app = new_app()
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Hospital")
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(PASSPHRASE)
    view.user.passphrase.again.setText(PASSPHRASE)
    view.user.next.click()
    view.recovery.typed.setText("0000")
    assert not view.recovery.next.isEnabled()


def test_a_passphrase_that_would_be_guessed_is_refused_in_words(new_app: NewApp) -> None:
    app = new_app()
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Hospital")
    view.user.name.setText("Dr Lin")
    for line in (view.user.passphrase.first, view.user.passphrase.again):
        line.setText("correct horse battery staple")
    view.user.next.click()
    assert view.state is not None
    assert view.state.message is not None
    assert view.state.message.code == "passphrase-too-common"
    assert not app.house.place.exists


def test_locking_destroys_the_desk_and_the_signing_key(app_at_work: App) -> None:
    desk = app_at_work.desk
    assert desk is not None
    frame, page, unlocked = desk.frame, desk.pages.today.view, desk.session.unlocked
    frame.lock_requested.emit()
    delete_now()
    assert not shiboken6.isValid(frame)
    assert not shiboken6.isValid(page)
    with pytest.raises(KnownError, match="locked"):
        unlocked.sign(b"anything")
    assert app_at_work.gate is not None
    assert not app_at_work.idle.watching


def test_locking_saves_no_half_typed_value_and_keeps_it_as_a_draft(app_at_work: App) -> None:
    desk = app_at_work.desk
    assert desk is not None
    store = desk.session.store
    child = SubjectEnrolled(id=store.new_id(), subject="c1")
    desk.append((child,), lambda _appended: None)
    weight = Address("c1", "M3", form="VS", item="WEIGHT").key
    desk.open_visit(Address("c1", "M3").key, weight)
    row = desk.pages.visit.view.grid.current()
    assert row is not None
    QTest.keyClicks(row.field, "1")
    entries = store.reader.tip().seq
    app_at_work.lock()
    delete_now()
    assert store.reader.drafts(desk.session.person.user) == {weight: "1"}
    assert store.reader.tip().seq == entries


def test_the_gate_knows_what_waits_without_a_key(app_at_work: App) -> None:
    app_at_work.lock()
    assert app_at_work.gate is not None
    state = app_at_work.gate.view.state
    assert state is not None
    assert state.unsent == 1
    assert state.entries == 1
    assert state.site == "Children's hospital"
    assert [user.name for user in state.users] == ["Dr Lin"]
    assert state.users[0].role.en == "administrator, investigator"


def test_a_wrong_passphrase_says_so_and_is_noted_in_the_record(app_at_work: App, unlock_as: Unlock) -> None:
    app_at_work.lock()
    unlock_as(app_at_work, "not my passphrase")
    assert app_at_work.gate is not None
    state = app_at_work.gate.view.state
    assert state is not None
    assert state.message is not None
    assert state.message.code == "wrong-passphrase"
    unlock_as(app_at_work, PASSPHRASE)
    assert app_at_work.desk is not None
    noted = [line.fact for line in app_at_work.desk.session.store.reader.audit()]
    assert ("failed-unlock", 1) in [(fact.what, fact.count) for fact in noted if isinstance(fact, Accessed)]


def test_five_wrong_ones_have_to_wait(app_at_work: App, unlock_as: Unlock) -> None:
    app_at_work.lock()
    for _ in range(6):
        unlock_as(app_at_work, "not my passphrase")
    unlock_as(app_at_work, PASSPHRASE)
    assert app_at_work.desk is None
    assert app_at_work.gate is not None
    assert app_at_work.gate.view.state is not None
    assert app_at_work.gate.view.state.message is not None
    assert app_at_work.gate.view.state.message.code == "unlock-wait"


def test_coming_back_takes_over_the_open_store(app_at_work: App, unlock_as: Unlock) -> None:
    assert app_at_work.desk is not None
    store = app_at_work.desk.session.store
    app_at_work.lock()
    unlock_as(app_at_work, PASSPHRASE)
    assert app_at_work.desk is not None
    assert app_at_work.desk.session.store is store


def test_after_a_while_the_store_is_closed_and_opens_again(app_at_work: App, unlock_as: Unlock) -> None:
    assert app_at_work.desk is not None
    store = app_at_work.desk.session.store
    app_at_work.lock()
    app_at_work._closing.timeout.emit()
    unlock_as(app_at_work, PASSPHRASE)
    assert app_at_work.desk is not None
    assert app_at_work.desk.session.store is not store


def test_another_person_takes_over_the_desk(app_at_work: App) -> None:
    desk = app_at_work.desk
    assert desk is not None
    desk.open_room(Room.ADMIN)
    admin = desk.pages.admin.view
    admin.user_add_requested.emit(NewUser("Dr Wang", "clinician", "four quiet boats at dawn"))
    assert admin.state is not None
    assert [row.name for row in admin.state.users] == ["Dr Lin", "Dr Wang"]
    app_at_work.lock()
    assert app_at_work.gate is not None
    gate = app_at_work.gate.view
    gate.user.setCurrentIndex(1)
    gate.passphrase.setText("four quiet boats at dawn")
    gate.enter.click()
    assert app_at_work.desk is not None
    assert app_at_work.desk.session.person.name == "Dr Wang"
    change = app_at_work.desk.session.store.append(
        app_at_work.desk.session.author, (Accessed(id=app_at_work.desk.session.store.new_id(), what="export"),)
    )
    assert change.seq > 1


def test_the_recovery_code_gives_a_new_passphrase(new_app: NewApp, unlock_as: Unlock) -> None:
    app = new_app()
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Hospital")
    view.user.name.setText("Dr Lin")
    for line in (view.user.passphrase.first, view.user.passphrase.again):
        line.setText(PASSPHRASE)
    view.user.next.click()
    assert view.state is not None
    code = view.state.recovery
    view.recovery.typed.setText(code)
    view.recovery.next.click()
    view.edc.offline.click()
    app.lock()
    assert app.gate is not None
    gate = app.gate.view
    gate.recover.click()
    gate.recovery.code.setText(code)
    for line in (gate.recovery.passphrase.first, gate.recovery.passphrase.again):
        line.setText("seven lamps over the river")
    gate.recovery.button.click()
    assert app.desk is not None
    app.lock()
    unlock_as(app, "seven lamps over the river")
    assert app.desk is not None


def test_a_record_whose_anchor_is_gone_is_shown_and_takes_nothing(
    new_app: NewApp, unlock_as: Unlock, app_at_work: App
) -> None:
    app_at_work.lock()
    app_at_work._closing.timeout.emit()
    (app_at_work.house.place.folder / "anchor.bin").unlink()
    app = new_app()
    unlock_as(app, PASSPHRASE)
    assert app.desk is not None
    assert app.desk.session.store.fault is not None
    told = app.desk.frame.state
    assert told is not None
    assert told.messages[0].code == "store-missing"
    with pytest.raises(KnownError):
        app.desk.session.store.append(app.desk.session.author, (Accessed(id="x", what="export"),))


def test_the_language_is_switched_and_remembered(app_at_work: App) -> None:
    desk = app_at_work.desk
    assert desk is not None
    desk.frame.language_chosen.emit(LanguageSwitch("zh"))
    assert desk.frame.rail.buttons[Room.ADMIN].text() == "管理"
    assert app_at_work.house.place.settings.language == "zh"
    desk.open_room(Room.ADMIN)
    desk.pages.admin.view.section_chosen.emit(Section.APPEARANCE)
    desk.pages.admin.view.theme_chosen.emit("dark")
    assert app_at_work.house.place.settings.theme == "dark"
    desk.pages.admin.view.theme_chosen.emit("light")


def test_nobody_there_locks(app_at_work: App) -> None:
    app_at_work.idle.left.emit()
    assert app_at_work.desk is None


def test_leaving_with_unsent_work_asks_and_stays_when_told_to(app_at_work: App) -> None:
    asked: list[LeaveState] = []
    answers = [False, True]

    def ask(state: LeaveState) -> bool:
        asked.append(state)
        return answers.pop(0)

    app_at_work.window.ask_leave = ask  # type: ignore[method-assign]  # a modal box would wait for a person
    app_at_work.window.close()
    assert app_at_work.window.isVisible()
    app_at_work.window.close()
    assert not app_at_work.window.isVisible()
    assert [state.waiting for state in asked] == [1, 1]
    assert read_known(app_at_work.house.place).unsent == 1


def test_an_unenrolled_desk_says_so_in_the_sync_room(app_at_work: App) -> None:
    desk = app_at_work.desk
    assert desk is not None
    desk.open_room(Room.SYNC)
    state = desk.pages.sync.view.state
    assert state is not None
    assert not state.enrolled
    begun = "1 workstation begun, 1 user certified, 1 recovery code's key, 1 study version adopted"
    assert [row.content.en for row in state.queue] == [begun]
    assert desk.frame.state is not None
    assert desk.frame.state.network is Network.ALONE


@pytest.mark.logs("bug ValueError")
def test_a_bug_is_told_and_written_down_without_its_message(app_at_work: App, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "cartella.desktop"):
        app_at_work.crash.met(ValueError("张小明"))
    box = app_at_work.crash.dialog
    assert box is not None
    assert "张小明" not in box.text() + box.informativeText() + caplog.text
    box.close()


def test_where_names_places_and_no_words() -> None:
    try:
        raise KeyError("张小明")
    except KeyError as error:
        said = where(error)
    assert said.startswith("KeyError < test_way_in_and_out.py:")
    assert "张小明" not in said


def test_the_receipt_becomes_a_pdf(app_at_work: App, tmp_path: Path) -> None:
    desk = app_at_work.desk
    assert desk is not None
    desk.open_room(Room.SYNC)
    desk.pages.sync.save_receipt(tmp_path / "receipt.pdf")
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")


def test_locking_takes_back_what_was_copied(app_at_work: App, qtbot: QtBot) -> None:
    app = app_at_work
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("LN-007 林小满")
    assert clipboard.text()
    app.lock()
    assert clipboard.text() == ""


def test_nobody_types_at_the_gate_while_a_passphrase_is_checked(app_at_work: App) -> None:
    """Then everything is looked through for cycles, which would stop whoever types."""
    app_at_work.lock()
    gate = app_at_work.gate
    assert gate is not None
    gate.view.passphrase.setText("a rainy")
    assert gate.quiet_ms == 0
    gate.wait()
    assert gate.quiet_ms >= QUIET_MS
