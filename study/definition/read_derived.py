"""Derived values and where their inputs come from, each from its YAML. No cross-checks here."""

from typing import Literal, get_args

from study.definition.fields import Fields
from study.definition.model import DerivedSpec, Inputs, Source, SourceKind
from study.definition.read_items import BETTER, read_curves, read_reference

KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
PICKS: tuple[Literal["latest", "worst"], ...] = ("latest", "worst")


def read_inputs(fields: Fields) -> Inputs:
    """`inputs` beside `derived`: where an input of that name comes from, said once for all formulas."""
    return _inputs(fields, "inputs")


def read_derived(fields: Fields, common: Inputs) -> dict[str, DerivedSpec]:
    """Derived values by code, each with the common inputs and its own in place of them."""
    derived: dict[str, DerivedSpec] = {}
    for entry in fields.each("derived", required=True):
        spec = _derived(entry, common)
        if spec.code in derived:
            entry.fault("the derived value stands twice", "衍生值代码重复")
        derived.setdefault(spec.code, spec)
    return derived


def _derived(fields: Fields, common: Inputs) -> DerivedSpec:
    fields.item = fields.code()
    fields.remember("derived", fields.item)
    label = fields.label()
    choices = fields.text("choices")
    spec = DerivedSpec(
        code=fields.item,
        label=label,
        unit=fields.text("unit", required=not choices),
        decimals=fields.integer("decimals", required=not choices) or 0,
        source=fields.text("source", required=True),
        valid=fields.wording("valid", required=True) or label,
        short=fields.wording("short"),
        better=fields.one_of("better", BETTER, "none"),
        curves=read_curves(fields),
        reference=read_reference(fields),
        critical=fields.limits("critical"),
        critical_confirmed=fields.flag("critical_confirmed"),
        formula=fields.text("formula"),
        part=fields.text("part"),
        written_out=fields.text("written_out"),
        choices=choices,
        pick=fields.one_of("pick", PICKS, "latest"),
        inputs={**common, **_inputs(fields, "derived", fields.item, "inputs")},
        confirmed=fields.flag("confirmed", default=True),
        headline=fields.flag("headline"),
        quiet=fields.text("quiet"),
    )
    fields.done()
    return spec


def _inputs(fields: Fields, *path: str) -> Inputs:
    """`inputs: {weight_kg: {item: VS/WEIGHT, within: 30}}`; a list of sources is tried in its order."""
    inner = fields.inner("inputs")
    if inner is None:
        return {}
    inner.remember(*path)
    return {name: tuple(map(_source, inner.one_or_each(name))) for name in inner.written}


def _source(fields: Fields) -> Source:
    written = [kind for kind in KINDS if fields.has(kind)]
    if len(written) != 1:
        allowed = ", ".join(KINDS)
        fields.fault(f"a source is exactly one of {allowed}", f"来源须为其中之一：{allowed}")
    kind: SourceKind = written[0] if written else "item"
    source = Source(
        kind=kind,
        of=fields.text(kind, required=True),
        part=fields.text("part"),
        at=fields.text("at"),
        within=fields.integer("within"),
        fresh=fields.integer("fresh"),
        days=fields.days("days"),
        when=fields.text("when"),
        note=fields.wording("note"),
    )
    fields.done()
    return source
