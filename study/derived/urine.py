"""Protein and albumin to creatinine ratios and 24 h protein; each result names its route.

A ratio comes from one specimen only. A measured pair comes before a reported ratio; if they differ by more
than 10 %, that is said. So is the nephrotic range (Nat Rev Dis Primers 2020;6:68, table 1; per kg as used in China).
"""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from study.derived.body import mosteller
from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Also, Formula, Outcome
from study.text import Text
from study.values import Comparator
from study.writing import rounded

MG_MMOL_PER_G_G = Decimal("113.12")
MG_G_PER_MG_MMOL = Decimal("8.84")
DISAGREE = Decimal("0.10")
_UPCR = ("prot_mgL", "ucreat_mmolL", "upcr_reported_gg", "conc_mgL", "u24creat_mmolL")
_UACR = ("alb_mgL", "ucreat_mmolL", "uacr_reported_mgg")
_P24 = ("conc_mgL", "vol_mL", "hours", "reported_mg24h", "height_cm", "weight_kg", "complete", "u24creat_mmolL")
_SPOT = Text("measured pair of one specimen", "同一标本实测")
_REPORTED = Text("ratio as reported", "报告值")
_COLLECTED = Text("measured pair of the 24 h collection", "24小时尿实测")
_PERHAPS_INCOMPLETE = Text("Whether the collection is complete is not known.", "留尿是否完整未明确。")
_DILUTE = Text(
    "Urine creatinine is not above 0.5 mmol/L: too dilute for a ratio.",
    "尿肌酐不高于0.5 mmol/L，尿液过稀，不计算比值。",
)
_NEPHROTIC = {
    "g_g": (Decimal(2), Text("Nephrotic range over 2 years of age: 2 g/g or more.", "2岁以上：达肾病水平（≥2 g/g）。")),
    "mg_m2_d": (Decimal(1000), Text("Nephrotic range: 1000 mg/m²/d or more.", "达肾病水平（≥1000 mg/m²/d）。")),
    "mg_kg_d": (Decimal(50), Text("Nephrotic range in China: 50 mg/kg/d or more.", "达国内肾病水平（≥50 mg/kg/d）。")),
}


def _nephrotic(measure: str, amount: Decimal, comparator: Comparator) -> Text | None:
    """The note for an amount that is certainly in the nephrotic range of its measure."""
    limit, note = _NEPHROTIC[measure]
    return note if amount >= limit and comparator in ("", ">", ">=") else None


def _pair(given: Given, top: str, creatinine: str) -> tuple[Decimal, Text | None]:
    """mg/mmol of a pair of one specimen, or why not."""
    why = given.missing(top, creatinine)
    if why is None and given.number(creatinine) <= Decimal("0.5"):
        why = _DILUTE
    return (Decimal(0), why) if why else (given.number(top) / given.number(creatinine), None)


def _disagreement(measured: Decimal, given: Given, reported: str, unit: str, exact: bool) -> tuple[Text, ...]:
    """The note for a measured ratio that is more than 10 % away from the reported one."""
    if not exact or not given.has(reported) or given.comparator((reported,)):
        return ()
    said = given.number(reported)
    if abs(measured - said) <= DISAGREE * max(abs(measured), abs(said)):
        return ()
    return (
        Text(
            f"The report says {said} {unit}: more than 10 % from the measured pair. Look at both.",
            f"报告值为 {said} {unit}，与实测值相差超过10%，请核对。",
        ),
    )


def _upcr(given: Given) -> Outcome:
    spot, why = _pair(given, "prot_mgL", "ucreat_mmolL")
    if why is None:
        return _upcr_result(spot / MG_MMOL_PER_G_G, given, ("prot_mgL",), ("ucreat_mmolL",), _SPOT)
    if given.has("upcr_reported_gg"):
        return _upcr_result(given.number("upcr_reported_gg"), given, ("upcr_reported_gg",), (), _REPORTED)
    collected, none = _pair(given, "conc_mgL", "u24creat_mmolL")
    if none is None:
        return _upcr_result(collected / MG_MMOL_PER_G_G, given, ("conc_mgL",), ("u24creat_mmolL",), _COLLECTED)
    return Outcome(why=why)


