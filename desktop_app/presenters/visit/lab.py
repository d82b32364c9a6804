"""Importing a laboratory report at the open visit: the file is read, shown line by line, and becomes one change.

Owns the dialog and the draft while it is open; nothing of the report outlives either but the change.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import msgspec
from PySide6.QtWidgets import QWidget

from desktop_app.jobs.lab import read_report
from desktop_app.presenters.page import Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.lab_state import (
    Around,
    Draft,
    Looked,
    after,
    facts_of,
    goes_in,
    look,
    taking,
    with_specimen,
)
from desktop_app.presenters.visit.scene import Scene
from desktop_app.records import Records
from storage.log import Appended
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.text import Text
from ui.lab_import.dialog import LabImportDialog
from ui.lab_import.state import Act, LabImportState
from ui.visit.report_file import choose_report
from ui.visit.view import VisitView
from ui.widgets.state import Message, Tone


class _Page(Protocol):
    view: VisitView

    def scene(self) -> Scene | None:
        """What is shown now."""

    def open_form(self, place: Address) -> None:
        """Show another form, or another repeat of it."""


class Lab:
    """Opens a report over the visit. `choose` asks for the file and may be replaced."""

    def __init__(self, desk: Desk, page: _Page) -> None:
        self._desk = desk
        self._page = page
        self.choose: Callable[[QWidget, Callable[[str], None]], None] = choose_report
        self.dialog: LabImportDialog | None = None
        self._draft: Draft | None = None
        self._looked: Looked | None = None
        self._agreed: LabImportState | None = None
        self._sending = False
        self._elsewhere: tuple[Address, str] | None = None
        """A visit of the record that goes on, on its way to the screen, and the report that is to be read there."""
        self._path = ""
        page.view.import_asked.connect(self._ask)
        page.view.report_dropped.connect(self.open)

    def open(self, path: str) -> None:
        """Read a file and show what it would do to the open visit."""
        scene = self._page.scene()
        if scene is None or self.dialog is not None:
            return
        self._page.view.grid.hand_over()
        visit, self._path = scene.at.address, path

        def read(records: Records) -> Looked | KnownError:
            try:
                return self._look(records, Draft(read_report(Path(path)), visit))
            except KnownError as error:
                return error

        self._desk.read(read, self._opened)

    def look_again(self) -> None:
        """The child may have moved, or a person decided something: read and show anew."""
        draft, scene = self._draft, self._page.scene()
        if draft is not None and not self._sending:
            self._desk.read(lambda records: self._look(records, draft), self._show)
        elif self._elsewhere is not None and scene is not None and scene.at.address == self._elsewhere[0]:
            (_visit, path), self._elsewhere = self._elsewhere, None
            self.open(path)

    def close(self) -> None:
        """Let go of the report."""
        if self.dialog is not None:
            self.dialog.reject()

    def _ask(self) -> None:
        self.choose(self._page.view, self.open)

    def _look(self, records: Records, draft: Draft) -> Looked:
        """Runs in the reader's lane."""
        session = self._desk.session
        child = records.child(draft.visit.subject)
        confirms = session.role == "investigator"
        site = session.store.reader.home().site_name
        return look(draft, Around(session.study, child, session.now, session.sees_names, confirms, site))

    def _opened(self, looked: Looked | KnownError) -> None:
        scene = self._page.scene()
        if isinstance(looked, KnownError):
            self._desk.failed(looked)
        elif scene is not None and scene.at.address == looked.draft.visit and self.dialog is None:
            self._draft = looked.draft
            self._dialog()
            self._show(looked)

    def _dialog(self) -> None:
        dialog = LabImportDialog(self._desk.look, self._page.view)
        dialog.acted.connect(self._acted)
        dialog.specimen_chosen.connect(lambda kind: self._decide(lambda draft: with_specimen(draft, kind)))
        dialog.time_given.connect(lambda text: self._decide(lambda draft: replace(draft, time=text)))
        dialog.reason_given.connect(lambda code: self._decide(lambda draft: replace(draft, reason=code)))
        dialog.person_confirmed.connect(lambda on: self._decide(lambda draft: replace(draft, person_confirmed=on)))
        dialog.aside.kept.connect(lambda on: self._decide(lambda draft: replace(draft, aside_kept=on)))
        dialog.aside.elsewhere_asked.connect(self._to_the_other)
        dialog.import_asked.connect(self._agree)
        dialog.finished.connect(self._closed)
        self.dialog = dialog

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = self._draft = self._looked = self._agreed = None
        self._sending = False

    def _to_the_other(self) -> None:
        """The same report at the same visit of the record that goes on."""
        looked = self._looked
        if looked is None or looked.child.aside is None or self._sending:
            return
        visit = msgspec.structs.replace(looked.draft.visit, subject=looked.child.aside.on.id)
        path = self._path
        self.close()
        self._elsewhere = (visit, path)
        self._desk.open_visit(visit.key)

    def _acted(self, act: Act) -> None:
        self._decide(lambda draft: after(draft, act))

    def _decide(self, change: Callable[[Draft], Draft]) -> None:
        if self._draft is not None and not self._sending:
            self._draft = change(self._draft)
            self.look_again()

    def _show(self, looked: Looked) -> None:
        if self.dialog is None or looked.draft is not self._draft or self._sending:
            return
        self._looked = looked
        self.dialog.render(looked.state)
        if not self.dialog.isVisible():
            self.dialog.open()
        agreed, self._agreed = self._agreed, None
        if agreed is not None:
            self._agree(agreed)

    # Importing

    def _agree(self, seen: LabImportState) -> None:
        """Make the change if it is the one that was seen; a text handed over at the last moment is shown first."""
        looked = self._looked
        if looked is None or self._sending:
            return
        if looked.draft is not self._draft:
            self._agreed = seen
        elif looked.state.may_import and taking(looked.state) == taking(seen):
            self._import(looked)

    def _import(self, looked: Looked) -> None:
        session = self._desk.session
        new_id = session.store.new_id
        opening = tuple(writing.visit_opening(looked.child.course.record, looked.draft.visit, new_id))
        try:
            made = facts_of(looked, new_id)
        except KnownError as error:
            self._refused(looked, error)
            return
        self._sending = True
        self._render(replace(looked.state, busy=True, message=None))
        self._desk.write(
            lambda: session.store.append(session.author, (*opening, *made)),
            lambda appended: self._imported(looked, made, appended),
            lambda error: self._refused(looked, error),
        )

    def _refused(self, looked: Looked, error: BaseException) -> None:
        """Nothing was kept; the decisions stand and the sentence says why."""
        self._sending = False
        if isinstance(error, KnownError) and self.dialog is not None:
            self._render(replace(looked.state, message=Message(error.code, error.sentence)))
        else:
            self._desk.failed(error)
            self.look_again()

    def _render(self, state: LabImportState) -> None:
        if self.dialog is not None:
            self.dialog.render(state)

    def _imported(self, looked: Looked, made: tuple[f.Fact, ...], appended: Appended) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._desk.moved(appended.slots)
        place = _to_show(looked, made, self._page.scene())
        if place is not None:
            self._page.open_form(place)
        self._tell(looked)

    def _tell(self, looked: Looked) -> None:
        taken = [line for line in looked.state.lines if goes_in(line)]
        loud = sum(line.flag in ("critical_low", "critical_high") for line in taken)
        said = Text(f"{len(taken)} values were taken from the report.", f"已从报告单导入 {len(taken)} 项。")
        wait = Text(f"{loud} critical: tell a doctor and acknowledge.", f"其中 {loud} 项为危急值，请通知医师并确认。")
        self._desk.tell("lab-imported", said, Tone.AMBER if loud else Tone.ACCENT, wait if loud else None)


def _to_show(looked: Looked, made: tuple[f.Fact, ...], scene: Scene | None) -> Address | None:
    """Which form to show afterwards: one with a critical value, else the one that is open, else the first."""
    written = [fact.address for fact in made if isinstance(fact, f.ValueSet)]
    critical = {
        (step.proposal.form, step.proposal.item.code)
        for step in looked.steps
        if step.proposal and step.proposal.findings.alarm
    }
    loud = [place for place in written if (place.form, place.item) in critical]
    here = [place for place in written if scene is not None and place.form == scene.place.form]
    return next((place.in_form for place in (*loud, *here, *written)), None)
