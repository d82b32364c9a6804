"""A coordinator corrects a value with a reason; the audit room finds it, leads to its field, writes it as a table."""

import csv
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox

from desktop_app.demo.people import LI
from desktop_app.demo.player import Scene, Wait, click, press, write
from desktop_app.demo.stage import Stage
from desktop_app.demo.workstation import Workstation
from desktop_app.jobs.add_user import Wanted, add_user
from study.address import parse_key
from ui.audit.state import TrailLine
from ui.frame.state import Room
from ui.visit.state import ReasonForChange

WHY = "report of 10:12 says so"
NEW = "63.5"


def correct(stage: Stage) -> Scene:
    """Creatinine of M1, whose form is complete: a reason is asked for and given."""
    yield from stage.open_child("LN-007")
    state = stage.children.state
    subject = next(row.subject for row in (state.rows if state else ()) if row.code == "LN-007")
    yield from stage.open_visit(f"{subject}/M1/////")
    yield from stage.open_form("CHEM")
    yield from stage.go_to("CREAT")
    stage.row_widget("CREAT").field.selectAll()
    yield from stage.type_in("CREAT", NEW)
    yield Wait(lambda: _asked(stage), "the question why")
    strip = stage.row_widget("CREAT")
    box = strip.findChild(QComboBox)
    edit = box.lineEdit() if box is not None else None
    assert edit is not None
    write(edit, WHY)
    click(next(b for b in strip.findChildren(QAbstractButton) if b.text() in ("修改", "Change it")))
    yield Wait(lambda: not _asked(stage), "the value to be kept")


def _asked(stage: Stage) -> bool:
    row = stage.row("CREAT")
    return row is not None and any(isinstance(strip, ReasonForChange) for strip in row.strips)


def find(stage: Stage, found: list[TrailLine]) -> Scene:
    """The room by its key, child and item typed, the lines read."""
    press(stage.focus(), Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    yield Wait(lambda: stage.shows("audit"), "the audit room")
    page = stage.desk.pages.audit
    trail = page.view.trail
    yield Wait(lambda: trail.table.lines.rowCount() > 0 and trail.filter.child.count() > 0, "the trail")
    press(stage.focus(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    yield Wait(trail.filter.child.line.hasFocus, "the focus in the filter")
    for box, text in ((trail.filter.child.line, "ln-007"), (trail.filter.item.line, "creat")):
        box.setFocus()
        write(box, text)
        press(box, Qt.Key.Key_Return)
    yield Wait(lambda: page.wanted.sought.item == "CREAT", "the filter to be understood")
    yield Wait(lambda: trail.table.lines.whole and 0 < trail.table.lines.rowCount() < 20, "what is sought")
    found += [line for row in range(trail.table.lines.rowCount()) if (line := trail.table.lines.line(row))]


def jump_and_save(stage: Stage, path: Path) -> Scene:
    """Enter leads to the field; back in the room the table is saved."""
    page = stage.desk.pages.audit
    table = page.view.trail.table
    table.setFocus()
    press(table, Qt.Key.Key_Return)
    yield Wait(lambda: stage.shows("visit") and stage.form() == "CHEM", "the form of the value")
    yield Wait(lambda: stage.in_front() and stage.at() == "CREAT", "the focus on the value")
    click(stage.desk.frame.rail.buttons[Room.AUDIT])
    yield Wait(lambda: stage.shows("audit"), "the audit room again")
    page.out.csv(path, page.wanted)
    yield Wait(path.exists, "the table")
    yield Wait(lambda: page.out.job is None, "the job to end")


def test_a_correction_is_found_opened_and_saved(
    clinic: Workstation, make_stage: Callable[[Workstation], Stage], tmp_path: Path
) -> None:
    add_user(clinic.session, Wanted(LI.name, (LI.role,), LI.passphrase, LI.user))
    stage = make_stage(clinic)
    found: list[TrailLine] = []
    path = tmp_path / "trail.csv"

    def whole() -> Scene:
        yield from stage.begin()
        yield from stage.unlock(LI)
        yield from correct(stage)
        yield from find(stage, found)
        yield from jump_and_save(stage, path)

    stage.run(whole())
    newest = found[0]
    assert (newest.who, newest.role.en, newest.child) == (LI.name, "coordinator", "LN-007")
    assert newest.after.en == f"{NEW} µmol/L"
    assert newest.before.en.endswith("µmol/L")
    assert newest.before != newest.after
    assert WHY in newest.why
    assert {parse_key(line.key).item for line in found} == {"CREAT"}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        _head, *rows = list(csv.reader(handle))
    shown = [(line.site, line.who, line.child, line.before.zh, line.after.zh, line.why, line.hash) for line in found]
    assert [(row[1], row[3], row[8], row[10], row[11], row[13], row[18]) for row in rows] == shown
