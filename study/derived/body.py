"""Body surface area (Mosteller, N Engl J Med 1987;317:1098) and body mass index."""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Formula, Outcome

_SIZE = ("height_cm", "weight_kg")


def mosteller(height_cm: Decimal, weight_kg: Decimal) -> Decimal:
    """Body surface area in m2 in full precision, for use inside other formulas."""
    return (height_cm * weight_kg / 3600).sqrt()


def _bsa(given: Given) -> Outcome:
    why = first(given.missing(*_SIZE), given.outside("height_cm", "40", "220"), given.outside("weight_kg", "2", "200"))
    comparator = given.comparator(_SIZE)
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    return Outcome(mosteller(given.number("height_cm"), given.number("weight_kg")), comparator, used=_SIZE)


def _bmi(given: Given) -> Outcome:
    why = first(given.missing(*_SIZE), given.not_positive(*_SIZE))
    comparator = given.comparator(("weight_kg",), ("height_cm",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    height_m = given.number("height_cm") / 100
    return Outcome(given.number("weight_kg") / height_m**2, comparator, used=_SIZE)


BSA = Formula("BSA", "m2", 2, "1", "Mosteller 1987", _SIZE, _bsa)
BMI = Formula("BMI", "kg/m2", 1, "1", "weight / height squared (Quetelet)", _SIZE, _bmi)
