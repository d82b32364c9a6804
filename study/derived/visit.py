"""The derived values of a visit: which items feed which input, in which unit, and how old a body size may be."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import msgspec

from study import units
from study.age import age_days, age_years
from study.definition.model import DerivedSpec, Item, Study
from study.derived.given import Given
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Derived, Formula, apply, part_of
from study.text import Text
from study.values import Cleared, Codes, DateTimeValue, NotDone, Quantity, TextValue, Value

Place = tuple[str, str]
SOURCES: dict[str, Place] = {
    "height_cm": ("VS", "HEIGHT"),
    "weight_kg": ("VS", "WEIGHT"),
    "creat_umolL": ("CHEM", "CREAT"),
    "prot_mgL": ("URINE", "UPROTC"),
    "ucreat_mmolL": ("URINE", "UCREAT"),
    "upcr_reported_gg": ("URINE", "UPCRR"),
    "alb_mgL": ("URINE", "UALB"),
    "uacr_reported_mgg": ("URINE", "UACRR"),
    "conc_mgL": ("U24", "U24PROTC"),
    "vol_mL": ("U24", "U24VOL"),
    "hours": ("U24", "U24HRS"),
    "reported_mg24h": ("U24", "UPROT24"),
    "u24creat_mmolL": ("U24", "U24CREAT"),
    "complete": ("U24", "U24COMP"),
    "qt": ("ECG", "QT"),
    "hr": ("ECG", "EGHR"),
}
DIALYSIS = ("KRTYN", "DIALBL")
RR = ("ECG", "RR")
DRY_WEIGHT, OEDEMA = ("VS", "DRYWT"), ("VS", "OEDEMA")
FRESH_DAYS = 30
CARRIED_DAYS = {"height_cm": 90, "weight_kg": 30}
BY_PRESCRIPTION = frozenset({"PREDEQ"})


class Person(msgspec.Struct, frozen=True):
    """What the formulas need of the child; None when it is not known (sealed, or not entered)."""

    birth: date | None
    sex: Literal["F", "M"] | None


class Earlier(msgspec.Struct, frozen=True):
    """A value of an earlier visit and its day, for what may be carried forward (height, weight)."""

    value: Value
    on: date


class _Collected(msgspec.Struct):
    values: dict[str, Quantity | TextValue]
    absent: dict[str, Text]
    notes: dict[str, list[Text]]


def derive_visit(
    study: Study,
    values: Mapping[Place, Value],
    person: Person,
    on: date,
    earlier: Mapping[Place, Earlier] | None = None,
) -> dict[str, Derived]:
    """Every derived value of the study that has a formula, by code, from the values of one visit on the day `on`.

    `values` and `earlier` are keyed by (form, item); of a repeating form the caller hands in one repeat. Height and
    weight of an earlier day are used up to 30 days; an older height up to 90 days with a warning.
    """
    found = _Collected({}, {}, {})
    for name, place in SOURCES.items():
        _take(study, found, name, place, values.get(place))
    for name in CARRIED_DAYS:
        if name not in found.values and earlier is not None:
            _carry(study, found, name, earlier.get(SOURCES[name]), on)
    _dry_weight(study, found, values)
    _hours(found, values)
    _rate(study, found, values)
    _person(found, person, on)
    if any(item in DIALYSIS and isinstance(value, Codes) and "Y" in value.codes for (_, item), value in values.items()):
        found.values["dialysis"] = TextValue("Y")
    given = Given(found.values, found.absent)
    formulas = {code: spec.formula or code for code, spec in study.derived.items()}
    return {
        code: _apply(study.derived[code], FORMULAS[formula], given, found)
        for code, formula in formulas.items()
        if formula in FORMULAS and formula not in BY_PRESCRIPTION
    }


def _apply(spec: DerivedSpec, formula: Formula, given: Given, found: _Collected) -> Derived:
    derived = apply(formula, given)
    if spec.part:
        derived = part_of(derived, spec.code, spec.part)
    used = {name for name, _ in derived.inputs}
    notes = tuple(note for name, each in found.notes.items() if name in used for note in each)
    return msgspec.structs.replace(derived, notes=(*notes, *derived.notes)) if notes else derived


def _item(study: Study, place: Place) -> Item | None:
    form = study.forms.get(place[0])
    return next((item for item in form.items if item.code == place[1]), None) if form else None


def _take(study: Study, found: _Collected, name: str, place: Place, value: Value | None) -> None:
    """Put one value among the inputs, in the unit the formulas want; or say why it is missing."""
    item = _item(study, place)
    if isinstance(value, NotDone):
        found.absent[name] = Text("not done", "未做")
    if item is None or value is None or isinstance(value, Cleared | NotDone):
        return
    if isinstance(value, Codes) and NAMES[name].word and value.codes:
        found.values[name] = TextValue(value.codes[0])
    elif isinstance(value, Quantity) and not NAMES[name].word:
        base = units.to_base(item, value)
        if isinstance(base, Quantity) and units.spelling(item.unit) == units.spelling(NAMES[name].unit):
            found.values[name] = Quantity(base.number, NAMES[name].unit, base.comparator)
        else:
            found.absent[name] = Text(f"its unit is not {NAMES[name].unit}", f"单位不是 {NAMES[name].unit}")
    else:
        found.absent[name] = Text("not a number", "不是数字")


def _carry(study: Study, found: _Collected, name: str, earlier: Earlier | None, on: date) -> None:
    """Use a body size of an earlier day while it is young enough, and say from when it is."""
    if earlier is None or earlier.on > on:
        return
    old, label = (on - earlier.on).days, NAMES[name].label
    if old > CARRIED_DAYS[name]:
        found.absent[name] = Text(f"the last one is {old} days old", f"上次测量已过{old}天")
        return
    _take(study, found, name, SOURCES[name], earlier.value)
    stale = old > FRESH_DAYS
    found.notes.setdefault(name, []).append(
        Text(
            f"{label.en} of {earlier.on.isoformat()}, {old} days old" + ("; measure again." if stale else "."),
            f"{label.zh}取自 {earlier.on.isoformat()}({old}天前)" + (",请重新测量。" if stale else "。"),
        )
    )


def _dry_weight(study: Study, found: _Collected, values: Mapping[Place, Value]) -> None:
    """With oedema of grade 2 or more the dry weight stands for the weight."""
    oedema = values.get(OEDEMA)
    grade = oedema.codes[0] if isinstance(oedema, Codes) and oedema.codes else getattr(oedema, "number", "")
    if grade in ("2", "3") and isinstance(values.get(DRY_WEIGHT), Quantity):
        _take(study, found, "weight_kg", DRY_WEIGHT, values.get(DRY_WEIGHT))
        found.notes["weight_kg"] = [Text("Dry weight, because of oedema.", "因水肿采用干体重。")]


def _hours(found: _Collected, values: Mapping[Place, Value]) -> None:
    """The duration of a collection from its start and end, where it was not typed."""
    start, end = values.get(("U24", "U24SDTC")), values.get(("U24", "U24EDTC"))
    if "hours" in found.values or not (isinstance(start, DateTimeValue) and isinstance(end, DateTimeValue)):
        return
    minutes = (datetime.fromisoformat(end.at) - datetime.fromisoformat(start.at)).total_seconds() / 60
    if minutes > 0:
        hours = (Decimal(int(minutes)) / 60).quantize(Decimal("0.01"))
        found.values["hours"] = Quantity(format(hours.normalize(), "f"), NAMES["hours"].unit)


def _rate(study: Study, found: _Collected, values: Mapping[Place, Value]) -> None:
    """The heart rate from a measured RR interval, where no rate was entered."""
    item, value = _item(study, RR), values.get(RR)
    if "hr" in found.values or item is None or not isinstance(value, Quantity):
        return
    base = units.to_base(item, value)
    if isinstance(base, Quantity) and item.unit == "ms" and base.decimal > 0 and not base.comparator:
        rate = (60000 / base.decimal).quantize(Decimal("0.01"))
        found.values["hr"] = Quantity(format(rate.normalize(), "f"), NAMES["hr"].unit)
        found.notes["hr"] = [Text("Heart rate from the RR interval.", "心率由RR间期换算。")]


def _person(found: _Collected, person: Person, on: date) -> None:
    if person.sex is not None:
        found.values["sex"] = TextValue(person.sex)
    if person.birth is None:
        found.absent["age_y"] = Text("date of birth not known here", "出生日期未知")
    elif age_days(person.birth, on) < 0:
        found.absent["age_y"] = Text("the visit lies before the date of birth", "访视日期早于出生日期")
    else:
        found.values["age_y"] = Quantity(str(age_years(person.birth, on)), NAMES["age_y"].unit)
