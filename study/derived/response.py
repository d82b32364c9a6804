"""Remission and low disease activity: DORIS, childhood remission (cCR, cCR-0), LLDAS and cLLDAS.

DORIS: van Vollenhoven et al., Lupus Sci Med 2021;8:e000538. cCR: Smith et al., Clin Immunol 2024;263:110214. LLDAS:
Franklyn et al., Ann Rheum Dis 2016;75:1615. cLLDAS: Smith et al., Clin Immunol 2023;250:109296.
What the child's record should say and does not is missing; only what nobody was asked for is assumed, and that is said.
"""

from decimal import Decimal

import msgspec

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.limbs import Limb, all_hold, at_most, every, judged, left_open, less, not_met, span, under
from study.derived.names import NAMES
from study.derived.result import Formula, Outcome, Said
from study.derived.sledai import NERVOUS, RENAL, assumed, clinical, descriptors, named, not_computable, total, unknown
from study.span import Span
from study.text import Text
from study.writing import plain, rounded

_COMMON = ("present", "unanswered", "pga", "pred", "pred_apart", "apart_excluded", "stable")
_LLDAS = (*_COMMON, "previous", "previous_unanswered", "haem_gi", "weight")
_MAJOR = NERVOUS | RENAL | {"VASC", "PLEUR", "PERIC", "FEVER"}
_STABLE = Text("background therapy is stable or none", "背景治疗稳定或无")
_TAKEN_STABLE = Text("Background therapy is taken as stable: not given.", "未提供背景治疗情况，视为稳定。")
_TAKEN_ABSENT = Text(
    "Haemolytic anaemia and gastrointestinal activity are taken as absent: not given.",
    "未提供溶血性贫血及胃肠道活动情况，视为无。",
)
_PART_TOO_LARGE = Text(
    "The dose for pulses, CRS and premedication is larger than the whole dose.",
    "冲击、CRS及预处理用激素剂量大于总剂量。",
)
_DOSE_BY_WEIGHT = Text("a dose limit by weight", "按体重计算的剂量上限")


def _why(given: Given, needed: tuple[str, ...] = (), flags: tuple[str, ...] = ("stable",)) -> Text | None:
    """Why nothing can be said: inputs missing, out of range, unknown, or descriptors without an answer."""
    return first(
        given.missing("present", "pga", "pred", *needed, *given.expected("pred_apart", *flags)),
        not_computable(given),
        given.outside("pga", "0", "3"),
        *(_undecided(given, flag) for flag in flags),
        _apart(given),
    )


def _undecided(given: Given, name: str) -> Text | None:
    """The sentence for a flag that is there and says neither yes nor no."""
    if not given.has(name) or given.flag(name) is not None:
        return None
    label = NAMES[name].label
    return Text(f"{label.en}: answered neither yes nor no.", f"{label.zh}：未明确回答是或否。")


def _apart(given: Given) -> Text | None:
    if not given.has("pred_apart", "pred"):
        return None
    if given.comparator(("pred_apart",)):
        return CANNOT_TELL
    return _PART_TOO_LARGE if given.number("pred_apart") > given.number("pred") else None


def _dose(given: Given) -> tuple[Span, tuple[Text, ...]]:
    """Prednisone equivalent a day that counts, and what is said of pulses, steroid for CRS and premedication."""
    whole = span(given, "pred")
    apart = given.number("pred_apart") if given.has("pred_apart") else Decimal(0)
    if apart == 0:
        return whole, ()
    amount = rounded(apart, 2)
    if given.flag("apart_excluded"):
        note = Text(
            f"Left out by setting: {amount} mg/day of pulses, steroid for CRS and premedication.",
            f"按设置未计入冲击、CRS及预处理用激素 {amount} mg/d。",
        )
        return less(whole, apart), (note,)
    note = Text(
        f"Counted in: {amount} mg/day of pulses, steroid for CRS and premedication.",
        f"已计入冲击、CRS及预处理用激素 {amount} mg/d。",
    )
    return whole, (note,)


def _limb(en: str, zh: str, holds: bool | None) -> Limb:
    return Limb(Text(en, zh), holds)


def _remission(given: Given) -> tuple[Limb, ...]:
    """What DORIS and cCR have in common: no clinical activity, PGA under 0.5, stable therapy."""
    points = clinical(descriptors(given, "present"))
    return (
        _limb(f"clinical SLEDAI-2K 0 (is {points})", f"临床SLEDAI-2K为0（现为{points}）", points == 0),
        _limb("PGA under 0.5", "PGA<0.5", under(span(given, "pga"), Decimal("0.5"))),
        Limb(_STABLE, given.flag("stable") is not False),
    )


def _assumptions(given: Given) -> tuple[Text, ...]:
    return (*assumed(given), *(() if given.has("stable") else (_TAKEN_STABLE,)))


def _up_to(dose: Span, milligrams: Decimal) -> Limb:
    limit = plain(milligrams)
    return _limb(
        f"prednisone equivalent at most {limit} mg/day", f"泼尼松等效剂量≤{limit} mg/d", at_most(dose, milligrams)
    )


def _doris(given: Given) -> Outcome:
    why = _why(given)
    if why:
        return Outcome(why=why)
    dose, notes = _dose(given)
    return judged((*_remission(given), _up_to(dose, Decimal(5))), (*notes, *_assumptions(given)))


