"""What can stand at an address: quantities, ranges, text, codes, dates, sealed text, *cleared* and *not done*.

Owns equality of values: two values agree when kind, comparator, number, unit and code agree, whatever was typed.
Must not know items, limits or languages. An address nobody wrote has no value at all; that is not *cleared*.
"""

from decimal import Context, Decimal, InvalidOperation
from typing import Literal

import msgspec

Comparator = Literal["", "<", "<=", ">", ">="]
_LONGEST = 100
"""Characters of a number, and places before or after its point: a longer one is compared as it is written."""
_EXACT = Context(prec=_LONGEST)


class Quantity(msgspec.Struct, frozen=True, omit_defaults=True, tag="q", tag_field="kind", gc=False):
    """A number with its comparator and unit; the decimal is kept as written ("53.90" stays "53.90")."""

    number: str
    unit: str
    comparator: Comparator = ""

    @property
    def decimal(self) -> Decimal:
        """The number as a decimal, without its comparator."""
        return Decimal(self.number)


class Range(msgspec.Struct, frozen=True, omit_defaults=True, tag="r", tag_field="kind", gc=False):
    """A printed range such as 3-5 /HP; `high` is "" for an open end ("> 50 as printed")."""

    low: str
    high: str
    unit: str


class TextValue(msgspec.Struct, frozen=True, omit_defaults=True, tag="t", tag_field="kind", gc=False):
    """Free text."""

    text: str


class Codes(msgspec.Struct, frozen=True, omit_defaults=True, tag="c", tag_field="kind", gc=False):
    """One or several codes of a code list."""

    codes: tuple[str, ...]


class DateValue(msgspec.Struct, frozen=True, omit_defaults=True, tag="d", tag_field="kind", gc=False):
    """A date or partial date in ISO form: 2026, 2026-08 or 2026-08-18."""

    date: str


class DateTimeValue(msgspec.Struct, frozen=True, omit_defaults=True, tag="dt", tag_field="kind", gc=False):
    """A wall-clock time at the site: 2026-11-17T08:10."""

    at: str


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True, tag="s", tag_field="kind", gc=False):
    """Identity text sealed with the child's key; only an enrolled site can open it."""

    box: bytes


class Cleared(msgspec.Struct, frozen=True, omit_defaults=True, tag="x", tag_field="kind", gc=False):
    """A person emptied the field. Different from never filled and from not done."""


class NotDone(msgspec.Struct, frozen=True, omit_defaults=True, tag="n", tag_field="kind", gc=False):
    """Not done, with the code of the reason (code list NDREASON) and an optional word."""

    reason: str
    note: str = ""


Value = Quantity | Range | TextValue | Codes | DateValue | DateTimeValue | Sealed | Cleared | NotDone


def _number(text: str) -> str:
    """`text` without what does not change the number: "53.90" and "53.9" give one form. Not a number: as written.

    Never raises and never rounds: what came from another workstation must compare, whatever it says.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number:
        return "0"
    if not number.is_finite() or len(text) > _LONGEST or abs(number.adjusted()) > _LONGEST:
        return text
    return format(number.normalize(_EXACT), "f")


def canonical(value: Value) -> tuple[str, ...]:
    """The form in which values are compared and digested; equal exactly when two values say the same."""
    match value:
        case Quantity(number=number, unit=unit, comparator=comparator):
            return ("q", comparator, _number(number), unit)
        case Range(low=low, high=high, unit=unit):
            return ("r", _number(low), _number(high), unit)
        case TextValue(text=text):
            return ("t", text)
        case Codes(codes=codes):
            return ("c", *sorted(codes))
        case DateValue(date=date):
            return ("d", date)
        case DateTimeValue(at=at):
            return ("dt", at)
        case Sealed(box=box):
            return ("s", box.hex())
        case Cleared():
            return ("x",)
        case NotDone(reason=reason, note=note):
            return ("n", reason, note)


def same(left: Value, right: Value) -> bool:
    """True when the two values agree (numbers by value, codes as a set); the text that was typed plays no part."""
    return canonical(left) == canonical(right)
