"""CTCAE v5.0 (NCI 2017) grades of the corrected QT interval and the ejection fraction, with their change.

QTc is compared after rounding to whole milliseconds, since the limits leave gaps (480.4 lies between 480 and 481). The
ejection fraction is not rounded: below 20, below 40, up to 50 leave none. Torsade de pointes (grade 4 of QTc) is judged
by a person.
"""

from decimal import ROUND_HALF_UP, Decimal

from study.derived.ctcae import graded
from study.derived.given import Given, first
from study.derived.limbs import less, some
from study.derived.possible import Rungs, above, at, at_least, between, decided, possible
from study.derived.result import Outcome
from study.span import Span

_INPUTS = ("x", "base")


def _whole(span: Span) -> Span:
    """The span after rounding; its ends belong to it, which never decides too much."""
    low, high = (None if end is None else end.quantize(Decimal(1), ROUND_HALF_UP) for end in (span.low, span.high))
    return Span(low, high)


def _qtc(given: Given) -> Outcome:
    why = first(given.missing("x"), given.not_positive("x", "base"))
    if why:
        return Outcome(why=why)
    x, base = _whole(possible(given, "x")), _whole(possible(given, "base"))
    rungs: Rungs = (
        (3, some((at_least(x, at(501)), above(less(x, Decimal(60)), base)))),
        (2, at_least(x, at(481))),
        (1, at_least(x, at(450))),
    )
    return decided(between(rungs), given.missing("base"), _INPUTS)


def _ejection(given: Given) -> Outcome:
    why = first(given.missing("x"), given.outside("x", "0", "100"), given.outside("base", "0", "100"))
    if why:
        return Outcome(why=why)
    x = possible(given, "x")
    base = possible(given, "base") if given.has("base") else Span(Decimal(0), Decimal(100))
    rungs: Rungs = (
        (4, above(at(20), x)),
        (3, some((above(at(40), x), at_least(less(base, Decimal(20)), x)))),
        (2, some((at_least(at(50), x), at_least(less(base, Decimal(10)), x)))),
    )
    return decided(between(rungs), given.missing("base"), _INPUTS)


CTC_HEART = (graded("CTC_QTC", "ms", _INPUTS, _qtc), graded("CTC_EF", "%", _INPUTS, _ejection))
