"""SLEDAI-2K descriptors that laboratory and ward suggest; a clinician confirms or declines each of them.

Owns which evidence may speak (window, lymphodepletion, cytokine release) and what it says: present, absent, or a
question when a limit, menses, an infection or another method leaves it open. Must never answer for the clinician.
Definitions: Gladman et al., J Rheumatol 2002;29:288; 30-day window: Touma et al., Lupus 2010;19:49.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from study.derived.limbs import Truth, at_most, opposite, some, under
from study.span import Span, span_of
from study.text import Text
from study.values import Quantity, Range

Code = Literal["HEMAT", "PYUR", "PROTU", "CASTS", "LOWCOMP", "DNABIND", "FEVER", "THROMB", "LEUKO"]
What = Literal[
    "rbc_hpf", "wbc_hpf", "p24_mg", "upcr_g_g", "rbc_casts", "haem_granular_casts", "granular_casts",
    "c3", "c4", "ch50", "dsdna", "temperature", "platelets", "white_cells",
]  # fmt: skip
LABELS: dict[What, tuple[Text, str]] = {
    "rbc_hpf": (Text("red cells", "尿红细胞"), "/HPF"),
    "wbc_hpf": (Text("white cells in urine", "尿白细胞"), "/HPF"),
    "p24_mg": (Text("24 h protein", "24小时尿蛋白"), "mg/24h"),
    "upcr_g_g": (Text("protein/creatinine ratio (for 24 h protein)", "尿蛋白/肌酐比值（代替24小时尿蛋白）"), "g/g"),
    "rbc_casts": (Text("red cell casts", "红细胞管型"), ""),
    "haem_granular_casts": (Text("haem-granular casts", "血红蛋白颗粒管型"), ""),
    "granular_casts": (Text("granular casts", "颗粒管型"), ""),
    "c3": (Text("C3", "C3"), "g/L"),
    "c4": (Text("C4", "C4"), "g/L"),
    "ch50": (Text("CH50", "总补体活性"), "U/mL"),
    "dsdna": (Text("anti-dsDNA", "抗dsDNA抗体"), ""),
    "temperature": (Text("temperature", "体温"), "°C"),
    "platelets": (Text("platelets", "血小板"), "×10⁹/L"),
    "white_cells": (Text("white cells", "白细胞"), "×10⁹/L"),
}
EARLY_WEEKS, SETTLED = 16, 14
LYMPHODEPLETION = (-5, 30)


class Finding(msgspec.Struct, frozen=True):
    """One result, in the unit of `LABELS`; casts and a qualitative anti-dsDNA are True or False (None: borderline).

    `low` and `high` are the limits of its report, else of the child's interval; `checked` is False for one that nobody
    checked in print. `method` is that of anti-dsDNA, `menses` what was noted of the specimen.
    """

    on: date
    what: What
    value: Quantity | Range | bool | None
    low: Decimal | None = None
    high: Decimal | None = None
    method: str = ""
    menses: bool | None = None
    checked: bool = True


class Episode(msgspec.Struct, frozen=True):
    """An episode of cytokine release; `last` is None while it is open."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """True when the day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


class Evidence(msgspec.Struct, frozen=True):
    """What is known on the day of an assessment. `zero` is the day of the infusion, None before there was one.

    `dna_method` is the method of the child's earlier anti-dsDNA; `infection` is True while an infection is open.
    Specimens of the visit itself count up to the day `until`, where they were taken after its date.
    """

    on: date
    findings: tuple[Finding, ...]
    zero: date | None = None
    visit: str = ""
    window: Literal["10D", "30D"] = "30D"
    crs: tuple[Episode, ...] = ()
    infection: bool = False
    dna_method: str = ""
    until: date | None = None


class Suggestion(msgspec.Struct, frozen=True):
    """A descriptor, whether the evidence shows it (None: a person must look), and what it stands on."""

    code: Code
    present: Truth
    why: Text


class _Rule(msgspec.Struct, frozen=True):
    """A descriptor, what speaks for it, when a finding shows it, and the words of its definition."""

    code: Code
    of: tuple[What, ...]
    shows: Callable[[Finding], Truth]
    words: Text


def window_days(evidence: Evidence) -> int:
    """How far an assessment looks back: 10 days at W2 and on every day up to its end, else as recorded."""
    early = evidence.zero is not None and 0 <= (evidence.on - evidence.zero).days <= EARLY_WEEKS
    return 10 if early or evidence.visit == "W2" or evidence.window == "10D" else 30


