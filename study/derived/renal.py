"""Renal response adapted from KDIGO 2024 (Kidney Int 2024;105:S1): complete, partial, none, or not evaluable.

The fall of proteinuria is read from one measure at both times (UPCR, else 24 h protein per m2), the eGFR from
one equation at both times. A limb holds only when it holds for every number that a limit such as "<0.5" allows.
The paediatric limb (under 300 mg/m2/day below 18 years) is unconfirmed: the guideline's figure is still to be read.
"""

from decimal import Decimal

import msgspec

from study.derived.given import Given, first
from study.derived.kidney import on_dialysis
from study.derived.limbs import Limb, all_hold, every, left_open, not_above, not_met, scaled, some, span, under
from study.derived.names import NAMES
from study.derived.result import Formula, Outcome, Said
from study.span import Span
from study.text import Text
from study.writing import plain

_INPUTS = (
    *("base_upcr", "upcr", "base_p24_m2_d", "p24_m2_d", "base_egfr", "egfr", "base_eq", "eq", "age"),
    *("rescue", "dialysis", "tolerance", "egfr_normal_floor", "base_method", "method"),
)
TOLERANCE = Decimal("0.15")
_MEASURES = {"UPCR": ("base_upcr", "upcr"), "P24_M2": ("base_p24_m2_d", "p24_m2_d")}
_UNCONFIRMED = Text(
    "The limit of 300 mg/m2/day under 18 years is unconfirmed (figure of KDIGO 2024 not read).",
    "未满18岁采用的300 mg/m²/d界值未确认（尚未核对KDIGO 2024原图）。",
)
_NOT_UNDER_3 = Text("Under 3 g/g: not assessed, there is no UPCR.", "无尿蛋白/肌酐比值，未评估是否<3 g/g。")
_ONLY_EGFR = Text("NR only because of eGFR.", "仅因eGFR判定为无应答（NR）。")
_AT_LEAST = Text("At least partial: complete response was not assessed.", "至少为部分缓解：完全缓解未评估。")
_CONTRADICT = Text(
    "24 h protein is under 300 mg/m2/day and UPCR is not under 3 g/g: one of them must be wrong.",
    "24小时尿蛋白<300 mg/m²/d，而尿蛋白/肌酐比值≥3 g/g，两者矛盾，请核对。",
)
_DISAGREE = Text(
    "UPCR under 0.5 g/g and 24 h protein under 300 mg/m2/day: only one of the two holds.",
    "尿蛋白/肌酐比值<0.5 g/g与24小时尿蛋白<300 mg/m²/d仅满足其一。",
)
_BY_FLOOR = Text("The eGFR counts as stable only by the floor that was set.", "eGFR仅因不低于设定下限而视为稳定。")
_TWO_METHODS = Text(
    "Creatinine was measured by two methods, so the eGFRs do not strictly compare.",
    "两次肌酐检测方法不同，eGFR不宜严格比较。",
)
_BAD_TOLERANCE = Text(
    "The fall of the eGFR that counts as stable is a part of 1: 0.15 for 15 %.",
    "视为稳定的eGFR下降比例应为小数：15%即0.15。",
)


class _Limbs(msgspec.Struct, frozen=True):
    """The criteria; `under_3` is None where there is no UPCR. `by` and `fell_by` are the measures of two of them."""

    complete: Limb
    by: str
    fall: Limb
    fell_by: str
    under_3: Limb | None
    stable: Limb
    no_rescue: Limb

    @property
    def for_complete(self) -> tuple[Limb, ...]:
        return self.complete, self.stable, self.no_rescue

    @property
    def proteinuria_for_partial(self) -> tuple[Limb, ...]:
        return (self.fall,) if self.under_3 is None else (self.fall, self.under_3)

    @property
    def for_partial(self) -> tuple[Limb, ...]:
        return *self.proteinuria_for_partial, self.stable, self.no_rescue