def _by_weight(given: Given, dose: Span, mg_per_kg: str, most: str) -> Limb | Text:
    """The dose limit of the smaller of mg/kg/day and mg/day; or why there is none without a weight.

    A dose of 0, and one above the limit that holds at any weight, need no weight.
    """
    ceiling = _up_to(dose, Decimal(most))
    if ceiling.holds is False or dose.high == 0:
        return ceiling
    missing = given.missing("weight")
    if missing:
        return missing
    if given.comparator(("weight",)):
        return Limb(_DOSE_BY_WEIGHT, None)
    return _up_to(dose, min(Decimal(mg_per_kg) * given.number("weight"), Decimal(most)))


def _ccr(given: Given) -> Outcome:
    why = first(_why(given), given.not_positive("weight"))
    if why:
        return Outcome(why=why)
    dose, notes = _dose(given)
    notes = (*notes, *_assumptions(given), *_grown(given))
    shared = _remission(given)
    steroid_free = every((all_hold(shared), at_most(dose, Decimal(0))))
    if steroid_free:
        return Outcome(verdict="cCR-0", notes=notes)
    low_dose = _by_weight(given, dose, "0.1", "5")
    if isinstance(low_dose, Text):
        return Outcome(why=low_dose)
    limbs = (*shared, low_dose)
    remission = all_hold(limbs)
    if remission is False:
        return Outcome(verdict="none", notes=(*not_met(limbs), *notes))
    if remission is None or steroid_free is None:
        return Outcome(why=left_open((*limbs, _up_to(dose, Decimal(0)))))
    return Outcome(verdict="cCR", notes=notes)


def _grown(given: Given) -> tuple[Text, ...]:
    if not given.has("age") or given.number("age") < 18:
        return ()
    return (Text("From 18 years on DORIS is the definition to read.", "满18岁后应采用DORIS定义。"),)


def _low_activity(given: Given) -> tuple[Limb, ...]:
    """What LLDAS and cLLDAS have in common: everything but the dose."""
    present, previous = descriptors(given, "present"), descriptors(given, "previous")
    points, major, new = total(present), named(present & _MAJOR), named(present - previous)
    return (
        _limb(f"SLEDAI-2K at most 4 (is {points})", f"SLEDAI-2K≤4（现为{points}）", points <= 4),
        _limb(f"no activity in a major organ ({major.en})", f"无主要脏器活动（{major.zh}）", not present & _MAJOR),
        _limb(f"no activity that is new ({new.en})", f"无新发活动（{new.zh}）", present <= previous),
        _limb(
            "no haemolytic anaemia or gastrointestinal activity",
            "无溶血性贫血或胃肠道活动",
            given.flag("haem_gi") is not True,
        ),
        _limb("PGA at most 1", "PGA≤1", at_most(span(given, "pga"), Decimal(1))),
        Limb(_STABLE, given.flag("stable") is not False),
    )


def _looked_before(given: Given) -> Text | None:
    """Why it cannot be told whether activity is new: the previous assessment has no answer for it."""
    missed = descriptors(given, "present") & descriptors(given, "previous_unanswered")
    if not missed:
        return None
    names = named(missed)
    return Text(
        f"The previous assessment has no answer for {names.en}: whether it is new cannot be told.",
        f"上次评估未作答：{names.zh}，无法判断是否为新发。",
    )


def _lldas(given: Given) -> Outcome:
    why = first(
        _why(given, ("previous", *given.expected("previous_unanswered")), ("stable", "haem_gi")),
        unknown(given, "previous", "previous_unanswered"),
        _looked_before(given),
        given.not_positive("weight"),
    )
    if why:
        return Outcome(why=why)
    dose, notes = _dose(given)
    shared = _low_activity(given)
    limbs = (*shared, _up_to(dose, Decimal("7.5")))
    outcome = judged(limbs, (*notes, *_assumptions(given), *(() if given.has("haem_gi") else (_TAKEN_ABSENT,))))
    if not outcome.verdict:
        return outcome
    child = _child(outcome, shared, _by_weight(given, dose, "0.15", "7.5"))
    said = (Said("LLDAS", outcome.verdict), *(() if isinstance(child, Text) else (Said("cLLDAS", child),)))
    notes = (*outcome.notes, *((child,) if isinstance(child, Text) else ()))
    return msgspec.structs.replace(outcome, said=said, notes=notes)


def _child(adult: Outcome, shared: tuple[Limb, ...], dose: Limb | Text) -> Text | str:
    """The verdict of cLLDAS, Y or N, or why it cannot be said. Its dose limit is never above that of LLDAS."""
    if adult.verdict == "N":
        return "N"
    if isinstance(dose, Text):
        return Text(f"cLLDAS: {dose.en}", f"cLLDAS：{dose.zh}")
    limbs = (*shared, dose)
    truth = all_hold(limbs)
    return left_open(limbs) if truth is None else "Y" if truth else "N"


DORIS = Formula("DORIS", "", 0, "1", "DORIS 2021, van Vollenhoven 2021", _COMMON, _doris, "flag")
CCR = Formula(
    "CCR",
    "",
    0,
    "1",
    "cCR and cCR-0, Smith 2024",
    (*_COMMON, "weight", "age"),
    _ccr,
    "category",
    verdicts=("cCR-0", "cCR", "none"),
)
LLDAS = Formula(
    "LLDAS",
    "",
    0,
    "1",
    "LLDAS, Franklyn 2016; cLLDAS, Smith 2023",
    _LLDAS,
    _lldas,
    "several",
    verdicts=("Y", "N"),
    parts=("LLDAS", "cLLDAS"),
)
