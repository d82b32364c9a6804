"""Prednisone equivalent, mg/day: of one prescription, or of a child on a day from the rows of the log of medicines.

Of rows it is the mean over the 7 days (or 14, 28) that end on the day; pulses and steroid for CRS, ICANS or as
premedication are counted and shown apart. A systemic row that touches the days but cannot be dosed, and a log without
any row, give no number: a sum that leaves something out would read as a lower dose.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from study.derived.body import mosteller
from study.derived.given import CANNOT_TELL, Given, first
from study.derived.prescriptions import (
    EMPTY_LOG,
    STEROID,
    SYSTEMIC_ROUTES,
    Prescribed,
    Size,
    cannot,
    disputed,
    read_row,
)
from study.derived.result import Also, Formula, Outcome
from study.derived.steroid import (
    DAYS,
    EQUIVALENT_MG,
    IN_CHINESE,
    PULSE_MG_DAY,
    UNCONFIRMED,
    SteroidRow,
    mean_dose,
)
from study.text import Text
from study.writing import rounded

UNIT, PER_KG = "mg/day", "mg/kg/d"
A_DAY = Text("mg/day", "mg/天")
PERIODS = (7, 14, 28)
NOT_FOR_LUPUS = frozenset({"CRS", "ICANS", "PREMED"})
_ONE = ("drug", "mg", "per_day", "weight_kg")
_LOG = ("rows", "on", "days", "weight_kg", "height_cm")
_PERIOD = Text("The mean is over 7, 14 or 28 days.", "均值天数须为7、14或28天。")
_APART = Text(
    "Pulses and steroid for CRS, ICANS or as premedication are counted in and shown apart.",
    "冲击剂量及用于CRS、ICANS或预处理的激素已计入，并分开显示。",
)
_PULSE = Text("A pulse: shown apart from the daily dose.", "冲击剂量，与日常剂量分开显示。")


class _Dosed(msgspec.Struct, frozen=True):
    row: SteroidRow
    not_for_lupus: bool


def _predeq(given: Given) -> Outcome:
    from_log = {"rows", "on"} & {*given.values, *given.absent}
    return _of_log(given) if from_log else _of_one(given)


def _of_one(given: Given) -> Outcome:
    drug = given.word("drug").lower()
    unknown = Text(
        f"“{drug}” is no glucocorticoid of the list: {', '.join(EQUIVALENT_MG)}.",
        f"“{drug}”不在糖皮质激素列表中：{'、'.join(f'{IN_CHINESE[code]}({code})' for code in EQUIVALENT_MG)}。",
    )
    why = first(
        given.missing("drug", "mg", "per_day"),
        None if drug in EQUIVALENT_MG else unknown,
        given.not_positive("weight_kg"),
    )
    comparator = given.comparator(("mg", "per_day"))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    value = given.number("mg") * given.number("per_day") * 5 / EQUIVALENT_MG[drug]
    also: tuple[Also, ...] = ()
    per_kg = given.comparator(("mg", "per_day"), ("weight_kg",))
    if given.has("weight_kg") and per_kg is not None:
        also = (Also("mg_kg_d", value / given.number("weight_kg"), PER_KG, 2, per_kg),)
    notes = (*((_PULSE,) if value >= PULSE_MG_DAY else ()), *_unconfirmed((drug,)))
    return Outcome(value, comparator, notes=notes, also=also, used=_ONE)


def _unconfirmed(drugs: Iterable[str]) -> tuple[Text, ...]:
    """One sentence for every drug that is counted with an equivalent dose not yet confirmed."""
    return tuple(
        Text(
            f"The equivalent dose of {drug} ({EQUIVALENT_MG[drug]} mg) is unconfirmed.",
            f"{IN_CHINESE[drug]}的等效剂量（{EQUIVALENT_MG[drug]} mg）待确认。",
        )
        for drug in sorted(UNCONFIRMED.intersection(drugs))
    )


def _of_log(given: Given) -> Outcome:
    days = given.number("days") if given.has("days") else Decimal(DAYS)
    why = first(
        given.missing("rows", "on"),
        _PERIOD if days not in PERIODS else None,
        given.not_positive("weight_kg", "height_cm"),
        CANNOT_TELL if given.comparator(("weight_kg", "height_cm")) != "" else None,
        EMPTY_LOG if given.has("rows") and not given.rows("rows") else None,
    )
    on = given.day("on")
    if why or on is None:
        return Outcome(why=why)
    start = on - timedelta(days=int(days) - 1)
    log = zip(given.rows("rows"), given.disputed("rows"), strict=True)
    read = [_counted(read_row(row, _size(given), undecided), start, on) for row, undecided in log]
    undosed = first(*(each for each in read if isinstance(each, Text)))
    if undosed:
        return Outcome(why=undosed)
    return _mean(given, tuple(each for each in read if isinstance(each, _Dosed)), on, int(days))


def _size(given: Given) -> Size:
    weight = given.number("weight_kg") if given.has("weight_kg") else None
    bsa = mosteller(given.number("height_cm"), weight) if weight is not None and given.has("height_cm") else None
    return Size(weight, bsa)


def _counted(each: Prescribed, first_day: date, on: date) -> _Dosed | Text | None:
    """A dosed row, why it cannot be dosed, or None when it does not count on these days."""
    unsure = None if each.family == STEROID or each.steroid else disputed(each, "CMCLASS", "CMSTER")
    if each.local or not (each.family == STEROID or each.steroid or unsure):
        return None
    if each.begun is None:
        return disputed(each, "CMSTDTC") or cannot(each, "its start is missing", "缺少开始日期")
    if each.begun.first > on or (each.ended is not None and each.ended.last < first_day and not _unsure_end(each)):
        return None
    why = unsure or _dates(each, first_day, on) or _dose(each)
    if why or each.row is None:
        return why
    return _Dosed(each.row, each.indication in NOT_FOR_LUPUS)


def _unsure_end(each: Prescribed) -> bool:
    """True when a row says both that it ended and that it goes on."""
    return each.ended is not None and not each.once and each.ongoing == "Y"


def _dates(each: Prescribed, first_day: date, on: date) -> Text | None:
    begun, ended = each.begun, each.ended
    if begun is not None and begun.first != begun.last and begun.last > first_day:
        return cannot(each, "its start is only partly known", "开始日期不完整")
    if ended is None:
        missing = cannot(each, "its end is missing", "缺少结束日期") if each.ongoing == "N" else None
        return disputed(each, "CMENDTC", "CMONGO") or missing
    if _unsure_end(each) and ended.first < on:
        return cannot(each, "it has an end and is marked as ongoing", "已填结束日期又标记为仍在用")
    if ended.first != ended.last and ended.first <= on and ended.last >= first_day:
        return cannot(each, "its end is only partly known", "结束日期不完整")
    return None


def _dose(each: Prescribed) -> Text | None:
    if each.steroid not in EQUIVALENT_MG:
        return disputed(each, "CMSTER") or cannot(
            each, "which glucocorticoid it is is not said", "未注明糖皮质激素种类"
        )
    if not each.route:
        return disputed(each, "CMROUTE") or cannot(each, "its route is missing", "缺少给药途径")
    if each.route not in SYSTEMIC_ROUTES:
        return cannot(each, "its route does not tell whether it is systemic", "给药途径无法判断是否为全身用药")
    if each.mg is None:
        conflict = disputed(each, "CMDOSE", "CMDOSU", "CMSTRN")
        return conflict or cannot(each, "its dose cannot be put in mg", "剂量无法换算为mg")
    if each.per_day is None or "CMFRQ" in each.undecided:
        return disputed(each, "CMFRQ", "CMFRQN") or cannot(each, "how often it is given is not known", "给药频次未知")
    return None


def _mean(given: Given, dosed: tuple[_Dosed, ...], on: date, days: int) -> Outcome:
    def mean(*rows: SteroidRow) -> Decimal:
        return mean_dose(rows, on, days)

    value = mean(*(each.row for each in dosed))
    parts = {
        "pulses_mg_d": mean(*(each.row for each in dosed if each.row.pulse)),
        "crs_premed_mg_d": mean(*(each.row for each in dosed if each.not_for_lupus)),
        "apart_mg_d": mean(*(each.row for each in dosed if each.row.pulse or each.not_for_lupus)),
    }
    also = [Also(name, number, UNIT, 2) for name, number in parts.items()]
    if given.has("weight_kg"):
        also.insert(0, Also("mg_kg_d", value / given.number("weight_kg"), PER_KG, 2))
    return Outcome(
        value,
        notes=_notes(given, dosed),
        also=tuple(also),
        route=Text(f"mean of the {days} days that end on {on.isoformat()}", f"截至 {on.isoformat()} 的{days}天均值"),
        used=_LOG,
    )


def _notes(given: Given, dosed: tuple[_Dosed, ...]) -> tuple[Text, ...]:
    """What was counted, that some of it stands apart, and that there is no weight for a dose by weight."""
    rows = [
        Text(f"{each.row.drug} {dose} {A_DAY.en}", f"{IN_CHINESE[each.row.drug]} {dose} {A_DAY.zh}")
        for each in dosed
        for dose in (rounded(each.row.prednisone_a_day, 2),)
    ]
    en, zh = "; ".join(row.en for row in rows), ";".join(row.zh for row in rows)
    counted = Text(f"Counted: {en or 'none'}.", f"计入：{zh or '无'}。")
    apart = any(each.row.pulse or each.not_for_lupus for each in dosed)
    weight = given.missing("weight_kg") if given.expected("weight_kg") else None
    unconfirmed = _unconfirmed(each.row.drug for each in dosed)
    return (counted, *((_APART,) if apart else ()), *_twice(dosed), *unconfirmed, *((weight,) if weight else ()))


def _twice(dosed: tuple[_Dosed, ...]) -> Iterator[Text]:
    """A row without an end beside a later row of the same drug: both count, and the first may only not be ended."""
    rows = sorted((each.row for each in dosed), key=lambda row: row.start)
    for place, row in enumerate(rows):
        later = next((other for other in rows[place + 1 :] if _follows(row, other)), None)
        if later is not None:
            yield Text(
                f"{row.drug} from {row.start.isoformat()} has no end, and another begins on {later.start.isoformat()}: "
                "both are counted. Did the first one end?",
                f"{IN_CHINESE[row.drug]}自{row.start.isoformat()}起未填结束日期，{later.start.isoformat()}又有一行，"
                "两者均已计入。前一行是否已停用？",
            )


def _follows(row: SteroidRow, other: SteroidRow) -> bool:
    same = row.drug == other.drug and row.start < other.start
    return same and row.end is None and not row.pulse and not other.pulse


PREDEQ = Formula(
    "PREDEQ",
    UNIT,
    2,
    "4",
    "5 mg prednisone / equivalent dose",
    (*_ONE, *_LOG[:3], "height_cm"),
    _predeq,
    parts=("mg_kg_d", "pulses_mg_d", "crs_premed_mg_d", "apart_mg_d"),
)
