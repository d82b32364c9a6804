"""CTCAE v5.0 (NCI 2017) grades of laboratory results, read literally: blood counts, albumin, liver, creatinine.

The laboratory's own limits for the child's age are inputs (`lln`, `uln`), in the unit of the result; `base` is the
result at baseline. A grade is given only when every number a result may stand for leads to it. On dialysis creatinine
has no grade, as it has no eGFR.
"""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from study.derived.given import Given, first
from study.derived.kidney import on_dialysis
from study.derived.limbs import Truth, scaled, some
from study.derived.possible import Rungs, above, at, at_least, between, decided, negative, possible
from study.derived.result import Formula, Outcome
from study.span import Span
from study.text import Text

SOURCE = "CTCAE v5.0 (NCI 2017)"
Cuts = tuple[tuple[int, str], ...]
_LOW = ("x", "lln")
_HIGH = ("x", "uln", "base")
_TRANS = (*_HIGH, "analyte", "haemolysed")
_CREAT = (*_HIGH, "dialysis")
_SMALL_CHILD = Text(
    "Not below the lower limit for age: healthy small children may have this result. The grade is the literal one.",
    "未低于年龄参考下限：健康幼儿可有此值。分级按CTCAE原文。",
)
_HAEMOLYSED = Text("The specimen is haemolysed: AST is not graded.", "标本溶血，AST不分级。")
_WHICH = Text("The specimen is haemolysed: say whether this is ALT or AST.", "标本溶血：请注明为ALT还是AST。")


def _low(cuts: Cuts) -> Callable[[Given], Outcome]:
    """The rule for what is bad when low: below a cut, its grade; below the lower limit of normal, grade 1."""

    def compute(given: Given) -> Outcome:
        why = first(given.missing("x"), negative(given, "x"), given.not_positive("lln"))
        if why:
            return Outcome(why=why)
        x, lln = possible(given, "x"), possible(given, "lln")
        rungs: Rungs = (*((grade, above(at(cut), x)) for grade, cut in cuts), (1, above(lln, x)))
        grades = between(rungs)
        healthy = given.has("lln") and grades[0] > 0 and at_least(x, lln)
        return decided(grades, given.missing("lln"), _LOW, (_SMALL_CHILD,) if healthy else ())

    return compute


class Multiples(msgspec.Struct, frozen=True):
    """A rule in multiples of the upper limit, or of the baseline where that was above the limit."""

    normal: Cuts
    abnormal: Cuts
    abnormal_first: str = ""
    """From this multiple of an abnormal baseline on (it belongs to the grade): grade 1."""


def _raised(span: Span, floor: Span) -> Span:
    """The part of `span` from the lowest number of `floor` on; all of it where that says nothing."""
    if floor.low is None or (span.low is not None and span.low > floor.low):
        return span
    return Span(floor.low, span.high, floor.low_in, span.high_in)


def _times_limit(given: Given, rule: Multiples) -> tuple[int, int]:
    """The grades that remain; both kinds of baseline are gone through where it is not known to be normal."""
    x, uln, base = (possible(given, name) for name in _HIGH)
    abnormal = above(base, uln)
    found: list[tuple[int, int]] = []
    if abnormal is not True:
        limit = _raised(uln, base)
        found.append(between(tuple((grade, above(x, scaled(limit, Decimal(cut)))) for grade, cut in rule.normal)))
    if abnormal is not False:
        limit = _raised(base, uln)
        rungs: Rungs = tuple((grade, above(x, scaled(limit, Decimal(cut)))) for grade, cut in rule.abnormal)
        if rule.abnormal_first:
            rungs = (*rungs, (1, at_least(x, scaled(limit, Decimal(rule.abnormal_first)))))
        found.append(between(rungs))
    return min(least for least, _ in found), max(most for _, most in found)


def _refused(given: Given) -> Text | None:
    return first(given.missing("x"), negative(given, "x"), given.not_positive("uln", "base"))


_TRANSAMINASE = Multiples(
    normal=((4, "20"), (3, "5"), (2, "3"), (1, "1")),
    abnormal=((4, "20"), (3, "5"), (2, "3")),
    abnormal_first="1.5",
)
_BILIRUBIN_CUTS: Cuts = ((4, "10"), (3, "3"), (2, "1.5"), (1, "1"))
_BILIRUBIN = Multiples(_BILIRUBIN_CUTS, _BILIRUBIN_CUTS)


def _transaminase(given: Given) -> Outcome:
    spoilt = given.flag("haemolysed") and given.word("analyte") != "ALT"
    why = first((_HAEMOLYSED if given.word("analyte") == "AST" else _WHICH) if spoilt else None, _refused(given))
    if why:
        return Outcome(why=why)
    return decided(_times_limit(given, _TRANSAMINASE), given.missing("uln", "base"), _TRANS)


def _bilirubin(given: Given) -> Outcome:
    why = _refused(given)
    if why:
        return Outcome(why=why)
    return decided(_times_limit(given, _BILIRUBIN), given.missing("uln", "base"), _HIGH)


def _creatinine(given: Given) -> Outcome:
    why = first(on_dialysis(given), _refused(given))
    if why:
        return Outcome(why=why)
    x, uln, base = (possible(given, name) for name in _HIGH)

    def over(factor: str, *limits: Span) -> Truth:
        return some(above(x, scaled(limit, Decimal(factor))) for limit in limits)

    rungs: Rungs = ((4, over("6", uln)), (3, over("3", uln, base)), (2, over("1.5", uln, base)), (1, over("1", uln)))
    return decided(between(rungs), given.missing("uln", "base"), _CREAT)


def graded(
    code: str, unit: str, inputs: tuple[str, ...], compute: Callable[[Given], Outcome], version: str = "1"
) -> Formula:
    """A grade of results in this unit."""
    units = {name: unit for name in inputs if name in ("x", "lln", "uln", "base")}
    return Formula(code, "grade", 0, version, SOURCE, inputs, compute, "grade", units=units)


_COUNT, _G_L, _UMOL_L = "10^9/L", "g/L", "umol/L"


LOW_CUTS: dict[str, Cuts] = {
    "CTC_NEUT": ((4, "0.5"), (3, "1.0"), (2, "1.5")),
    "CTC_PLAT": ((4, "25"), (3, "50"), (2, "75")),
    "CTC_HGB": ((3, "80"), (2, "100")),
    "CTC_LYM": ((4, "0.2"), (3, "0.5"), (2, "0.8")),
    "CTC_WBC": ((4, "1"), (3, "2"), (2, "3")),
    "CTC_ALB": ((3, "20"), (2, "30")),
}
"""Of what is bad when low: each grade with the number below which it begins, the worst first."""
_UNITS = {"CTC_HGB": _G_L, "CTC_ALB": _G_L}

CTC_LABORATORY = (
    *(graded(code, _UNITS.get(code, _COUNT), _LOW, _low(cuts)) for code, cuts in LOW_CUTS.items()),
    graded("CTC_TRANS", "U/L", _TRANS, _transaminase),
    graded("CTC_BILI", _UMOL_L, _HIGH, _bilirubin),
    graded("CTC_CREAT", _UMOL_L, _CREAT, _creatinine, "2"),
)
"""Anaemia and low albumin have a grade 4 by clinical judgement only."""
