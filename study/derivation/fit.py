"""A value of the record as the kind of input a formula wants, in its unit; or why it is none.

Converts units and kinds only. A limit such as "<40" stays one; a printed range is no number.
"""

from datetime import date

from study import units
from study.definition.model import Item
from study.definition.target import Target
from study.derived.given import Day, Input, Words
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, Quantity, Range, Sealed, TextValue, Value
from study.writing import printed

_NO_NUMBER = Text("not a number", "不是数字")
_RANGE = Text("a range, not a number", "为范围值，非单一数值")
_SEALED = Text("not known here", "此处未知")
_PARTLY = Text("the date is only partly known", "日期不完整")
_SEVERAL = Text("several answers", "多个答案")
_OTHER = Text("of another kind", "类型不符")


def fit(target: Target, item: Item, value: Value) -> Input | Text:
    """The input that a value of an item gives."""
    if isinstance(value, Sealed):
        return _SEALED
    match target.named.kind:
        case "number":
            return number(target, item, value)
        case "word" | "flag":
            return _word(value)
        case "words" if isinstance(value, Codes):
            return Words(value.codes)
        case "day":
            return _day(value)
        case _:
            return _OTHER


def number(target: Target, item: Item, value: Value) -> Quantity | Text:
    """A number in the unit of the input; a single code that is a number (a grade, a score) counts as that number."""
    match value:
        case Quantity():
            return _in_unit(target, item, value)
        case Range(low=low, high="", unit=unit):
            return _in_unit(target, item, Quantity(low, unit, ">"))
        case Range():
            return _RANGE
        case Codes(codes=(code,)) if code.isascii() and code.isdecimal():
            return Quantity(code, target.unit)
        case _:
            return _NO_NUMBER


def other_unit(target: Target) -> Text:
    """The sentence for a number in a unit that is not the input's."""
    unit = printed(target.unit)
    return Text(f"its unit is not {unit}", f"单位不是 {unit}")


def _in_unit(target: Target, item: Item, value: Quantity) -> Quantity | Text:
    base = units.to_base(item, value)
    if isinstance(base, Quantity) and target.takes(item.unit):
        return Quantity(base.number, target.unit or item.unit, base.comparator)
    return other_unit(target)


def _word(value: Value) -> TextValue | Text:
    match value:
        case Codes(codes=(code,)):
            return TextValue(code)
        case Codes():
            return _SEVERAL
        case TextValue():
            return value
        case _:
            return _OTHER


def _day(value: Value) -> Day | Text:
    if not isinstance(value, DateValue | DateTimeValue):
        return _OTHER
    written = value.date if isinstance(value, DateValue) else value.at[:10]
    try:
        return Day(date.fromisoformat(written)) if len(written) == len("2026-08-18") else _PARTLY
    except ValueError:
        return _PARTLY
