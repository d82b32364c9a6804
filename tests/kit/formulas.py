"""Formulas with inputs that a command line cannot take (series), and results written as people write them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from study.derived.given import Given, Input, Point, Series
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.text import Text
from study.values import Comparator, Quantity, TextValue

DAY_0 = date(2026, 3, 2)


def quantity(written: str, unit: str = "") -> Quantity:
    """A result such as "<0.5", ">=3" or "2.1" as a quantity."""
    number = written.lstrip("<>=")
    comparators: dict[str, Comparator] = {"": "", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
    return Quantity(number, unit, comparators[written.removesuffix(number)])


def series(results: Iterable[tuple[int, str]], unit: str = "") -> Series:
    """Results by study day, in the order given."""
    return Series(tuple(Point(DAY_0 + timedelta(days=day), day, quantity(written, unit)) for day, written in results))


def compute(code: str, /, *absent: str, **inputs: str | bool | Series) -> Derived:
    """A formula's result; True and False are flags, `absent` names what the child's record should hold and does not."""
    given = {name: _input(name, value) for name, value in inputs.items()}
    return apply(FORMULAS[code], Given(given, {name: Text("not entered", "未录入") for name in absent}))


def _input(name: str, value: str | bool | Series) -> Input:
    if isinstance(value, Series):
        return value
    if isinstance(value, bool):
        return TextValue("Y" if value else "N")
    return TextValue(value) if NAMES[name].word else quantity(value, NAMES[name].unit)


def fits(number: str, written: str) -> bool:
    """Whether a number is one of those that a result such as "<0.5" may stand for."""
    limit, value = quantity(written), Decimal(number)
    bound = limit.decimal
    return {"": value == bound, "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[
        limit.comparator
    ]


def why(derived: Derived) -> str:
    """The English reason of a result that could not be had; it has a Chinese one too."""
    assert not derived.known
    assert derived.why is not None
    assert derived.why.zh
    return derived.why.en


def notes(derived: Derived) -> str:
    """All notes in English; each has a Chinese wording."""
    assert all(note.zh for note in derived.notes)
    return " ".join(note.en for note in derived.notes)


def beside(derived: Derived) -> dict[str, str]:
    """The results beside the main one, as shown."""
    return {also.name: also.shown for also in derived.also}
