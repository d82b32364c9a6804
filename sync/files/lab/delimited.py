"""Text files of laboratory systems: which encoding, which separator, which lines. Owns the cutting into cells only.

A quotation mark that is never closed spoils its own line and no other: the lines after it are cut as if it were not.
"""

import csv
import re
from collections.abc import Iterator

from study.errors import KnownError
from study.text import Text
from sync.files.lab.table import At, Cell, Record

SEPARATORS = (",", ";", "\t")
# A quoted cell may run over a few lines (an address, a comment); longer ones are forgotten quotation marks.
_LONGEST_QUOTE = 5
_BREAK = re.compile(r"\r\n|\r|\n")
_UNCLOSED = Text("A quotation mark in this line is never closed.", "该行的引号没有成对。")


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB18030. KnownError `lab-encoding` for anything else."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return _utf8_or_gb(data)
    except UnicodeDecodeError as error:
        raise KnownError(
            "lab-encoding",
            "The characters of this file can't be read. Save the report as CSV (UTF-8 or GB18030) or as XLSX.",
            "无法识别文件的字符编码。请将报告另存为 CSV（UTF-8 或 GB18030）或 XLSX。",
        ) from error


def _utf8_or_gb(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def records(text: str, separator: str) -> Iterator[Record]:
    """The lines of a text as cells; a record has the number of its first line."""
    lines = _BREAK.split(text)
    index = 0
    while index < len(lines):
        joined = _joined(lines, index)
        if joined is None:
            cells = tuple(Cell(part) for part in lines[index].split(separator))
            yield Record(At("", index + 1), cells, _UNCLOSED)
            index += 1
            continue
        yield _cut(joined, separator, index + 1)
        index += joined.count("\n") + 1


def _joined(lines: list[str], index: int) -> str | None:
    """The line together with those that its quoted cell runs over; None when the quote does not end."""
    joined = lines[index]
    for after in range(index + 1, index + 1 + _LONGEST_QUOTE):
        if joined.count('"') % 2 == 0:
            return joined
        if after >= len(lines):
            return None
        joined = f"{joined}\n{lines[after]}"
    return joined if joined.count('"') % 2 == 0 else None


def _cut(line: str, separator: str, number: int) -> Record:
    """One record; a line break inside a cell becomes a space."""
    try:
        rows = list(csv.reader([f"{part}\n" for part in line.split("\n")], delimiter=separator))
    except csv.Error:
        return Record(At("", number), (Cell(line[:200]),), _UNCLOSED)
    parts = [part for row in rows for part in row] if rows else [""]
    return Record(At("", number), tuple(Cell(" ".join(part.split("\n")).strip()) for part in parts))
