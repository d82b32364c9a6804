"""Rows that name rows: which rows of a log name a given row of another one (grades of an event, medicines for it).

The definition says it: a choice (of one or of several) with `rows` in place of `choices`. What is kept are the
identifiers of the rows named, so a row that is renamed keeps its rows, and so does one that is withdrawn. Pure.
"""

from collections.abc import Iterable

from study.address import LOG, Address
from study.definition.model import Form, Item
from study.logs import Row, rows
from study.row_answers import row_answers
from study.text import Text
from study.timeline import Timeline
from study.value_words import choice_text


def link_of(form: Form, log: str) -> Item | None:
    """The item by which a row of this form names rows of a log."""
    return next((item for item in form.items if log and item.links and item.rows == log), None)


def named_by_another(form: Form) -> bool:
    """Whether its rows have no name of their own and are called by the row they belong to (grades of an event)."""
    return any(item.links and item.code == form.named_by for item in form.items)


def belonging(line: Timeline, place: Address, form: str) -> tuple[Row, ...]:
    """The rows of a form that name the row at `place`, in the order of their own dates."""
    item = link_of(line.study.forms[form], place.form) if form in line.study.forms else None
    if item is None or not place.form_repeat:
        return ()
    return tuple(row for row in rows(line, form) if place.form_repeat in row.codes(item.code))


def undecided_between(line: Timeline, log: str, form: str) -> bool:
    """Whether some row of a form names rows of a log in two ways between which nobody decided."""
    item = link_of(line.study.forms[form], log) if form in line.study.forms else None
    return item is not None and any(item.code in line.undecided(row.place) for row in rows(line, form))


def places_under(line: Timeline, place: Address, under: str) -> tuple[Address, ...]:
    """Where the form of `place` stands; with `under` only the rows that name that row of the log they belong to."""
    every = line.form_places(place.in_visit, place.form)
    if not under:
        return every
    named = [item.code for item in line.study.forms[place.form].items if item.links]
    return tuple(at for at in every if any(under in Row(at, None, line.filled(at)).codes(code) for code in named))


def named(line: Timeline, row: Row, item: Item) -> tuple[Address, ...]:
    """The rows that a row names by one of its links, in the order of their log; those that were withdrawn left out."""
    codes = row.codes(item.code)
    return tuple(at for at in line.form_places(Address(row.place.subject, LOG), item.rows) if at.form_repeat in codes)


def belongs_to(line: Timeline, row: Row) -> Address | None:
    """The row of another log that a row names; None where it names none, or one that was withdrawn."""
    for item in line.study.forms[row.place.form].items:
        if item.links and row.codes(item.code):
            return next(iter(named(line, row, item)), None)
    return None


def withdrawn_rows(line: Timeline, row: Row, item: Item) -> tuple[str, ...]:
    """The withdrawn rows that a row still names by one of its links, by their identifiers."""
    log = Address(row.place.subject, LOG, form=item.rows)
    gone = {repeat.address.form_repeat for repeat in line.record.withdrawn_repeats(log)}
    return tuple(code for code in row.codes(item.code) if code in gone)


def called(line: Timeline, found: Iterable[Row]) -> Text:
    """Rows of logs by their names and dates, for where they are shown beside the row that they name."""
    labels: dict[tuple[str, str], Text] = {}
    places = [row.place for row in found]
    for form in dict.fromkeys(place.form for place in places):
        answers = row_answers(line.study, line.record, line.study.forms[form])
        labels |= {(form, answer.code): answer.label for answer in answers}
    names = [labels[place.form, place.form_repeat] for place in places if (place.form, place.form_repeat) in labels]
    return Text(", ".join(name.en for name in names), "、".join(name.zh for name in names))


def gone_sentence(line: Timeline, item: Item, codes: tuple[str, ...]) -> Text:
    """That a row names rows which were withdrawn, and which."""
    called = choice_text(line.study, item, codes)
    return Text(f"Names a withdrawn row: {called.en}", f"所关联的记录行已撤回：{called.zh}")
