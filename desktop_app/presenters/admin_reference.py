"""The reference intervals in the admin room: the laboratory's tables, a file looked at, adopting it, an empty one.

A part of the admin page. What would change is read on the reader's lane and shown before anything happens.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.jobs.note import EXPORT
from desktop_app.jobs.reference import adopt, save_text
from desktop_app.presenters.page import Desk
from desktop_app.presenters.reference_reading import LookedAt, TablesRead, look_at_file
from storage.log import Appended
from study.changes.facts import TableAdopted
from study.reference_table import template
from study.text import Text
from ui.admin.reference_state import ReferenceState
from ui.file_dialog import Purpose, open_file, save_file
from ui.widgets.state import Tone


class ReferenceTables:
    """`changed` is called when there is something else to show; `busy` tells that something runs."""

    def __init__(self, desk: Desk, changed: Callable[[], None], busy: Callable[[bool], None]) -> None:
        self._desk = desk
        self._changed = changed
        self._busy = busy
        self._looked: LookedAt | None = None

    def ask_file(self, parent: QWidget) -> None:
        """Let the person choose a file, and look at it."""
        title = Text("A laboratory's table of reference intervals", "实验室参考区间表").get(self._desk.language)
        open_file(parent, title, "CSV (*.csv *.txt *.tsv)", Purpose.TABLE, lambda path: self.look_at(Path(path)))

    def look_at(self, file: Path) -> None:
        """Read a table and show what it would change, or its faults."""
        session = self._desk.session

        def show(looked: LookedAt) -> None:
            self._looked = looked
            self._changed()

        self._desk.read(lambda records: look_at_file(session, records, file), show)

    def ask_template(self, parent: QWidget) -> None:
        """Let the person choose where an empty table goes."""
        title = Text("Save an empty table", "保存空白参考区间表").get(self._desk.language)
        name, kinds = "reference-intervals.csv", "CSV (*.csv)"
        save_file(parent, title, name, kinds, lambda path, _kind: self.save_template(Path(path)))

    def save_template(self, file: Path) -> None:
        """An empty table with a line for every laboratory number, as spreadsheets of any language open it."""
        text = template(self._desk.session.study)

        def written(_none: None) -> None:
            self._desk.tell("template", Text(f"{file.name} was saved.", f"已保存{file.name}。"), Tone.ACCENT)

        self._desk.noted(
            EXPORT,
            f"reference-template {file.suffix}",
            then=lambda: self._desk.long(lambda: save_text(file, text), written, self._desk.failed),
        )

    def adopt(self) -> None:
        """Adopt what is looked at; everything is judged by it from here on."""
        looked, session = self._looked, self._desk.session
        if looked is None or looked.proposal is None:
            return
        text = looked.proposal.text

        def done(appended: Appended) -> None:
            self._busy(False)
            self._looked = None
            self._desk.moved(appended.slots)

        self._busy(True)
        self._desk.write(lambda: adopt(session, text), done, self._failed)

    def leave(self) -> None:
        """Back to the tables."""
        self.forget()
        self._changed()

    def forget(self) -> None:
        """What was looked at is out of date by the time somebody comes back."""
        self._looked = None

    def state(self, read: TablesRead) -> ReferenceState:
        """The section as it stands."""
        session = self._desk.session
        return ReferenceState(
            tables=read.tables,
            in_force=read.in_force,
            said=read.said,
            may_adopt=session.store.fault is None and bool(session.role_for(TableAdopted)),
            sight=self._looked.sight if self._looked else None,
        )

    def _failed(self, error: BaseException) -> None:
        self._busy(False)
        self._desk.failed(error)
