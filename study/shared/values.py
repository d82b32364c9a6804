"""How a value of the record is written in a shared set: digits, codes and study days, nothing that a person typed.

Pure. A comparator stays with its number in one cell, so that nobody reads "<40" as 40.
"""

from datetime import date

from study import units
from study.definition.model import Item, Study
from study.definition.read_dictionary import dictionary_of
from study.expression.moments import days_of
from study.shared.columns import NO_UNIT, NOT_DONE, UNLISTED
from study.values import Codes, DateTimeValue, DateValue, NotDone, Quantity, Range, TextValue, Value

QUARTER = 91
"""Days to whose multiples the stretch of a partial date is widened."""


def written(study: Study, item: Item, value: Value, zero: date | None) -> str:
    """A value of a kept item; "" where it cannot be told without a day 0, or is of no kind that is shared."""
    match value:
        case Quantity():
            base = units.to_base(item, value)
            return f"{base.comparator}{units.plain(base.decimal)}" if isinstance(base, Quantity) else NO_UNIT
        case Range():
            return _range(item, value)
        case Codes(codes=codes):
            known = {choice.code for choice in study.codelists.get(item.choices, ())}
            return "+".join(code if code in known else UNLISTED for code in codes)
        case DateValue(date=text):
            return study_days(text, zero)
        case DateTimeValue(at=text):
            day = study_days(text[:10], zero)
            return f"{day} {text[11:16]}" if day and len(text) > len("2026-08-18") else day
        case TextValue(text=text):
            terms = dictionary_of(study, item)
            found = terms.find(text) if terms is not None else None
            return found.label.en if found is not None else UNLISTED
        case NotDone(reason=reason):
            return f"{NOT_DONE}:{reason}" if reason else NOT_DONE + ":UNK"
    return ""


def _range(item: Item, value: Range) -> str:
    ends = [units.to_base(item, Quantity(end, value.unit)) if end else None for end in (value.low, value.high)]
    if any(isinstance(end, units.NoConversion) for end in ends):
        return NO_UNIT
    low, high = (units.plain(end.decimal) if isinstance(end, Quantity) else "" for end in ends)
    return f"{low}..{high}"


def study_days(text: str, zero: date | None) -> str:
    """The study day of a date; of a partial one "a..b", quarters of a year that hold it: the first and last day of its
    month or year would tell the calendar day of day 0. "" without a day 0.
    """
    try:
        days = days_of(text) if zero is not None and text else None
    except ValueError:
        return ""
    if days is None or zero is None:
        return ""
    first, last = ((day - zero).days for day in days)
    return str(first) if first == last else f"{first // QUARTER * QUARTER}..{-(-last // QUARTER) * QUARTER}"
