"""Panels from their YAML. No cross-checks here."""

from decimal import Decimal
from typing import get_args

from study.definition.fields import Fields
from study.definition.panel import AXES, Bar, Caution, Line, Panel, PanelKind, Span
from study.text import Text

PANELS: tuple[PanelKind, ...] = get_args(PanelKind)


def read_panels(fields: Fields) -> tuple[Panel, ...]:
    """Panels in the order in which they are offered."""
    panels: dict[str, Panel] = {}
    for entry in fields.each("panels", required=True):
        code = entry.item = entry.code()
        entry.remember("panel", code)
        if code in panels:
            entry.fault("the panel stands twice", "图表代码重复")
        panels.setdefault(code, _panel(code, entry))
        entry.done()
    return tuple(panels.values())


def read_listed(fields: Fields) -> tuple[str, ...]:
    """The values that the table of children shows."""
    fields.remember("panels")
    return fields.strings("listed")


def _panel(code: str, entry: Fields) -> Panel:
    return Panel(
        code,
        entry.label(),
        log_left=entry.flag("log_left"),
        log_right=entry.flag("log_right"),
        lines=tuple(map(_line, entry.each("lines"))),
        kind=entry.one_of("kind", PANELS, "curves"),
        step=entry.flag("step"),
        alike=entry.strings("alike"),
        bars=tuple(map(_bar, entry.each("bars"))),
        zero_left=entry.flag("zero_left"),
        zero_right=entry.flag("zero_right"),
        range_left=_range(entry, "range_left"),
        range_right=_range(entry, "range_right"),
        days=entry.days("days"),
        toxicity=entry.strings("toxicity"),
        graded=entry.text("graded"),
        spans=tuple(map(_span, entry.each("spans"))),
        cautions=tuple(map(_caution, entry.each("cautions"))),
    )


def _range(entry: Fields, key: str) -> tuple[Decimal, Decimal] | None:
    found = entry.limits(key)
    if found is None:
        return None
    if found.low is None or found.high is None or found.low >= found.high:
        entry.fault(f"`{key}` is [lowest, highest]", f"“{key}”须为[最小，最大]", entry.line_of(key))
        return None
    return found.low, found.high


def _line(fields: Fields) -> Line:
    """`{value: 0.5}`, `{of: EGFR, less_by: egfr_tolerance}` or `{of: DSDNA}`, each with words."""
    line = Line(
        fields.label(),
        fields.number("value"),
        fields.one_of("axis", AXES, "left"),
        fields.text("of"),
        fields.text("less_by"),
    )
    if line.value is None and not line.of:
        fields.fault("a line has a `value`, or `of` whose it is", "参考线须有“value”或“of”之一")
    if line.less_by and (not line.of or line.value is not None):
        fields.fault("`less_by` needs `of` and no `value`", "“less_by”须与“of”同用，且不可有“value”")
    fields.done()
    return line


def _bar(fields: Fields) -> Bar:
    """`{form: AE, from: AESTDTC, to: AEENDTC, grade: AETOXGR, least: 3}`."""
    bar = Bar(
        fields.text("form", required=True),
        fields.text("from", required=True),
        fields.text("to"),
        fields.text("grade"),
        fields.integer("least") or 0,
        fields.text("when"),
        _own_label(fields),
        fields.text("code"),
        fields.text("lasting"),
    )
    fields.done()
    return bar


def _own_label(fields: Fields) -> Text | None:
    return fields.label() if fields.has("en") or fields.has("zh") else None


def _span(fields: Fields) -> Span:
    span = Span(
        fields.text("of", required=True),
        fields.label(),
        fields.text("from"),
        fields.text("to"),
        fields.wording("reached"),
    )
    fields.done()
    return span


def _caution(fields: Fields) -> Caution:
    caution = Caution(
        fields.text("of", required=True),
        fields.label(),
        fields.text("after"),
        fields.integer("days") or 0,
        fields.text("when"),
    )
    fields.done()
    return caution
