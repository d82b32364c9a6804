"""A folder that answers late or not at all keeps nobody from typing; who closes the window while much waits to be
written loses nothing of it.
"""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.gate import Gate
from desktop_app.outside import UNREACHED
from desktop_app.place import Place, Settings
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile
from storage.lock import Holder, StoreLock
from study.address import Address
from study.definition.model import Study
from tests.kit.window import PASSPHRASE, first_run, unlock
from ui.language import LanguageSwitch
from ui.unlock.state import UnlockState
from ui.unlock.unlock_view import UnlockView

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
NewApp = Callable[[], App]
Key = Qt.Key


class Pipe:
    """A named pipe in the place of a file: who reads it waits until it is let answer."""

    def __init__(self, file: Path) -> None:
        self._file, self._whole = file, file.read_bytes()
        self._waits = True
        file.unlink()
        os.mkfifo(file)

    def answer(self) -> None:
        """Give whoever waits what the file held, and put the file back."""
        if self._waits:
            self._waits = False
            aside = self._file.rename(self._file.with_suffix(".pipe"))
            self._file.write_bytes(self._whole)
            # Fails where nobody reads, in place of waiting for ever.
            handle = os.open(aside, os.O_WRONLY | os.O_NONBLOCK)
            os.write(handle, self._whole)
            os.close(handle)
            aside.unlink()


@pytest.fixture
def on_threads(qapp: QApplication, tmp_path: Path, whole_study: Study) -> Iterator[NewApp]:
    """The application on the same folder with its real lanes; whatever crashes in it fails the test."""
    made: list[App] = []
    crashes: list[object] = []

    def make() -> App:
        folder = tmp_path / "store"
        app = App(qapp, Place(folder), whole_study, vaults=Vaults(folder, floor=CHEAP), log_folder=tmp_path)
        app.crash.happened.connect(crashes.append)
        made.append(app)
        app.start()
        return app

    yield make
    for app in made:
        # Nobody is asked at the gate whether to leave.
        app.lock()
        app.leave()
        app.window.deleteLater()
        app.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert crashes == []


@pytest.fixture
def chinese(record: str, tmp_path: Path) -> None:
    """The workstation was left in Chinese."""
    Place(tmp_path / "store").remember(Settings(language="zh"))


@pytest.fixture
def slow_settings(on_threads: NewApp, tmp_path: Path) -> Iterator[Pipe]:
    """The settings do not answer; at the end they do, before the application is left."""
    made = Pipe(tmp_path / "store" / "settings.json")
    yield made
    made.answer()


@pytest.fixture
def record(new_app: NewApp) -> str:
    """A record of Dr Lin's, closed again; the user's id."""
    app = new_app()
    first_run(app)
    assert app.desk is not None
    user = app.desk.session.person.user
    app.lock()
    app.leave()
    return user


def gate_of(app: App, qtbot: QtBot) -> Gate:
    qtbot.waitUntil(lambda: app.gate is not None)
    assert app.gate is not None
    return app.gate


def desk_of(app: App, qtbot: QtBot) -> Desk:
    qtbot.waitUntil(lambda: app.desk is not None, timeout=20_000)
    assert app.desk is not None
    return app.desk


def shown(view: UnlockView) -> UnlockState:
    assert view.state is not None
    return view.state


def said(view: UnlockView) -> str:
    """The code of what is said above the fields; "" for nothing."""
    message = shown(view).message
    return message.code if message is not None else ""


def facts_of(view: UnlockView) -> set[str]:
    return {view.facts.facts[name].value.text() for name in ("unsent", "backup", "integrity", "drafts")}


def test_a_passphrase_is_typed_while_the_folder_is_waited_for(
    record: str, slow_settings: Pipe, on_threads: NewApp, qtbot: QtBot
) -> None:
    app = on_threads()
    view = gate_of(app, qtbot).view
    assert app.window.isVisible()
    assert view.focusWidget() is view.passphrase
    QTest.keyClicks(view.passphrase, PASSPHRASE)
    QTest.keyClick(view.passphrase, Key.Key_Return)
    assert view.passphrase.text() == PASSPHRASE, "nobody is let in under a name that was not shown"
    assert (view.user.count(), len(facts_of(view))) == (0, 1), "nothing is said that nobody knows"
    assert said(view) == ""
    qtbot.waitUntil(lambda: said(view) == UNREACHED, timeout=20_000)
    slow_settings.answer()
    qtbot.waitUntil(lambda: not shown(view).reading)
    assert (gate_of(app, qtbot).view, view.passphrase.text()) == (view, PASSPHRASE)
    assert (view.user.key(), said(view)) == (record, "")
    assert app.look.language.code == "en", "the language that was kept"
    assert len(facts_of(view)) > 1
    QTest.keyClick(view.passphrase, Key.Key_Return)
    assert desk_of(app, qtbot).session.person.user == record


@pytest.mark.usefixtures("chinese")
def test_a_language_and_a_theme_chosen_meanwhile_are_kept(
    slow_settings: Pipe, on_threads: NewApp, tmp_path: Path, qtbot: QtBot
) -> None:
    app = on_threads()
    view = gate_of(app, qtbot).view
    view.language_chosen.emit(LanguageSwitch("en"))
    app.look.theme.switch("dark")
    slow_settings.answer()
    qtbot.waitUntil(lambda: not shown(view).reading)
    assert (app.look.language.code, app.look.theme.name) == ("en", "dark")
    app.lock()
    app.leave()
    kept = Place(tmp_path / "store").settings
    assert (kept.language, kept.theme) == ("en", "dark")