def speaking(evidence: Evidence) -> tuple[Finding, ...]:
    """The findings of the window by date; once W2 is over, only those after day 14 and after cytokine release."""
    start = evidence.on - timedelta(days=window_days(evidence))
    late = evidence.zero is not None and (evidence.on - evidence.zero).days > EARLY_WEEKS
    if evidence.zero is not None and late and evidence.visit != "W2":
        ends = (evidence.on if episode.last is None else episode.last for episode in evidence.crs)
        start = max(start, *(day + timedelta(days=1) for day in (evidence.zero + timedelta(days=SETTLED), *ends)))
    end = evidence.until or evidence.on
    return tuple(sorted((f for f in evidence.findings if start <= f.on <= end), key=lambda f: f.on))


def suggestions(evidence: Evidence) -> tuple[Suggestion, ...]:
    """What the evidence says of each descriptor it can speak of, in the order of the form; without evidence nothing."""
    found = speaking(evidence)
    return tuple(each for rule in _RULES if (each := _suggestion(rule, found, evidence)) is not None)


def _suggestion(rule: _Rule, found: tuple[Finding, ...], evidence: Evidence) -> Suggestion | None:
    mine = _best(rule, tuple(finding for finding in found if finding.what in rule.of))
    if not mine:
        return None
    silenced = _silenced(rule.code, mine, evidence)
    heard = tuple(finding for finding in mine if silenced is None or not silenced[1](finding))
    if silenced is not None and not heard:
        return Suggestion(rule.code, None, _why(mine[-1], silenced[0]))
    judged = [(finding, rule.shows(finding)) for finding in heard]
    present = some(truth for _, truth in judged)
    alike = [each for each, truth in judged if truth is present]
    if not present:
        return Suggestion(rule.code, present, _why(alike[-1], _needs(rule) if present is False else _open(rule)))
    clear = [each for each in alike if _doubt(rule.code, each, evidence) is None]
    finding = (clear or alike)[-1]
    doubt = _doubt(rule.code, finding, evidence)
    return Suggestion(rule.code, None if doubt else True, _why(finding, doubt or _met(rule)))


def _met(rule: _Rule) -> Text:
    return Text(rule.words.en, f"标准为{rule.words.zh}")


def _needs(rule: _Rule) -> Text:
    return Text(f"it takes {rule.words.en}", f"标准为{rule.words.zh}")


def _open(rule: _Rule) -> Text:
    return Text(f"cannot tell; it takes {rule.words.en}", f"无法判断，标准为{rule.words.zh}")


