"""Entries and settled slots of one site in SQL, inside one transaction: the EDC's `study.state.apply.Slots`.

Keeps the site's state hash up to date slot by slot. Must not decide anything: `study.state` does. What every fact asks
is built once below: a visit has hundreds of facts, and making a statement takes longer than running it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode_fact, encode_facts
from study.state.digest import slot_number
from study.state.judge import Freeze
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot, address_of
from sync.server import tables as t

MOST_KEYS = 500
"""So many keys in one question."""


def _of_slot(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.site == sa.bindparam("of_site"),
        table.c.kind == sa.bindparam("of_kind"),
        table.c.key == sa.bindparam("of_key"),
    )


def _of_change(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.site == sa.bindparam("of_site"), table.c.change == sa.bindparam("of_change"))


def _of_slots(table: sa.Table) -> sa.ColumnElement[bool]:
    """Slots of one kind."""
    return sa.and_(
        table.c.site == sa.bindparam("of_site"),
        table.c.kind == sa.bindparam("of_kind"),
        table.c.key.in_(sa.bindparam("of_keys", expanding=True)),
    )


_STANDING = sa.select(t.entry.c.kind, t.entry.c.key, t.entry.c.position).where(_of_change(t.entry))
_ADD = t.entry.insert()
_ENTRIES = sa.select(t.entry).where(_of_slots(t.entry))
_SHARES = sa.select(t.slot.c.key, t.slot.c.share).where(_of_slots(t.slot))
_NEW_SLOT = t.slot.insert()
_KEEP_SLOT = t.slot.update().where(_of_slot(t.slot))
_SLOTS_OF = sa.select(t.entry.c.kind, t.entry.c.key).where(_of_change(t.entry)).distinct()
_PLACE = t.entry.update().where(_of_change(t.entry))
_PLACED = sa.select(t.answer).where(_of_change(t.answer))
_ANSWERED = t.answer.update().where(_of_change(t.answer))


class SqlSlots:
    """A `Slots` of one site on an open writing transaction; `moved` is by how much the state hash's sum changed."""

    def __init__(self, connection: sa.Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self.moved = 0

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        standing = {
            (Slot(row.kind, row.key), change, row.position)
            for change in {entry.change for _, entry in entries}
            for row in self._connection.execute(_STANDING, self._of(change))
        }
        fresh = {(slot, entry.change, entry.index): entry for slot, entry in entries}
        rows = [self._row(place[0], entry) for place, entry in fresh.items() if place not in standing]
        if rows:
            self._connection.execute(_ADD, rows)

    def _row(self, slot: Slot, entry: Entry) -> dict[str, object]:
        return {
            "site": self._site, "kind": slot.kind, "key": slot.key, "change": entry.change, "position": entry.index,
            "subject": subject_of(entry.fact), "fact_id": entry.fact.id, "fact": bytes(encode_facts((entry.fact,))[0]),
            "number": entry.placing.number, "standing": entry.placing.standing,
        }  # fmt: skip

    def entries(self, slot: Slot) -> Sequence[Entry]:
        return self.entries_of((slot,)).get(slot, ())

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        found: dict[Slot, list[Entry]] = {}
        for where in self._at_once(slots):
            for row in self._connection.execute(_ENTRIES, where):
                found.setdefault(Slot(row.kind, row.key), []).append(_entry(row))
        return found

    def settled(self, slot: Slot) -> Settled:
        """The state of a slot, from its entries."""
        return settle(slot, self.entries(slot))

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        before = {
            Slot(str(where["of_kind"]), row.key): row.share
            for where in self._at_once(settled)
            for row in self._connection.execute(_SHARES, where)
        }
        new: list[dict[str, object]] = []
        kept: list[dict[str, object]] = []
        for slot, state in settled.items():
            share = slot_number(slot, state)
            self.moved += share - int(before.get(slot) or "0", 16)
            values = {**_columns(state), "share": f"{share:x}"}
            if slot in before:
                kept.append({**values, **self._at(slot)})
            else:
                every = (*state.heads, *state.waiting)
                subject = subject_of(every[0].fact) if every else ""
                new.append({**values, "site": self._site, "kind": slot.kind, "key": slot.key, "subject": subject})
        for statement, rows in ((_NEW_SLOT, new), (_KEEP_SLOT, kept)):
            if rows:
                self._connection.execute(statement, rows)

    def slots_of(self, change: str) -> Sequence[Slot]:
        rows = self._connection.execute(_SLOTS_OF, self._of(change))
        return tuple(Slot(row.kind, row.key) for row in rows)

    def place(self, change: str, placing: Placing) -> None:
        values: dict[str, object] = {"number": placing.number, "standing": placing.standing}
        self._connection.execute(_PLACE, {**values, **self._of(change)})

    def placed(self, change: str) -> Placing | None:
        row = self._connection.execute(_PLACED, self._of(change)).first()
        return Placing(row.number, row.standing) if row else None

    def answered(self, change: str, placing: Placing) -> None:
        values: dict[str, object] = {"number": placing.number, "standing": placing.standing}
        if self._connection.execute(_ANSWERED, {**values, **self._of(change)}).rowcount == 0:
            self._connection.execute(t.answer.insert().values(site=self._site, change=change, **values))

    def known(self, fact_ids: Sequence[str]) -> frozenset[str]:
        """Which of these facts the site's record holds, whatever their standing."""
        if not fact_ids:
            return frozenset()
        column = t.entry.c.fact_id
        where = sa.and_(t.entry.c.site == self._site, column.in_(fact_ids))
        return frozenset(self._connection.execute(sa.select(column).where(where)).scalars())

    def freezes(self) -> tuple[Freeze, ...]:
        """Freezes and locks that stand now."""
        where = sa.and_(t.slot.c.site == self._site, t.slot.c.kind == "freeze", t.slot.c.shown.is_not(None))
        rows = self._connection.execute(sa.select(t.slot.c.shown, t.slot.c.shown_number).where(where))
        read = ((decode_fact(row.shown), row.shown_number) for row in rows)
        return tuple(Freeze(fact, number or 0) for fact, number in read if isinstance(fact, f.Frozen | f.Locked))

    def _at_once(self, slots: Iterable[Slot]) -> Iterator[dict[str, object]]:
        """What asks for all of these slots, kind by kind, so many at a time as any database takes."""
        kinds: dict[str, list[str]] = {}
        for slot in slots:
            kinds.setdefault(slot.kind, []).append(slot.key)
        for kind, keys in kinds.items():
            for start in range(0, len(keys), MOST_KEYS):
                yield {"of_site": self._site, "of_kind": kind, "of_keys": keys[start : start + MOST_KEYS]}

    def _at(self, slot: Slot) -> dict[str, object]:
        return {"of_site": self._site, "of_kind": slot.kind, "of_key": slot.key}

    def _of(self, change: str) -> dict[str, object]:
        return {"of_site": self._site, "of_change": change}


def _columns(settled: Settled) -> dict[str, object]:
    """A settled slot as the table keeps it, without its place and its share."""
    shown = settled.shown
    return {
        "shown": bytes(encode_facts((shown.fact,))[0]) if shown else None,
        "shown_number": shown.placing.number if shown else None,
        "heads": " ".join(head.fact.id for head in settled.heads),
        "conflict": settled.conflict,
        "waiting": len(settled.waiting),
    }


def subject_of(fact: f.Fact) -> str:
    """The child a fact speaks of, "" for none."""
    place = address_of(fact)
    return place.subject if place else ""


def _entry(row: sa.Row[Any]) -> Entry:
    fact = decode_fact(row.fact)
    if isinstance(fact, UnknownFact):
        raise RuntimeError("an entry holds a fact this version wrote and cannot read")
    return Entry(fact, row.change, row.position, Placing(row.number, row.standing))
