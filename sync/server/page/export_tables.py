"""The tables of an export: one a form in rows of filled forms, the audit trail as one long table, the dictionary.

Reads one site in one transaction. CSV as spreadsheets open it: UTF-8 with its mark, nothing that runs as a formula.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO

import sqlalchemy as sa

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode, facts_of
from study.definition.model import Study
from study.definition.table import COLUMNS, rows
from study.form_tables import CODELISTS, EARLIER, columns, earlier_rows, form_rows, plain
from study.sheet import harmless
from study.state.slots import address_of
from study.values import Cleared, NotDone, Sealed
from sync.server import tables as t
from sync.server.page.aside_table import AsideTable
from sync.server.page.reading import Scene, course, people, stamps

_AUDIT = (
    "number", "received_utc", "made_utc", "device", "seq", "author", "author_name", "role", "standing", "code",
    "change", "fact", "subject", "visit", "visit_repeat", "form", "form_repeat", "row", "item", "value", "reason",
)  # fmt: skip
_IN_MEMORY = 1 << 20
_ROWS_AT_ONCE = 500


def tables_of(scene: Scene) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every table by file name with its bytes."""
    with ExitStack() as open_files:
        files: dict[str, IO[bytes]] = {}
        rest = open_files.enter_context(_spool())
        _write(rest, [EARLIER])
        beside = AsideTable()
        for code, form in scene.study.forms.items():
            files[code] = open_files.enter_context(_spool())
            _write(files[code], [columns(form)])
        for stamp in stamps(scene):
            of = course(scene, stamp.subject)
            for code, form in scene.study.forms.items():
                _write(files[code], form_rows(of, form, scene.site.site))
            _write(rest, earlier_rows(of, scene.site.site))
            beside.add(of)
        for code, file in files.items():
            yield f"forms/{code}.csv", _read(file)
        yield "earlier-versions.csv", _read(rest)
        yield "aside.csv", iter((b"\xef\xbb\xbf", _csv(beside.lines(scene.site.site))))
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
    yield b"\xef\xbb\xbf" + _csv([CODELISTS, *lines])
