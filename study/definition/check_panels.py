"""What a panel must agree with: its curves and their units, its lines, the logs of its bars, its questions."""

from collections.abc import Iterator

from study.definition.faults import Report
from study.definition.model import Bar, Curve, Panel, Study


def check_panels(study: Study, report: Report) -> None:
    """An axis has one unit, and a panel has something to draw."""
    units = _units(study, report)
    drawn = {panel for panel, _ in units}
    for panel in study.panels if not report.unreadable else ():
        if panel.kind != "swimmer" and panel.code not in drawn:
            _fault(report, panel, "", "nothing is drawn on this panel", "该图表没有任何曲线")
        _lines(study, panel, units, report)
        _bars(study, panel, report)
        _kind(study, panel, report)


def _drawn(study: Study) -> Iterator[tuple[tuple[str, ...], str, str, Curve]]:
    """Everything that is drawn: where it is written, its code, its unit, the curve."""
    path: tuple[str, ...]
    for form in study.forms.values():
        for item in form.items:
            path = ("item", form.code, item.code, "curves")
            yield from ((path, item.code, item.unit, curve) for curve in item.curves)
    for spec in study.derived.values():
        path = ("derived", spec.code, "curves")
        yield from ((path, spec.code, spec.unit, curve) for curve in spec.curves)


def _units(study: Study, report: Report) -> dict[tuple[str, str], str]:
    """The unit of each axis that has a curve; folds of the baseline have none."""
    units: dict[tuple[str, str], str] = {}
    folds = {panel.code for panel in study.panels if panel.kind == "heat"}
    for path, code, unit, curve in _drawn(study):
        known = units.setdefault((curve.panel, curve.axis), unit)
        if known != unit and curve.panel not in folds:
            report.add_at(
                path,
                code,
                f"{unit} does not fit the {curve.axis} axis of {curve.panel}, which has {known}",
                f"{unit}与{curve.panel}该轴单位{known}不一致",
            )
    return units


def _lines(study: Study, panel: Panel, units: dict[tuple[str, str], str], report: Report) -> None:
    here = {(code, curve.axis) for _path, code, _unit, curve in _drawn(study) if curve.panel == panel.code}
    for line in panel.lines:
        if any(code == panel.code for code, _ in units) and (panel.code, line.axis) not in units:
            en, zh = f"a line stands on the {line.axis} axis, on which nothing is drawn", "参考线所在的轴没有曲线"
            _fault(report, panel, "lines", en, zh)
        if line.of and (line.of, line.axis) not in here:
            en, zh = f"`{line.of}` is not drawn on the {line.axis} axis", f"“{line.of}”不在该轴上"
            _fault(report, panel, "lines", en, zh)


def _bars(study: Study, panel: Panel, report: Report) -> None:
    for bar in panel.bars:
        if panel.kind != "swimmer":
            _fault(report, panel, "bars", "only a swimmer has bars", "仅泳道图可有“bars”")
        missing = _missing(study, bar)
        if missing:
            _fault(report, panel, "bars", f"there is no `{missing}`", f"没有“{missing}”")


def _missing(study: Study, bar: Bar) -> str:
    """The first thing that a bar names and the study does not have; "" when all is there."""
    form = study.forms.get(bar.form)
    if form is None:
        return bar.form
    known = {item.code for item in form.items}
    return next((f"{bar.form}/{code}" for code in (bar.starts, bar.ends, bar.grade) if code and code not in known), "")


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
