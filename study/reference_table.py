"""A laboratory's own table of reference intervals, read from CSV: by item, laboratory, method, sex, age and date.

Owns reading it and proving that it has neither gaps nor overlaps. Must not decide which row holds (`study.lab_table`)
nor where its text is kept.
"""

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

from study import units
from study.definition.faults import Fault, Report
from study.definition.model import Age, Item, Sex, Study
from study.errors import KnownError
from study.grammar.choices import find
from study.lab_table import FOREVER, LABORATORY, LABORATORY_NAME, Group, LabTable, Row
from study.packing import expand, squeeze
from study.values import Quantity

Column = Literal[
    "form", "item", "name", "laboratory", "method", "sex", "age_from", "age_below", "low", "high", "unit",
    "effective_from", "effective_to", "source", "confirmed", "certificate", "certificate_until", "lloq", "uloq",
]  # fmt: skip
COLUMNS: tuple[Column, ...] = get_args(Column)
_FILLED: tuple[Column, ...] = (
    "laboratory", "method", "age_from", "age_below", "low", "high", "effective_from", "effective_to", "source",
)  # fmt: skip
"""What a laboratory writes; a line of the empty table in which all of these are empty says nothing."""
NEEDED: tuple[Column, ...] = ("item", "sex", "age_from", "age_below", "low", "high", "unit", "effective_from")
LONGEST = 1_000_000
MOST_FAULTS = 50
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
_SEXES: dict[str, Sex] = {"f": "F", "女": "F", "m": "M", "男": "M", "a": "A", "": "A", "both": "A", "不限": "A"}
_YES = ("y", "yes", "true", "1", "是")
_NO = ("", "n", "no", "false", "0", "否")
_BEYOND = "beyond the heading"


def read_table(study: Study, name: str, text: str) -> LabTable:
    """The table a CSV text holds. Raises KnownError `reference_faulty` that names every fault with its line."""
    rows, faults = _read(study, name, text)
    if faults:
        raise KnownError(
            "reference_faulty",
            "; ".join(fault.sentence.en for fault in faults),
            "；".join(fault.sentence.zh for fault in faults),
        )
    return LabTable(name, digest_of(text), rows)


def read_kept(study: Study, name: str, text: str) -> tuple[LabTable | None, tuple[Fault, ...]]:
    """A table that was proven when it was adopted, under the definition of today: items that this one reads otherwise
    are left out whole, with what is wrong; None when nothing is left.
    """
    rows, faults = _read(study, name, text, kept=True)
    lost = {fault.item for fault in faults}
    kept = () if "" in lost else tuple(row for row in rows if row.item not in lost)
    return (LabTable(name, digest_of(text), kept) if kept else None), faults


def digest_of(text: str) -> str:
    """What names exactly this text."""
    return hashlib.sha256(text.encode()).hexdigest()


def pack_table(text: str) -> bytes:
    """The text as a fact carries it."""
    return squeeze(text.encode())


def unpack_table(content: bytes, digest: str) -> str:
    """The text again. Raises KnownError `reference-damaged` when it is not the one that `digest` names."""
    octets = expand(content, 4 * LONGEST)
    if octets is None or hashlib.sha256(octets).hexdigest() != digest:
        raise _damaged(digest)
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise _damaged(digest) from error


def _damaged(digest: str) -> KnownError:
    return KnownError(
        "reference-damaged",
        f"The table of reference intervals {digest[:12]} kept in the record is damaged; it is not used.",
        f"记录中保存的参考区间表{digest[:12]}已损坏，不予使用。",
    )


def find_faults(study: Study, name: str, text: str) -> tuple[Fault, ...]:
    """Everything wrong with a table; () when `read_table` takes it."""
    return _read(study, name, text)[1]


