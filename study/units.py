"""Units: recognise one as written, convert a quantity to the item's base unit, round for display.

Owns the arithmetic of units in decimals. Must not decide whether a number is plausible (`study.checks`). A value
is kept in the unit it was written in; whoever compares or computes asks here for it in the item's own unit.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from study.definition.model import Item, Study
from study.text import Text
from study.values import Quantity
from study.writing import EXACT, plain, rounded, spelling

__all__ = ["plain", "rounded", "spelling"]

DIMENSIONLESS = "1"
_SAME = {
    "bpm": ("beats/min",),
    "次/min": ("beats/min", "breaths/min"),
    "次/分": ("beats/min", "breaths/min"),
    "/min": ("beats/min", "breaths/min"),
    "°c": ("cel",),
    "度": ("cel",),
    "/hp": ("/hpf",),
    "hp": ("/hpf",),
    "hpf": ("/hpf",),
    "/lp": ("/lpf",),
    "cells/ul": ("/ul",),
    "/ul": ("cells/ul",),
    "cells/mm3": ("cells/ul", "/ul"),
    "/mm3": ("cells/ul", "/ul"),
}


class NoConversion(msgspec.Struct, frozen=True):
    """A quantity that cannot be expressed in the item's unit, with the sentence for the person who typed it."""

    unit: str
    sentence: Text


def _match(study: Study, codes: Iterable[str], written: str) -> str | None:
    cased = spelling(written)
    folded = cased.casefold()
    exact, loose = [], []
    for code in dict.fromkeys(codes):
        names = _names(study, code)
        if cased in names:
            exact.append(code)
        lower = [name.casefold() for name in names]
        if folded in lower or any(other in lower for other in _SAME.get(folded, ())):
            loose.append(code)
    if exact:
        return exact[0]
    return loose[0] if len(loose) == 1 else None


def _names(study: Study, code: str) -> list[str]:
    unit = study.units.get(code)
    return [spelling(name) for name in (code, *((unit.label, *unit.aliases) if unit else ()))]


def units_of(item: Item) -> tuple[str, ...]:
    """The units a result of this item may be written in, its own first."""
    return (item.unit, *(alt.unit for alt in item.alt_units))


def recognise(study: Study, item: Item, written: str) -> str | None:
    """The code of one of the item's units as written, or None. Case matters only where two units differ by it: g/L
    is grams, also where the item takes G/L.
    """
    if not written.strip():
        return None
    found = _match(study, [code for code in units_of(item) if code not in ("", DIMENSIONLESS)], written)
    another = spelling(written)
    if found is None or another not in study.units or another in units_of(item):
        return found
    return found if another in _names(study, found) else None


def annotated(study: Study, item: Item, written: str) -> tuple[str, ...]:
    """The units of the item that are written so but for what they speak of: "mg/dL" where it takes mg/dL of BUN."""
    plain_words = spelling(written).casefold()
    return tuple(code for code in units_of(item) if "{" in code and plain_words in _unannotated(study, code))


def _unannotated(study: Study, code: str) -> set[str]:
    """The ways to write a unit such as mg/L{FEU} without the word in its braces."""
    bare, _, word = code.partition("{")
    unit = study.units.get(code)
    names = [name.replace(word.rstrip("}"), "").strip("(){} ") for name in (unit.label, *unit.aliases)] if unit else []
    return {spelling(name).casefold() for name in (bare, *names)}


def one_scale(item: Item) -> bool:
    """False when a number alone leaves open how much it is: some unit of the item has no factor to the others."""
    return all(alt.factor is not None for alt in item.alt_units)


def known(study: Study, written: str) -> str | None:
    """The code of any unit of the study as written, or None."""
    return _match(study, study.units, written) if written.strip() else None


def label(study: Study, code: str) -> str:
    """The unit as it is printed; nothing for a number without dimension (unit "1")."""
    if code == DIMENSIONLESS:
        return ""
    unit = study.units.get(code)
    return unit.label if unit else code


def _factor(item: Item, unit: str) -> Decimal | None:
    if unit in ("", item.unit):
        return Decimal(1)
    return next((alt.factor for alt in item.alt_units if alt.unit == unit), None)


def to_base(item: Item, quantity: Quantity) -> Quantity | NoConversion:
    """The quantity in the item's unit, comparator kept; a quantity already in that unit comes back as written."""
    factor = _factor(item, quantity.unit)
    if factor is None:
        return NoConversion(quantity.unit, no_conversion(item, quantity.unit))
    if factor == 1:
        return Quantity(quantity.number, item.unit, quantity.comparator)
    return Quantity(plain(EXACT.multiply(quantity.decimal, factor)), item.unit, quantity.comparator)


def comparable(item: Item, quantity: Quantity) -> Quantity | None:
    """The quantity in the item's unit; as written in a unit of the item that has no factor; None in any other unit."""
    base = to_base(item, quantity)
    if isinstance(base, Quantity):
        return base
    return quantity if quantity.unit in units_of(item) else None


def no_conversion(item: Item, unit: str, study: Study | None = None) -> Text:
    """The sentence that says which units an item takes, as they are printed where the study is at hand."""
    codes = [code for code in units_of(item) if code not in ("", DIMENSIONLESS)]
    takes = ", ".join(codes if study is None else [label(study, code) for code in codes])
    if not takes:
        return Text(
            f"{item.label.en} has no unit; “{unit}” does not belong here.",
            f"“{item.label.zh}”没有单位，不能带“{unit}”。",
        )
    return Text(
        f"“{unit}” cannot be converted for {item.label.en}. It takes {takes}.",
        f"“{item.label.zh}”不能用单位“{unit}”换算，可用单位：{takes}。",
    )


def shown_number(item: Item, quantity: Quantity) -> str:
    """The number in the item's unit for display.

    As written when no conversion took place. After a conversion: no more decimals than the item has, and no more
    significant digits than were written (at least two, and never rounded left of the decimal point).
    """
    base = to_base(item, quantity)
    if isinstance(base, NoConversion) or base.number == quantity.number:
        return quantity.number
    written = max(2, len(quantity.number.replace(".", "").replace("-", "").lstrip("0")))
    allowed = max(0, written - base.decimal.adjusted() - 1)
    return rounded(base.decimal, allowed if item.decimals is None else min(allowed, item.decimals))
