"""Rows that belong to rows: which rows of a log name a given row of another one (the grades of an event).

The definition says it: a choice with `rows` in place of `choices`. What is kept is the identifier of the row named, so
a row that is renamed keeps its rows. Pure.
"""

from study.address import LOG, Address
from study.definition.model import Form, Item
from study.logs import Row, rows
from study.timeline import Timeline
from study.values import Codes


def link_of(form: Form, log: str) -> Item | None:
    """The item by which a row of this form names the row of a log it belongs to."""
    return next((item for item in form.items if item.type == "choice" and log and item.rows == log), None)


def belonging(line: Timeline, place: Address, form: str) -> tuple[Row, ...]:
    """The rows of a form that name the row at `place`, in the order of their own dates."""
    item = link_of(line.study.forms[form], place.form) if form in line.study.forms else None
    if item is None or not place.form_repeat:
        return ()
    return tuple(row for row in rows(line, form) if row.code(item.code) == place.form_repeat)


def places_under(line: Timeline, place: Address, under: str) -> tuple[Address, ...]:
    """Where the form of `place` stands; with `under` only the rows that name that row of the log they belong to."""
    every = line.form_places(place.in_visit, place.form)
    if not under:
        return every
    named = {item.code for item in line.study.forms[place.form].items if item.type == "choice" and item.rows}
    return tuple(at for at in every if any(line.filled(at).get(code) == Codes((under,)) for code in named))


def belongs_to(line: Timeline, row: Row) -> Address | None:
    """The row of another log that a row names; None where it names none, or one that was withdrawn."""
    for item in line.study.forms[row.place.form].items:
        if item.type == "choice" and item.rows and (code := row.code(item.code)):
            log = Address(row.place.subject, LOG)
            return next((at for at in line.form_places(log, item.rows) if at.form_repeat == code), None)
    return None
