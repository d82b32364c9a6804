"""`cartella demo`: builds the world and opens the window on it, or plays the clinic day without a screen.

Without a screen the folder holds afterwards pictures, both stores, the EDC and demo.json, which says where each is.
"""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.demo.centre import SITE
from desktop_app.demo.people import TEAM, ZHOU
from desktop_app.demo.play import clinic_day, record, told
from desktop_app.demo.player import SceneError
from desktop_app.demo.stage import Stage
from desktop_app.demo.workstation import house_at
from desktop_app.demo.world import World, build, passphrase_file
from desktop_app.jobs.line import straight
from desktop_app.jobs.sync import sync_once
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place
from study.errors import KnownError
from study.text import Language

REPORT = "demo.json"


class Digests(NamedTuple):
    """The state hash of the first workstation, the second and the EDC; equal when all hold the same."""

    first: str
    second: str
    centre: str

    @property
    def equal(self) -> bool:
        """Whether the three are one."""
        return len(set(self)) == 1


def run(headless: Path | None, language: Language = "zh") -> int:
    """Play into a folder, or open the window in `language` until it closes.

    0 when the day went through and all states are equal, 3 when they are not. KnownError `folder-not-empty`.
    """
    if headless is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = _application()
    if headless is not None:
        return _headless(application, headless)
    folder = Path(tempfile.mkdtemp(prefix="cartella-demo-"))
    try:
        with _world(folder) as world:
            return _window(application, world, language)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def play(application: QApplication, folder: Path) -> Digests:
    """Build the world in `folder`, play the day, leave pictures and the report. Raises what ended the play early."""
    with _world(folder) as world:
        stage = perform(application, world, folder / "pictures")
        digests = _compare(world)
        _report(world, stage, digests)
    return digests


def perform(application: QApplication, world: World, pictures: Path) -> Stage:
    """The clinic day on the first workstation, which nobody has open meanwhile."""
    world.first.close()
    files = world.folder / "files"
    files.mkdir(exist_ok=True)
    record(files)
    stage = Stage(application, world.first.store.folder, world.study, world.clock, pictures)
    try:
        stage.run(clinic_day(stage, files))
    finally:
        stage.end()
    return stage


def _application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


@contextlib.contextmanager
def _world(folder: Path) -> Iterator[World]:
    _say(f"Cartella demo: {folder}\nMaking two workstations, an EDC and a year of history: one to three minutes.")
    world = build(folder)
    try:
        yield world
    finally:
        world.close()


def _headless(application: QApplication, folder: Path) -> int:
    if folder.exists() and any(folder.iterdir()):
        raise KnownError(
            "folder-not-empty",
            f"The folder {folder} is not empty. The demonstration needs a new one.",
            f"文件夹 {folder} 不为空，演示需要一个新的文件夹。",
        )
    folder.mkdir(parents=True, exist_ok=True)
    try:
        digests = play(application, folder)
    except SceneError as stopped:
        raise KnownError(
            "demo-stopped",
            f"The day stopped early: {stopped}. The pictures up to there are in {folder / 'pictures'}.",
            f"演示中途停止：{stopped}。已有截图在 {folder / 'pictures'}。",
        ) from stopped
    _say(f"state {digests.first[:16]}: {'equal on both workstations and the EDC' if digests.equal else 'NOT equal'}")
    return 0 if digests.equal else 3


def _window(application: QApplication, world: World, language: Language) -> int:
    world.first.close()
    store = world.first.store.folder
    place = Place(store)
    place.remember(msgspec.structs.replace(place.settings, language=language))
    vaults = house_at(store, world.study, world.clock).vaults
    app = App(application, place, world.study, clock=world.clock, vaults=vaults)
    for each in TEAM:
        _say(f"{each.name} ({each.role}): {each.passphrase}")
    app.start()
    return application.exec()


def _compare(world: World) -> Digests:
    """Everybody syncs until nothing is left, then the three states are read."""
    world.second.sync()
    house = house_at(world.first.store.folder, world.study, world.clock)
    session = unlock(house, ZHOU.user, ZHOU.passphrase)
    try:
        sync_once(session, straight)
        world.second.sync()
        centre = next(site for site in world.centre.admin.sites() if site.site == SITE)
        return Digests(session.store.reader.digest(), world.second.store.reader.digest(), centre.state)
    finally:
        session.store.close()
        session.unlocked.close()


def _report(world: World, stage: Stage, digests: Digests) -> None:
    """demo.json: where each thing is, who may unlock, what was done, and the states at the end."""
    folder = world.folder
    report = {
        "store": str(world.first.store.folder),
        "second_store": str(world.second.store.folder),
        "edc": str(world.centre.folder),
        "site": SITE,
        "study": {"code": world.study.code, "version": world.study.version, "digest": world.study.digest},
        "pictures": [str(folder / "pictures" / name) for name in stage.camera.taken],
        "users": [
            {"user": e.user, "name": e.name, "role": e.role, "passphrase_file": str(passphrase_file(folder, e))}
            for e in TEAM
        ],
        "children": world.subjects,
        "conflict": world.conflict.key,
        "held": world.held,
        "done": [what for name in stage.camera.taken if (what := told_of(name))],
        "digests": {**digests._asdict(), "equal": digests.equal},
    }
    (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))


def told_of(picture: str) -> str:
    """What was done when a picture (03-child.png) was taken."""
    return told(picture.partition("-")[2].removesuffix(".png"))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