def _best(rule: _Rule, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """24 h protein before the ratio that stands for it; complement and antibody with a limit before those without."""
    if rule.code == "PROTU":
        return tuple(finding for finding in found if finding.what == "p24_mg") or found
    if rule.code == "LOWCOMP":
        return tuple(finding for finding in found if finding.low is not None) or found
    return found


_AFTER_DEPLETION = Text("not suggested from day -5 to 30: lymphodepletion explains it", "清淋后第-5至30天不自动提示")
_IN_CRS = Text("not suggested during cytokine release syndrome", "细胞因子释放综合征期间不自动提示")
_OTHER_METHOD = Text("the method of anti-dsDNA changed: not compared", "抗dsDNA检测方法已更换，不作比较")
_NO_LIMIT = Text("the report gives no limit", "报告未提供界值")
_UNCHECKED = Text("; limit not checked in print", "；界值尚未核对")
_BORDERLINE = Text(" borderline", "可疑")
_MENSES = Text("collected during menstruation: is it of the kidney?", "月经期留尿，请判断是否为肾源性")
_INFECTION = Text("an infection is open: is it of the lupus?", "存在感染，请判断是否为狼疮所致")


def _silenced(
    code: Code, found: tuple[Finding, ...], evidence: Evidence
) -> tuple[Text, Callable[[Finding], bool]] | None:
    """Which findings must not suggest the descriptor, and why; None when all may."""
    zero = evidence.zero
    if code in ("THROMB", "LEUKO") and zero is not None:
        first, last = LYMPHODEPLETION
        return _AFTER_DEPLETION, lambda finding: first <= (finding.on - zero).days <= last
    if code == "FEVER":
        return _IN_CRS, lambda finding: any(episode.holds(finding.on) for episode in evidence.crs)
    methods = {method for method in (evidence.dna_method, *(finding.method for finding in found)) if method}
    if code == "DNABIND" and len(methods) > 1:
        return _OTHER_METHOD, lambda finding: True
    return None


def _doubt(code: Code, finding: Finding, evidence: Evidence) -> Text | None:
    """What makes a descriptor that the evidence shows a question."""
    if code == "HEMAT" and finding.menses:
        return _MENSES
    return _INFECTION if evidence.infection and code in ("HEMAT", "PYUR", "FEVER") else None


def _why(finding: Finding, words: Text) -> Text:
    label, unit = LABELS[finding.what]
    value = _shown(finding, unit)
    on = finding.on.isoformat()
    no_limit = finding.what in ("c3", "c4", "ch50", "dsdna") and finding.low is None and finding.high is None
    said = _NO_LIMIT if no_limit and _measured(finding) else words
    unsure = Text("", "") if finding.checked else _UNCHECKED
    return Text(
        f"{label.en}{value.en} on {on}: {said.en}{unsure.en}.", f"{on} {label.zh}{value.zh}：{said.zh}{unsure.zh}。"
    )


def _measured(finding: Finding) -> bool:
    return isinstance(finding.value, Quantity | Range)


def _shown(finding: Finding, unit: str) -> Text:
    value = finding.value
    if finding.what == "dsdna" and not isinstance(value, Quantity | Range):
        return _BORDERLINE if value is None else Text(" positive", "阳性") if value else Text(" negative", "阴性")
    if not isinstance(value, Quantity | Range):
        return Text(" seen", "阳性") if value else Text(" not seen", "阴性")
    if isinstance(value, Range):
        number = f"{value.low}-{value.high}" if value.high else f">{value.low}"
    else:
        number = f"{value.comparator}{value.number}"
    shown = f" {number} {unit}".rstrip()
    return Text(shown, shown)


def _numbers(finding: Finding) -> Span:
    if not isinstance(finding.value, Quantity | Range):
        raise TypeError(f"{finding.what} is no number")
    return span_of(finding.value, Decimal(0))


def _over(limit: str) -> Callable[[Finding], Truth]:
    return lambda finding: opposite(at_most(_numbers(finding), Decimal(limit)))


def _below(limit: str) -> Callable[[Finding], Truth]:
    return lambda finding: under(_numbers(finding), Decimal(limit))


def _proteinuria(finding: Finding) -> Truth:
    limit = Decimal(500) if finding.what == "p24_mg" else Decimal("0.5")
    return opposite(at_most(_numbers(finding), limit))


def _casts(finding: Finding) -> Truth:
    """Granular casts alone may be hyaline-granular: a question."""
    return False if finding.value is False else None if finding.what == "granular_casts" else True


def _low(finding: Finding) -> Truth:
    return None if finding.low is None else under(_numbers(finding), finding.low)


def _high(finding: Finding) -> Truth:
    if not isinstance(finding.value, Quantity | Range):
        return finding.value
    return None if finding.high is None else opposite(at_most(_numbers(finding), finding.high))


_RULES = (
    _Rule(
        "CASTS",
        ("rbc_casts", "haem_granular_casts", "granular_casts"),
        _casts,
        Text("red cell or haem-granular casts", "红细胞管型或血红蛋白颗粒管型"),
    ),
    _Rule(
        "HEMAT",
        ("rbc_hpf",),
        _over("5"),
        Text("more than 5/HPF; stones, infection and other causes excluded", ">5/HPF，须排除结石、感染及其他原因"),
    ),
    _Rule("PROTU", ("p24_mg", "upcr_g_g"), _proteinuria, Text("more than 0.5 g/24 h", ">0.5 g/24 h")),
    _Rule("PYUR", ("wbc_hpf",), _over("5"), Text("more than 5/HPF; infection excluded", ">5/HPF，须排除感染")),
    _Rule(
        "LOWCOMP", ("c3", "c4", "ch50"), _low, Text("C3, C4 or CH50 below the lower limit", "C3、C4或CH50低于正常下限")
    ),
    _Rule("DNABIND", ("dsdna",), _high, Text("above the upper limit of the kit", "高于试剂盒上限")),
    _Rule("FEVER", ("temperature",), _over("38"), Text("more than 38; infection excluded", ">38，须排除感染")),
    _Rule("THROMB", ("platelets",), _below("100"), Text("less than 100; drug causes excluded", "<100，须排除药物原因")),
    _Rule(
        "LEUKO", ("white_cells",), _below("3.0"), Text("less than 3.0; drug causes excluded", "<3.0，须排除药物原因")
    ),
)
