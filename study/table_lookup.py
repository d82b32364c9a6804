"""What a table says for one child: the numbers a formula asks for, or why there are none.

Owns choosing the row: linear between two months for L, M and S; completed year and nearest height for blood pressure.
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from study.definition.lookup_tables import YOUNGER, LmsRow, PressureRow, Table
from study.derived.given import Input, Numbers
from study.lms import Lms
from study.text import Text
from study.values import TextValue

NO_SEX = Text("sex not known", "性别未知")
NO_AGE = Text("age not known", "年龄未知")
NO_HEIGHT = Text("height not known", "身高未知")


class Child(msgspec.Struct, frozen=True):
    """Who is looked up: sex "F" or "M", age in months, completed years by the calendar, height; None is not known."""

    sex: str | None = None
    months: Decimal | None = None
    years: int | None = None
    height_cm: Decimal | None = None


def look_up(tables: Mapping[str, Table], code: str, part: str, child: Child) -> Input | Text:
    """What a formula gets from the table `code` for this child, or why it gets nothing.

    `part` is LMS (three numbers), standard (whose numbers, a word), or P50, P90, P95 (systolic and diastolic in mmHg).
    Raises ValueError for a part that the table does not have.
    """
    table = _table(tables, code, child)
    if isinstance(table, Text):
        return table
    row = lms_of(table, child) if table.lms else pressures_of(table, child)
    if isinstance(row, Text):
        return row
    if part == "standard":
        return TextValue(table.standard)
    if isinstance(row, Lms) and part == "LMS":
        return Numbers((row.power, row.median, row.spread))
    percentiles = {"P50": row.p50, "P90": row.p90, "P95": row.p95} if isinstance(row, PressureRow) else {}
    if part in percentiles:
        return Numbers(percentiles[part])
    raise ValueError(f"table {code} has no part {part}")


def lms_of(table: Table, child: Child) -> Lms | Text:
    """L, M and S of the child, linear between two whole months; the last row holds until its month is over."""
    if child.sex is None:
        return NO_SEX
    if child.months is None:
        return NO_AGE
    rows = [row for row in table.lms if row.sex == child.sex]
    below = next((row for row in reversed(rows) if row.months <= child.months), None)
    above = next((row for row in rows if row.months > child.months), None)
    if below is None or (above is None and child.months >= below.months + 1):
        return _outside(table)
    return below.lms if above is None else _between(below, above, child.months)


def pressures_of(table: Table, child: Child) -> PressureRow | Text:
    """The row of the child's sex and completed years with the nearest height; of two as near, the shorter."""
    if child.sex is None:
        return NO_SEX
    if child.years is None:
        return NO_AGE
    height = child.height_cm
    if height is None:
        return NO_HEIGHT
    rows = [row for row in table.pressures if row.sex == child.sex and row.years == child.years]
    return min(rows, key=lambda row: (abs(row.height_cm - height), row.height_cm)) if rows else _outside(table)


def _table(tables: Mapping[str, Table], code: str, child: Child) -> Table | Text:
    table, younger = tables.get(code), tables.get(code + YOUNGER)
    if table is None:
        return younger or Text(f"table {code} missing", f"缺少表 {code}")
    first = min((row.months for row in table.lms), default=0)
    return younger if younger and child.months is not None and child.months < first else table


def _between(below: LmsRow, above: LmsRow, months: Decimal) -> Lms:
    part = (months - below.months) / (above.months - below.months)
    pairs = (
        (below.lms.power, above.lms.power),
        (below.lms.median, above.lms.median),
        (below.lms.spread, above.lms.spread),
    )
    return Lms(*(low + (high - low) * part for low, high in pairs))


def _outside(table: Table) -> Text:
    return Text(
        f"age outside the table {table.code} ({table.standard})", f"年龄超出表 {table.code}（{table.standard}）"
    )
