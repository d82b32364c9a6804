"""Criteria of a definition such as remission: each is met, is not, or cannot be told from numbers that are limits.

Owns how criteria are joined and the sentences about them; must not know any definition.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from study.derived.given import Given
from study.derived.result import Outcome
from study.span import Span, span_of
from study.text import Text
from study.values import Quantity

Truth = bool | None


class Limb(msgspec.Struct, frozen=True):
    """One criterion in words, as it must hold, and whether it holds.

    None when it cannot be told: `lacks` then says which inputs are missing, and without it a limit leaves it open.
    """

    label: Text
    holds: Truth
    lacks: Text | None = None


def span(given: Given, name: str, floor: Decimal | None = Decimal(0)) -> Span:
    """The possible numbers of an input that is there. Raises TypeError for another kind."""
    value = given.values[name]
    if not isinstance(value, Quantity):
        raise TypeError(f"{name} is no number")
    return span_of(value, floor)


def every(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is false, None when one cannot be told, else True."""
    found = set(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is true, None when one cannot be told, else False."""
    found = set(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    """True for False and False for True; what cannot be told stays so."""
    return None if truth is None else not truth


def under(numbers: Span, limit: Decimal) -> Truth:
    """Whether the number is below the limit."""
    return True if numbers.below(limit) else None if numbers.may_be_below(limit) else False


def at_most(numbers: Span, limit: Decimal) -> Truth:
    """Whether the number is the limit or below it."""
    return False if numbers.above(limit) else None if numbers.may_be_above(limit) else True


def not_above(lower: Span, upper: Span) -> Truth:
    """Whether the first number is the second or below it."""
    if lower.high is not None and upper.low is not None and lower.high <= upper.low:
        return True
    if lower.low is None or upper.high is None or lower.low < upper.high:
        return None
    return None if lower.low == upper.high and lower.low_in and upper.high_in else False


def scaled(numbers: Span, factor: Decimal) -> Span:
    """The span times a factor above 0."""
    low, high = (None if end is None else end * factor for end in (numbers.low, numbers.high))
    return Span(low, high, numbers.low_in, numbers.high_in)


def less(numbers: Span, amount: Decimal) -> Span:
    """The span less an amount."""
    low, high = (None if end is None else end - amount for end in (numbers.low, numbers.high))
    return Span(low, high, numbers.low_in, numbers.high_in)


def all_hold(limbs: Iterable[Limb]) -> Truth:
    """Whether every criterion holds."""
    return every(limb.holds for limb in limbs)


def joined(start: Text, parts: Iterable[Text]) -> Text:
    """`start` and the parts as one sentence."""
    found = tuple(parts)
    return Text(
        f"{start.en}: {'; '.join(part.en for part in found)}.", f"{start.zh}：{';'.join(part.zh for part in found)}。"
    )


def not_met(limbs: Iterable[Limb]) -> tuple[Text, ...]:
    """The sentence that names the criteria that are not met; () when there are none."""
    found = [limb.label for limb in limbs if limb.holds is False]
    return (joined(Text("Not met", "未满足"), found),) if found else ()


def left_open(limbs: Iterable[Limb]) -> Text:
    """The sentence that names the criteria that limits such as "<5" leave open."""
    start = Text("Cannot tell, a value is only a limit", "数值仅为界限，无法判断")
    return joined(start, (limb.label for limb in limbs if limb.holds is None and limb.lacks is None))


def judged(limbs: tuple[Limb, ...], notes: tuple[Text, ...] = ()) -> Outcome:
    """A flag: Y when all criteria are met, N with those that are not, or why it cannot be told."""
    truth = all_hold(limbs)
    if truth is None:
        return Outcome(why=left_open(limbs), notes=notes)
    return Outcome(verdict="Y" if truth else "N", notes=(*not_met(limbs), *notes))
