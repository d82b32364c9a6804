"""What speaks for one value of a conflict and what against it: limits, neighbours, what was computed, the form. Pure.

Nothing is known here of single items: limits and pairs are the definition's, formulas say what they rest on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desktop_app.presenters import words
from study import units
from study.address import Address
from study.changes.facts import ValueSet
from study.checks import check, check_form
from study.course import Course, VisitAt
from study.definition.model import DerivedSpec, Item, Limits
from study.derived.registry import FORMULAS
from study.judgement import context
from study.scope import VisitScope
from study.text import Text
from study.unusual import named_here
from study.values import Cleared, Quantity, Value
from ui.conflict.state import Plausibility

FAR = Decimal(5)
AGREES = Decimal("0.10")


@dataclass(frozen=True)
class Place:
    """The field in conflict: its course, visit, address and item."""

    course: Course
    at: VisitAt
    address: Address
    item: Item


def plausibility(place: Place, fact: ValueSet) -> tuple[Plausibility, ...]:
    """Everything that can be said of one value."""
    if isinstance(fact.value, Cleared):
        return ()
    return (
        *_computed(place, fact.value),
        *_neighbours(place, fact.value),
        *_limits(place, fact),
        *_form(place, fact.value),
    )


def _limits(place: Place, fact: ValueSet) -> Iterator[Plausibility]:
    around = context(place.course, place.at, fact.address, fact)
    found = check(place.course.study, place.item, fact.value, around)
    for sentence in (found.hard, found.soft):
        if sentence is not None:
            yield Plausibility(False, _first(sentence))
    if found.critical is not None:
        yield Plausibility(False, Text("would be a critical value", "属危急值"))
    limits = place.item.soft_on(around.study_day) or place.item.hard
    if limits is not None and not (found.hard or found.soft) and isinstance(fact.value, Quantity):
        usual = limits is not place.item.hard
        span = _span(limits)
        yield Plausibility(
            True,
            Text(f"within what is usual ({span})", f"在常见范围内（{span}）")
            if usual
            else Text(f"within the hard limits ({span})", f"在硬限内（{span}）"),
        )


def _span(limits: Limits) -> str:
    if limits.low is None:
        return f"≤ {limits.high}"
    return f"≥ {limits.low}" if limits.high is None else f"{limits.low}–{limits.high}"


def _first(sentence: Text) -> Text:
    """The finding without the advice to whoever is typing."""
    return Text(sentence.en.split(". ")[0].rstrip("."), sentence.zh.split("。")[0])


def _neighbours(place: Place, value: Value) -> Iterator[Plausibility]:
    """Between the values before and after, or how many times the one before."""
    number = _number(place.item, value)
    if number is None or place.at.day is None:
        return
    points = [p for p in place.course.curve(place.address.form, place.item) if p.at.address != place.at.address]
    known = [(p, n) for p in points if p.at.day and (n := _number(place.item, p.quantity)) is not None]
    before = [(p.at, n) for p, n in known if p.at.day and p.at.day <= place.at.day]
    after = [(p.at, n) for p, n in known if p.at.day and p.at.day > place.at.day]
    if before and after:
        (left, low), (right, high) = before[-1], after[0]
        if min(low, high) <= number <= max(low, high):
            ends = f"{left.visit.code} {units.plain(low)} → {right.visit.code} {units.plain(high)}"
            yield Plausibility(True, Text(f"between its neighbours: {ends}", f"位于前后两次之间：{ends}"))
            return
    if before:
        yield _times(number, before[-1][1], before[-1][0], Text("the one before", "前次"))
    elif after:
        yield _times(number, after[0][1], after[0][0], Text("the next one", "下次"))


def _times(number: Decimal, other: Decimal, at: VisitAt, which: Text) -> Plausibility:
    named = f"{units.plain(other)} ({at.visit.code})"
    if number <= 0 or other <= 0:
        return Plausibility(True, Text(f"{which.en}: {named}", f"{which.zh}：{named}"))
    ratio = number / other
    times = units.rounded(ratio, 0 if ratio >= 10 else 1 if ratio >= 1 else 2)
    return Plausibility(
        1 / FAR < ratio < FAR,
        Text(f"{times} times {which.en}, {named}", f"为{which.zh} {named} 的 {times} 倍"),
    )


def _computed(place: Place, value: Value) -> Iterator[Plausibility]:
    """A result that is also computed from other results (24 h protein, a ratio) is held against them."""
    number = _number(place.item, value)
    for spec in place.course.study.derived.values() if number is not None else ():
        if not _also_given(place, spec):
            continue
        derived = place.course.derived_one(place.at.address, spec.code)
        if number is None or derived is None or derived.value is None or derived.comparator:
            continue
        route = derived.route or spec.label
        shown = words.derived_number(spec, derived)
        if abs(number - derived.value) <= AGREES * max(abs(number), abs(derived.value)):
            yield Plausibility(True, Text(f"agrees with {route.en}: {shown}", f"与{route.zh}一致：{shown}"))
        else:
            yield Plausibility(
                False,
                Text(f"does not agree with {route.en}: {shown} expected", f"与{route.zh}不符：应为 {shown}"),
            )


def _also_given(place: Place, spec: DerivedSpec) -> bool:
    """Whether the item reports, in the same unit, what the derived value computes: it is one of its inputs."""
    formula = FORMULAS.get(spec.formula or spec.code)
    if formula is None or spec.part or units.spelling(formula.unit) != units.spelling(place.item.unit):
        return False
    path = f"{place.address.form}/{place.item.code}"
    sources = (source for name in formula.inputs for source in spec.inputs.get(name, ()))
    return any(source.kind == "item" and source.of == path and not source.at for source in sources)


def _form(place: Place, value: Value) -> Iterator[Plausibility]:
    """Checks that name the item and fail with this value, whatever else of the visit they look at."""
    form, at = place.course.study.forms[place.address.form], place.address
    scope = VisitScope(place.course, at.in_visit, at.in_form, typed={at: value})
    for failed, sentence in check_form(form, scope):
        if place.item.code in named_here(form, failed):
            critical = Text(f"would be critical: {sentence.en}", f"属危急值：{sentence.zh}")
            yield Plausibility(False, critical if failed.severity == "critical" else sentence)


def _number(item: Item, value: Value) -> Decimal | None:
    """An exact number in the item's unit."""
    if not isinstance(value, Quantity) or value.comparator:
        return None
    base = units.to_base(item, value)
    return None if isinstance(base, units.NoConversion) else base.decimal
