"""An auditor's questions in the window: read one after the other on the reader's lane, shown, saved, printed.

Owns the answers that were read, until they are read again. Must not know a widget.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from desktop_app.jobs.note import EXPORT, PRINT
from desktop_app.paper import Folio, print_folio, write_folio
from desktop_app.presenters.audit_out import PRINTING, SAVING, AuditOut, heading_of
from desktop_app.presenters.audit_paper import folio
from desktop_app.presenters.inspection.files import write_answer, write_table
from desktop_app.presenters.inspection.model import Inspected, Question, Table
from desktop_app.presenters.inspection.questions import QUESTIONS
from desktop_app.presenters.page import Desk
from study.errors import KnownError
from study.text import Text
from ui.audit.state import Answer, InspectionState, QuestionLine
from ui.widgets.state import Tone

_INSPECTION = "inspection"


class InspectionRoom:
    """`changed` is called when there is something else to show."""

    def __init__(self, desk: Desk, out: AuditOut, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._out = out
        self._changed = changed
        self._chosen = QUESTIONS[0].number
        self._inspected: Inspected | None = None
        self._tables: dict[int, Table] = {}
        self._read_at = ""
        self._busy = False
        self._front = False

    def state(self) -> InspectionState:
        """The questions as far as they were read."""
        question, table = self.question, self._tables.get(self._chosen)
        return InspectionState(
            questions=tuple(QuestionLine(each.number, each.words, self._count(each.number)) for each in QUESTIONS),
            chosen=self._chosen,
            answer=Answer(question.number, question.words, table.columns, table.rows, table.remarks) if table else None,
            reading=self._inspected is not None and len(self._tables) < len(QUESTIONS),
            read_at=self._read_at,
        )

    def _count(self, number: int) -> int | None:
        table = self._tables.get(number)
        return None if table is None else len(table.rows)

    @property
    def question(self) -> Question:
        """The question that is chosen."""
        return next(each for each in QUESTIONS if each.number == self._chosen)

    def show(self) -> None:
        """The questions are in front: read what was not read yet."""
        self._front = True
        if self._inspected is None:
            self.read()
        else:
            self._next()

    def hide(self) -> None:
        """Something else is in front: the question that is read now is the last one for the time being."""
        self._front = False

    def choose(self, number: int) -> None:
        """Another question; one that was not read yet comes next."""
        self._chosen = number
        self._changed()

    def read(self) -> None:
        """Read every answer anew from the record as it stands now."""
        session = self._desk.session
        self._inspected, self._tables = Inspected(session), {}
        self._read_at = f"{session.now:%H:%M}"
        self._changed()
        self._next()

    def _next(self) -> None:
        """One question after the other, so that other readers come in between; the chosen one first."""
        inspected = self._inspected
        order = (self.question, *QUESTIONS)
        question = next((each for each in order if each.number not in self._tables), None)
        if question is None or inspected is None or not self._front or self._busy:
            return
        self._busy = True

        def found(table: Table) -> None:
            self._busy = False
            if inspected is self._inspected:
                self._tables[question.number] = table
                self._changed()
            self._next()

        self._desk.read(lambda _records: _answer(question, inspected), found)

    # What leaves the record

    def csv(self, path: Path) -> None:
        """The chosen answer as a table."""
        table, language = self._tables.get(self._chosen), self._desk.language
        if table is None:
            return
        self._desk.noted(
            EXPORT,
            f"{_INSPECTION} {self._chosen} {path.suffix}",
            then=lambda: self._out.run(
                SAVING, lambda: write_table(path, table, language), lambda _none: self._written(path.name)
            ),
        )

    def csv_all(self, folder: Path) -> None:
        """Every answer as a table, in a folder."""
        tables, language = dict(self._tables), self._desk.language

        def write() -> None:
            for question in QUESTIONS:
                write_answer(folder, question, tables[question.number], language)

        self._desk.noted(
            EXPORT,
            f"{_INSPECTION} .csv",
            len(tables),
            then=lambda: self._out.run(SAVING, write, lambda _none: self._written(folder.name)),
        )

    def pdf(self, path: Path) -> None:
        """The chosen answer on pages, into a file."""
        detail = f"{_INSPECTION} {self._chosen} {path.suffix}"
        self._pages(EXPORT, detail, SAVING, lambda pages: write_folio(pages, path), lambda: self._written(path.name))

    def paper(self, printer: QPrinter) -> None:
        """The chosen answer on paper."""
        detail = f"{_INSPECTION} {self._chosen}"
        self._pages(PRINT, detail, PRINTING, lambda pages: print_folio(pages, printer), lambda: None)

    def _pages(
        self, what: str, detail: str, text: Text, make: Callable[[Folio], None], done: Callable[[], None]
    ) -> None:
        table, question, language = self._tables.get(self._chosen), self.question, self._desk.language
        if table is None:
            return
        session, ask = self._desk.session, self._desk.tasks.ask

        def job() -> None:
            title = Text(f"{question.number} {question.words.en}", f"{question.number} {question.words.zh}")
            heading = ask("read", lambda: heading_of(session, title, Text("", "")))
            columns = [column.get(language) for column in table.columns]
            notes = [note.get(language) for note in table.remarks]
            make(folio(heading, columns, table.texts(language), language, notes))

        self._desk.noted(what, detail, then=lambda: self._out.run(text, job, lambda _none: done()))

    def _written(self, name: str) -> None:
        self._desk.tell("audit-written", Text(f"Written to {name}.", f"已写入 {name}。"), Tone.ACCENT)


def _answer(question: Question, inspected: Inspected) -> Table:
    """The answer; where it can't be given, why not stands in its place."""
    try:
        return question.table(inspected)
    except KnownError as error:
        return Table((Text("Not answered", "未能回答"),), (), (error.sentence,))