def template(study: Study) -> str:
    """The heading and one empty line for every number that has an interval of a laboratory or by age: what a hospital
    fills in.

    `name` is for people; nothing is read from it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for form in study.forms.values():
        for item in form.items:
            if item.type == "number" and (item.laboratory or item.by_age or item.reference is not None):
                name = f"{item.label.zh} {item.label.en}"
                writer.writerow(
                    [form.code, item.code, name, *[""] * 2, "A", *[""] * 4, item.unit, *[""] * 3, "no", *[""] * 4]
                )
    return out.getvalue()


def _read(study: Study, name: str, text: str, *, kept: bool = False) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    report = Report()
    if len(text) > LONGEST or "\0" in text:
        report.add(name, 1, "", "this is no table of reference intervals", "这不是参考区间表")
        return (), report.faults
    reader = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff")), restkey=_BEYOND, delimiter=_separator(text), strict=True
    )
    rows: list[Row] = []
    try:
        heading = tuple(reader.fieldnames or ())
        if not _heading(heading, name, report):
            return (), report.faults
        for written in reader:
            if any((written.get(column) or "").strip() for column in _FILLED):
                row = _Reading(study, report, name, reader.line_num, written, kept=kept).row()
                rows += [row] if row is not None else []
    except csv.Error as error:
        report.add(name, reader.line_num, "", f"not readable as CSV: {error}", f"无法按CSV读取：{error}")
    if not rows and not report.faults:
        report.add(name, 1, "", "the table has no interval", "表中没有任何参考区间")
    _prove(rows, name, report)
    return tuple(rows), report.faults


def _separator(text: str) -> str:
    """The one that the heading is cut by; spreadsheets of some languages write ; or tabs."""
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _heading(heading: tuple[str, ...], name: str, report: Report) -> bool:
    for column in NEEDED:
        if column not in heading:
            report.add(name, 1, column, f"the column `{column}` is missing", f"缺少列“{column}”")
    for written in heading:
        if written not in COLUMNS:
            report.add(name, 1, written, f"`{written}` is no column of the table", f"“{written}”不是本表的列")
    if len(set(heading)) != len(heading):
        report.add(name, 1, "", "a column stands twice", "列名重复")
    return not report.faults


class _Reading:
    """One line: every cell by kind, faults with the line. In a `kept` table any odd word under confirmed is no, as it
    was on the day of its adoption.
    """

    def __init__(
        self, study: Study, report: Report, name: str, line: int, cells: Mapping[str, str | None], *, kept: bool
    ) -> None:
        self._kept = kept
        self._study = study
        self._report = report
        self._name = name
        self._line = line
        self._cells = {column: (cells.get(column) or "").strip() for column in COLUMNS}
        self._code = self._cells["item"]
        self._sound = True
        if _BEYOND in cells:
            self._fault("the line has more cells than the heading", "该行单元格多于表头")

    def _fault(self, en: str, zh: str) -> None:
        self._sound = False
        self._report.add(self._name, self._line, self._code, en, zh)

    def row(self) -> Row | None:
        """The row, or None with the faults reported."""
        found = self._item()
        start, below = self._age("age_from"), self._age("age_below")
        since, until = self._effect()
        sex = _SEXES.get(self._cells["sex"].casefold())
        if sex is None:
            self._fault("`sex` must be F, M or A", "“sex”须为F、M或A")
        if found is None or start is None or below is None or sex is None:
            return None
        form, item = found
        low, high = self._limits(item)
        laboratory, method = self._laboratory(form), self._method(form, item)
        if start.rank >= below.rank:
            self._fault("the interval ends before its age begins", "参考区间的年龄上下界颠倒")
        confirmed = self._confirmed()
        certified_until = self._certified_until(since)
        lloq, uloq = self._quantified(item)
        if not self._sound or since is None:
            return None
        cell = self._cells
        return Row(
            form, item.code, laboratory, method, sex, start, below, low, high, since,
            until or FOREVER, cell["source"], confirmed, self._line, cell["certificate"], certified_until, lloq, uloq,
        )  # fmt: skip

    def _quantified(self, item: Item) -> tuple[Decimal | None, Decimal | None]:
        """The limits of quantification; between them there is room for a number."""
        lloq, uloq = self._limit(item, "lloq"), self._limit(item, "uloq")
        if lloq is not None and uloq is not None and lloq >= uloq:
            self._fault("the limits of quantification are reversed", "定量下限不低于定量上限")
        return lloq, uloq

    def _certified_until(self, since: date | None) -> date | None:
        """The last day of the accreditation; it has a number, and had not ended before the interval took effect."""
        until = self._day("certificate_until")
        if until is not None and not self._cells["certificate"]:
            self._fault(
                "`certificate_until` without the number of the certificate", "有“certificate_until”而无证书编号"
            )
        if until is not None and since is not None and until < since:
            self._fault("the certificate ended before the interval takes effect", "认可证书在参考区间生效前已到期")
        return until

    def _confirmed(self) -> bool:
        """Whether somebody checked the interval in print; any other word than yes or no is nobody's answer."""
        written = self._cells["confirmed"].casefold()
        if written not in (*_YES, *_NO) and not self._kept:
            self._fault(f"`confirmed: {written}` is neither yes nor no", f"“confirmed: {written}”须为yes或no")
        return written in _YES

    def _effect(self) -> tuple[date | None, date | None]:
        """The first and the last day of its effect."""
        since, until = self._day("effective_from"), self._day("effective_to")
        if since is None and not self._cells["effective_from"]:
            self._fault("`effective_from` is missing", "缺少“effective_from”")
        elif since is not None and until is not None and until < since:
            self._fault("the interval ends before it takes effect", "失效日期早于生效日期")
        return since, until

    def _limits(self, item: Item) -> tuple[Decimal | None, Decimal | None]:
        low, high = self._limit(item, "low"), self._limit(item, "high")
        if not self._cells["low"] and not self._cells["high"]:
            self._fault("an interval has neither low nor high", "参考区间既无下限也无上限")
        if low is not None and high is not None and low > high:
            self._fault("the interval is reversed", "参考区间上下限颠倒")
        return low, high

    def _item(self) -> tuple[str, Item] | None:
        form = self._cells["form"]
        found = [
            (each.code, item)
            for each in self._study.forms.values()
            for item in each.items
            if item.code == self._code and item.type == "number" and form in ("", each.code)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            forms = ", ".join(code for code, _ in found)
            self._fault(f"{self._code} stands in {forms}: name the form", f"{self._code}存在于{forms}：请填写form")
        else:
            self._fault(f"there is no number `{self._code}` in the study", f"研究中没有数值项“{self._code}”")
        return None

    def _laboratory(self, form: str) -> str:
        """A code of the study's list, or the name of another laboratory as written."""
        written = self._cells["laboratory"]
        asked = self._asked(form, LABORATORY)
        if not written or asked is None:
            if written:
                self._fault(f"{form} does not ask for the laboratory", f"{form}不询问检测实验室")
            return ""
        found = find(self._study.codelists.get(asked.choices, ()), written)
        if len(found) == 1:
            return found[0].code
        if found or self._asked(form, LABORATORY_NAME) is None:
            self._fault(f"`laboratory: {written}` is no answer of {LABORATORY}", f"“{written}”不是{LABORATORY}的选项")
        return written

    def _method(self, form: str, item: Item) -> str:
        """A code of the question that names the item's method, or the words where that takes words."""
        written = self._cells["method"]
        asked = self._asked(form, item.method)
        if not written or asked is None:
            if written:
                self._fault(f"the study does not ask for the method of {item.code}", f"研究不询问{item.code}的检测方法")
            return ""
        choices = self._study.codelists.get(asked.choices, ())
        found = find(choices, written)
        if len(found) == 1 or not choices:
            return found[0].code if found else written
        known = ", ".join(choice.code for choice in choices)
        self._fault(f"`method: {written}` is none of {known}", f"“method: {written}”须为{known}之一")
        return written

    def _asked(self, form: str, code: str) -> Item | None:
        return next((each for each in self._study.forms[form].items if code and each.code == code), None)

    def _age(self, column: Column) -> Age | None:
        age = Age.read(self._cells[column])
        if age is None:
            self._fault(f"`{column}` must be an age such as 13y, 6m, 28d", f"“{column}”须为年龄，如13y、6m、28d")
        return age

    def _day(self, column: Column) -> date | None:
        text = self._cells[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._fault(f"`{column}` must be a day such as 2026-08-18", f"“{column}”须为日期，如2026-08-18")
            return None

    def _limit(self, item: Item, column: Column) -> Decimal | None:
        text = self._cells[column]
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            self._fault(f"`{column}: {text}` is not a number", f"“{column}: {text}”不是数字")
            return None
        written = self._cells["unit"]
        unit = item.unit if item.unit == units.DIMENSIONLESS else units.recognise(self._study, item, written)
        if unit is None:
            sentence = units.no_conversion(item, written, self._study)
            self._fault(sentence.en, sentence.zh)
            return None
        base = units.to_base(item, Quantity(text, unit))
        return base.decimal if isinstance(base, Quantity) else None


def _prove(rows: list[Row], name: str, report: Report) -> None:
    """Between the youngest and the oldest age of an item no day of life is left out or covered twice.

    Proved for each laboratory and method, each sex, and each stretch of days in which the same rows are in effect;
    when a stretch holds more faults than `MOST_FAULTS`, those after it would say the same again and are not looked at.
    """
    groups: dict[Group, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    for group in groups.values():
        for sex in ("F", "M"):
            mine = [row for row in group if row.sex in (sex, "A")]
            _prove_dates(mine, sex, name, report)
            for day in sorted({row.since for row in mine}):
                held = [row for row in mine if row.since <= day <= row.until]
                if _prove_ages(held, sex, day, name, report) > MOST_FAULTS:
                    break


def _prove_dates(rows: list[Row], sex: str, name: str, report: Report) -> None:
    """Once in effect, an item's intervals have no stretch of days without any."""
    covered: date | None = None
    for row in sorted(rows, key=lambda row: row.since):
        if covered is not None and row.since - timedelta(days=1) > covered:
            first = (covered + timedelta(days=1)).isoformat()
            last = (row.since - timedelta(days=1)).isoformat()
            report.add(
                name, row.line, row.item,
                f"nothing is in effect from {first} to {last} ({sex})", f"{first}至{last}没有生效的参考区间（{sex}）",
            )  # fmt: skip
        covered = row.until if covered is None else max(covered, row.until)


def _prove_ages(rows: list[Row], sex: str, day: date, name: str, report: Report) -> int:
    """How many faults the intervals of one day have."""
    faults = 0
    for younger, older in pairwise(sorted(rows, key=lambda row: row.start.rank)):
        on = day.isoformat()
        faults += older.start.rank != younger.below.rank
        if older.start.rank < younger.below.rank:
            report.add(
                name, older.line, older.item,
                f"intervals overlap at {older.start.written} ({sex}, {on}; see line {younger.line})",
                f"参考区间在{older.start.written}处重叠（{sex}，{on}；见第{younger.line}行）",
            )  # fmt: skip
        elif older.start.rank > younger.below.rank:
            report.add(
                name, older.line, older.item,
                f"no interval from {younger.below.written} to {older.start.written} ({sex}, {on})",
                f"{younger.below.written}至{older.start.written}缺少参考区间（{sex}，{on}）",
            )  # fmt: skip
    return faults
