"""Entries and settled slots of one site in SQL, inside one transaction: the EDC's `study.state.apply.Slots`.

Keeps the site's state hash up to date slot by slot. Must not decide anything: `study.state` does. What every fact asks
is built once below: a visit has hundreds of facts, and making a statement takes longer than running it.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode_fact, encode_facts
from study.state.digest import slot_number
from study.state.judge import Freeze
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot, address_of
from sync.server import tables as t


def _of_slot(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(
        table.c.site == sa.bindparam("of_site"),
        table.c.kind == sa.bindparam("of_kind"),
        table.c.key == sa.bindparam("of_key"),
    )


def _of_change(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.site == sa.bindparam("of_site"), table.c.change == sa.bindparam("of_change"))


_STANDS = sa.select(t.entry.c.position).where(
    _of_slot(t.entry), t.entry.c.change == sa.bindparam("of_change"), t.entry.c.position == sa.bindparam("of_position")
)
_ADD = t.entry.insert()
_ENTRIES = sa.select(t.entry).where(_of_slot(t.entry))
_SHARE = sa.select(t.slot.c.share).where(_of_slot(t.slot))
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

    def add(self, slot: Slot, entry: Entry) -> None:
        where: dict[str, object] = {**self._at(slot), "of_change": entry.change, "of_position": entry.index}
        if self._connection.execute(_STANDS, where).first() is not None:
            return
        values: dict[str, object] = {
            "site": self._site, "kind": slot.kind, "key": slot.key, "change": entry.change, "position": entry.index,
            "subject": subject_of(entry.fact), "fact_id": entry.fact.id, "fact": bytes(encode_facts((entry.fact,))[0]),
            "number": entry.placing.number, "standing": entry.placing.standing,
        }  # fmt: skip
        self._connection.execute(_ADD, values)

    def entries(self, slot: Slot) -> Sequence[Entry]:
        rows = self._connection.execute(_ENTRIES, self._at(slot))
        return tuple(_entry(row) for row in rows)

    def settled(self, slot: Slot) -> Settled:
        """The state of a slot, from its entries."""
        return settle(slot, self.entries(slot))

    def put(self, slot: Slot, settled: Settled) -> None:
        before = self._connection.execute(_SHARE, self._at(slot)).scalar()
        share = slot_number(slot, settled)
        self.moved += share - int(before or "0", 16)
        shown = settled.shown
        values: dict[str, object] = {
            "shown": bytes(encode_facts((shown.fact,))[0]) if shown else None,
            "shown_number": shown.placing.number if shown else None,
            "heads": " ".join(head.fact.id for head in settled.heads),
            "conflict": settled.conflict,
            "waiting": len(settled.waiting),
            "share": f"{share:x}",
        }
        if before is None:
            every = (*settled.heads, *settled.waiting)
            subject = subject_of(every[0].fact) if every else ""
            values |= {"site": self._site, "kind": slot.kind, "key": slot.key, "subject": subject}
            self._connection.execute(_NEW_SLOT, values)
        else:
            self._connection.execute(_KEEP_SLOT, {**values, **self._at(slot)})

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

    def _at(self, slot: Slot) -> dict[str, object]:
        return {"of_site": self._site, "of_kind": slot.kind, "of_key": slot.key}

    def _of(self, change: str) -> dict[str, object]:
        return {"of_site": self._site, "of_change": change}


def subject_of(fact: f.Fact) -> str:
    """The child a fact speaks of, "" for none."""
    place = address_of(fact)
    return place.subject if place else ""


def _entry(row: sa.Row[Any]) -> Entry:
    fact = decode_fact(row.fact)
    if isinstance(fact, UnknownFact):
        raise RuntimeError("an entry holds a fact this version wrote and cannot read")
    return Entry(fact, row.change, row.position, Placing(row.number, row.standing))
