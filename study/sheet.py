"""A table of what leaves the record: its name, columns, rows and what has to be said beside them. Plain data.

Owns what may stand in a cell that a spreadsheet opens.
"""

import re

import msgspec

from study.text import Language, Text

Cell = str | Text
# Spreadsheets of the East read full-width signs too.
_FORMULA = ("=", "@", "+", "-", "＝", "＠", "＋", "－", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]\d+(\.\d+)?((\.\.| – )[+-]?\d+(\.\d+)?)?( [\w%][\w:%./]*)*|[+\-±]+")


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


def harmless(cell: str) -> str:
    """A spreadsheet would calculate what begins like a formula: an apostrophe in front makes it a text. A number with
    its sign, a range, what follows it in words, and signs alone stay as they are.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
