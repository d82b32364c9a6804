"""How far a form is, and what changed since last time: better, worse or just different.

Owns counting and comparing. Better and worse come from the definition's direction; without one a change has no colour.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from study import units
from study.definition.model import Better, DerivedSpec, Form, Item, Study
from study.derived.result import Derived
from study.reference import Interval
from study.relevance import EVERYTHING, Relevance
from study.span import Span, span_of
from study.text import Text
from study.values import Cleared, Codes, NotDone, Quantity, Range, Value, same

Direction = Literal["better", "worse", "same", "none"]
_NO_DEGREE = frozenset({"NE", "EQ", "unknown", "needs_percentile_evaluation", "not_severe"})
"""Codes of ranked lists that say that it could not be judged, or only in part."""


class Completeness(msgspec.Struct, frozen=True):
    """Counts over the items of a form that apply; `missing` are required items, `empty` the others without a value.

    `odd` are items that hold a value though they do not apply.
    """

    total: int
    filled: int
    not_done: int
    awaiting: int
    missing: tuple[str, ...]
    empty: int
    odd: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """True when nothing required is missing and no result is awaited."""
        return not self.missing and not self.awaiting


def completeness(
    form: Form,
    values: Mapping[str, Value],
    awaiting: bool = False,
    awaited: Collection[str] = (),
    *,
    relevance: Relevance = EVERYTHING,
) -> Completeness:
    """Counts of one form. `awaiting`: the form waits for results, so its empty laboratory items count as awaited
    (all its empty items, where it has no laboratory ones); `awaited` names single items that wait. What does not apply
    and the rows of the child's logs are not counted.
    """
    filled = not_done = waiting = empty = 0
    missing: list[str] = []
    asked = [item for item in form.items if relevance.form and item.code not in relevance.without]
    asked = [item for item in asked if item.type != "table"]
    laboratory = any(item.laboratory for item in asked)
    for item in asked:
        value = values.get(item.code)
        if isinstance(value, NotDone):
            not_done += 1
        elif value is not None and not isinstance(value, Cleared):
            filled += 1
        elif item.code in awaited or (awaiting and (item.laboratory or not laboratory)):
            waiting += 1
        elif item.required:
            missing.append(item.code)
        else:
            empty += 1
    counted = {item.code for item in asked}
    odd = tuple(code for code, value in values.items() if code not in counted and not isinstance(value, Cleared))
    return Completeness(len(asked), filled, not_done, waiting, tuple(missing), empty, odd)


class Previous(msgspec.Struct, frozen=True):
    """The last value before this visit, the code of its visit and its day."""

    value: Value
    visit: str
    on: date


class Since(msgspec.Struct, frozen=True):
    """How one item moved. `change` and `percent` exist for two exact numbers; `days` is the age of the last value."""

    code: str
    label: Text
    now: Value
    before: Previous
    days: int
    direction: Direction
    change: Decimal | None = None
    percent: Decimal | None = None
    unit: str = ""


def since_last(
    study: Study, item: Item, now: Value, before: Previous, *, on: date, interval: Interval | None = None
) -> Since:
    """How an item moved since its last value; `interval` is needed where in range is better."""
    since = Since(item.code, item.label, now, before, (on - before.on).days, "none", unit=item.unit)
    left, right = _span(item, before.value), _span(item, now)
    if left is None or right is None:
        return msgspec.structs.replace(since, direction=_by_rank(study, item, before.value, now))
    return _moved(since, left, right, _direction(item.better, left, right, interval))


def derived_since_last(
    study: Study,
    now: Derived,
    before: Derived,
    *,
    visit: str,
    before_on: date,
    on: date,
    interval: Interval | None = None,
) -> Since | None:
    """How a derived value moved; None when either has no result or the definition does not present it."""
    spec, new, old = study.derived.get(now.code), now.quantity, before.quantity
    if spec is None:
        return None
    if new is None or old is None:
        return _verdict_since(study, spec, (before.verdict, now.verdict), visit=visit, before_on=before_on, on=on)
    previous = Previous(old, visit, before_on)
    since = Since(spec.code, spec.label, new, previous, (on - before_on).days, "none", unit=spec.unit)
    left, right = span_of(old, Decimal(0)), span_of(new, Decimal(0))
    return _moved(since, left, right, _direction(spec.better, left, right, interval))


def _verdict_since(
    study: Study, spec: DerivedSpec, verdicts: tuple[str, str], *, visit: str, before_on: date, on: date
) -> Since | None:
    """How a verdict moved, by the order of its code list; None where one of the two is missing."""
    if "" in verdicts:
        return None
    before, now = (Codes((verdict,)) for verdict in verdicts)
    direction = _by_rank(study, spec, before, now)
    previous = Previous(before, visit, before_on)
    return Since(spec.code, spec.label, now, previous, (on - before_on).days, direction, unit=spec.unit)


def _moved(since: Since, left: Span, right: Span, direction: Direction) -> Since:
    if left.exact is None or right.exact is None:
        return msgspec.structs.replace(since, direction=direction)
    change = right.exact - left.exact
    percent = change * 100 / abs(left.exact) if left.exact else None
    return msgspec.structs.replace(since, direction=direction, change=change, percent=percent)


def _span(item: Item, value: Value) -> Span | None:
    if isinstance(value, Range):
        return span_of(value) if value.unit == item.unit else None
    if not isinstance(value, Quantity):
        return None
    base = units.to_base(item, value)
    return None if isinstance(base, units.NoConversion) else span_of(base, Decimal(0))


def _direction(better: Better, left: Span, right: Span, interval: Interval | None) -> Direction:
    if left == right and left.exact is not None:
        return "same"
    if better == "none":
        return "none"
    if better == "in_range":
        return _towards(left, right, interval)
    if interval is not None and _good(better, left, interval) and _good(better, right, interval):
        return "none"
    rose = left.high is not None and right.above(left.high)
    fell = left.low is not None and right.below(left.low)
    if not (rose or fell):
        return "none"
    return "better" if rose == (better == "up") else "worse"


def _good(better: Better, span: Span, interval: Interval) -> bool:
    """Whether everything a result may stand for lies within the limit that matters: beyond it nothing gets better."""
    if better == "up":
        return interval.low is not None and span.low is not None and span.low >= interval.low
    return interval.high is not None and span.high is not None and span.high <= interval.high


def _towards(left: Span, right: Span, interval: Interval | None) -> Direction:
    """Nearer to the interval is better; both inside is the same. Limits such as "<40" are not measured."""
    if interval is None or left.exact is None or right.exact is None:
        return "none"
    old, new = (_distance(number, interval) for number in (left.exact, right.exact))
    if old == new:
        return "same"
    return "better" if new < old else "worse"


def _distance(number: Decimal, interval: Interval) -> Decimal:
    below = interval.low - number if interval.low is not None else Decimal(0)
    above = number - interval.high if interval.high is not None else Decimal(0)
    return max(below, above, Decimal(0))


def _by_rank(study: Study, item: Item | DerivedSpec, before: Value, now: Value) -> Direction:
    """Answers of a list that has a direction are ranked by their order in the list: "up" wants the last one.

    An answer that is no degree, such as "not evaluable", is neither better nor worse than another.
    """
    if same(before, now):
        return "same"
    ranks = [choice.code for choice in study.codelists.get(item.choices, ()) if choice.code not in _NO_DEGREE]
    if item.better not in ("up", "down") or not (isinstance(before, Codes) and isinstance(now, Codes)):
        return "none"
    if len(before.codes) != 1 or len(now.codes) != 1 or not {*before.codes, *now.codes} <= set(ranks):
        return "none"
    rose = ranks.index(now.codes[0]) > ranks.index(before.codes[0])
    return "better" if rose == (item.better == "up") else "worse"
