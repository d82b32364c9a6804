"""The sync room against a served EDC, with the real threads: enrol, send, stall, go on; nothing waits on the window."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App, shipped_study
from desktop_app.house import House
from desktop_app.jobs.create_store import NewStore, create
from desktop_app.place import Place, Settings
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, system_clock
from ui.frame.state import Network, Room
from ui.unlock.state import EnrolmentRequest

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
PASSPHRASE = "a rainy spring in Xuhui"
ROOT = Path(__file__).resolve().parents[3]


class Centre:
    """A served EDC: its address, a code, and a way to take it away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.said("init")
        self.said("site", "add", "SH01", "Hospital")
        self.code = str(json.loads(self.said("device", "code", "SH01"))["code"])
        words = [sys.executable, "-m", "desktop_app.cli", "edc", "serve", "--port", "0", "--edc-folder", str(folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)
        assert self.process.stdout is not None
        self.address = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"

    def said(self, *words: str) -> str:
        command = [sys.executable, "-m", "desktop_app.cli", "--json", "edc", *words, "--edc-folder", str(self._folder)]
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def away(self) -> None:
        self.process.terminate()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path / "edc")
    yield made
    if made.process.poll() is None:
        made.away()


@pytest.fixture
def ahead() -> list[int]:
    """How far the workstation's clock is ahead, in ms; a test may turn it."""
    return [0]


@pytest.fixture
def threaded(qapp: QApplication, tmp_path: Path, ahead: list[int]) -> Iterator[App]:
    """The application with its threads, at the gate of a record of Dr Lin's."""
    folder = tmp_path / "store"
    vaults = Vaults(folder, floor=CHEAP)
    house = House(Place(folder), vaults, shipped_study(), system_clock)
    made = create(house, NewStore("SH01", "Hospital", "Ward 3", "Dr Lin", ("investigator",), PASSPHRASE)).session
    made.store.close()
    made.unlocked.close()
    Place(folder).remember(Settings(language="en", sync_minutes=0))
    app = App(
        qapp, Place(folder), house.study, clock=lambda: system_clock() + ahead[0], vaults=vaults, log_folder=tmp_path
    )  # fmt: skip
    app.start()
    yield app
    app.lock()
    app.leave()
    app.window.deleteLater()
    app.deleteLater()


def unlock(app: App, qtbot: QtBot) -> None:
    assert app.gate is not None
    app.gate.view.passphrase.setText(PASSPHRASE)
    app.gate.view.enter.click()
    qtbot.waitUntil(lambda: app.desk is not None, timeout=20_000)


def once(app: App, qtbot: QtBot, begin: Callable[[], None]) -> None:
    assert app.desk is not None
    syncing = app.desk.pages.sync.syncing
    with qtbot.waitSignal(syncing.ended, timeout=30_000):
        begin()


def test_a_day_with_the_centre(threaded: App, qtbot: QtBot, centre: Centre, ahead: list[int]) -> None:
    unlock(threaded, qtbot)
    desk = threaded.desk
    assert desk is not None
    with pytest.raises(RuntimeError, match="window's thread"):
        desk.session.store.reader.queue()
    desk.open_room(Room.ADMIN)
    admin = desk.pages.admin.view
    admin.enrolment_requested.emit(EnrolmentRequest(centre.address, centre.code))
    qtbot.waitUntil(lambda: admin.state is not None and admin.state.edc.enrolled, timeout=20_000)
    desk.open_room(Room.SYNC)
    view = desk.pages.sync.view
    once(threaded, qtbot, desk.pages.sync.syncing.begin)
    qtbot.waitUntil(lambda: view.state is not None and view.state.equal is True, timeout=20_000)
    assert view.state is not None
    assert view.state.receipt is not None
    assert view.state.receipt.final
    ahead[0] = 26 * 3_600_000
    once(threaded, qtbot, desk.pages.sync.syncing.begin)
    assert desk.frame.state is not None
    (told,) = [message for message in desk.frame.state.messages if message.code == "clock-off"]
    assert "26 h 0 min ahead of" in told.text.en
    centre.away()
    threaded.lock()
    unlock(threaded, qtbot)
    desk = threaded.desk
    assert desk is not None
    desk.open_room(Room.SYNC)
    view = desk.pages.sync.view
    once(threaded, qtbot, desk.pages.sync.syncing.begin)
    qtbot.waitUntil(lambda: view.state is not None and view.state.stalled is not None, timeout=20_000)
    assert view.state is not None
    assert view.state.stalled is not None
    assert view.state.stalled.attempts == 1
    assert view.state.stalled.next_try is not None
    assert desk.frame.state is not None
    assert desk.frame.state.network is Network.OFFLINE