def _upcr_result(
    ratio: Decimal, given: Given, rising: tuple[str, ...], falling: tuple[str, ...], route: Text
) -> Outcome:
    comparator = given.comparator(rising, falling)
    if comparator is None:
        return Outcome(why=CANNOT_TELL)
    notes = () if route is _REPORTED else _disagreement(ratio, given, "upcr_reported_gg", "g/g", not comparator)
    also = (
        Also("mg_mmol", ratio * MG_MMOL_PER_G_G, "mg/mmol", 1, comparator),
        Also("g_g", ratio, "g/g", 2, comparator),
    )
    used = (*rising, *falling, *(("upcr_reported_gg",) if notes else ()))
    range_ = _nephrotic("g_g", ratio, comparator)
    notes = (*notes, range_) if range_ else notes
    return Outcome(ratio, comparator, notes=notes, also=also, route=route, used=used)


def _uacr(given: Given) -> Outcome:
    measured, why = _pair(given, "alb_mgL", "ucreat_mmolL")
    reported = given.has("uacr_reported_mgg")
    if why and not reported:
        return Outcome(why=why)
    ratio = given.number("uacr_reported_mgg") if why else measured * MG_G_PER_MG_MMOL
    used = ("uacr_reported_mgg",) if why else ("alb_mgL", "ucreat_mmolL")
    comparator = given.comparator(used[:1], used[1:])
    if comparator is None:
        return Outcome(why=CANNOT_TELL)
    notes = () if why else _disagreement(ratio, given, "uacr_reported_mgg", "mg/g", not comparator)
    also = (
        Also("mg_mmol", ratio / MG_G_PER_MG_MMOL, "mg/mmol", 1, comparator),
        Also("mg_g", ratio, "mg/g", 1, comparator),
    )
    shown = (*used, *(("uacr_reported_mgg",) if notes else ()))
    return Outcome(ratio, comparator, notes=notes, also=also, route=_REPORTED if why else _SPOT, used=shown)


class _Route(msgspec.Struct, frozen=True):
    """An amount in mg/24h, the inputs it rises and falls with, and how it was come by."""

    amount: Decimal
    rising: tuple[str, ...]
    falling: tuple[str, ...]
    name: Text


def _route_24(given: Given) -> _Route | Text:
    """The first route whose inputs are there; or why there is none."""
    if given.has("conc_mgL", "vol_mL", "hours"):
        amount = given.number("conc_mgL") * given.number("vol_mL") / 1000 * 24 / given.number("hours")
        return _Route(amount, ("conc_mgL", "vol_mL"), ("hours",), Text("concentration x volume", "浓度×尿量"))
    if given.has("reported_mg24h", "hours") and given.number("hours") != 24:
        amount = given.number("reported_mg24h") * 24 / given.number("hours")
        name = Text("reported total, normalised to 24 h", "报告总量，按24小时折算")
        return _Route(amount, ("reported_mg24h",), ("hours",), name)
    if given.has("reported_mg24h"):
        return _Route(given.number("reported_mg24h"), ("reported_mg24h",), (), Text("total as reported", "报告总量"))
    return given.missing("conc_mgL", "vol_mL", "hours") or CANNOT_TELL


def _p24(given: Given) -> Outcome:
    incomplete = Text("The collection is marked incomplete.", "留尿标记为不完整，不计算。")
    why = first(
        incomplete if given.word("complete") == "N" else None,
        given.outside("hours", "20", "28"),
        given.not_positive("vol_mL"),
    )
    route = why or _route_24(given)
    if isinstance(route, Text):
        return Outcome(why=route)
    comparator = given.comparator(route.rising, route.falling)
    if comparator is None:
        return Outcome(why=CANNOT_TELL)
    also, notes = _per_size(given, route)
    unsure = given.word("complete") == "U" or "complete" in given.expected("complete")
    notes = (*notes, *((_PERHAPS_INCOMPLETE,) if unsure else ()))
    head = Also("P24", route.amount, "mg/24h", 0, comparator)
    sizes = tuple(size for size in ("height_cm", "weight_kg") if given.has(size))
    return Outcome(
        route.amount,
        comparator,
        notes=(*notes, *_completeness(given)),
        also=(head, *also),
        route=route.name,
        used=(*route.rising, *route.falling, *sizes),
    )


