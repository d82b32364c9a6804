"""What was entered on forms as tables: one a form, a row a filled form; here and on the EDC's page alike.

Pure: texts out, nothing that is sealed. A number has its comparator and unit beside it. Must not know a file format.
"""

from collections.abc import Iterator

from study.address import LOG, Address
from study.course import Course
from study.definition.model import Form, Item, Study
from study.earlier import without_place
from study.signing import state
from study.value_words import choice_text
from study.values import (
    Cleared,
    Codes,
    DateTimeValue,
    DateValue,
    NotDone,
    Quantity,
    Range,
    Sealed,
    TextValue,
    Value,
)

PLACE = ("site", "subject", "code", "visit", "visit_repeat", "visit_date", "study_day", "form_repeat")
STATE = ("complete", "signed", "not_done", "conflicts")
EARLIER = ("site", "subject", "visit", "form", "item", "value")
"""Columns of the values that belong to other versions of the definition."""
CODELISTS = ("list", "code", "en", "zh")


def columns(form: Form) -> tuple[str, ...]:
    """The head of a form's table."""
    return (*PLACE, *(name for item in form.items for name in _columns(item)), *STATE)


def _columns(item: Item) -> tuple[str, ...]:
    """A number has its comparator and unit beside it, identifiers of rows what those are called; what is sealed has no
    column.
    """
    if item.identity or item.type == "table":
        return ()
    if item.links:
        return (item.code, f"{item.code}_ROWS")
    return (item.code, f"{item.code}_CMP", f"{item.code}_UNIT") if item.type == "number" else (item.code,)


def form_rows(of: Course, form: Form, site: str) -> Iterator[tuple[str, ...]]:
    """Every place of a child where the form holds something, as rows of its table."""
    logs = Address(of.record.subject, LOG)
    for at in (*(each.address for each in of.visits), logs):
        visit = next((each for each in of.study.visits if each.code == at.visit), None)
        for place in of.form_places(at, form.code) if visit and form.code in visit.forms else ():
            if of.filled(place) or of.undecided(place):
                yield _form_row(of, form, place, site)


def _form_row(of: Course, form: Form, place: Address, site: str) -> tuple[str, ...]:
    values = of.filled(place)
    at = of.visit_at(place.in_visit) if place.visit != LOG else None
    cells = [cell for item in form.items for cell in _cells(of.study, item, values.get(item.code))]
    not_done = " ".join(f"{code}={value.reason}" for code, value in values.items() if isinstance(value, NotDone))
    return (
        site, place.subject, of.code, place.visit, place.visit_repeat,
        at.day.isoformat() if at is not None and at.day else "",
        str(at.study_day) if at is not None and at.study_day is not None else "", place.form_repeat,
        *cells, "Y" if of.record.form_state(place) == "complete" else "", state(of.record, place), not_done,
        " ".join(sorted(of.undecided(place))),
    )  # fmt: skip


def _cells(study: Study, item: Item, value: Value | None) -> tuple[str, ...]:
    if item.identity or item.type == "table":
        return ()
    text = plain(value)
    if item.links:
        named = [choice_text(study, item, (code,)).en for code in (value.codes if isinstance(value, Codes) else ())]
        return (text, "; ".join(named))
    if item.type != "number":
        return (text,)
    quantity = value if isinstance(value, Quantity) else None
    unit = quantity.unit if quantity else value.unit if isinstance(value, Range) else ""
    return (quantity.number if quantity else text, quantity.comparator if quantity else "", unit)


def plain(value: Value | None) -> str:
    """A value as it was kept, without words of a language; nothing of what is sealed."""
    match value:
        case Quantity(number=number, comparator=comparator):
            return f"{comparator}{number}"
        case Range(low=low, high=high):
            return f"{low}..{high}"
        case TextValue(text=text):
            return text
        case Codes(codes=codes):
            return " ".join(codes)
        case DateValue(date=date):
            return date
        case DateTimeValue(at=at):
            return at
        case NotDone() | Cleared() | Sealed() | None:
            return ""


def earlier_rows(of: Course, site: str) -> Iterator[tuple[str, ...]]:
    """Values of other versions, for which the definition in force has no place."""
    for address in without_place(of.study, of.record):
        value = plain(of.record.value(address))
        yield site, address.subject, address.visit, address.form, address.item, value
