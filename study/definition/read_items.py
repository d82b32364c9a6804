"""One item of a form, from its YAML mapping: limits, other units, reference intervals, curves. No cross-checks here."""

from typing import get_args

from study.definition.fields import Fields
from study.definition.model import (
    AltUnit,
    Better,
    Item,
    ItemType,
    Reference,
    ReferenceRow,
    Sex,
    SoftDays,
    answers_from,
)
from study.definition.panel import AXES, Curve
from study.definition.standards import NAMES, STANDARDS, Coding

ITEM_TYPES: tuple[ItemType, ...] = get_args(ItemType)
BETTER: tuple[Better, ...] = get_args(Better)
SEXES: tuple[Sex, ...] = get_args(Sex)


def read_item(fields: Fields, form: str) -> Item:
    """An item. A laboratory number takes "<" and ">" unless it says `censored: false`."""
    fields.item = fields.code()
    fields.remember("item", form, fields.item)
    kind = fields.one_of("type", ITEM_TYPES, "text", required=True)
    laboratory = fields.flag("laboratory")
    rows, choices = _answers(fields, kind)
    item = Item(
        code=fields.item,
        label=fields.label(),
        type=kind,
        short=fields.wording("short"),
        unit=fields.text("unit"),
        decimals=fields.integer("decimals"),
        hard=fields.limits("hard"),
        soft=fields.limits("soft"),
        soft_by_day=_soft_by_day(fields),
        critical=fields.limits("critical"),
        critical_confirmed=fields.flag("critical_confirmed"),
        critical_quiet=fields.days("critical_quiet"),
        alt_units=_alt_units(fields),
        choices=choices,
        required=fields.flag("required"),
        censored=fields.flag("censored", default=laboratory and kind == "number"),
        range=fields.flag("range"),
        identity=fields.flag("identity"),
        better=fields.one_of("better", BETTER, "none"),
        laboratory=laboratory,
        aliases=fields.strings("aliases"),
        reference=read_reference(fields),
        curves=read_curves(fields),
        pattern=fields.text("pattern"),
        normal=fields.text("normal"),
        as_last=fields.flag("as_last"),
        rows=rows,
        dictionary=fields.text("dictionary"),
        narrows=fields.text("narrows"),
        when=fields.text("when"),
        always_query=fields.flag("always_query"),
        method=fields.text("method"),
        caliper=fields.flag("caliper"),
        by_age=fields.flag("by_age"),
        codings=_codings(fields),
        confirmed=fields.flag("confirmed", default=True),
        note=fields.wording("note"),
        file=fields.file,
        line=fields.line,
    )
    fields.done()
    return item


def _answers(fields: Fields, kind: ItemType) -> tuple[str, str]:
    """The log whose rows are the answers or stand here, and the code list of the answers."""
    rows, choices = fields.text("rows"), fields.text("choices")
    if rows and choices:
        fields.fault("the answers are a code list or the rows of a log, not both", "“choices”与“rows”只能填写一项")
    return rows, answers_from(rows) if rows and kind in ("choice", "multichoice") else choices


def _codings(fields: Fields) -> tuple[Coding, ...]:
    """`loinc: 718-7` with `loinc_confirmed: true` where somebody found it there; so for each of the standards."""
    found = []
    for standard in STANDARDS:
        confirmed = fields.flag(f"{standard}_confirmed")
        if code := fields.text(standard):
            found.append(Coding(standard, code, confirmed))
        elif confirmed:
            name, line = NAMES[standard], fields.line_of(f"{standard}_confirmed")
            fields.fault(f"no {name} code is given that could be confirmed", f"未给出{name}代码", line)
    return tuple(found)


def _soft_by_day(fields: Fields) -> SoftDays | None:
    """`soft_by_day: {days: [-5, 28], limits: [0, 30]}`."""
    inner = fields.inner("soft_by_day")
    if inner is None:
        return None
    days, limits = inner.days("days"), inner.limits("limits")
    for key in ("days", "limits"):
        inner.node(key, required=True)
    inner.done()
    return SoftDays(*days, limits) if days is not None and limits is not None else None


def _alt_units(fields: Fields) -> tuple[AltUnit, ...]:
    """`alt: {mg/dL: 88.4}`: the unit entered and the factor that turns it into the item's unit; `~`: there is none."""
    inner = fields.inner("alt")
    if inner is None:
        return ()
    found = ((unit, None if inner.open(unit) else inner.number(unit)) for unit in inner.written)
    return tuple(AltUnit(unit, factor) for unit, factor in found if factor is not None or inner.open(unit))


def read_curves(fields: Fields) -> tuple[Curve, ...]:
    """`curves: [{panel: P2, axis: right}]`."""
    curves = []
    for entry in fields.each("curves"):
        panel, axis = entry.text("panel", required=True), entry.one_of("axis", AXES, "left")
        curves.append(Curve(panel, axis, entry.integer("order") or 0))
        entry.done()
    return tuple(curves)


def read_reference(fields: Fields) -> Reference | None:
    """The default intervals of an item; whether somebody checked the numbers in print must be said."""
    inner = fields.inner("reference")
    if inner is None:
        return None
    inner.node("confirmed", required=True)
    reference = Reference(
        source=inner.text("source", required=True),
        confirmed=inner.flag("confirmed"),
        rows=tuple(_row(entry) for entry in inner.each("rows", required=True)),
        note=inner.wording("note"),
        method=inner.text("method"),
    )
    inner.done()
    return reference


def _row(fields: Fields) -> ReferenceRow:
    row = ReferenceRow(
        start=fields.age("from"),
        below=fields.age("below"),
        sex=fields.one_of("sex", SEXES, "A", required=True),
        low=fields.number("low"),
        high=fields.number("high"),
    )
    fields.done()
    return row
