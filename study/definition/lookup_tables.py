"""The tables of a definition that formulas look numbers up in: L, M, S by month; blood pressure by year and height.

Owns reading one from CSV text and proving it, every fault with its line. Whose numbers a table holds is said in its own
head, and a site may put another in its place; no standard is known here. Finding a child's row: `study.table_lookup`.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from study.definition.faults import DefinitionError, Fault, Report
from study.definition.table_lines import Line, Lines, split
from study.lms import Lms

HEAD = ("source", "version", "standard", "licence", "retrieved", "unit")
LMS_COLUMNS = ("sex", "age_months", "L", "M", "S")
PRESSURE_COLUMNS = (
    *("sex", "age_years", "height_percentile", "height_cm"),
    *("sbp50", "sbp90", "sbp95", "dbp50", "dbp90", "dbp95"),
)
Sex = Literal["F", "M"]
_LARGEST_STEP = Decimal("0.1")
YOUNGER = "_U5"
"""HAZ_U5 holds the children too young for HAZ: another standard, so nothing is interpolated between the two."""


class LmsRow(msgspec.Struct, frozen=True):
    """L, M and S of a sex at a whole month."""

    sex: Sex
    months: int
    lms: Lms


class PressureRow(msgspec.Struct, frozen=True):
    """Systolic and diastolic percentiles in mmHg of a sex, a completed year and one height in cm."""

    sex: Sex
    years: int
    height_percentile: Decimal
    height_cm: Decimal
    p50: tuple[Decimal, Decimal]
    p90: tuple[Decimal, Decimal]
    p95: tuple[Decimal, Decimal]


class Table(msgspec.Struct, frozen=True):
    """One table with its head; either `lms` or `pressures` has rows. `standard` is the short name that results show."""

    code: str
    source: str
    version: str
    standard: str
    licence: str
    retrieved: str
    unit: str
    lms: tuple[LmsRow, ...] = ()
    pressures: tuple[PressureRow, ...] = ()


def read_table(code: str, text: str) -> Table:
    """The table in a text. Raises DefinitionError with every fault, each with its line in tables/<code>.csv."""
    report = Report()
    table = _read(code, text, report)
    if report.faults:
        raise DefinitionError(report.faults, report.total)
    return table


def find_faults(code: str, text: str) -> tuple[Fault, ...]:
    """Everything that is wrong with the text of a table; () when `read_table` takes it."""
    report = Report()
    check_tables({code: text}, report)
    return report.faults


def check_tables(tables: Mapping[str, str], report: Report) -> None:
    """Reports every fault of a definition's tables, whose texts stand under their codes."""
    for code, text in tables.items():
        _read(code, text, report)


def _read(code: str, text: str, report: Report) -> Table:
    lines = split(code, text, report)
    for key in HEAD:
        if not lines.head.get(key):
            lines.fault(1, f"the head lacks “# {key}: …”", f"表头缺少“# {key}: …”")
    lms: list[LmsRow] = []
    pressures: list[PressureRow] = []
    if lines.columns == LMS_COLUMNS:
        lms = _lms_rows(lines)
    elif lines.columns == PRESSURE_COLUMNS:
        pressures = _pressure_rows(lines)
    else:
        wanted = f"{','.join(LMS_COLUMNS)} / {','.join(PRESSURE_COLUMNS)}"
        lines.fault(lines.columns_at, f"the columns must be {wanted}", f"列名须为 {wanted}")
    head = {key: lines.head.get(key, "") for key in HEAD}
    return Table(code=code, **head, lms=tuple(lms), pressures=tuple(pressures))


