"""Arithmetic on spans: the numbers a sum, product or quotient may come to. An open end stays open."""

from collections.abc import Callable, Sequence
from decimal import Context, Decimal

from study.span import Span

_EXACT = Context(prec=40)
_End = tuple[Decimal | None, bool]


def add(a: Span, b: Span) -> Span:
    """Every sum."""
    low, low_in = _sum((a.low, a.low_in), (b.low, b.low_in))
    high, high_in = _sum((a.high, a.high_in), (b.high, b.high_in))
    return Span(low, high, low_in, high_in)


def _sum(a: _End, b: _End) -> _End:
    return (None if a[0] is None or b[0] is None else _EXACT.add(a[0], b[0])), a[1] and b[1]


def negative(a: Span) -> Span:
    """Every number with its sign turned."""
    low, high = (None if end is None else -end for end in (a.high, a.low))
    return Span(low, high, a.high_in, a.low_in)


def magnitude(a: Span) -> Span:
    """Every number without its sign."""
    if a.low is not None and a.low >= 0:
        return a
    if a.high is not None and a.high <= 0:
        return negative(a)
    turned = negative(a)
    if a.high is None or turned.high is None:
        return Span(Decimal(0), None)
    high, high_in = max((a.high, a.high_in), (turned.high, turned.high_in))
    return Span(Decimal(0), high, True, high_in)


def multiply(a: Span, b: Span) -> Span:
    """Every product. With an open end only what signs allow is known."""
    if None in (a.low, a.high, b.low, b.high):
        positive = a.low is not None and a.low >= 0 and b.low is not None and b.low >= 0
        return (
            Span(_EXACT.multiply(a.low, b.low), None) if positive and a.low is not None and b.low is not None else _ALL
        )
    return _corners(a, b, _EXACT.multiply)


def divide(a: Span, b: Span) -> Span | None:
    """Every quotient; None where the divisor may be 0."""
    if b.low is None or b.high is None or b.low <= 0 <= b.high:
        known = b.low is not None and b.low > 0 and a.low is not None and a.low >= 0
        return (
            Span(Decimal(0), None if a.high is None or b.low is None else _EXACT.divide(a.high, b.low))
            if known
            else None
        )
    if a.low is None or a.high is None:
        return _ALL
    return _corners(a, b, _EXACT.divide)


def _corners(a: Span, b: Span, by: Callable[[Decimal, Decimal], Decimal]) -> Span:
    """The least and the greatest over the four corners; an end belongs to it where both of its own ends do."""
    corners = [
        (by(x, y), x_in and y_in)
        for x, x_in in ((a.low, a.low_in), (a.high, a.high_in))
        for y, y_in in ((b.low, b.low_in), (b.high, b.high_in))
        if x is not None and y is not None
    ]
    low = min(number for number, _ in corners)
    high = max(number for number, _ in corners)
    return Span(low, high, (low, True) in corners, (high, True) in corners)


def extremes(spans: Sequence[Span], *, largest: bool) -> Span:
    """The span of the largest (or smallest) of several numbers."""
    turned = list(spans) if largest else [negative(span) for span in spans]
    lows = [(span.low, span.low_in) for span in turned if span.low is not None]
    highs = [(span.high, span.high_in) for span in turned if span.high is not None]
    low, low_in = max(lows, default=(None, True))
    high, high_in = max(highs) if len(highs) == len(turned) else (None, True)
    found = Span(low, high, low_in, high_in)
    return found if largest else negative(found)


_ALL = Span(None, None)
