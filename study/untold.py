"""Critical rules over several values that cannot be judged: no visit date, two values at an input, an input missing.

A rule that says nothing reads as "nothing critical", so its silence is put into words. Pure. What is critical for
certain is `study.judgement.criticals`; must not alarm.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice, product
from typing import Literal

import msgspec

from study.address import Address
from study.changes.facts import ValueSet
from study.checks import check_form
from study.course import Course, VisitAt
from study.definition.model import Check, Item, Study
from study.expression import holds, parse
from study.scope import VisitScope
from study.state.slots import content
from study.text import Text
from study.values import DateValue, Value

MOST_READINGS = 64
"""So many ways in which open conflicts may end are looked at; where there are more, a rule may fail."""
_ON_FORMS = ("item", "limit", "codes", "hours", "rate", "series", "rows")


class Untold(msgspec.Struct, frozen=True):
    """A critical rule that leaves it open, at the item it would speak of; `gap` is what it leaves it open for."""

    address: Address
    item: Item
    check: Check
    sentence: Text
    gap: Literal["conflict", "date", "inputs"] = "conflict"


def untold(course: Course, at: VisitAt, place: Address, today: date) -> tuple[Untold, ...]:
    """What the critical rules of a filled form cannot say, and why. `today`: the day a visit without one may be of."""
    return course.remember(f"untold {today}", place.in_form, lambda: tuple(_of_form(course, at, place, today)))


def _of_form(course: Course, at: VisitAt, place: Address, today: date) -> Iterator[Untold]:
    for rule in course.study.forms[place.form].checks:
        found = _untold(course, at, place, rule, today) if rule.severity == "critical" else None
        if found is not None:
            yield found


def _untold(course: Course, at: VisitAt, place: Address, rule: Check, today: date) -> Untold | None:
    address = msgspec.structs.replace(place, item=rule.at)
    if course.value(address) is None:
        return None
    if at.day is None and not course.disputed(course.anchor("visit_date", at.address) or address):
        return None if _fails(course, at.address, place, rule) else _undated(course, at, place, rule, today)
    for known in _each_side(course, address):
        said = None if _fails(known, at.address, place, rule) else _deciding(known, at.address, place, rule)
        if said is not None:
            return Untold(address, course.study.item(place.form, rule.at), rule, said)
    settled = course.typing({each: _sides(course, each)[0] for each in _open(course, place, rule)})
    return _lacking(settled, at.address, place, rule)


def _lacking(course: Course, visit: Address, place: Address, rule: Check) -> Untold | None:
    """A rule whose derived value cannot be computed. One over days is left out: the first result has none before it."""
    expression = parse(rule.holds)
    if holds(expression, VisitScope(course, visit, place)) is not None:
        return None
    for code in (name for function, name in expression.asked if function == "derived"):
        spec, found = course.study.derived.get(code), course.derived_one(visit, code, {place.form: place.in_form})
        over_days = spec is None or any(each.kind == "series" for sources in spec.inputs.values() for each in sources)
        if not over_days and found is not None and found.why is not None:
            why = found.why
            said = Text(
                f"Not judged: {why.en} Rule: {rule.sentence.en}.", f"未判断：{why.zh}规则：{rule.sentence.zh}。"
            )
            address = msgspec.structs.replace(place, item=rule.at)
            return Untold(address, course.study.item(place.form, rule.at), rule, said, gap="inputs")
    return None


def _each_side(course: Course, address: Address) -> tuple[Course, ...]:
    """The child with each of two values that stand at an address; as it is where one stands."""
    if not course.disputed(address):
        return (course,)
    return tuple(course.typing({address: value}) for value in _sides(course, address))


def _fails(course: Course, visit: Address, place: Address, rule: Check) -> bool:
    form = msgspec.structs.replace(course.study.forms[place.form], checks=(rule,))
    return bool(check_form(form, VisitScope(course, visit, place)))


def _deciding(course: Course, visit: Address, place: Address, rule: Check) -> Text | None:
    """That a rule may fail by what is in conflict, or fails either way; None where it holds however that ends."""
    open_ = _open(course, place, rule)
    ends = list(islice(product(*(_sides(course, each) for each in open_)), MOST_READINGS + 1)) if open_ else []
    fails = {_fails(course.typing(dict(zip(open_, end, strict=True))), visit, place, rule) for end in ends}
    if True not in fails and len(ends) <= MOST_READINGS:
        return None
    labels = dict.fromkeys(course.study.item(each.form, each.item).label for each in open_)
    named = Text(", ".join(label.en for label in labels), "、".join(label.zh for label in labels))
    if fails == {True} and len(ends) <= MOST_READINGS:
        return Text(
            f"Critical whichever of the two values holds ({named.en}): {rule.sentence.en}. Tell the doctor in charge.",
            f"无论取哪个值（{named.zh}）均为危急值：{rule.sentence.zh}。请通知主管医师。",
        )
    return Text(
        f"Cannot tell whether this is critical: two values stand ({named.en}). Rule: {rule.sentence.en}.",
        f"无法判断是否为危急值：存在两个待裁定的值（{named.zh}）。规则：{rule.sentence.zh}。",
    )


def _open(course: Course, place: Address, rule: Check) -> list[Address]:
    """The values in conflict that a rule may rest on."""
    forms = {place.form, *_forms(course.study, rule)}
    return [each for each in course.record.conflicts if each.form in forms and course.disputed(each)]


def _forms(study: Study, rule: Check) -> frozenset[str]:
    """The forms a rule reads, through derived values too, and those on which the child's own days and sex stand."""
    expression = parse(rule.holds)
    found = {name.partition(".")[0] for name in expression.items if "." in name}
    found |= {path.split("/")[-2] for path in study.anchors.values() if "/" in path}
    waiting = [name for function, name in expression.asked if function == "derived"]
    seen: set[str] = set()
    while waiting:
        code = waiting.pop()
        if code in seen or code not in study.derived:
            continue
        seen.add(code)
        for source in (each for sources in study.derived[code].inputs.values() for each in sources):
            if source.kind == "derived":
                waiting.append(source.of)
            elif source.kind in _ON_FORMS:
                found.add(source.of.partition("/")[0])
    return frozenset(found)


def _undated(course: Course, at: VisitAt, place: Address, rule: Check, today: date) -> Untold | None:
    """A rule over derived values, which stand on the day of the visit."""
    if not any(function == "derived" for function, _ in parse(rule.holds).asked):
        return None
    dated = course.anchor("visit_date", at.address)
    then = course.typing({dated: DateValue(today.isoformat())}) if dated is not None else course
    maybe = _fails(then, at.address, place, rule)
    alarm = Text(" With today's date it is critical.", "若按今日日期判断，即为危急值。") if maybe else Text("", "")
    said = Text(
        f"The visit has no date, so this rule was not judged: {rule.sentence.en}.{alarm.en} Enter the visit date.",
        f"访视无日期，该规则未判断：{rule.sentence.zh}。{alarm.zh}请填写访视日期。",
    )
    address = msgspec.structs.replace(place, item=rule.at)
    return Untold(address, course.study.item(place.form, rule.at), rule, said, gap="date")


def _sides(course: Course, place: Address) -> tuple[Value, ...]:
    said: dict[tuple[str, ...], Value] = {}
    for head in course.record.settled(place).heads:
        if isinstance(head.fact, ValueSet):
            said.setdefault(content(head.fact), head.fact.value)
    return tuple(said.values())