def test_a_workstation_without_a_record_begins_its_first_run_once_the_folder_answers(
    new_app: NewApp, slow_settings: Pipe, on_threads: NewApp, qtbot: QtBot
) -> None:
    app = on_threads()
    gate_of(app, qtbot)
    slow_settings.answer()
    qtbot.waitUntil(lambda: app.first_run is not None)
    assert app.gate is None


def test_where_there_is_no_record_nothing_is_put(new_app: NewApp, tmp_path: Path) -> None:
    """A backup is restored into an empty folder only."""
    app = new_app()
    assert app.first_run is not None
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["settings.json"]


def test_where_the_folder_answers_nobody_sees_that_it_was_asked(record: str, on_threads: NewApp, qtbot: QtBot) -> None:
    app = on_threads()
    view = gate_of(app, qtbot).view
    assert (app.window.isVisible(), shown(view).reading, view.user.key()) == (True, False, record)


def test_a_folder_that_can_not_be_read_is_named_and_asked_again(record: str, new_app: NewApp, tmp_path: Path) -> None:
    file = tmp_path / "store" / "settings.json"
    file.unlink()
    file.mkdir()
    app = new_app()
    assert app.gate is not None
    view = app.gate.view
    message = shown(view).message
    assert message is not None
    assert str(tmp_path / "store") in message.text.en
    view.passphrase.setText(PASSPHRASE)
    file.rmdir()
    Place(tmp_path / "store").remember(Settings(theme="dark", language="en"))
    app._starting._ask()
    assert (app.gate.view, view.passphrase.text(), said(view)) == (view, PASSPHRASE, "")
    assert app.look.theme.name == "dark"
    view.enter.click()
    assert app.desk is not None


def test_who_got_in_before_the_folder_was_asked_again_keeps_the_desk(
    record: str, new_app: NewApp, tmp_path: Path
) -> None:
    file = tmp_path / "store" / "settings.json"
    file.unlink()
    file.mkdir()
    app = new_app()
    file.rmdir()
    Place(tmp_path / "store").remember(Settings(theme="dark", language="en"))
    assert app.gate is not None
    app.gate.refresh()
    unlock(app)
    desk = app.desk
    assert desk is not None
    app._starting._ask()
    assert app.desk is desk
    assert app.window.centralWidget() is desk.frame
    assert app.look.theme.name == "dark"


def test_another_program_that_lets_go_of_the_record_is_noticed(record: str, new_app: NewApp, tmp_path: Path) -> None:
    held = StoreLock.acquire(tmp_path / "store", Holder("Wang", "WD-07", 1, 0))
    app = new_app()
    assert app.gate is not None
    view = app.gate.view
    assert shown(view).held_by == "Wang"
    view.passphrase.setText(PASSPHRASE)
    assert not view.enter.isEnabled()
    held.release()
    app.gate._soon.timeout.emit()
    assert (shown(view).held_by, view.enter.isEnabled(), app.gate._soon.isActive()) == (None, True, False)


def test_who_locks_finds_the_names_at_once_and_is_offered_first(record: str, on_threads: NewApp, qtbot: QtBot) -> None:
    """The writer's lane is still busy with what was entered; the list is that of before, the figures are not."""
    app = on_threads()
    gate_of(app, qtbot)
    unlock(app)
    desk_of(app, qtbot)
    busy = threading.Event()
    app._tasks.run("write", busy.wait, lambda _none: None)
    app.lock()
    view = gate_of(app, qtbot).view
    assert (view.user.key(), len(facts_of(view))) == (record, 1)
    QTest.keyClicks(view.passphrase, PASSPHRASE)
    assert view.enter.isEnabled()
    busy.set()
    qtbot.waitUntil(lambda: not shown(view).reading)
    assert view.passphrase.text() == PASSPHRASE


def test_closing_waits_for_everything_that_is_to_be_written(
    new_app: NewApp, at_work: Callable[[Any], Any], on_threads: NewApp, qtbot: QtBot
) -> None:
    first = new_app()
    first_run(first)
    assert first.desk is not None
    user, work = first.desk.session.person.user, at_work(first.desk)
    child = work.enrol("LN-001")
    work.visit(child, "M1", date(2026, 9, 18), {})
    first.lock()
    first.leave()
    app = on_threads()
    gate_of(app, qtbot)
    unlock(app)
    desk = desk_of(app, qtbot)
    half_typed(desk, child, qtbot)
    busy = threading.Event()
    app._tasks.run("write", lambda: busy.wait(20), lambda _none: None)
    app.window.resize(1100, 700)
    app.look.theme.switch("dark")
    later = threading.Timer(0.3, busy.set)
    later.start()
    app.lock()
    app.leave()
    later.join()
    assert not app.window.isVisible()
    again = new_app()
    assert again.look.theme.name == "dark"
    unlock(again)
    assert again.window.size() == QSize(1100, 700)
    assert again.desk is not None
    assert "12." in again.desk.session.store.reader.drafts(user).values()


def half_typed(desk: Desk, child: str, qtbot: QtBot) -> None:
    """Urea at the bedside, begun and not left."""
    desk.open_visit(Address(child, "M1").key)
    view = desk.pages.visit.view
    qtbot.waitUntil(lambda: view.state is not None, timeout=20_000)
    view.form_chosen.emit(Address(child, "M1", form="CHEM").key)

    def urea() -> str:
        return next((row.key for row in (view.state.rows if view.state else ()) if row.key.endswith("/UREA")), "")

    qtbot.waitUntil(lambda: bool(urea()), timeout=20_000)
    view.grid.go_to(urea())
    row = view.grid.row(urea())
    assert row is not None
    QTest.keyClicks(row.field, "12.")
