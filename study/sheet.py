"""A table of what leaves the record: its name, columns, rows and what has to be said beside them. Plain data."""

import msgspec

from study.text import Language, Text

Cell = str | Text


class Sheet(msgspec.Struct, frozen=True):
    """A table under its name (a file's too). Cells that are `Text` are the program's own words, others the record's."""

    name: str
    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[Text, ...] = ()

    def texts(self, language: Language) -> list[list[str]]:
        """The rows in one language."""
        return [[said(cell, language) for cell in row] for row in self.rows]


def said(cell: Cell, language: Language) -> str:
    """A cell in one language."""
    return cell.get(language) if isinstance(cell, Text) else cell


def same(text: str) -> Text:
    """Words that read the same in both languages."""
    return Text(text, text)
