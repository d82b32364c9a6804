"""Arithmetic on spans: the numbers a sum, product or quotient may come to. An open end stays open.

Rounding goes outwards, so that the true result always lies within: a third of a number times three is never "not it".
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import NamedTuple

from study.span import Span

_DOWN = Context(prec=40, rounding=ROUND_FLOOR)
_UP = Context(prec=40, rounding=ROUND_CEILING)
_ZERO = Decimal(0)
_INFINITE = Decimal("Infinity")


class _End(NamedTuple):
    """An end of a span, infinite where it is open, and whether it belongs to it."""

    at: Decimal
    inside: bool


def _low(span: Span) -> _End:
    return _End(-_INFINITE, False) if span.low is None else _End(span.low, span.low_in)


def _high(span: Span) -> _End:
    return _End(_INFINITE, False) if span.high is None else _End(span.high, span.high_in)


def _between(low: _End, high: _End) -> Span:
    return Span(
        low.at if low.at.is_finite() else None,
        high.at if high.at.is_finite() else None,
        low.inside or not low.at.is_finite(),
        high.inside or not high.at.is_finite(),
    )


def add(a: Span, b: Span) -> Span:
    """Every sum."""
    low, high = (_low(a), _low(b)), (_high(a), _high(b))
    return _between(
        _End(_DOWN.add(low[0].at, low[1].at), low[0].inside and low[1].inside),
        _End(_UP.add(high[0].at, high[1].at), high[0].inside and high[1].inside),
    )


def negative(a: Span) -> Span:
    """Every number with its sign turned."""
    low, high = (None if end is None else end.copy_negate() for end in (a.high, a.low))
    return Span(low, high, a.high_in, a.low_in)


def magnitude(a: Span) -> Span:
    """Every number without its sign."""
    if a.low is not None and a.low >= 0:
        return a
    if a.high is not None and a.high <= 0:
        return negative(a)
    return _between(_End(_ZERO, True), max(_high(a), _high(negative(a))))


def multiply(a: Span, b: Span) -> Span:
    """Every product."""
    return _corners(a, b, _product)


def divide(a: Span, b: Span) -> Span | None:
    """Every quotient; None where the divisor may be 0."""
    if _low(b) < _End(_ZERO, False) and not _high(b) <= _End(_ZERO, False):
        return None
    if _low(b).at < 0:
        return _corners(negative(a), negative(b), _quotient)
    return None if _low(b) == _End(_ZERO, True) else _corners(a, b, _quotient)


def _corners(a: Span, b: Span, by: Callable[[_End, _End, Context], _End]) -> Span:
    """The least and the greatest over the four corners; an end belongs to it where some pair of numbers reaches it."""
    pairs = [(x, y) for x in (_low(a), _high(a)) for y in (_low(b), _high(b))]
    low = min((by(x, y, _DOWN) for x, y in pairs), key=lambda end: (end.at, not end.inside))
    return _between(low, max(by(x, y, _UP) for x, y in pairs))


def _product(x: _End, y: _End, context: Context) -> _End:
    if not x.at or not y.at:
        # A zero makes every product zero, whether the other end belongs to its span or not.
        return _End(_ZERO, (x.inside and y.inside) or (x.inside and not x.at) or (y.inside and not y.at))
    return _End(context.multiply(x.at, y.at), x.inside and y.inside)


def _quotient(x: _End, y: _End, context: Context) -> _End:
    """For divisors above zero; an end at zero is the limit from above."""
    if not x.at:
        return _End(_ZERO, x.inside)
    if y.at.is_infinite():
        return _End(_ZERO, False)
    if not y.at or x.at.is_infinite():
        return _End(_INFINITE.copy_sign(x.at), False)
    return _End(context.divide(x.at, y.at), x.inside and y.inside)


def extremes(spans: Sequence[Span], *, largest: bool) -> Span:
    """The span of the largest (or smallest) of several numbers."""
    turned = list(spans) if largest else [negative(span) for span in spans]
    low = max((_low(span) for span in turned), key=lambda end: (end.at, not end.inside))
    found = _between(low, max(_high(span) for span in turned))
    return found if largest else negative(found)
