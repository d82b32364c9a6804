"""The rows of a child's log as a page shows them: open ones first, the latest first. Pure; medicines are their own."""

from collections.abc import Iterator
from datetime import date

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.logs_odd import CONSENTS, SAMPLES, odd_rows
from desktop_app.presenters.logs_words import COLUMNS, FIRST
from study.address import LOG, Address
from study.consent import consents
from study.course import Course
from study.definition.model import Form, Item
from study.links import named_by_another
from study.relevance import goes_on
from study.samples import balance, samples
from study.text import Text
from study.units import plain
from study.values import DateTimeValue, DateValue, NotDone
from ui.logs.state import LogColumn, LogRow

_WIDTHS = {"date": 96, "partial_date": 96, "datetime": 128, "number": 78, "choice": 116, "multichoice": 140}
_OTHERS = 4
"""How many items a log shows of which nobody said which."""


def logs_of(course: Course) -> tuple[Form, ...]:
    """The logs of a child in the order at the left; rows without a name but that of another log's row have no page."""
    study = course.study
    found = next((visit for visit in study.visits if visit.code == LOG), None)
    forms = [study.forms[code] for code in found.forms] if found is not None else []
    under = {item.rows for form in forms for item in form.items if item.type == "table"}
    order = {code: place for place, code in enumerate(FIRST)}
    shown = [form for form in forms if form.repeating and not (form.code in under and named_by_another(form))]
    return tuple(sorted(shown, key=lambda form: order.get(form.code, len(order))))


def places_of(course: Course, form: str) -> tuple[Address, ...]:
    """The rows of a log, the oldest first."""
    return course.form_places(Address(course.record.subject, LOG), form)


def ended(course: Course, form: Form, today: date) -> frozenset[Address] | None:
    """The rows of a log that are over; None where its rows have no end."""
    places = places_of(course, form.code)
    if form.code == CONSENTS:
        current = {each.place for each in consents(course, today).current.values()}
        return frozenset(place for place in places if place not in current)
    if not form.open_when:
        return None
    return frozenset(place for place in places if not goes_on(course, place))


def columns_of(form: Form) -> tuple[Item, ...]:
    """The items that are columns, the one that names a row first."""
    known = {item.code: item for item in form.items}
    said = tuple(known[code] for code in COLUMNS.get(form.code, ()) if code in known)
    if said:
        return said
    first = [known[code] for code in (form.named_by, form.dated_by) if code in known]
    others = [item for item in form.items if item not in first and item.type not in ("text", "table")]
    return (*first, *others[:_OTHERS])


def columns(form: Form) -> tuple[LogColumn, ...]:
    """Their heads and widths; words take the rest, numbers end on one edge."""
    items = columns_of(form)
    wide = {item.code for item in items if item.type not in _WIDTHS}
    if not wide or items[0].type in ("choice", "multichoice"):
        # What names a row is read first: it is not the one that is cut.
        wide.add(items[0].code)
    return tuple(
        LogColumn(item.short or item.label, 0 if item.code in wide else _WIDTHS[item.type], right=item.type == "number")
        for item in items
    )


def rows(course: Course, form: Form, today: date) -> tuple[LogRow, ...]:
    """The rows of a log: what goes on first; of both the latest first."""
    over = ended(course, form, today) or frozenset()
    items, odd = columns_of(form), odd_rows(course, form, places_of(course, form.code), today)
    made = (
        LogRow(place.key, tuple(_cells(course, items, place)), place in over, odd.get(place))
        for place in reversed(places_of(course, form.code))
    )
    return tuple(sorted(made, key=lambda row: row.over))


def _cells(course: Course, items: tuple[Item, ...], place: Address) -> Iterator[Text]:
    for item in items:
        value = course.record.value(msgspec.structs.replace(place, item=item.code))
        if isinstance(value, DateValue | DateTimeValue):
            yield words.both((value.at if isinstance(value, DateTimeValue) else value.date).replace("T", " "))
        elif isinstance(value, NotDone):
            yield words.not_done_text(course.study, value.reason)
        else:
            en, zh = (words.with_unit(course.study, item, value, one) for one in ("en", "zh"))
            yield Text(_one_line(en), _one_line(zh))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def summary(course: Course, form: Form) -> Text | None:
    """One line over the rows: of samples the balance of their aliquots."""
    kept = samples(course) if form.code == SAMPLES else ()
    if not kept:
        return None
    total = balance(kept)
    made, used, gone, lost, stored = (
        plain(each) for each in (total.collected, total.used, total.destroyed, total.lost, total.stored)
    )
    return Text(
        f"{made} aliquots = {used} used + {gone} destroyed + {lost} lost + {stored} kept",
        f"共 {made} 份 = 已用{used} + 销毁{gone} + 遗失{lost} + 在库{stored}",
    )
