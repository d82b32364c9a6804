"""What a row of the log of medicines means: the drug and its class, mg a dose, doses a day, the days it may lie on.

The one reading of a prescription: the child's page, the charts, the mean steroid dose and drug-free time all ask here.
A dose or a day that cannot be told stays without a number; nothing is guessed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from study.derived.steroid import EQUIVALENT_MG, IN_CHINESE, SteroidRow
from study.text import Text
from study.values import Codes, DateValue, Quantity, TextValue, Value

Row = Mapping[str, Value]
TIMES_A_DAY = {
    "qd": Decimal(1),
    "bid": Decimal(2),
    "tid": Decimal(3),
    "qid": Decimal(4),
    "q12h": Decimal(2),
    "q8h": Decimal(3),
    "q6h": Decimal(4),
    "qod": Decimal("0.5"),
    "qw": Decimal(1) / 7,
    "biw": Decimal(2) / 7,
    "tiw": Decimal(3) / 7,
    "q2w": Decimal(1) / 14,
    "q3w": Decimal(1) / 21,
    "q4w": Decimal(1) / 28,
    "once": Decimal(1),
}
IN_MG = {"mg": Decimal(1), "g": Decimal(1000), "ug": Decimal("0.001")}
LOCAL_ROUTES = frozenset({"INH", "TOP", "IT"})
SYSTEMIC_ROUTES = frozenset({"PO", "IV", "SC", "IM"})
STEROID, IMMUNOSUPPRESSANT, BIOLOGIC, ANTIMALARIAL = "STER", "IMMSUP", "BIOL", "ANTIMAL"
EMPTY_LOG = Text(
    "The log of medicines has no row: a child without any medicine is not told from one not yet entered.",
    "用药记录为空，无法区分未用药与未录入。",
)


_ITEMS = {
    "CMSTER": Text("glucocorticoid", "糖皮质激素种类"),
    "CMCLASS": Text("class", "药物类别"),
    "CMDOSE": Text("dose", "剂量"),
    "CMDOSU": Text("unit of the dose", "剂量单位"),
    "CMSTRN": Text("strength of a tablet", "每片规格"),
    "CMFRQ": Text("frequency", "给药频次"),
    "CMFRQN": Text("frequency", "给药频次"),
    "CMROUTE": Text("route", "给药途径"),
    "CMSTDTC": Text("start", "开始日期"),
    "CMENDTC": Text("end", "结束日期"),
    "CMONGO": Text("answer whether it goes on", "是否仍在用"),
}


class Size(msgspec.Struct, frozen=True):
    """Body size for doses by weight or surface; None where it is not known."""

    weight_kg: Decimal | None = None
    bsa_m2: Decimal | None = None


class Days(msgspec.Struct, frozen=True):
    """The first and the last day that a (partial) date may mean."""

    first: date
    last: date


class Prescribed(msgspec.Struct, frozen=True):
    """One row as arithmetic needs it. `mg` is one dose; `mg` and `per_day` are None where the row does not give them.

    `begun` and `ended` are the days its dates may mean, None where there is none; `written` are their texts. A single
    dose ends as it begins. `ongoing` is Y, N or "" (not answered); `family` the class of the drug. `undecided` are the
    items at which two values stand; the row is read as if they were not there.
    """

    drug: str
    steroid: str
    family: str
    mg: Decimal | None
    per_day: Decimal | None
    route: str
    indication: str
    begun: Days | None
    ended: Days | None
    written: tuple[str, str]
    ongoing: str
    once: bool
    values: Row
    undecided: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The drug as written, else the code of the glucocorticoid."""
        return self.drug or self.steroid

    @property
    def called(self) -> Text:
        """The same in both languages."""
        return Text(self.name, self.drug or IN_CHINESE.get(self.steroid, self.steroid))

    @property
    def local(self) -> bool:
        """True for a drug that acts where it is put: inhaled, on the skin, into the spinal canal."""
        return self.route in LOCAL_ROUTES

    @property
    def start(self) -> date | None:
        """The earliest day it may have begun."""
        return self.begun.first if self.begun else None

    @property
    def end(self) -> date | None:
        """The latest day it may have ended; a single dose ends on the day it begins."""
        if self.once and self.begun:
            return self.begun.first
        return self.ended.last if self.ended else None

    @property
    def mg_day(self) -> Decimal | None:
        """The dose of the drug itself, mg a day."""
        return None if self.mg is None or self.per_day is None else self.mg * self.per_day

    @property
    def row(self) -> SteroidRow | None:
        """As the steroid mean takes it; None for another drug, a local route, an unknown dose or day."""
        if self.steroid not in EQUIVALENT_MG or self.local or self.start is None:
            return None
        if self.mg is None or self.per_day is None:
            return None
        return SteroidRow(self.steroid, self.mg, self.per_day, self.start, self.end)


def read_row(row: Row, size: Size, undecided: frozenset[str] = frozenset()) -> Prescribed:
    """What the row means, doses by weight or surface in milligrams of a body of this size."""
    start, end = _written(row, "CMSTDTC"), _written(row, "CMENDTC")
    steroid, once = _code(row, "CMSTER"), _code(row, "CMFRQ") == "once"
    begun = days_of(start)
    name = row.get("CMTRT")
    return Prescribed(
        drug=name.text if isinstance(name, TextValue) else "",
        steroid=steroid,
        family=_code(row, "CMCLASS") or (STEROID if steroid else ""),
        mg=_dose(row, size),
        per_day=_per_day(row),
        route=_code(row, "CMROUTE"),
        indication=_code(row, "CMINDC"),
        begun=begun,
        ended=(begun if once else None) or days_of(end),
        written=(start, end),
        ongoing=_code(row, "CMONGO"),
        once=once,
        values=row,
        undecided=undecided,
    )


def cannot(each: Prescribed, en: str, zh: str) -> Text:
    """The sentence that a row of the log cannot be used, and why."""
    return Text(f"{each.called.en}: {en}.", f"{each.called.zh}：{zh}。")


def disputed(each: Prescribed, *items: str) -> Text | None:
    """The sentence for the first of the items at which two devices said two things; None where they did not."""
    item = next((item for item in items if item in each.undecided), None)
    if item is None:
        return None
    word = _ITEMS[item]
    return cannot(each, f"its {word.en} is in conflict between two devices", f"{word.zh}在两台设备间有冲突，待裁定")


def days_of(written: str) -> Days | None:
    """The days that 2026, 2026-08 or 2026-08-18 may mean; None for nothing."""
    if not written:
        return None
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return Days(date(*parts), date(*parts))
    if len(parts) == 1:
        return Days(date(parts[0], 1, 1), date(parts[0], 12, 31))
    year, month = parts
    following = date(year + month // 12, month % 12 + 1, 1)
    return Days(date(year, month, 1), following - timedelta(days=1))


def _written(row: Row, item: str) -> str:
    value = row.get(item)
    return value.date if isinstance(value, DateValue) else ""


def _code(row: Row, item: str) -> str:
    value = row.get(item)
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _number(row: Row, item: str) -> Decimal | None:
    value = row.get(item)
    return value.decimal if isinstance(value, Quantity) and not value.comparator else None


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
    return _number(row, "CMFRQN") if frequency in ("", "other") else TIMES_A_DAY.get(frequency)
