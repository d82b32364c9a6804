"""A child enrolled and a visit entered by keyboard arrive at the second workstation and the EDC, in one state."""

from collections.abc import Callable

from desktop_app.demo.centre import SITE, Centre
from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait, click, write
from desktop_app.demo.stage import Stage
from desktop_app.demo.workstation import Workstation
from desktop_app.jobs.line import straight
from desktop_app.jobs.sync import sync_once
from desktop_app.jobs.unlock import unlock
from study.values import Quantity
from ui.frame.state import Room

VALUES = {"HEIGHT": "132.5", "WEIGHT": "29.4"}


def enrol_a_child(stage: Stage) -> Scene:
    """The dialog, filled with the keyboard; the code is offered."""
    click(stage.children.enrol)
    page = stage.desk.pages.children
    yield Wait(lambda: page.dialog is not None and page.dialog.code.text() != "", "the dialog")
    dialog = page.dialog
    assert dialog is not None
    write(dialog.name, "方夏至")
    write(dialog.hospital_number, "DEMO-000900")
    dialog.sex.setCurrentIndex(dialog.sex.findData("F"))
    write(dialog.born, "2016-03-04")
    write(dialog.consent, "2026-11-17")
    yield Wait(dialog.button.isEnabled, "the button that enrols")
    click(dialog.button)
    yield Wait(lambda: stage.shows("child"), "the page of the new child")


def enter_a_visit(stage: Stage) -> Scene:
    """Screening: size and creatinine; the filtration rate is there at once, and has its curve on the child's page."""
    yield from stage.open_child("LN-008")
    state = stage.children.state
    subject = next(row.subject for row in (state.rows if state else ()) if row.code == "LN-008")
    yield from stage.open_visit(f"{subject}/SCR/////")
    yield from stage.type_in("VISDTC", "2026-11-17")
    yield from stage.open_form("VS")
    for item, text in VALUES.items():
        yield from stage.go_to(item)
        yield from stage.type_in(item, text)
        yield from stage.saved(item)
    yield from stage.open_form("CHEM")
    yield from stage.go_to("CREAT")
    yield from stage.type_in("CREAT", "0.61mg/dl")
    yield Wait(lambda: stage.derived("EGFR_SCHW") != "", "the filtration rate")
    yield from stage.open_child("LN-008")
    yield Wait(lambda: bool(stage.desk.pages.child.view.charts), "the curves")


def send(stage: Stage) -> Scene:
    """The room of the EDC: one button."""
    click(stage.desk.frame.rail.buttons[Room.SYNC])
    yield Wait(lambda: stage.shows("sync"), "the sync room")
    page = stage.desk.pages.sync
    button = page.view.status.start
    yield Wait(lambda: button.isVisible() and button.isEnabled(), "the button that syncs")
    ended: list[object] = []
    page.syncing.ended.connect(ended.append)
    click(button)
    yield Wait(lambda: bool(ended), "the cycle to end")
    yield Wait(lambda: stage.waiting() == 0, "nothing to wait")


def whole(stage: Stage) -> Scene:
    """From the gate to the EDC."""
    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from enrol_a_child(stage)
    yield from enter_a_visit(stage)
    yield from send(stage)


def test_a_child_and_a_visit_reach_everyone(
    clinic: Workstation, ward: Workstation, centre: Centre, make_stage: Callable[[Workstation], Stage]
) -> None:
    clinic.enrol(centre)
    clinic.sync()
    ward.enrol(centre)
    stage = make_stage(clinic)
    stage.run(whole(stage))
    stage.end()
    ward.sync()
    session = unlock(clinic.house, ZHOU.user, ZHOU.passphrase)
    try:
        sync_once(session, straight)
        ward.sync()
        child = next(child for child in ward.store.reader.subjects("SCR/DM/SUBJID") if child.code == "LN-008")
        record = ward.store.reader.record(child.id)
        [creatinine] = [a for a in record.values if a.item == "CREAT"]
        assert record.value(creatinine) == Quantity("0.61", "mg/dL")
        [site] = [each for each in centre.admin.sites() if each.site == SITE]
        assert session.store.reader.digest() == ward.store.reader.digest() == site.state
    finally:
        session.store.close()
        session.unlocked.close()
