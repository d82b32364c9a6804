"""The prednisone equivalent of a child on a day, from the rows of the medication log.

A systemic steroid row that touches the days but cannot be dosed makes the whole not computable: a sum that leaves
something out would read as a lower dose. Inhaled, topical and intrathecal steroids are not systemic and not counted.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from study.derived.result import Also, Derived
from study.derived.steroid import DAYS, EQUIVALENT_MG, PREDEQ, SteroidRow, mean_dose
from study.text import Text
from study.values import Codes, DateValue, Quantity, TextValue, Value

Row = Mapping[str, Value]
PER_DAY = {
    "qd": Decimal(1),
    "bid": Decimal(2),
    "tid": Decimal(3),
    "qid": Decimal(4),
    "q12h": Decimal(2),
    "qod": Decimal("0.5"),
    "qw": Decimal(1) / 7,
    "biw": Decimal(2) / 7,
    "once": Decimal(1),
}
IN_MG = {"mg": Decimal(1), "g": Decimal(1000), "ug": Decimal("0.001")}
SYSTEMIC = frozenset({"PO", "IV", "SC", "IM"})
NOT_FOR_LUPUS = frozenset({"CRS", "ICANS", "PREMED"})


class Size(msgspec.Struct, frozen=True):
    """Body size for doses by weight or surface and for mg/kg/day: the last weight within 30 days, else None."""

    weight_kg: Decimal | None = None
    bsa_m2: Decimal | None = None


class _Dosed(msgspec.Struct, frozen=True):
    row: SteroidRow
    not_for_lupus: bool


def prednisone_mean(rows: Iterable[Row], on: date, size: Size, days: int = DAYS) -> Derived:
    """PREDEQ: mean mg/day over the `days` days that end on `on`, keyed as the items of the medication form.

    Pulses and what was given for CRS, ICANS or as premedication are counted and shown apart in `also`.
    """
    first = on - timedelta(days=days - 1)
    dosed: list[_Dosed] = []
    for row in rows:
        read = _read(row, first, on, size)
        if isinstance(read, Text):
            return _derived(None, read, (), ())
        if read is not None:
            dosed.append(read)
    steroid = tuple(each.row for each in dosed)
    mean = mean_dose(steroid, on, size.weight_kg, days)
    apart = mean_dose(tuple(each.row for each in dosed if each.not_for_lupus), on, None, days).mg_day
    also = [] if mean.mg_kg_day is None else [Also("mg_kg_d", mean.mg_kg_day, "mg/kg/d", 2)]
    also += [
        Also(name, number, PREDEQ.unit, 2)
        for name, number in (("pulses_mg_d", mean.pulses_mg_day), ("crs_premed_mg_d", apart))
        if number
    ]
    inputs = tuple((row.drug, Quantity(format(row.prednisone_a_day.normalize(), "f"), PREDEQ.unit)) for row in steroid)
    return _derived(mean.mg_day, None, tuple(also), inputs)


def _derived(
    value: Decimal | None, why: Text | None, also: tuple[Also, ...], inputs: tuple[tuple[str, Quantity], ...]
) -> Derived:
    route = Text("mean of the 7 days that end on this day", "截至当日的7天均值")
    return Derived(
        PREDEQ.code, value, "", PREDEQ.unit, PREDEQ.decimals, PREDEQ.version, PREDEQ.source, inputs, why,
        also=also, route=route,
    )  # fmt: skip


def _code(row: Row, item: str) -> str:
    value = row.get(item)
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _number(row: Row, item: str) -> Decimal | None:
    value = row.get(item)
    return value.decimal if isinstance(value, Quantity) and not value.comparator else None


def _read(row: Row, first: date, on: date, size: Size) -> _Dosed | Text | None:
    """A dosed row, why it cannot be dosed, or None when it does not count on these days."""
    drug, route = _code(row, "CMSTER"), _code(row, "CMROUTE")
    if drug not in EQUIVALENT_MG or (route and route not in SYSTEMIC):
        return None
    start, end = _ends(row)
    if start is None:
        return _cannot(row, "its start is missing", "缺少开始日期")
    once = _code(row, "CMFRQ") == "once"
    last = (start[0], start[1]) if once else end
    if start[0] > on or (last is not None and last[1] < first):
        return None
    if not route:
        return _cannot(row, "its route is missing", "缺少给药途径")
    if start[0] != start[1] and start[1] > first:
        return _cannot(row, "its start is only partly known", "开始日期不完整")
    if last is not None and last[0] != last[1] and last[0] <= on:
        return _cannot(row, "its end is only partly known", "结束日期不完整")
    mg, per_day = _dose(row, size), _per_day(row)
    if mg is None:
        return _cannot(row, "its dose cannot be put in mg", "剂量无法换算为mg")
    if per_day is None:
        return _cannot(row, "how often it is given is not known", "给药频次未知")
    steroid = SteroidRow(drug, mg, per_day, start[0], last[1] if last is not None else None)
    return _Dosed(steroid, _code(row, "CMINDC") in NOT_FOR_LUPUS)


def _cannot(row: Row, en: str, zh: str) -> Text:
    name = row.get("CMTRT")
    drug = name.text if isinstance(name, TextValue) else _code(row, "CMSTER")
    return Text(f"{drug}: {en}.", f"{drug}:{zh}。")


def _ends(row: Row) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    end = None if _code(row, "CMONGO") == "Y" else _days(row.get("CMENDTC"))
    return _days(row.get("CMSTDTC")), end


def _days(value: Value | None) -> tuple[date, date] | None:
    """The first and the last day a (partial) date can mean."""
    if not isinstance(value, DateValue):
        return None
    parts = [int(part) for part in value.date.split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return day, day
    year, month = parts[0], parts[1] if len(parts) == 2 else None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _dose(row: Row, size: Size) -> Decimal | None:
    """Mg a dose."""
    dose, unit = _number(row, "CMDOSE"), _code(row, "CMDOSU")
    by = {
        **IN_MG,
        "mg/kg": size.weight_kg,
        "g/kg": None if size.weight_kg is None else size.weight_kg * 1000,
        "mg/m2": size.bsa_m2,
        "tablet": _number(row, "CMSTRN"),
    }.get(unit)
    return None if dose is None or by is None else dose * by


def _per_day(row: Row) -> Decimal | None:
    frequency = _code(row, "CMFRQ")
    return _number(row, "CMFRQN") if frequency == "other" else PER_DAY.get(frequency)
