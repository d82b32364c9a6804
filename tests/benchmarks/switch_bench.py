"""Another theme and another language with every room opened once: what the window's thread does until it is free again.

Beside it the plain way in the same run: one style sheet on the whole application, every page shown again at once.
"""

import time
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication

from desktop_app.demo.cast import CAST
from desktop_app.demo.people import ZHOU
from desktop_app.demo.play import CHILD
from desktop_app.demo.player import Scene, Wait
from desktop_app.demo.stage import Stage
from desktop_app.demo.world import World, build
from tests.benchmarks.measure import Benchmark, Measured, Setting
from ui.frame.state import Room
from ui.theme.theme import style_sheet
from ui.theme.tokens import DARK, LIGHT
from ui.view import View

_CHILDREN = ("LN-001", "LN-007")
_REST_S = 1.0


def run(setting: Setting) -> Sequence[Measured]:
    """A small world, its rooms, then the switches."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication([])
    world = build(setting.folder, cast=tuple(child for child in CAST if child.code in _CHILDREN))
    try:
        return _play(application, world)
    finally:
        world.close()


def _play(application: QApplication, world: World) -> list[Measured]:
    world.first.close()
    stage = Stage(application, world.first.store.folder, world.study, world.clock, world.folder / "pictures")
    took: dict[str, float] = {}
    try:
        stage.run(_switches(stage, took))
    finally:
        stage.end()
    count = int(took.pop("widgets"))
    plain = {"theme": took.pop("plain theme"), "language": took.pop("plain language")}
    what = f"processor time, {count} widgets; plain: the whole application"
    return [Measured(name, cost, plain[name.partition(":")[0]], what) for name, cost in took.items()]


def _switches(stage: Stage, took: dict[str, float]) -> Scene:
    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from stage.open_child(CHILD)
    state = stage.children.state
    subject = next(str(row.subject) for row in (state.rows if state else ()) if row.code == CHILD)
    yield from stage.open_visit(f"{subject}/M1/////")
    yield from stage.open_form("CHEM")
    pages: dict[str, Callable[[], None]] = {
        "charts": lambda: stage.desk.open_charts(subject),
        "logs": lambda: stage.desk.open_logs(subject),
        "review": lambda: stage.desk.open_review(f"{subject}/M1/////"),
        **{room.value: lambda room=room: stage.desk.open_room(room) for room in Room},  # type: ignore[misc]
        "visit": lambda: stage.desk.open_visit(f"{subject}/M1/////"),
        "child": lambda: stage.desk.open_child(subject),
    }
    for go in pages.values():
        go()
        yield from _rest()
    look = stage.app.look
    for page in ("admin", "visit", "child"):
        pages[page]()
        yield from _rest()
        took[f"theme: {page}"] = max(
            [_cost(lambda: look.theme.switch("dark")), _cost(lambda: look.theme.switch("light"))]
        )
        yield from _rest()
        took[f"language: {page}"] = _cost(lambda: look.language.switch("en"))
        yield from _rest()
        look.language.switch("zh")
        yield from _rest()
    took["widgets"] = float(len(stage.application.allWidgets()))
    took["plain language"] = _cost(lambda: _all_at_once(stage))
    stage.application.setStyleSheet(style_sheet(LIGHT))
    took["plain theme"] = _cost(lambda: stage.application.setStyleSheet(style_sheet(DARK)))


def _all_at_once(stage: Stage) -> None:
    """Another language, and every page shown in it whether anybody sees it or not."""
    stage.app.look.language.switch("en")
    for each in stage.application.allWidgets():
        if isinstance(each, View) and each.state is not None and not each.isVisible():
            each.render(each.state)


def _cost(act: Callable[[], object]) -> float:
    """Milliseconds of the window's thread until everything is painted. Not of the clock: others use the machine too."""
    began = time.thread_time()
    act()
    QApplication.processEvents()
    return (time.thread_time() - began) * 1000


def _rest() -> Scene:
    until = time.perf_counter() + _REST_S
    yield Wait(lambda: time.perf_counter() > until, "a moment")


BENCHMARK = Benchmark("switch", run)
