"""The tables of an export: one a form in rows of filled forms, the audit trail as one long table, the dictionary.

Reads one site in one transaction. CSV as spreadsheets open it: UTF-8 with its mark, nothing that runs as a formula.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO

import sqlalchemy as sa

from study.address import LOG, Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode, facts_of
from study.course import Course
from study.definition.model import Form, Item, Study
from study.definition.table import COLUMNS, rows
from study.earlier import without_place
from study.signing import state
from study.state.slots import address_of
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
from sync.server import tables as t
from sync.server.page.reading import Scene, course, people, stamps

_PLACE = ("site", "subject", "code", "visit", "visit_repeat", "visit_date", "study_day", "form_repeat")
_STATE = ("complete", "signed", "not_done", "conflicts")
_AUDIT = (
    "number", "received_utc", "made_utc", "device", "seq", "author", "author_name", "role", "standing", "code",
    "change", "fact", "subject", "visit", "visit_repeat", "form", "form_repeat", "row", "item", "value", "reason",
)  # fmt: skip
_IN_MEMORY = 1 << 20
_ROWS_AT_ONCE = 500
# Spreadsheets of the East read full-width signs too.
_FORMULA = ("=", "@", "+", "-", "＝", "＠", "＋", "－", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]\d+(\.\d+)?(\.\.[+-]?\d+(\.\d+)?)?|[+\-±]+")


def tables_of(scene: Scene) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table by file name with its bytes."""
    with ExitStack() as open_files:
        files: dict[str, IO[bytes]] = {}
        rest = open_files.enter_context(_spool())
        _write(rest, [("site", "subject", "visit", "form", "item", "value")])
        for code, form in scene.study.forms.items():
            files[code] = open_files.enter_context(_spool())
            _write(files[code], [(*_PLACE, *(name for item in form.items for name in _columns(item)), *_STATE)])
        for stamp in stamps(scene):
            of = course(scene, stamp.subject)
            for code, form in scene.study.forms.items():
                _write(files[code], _form_rows(scene, of, form))
            _write(rest, _earlier(scene, of))
        for code, file in files.items():
            yield f"forms/{code}.csv", _read(file)
        yield "earlier-versions.csv", _read(rest)
    yield "audit.csv", _audit(scene)
    yield "dictionary.csv", _dictionary(scene.study)
    yield "codelists.csv", _codelists(scene.study)


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(_IN_MEMORY)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    yield b"\xef\xbb\xbf"
    while part := file.read(1 << 16):
        yield part


def _write(file: IO[bytes], lines: Iterable[Sequence[object]]) -> None:
    file.write(_csv(lines))


def _csv(lines: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[harmless(str(cell)) for cell in line] for line in lines])
    return out.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """A spreadsheet would calculate what begins like a formula: an apostrophe in front makes it a text."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _columns(item: Item) -> tuple[str, ...]:
    """A number has its comparator and unit beside it; what is sealed has no column."""
    if item.identity or item.type == "table":
        return ()
    return (item.code, f"{item.code}_CMP", f"{item.code}_UNIT") if item.type == "number" else (item.code,)


def _form_rows(scene: Scene, of: Course, form: Form) -> Iterator[tuple[str, ...]]:
    logs = Address(of.record.subject, LOG)
    for at in (*(each.address for each in of.visits), logs):
        visit = next((each for each in scene.study.visits if each.code == at.visit), None)
        for place in of.form_places(at, form.code) if visit and form.code in visit.forms else ():
            if of.filled(place) or of.undecided(place):
                yield _form_row(scene, of, form, place)


def _form_row(scene: Scene, of: Course, form: Form, place: Address) -> tuple[str, ...]:
    values = of.filled(place)
    at = of.visit_at(place.in_visit) if place.visit != LOG else None
    cells = [cell for item in form.items for cell in _cells(item, values.get(item.code))]
    not_done = " ".join(f"{code}={value.reason}" for code, value in values.items() if isinstance(value, NotDone))
    return (
        scene.site.site, place.subject, of.code, place.visit, place.visit_repeat,
        at.day.isoformat() if at is not None and at.day else "",
        str(at.study_day) if at is not None and at.study_day is not None else "", place.form_repeat,
        *cells, "Y" if of.record.form_state(place) == "complete" else "", state(of.record, place), not_done,
        " ".join(sorted(of.undecided(place))),
    )  # fmt: skip


def _cells(item: Item, value: Value | None) -> tuple[str, ...]:
    if item.identity or item.type == "table":
        return ()
    text = plain(value)
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


def _earlier(scene: Scene, of: Course) -> Iterator[tuple[str, ...]]:
    """Values of other versions, for which the definition in force has no place."""
    for address in without_place(scene.study, of.record):
        value = plain(of.record.value(address))
        yield scene.site.site, address.subject, address.visit, address.form, address.item, value


def _audit(scene: Scene) -> Iterator[bytes]:
    known = people(scene.connection, scene.site.site)
    yield b"\xef\xbb\xbf" + _csv([_AUDIT])
    after = 0
    while True:
        where = sa.and_(t.change.c.site == scene.site.site, t.change.c.number > after)
        query = sa.select(t.change).where(where).order_by(t.change.c.number).limit(_ROWS_AT_ONCE)
        found = scene.connection.execute(query).all()
        if not found:
            return
        after = found[-1].number
        yield _csv(line for row in found for line in _audit_lines(row, known))


def _audit_lines(row: "sa.Row[tuple[object, ...]]", known: dict[str, str]) -> Iterator[tuple[str, ...]]:
    change = decode(row.body)
    head = (
        str(row.number), _utc(row.received_utc), _utc(change.at.utc), row.device, str(row.seq), change.author,
        known.get(change.author, change.author), change.role, row.standing, row.code, row.id,
    )  # fmt: skip
    for fact in facts_of(change):
        if isinstance(fact, UnknownFact):
            yield (*head, "unknown", *[""] * 9)
            continue
        place = address_of(fact) or Address("")
        value = plain(fact.value) if isinstance(fact, f.ValueSet) else str(getattr(fact, "text", ""))
        why = str(getattr(fact, "reason", "") or getattr(fact, "explanation", ""))
        yield (*head, type(fact).__name__, *place.parts, _kind(fact) or value, why)


def _kind(fact: f.Fact) -> str:
    """What stands in for a value that is no text: a reason why not, that it is sealed, that it was cleared."""
    if isinstance(fact, f.ValueSet):
        reason = fact.value.reason if isinstance(fact.value, NotDone) else ""
        empty = {NotDone: f"not done: {reason}", Cleared: "cleared", Sealed: "sealed"}
        return empty.get(type(fact.value), "")
    return fact.kind if isinstance(fact, f.MarkSet) else fact.status if isinstance(fact, f.VisitStatus) else ""


def _utc(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dictionary(study: Study) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _csv([tuple(COLUMNS), *(tuple(row.values()) for row in rows(study))])


def _codelists(study: Study) -> Iterator[bytes]:
    lines = (
        (name, choice.code, choice.label.en, choice.label.zh)
        for name, every in study.codelists.items()
        for choice in every
    )
    yield b"\xef\xbb\xbf" + _csv([("list", "code", "en", "zh"), *lines])
