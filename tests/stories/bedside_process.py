"""The application in a process of its own, to be killed: types one value and half of another, then stays.

Says "saved" when the first is shown as saved, "draft" when the second is kept as a draft. Usage: FOLDER AHEAD_MS.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, write
from desktop_app.demo.stage import Stage
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.world import demo_study
from storage.read import Reader

CHILD = "LN-007"


def type_and_stay(stage: Stage) -> Scene:
    """Creatinine with Enter, urea without."""
    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from stage.open_child(CHILD)
    yield from stage.open_visit(_visit(stage))
    yield from stage.open_form("CHEM")
    yield from stage.go_to("CREAT")
    yield from stage.type_in("CREAT", "61.5")
    yield Wait(lambda: stage.visit.state is not None and stage.visit.state.saved.state == "saved", "saved")
    say("saved")
    yield from stage.go_to("UREA")
    write(stage.row_widget("UREA").field, "12.")
    store = stage.desk.session.store
    store.guard.forbidden = None
    reader: Reader = store.new_reader()
    yield Wait(lambda: "12." in reader.drafts(ZHOU.user).values(), "the draft")
    say("draft")
    yield Wait(lambda: False, "the end of the process", 120)


def _visit(stage: Stage) -> str:
    state = stage.children.state
    subject = next(row.subject for row in (state.rows if state else ()) if row.code == CHILD)
    return f"{subject}/W2/////"


def say(word: str) -> None:
    """To the process that kills this one."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    stage = Stage(QApplication([]), folder, demo_study(), StoryClock(int(sys.argv[2])), folder.parent / "pictures")
    stage.run(type_and_stay(stage))
