"""What leaves the record from the audit room: CSV, PDF, paper. Noted first, then made beside all other work.

Owns the one job that runs and whether somebody stopped it. Must not know a widget.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from desktop_app.jobs.note import EXPORT, PRINT
from desktop_app.paper import Folio, print_folio, write_folio
from desktop_app.presenters.audit_paper import MOST, Heading, folio, too_many
from desktop_app.presenters.audit_rows import AuditRow, AuditWords
from desktop_app.presenters.audit_table import cells, columns, paper_cells, paper_columns
from desktop_app.presenters.page import Desk
from desktop_app.session import Session
from storage.history import AuditLine, Sought
from storage.watch import stopped
from study.text import Language, Text
from sync.files.table_out import write_csv
from ui.audit.state import Job
from ui.widgets.state import Tone

T = TypeVar("T")
PRINTING = Text("Printing", "正在打印")
SAVING = Text("Saving", "正在保存")
_AUDIT = "audit"


class Wanted(NamedTuple):
    """Which entries, in which words for people, in which language."""

    sought: Sought
    about: Text
    language: Language


class AuditOut(QObject):
    """`changed` is sent when a job began, got on or ended."""

    changed = Signal()
    _heard = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stop = False
        self.job: Job | None = None
        self._heard.connect(self._getting_on)

    def stop(self) -> None:
        """End what runs; a half-written file is gone."""
        self._stop = True

    def csv(self, path: Path, wanted: Wanted) -> None:
        """Every entry that is sought as a table, the newest first, as the screen shows them."""

        def write() -> int:
            rows = (cells(row, wanted.language) for row in self._rows(wanted.sought))
            return write_csv(path, columns(wanted.language), rows)

        def begin() -> None:
            self.run(SAVING, write, lambda count: self._written(path, Text(f"{count} entries", f"{count} 条记录")))

        self._desk.noted(EXPORT, f"{_AUDIT} {path.suffix}", then=begin)

    def pdf(self, path: Path, wanted: Wanted) -> None:
        """The same on pages, into a file."""

        def begin() -> None:
            self.run(SAVING, lambda: write_folio(self._folio(wanted), path), lambda _none: self._written(path))

        self._desk.noted(EXPORT, f"{_AUDIT} {path.suffix}", then=begin)

    def paper(self, printer: QPrinter, wanted: Wanted) -> None:
        """The same on paper."""
        job = lambda: print_folio(self._folio(wanted), printer)  # noqa: E731  # one line, told apart by its name
        self._desk.noted(PRINT, _AUDIT, then=lambda: self.run(PRINTING, job, lambda _none: None))

    def run(self, text: Text, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run a job of the room beside all others; one at a time."""
        if self.job is not None:
            return
        self.job, self._stop = Job(text), False

        def ended(result: T) -> None:
            self.job = None
            self.changed.emit()
            done(result)

        def failed(error: BaseException) -> None:
            self.job = None
            self.changed.emit()
            self._desk.failed(error)

        self.changed.emit()
        self._desk.long(job, ended, failed)

    def _written(self, path: Path, what: Text | None = None) -> None:
        words = Text(f"Written to {path.name}", f"已写入 {path.name}")
        more = (
            Text(f"{words.en}: {what.en}.", f"{words.zh}：{what.zh}。")
            if what
            else Text(f"{words.en}.", f"{words.zh}。")
        )
        self._desk.tell("audit-written", more, Tone.ACCENT)

    def _getting_on(self, count: int) -> None:
        if self.job is not None:
            text = self.job.text
            said = SAVING if text.en.startswith(SAVING.en) else PRINTING
            self.job = Job(Text(f"{said.en}: {count} entries", f"{said.zh}：{count} 条"))
            self.changed.emit()

    def _folio(self, wanted: Wanted) -> Folio:
        rows: list[AuditRow] = []
        for row in self._rows(wanted.sought):
            rows.append(row)
            if len(rows) > MOST:
                raise too_many(len(rows))
        session = self._desk.session
        heading = self._desk.tasks.ask(
            "read", lambda: heading_of(session, Text("Audit trail", "稽查轨迹"), wanted.about)
        )
        told = [paper_cells(row, wanted.language) for row in rows]
        return folio(heading, paper_columns(wanted.language), told, wanted.language)

    def _rows(self, sought: Sought) -> Iterator[AuditRow]:
        """Page by page on the reader's lane, so that other readers come in between."""
        session, ask = self._desk.session, self._desk.tasks.ask
        said = ask("read", lambda: AuditWords(session))
        pager = session.store.reader.audit_pages(sought, newest=True)
        count = 0
        while (found := ask("read", lambda: _page(pager, said))) is not None:
            if self._stop:
                raise stopped()
            count += len(found)
            self._heard.emit(count)
            yield from found


def _page(pager: Iterator[list[AuditLine]], said: AuditWords) -> list[AuditRow] | None:
    lines = next(pager, None)
    return None if lines is None else said.rows(lines)


def heading_of(session: Session, title: Text, about: Text) -> Heading:
    """What stands on every page; on the reader's lane."""
    reader = session.store.reader
    home, newest = reader.home(), reader.audit(limit=1, newest=True)
    return Heading(
        title=title,
        about=about,
        site=f"{home.site} {home.site_name}".strip(),
        study=f"{session.study.code} {session.study.version}",
        printed=f"{session.now:%Y-%m-%d %H:%M}",
        by=session.person.name,
        head=newest[0].hash if newest else "",
        changes=newest[0].received if newest else 0,
    )
