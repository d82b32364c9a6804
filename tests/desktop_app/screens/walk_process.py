"""A process of its own: walks over every screen of a small world in one language and prints what is wrong, as JSON.

`QT_SCALE_FACTOR` is that of the environment. The windows are what a screen of 1366 x 768 px leaves at each scale.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QAccessible  # noqa: E402 - the platform is chosen above
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from desktop_app.demo.cast import CAST  # noqa: E402
from desktop_app.demo.player import Scene, Wait  # noqa: E402
from desktop_app.demo.stage import Stage  # noqa: E402
from desktop_app.demo.story_clock import NOW  # noqa: E402
from desktop_app.demo.world import World, build  # noqa: E402
from screens import Album, first_run, screens  # noqa: E402
from study.text import Language  # noqa: E402
from tests.desktop_app.screens.contrast import faint  # noqa: E402
from tests.desktop_app.screens.further import further, further_first_run  # noqa: E402
from tests.desktop_app.screens.looking import Fault, clipped, laid_out, mixed, out_of_order, seen, unnamed  # noqa: E402
from tests.desktop_app.screens.wordings import foreign  # noqa: E402
from tests.kit.window_thread import watch  # noqa: E402
from ui.search.palette import Palette  # noqa: E402
from ui.theme.tokens import ThemeName  # noqa: E402

SIZES = {100: (1366, 768), 150: (911, 512), 200: (683, 384)}


class Turn(NamedTuple):
    """What is on while the screens are walked through once: to switch on each of them would take minutes."""

    language: Language
    theme: ThemeName


TURNS = {"zh": Turn("zh", "light"), "en": Turn("en", "dark")}
_CHILDREN = ("LN-001", "LN-007")


class Inspector(Album):
    """Looks at each screen, in the one language and theme that are on, instead of drawing it in all."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage, Path())
        self.faults: dict[str, list[str]] = {}
        self.screens: list[str] = []
        self._language = stage.app.look.language.code
        self._foreign = foreign(self._language)

    def draw(self, screen: str) -> Scene:
        """Look at the screen in front."""
        yield from self._turns()
        window = self._stage.app.window
        self._look(screen, next(iter([*_open(window), *_palettes(window)]), window))

    def draw_open(self, screen: str, ask: Callable[[], object]) -> Scene:
        """Look at a dialog."""
        window = self._stage.app.window
        ask()
        yield Wait(lambda: bool(_open(window)), f"the dialog {screen}")
        yield from self._turns()
        self._look(screen, _open(window)[0])
        for dialog in _open(window):
            dialog.reject()
        yield Wait(lambda: not _open(window), f"the dialog {screen} to close")

    def _turns(self) -> Scene:
        yield Wait(self._read, "the page to be read")
        for _ in range(3):
            yield Wait(lambda: True, "a turn of the event loop")

    def _read(self) -> bool:
        """Whether the page in front has what it shows."""
        desk = self._stage.app.desk
        page = getattr(desk.pages, desk.frame.page, None) if desk is not None else None
        state = page.view.state if page is not None else self
        return state is not None and not getattr(state, "loading", False)

    def _look(self, screen: str, front: QWidget) -> None:
        self.screens.append(f"{screen} {self._language}")
        window = self._stage.app.window
        for percent, size in SIZES.items():
            window.resize(*size)
            QApplication.processEvents()
            for fault in self._faults(front, percent):
                self.faults.setdefault(f"{fault.kind}: {fault.what}", []).append(
                    f"{screen} {self._language} {percent} %"
                )
        window.resize(*SIZES[100])
        QApplication.processEvents()

    def _faults(self, front: QWidget, percent: int) -> list[Fault]:
        widgets = laid_out(front)
        found = list(clipped(widgets))
        if percent == 100:
            found += mixed(widgets, self._foreign, self._language)
            found += unnamed(widgets)
            found += out_of_order(front, widgets)
            found += faint(front, seen(front))
        return found


def _open(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def _palettes(window: QWidget) -> list[Palette]:
    """The search while it covers the page, which is not to be read then."""
    return [palette for palette in window.findChildren(Palette) if palette.isVisible()]


def walk(stage: Stage, scene: Callable[[Stage, Inspector], Scene], turn: Turn) -> Inspector:
    """A scene in one language and one theme."""
    stage.app.look.language.switch(turn.language)
    stage.app.look.theme.switch(turn.theme)
    inspector = Inspector(stage)
    stage.run(scene(stage, inspector))
    return inspector


def inspect(application: QApplication, world: World, turn: Turn) -> Iterator[Inspector]:
    """Every screen and dialog, then the first run."""
    world.first.close()
    world.clock.set(NOW)
    stage = Stage(application, world.first.store.folder, world.study, world.clock, world.folder / "pictures")
    yield walk(stage, screens, turn)
    yield walk(stage, further, turn)
    stage.end()
    empty = Stage(application, world.folder / "empty", world.study, world.clock, world.folder / "pictures")
    yield walk(empty, first_run, turn)
    yield walk(empty, further_first_run, turn)
    empty.app.leave()


def main(language: str) -> int:
    """Print the screens that were seen and what was found; by day in Chinese, by night in English."""
    application, watched = QApplication([]), watch()
    QAccessible.setActive(True)
    with tempfile.TemporaryDirectory() as made:
        world = build(Path(made), cast=tuple(child for child in CAST if child.code in _CHILDREN))
        try:
            walks = list(inspect(application, world, TURNS[language]))
        finally:
            world.close()
    faults: dict[str, list[str]] = {}
    for each in walks:
        for fault, places in each.faults.items():
            faults.setdefault(fault, []).extend(places)
    if waits := watched.take():
        faults["the window's thread waits"] = waits
    told = {"screens": [name for each in walks for name in each.screens], "faults": faults}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