def _complete(given: Given) -> tuple[Limb, str]:
    """Proteinuria of a complete response, and its measure: 24 h protein of a child, else UPCR."""
    if given.has("p24_m2_d", "age") and given.number("age") < 18:
        label = Text("24 h protein under 300 mg/m2/day", "24小时尿蛋白<300 mg/m²/d")
        return Limb(label, under(span(given, "p24_m2_d"), Decimal(300))), "P24_M2"
    label = Text("UPCR under 0.5 g/g", "尿蛋白/肌酐比值<0.5 g/g")
    lacks = given.missing("age" if given.has("p24_m2_d") and not given.has("age") else "upcr")
    return Limb(label, None if lacks else under(span(given, "upcr"), Decimal("0.5")), lacks), "UPCR"


def _fall(given: Given) -> tuple[Limb, str]:
    """Proteinuria lower by half in one measure at both times, and in which; UPCR comes first."""
    for measure, (base, now) in _MEASURES.items():
        if given.has(base, now):
            label = NAMES[now].label
            words = Text(f"{label.en} lower by half", f"{label.zh}下降≥50%")
            return Limb(words, not_above(span(given, now), scaled(span(given, base), Decimal("0.5")))), measure
    missing = [given.missing(*pair) or Text("", "") for pair in _MEASURES.values()]
    lacks = Text(
        f"No measure of proteinuria at both times. {' Or: '.join(text.en for text in missing)}",
        f"没有任一尿蛋白指标在两个时间点均有结果。{'或'.join(text.zh for text in missing)}",
    )
    return Limb(Text("proteinuria lower by half", "尿蛋白下降≥50%"), None, lacks), ""


def _under_3(given: Given) -> Limb | None:
    if not given.has("upcr"):
        return None
    return Limb(Text("UPCR under 3 g/g", "尿蛋白/肌酐比值<3 g/g"), under(span(given, "upcr"), Decimal(3)))


def _tolerance(given: Given) -> Decimal:
    return given.number("tolerance") if given.has("tolerance") else TOLERANCE


def _above_floor(given: Given) -> bool | None:
    """Whether the eGFR is not below the floor; False when none is set or there is no eGFR."""
    if not given.has("egfr_normal_floor", "egfr"):
        return False
    floor = given.number("egfr_normal_floor")
    return not_above(Span(floor, floor), span(given, "egfr"))


def _other_equation(given: Given) -> Text | None:
    base, now = given.word("base_eq"), given.word("eq")
    if not base or not now or base.casefold() == now.casefold():
        return None
    return Text(f"The eGFRs come from two equations: {base}, {now}.", f"两次eGFR采用不同公式：{base}、{now}。")


def _kept(given: Given) -> bool | None:
    """Whether the eGFR fell by no more than the tolerance; None when it cannot be told."""
    if not given.has("base_egfr", "egfr") or _other_equation(given):
        return None
    return not_above(scaled(span(given, "base_egfr"), 1 - _tolerance(given)), span(given, "egfr"))


def _stable(given: Given) -> Limb:
    lacks = first(given.missing("base_egfr", "egfr"), _other_equation(given))
    holds = some((_kept(given), _above_floor(given)))
    percent = plain(_tolerance(given) * 100)
    label = Text(f"eGFR at most {percent} % below baseline", f"eGFR较基线下降≤{percent}%")
    return Limb(label, holds, lacks if holds is None else None)


def _no_rescue(given: Given) -> Limb:
    rescued = given.flag("rescue")
    label = NAMES["rescue"].label
    unclear = Text(f"{label.en}: answered neither yes nor no.", f"{label.zh}：未明确回答是或否。")
    lacks = (given.missing("rescue") or unclear) if rescued is None else None
    return Limb(Text("no rescue therapy", "未给予补救治疗"), None if rescued is None else not rescued, lacks)


def _limbs(given: Given) -> _Limbs:
    return _Limbs(*_complete(given), *_fall(given), _under_3(given), _stable(given), _no_rescue(given))


