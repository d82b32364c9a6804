"""One person hands the desk over to another, with the real threads: what each finds, and what the window never does."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.house import House
from desktop_app.jobs.add_user import Wanted, add_user
from desktop_app.jobs.create_store import NewStore, create
from desktop_app.place import Place, Settings
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, Unlocked, primitives, system_clock
from study.address import Address
from study.changes.facts import SubjectEnrolled
from study.definition.model import Study
from study.errors import KnownError
from ui.frame.state import Room

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
LIN, WANG = "a rainy spring in Xuhui", "four quiet boats at dawn"
CHILD = "c1"
WEIGHT = Address(CHILD, "M3", form="VS", item="WEIGHT").key


@pytest.fixture
def derived_on(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads on which a passphrase was derived."""
    seen: list[int] = []
    derive = primitives.argon2id

    def watched(passphrase: bytes, salt: bytes, *, memory_kib: int, iterations: int, lanes: int) -> bytes:
        seen.append(threading.get_ident())
        return derive(passphrase, salt, memory_kib=memory_kib, iterations=iterations, lanes=lanes)

    monkeypatch.setattr(primitives, "argon2id", watched)
    return seen


@pytest.fixture
def shared(qapp: QApplication, tmp_path: Path, whole_study: Study) -> Iterator[App]:
    """The application with its threads, at the gate of a record of Dr Lin's and Dr Wang's with one child."""
    folder = tmp_path / "store"
    vaults = Vaults(folder, floor=CHEAP)
    house = House(Place(folder), vaults, whole_study, system_clock)
    session = create(house, NewStore("SH01", "Hospital", "Ward 3", "Dr Lin", ("investigator", "admin"), LIN)).session
    add_user(session, Wanted("Dr Wang", ("investigator",), WANG))
    session.store.append(session.author, (SubjectEnrolled(id=session.store.new_id(), subject=CHILD),))
    session.store.close()
    session.unlocked.close()
    Place(folder).remember(Settings(language="en", sync_minutes=0))
    app = App(qapp, Place(folder), whole_study, vaults=vaults, log_folder=tmp_path)
    app.start()
    app.window.activateWindow()
    yield app
    app.lock()
    app.leave()
    app.window.deleteLater()
    app.deleteLater()


def enter(app: App, qtbot: QtBot, name: str, passphrase: str) -> Desk:
    """Choose the name, type the passphrase, Enter; the desk once its first page is read."""
    qtbot.waitUntil(lambda: app.gate is not None and app.gate.view.user.count() == 2)
    assert app.gate is not None
    view = app.gate.view
    view.user.setCurrentIndex(view.user.findText(name, Qt.MatchFlag.MatchContains))
    view.passphrase.setFocus()
    QTest.keyClicks(view.passphrase, passphrase)
    QTest.keyClick(view.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.desk is not None, timeout=20_000)
    assert app.desk is not None
    assert app.desk.session.person.name == name
    return app.desk


def half_type(desk: Desk, qtbot: QtBot, text: str) -> None:
    """Open the child's weight and type without leaving the field."""
    desk.open_visit(Address(CHILD, "M3").key, WEIGHT)
    qtbot.waitUntil(lambda: desk.pages.visit.view.grid.row(WEIGHT) is not None, timeout=20_000)
    assert desk.pages.visit.view.grid.go_to(WEIGHT)
    row = desk.pages.visit.view.grid.row(WEIGHT)
    assert row is not None
    QTest.keyClicks(row.field, text)


def typed(desk: Desk) -> str:
    row = desk.pages.visit.view.grid.row(WEIGHT)
    return row.field.text() if row is not None else ""


def test_each_finds_their_own_draft_and_their_own_place_and_nobody_the_others(
    shared: App, qtbot: QtBot, derived_on: list[int]
) -> None:
    first = enter(shared, qtbot, "Dr Lin", LIN)
    half_type(first, qtbot, "31")
    store = first.session.store
    shared.switch_user()
    second = enter(shared, qtbot, "Dr Wang", WANG)
    assert second.session.store is store, "the record stays open for the next person"
    qtbot.waitUntil(lambda: second.frame.page == "today")
    half_type(second, qtbot, "4")
    assert typed(second) == "4"
    second.open_room(Room.QUERIES)
    shared.switch_user()
    again = enter(shared, qtbot, "Dr Lin", LIN)
    qtbot.waitUntil(lambda: again.frame.page == "visit" and typed(again) == "31", timeout=20_000)
    shared.switch_user()
    back = enter(shared, qtbot, "Dr Wang", WANG)
    assert back.frame.page == "queries"
    back.open_visit(Address(CHILD, "M3").key, WEIGHT)
    qtbot.waitUntil(lambda: typed(back) == "4", timeout=20_000)
    assert len(derived_on) >= 4
    assert threading.get_ident() not in derived_on, "a passphrase is never derived on the window's thread"


def wiped(unlocked: Unlocked) -> bool:
    """Whether nothing can be signed any more."""
    try:
        unlocked.sign(b"anything")
    except KnownError as error:
        return error.code == "locked"
    return False


def test_at_the_gate_nothing_of_the_person_before_can_be_read_or_signed(shared: App, qtbot: QtBot) -> None:
    desk = enter(shared, qtbot, "Dr Lin", LIN)
    half_type(desk, qtbot, "31")
    unlocked = desk.session.unlocked
    shared.switch_user()
    assert shared.desk is None
    with pytest.raises(RuntimeError, match="window's thread"):
        desk.session.store.reader.queue()
    qtbot.waitUntil(lambda: wiped(unlocked), timeout=20_000)
    assert shared.gate is not None
    assert shared.gate.view.passphrase.text() == ""
    assert "Wang" in shared.gate.view.user.currentText(), "the next name stands there"
