"""QT corrected for heart rate, in ms. Bazett, Heart 1920;7:353. Fridericia, Acta Med Scand 1920;53:469.

Above 90/min Bazett overcorrects, and the flag for a long QTc (above 460 ms after rounding: Phan et al., J Pediatr
2015;166:960) takes Fridericia.
"""

from decimal import Decimal

import msgspec

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.limbs import Truth
from study.derived.possible import above, at
from study.derived.result import Formula, Outcome, Said
from study.span import span_of
from study.text import Text
from study.values import Quantity
from study.writing import rounded

_INPUTS = ("qt", "hr")
FAST_PER_MIN = Decimal(90)
LONG_MS = Decimal(460)
VALID_PER_MIN = ("40", "180")
_FAST = Text("Above 90/min Fridericia is preferred.", "心率大于90次/分时宜采用Fridericia公式。")

_LONG = Text("Above 460 ms: long.", "大于460 ms：延长。")
_ROUTES = {
    True: Text("Fridericia, as the rate is above 90/min", "Fridericia公式（心率大于90次/分）"),
    False: Text("Bazett", "Bazett公式"),
}


def _corrected(given: Given, power: Decimal, why: Text | None, notes: tuple[Text, ...]) -> Outcome:
    why = first(given.missing(*_INPUTS), given.not_positive(*_INPUTS), why)
    comparator = given.comparator(_INPUTS)
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    # 1/RR is HR/60: written this way a whole-number result stays exact.
    value = given.number("qt") * (given.number("hr") / 60) ** power
    return Outcome(value, comparator, notes=notes, used=_INPUTS)


def _bazett(given: Given) -> Outcome:
    fast = given.has("hr") and given.number("hr") > FAST_PER_MIN
    return _corrected(given, Decimal("0.5"), given.outside("hr", *VALID_PER_MIN), (_FAST,) if fast else ())


def _fridericia(given: Given) -> Outcome:
    """At any rate; outside the range of rates that is said, since a number that may be critical is not withheld."""
    outside = given.outside("hr", *VALID_PER_MIN)
    return _corrected(given, Decimal(1) / 3, None, (outside,) if outside else ())


def _by_rate(given: Given) -> Outcome:
    """QTc by the formula that the rate asks for, and whether it is long."""
    why = given.missing(*_INPUTS)
    rate = given.values.get("hr")
    fast: Truth = above(span_of(rate, Decimal(0)), at(FAST_PER_MIN)) if isinstance(rate, Quantity) else None
    if why or fast is None:
        return Outcome(why=why or CANNOT_TELL)
    outcome = _fridericia(given) if fast else _bazett(given)
    if outcome.value is None:
        return outcome
    shown = Quantity(rounded(outcome.value, 0), "ms", outcome.comparator)
    long = above(span_of(shown, Decimal(0)), at(LONG_MS))
    said = () if long is None else (Said("long", "Y" if long else "N"),)
    return msgspec.structs.replace(
        outcome, route=_ROUTES[fast], said=said, notes=(*outcome.notes, *((_LONG,) if long else ()))
    )


QTCB = Formula("QTCB", "ms", 0, "1", "Bazett 1920", _INPUTS, _bazett)
QTCF = Formula("QTCF", "ms", 0, "2", "Fridericia 1920", _INPUTS, _fridericia)
QTCSEL = Formula(
    "QTCSEL", "ms", 0, "2", "Fridericia 1920 above 90/min, else Bazett 1920", _INPUTS, _by_rate, parts=("long",)
)
