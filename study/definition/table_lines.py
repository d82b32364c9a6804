"""The lines of a CSV table: head ("# key: value", "##" for free text), names of columns, rows, each with its line.

Owns the shape of the text only. Takes what a spreadsheet makes of it: a byte order mark, quoted or padded head lines.
"""

import csv
import re
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from study.definition.faults import Report

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,12})?")


class Line(msgspec.Struct, frozen=True):
    """The cells of one row and the line it stands on."""

    at: int
    cells: tuple[str, ...]


class Lines(msgspec.Struct, frozen=True):
    """A table's text in its parts. `fault` and the readers of cells report to the collector it was split with."""

    code: str
    report: Report
    head: dict[str, str]
    columns: tuple[str, ...]
    columns_at: int
    rows: tuple[Line, ...]

    def fault(self, at: int, en: str, zh: str) -> None:
        """One more fault of this table, on a line."""
        self.report.add(file_of(self.code), at, self.code, en, zh)

    def numbers(self, line: Line, start: int) -> Sequence[Decimal | None]:
        """The cells from `start` on as numbers; None, and a fault, for a cell that is none."""
        return [self._number(line, cell) for cell in line.cells[start:]]

    def whole(self, line: Line, number: Decimal | None) -> int | None:
        """An age as a whole number of 0 or more; None, and a fault, for another number."""
        if number is None or (number >= 0 and number == int(number)):
            return None if number is None else int(number)
        self.fault(line.at, f"age {number} is not a whole number", f"年龄 {number} 不是非负整数")
        return None

    def _number(self, line: Line, cell: str) -> Decimal | None:
        if _NUMBER.fullmatch(cell):
            return Decimal(cell)
        self.fault(line.at, f"“{cell}” is no number", f"“{cell}”不是数字")
        return None


def file_of(code: str) -> str:
    """Where a definition keeps the table."""
    return f"tables/{code}.csv"


def split(code: str, text: str, report: Report) -> Lines:
    """The parts of a table's text; rows with too few or too many cells are reported and left out."""
    head: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    columns_at = 1
    rows: list[Line] = []
    wrong: list[Line] = []
    for at, written in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        written_cells = next(csv.reader([written]), [])
        cells = tuple(cell.strip() for cell in written_cells)
        if not any(cells) or cells[0].startswith("##"):
            continue
        if cells[0].startswith("#"):
            key, _, value = ",".join(written_cells).rstrip(", ").lstrip("# ").partition(":")
            head[key.strip()] = value.strip()
        elif not columns:
            columns, columns_at = cells, at
        else:
            (rows if len(cells) == len(columns) else wrong).append(Line(at, cells))
    lines = Lines(code, report, head, columns, columns_at, tuple(rows))
    for line in wrong:
        lines.fault(
            line.at,
            f"{len(line.cells)} cells instead of {len(columns)}",
            f"应有 {len(columns)} 列，实有 {len(line.cells)} 列",
        )
    return lines
