"""The shape of an answer, and what every question may read. Holds no rule."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from desktop_app.presenters.audit_rows import AuditRow, AuditWords
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.history import Sought
from storage.read import Reader
from study.definition.model import Study
from study.text import Language, Text

Cell: TypeAlias = str | Text
Row: TypeAlias = tuple[Cell, ...]
NOTHING = Text("The record holds nothing of this kind.", "记录中无此类内容。")


@dataclass(frozen=True)
class Table:
    """An answer: columns, rows, and what has to be said beside them (what the record does not hold, a total)."""

    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What is said below the rows; first of all that there are none."""
        return self.notes if self.rows else (NOTHING, *self.notes)

    def texts(self, language: Language) -> list[list[str]]:
        """The rows in one language."""
        return [[said(cell, language) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Question:
    """A question by its number, what it is called in a file's name, in words, and how it is answered."""

    number: int
    name: str
    words: Text
    answer: "Callable[[Inspected], Table]"

    def table(self, asked: "Inspected") -> Table:
        """The answer, with a note on each record in it that stands aside for another one of the same child."""
        made = self.answer(asked)
        if not asked.aside:
            return made
        named = {cell for row in made.rows for cell in row if isinstance(cell, str)}
        return replace(made, notes=(*made.notes, *(note for code, note in asked.aside.items() if code in named)))


class Inspected:
    """The record as an inspector reads it, read once for all questions that are asked together.

    `reader` and `records`: others than the session's, on whichever lane those are.
    """

    def __init__(self, session: Session, reader: Reader | None = None, records: Records | None = None) -> None:
        self.session = session
        self.reader = reader or session.store.reader
        self.records = records or session.records
        self.study: Study = session.study

    @cached_property
    def children(self) -> tuple[Child, ...]:
        """All children that were not withdrawn, by code."""
        return self.records.children()

    @cached_property
    def aside(self) -> dict[str, Text]:
        """Which records stand aside, and for which, by their codes."""
        found = ((child.course.code, child.aside.on.label) for child in self.children if child.aside is not None)
        return {
            code: Text(
                f"{code} stands aside: {on} goes on for the same child", f"{code} 已停用，同一患儿由 {on} 继续记录"
            )
            for code, on in found
        }

    @property
    def now(self) -> datetime:
        """The wall clock of the site."""
        return self.session.now.replace(tzinfo=None)

    @cached_property
    def people(self) -> dict[str, str]:
        """Names by user id."""
        return {person.user: person.name for person in self.reader.users()}

    def moment(self, utc: int) -> str:
        """A moment (UTC ms) as the site's wall clock."""
        return f"{self.session.at(utc):%Y-%m-%d %H:%M}"

    def trail(self, *kinds: str) -> Iterable[AuditRow]:
        """The audit trail of these kinds of facts, oldest first."""
        said = AuditWords(self.session, self.reader)
        for lines in self.reader.audit_pages(Sought(kinds=frozenset(kinds))):
            yield from said.rows(lines)

    def choice(self, codelist: str, code: str) -> Cell:
        """The label of a code; the code itself where the list does not know it."""
        found = (choice.label for choice in self.study.codelists.get(codelist, ()) if choice.code == code)
        return next(found, code)


def said(cell: Cell, language: Language) -> str:
    """A cell in one language."""
    return cell.get(language) if isinstance(cell, Text) else cell


def day(found: object) -> str:
    """A date or moment as text, "" for none; a moment to the minute."""
    if isinstance(found, datetime):
        return found.isoformat(" ", "minutes")
    return "" if found is None else str(found)
