"""Forms, visits, units, code lists, panels and derived values, each from its YAML. No cross-checks here."""

from typing import get_args

from study.definition.fields import Fields
from study.definition.model import (
    Check,
    Choice,
    DerivedSpec,
    Form,
    Item,
    Line,
    Panel,
    Relation,
    Unit,
    Visit,
)
from study.definition.read_items import AXES, BETTER, read_curves, read_item, read_reference

RELATIONS: tuple[Relation, ...] = get_args(Relation)


def read_form(fields: Fields) -> Form:
    """A form from its own file; the file bears the form's code as its name."""
    code = fields.item = fields.code("form")
    fields.remember("form", code)
    expected = fields.file.rpartition("/")[2].removesuffix(".yaml")
    if code and code != expected:
        fields.fault(f"the file of form {code} must be named {code}.yaml", f"表单{code}的文件名应为{code}.yaml")
    form = Form(
        code=code,
        label=fields.label(),
        short=fields.wording("short"),
        items=_items(fields, code),
        repeating=fields.flag("repeating"),
        specimen=fields.flag("specimen"),
        all_normal=fields.flag("all_normal"),
        attachments=fields.strings("attachments"),
        derived=fields.strings("derived"),
        dated_by=fields.text("dated_by"),
        checks=tuple(_check(entry, code) for entry in fields.each("checks")),
        note=fields.wording("note"),
        file=fields.file,
    )
    fields.done()
    return form


def _items(fields: Fields, form: str) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for entry in fields.each("items", required=True):
        item = read_item(entry, form)
        if item.code in items:
            entry.fault("the code stands twice in this form", "该代码在本表单中重复")
        items.setdefault(item.code, item)
    return tuple(items.values())


def _check(fields: Fields, form: str) -> Check:
    fields.item = fields.code()
    fields.remember("check", form, fields.item)
    check = Check(
        code=fields.item,
        left=fields.text("left", required=True),
        relation=fields.one_of("relation", RELATIONS, "<", required=True),
        right=fields.text("right", required=True),
        sentence=fields.label(),
    )
    fields.done()
    return check


def read_visits(fields: Fields) -> tuple[Visit, ...]:
    """The visits in the order of the schedule."""
    visits: dict[str, Visit] = {}
    for entry in fields.each("visits", required=True):
        visit = _visit(entry)
        if visit.code in visits:
            entry.fault("the visit stands twice", "访视代码重复")
        visits.setdefault(visit.code, visit)
    return tuple(visits.values())


def _visit(fields: Fields) -> Visit:
    fields.item = fields.code()
    fields.remember("visit", fields.item)
    visit = Visit(
        code=fields.item,
        label=fields.label(),
        forms=fields.strings("forms", required=True),
        target_day=fields.integer("target_day"),
        window=_window(fields),
        repeating=fields.flag("repeating"),
        baseline=fields.flag("baseline"),
    )
    fields.done()
    return visit


def _window(fields: Fields) -> tuple[int, int] | None:
    limits = fields.limits("window")
    if limits is None:
        return None
    ends = [end for end in (limits.low, limits.high) if end is not None and end == end.to_integral_value()]
    if len(ends) != 2:
        fields.fault("a window is two whole days", "时间窗须为两个整数天", fields.line_of("window"))
        return None
    return int(ends[0]), int(ends[1])


def read_units(fields: Fields) -> dict[str, Unit]:
    """Units by code."""
    units: dict[str, Unit] = {}
    for entry in fields.each("units", required=True):
        code = entry.item = entry.text("code", required=True)
        entry.remember("unit", code)
        if code in units:
            entry.fault("the unit stands twice", "单位代码重复")
        units.setdefault(code, Unit(code, entry.text("label", required=True), entry.strings("aliases")))
        entry.done()
    return units


def read_codelists(fields: Fields) -> dict[str, tuple[Choice, ...]]:
    """Code lists by name."""
    lists: dict[str, tuple[Choice, ...]] = {}
    for name in fields.written:
        fields.report.remember(("codelist", name), fields.file, fields.line_of(name))
        choices: dict[str, Choice] = {}
        for entry in fields.each(name):
            entry.item = f"{name} {entry.text('code', required=True)}"
            choice = Choice(entry.text("code"), entry.label(), entry.strings("aliases"))
            if choice.code in choices:
                entry.fault("the code stands twice in this list", "该代码在列表中重复")
            choices.setdefault(choice.code, choice)
            entry.done()
        lists[name] = tuple(choices.values())
    return lists


def read_panels(fields: Fields) -> tuple[Panel, ...]:
    """Panels in the order in which they are offered."""
    panels: dict[str, Panel] = {}
    for entry in fields.each("panels", required=True):
        code = entry.item = entry.code()
        entry.remember("panel", code)
        if code in panels:
            entry.fault("the panel stands twice", "图表代码重复")
        lines = tuple(line for line in map(_line, entry.each("lines")) if line is not None)
        panel = Panel(code, entry.label(), entry.flag("log_left"), entry.flag("log_right"), lines)
        panels.setdefault(code, panel)
        entry.done()
    return tuple(panels.values())


def _line(fields: Fields) -> Line | None:
    value = fields.number("value", required=True)
    axis = fields.one_of("axis", AXES, "left")
    label = fields.label()
    fields.done()
    return None if value is None else Line(value, label, "right" if axis == "right" else "left")


def read_derived(fields: Fields) -> dict[str, DerivedSpec]:
    """How derived values are presented, by code."""
    derived: dict[str, DerivedSpec] = {}
    for entry in fields.each("derived", required=True):
        spec = _derived(entry)
        if spec.code in derived:
            entry.fault("the derived value stands twice", "衍生值代码重复")
        derived.setdefault(spec.code, spec)
    return derived


def _derived(fields: Fields) -> DerivedSpec:
    fields.item = fields.code()
    fields.remember("derived", fields.item)
    label = fields.label()
    spec = DerivedSpec(
        code=fields.item,
        label=label,
        unit=fields.text("unit", required=True),
        decimals=fields.integer("decimals", required=True) or 0,
        source=fields.text("source", required=True),
        valid=fields.wording("valid", required=True) or label,
        short=fields.wording("short"),
        better=fields.one_of("better", BETTER, "none"),
        curves=read_curves(fields),
        reference=read_reference(fields),
        critical=fields.limits("critical"),
        formula=fields.text("formula"),
        part=fields.text("part"),
    )
    fields.done()
    return spec
