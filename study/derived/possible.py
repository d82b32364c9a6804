"""The grades that remain when inputs stand for several numbers, and the sentences for them.

A missing input stands for every number from 0 up, so a grade that needs no limit is given without the limit. Must
never decide what one of the possible numbers would decide otherwise.
"""

from collections.abc import Iterable
from decimal import Decimal

from study.derived.given import Given, Point
from study.derived.limbs import Truth, not_above, opposite
from study.derived.names import NAMES
from study.derived.result import Outcome
from study.span import Span, span_of
from study.text import Text
from study.values import Quantity

Rungs = tuple[tuple[int, Truth], ...]
"""Grades with whether each holds, the highest first."""
ANY_NUMBER = Span(Decimal(0), None)


def possible(given: Given, name: str) -> Span:
    """The numbers (0 or more) an input may stand for; every one of them when it is missing."""
    value = given.values.get(name)
    return span_of(value, Decimal(0)) if isinstance(value, Quantity) else ANY_NUMBER


def at(number: str | int | Decimal) -> Span:
    """One number."""
    return Span(Decimal(number), Decimal(number))


def above(a: Span, b: Span) -> Truth:
    """Whether the first number is above the second."""
    return opposite(not_above(a, b))


def at_least(a: Span, b: Span) -> Truth:
    """Whether the first number is the second or above it."""
    return not_above(b, a)


def lowest(spans: Iterable[Span]) -> Span:
    """What the lowest of several numbers may be; every number from 0 when there is none of them."""
    found = tuple(spans)
    if not found:
        return ANY_NUMBER
    lows = [(span.low, not span.low_in) for span in found if span.low is not None]
    low, low_out = min(lows) if len(lows) == len(found) else (None, False)
    # Of two equal upper ends the open one wins: the lowest of "<5" and 5 is below 5.
    highs = [(span.high, span.high_in) for span in found if span.high is not None]
    high, high_in = min(highs, default=(None, True))
    return Span(low, high, not low_out, high_in)


def point_span(point: Point) -> Span:
    """The numbers one measurement of a series may stand for."""
    return span_of(point.quantity, Decimal(0))


def between(rungs: Rungs) -> tuple[int, int]:
    """The lowest and the highest grade that the rungs leave; 0 below them all."""
    least = max((grade for grade, truth in rungs if truth), default=0)
    return least, max((grade for grade, truth in rungs if truth is not False), default=0)


def cannot_tell(least: int, most: int, missing: Text | None = None) -> Text:
    """The sentence for a grade that is not decided."""
    en, zh = f"Cannot tell: grade {least} to {most}.", f"无法判断：{least}至{most}级。"
    return Text(f"{en} {missing.en}", f"{zh}{missing.zh}") if missing else Text(en, zh)


def decided(
    grades: tuple[int, int], missing: Text | None, used: tuple[str, ...], notes: tuple[Text, ...] = ()
) -> Outcome:
    """The grade when only one remains; else which remain, and what is missing for it."""
    least, most = grades
    if least != most:
        return Outcome(why=cannot_tell(least, most, missing))
    return Outcome(Decimal(least), notes=notes, used=used)


def at_least_grade(
    grades: tuple[int, int], missing: Text | None, used: tuple[str, ...], notes: tuple[Text, ...] = ()
) -> Outcome:
    """As `decided`, but a grade that can only be higher is given as "at least"; what is missing is then a note."""
    least, most = grades
    if least in (0, most):
        return decided(grades, missing, used, notes)
    more = (missing,) if missing else ()
    return Outcome(Decimal(least), ">=", notes=(*more, *notes), used=used)


def negative(given: Given, *names: str) -> Text | None:
    """The sentence for the first of the inputs that is below 0, or None."""
    for name in names:
        if given.has(name) and given.number(name) < 0:
            label = NAMES[name].label
            return Text(f"{label.en} must not be below 0.", f"{label.zh}不能小于0。")
    return None


def not_whole(given: Given, low: int, high: int, *names: str) -> Text | None:
    """The sentence for the first of the inputs that is no whole number from `low` to `high`, or None."""
    for name in names:
        value = given.values.get(name)
        if not isinstance(value, Quantity):
            continue
        whole = value.decimal == value.decimal.to_integral_value() and not value.comparator
        if not whole or not low <= value.decimal <= high:
            label = NAMES[name].label
            return Text(
                f"{label.en} must be a whole number from {low} to {high}.", f"{label.zh}须为{low}至{high}的整数。"
            )
    return None