def _lms_rows(lines: Lines) -> list[LmsRow]:
    rows: list[LmsRow] = []
    last: dict[str, LmsRow] = {}
    for line in lines.rows:
        sex, (age, *numbers) = _sex(lines, line), lines.numbers(line, 1)
        months = lines.whole(line, age)
        if sex is None or months is None or None in numbers:
            continue
        row = LmsRow(sex, months, Lms(*(number for number in numbers if number is not None)))
        if not row.lms.usable:
            lines.fault(
                line.at,
                "M and S must be above 0, and L and S must give -3 to +3 SD",
                "M、S须大于0，且L、S须能得出±3 SD",
            )
        elif _follows(lines, line, sex, months, last[sex].months if sex in last else None):
            _no_jump(lines, line, row, last.get(sex))
        last[sex] = row
        rows.append(row)
    _both(lines, last)
    return rows


def _no_jump(lines: Lines, line: Line, row: LmsRow, before: LmsRow | None) -> None:
    """A median or S that leaves its neighbour by more than a tenth is a slip of the pen."""
    if before is None or not before.lms.usable:
        return
    for name, number, last in (
        ("M", row.lms.median, before.lms.median),
        ("S", row.lms.spread, before.lms.spread),
    ):
        if abs(number - last) > last * _LARGEST_STEP:
            lines.fault(
                line.at,
                f"{name} is {number} after {last}: more than a tenth in one month",
                f"{name} 由 {last} 变为 {number}，一个月内变化超过十分之一",
            )


def _pressure_rows(lines: Lines) -> list[PressureRow]:
    rows: list[PressureRow] = []
    last: dict[str, PressureRow] = {}
    for line in lines.rows:
        sex, (age, *others) = _sex(lines, line), lines.numbers(line, 1)
        years, numbers = lines.whole(line, age), [number for number in others if number is not None]
        if sex is None or years is None or len(numbers) != len(others):
            continue
        percentile, height, s50, s90, s95, d50, d90, d95 = numbers
        row = PressureRow(sex, years, percentile, height, (s50, d50), (s90, d90), (s95, d95))
        if not (0 < s50 < s90 < s95 and 0 < d50 < d90 < d95 and 0 < percentile < 100 and height > 0):
            lines.fault(
                line.at,
                "percentiles must be above 0 and rise from 50 to 95, the height above 0",
                "各百分位须大于0并由50至95递增，身高须大于0",
            )
        _rises(lines, line, row, last.get(sex))
        last[sex] = row
        rows.append(row)
    _both(lines, last)
    return rows


def _rises(lines: Lines, line: Line, row: PressureRow, before: PressureRow | None) -> None:
    """Within a year the heights rise with their percentiles; the years follow one another."""
    if before is None or row.years != before.years:
        _follows(lines, line, row.sex, row.years, before.years if before else None)
    elif row.height_cm <= before.height_cm or row.height_percentile <= before.height_percentile:
        lines.fault(
            line.at,
            f"height {row.height_cm} cm (percentile {row.height_percentile}) does not rise above the line before",
            f"身高 {row.height_cm} cm（百分位 {row.height_percentile}）未高于上一行",
        )


def _sex(lines: Lines, line: Line) -> Sex | None:
    match line.cells[0]:
        case "F":
            return "F"
        case "M":
            return "M"
    lines.fault(line.at, f"sex “{line.cells[0]}” is neither F nor M", f"性别“{line.cells[0]}”须为 F 或 M")
    return None


def _follows(lines: Lines, line: Line, sex: str, age: int, before: int | None) -> bool:
    """Reports an age that stands twice, falls back or leaves a gap; True when it is the next one."""
    if before is None or age == before + 1:
        return True
    if age == before:
        en, zh = f"age {age} of {sex} stands twice", f"{sex} 的年龄 {age} 重复"
    elif age < before:
        en, zh = f"age {age} of {sex} comes after {before}", f"{sex} 的年龄 {age} 排在 {before} 之后"
    else:
        en = f"{sex} has no row between age {before} and {age}"
        zh = f"{sex} 在年龄 {before} 与 {age} 之间缺行"
    lines.fault(line.at, en, zh)
    return False


def _both(lines: Lines, found: Iterable[str]) -> None:
    for sex in ("F", "M"):
        if sex not in found:
            lines.fault(lines.columns_at, f"there is no row for {sex}", f"缺少 {sex} 的数据行")