def _per_size(given: Given, route: _Route) -> tuple[tuple[Also, ...], tuple[Text, ...]]:
    """Per kg, per m2 and hour, per m2 and day; a note names the measure of the body that is missing."""
    also: list[Also] = []
    why = first(given.missing("weight_kg", "height_cm"), given.not_positive("weight_kg", "height_cm"))
    per_kg = given.comparator(route.rising, (*route.falling, "weight_kg"))
    if given.has("weight_kg") and given.number("weight_kg") > 0 and per_kg is not None:
        amount = route.amount / given.number("weight_kg")
        also.append(Also("mg_kg_d", amount, "mg/kg/d", 1, per_kg, _nephrotic("mg_kg_d", amount, per_kg)))
    per_m2 = given.comparator(route.rising, (*route.falling, "weight_kg", "height_cm"))
    if why is None and per_m2 is not None:
        bsa = mosteller(given.number("height_cm"), given.number("weight_kg"))
        also.append(Also("mg_m2_h", route.amount / (bsa * 24), "mg/m2/h", 1, per_m2))
        amount = route.amount / bsa
        also.append(Also("mg_m2_d", amount, "mg/m2/d", 0, per_m2, _nephrotic("mg_m2_d", amount, per_m2)))
    return tuple(also), () if why is None else (why,)


def _completeness(given: Given) -> tuple[Text, ...]:
    """The note for an excretion of creatinine outside 0.09-0.25 mmol/kg/day (unconfirmed limits)."""
    needed = ("u24creat_mmolL", "vol_mL", "hours", "weight_kg")
    if not given.has(*needed) or given.comparator(needed) != "" or given.number("weight_kg") <= 0:
        return ()
    creatinine, volume, hours, weight = (given.number(name) for name in needed)
    excreted = creatinine * volume / 1000 * 24 / hours / weight
    if Decimal("0.09") <= excreted <= Decimal("0.25"):
        return ()
    rate = rounded(excreted, 2)
    return (
        Text(
            f"Creatinine excretion {rate} mmol/kg/day is outside 0.09-0.25 (unconfirmed): is the collection complete?",
            f"尿肌酐排泄 {rate} mmol/kg/d，超出0.09-0.25（未确认），留尿是否完整？",
        ),
    )


def _per(name: str, *sizes: str) -> Callable[[Given], Outcome]:
    """24 h protein in one of its other units, by the same route; the body sizes it needs are required."""

    def compute(given: Given) -> Outcome:
        outcome = _p24(given)
        if outcome.value is None:
            return outcome
        found = next((each for each in outcome.also if each.name == name), None)
        if found is None:
            return Outcome(why=first(given.missing(*sizes), given.not_positive(*sizes)) or CANNOT_TELL)
        notes = tuple(note for note in outcome.notes if note != given.missing("weight_kg", "height_cm"))
        notes = (*notes, found.note) if found.note else notes
        return msgspec.structs.replace(outcome, value=found.value, comparator=found.comparator, notes=notes)

    return compute


UPCR = Formula(
    "UPCR",
    "g/g",
    2,
    "1",
    "protein / creatinine, 113.12 mg/mmol = 1 g/g",
    _UPCR,
    _upcr,
    "several",
    parts=("mg_mmol", "g_g"),
)
UACR = Formula(
    "UACR",
    "mg/g",
    1,
    "1",
    "albumin / creatinine, 1 mg/mmol = 8.84 mg/g",
    _UACR,
    _uacr,
    "several",
    parts=("mg_mmol", "mg_g"),
)
P24 = Formula(
    "P24",
    "mg/24h",
    0,
    "2",
    "concentration x volume, or the reported total, normalised to 24 h",
    _P24,
    _p24,
    "several",
    parts=("P24", "mg_kg_d", "mg_m2_h", "mg_m2_d"),
)
P24_KG = Formula("P24_KG", "mg/kg/d", 1, "2", "24 h protein / weight", _P24, _per("mg_kg_d", "weight_kg"))
P24_M2 = Formula(
    "P24_M2", "mg/m2/d", 0, "2", "24 h protein / body surface", _P24, _per("mg_m2_d", "weight_kg", "height_cm")
)
