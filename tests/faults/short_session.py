"""A short session at the bedside in a process of its own: unlock, open a child, enrol one, half a text, a bug, lock.

Says "ready" when everything was typed; with the word "stay" it then waits to be killed. Usage: FOLDER [stay].
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.demo.cast import CAST
from desktop_app.demo.courses import course
from desktop_app.demo.history import History
from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, write
from desktop_app.demo.stage import Stage
from desktop_app.demo.story_clock import StoryClock, ahead_now
from desktop_app.demo.workstation import set_up
from desktop_app.demo.world import demo_study
from storage.keys import SiteKey
from tests.faults.planted import GUARDIAN, HALF_TYPED
from tests.stories.test_story_visit import enrol_a_child


def main(folder: Path, *, stay: bool) -> None:
    """The whole session."""
    clock, study, site_key = StoryClock(ahead_now()), demo_study(), SiteKey.new()
    station = set_up(folder / "CR-02", study, clock, (ZHOU,), site_key)
    history = History(study, site_key, station.store.new_id)
    for child in CAST:
        for filled in course(child):
            if (filled.visit, filled.form) in {("SCR", "VISIT"), ("SCR", "DM"), ("SCR", "VS")}:
                station.append(ZHOU, history.facts(filled))
    station.close()
    stage = Stage(QApplication([]), folder / "CR-02", study, clock, folder / "pictures")
    stage.run(_session(stage, stay=stay))
    # What a bug's message may carry.
    stage.app.crash.met(ValueError(f"{HALF_TYPED} {CAST[0].name}"))
    if stage.app.crash.dialog is not None:
        stage.app.crash.dialog.close()
    stage.end()


def _session(stage: Stage, *, stay: bool) -> Scene:
    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from enrol_a_child(stage)
    yield from stage.open_child("LN-007")
    state = stage.children.state
    subject = next(row.subject for row in (state.rows if state else ()) if row.code == "LN-007")
    yield from stage.open_visit(f"{subject}/SCR/////")
    yield from stage.open_form("DM")
    for item, text in GUARDIAN.items():
        yield from stage.go_to(item)
        yield from stage.type_in(item, text)
        yield from stage.saved(item)
    yield from stage.go_to("GUARD2")
    write(stage.row_widget("GUARD2").field, HALF_TYPED)
    yield from stage.picture("half-typed")
    yield from stage.picture("half-typed-again")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if stay:
        yield Wait(lambda: False, "the end of the process", 120)


if __name__ == "__main__":
    main(Path(sys.argv[1]), stay="stay" in sys.argv[2:])
