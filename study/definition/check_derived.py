"""What a derived value must agree with: its formula, its code list, the sources of its inputs, and no circle.

The only part of the definition's checks that knows the formulas. Reports; changes nothing.
"""

from study.definition.check_items import check_reference
from study.definition.check_sources import Spot, check_source
from study.definition.circles import circles
from study.definition.faults import Report
from study.definition.model import DerivedSpec, Inputs, Study
from study.definition.target import target_of
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Formula
from study.writing import spelling

FLAG = ("Y", "N")
MOST_DECIMALS = 6


def check_derived(study: Study, report: Report) -> None:
    """Every derived value of the study, and the inputs that are said once for all."""
    for spec in study.derived.values():
        _presentation(study, spec, report)
        formula = FORMULAS.get(spec.formula or spec.code)
        if formula is None:
            named = spec.formula or spec.code
            _fault(report, spec, "formula", f"there is no formula `{named}`", f"没有公式“{named}”")
            continue
        _result(study, spec, formula, report)
        _own_inputs(study, spec, formula, report)
    for name, sources in study.inputs.items():
        path = ("inputs", name)
        if name not in NAMES:
            report.add_at(path, name, f"no formula takes an input `{name}`", f"没有公式使用输入项“{name}”")
            continue
        for source in sources:
            check_source(study, target_of(None, name), source, Spot(path, name, report))
    for circle in () if report.unreadable else circles(study):
        spec = study.derived[circle[0]]
        _fault(report, spec, "inputs", f"rests on itself: {' -> '.join(circle)}", f"循环推导：{' -> '.join(circle)}")


def _fault(report: Report, spec: DerivedSpec, key: str, en: str, zh: str) -> None:
    report.add_at(("derived", spec.code, key), spec.code, en, zh)


def _presentation(study: Study, spec: DerivedSpec, report: Report) -> None:
    """Unit, source, intervals, curves."""
    if spec.unit and spec.unit not in study.units and "units.yaml" not in report.unreadable:
        _fault(
            report, spec, "unit", f"the unit `{spec.unit}` is not in units.yaml", f"units.yaml中没有单位“{spec.unit}”"
        )
    if spec.source and study.sources and spec.source not in study.sources:
        en, zh = f"there is no source `{spec.source}` in study.yaml", f"study.yaml中没有出处“{spec.source}”"
        _fault(report, spec, "source", en, zh)
    if spec.reference is not None:
        check_reference(study, spec.reference, ("derived", spec.code), spec.code, report)
    if not 0 <= spec.decimals <= MOST_DECIMALS:
        _fault(report, spec, "decimals", f"`decimals` is 0 to {MOST_DECIMALS}", f"小数位数须为0至{MOST_DECIMALS}")
    limits = spec.critical
    if limits is not None and limits.low is not None and limits.high is not None and limits.low > limits.high:
        _fault(report, spec, "critical", "the critical limits are reversed", "“critical”上下限颠倒")
    if limits is None and spec.critical_confirmed:
        en, zh = "nothing is critical that could be confirmed", "未设危急值，无需此标记"
        _fault(report, spec, "critical_confirmed", en, zh)
    panels = {panel.code for panel in study.panels}
    for curve in spec.curves:
        if curve.panel not in panels and "panels.yaml" not in report.unreadable:
            _fault(report, spec, "curves", f"there is no panel `{curve.panel}`", f"没有图表“{curve.panel}”")


def _result(study: Study, spec: DerivedSpec, formula: Formula, report: Report) -> None:
    """The unit and the part are the formula's; every verdict has its words."""
    if spec.part and formula.parts and spec.part not in formula.parts:
        en, zh = f"{formula.code} gives no `{spec.part}`", f"{formula.code}没有结果“{spec.part}”"
        _fault(report, spec, "part", en, zh)
    if not spec.part and spec.unit and formula.unit and spelling(spec.unit) != spelling(formula.unit):
        en, zh = f"{formula.code} comes in {formula.unit}, not in {spec.unit}", f"{formula.code}的单位是{formula.unit}"
        _fault(report, spec, "unit", en, zh)
    if spec.choices and spec.choices not in study.codelists and "codelists.yaml" not in report.unreadable:
        _fault(report, spec, "choices", f"there is no code list `{spec.choices}`", f"没有代码表“{spec.choices}”")
        return
    if spec.quiet and spec.quiet not in {choice.code for choice in study.codelists.get(spec.choices, ())}:
        en, zh = f"`{spec.quiet}` is no verdict of {spec.choices or spec.code}", f"没有判定结果“{spec.quiet}”"
        _fault(report, spec, "quiet", en, zh)
    verdicts = () if spec.part else formula.verdicts or (FLAG if formula.kind == "flag" else ())
    words = {choice.code for choice in study.codelists.get(spec.choices, ())}
    if (verdicts or formula.kind in ("category", "flag")) and not spec.part and not spec.choices:
        _fault(report, spec, "choices", "its verdicts need a code list (`choices`)", "判定结果须有代码表“choices”")
    elif "codelists.yaml" not in report.unreadable:
        for verdict in verdicts:
            if verdict not in words:
                en, zh = f"{spec.choices} has no word for `{verdict}`", f"{spec.choices}没有“{verdict}”的文字"
                _fault(report, spec, "choices", en, zh)


def _own_inputs(study: Study, spec: DerivedSpec, formula: Formula, report: Report) -> None:
    for name, sources in _own(study, spec).items():
        path = ("derived", spec.code, "inputs", name)
        if name not in formula.inputs:
            taken = ", ".join(formula.inputs)
            en, zh = (
                f"{formula.code} takes no `{name}`; it takes {taken}",
                f"{formula.code}没有输入项“{name}”；可用：{taken}",
            )
            report.add_at(path, spec.code, en, zh)
            continue
        for source in sources:
            check_source(study, target_of(formula, name), source, Spot(path, spec.code, report))


def _own(study: Study, spec: DerivedSpec) -> Inputs:
    """What a derived value says of its inputs itself."""
    return {name: sources for name, sources in spec.inputs.items() if sources != study.inputs.get(name)}
