"""What a panel must agree with: its curves and their units, its lines, the logs of its bars, its questions."""

from collections.abc import Iterator

from study.definition.check_expressions import check_expression
from study.definition.faults import Report
from study.definition.model import DerivedSpec, Item, Study
from study.definition.panel import Bar, Caution, Curve, Panel, Span
from study.derived.ctcae import LOW_CUTS
from study.derived.registry import FORMULAS

TOXICITY = ("CRS", "ICANS")
MOST_LISTED = 5
"""What a row of the table of children has room for."""


def check_panels(study: Study, report: Report) -> None:
    """An axis has one unit, and a panel has something to draw."""
    units = _units(study, report)
    drawn = {curve.panel for _, _, _, curve in _drawn(study)}
    for panel in study.panels if not report.unreadable else ():
        if panel.kind != "swimmer" and panel.code not in drawn:
            _fault(report, panel, "", "nothing is drawn on this panel", "该图表没有任何曲线")
        _lines(study, panel, units, report)
        _bars(study, panel, report)
        _below(study, panel, report)
        _cautions(study, panel, report)
        _kind(study, panel, report)
    _listed(study, report)


def _listed(study: Study, report: Report) -> None:
    """What the table of children shows is a curve of some panel, once, and there is room for it."""
    curves = {panel.code for panel in study.panels if panel.kind == "curves"}
    known = {each.code for _, _, each, curve in _drawn(study) if curve.panel in curves and not _is_verdict(each)}
    for place, code in enumerate(study.listed if not report.unreadable else ()):
        if code in study.listed[:place]:
            report.add_at(("panels", "listed"), code, "the value is listed twice", "该指标重复")
        elif code not in known:
            report.add_at(("panels", "listed"), code, "no panel of curves draws this value", "没有曲线图表绘制该指标")
    if len(study.listed) > MOST_LISTED:
        en = f"the table of children has room for {MOST_LISTED} values"
        report.add_at(("panels", "listed"), "", en, f"患儿表至多列{MOST_LISTED}项指标")


def _drawn(study: Study) -> Iterator[tuple[tuple[str, ...], str, Item | DerivedSpec, Curve]]:
    """Everything that is drawn: where it is written, of which form ("" derived), what it is, the curve."""
    path: tuple[str, ...]
    for form in study.forms.values():
        for item in form.items:
            path = ("item", form.code, item.code, "curves")
            yield from ((path, form.code, item, curve) for curve in item.curves)
    for spec in study.derived.values():
        path = ("derived", spec.code, "curves")
        yield from ((path, "", spec, curve) for curve in spec.curves)


def _is_verdict(subject: Item | DerivedSpec) -> bool:
    """A verdict is a row of marks and stands on no axis."""
    return isinstance(subject, DerivedSpec) and bool(subject.choices) and not subject.unit


def _units(study: Study, report: Report) -> dict[tuple[str, str], str]:
    """The unit of each axis that has a curve; folds of the baseline have none."""
    units: dict[tuple[str, str], str] = {}
    folds = {panel.code for panel in study.panels if panel.kind == "heat"}
    for path, _form, subject, curve in _drawn(study):
        if _is_verdict(subject):
            continue
        unit = subject.unit
        known = units.setdefault((curve.panel, curve.axis), unit)
        if known != unit and curve.panel not in folds:
            report.add_at(
                path,
                subject.code,
                f"{unit} does not fit the {curve.axis} axis of {curve.panel}, which has {known}",
                f"{unit}与{curve.panel}该轴单位{known}不一致",
            )
    return units


def _lines(study: Study, panel: Panel, units: dict[tuple[str, str], str], report: Report) -> None:
    here = {(subject.code, curve.axis) for _, _, subject, curve in _drawn(study) if curve.panel == panel.code}
    measured = {subject.code for _, form, subject, curve in _drawn(study) if form and curve.panel == panel.code}
    for line in panel.lines:
        if any(code == panel.code for code, _ in units) and (panel.code, line.axis) not in units:
            en, zh = f"a line stands on the {line.axis} axis, on which nothing is drawn", "参考线所在的轴没有曲线"
            _fault(report, panel, "lines", en, zh)
        if line.of and (line.of, line.axis) not in here:
            en, zh = f"`{line.of}` is not drawn on the {line.axis} axis", f"“{line.of}”不在该轴上"
            _fault(report, panel, "lines", en, zh)
        elif line.of and not line.less_by and line.value is None and line.of not in measured:
            _fault(report, panel, "lines", f"no report prints a limit of `{line.of}`", f"报告单上没有“{line.of}”的界值")
        if line.less_by and line.less_by not in study.settings:
            _fault(report, panel, "lines", f"there is no setting `{line.less_by}`", f"没有设置“{line.less_by}”")
    for side, fixed in (("left", panel.range_left), ("right", panel.range_right)):
        if fixed is not None and (panel.code, side) not in units:
            en, zh = f"nothing is drawn on the {side} axis", "该轴没有曲线"
            _fault(report, panel, f"range_{side}", en, zh)


