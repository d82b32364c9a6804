"""The prescriptions of a child's log read into doses: mg a day, a kg, prednisone equivalent.

Owns what the answers of the form CM mean for arithmetic (times a day of a frequency, mg of a unit). A dose that cannot
be computed stays without a number; nothing is guessed. Must not know a screen.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from study.address import LOG, Address
from study.course import Course
from study.definition.model import Item
from study.derived.steroid import EQUIVALENT_MG, SteroidRow
from study.derived.visit import CARRIED_DAYS, DRY_WEIGHT, OEDEMA, SOURCES
from study.units import NoConversion, to_base
from study.values import Codes, DateValue, Quantity, TextValue, Value

FORM = "CM"
TIMES_A_DAY: dict[str, Decimal] = {
    "qd": Decimal(1),
    "bid": Decimal(2),
    "tid": Decimal(3),
    "qid": Decimal(4),
    "q12h": Decimal(2),
    "qod": Decimal(1) / 2,
    "qw": Decimal(1) / 7,
    "biw": Decimal(2) / 7,
}
MG: dict[str, Decimal] = {"mg": Decimal(1), "g": Decimal(1000), "ug": Decimal("0.001")}
MG_PER_KG: dict[str, Decimal] = {"mg/kg": Decimal(1), "g/kg": Decimal(1000)}
LOCAL_ROUTES = frozenset({"INH", "TOP", "IT"})


class Prescription(msgspec.Struct, frozen=True):
    """One row of the medication log. `mg` is one dose, None where unit or weight do not give it; `per_day` likewise.

    `start` and `end` are the earliest and the latest day that a partial date may mean; `written` are their texts.
    """

    place: Address
    drug: str
    steroid: str
    mg: Decimal | None
    per_day: Decimal | None
    systemic: bool
    start: date | None
    end: date | None
    written: tuple[str, str]
    ongoing: bool
    once: bool
    values: dict[str, Value]

    @property
    def mg_day(self) -> Decimal | None:
        """The dose of the drug itself, mg a day."""
        return None if self.mg is None or self.per_day is None else self.mg * self.per_day

    @property
    def row(self) -> SteroidRow | None:
        """The prescription as the steroid mean takes it; None for another drug, a local route or an unknown dose."""
        if self.steroid not in EQUIVALENT_MG or not self.systemic or self.start is None:
            return None
        if self.mg is None or self.per_day is None:
            return None
        return SteroidRow(self.steroid, self.mg, self.per_day, self.start, self.end)


def prescriptions(course: Course) -> tuple[Prescription, ...]:
    """The medication log, in the order of the start dates."""
    if FORM not in course.study.forms:
        return ()
    places = course.form_places(Address(course.record.subject, LOG), FORM)
    return tuple(_read(course, place) for place in places)


def _read(course: Course, place: Address) -> Prescription:
    values = dict(_values(course, place))
    start, end = _date(values.get("CMSTDTC")), _date(values.get("CMENDTC"))
    first, last = _earliest(start), _latest(end)
    frequency = _code(values.get("CMFRQ"))
    often = TIMES_A_DAY.get(frequency) or (_number(values.get("CMFRQN")) if frequency in ("", "other") else None)
    if frequency == "once":
        often, last = Decimal(1), last or first
    return Prescription(
        place=place,
        drug=_text(values.get("CMTRT")),
        steroid=_code(values.get("CMSTER")),
        mg=_mg(course, values, first),
        per_day=often,
        systemic=_code(values.get("CMROUTE")) not in LOCAL_ROUTES,
        start=first,
        end=last,
        written=(start, end),
        ongoing=_code(values.get("CMONGO")) == "Y",
        once=frequency == "once",
        values=values,
    )


def _values(course: Course, place: Address) -> Iterator[tuple[str, Value]]:
    """What stands on a prescription and is not in conflict."""
    for item in course.study.forms[FORM].items:
        address = msgspec.structs.replace(place, item=item.code)
        value = course.record.value(address)
        if value is not None and not course.record.settled(address).conflict:
            yield item.code, value


def _mg(course: Course, values: dict[str, Value], on: date | None) -> Decimal | None:
    dose, unit = _number(values.get("CMDOSE")), _code(values.get("CMDOSU"))
    if dose is None:
        return None
    if unit in MG:
        return dose * MG[unit]
    if unit == "tablet":
        strength = _number(values.get("CMSTRN"))
        return None if strength is None else dose * strength
    weight = weight_on(course, on) if on and unit in MG_PER_KG else None
    return dose * MG_PER_KG[unit] * weight if weight else None


def weight_on(course: Course, day: date) -> Decimal | None:
    """The last weight in kg up to a day, while it is young enough to dose by; with oedema the dry weight."""
    for at in reversed(course.visits):
        if at.day is None or at.day > day:
            continue
        values = course.values(at.address)
        oedema = values.get(OEDEMA)
        swollen = isinstance(oedema, Codes) and bool({"2", "3"} & set(oedema.codes)) and DRY_WEIGHT in values
        place = DRY_WEIGHT if swollen else SOURCES["weight_kg"]
        value = values.get(place)
        if isinstance(value, Quantity) and not value.comparator:
            if (day - at.day).days > CARRIED_DAYS["weight_kg"]:
                return None
            return _base(course.study.item(*place), value)
    return None


def _base(item: Item, value: Quantity) -> Decimal | None:
    base = to_base(item, value)
    return None if isinstance(base, NoConversion) or base.decimal <= 0 else base.decimal


def _number(value: Value | None) -> Decimal | None:
    return value.decimal if isinstance(value, Quantity) and not value.comparator else None


def _code(value: Value | None) -> str:
    return value.codes[0] if isinstance(value, Codes) and value.codes else ""


def _text(value: Value | None) -> str:
    return value.text if isinstance(value, TextValue) else ""


def _date(value: Value | None) -> str:
    return value.date if isinstance(value, DateValue) else ""


def _earliest(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]) if text else None


def _latest(text: str) -> date | None:
    """The last day a partial date may mean."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    return date.fromisoformat(text) if text else None
