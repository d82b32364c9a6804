"""What is read off a laboratory report before anyone says what it means: lines, faults, whose it is. Plain frozen data.

Every line of the file that holds anything stands in exactly one of `headings`, `rows` and `faults` of a `LabSheet`.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from study.errors import KnownError
from study.text import Text

Made = Literal["", "number", "date"]


class At(NamedTuple):
    """A line of the file: the worksheet's title ("" in a text file) and the line's number, counted from 1."""

    page: str
    line: int


class Cell(msgspec.Struct, frozen=True):
    """The text of a cell and what a spreadsheet had made of it: "" for text, a number, a date or time."""

    text: str
    made: Made = ""


EMPTY = Cell("")


class Record(NamedTuple):
    """One line of a file cut into cells; `fault` says why it could not be cut."""

    at: At
    cells: tuple[Cell, ...]
    fault: Text | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The cells' texts."""
        return tuple(cell.text for cell in self.cells)


class LabRow(msgspec.Struct, frozen=True):
    """One result as printed. `specimen`, `collected` and `tested` come from the line or from the lines above it."""

    at: At
    test: str
    short: str
    result: Cell
    unit: str = ""
    interval: str = ""
    mark: str = ""
    method: str = ""
    specimen: str = ""
    sample: str = ""
    collected: str = ""
    tested: str = ""

    @property
    def title(self) -> str:
        """The test as a person finds it on the report."""
        return self.test or self.short


class LineFault(msgspec.Struct, frozen=True):
    """A line that could not be read, with its text, so that a person can type what it says."""

    at: At
    text: str
    sentence: Text


class Printed(msgspec.Struct, frozen=True):
    """Whose report it is, as printed. Only ever compared with the open child; never stored, never logged."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Says that something was printed, not what."""
        return f"Printed({len(self.names)} names, {len(self.numbers)} numbers)"


class LabSheet(msgspec.Struct, frozen=True):
    """A report as read. `source` is the SHA-256 of the file's bytes; a file's own name may hold a child's."""

    source: str
    rows: tuple[LabRow, ...]
    faults: tuple[LineFault, ...]
    headings: tuple[At, ...]
    person: Printed = Printed()
    laboratory: str = ""

    @property
    def lines(self) -> tuple[At, ...]:
        """Every line accounted for, each once, in the order of the file's pages."""
        known = dict.fromkeys((*self.headings, *(row.at for row in self.rows), *(fault.at for fault in self.faults)))
        return tuple(known)


def corrected(sheet: LabSheet, index: int, text: str) -> LabSheet:
    """The sheet with another text as the result of one row: what a person read off the paper ("ND" -> "<20")."""
    rows = list(sheet.rows)
    rows[index] = msgspec.structs.replace(rows[index], result=Cell(text))
    return msgspec.structs.replace(sheet, rows=tuple(rows))


def held(records: Iterable[Record]) -> list[Record]:
    """The records that hold anything."""
    return [record for record in records if record.fault is not None or any(text.strip() for text in record.texts)]


def too_large() -> KnownError:
    """The error for a file that no laboratory report is."""
    return KnownError(
        "lab-too-large",
        "This file is too large for a laboratory report. Export the report of one child.",
        "文件过大，不像一份检验报告。请只导出一名患儿的报告。",
    )
