"""How long the window stands still: the five longest gaps of a played clinic day with page and act, and while all
children are read behind it; how long a change of the user takes.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.demo.cast import CAST
from desktop_app.demo.people import LI, ZHOU
from desktop_app.demo.play import clinic_day, record
from desktop_app.demo.player import Camera, Scene, Wait
from desktop_app.demo.stage import Stage
from desktop_app.demo.world import World, build
from tests.benchmarks.heart import Heart
from tests.benchmarks.measure import Benchmark, Measured, Setting

_CHILDREN = ("LN-001", "LN-007")
_SHOWN = 5
_ROUNDS = 30
"""How often all children are read again in the background."""


class Blind(Camera):
    """Takes no picture: drawing one would be a gap that no person has."""

    def take(self, name: str) -> Path:
        """Remember that it would have been taken."""
        self.taken.append(name)
        return Path(name)


def run(setting: Setting) -> Sequence[Measured]:
    """A small world, the whole day on it, then somebody else at the desk."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication([])
    world = build(setting.folder, cast=tuple(child for child in CAST if child.code in _CHILDREN))
    try:
        return _play(application, world)
    finally:
        world.close()


def _play(application: QApplication, world: World) -> list[Measured]:
    world.first.close()
    files = world.folder / "files"
    files.mkdir()
    record(files)
    stage = Stage(application, world.first.store.folder, world.study, world.clock, world.folder / "pictures")
    stage.camera = Blind(stage.app.window, world.folder / "pictures")
    heart = Heart(lambda: where(stage))
    switched: list[float] = []
    try:
        stage.run(clinic_day(stage, files))
        stage.run(switch(stage, switched))
        heart.stop()
        behind = Heart(lambda: "")
        stage.run(read_again(stage))
        behind.stop()
    finally:
        heart.stop()
        stage.end()
    gaps = [
        Measured(f"longest gap {place}", gap.ms, None, f"{gap.own:.0f} ms of it the window's own work: {gap.name}")
        for place, gap in enumerate(heart.worst(_SHOWN), start=1)
    ]
    [slow] = behind.worst(1)
    usual = f"99 of 100 below {behind.usual(''):.0f} ms"
    reading = f"{slow.own:.0f} ms of it its own work, {usual}; all children read {_ROUNDS} times behind the table"
    return [
        *gaps,
        Measured("another user", switched[0], None, "from Enter at the gate to the day that was read"),
        Measured("longest gap while read", slow.ms, None, reading),
    ]


def where(stage: Stage) -> str:
    """The page in front, or the gate, and what the play is waiting for."""
    page = stage.app.desk.frame.page if stage.app.desk is not None else "gate"
    return f"{page} ({stage.awaited})"


def switch(stage: Stage, took: list[float]) -> Scene:
    """One gives the desk up to another: their passphrase, their day."""
    yield from stage.unlock(ZHOU)
    stage.app.switch_user()
    yield Wait(lambda: stage.app.gate is not None, "the gate")
    began = time.perf_counter()
    yield from stage.unlock(LI)
    took.append((time.perf_counter() - began) * 1000)


def read_again(stage: Stage) -> Scene:
    """The table in front while everybody is read anew, time and again, as after a sync that brought a whole site."""
    yield from stage.open_children()
    page = stage.desk.pages.children
    for _ in range(_ROUNDS):
        before = page.view.state
        stage.desk.moved(None)
        yield Wait(lambda before=before: page.view.state is not before and not page.gathering.running, "the children")  # type: ignore[misc]


BENCHMARK = Benchmark("loop", run)