def _bars(study: Study, panel: Panel, report: Report) -> None:
    for bar in panel.bars:
        if panel.kind not in ("swimmer", "curves"):
            _fault(report, panel, "bars", "only curves and a swimmer have bars", "仅曲线图和泳道图可有“bars”")
        missing = _missing(study, bar)
        if missing:
            _fault(report, panel, "bars", f"there is no `{missing}`", f"没有“{missing}”")
        for condition in (bar.when, bar.lasting) if not missing else ():
            if condition:
                _condition(study, ("panel", panel.code, "bars"), bar.form, condition, report)


def _condition(study: Study, path: tuple[str, str, str], form: str, when: str, report: Report) -> None:
    check_expression(study, when, path, path[1], report, form=study.forms[form])


def _missing(study: Study, bar: Bar) -> str:
    """The first thing that a bar names and the study does not have; "" when all is there."""
    form = study.forms.get(bar.form)
    if form is None:
        return bar.form
    known = {item.code for item in form.items}
    return next((f"{bar.form}/{code}" for code in (bar.starts, bar.ends, bar.grade) if code and code not in known), "")


def _below(study: Study, panel: Panel, report: Report) -> None:
    """Ribbons and spans below the curves, bands of grades behind them."""
    for form in panel.toxicity:
        if form not in TOXICITY or form not in study.forms:
            en, zh = f"`{form}` is no form of CRS or ICANS", f"“{form}”不是CRS或ICANS表单"
            _fault(report, panel, "toxicity", en, zh)
    if panel.graded and (panel.graded not in LOW_CUTS or panel.graded not in study.derived):
        en, zh = f"`{panel.graded}` has no limits below which its grades begin", f"“{panel.graded}”没有分级界值"
        _fault(report, panel, "graded", en, zh)
    for span in panel.spans:
        missing = _lacking(study, span)
        if missing:
            _fault(report, panel, "spans", f"there is no `{missing}`", f"没有“{missing}”")


def _lacking(study: Study, span: Span) -> str:
    """The first thing that a span names and no derived value has."""
    spec = study.derived.get(span.of)
    formula = FORMULAS.get(spec.formula or spec.code) if spec is not None else None
    if formula is None:
        return span.of
    return next((f"{span.of}/{part}" for part in (span.starts, span.ends) if part and part not in formula.parts), "")


def _cautions(study: Study, panel: Panel, report: Report) -> None:
    forms = {subject.code: form for _, form, subject, curve in _drawn(study) if curve.panel == panel.code}
    for caution in panel.cautions:
        if caution.of not in forms:
            en, zh = f"`{caution.of}` is not drawn here", f"“{caution.of}”不在该图上"
            _fault(report, panel, "cautions", en, zh)
        elif caution.when and forms[caution.of]:
            _condition(study, ("panel", panel.code, "cautions"), forms[caution.of], caution.when, report)
        if not _stands(panel, caution):
            en, zh = (
                "a caution has `after` (the code of a bar, with `days`) or `when`",
                "须有“after”（及“days”）或“when”",
            )
            _fault(report, panel, "cautions", en, zh)


def _stands(panel: Panel, caution: Caution) -> bool:
    if not caution.after:
        return bool(caution.when)
    return caution.days > 0 and any(bar.code == caution.after for bar in panel.bars)


def _kind(study: Study, panel: Panel, report: Report) -> None:
    forms = [form for form in study.forms.values() if any(c.panel == panel.code for i in form.items for c in i.curves)]
    for code in panel.alike:
        if not any(item.code == code for form in forms for item in form.items):
            en, zh = f"no form that is drawn here asks `{code}`", f"所绘表单中没有“{code}”"
            _fault(report, panel, "alike", en, zh)
    if panel.kind in ("response", "swimmer"):
        specs = [spec for spec in study.derived.values() if any(c.panel == panel.code for c in spec.curves)]
        if forms or not all(spec.choices for spec in specs):
            en, zh = "this panel shows derived verdicts only", "该图仅可绘制衍生结论"
            _fault(report, panel, "kind", en, zh)


def _fault(report: Report, panel: Panel, key: str, en: str, zh: str) -> None:
    report.add_at(("panel", panel.code, key) if key else ("panel", panel.code), panel.code, en, zh)
