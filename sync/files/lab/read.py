"""A laboratory report's bytes -> its lines: finds the table, keeps what stands above it, loses nothing.

Must not know the study: what a test is called in it is `sync.files.lab.match`.
"""

import hashlib
import re

from study.errors import KnownError
from study.grammar.fold import bare
from study.text import Text
from sync.files.lab import delimited, workbook
from sync.files.lab.columns import Columns, columns_of, house, is_below, label_and_result, pairs, starts_with_label
from sync.files.lab.table import EMPTY, At, Cell, LabRow, LabSheet, LineFault, Printed, Record, held, too_large

_BYTES = 8 * 1024**2
_ARROW = re.compile(r"(?P<text>.*[0-9%)].*?) ?(?P<mark>[↑↓⬆⬇▲▼]+|\*+|\([hlHL]\))")
# "1.2 L" is a volume where no column says the unit.
_LETTER = re.compile(r"(?P<text>.*[0-9)]) ?(?P<mark>[HL]{1,2})")
_CONTEXT = ("collected", "tested", "specimen", "sample", "method")


def read_table(name: str, data: bytes) -> LabSheet:
    """Read a report from the bytes of a CSV or XLSX file called `name` (of which only the ending counts).

    KnownError `lab-empty`, `lab-too-large`, `lab-format`, `lab-encoding`, `lab-workbook-damaged`, `lab-no-table`,
    `lab-several-people`.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise KnownError("lab-empty", "This file is empty.", "文件是空的。")
    if len(data) > _BYTES:
        raise too_large()
    sheet = _Reading().sheet(_records(name, data), hashlib.sha256(data).hexdigest())
    if several(sheet.person):
        raise KnownError(
            "lab-several-people",
            "This file holds results of more than one person. Export the report of one child.",
            "文件包含多名患者的结果。请只导出一名患儿的报告。",
        )
    return sheet


def several(person: Printed) -> bool:
    """True when the report names two people: two names, or without any name two numbers."""
    return len({bare(name) for name in person.names}) > 1 or (
        not person.names and len({bare(number) for number in person.numbers}) > 1
    )


def _records(name: str, data: bytes) -> list[Record]:
    if data.startswith(workbook.START):
        found = workbook.read_workbook(data)
        return found if any(columns_of(record.texts) for record in found) else _no_table()
    ending = name.lower().rpartition(".")[2]
    if ending in ("xlsx", "xlsm"):
        raise workbook.damaged()
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")) or ending in ("xls", "pdf", "doc"):
        raise KnownError(
            "lab-format",
            "Reports are read from CSV and XLSX files. Save this one as XLSX or CSV, or attach it as a file.",
            "检验报告仅支持 CSV 和 XLSX。请另存为 XLSX 或 CSV，或作为附件添加。",
        )
    text = delimited.decode(data)
    best: tuple[int, list[Record]] = (0, [])
    for separator in delimited.SEPARATORS:
        found = held(delimited.records(text, separator))
        heads = [columns for record in found if (columns := columns_of(record.texts))]
        score = max((sum(len(group) for group in columns.groups) for columns in heads), default=0)
        best = max(best, (score, found), key=lambda each: each[0])
    return best[1] if best[0] else _no_table()


def _no_table() -> list[Record]:
    raise KnownError(
        "lab-no-table",
        "No table was found: there must be a line of headings with the test and the result （项目名称，结果）.",
        "未找到结果表：需要有包含“项目名称”和“结果”的表头行。",
    )


class _Reading:
    """What has been read so far, going down the lines; lines above a table count for the tables below them."""

    def __init__(self) -> None:
        self.columns: Columns | None = None
        self.context: dict[str, str] = {}
        # What the label lines since the last result said; None while there was no such line.
        self.fresh: dict[str, str] | None = None
        self.person: dict[str, dict[str, None]] = {"name": {}, "number": {}}
        self.laboratory = ""
        self.rows: list[LabRow] = []
        self.faults: list[LineFault] = []
        self.headings: list[At] = []

    def sheet(self, records: list[Record], source: str) -> LabSheet:
        page = records[0].at.page if records else ""
        for record in records:
            if record.at.page != page:
                page, self.columns, self.context, self.fresh = record.at.page, None, {}, None
            self._line(record)
        return LabSheet(
            source,
            tuple(self.rows),
            tuple(self.faults),
            tuple(self.headings),
            Printed(tuple(self.person["name"]), tuple(self.person["number"])),
            self.laboratory,
        )

    def _line(self, record: Record) -> None:
        if record.fault is not None:
            self._fault(record, record.fault)
            return
        columns = columns_of(record.texts)
        if columns is not None:
            self.columns = columns
            # Another report begins: of the one before it nothing may be believed, least of all its specimen.
            self.context = self.context if self.fresh is None else dict(self.fresh)
            self.headings.append(record.at)
        elif self.columns is None or self._is_label(record):
            self._above(record)
            if self.columns is not None and label_and_result(record.texts):
                self._fault(record, _LABEL_AND_RESULT)
            else:
                self.headings.append(record.at)
        else:
            self._result(record, self.columns)
            self.fresh = None

    def _is_label(self, record: Record) -> bool:
        """True for a line between or under tables that is no result: labels with values, who verified, a title."""
        return starts_with_label(record.texts) or is_below(record.texts) or bool(house(record.texts))

    def _above(self, record: Record) -> None:
        self.fresh = {} if self.fresh is None else self.fresh
        for field, value in pairs(record.texts):
            if field in self.person:
                self.person[field][value] = None
            elif field in _CONTEXT:
                if field == "specimen" and value != self.context.get("specimen"):
                    self.context = dict(self.fresh)
                self.context[field] = self.fresh[field] = value
            elif field == "laboratory":
                self.laboratory = value
        self.laboratory = self.laboratory or house(record.texts)

    def _fault(self, record: Record, sentence: Text) -> None:
        text = " | ".join(text for text in record.texts if text)
        self.faults.append(LineFault(record.at, text[:500], sentence))

    def _result(self, record: Record, columns: Columns) -> None:
        cells = list(record.cells)
        used = max((index for index, cell in enumerate(cells) if cell.text.strip()), default=-1) + 1
        # A worksheet has no cell where nothing stands; a text file has its separators, so a missing one is a fault.
        if used > columns.width or (len(cells) < columns.width and not record.at.page):
            self._fault(record, _wrong_number(used if used > columns.width else len(cells), columns.width))
            return
        cells += [EMPTY] * (columns.width - len(cells))
        for field in self.person:
            if field in columns.shared and (said := cells[columns.shared[field]].text.strip()):
                self.person[field][said] = None
        rows = [row for group in columns.groups if (row := self._row(record.at, cells, group, columns))]
        self.rows += rows
        if not rows:
            self._fault(record, Text("This line holds no test and no result.", "该行没有项目和结果。"))

    def _row(self, at: At, cells: list[Cell], group: dict[str, int], columns: Columns) -> LabRow | None:
        def said(field: str) -> str:
            index = group.get(field, columns.shared.get(field))
            text = cells[index].text.strip() if index is not None else ""
            return text or self.context.get(field, "")

        result = cells[group["result"]]
        if not (said("test") or said("short") or result.text.strip()):
            return None
        text, mark = _without_mark(result, bool(said("unit")))
        return LabRow(
            at,
            test=said("test"),
            short=said("short"),
            result=text,
            unit=said("unit"),
            interval=said("interval") or _both(said("low"), said("high")),
            mark=said("mark") or mark,
            method=said("method"),
            specimen=said("specimen"),
            sample=said("sample"),
            collected=said("collected"),
            tested=said("tested"),
        )


_LABEL_AND_RESULT = Text(
    "This line holds a label and perhaps a result; it cannot be told which is which.",
    "该行既有标签又可能有结果，无法区分。",
)


def _wrong_number(has: int, wants: int) -> Text:
    return Text(
        f"This line has {has} cells where the table has {wants}; it cannot be told which is which.",
        f"该行有 {has} 个单元格，表头有 {wants} 个，无法对应。",
    )


def _without_mark(result: Cell, has_unit: bool) -> tuple[Cell, str]:
    """The result without the arrow or letter printed behind it, and that mark."""
    text = result.text.strip()
    found = _ARROW.fullmatch(text) or (_LETTER.fullmatch(text) if has_unit else None)
    if found is None or result.made:
        return Cell(text, result.made), ""
    return Cell(found["text"].strip(), result.made), found["mark"].strip()


def _both(low: str, high: str) -> str:
    """Two columns of limits as one interval."""
    if low and high:
        return f"{low}-{high}"
    return f">={low}" if low else f"<={high}" if high else ""
