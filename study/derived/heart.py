"""QT corrected for heart rate, in ms. Bazett, Heart 1920;7:353. Fridericia, Acta Med Scand 1920;53:469."""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Formula, Outcome
from study.text import Text

_INPUTS = ("qt", "hr")
_FAST = Text("Above 90/min Fridericia is preferred.", "心率大于90次/分时宜采用Fridericia公式。")


def _corrected(given: Given, power: Decimal, why: Text | None, notes: tuple[Text, ...]) -> Outcome:
    why = first(given.missing(*_INPUTS), given.not_positive(*_INPUTS), why)
    comparator = given.comparator(_INPUTS)
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    # 1/RR is HR/60: written this way a whole-number result stays exact.
    value = given.number("qt") * (given.number("hr") / 60) ** power
    return Outcome(value, comparator, notes=notes, used=_INPUTS)


def _bazett(given: Given) -> Outcome:
    fast = given.has("hr") and given.number("hr") > 90
    return _corrected(given, Decimal("0.5"), given.outside("hr", "40", "180"), (_FAST,) if fast else ())


def _fridericia(given: Given) -> Outcome:
    return _corrected(given, Decimal(1) / 3, None, ())


QTCB = Formula("QTCB", "ms", 0, "1", "Bazett 1920", _INPUTS, _bazett)
QTCF = Formula("QTCF", "ms", 0, "1", "Fridericia 1920", _INPUTS, _fridericia)
