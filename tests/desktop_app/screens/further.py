"""Scenes that are looked at, not pictured: every form and log, every section of admin, dialogs, questions at fields."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt

from desktop_app.demo.people import ZHOU
from desktop_app.demo.play import CHILD
from desktop_app.demo.player import Scene, Wait, press, write
from desktop_app.demo.stage import Stage
from screens import Album, the_child
from study.address import Address
from ui.admin.keys_dialogs import LeaveOutDialog
from ui.admin.keys_state import Behind, Deed
from ui.admin.state import Section
from ui.frame.state import LeaveState, Room
from ui.ids import UserId
from ui.sync.bundle_state import InvitationState
from ui.sync.invitation_dialog import InvitationDialog
from ui.unlock.state import Step
from ui.visit.acts import FileNamesSomebody

_ASKED = (("K", "9.9"), ("ALB", "plenty"), ("GLUC", "12 mg"))
"""Impossible, no number, a unit that is not known: each asks at its field."""


def further(stage: Stage, album: Album) -> Scene:
    """From the gate on: what `screens.screens` leaves out."""
    yield Wait(lambda: stage.app.gate is not None, "the gate")
    yield from _gate(stage, album)
    yield from stage.unlock(ZHOU)
    yield from _frame(stage, album)
    yield from stage.open_children()
    yield Wait(lambda: _listed(stage), "the child in the table")
    subject = the_child(stage)
    yield from _logs(stage, album, subject)
    yield from _charts(stage, album, subject)
    yield from _forms(stage, album, subject)
    yield from _questions(stage, album, subject)
    yield from _admin(stage, album)
    yield from _nothing(stage, album)


def _listed(stage: Stage) -> bool:
    state = stage.children.state
    return state is not None and any(row.code == CHILD for row in state.rows)


def further_first_run(stage: Stage, album: Album) -> Scene:
    """Every page of a first run that has begun."""
    yield Wait(lambda: stage.app.first_run is not None, "the first run")
    first = stage.app.first_run
    if first is None or first.view.state is None:
        raise RuntimeError("there is no first run")
    view = first.view
    view.start.restore_asked.emit()
    yield from album.draw("first-run-restore")
    for begin, step in ((view.start.new_asked, "new"), (view.start.join_asked, "join")):
        begin.emit()
        yield from album.draw(f"first-run-{step}")
    view.study.forward.emit()
    yield from album.draw("first-run-user")
    for step in (Step.RECOVERY, Step.EDC):
        view.render(replace(first.view.state, step=step, recovery="7K2M-91QX-0D4R-XX8P"))
        yield from album.draw(f"first-run-{step.value}")


def _gate(stage: Stage, album: Album) -> Scene:
    """The kept key file; the recovery code in place of a passphrase."""
    gate = stage.app.gate
    if gate is None:
        raise RuntimeError("there is no gate")
    yield from album.draw_open("kept", gate.view.kept.click)
    gate.view.recover.click()
    yield from album.draw("recovery")
    gate.view.recover.click()


def _frame(stage: Stage, album: Album) -> Scene:
    """The map of keys; the question before leaving; an invitation of the EDC."""
    window, look = stage.app.window, stage.app.look
    yield from album.draw_open("key-map", stage.desk.show_keys)
    yield from album.draw_open("leave", lambda: window.leave_box(LeaveState(12, None, 2)).open())
    until = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - a wall-clock time at the site
    invitation = InvitationState("FH 复旦大学附属儿科医院", "3F2A 91C4 07BE 55D0", until)
    yield from album.draw_open("invitation", lambda: InvitationDialog(look, invitation, window).open())


def _logs(stage: Stage, album: Album, subject: str) -> Scene:
    """Each log of a child."""
    view = stage.desk.pages.logs.view
    stage.desk.open_logs(subject)
    yield Wait(lambda: view.state is not None and not view.state.loading, "the logs")
    for code in [tab.code for tab in (view.state.tabs if view.state is not None else ())]:
        stage.desk.open_logs(subject, code)
        yield Wait(_chosen(stage, code), f"the log {code}")
        yield from album.draw(f"log-{code}")


def _chosen(stage: Stage, code: str) -> Callable[[], bool]:
    view = stage.desk.pages.logs.view
    return lambda: view.state is not None and view.state.chosen == code and not view.state.loading


def _charts(stage: Stage, album: Album, subject: str) -> Scene:
    """The choice of children to compare with; one panel over the window."""
    stage.desk.open_charts(subject)
    view = stage.desk.pages.charts.view
    yield Wait(lambda: stage.shows("charts") and bool(view.charts), "the charts")
    yield from album.draw_open("compare-with", view.ask_compare)
    yield from album.draw_open("chart-large", lambda: view.enlarge(next(iter(view.charts))))


def _forms(stage: Stage, album: Album, subject: str) -> Scene:
    """Each form at the first visit that asks for it; each log as the form that is filled in."""
    study, seen = stage.desk.session.study, set()
    for visit in study.visits:
        fresh = [code for code in visit.forms if code not in seen]
        seen.update(fresh)
        for code in fresh:
            place = Address(subject, visit.code, form=code)
            stage.desk.open_visit(place.in_visit.key, place.key)
            yield Wait(_form_shown(stage, code), f"the form {code}")
            yield from album.draw(f"form-{code}")


def _form_shown(stage: Stage, code: str) -> Callable[[], bool]:
    return lambda: stage.shows("visit") and stage.form() == code


def _questions(stage: Stage, album: Album, subject: str) -> Scene:
    """What asks at a field, each let go of again; a file whose header names somebody."""
    place = Address(subject, "M6", form="CHEM")
    stage.desk.open_visit(place.in_visit.key, place.key)
    yield Wait(_form_shown(stage, "CHEM"), "the form of the questions")
    for item, text in _ASKED:
        field = stage.row_widget(item).field
        field.setFocus()
        write(field, text)
        press(field, Qt.Key.Key_Return)
        yield Wait(_asks(stage, item), f"a question at {item}")
        yield from album.draw(f"asked-{item}")
        stage.row_widget(item).field.take_back()
    asked = FileNamesSomebody("ECG-M6.dcm", ("PatientName", "PatientBirthDate", "InstitutionName"))
    yield from album.draw_open("identity", lambda: stage.visit.ask_identity(asked))


def _asks(stage: Stage, item: str) -> Callable[[], bool]:
    def asks() -> bool:
        row = stage.row(item)
        return row is not None and bool(row.strips)

    return asks


def _admin(stage: Stage, album: Album) -> Scene:
    """Every section; the dialogs of the line, the site key, a new code and whom a renewal leaves out."""
    view, look = stage.desk.pages.admin.view, stage.app.look
    for section in Section:
        stage.desk.open_admin(section)
        yield Wait(_section(stage, section), f"the section {section.value}")
        yield from album.draw(f"admin-{section.value}")
    behind = (Behind(UserId("u-chen"), "陈平"), Behind(UserId("u-li"), "李娜"))
    yield from album.draw_open("keys-left-out", lambda: LeaveOutDialog(look, behind, view).open())
    yield from album.draw_open("keys-code", lambda: view.keys.deed_asked.emit(Deed.CODE))
    yield from album.draw_open("line", view.edc.line_asked.emit)
    yield from album.draw_open("site-key", view.edc.sheet_asked.emit)


def _section(stage: Stage, section: Section) -> Callable[[], bool]:
    view = stage.desk.pages.admin.view
    return lambda: stage.shows("admin") and view.state is not None and view.state.section is section


def _nothing(stage: Stage, album: Album) -> Scene:
    """Pages of which a filter shows nothing."""
    yield from stage.open_children()
    stage.children.search.setText("nobody")
    yield from album.draw("children-none")
    stage.children.search.clear()
    stage.desk.open_room(Room.AUDIT)
    yield Wait(lambda: stage.shows("audit"), "the audit room")
    palette = stage.desk.search.palette
    stage.desk.search.open()
    palette.line.setText("nothing is called so")
    yield Wait(lambda: not palette.hits.hits, "nothing to be found")
    yield from album.draw("search-none")
    palette.close_palette()