def _renal(given: Given) -> Outcome:
    why = first(
        on_dialysis(given),
        None if 0 <= _tolerance(given) < 1 else _BAD_TOLERANCE,
    )
    if why:
        return Outcome(why=why)
    limbs = _limbs(given)
    complete, partial = all_hold(limbs.for_complete), all_hold(limbs.for_partial)
    if complete:
        absurd = limbs.under_3 is not None and limbs.under_3.holds is False
        return _said("NE", limbs, given, _CONTRADICT) if absurd else _said("CR", limbs, given)
    if partial and complete is False:
        return _said("PR", limbs, given, *not_met(limbs.for_complete))
    if complete is False and partial is False:
        return _said("NR", limbs, given, *not_met(dict.fromkeys((*limbs.for_complete, *limbs.for_partial))))
    return _left(limbs, given, complete, partial)


def _left(limbs: _Limbs, given: Given, complete: bool | None, partial: bool | None) -> Outcome:
    """What remains when a limb is not decided: for want of an input NE or at least PR, by a limit nothing."""
    doubtful = (*(limbs.for_complete if complete is None else ()), *(limbs.for_partial if partial is None else ()))
    lacking = tuple(dict.fromkeys(limb.lacks for limb in doubtful if limb.lacks is not None))
    if partial and lacking:
        return _said("PR", limbs, given, _AT_LEAST, *lacking)
    if lacking:
        return _said("NE", limbs, given, *lacking)
    return Outcome(why=left_open(dict.fromkeys(doubtful)))


def _said(verdict: str, limbs: _Limbs, given: Given, *notes: Text) -> Outcome:
    """The verdict with its measure, what was not assessed, and whether the eGFR alone stands in the way."""
    measure = limbs.by if verdict == "CR" else limbs.fell_by or limbs.by
    said = [Said("measure", measure), Said("under_3_g_g", _answer(limbs.under_3))]
    only_egfr = _only_egfr(verdict, limbs)
    if only_egfr is not None:
        said.append(Said("only_egfr", "Y" if only_egfr else "N"))
    more = (
        (_ONLY_EGFR, only_egfr),
        (_NOT_UNDER_3, limbs.under_3 is None),
        (_UNCONFIRMED, limbs.by == "P24_M2"),
        (_DISAGREE, limbs.by == "P24_M2" and _disagree(limbs, given)),
        (_TWO_METHODS, len({word for word in (given.word("base_method"), given.word("method")) if word}) > 1),
        (_BY_FLOOR, _above_floor(given) and _kept(given) is not True),
    )
    label = NAMES[_MEASURES[measure][1]].label
    return Outcome(
        verdict=verdict, said=tuple(said), notes=(*notes, *(note for note, holds in more if holds)), route=label
    )


def _answer(limb: Limb | None) -> str:
    return "not_assessed" if limb is None else {True: "Y", False: "N", None: "cannot_tell"}[limb.holds]


def _disagree(limbs: _Limbs, given: Given) -> bool:
    by_ratio = under(span(given, "upcr"), Decimal("0.5")) if given.has("upcr") else None
    return None not in (by_ratio, limbs.complete.holds) and by_ratio is not limbs.complete.holds


def _only_egfr(verdict: str, limbs: _Limbs) -> bool | None:
    """Whether there would be a response but for the eGFR; None when it cannot be told."""
    if verdict != "NR" or limbs.stable.holds is not False or limbs.no_rescue.holds is not True:
        return False if verdict != "NE" else None
    return some((limbs.complete.holds, every(limb.holds for limb in limbs.proteinuria_for_partial)))


RENAL = Formula(
    "RENAL",
    "",
    0,
    "2",
    "KDIGO 2024, adapted",
    _INPUTS,
    _renal,
    "category",
    verdicts=("CR", "PR", "NR", "NE"),
    parts=("measure", "under_3_g_g", "only_egfr"),
)
