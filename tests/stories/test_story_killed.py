"""A process is killed at the bedside: what was shown as saved is there, what was half typed is offered back."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, push
from desktop_app.demo.stage import Stage
from desktop_app.demo.workstation import Workstation
from desktop_app.jobs.unlock import unlock
from storage.verify import verify_store
from study.address import Address
from study.values import Quantity
from ui.visit.state import DraftBack

PROGRAM = Path(__file__).with_name("bedside_process.py")
ROOT = Path(__file__).resolve().parents[2]


def killed_at_the_bedside(station: Workstation) -> None:
    """Run the application until a value is saved and another is half typed, then kill it without warning."""
    folder = station.house.place.folder
    station.close()
    words = [sys.executable, str(PROGRAM), str(folder), str(station.clock.ahead)]
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    log = folder.parent / "bedside.log"
    with log.open("wb") as errors, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=errors, env=settings) as run:
        assert run.stdout is not None
        said = [run.stdout.readline().strip(), run.stdout.readline().strip()]
        run.kill()
    assert said == [b"saved", b"draft"], log.read_text(encoding="utf-8")


def test_nothing_that_was_shown_as_saved_is_lost_and_the_half_typed_text_comes_back(
    clinic: Workstation, make_stage: Callable[[Workstation], Stage]
) -> None:
    killed_at_the_bedside(clinic)
    session = unlock(clinic.house, ZHOU.user, ZHOU.passphrase)
    [child] = session.store.reader.subjects()
    record = session.store.reader.record(child.id)
    [creatinine] = [a for a in record.values if (a.visit, a.form, a.item) == ("W2", "CHEM", "CREAT")]
    assert record.value(creatinine) == Quantity("61.5", "umol/L")
    assert verify_store(session.store, session.unlocked).findings == ()
    assert "12." in session.store.reader.drafts(ZHOU.user).values()
    session.store.close()
    session.unlocked.close()
    stage = make_stage(clinic)
    stage.run(found_again(stage, Address(child.id, "W2")))


def found_again(stage: Stage, visit: Address) -> Scene:
    """Unlock, open the visit: the text stands in its field and is kept with one button."""

    def offered() -> bool:
        row = stage.row("UREA")
        return row is not None and any(isinstance(s, DraftBack) and s.text == "12." for s in row.strips)

    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from stage.open_visit(visit.key)
    yield from stage.open_form("CHEM")
    yield Wait(offered, "the half-typed text")
    yield from push(stage.row_widget("UREA").strips, "舍弃", "Discard")
    yield Wait(lambda: not offered(), "the text to be discarded")
