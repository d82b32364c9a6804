"""Queries, conflicts and held changes of a site as lists, with who, when and how old. Reads only."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from study.address import Address, parse_key
from study.changes import facts as f
from study.changes.envelope import decode_fact
from study.state.settle import Settled, settle
from study.state.slots import Slot
from sync.server import tables as t
from sync.server.page.reading import Made, Scene, entries_of, entry_of, makers_of

QueryState = Literal["open", "answered", "closed", "reopened"]
_STATES: dict[type, QueryState] = {
    f.QueryOpened: "open", f.QueryAnswered: "answered", f.QueryClosed: "closed", f.QueryReopened: "reopened",
}  # fmt: skip
BEGINS: dict[QueryState, bytes] = {
    state: f'{{"fact":"{kind.__name__.lower()}"'.encode() for kind, state in _STATES.items()
}
"""How each kind of what is said about a query begins as the EDC keeps it."""
Said = f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened


class Query(msgspec.Struct, frozen=True):
    """A query as it stands. `opened_utc` and `moved_utc` by the EDC's clock; `text` is the last word."""

    query: str
    address: Address
    state: QueryState
    text: str
    check: bool
    opened_utc: int
    moved_utc: int


class Word(msgspec.Struct, frozen=True):
    """One thing said about a query."""

    state: QueryState
    text: str
    made: Made


class Conflict(msgspec.Struct, frozen=True):
    """A slot on which different things stand, each with who said it."""

    kind: str
    address: Address
    heads: tuple[tuple[f.Fact, Made], ...]


def count_queries(scene: Scene, before: int | None = None) -> dict[QueryState, int]:
    """How many queries of a site are in which state; `before`: of those opened until then (UTC ms)."""
    named = {state: sa.func.sum(sa.case((_is(state), 1), else_=0)).label(state) for state in BEGINS}
    row = scene.connection.execute(_opened(scene, before).with_only_columns(*named.values())).one()
    return {state: row._mapping[state] or 0 for state in BEGINS}


def find_queries(scene: Scene, states: Sequence[QueryState], before: int | None, most: int) -> list[tuple[int, str]]:
    """The oldest queries in these states: when each was opened (UTC ms, by the EDC's clock), and its name."""
    opened = _opened(scene, before).where(sa.or_(*map(_is, states)))
    rows = scene.connection.execute(opened.order_by(t.change.c.received_utc, t.slot.c.key).limit(most))
    return [(row.received_utc, row.key) for row in rows]


def _is(state: QueryState) -> sa.ColumnElement[bool]:
    """The EDC writes what is shown itself, its kind first: so the database can tell without reading the rest."""
    return sa.func.substr(t.slot.c.shown, 1, len(BEGINS[state])) == BEGINS[state]


def _opened(scene: Scene, before: int | None) -> sa.Select[tuple[str, int]]:
    s, e, c, site = t.slot.c, t.entry.c, t.change.c, scene.site.site
    first = (
        sa.select(e.key, sa.func.min(e.number).label("number"))
        .where(e.site == site, e.kind == "query")
        .group_by(e.key)
        .subquery()
    )
    found = (
        sa.select(s.key, c.received_utc)
        .join(first, first.c.key == s.key)
        .join(t.change, sa.and_(c.site == site, c.number == first.c.number))
        .where(s.site == site, s.kind == "query", s.shown.is_not(None))
    )
    return found if before is None else found.where(c.received_utc <= before)


def read_queries(scene: Scene, names: Sequence[str]) -> list[Query]:
    """These queries, for a page of them; the oldest first."""
    s, site = t.slot.c, scene.site.site
    where = sa.and_(s.site == site, s.kind == "query", s.shown.is_not(None), s.key.in_(names))
    rows = scene.connection.execute(sa.select(s.key, s.shown, s.shown_number).where(where)).all()
    first = _first_numbers(scene, names)
    received = _received(scene, {*first.values(), *(row.shown_number for row in rows)})
    found = []
    for row in rows:
        fact = decode_fact(row.shown)
        if isinstance(fact, Said):
            began, moved = received.get(first.get(row.key, 0), 0), received.get(row.shown_number, 0)
            check = isinstance(fact, f.QueryOpened) and bool(fact.check)
            found.append(Query(row.key, fact.address, _STATES[type(fact)], fact.text, check, began, moved))
    return sorted(found, key=lambda query: (query.opened_utc, query.query))


def _first_numbers(scene: Scene, names: Sequence[str]) -> dict[str, int]:
    e = t.entry.c
    where = sa.and_(e.site == scene.site.site, e.kind == "query", e.key.in_(names))
    query = sa.select(e.key, sa.func.min(e.number)).where(where).group_by(e.key)
    return {key: number or 0 for key, number in scene.connection.execute(query)}


def _received(scene: Scene, numbers: set[int]) -> dict[int, int]:
    c, found = t.change.c, dict[int, int]()
    ordered = sorted(number for number in numbers if number)
    for start in range(0, len(ordered), 500):
        where = sa.and_(c.site == scene.site.site, c.number.in_(ordered[start : start + 500]))
        rows = scene.connection.execute(sa.select(c.number, c.received_utc).where(where))
        found.update({row.number: row.received_utc for row in rows})
    return found


def thread(scene: Scene, query: str) -> tuple[list[Word], tuple[str, ...]]:
    """What was said about a query in order, and the heads an act rests on."""
    entries = sorted(entries_of(scene, Slot("query", query)), key=lambda entry: entry.order)
    made = makers_of(scene.connection, scene.site.site, {entry.change for entry in entries})
    words = [
        Word(_STATES[type(entry.fact)], entry.fact.text, made[entry.change])
        for entry in entries
        if isinstance(entry.fact, Said)
    ]
    heads = settle(Slot("query", query), entries).heads
    return words, tuple(head.fact.id for head in heads)


def conflicts_of(scene: Scene) -> list[tuple[str, str]]:
    """Kind and key of every slot in conflict."""
    s = t.slot.c
    where = sa.and_(s.site == scene.site.site, s.conflict != "")
    rows = scene.connection.execute(sa.select(s.kind, s.key).where(where).order_by(s.subject, s.key))
    return [(row.kind, row.key) for row in rows]


def conflict(scene: Scene, kind: str, key: str) -> Conflict:
    """What stands on a slot in conflict."""
    settled: Settled = settle(Slot(kind, key), entries_of(scene, Slot(kind, key)))
    made = makers_of(scene.connection, scene.site.site, {head.change for head in settled.heads})
    return Conflict(kind, parse_key(key), tuple((head.fact, made[head.change]) for head in settled.heads))


def facts_in(scene: Scene, change: str) -> list[f.Fact]:
    """What a change says on slots, in its order."""
    e = t.entry.c
    where = sa.and_(e.site == scene.site.site, e.change == change)
    rows = scene.connection.execute(sa.select(t.entry).where(where).order_by(e.position))
    return [entry_of(row).fact for row in rows]
