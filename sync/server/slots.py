"""Entries and settled slots of one site in SQL, inside one transaction: the EDC's `study.state.apply.Slots`.

Keeps the site's state hash up to date slot by slot. Must not decide anything: `study.state` does.
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


class SqlSlots:
    """A `Slots` of one site on an open writing transaction; `moved` is by how much the state hash's sum changed."""

    def __init__(self, connection: sa.Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self.moved = 0

    def add(self, slot: Slot, entry: Entry) -> None:
        place = self._at(t.entry, slot)
        same = sa.and_(place, t.entry.c.change == entry.change, t.entry.c.position == entry.index)
        if self._connection.execute(sa.select(t.entry.c.position).where(same)).first() is not None:
            return
        self._connection.execute(
            t.entry.insert().values(
                site=self._site, kind=slot.kind, key=slot.key, change=entry.change, position=entry.index,
                subject=subject_of(entry.fact), fact_id=entry.fact.id, fact=bytes(encode_facts((entry.fact,))[0]),
                number=entry.placing.number, standing=entry.placing.standing,
            )
        )  # fmt: skip

    def entries(self, slot: Slot) -> Sequence[Entry]:
        rows = self._connection.execute(sa.select(t.entry).where(self._at(t.entry, slot)))
        return tuple(_entry(row) for row in rows)

    def settled(self, slot: Slot) -> Settled:
        """The state of a slot, from its entries."""
        return settle(slot, self.entries(slot))

    def put(self, slot: Slot, settled: Settled) -> None:
        place = self._at(t.slot, slot)
        before = self._connection.execute(sa.select(t.slot.c.share).where(place)).scalar()
        share = slot_number(slot, settled)
        self.moved += share - int(before or "0", 16)
        shown = settled.shown
        values = {
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
            self._connection.execute(t.slot.insert().values(**values))
        else:
            self._connection.execute(t.slot.update().where(place).values(**values))

    def slots_of(self, change: str) -> Sequence[Slot]:
        where = self._of(t.entry, change)
        rows = self._connection.execute(sa.select(t.entry.c.kind, t.entry.c.key).where(where).distinct())
        return tuple(Slot(row.kind, row.key) for row in rows)

    def place(self, change: str, placing: Placing) -> None:
        where = self._of(t.entry, change)
        values = {"number": placing.number, "standing": placing.standing}
        self._connection.execute(t.entry.update().where(where).values(**values))

    def placed(self, change: str) -> Placing | None:
        row = self._connection.execute(sa.select(t.answer).where(self._of(t.answer, change))).first()
        return Placing(row.number, row.standing) if row else None

    def answered(self, change: str, placing: Placing) -> None:
        values = {"number": placing.number, "standing": placing.standing}
        where = self._of(t.answer, change)
        if self._connection.execute(t.answer.update().where(where).values(**values)).rowcount == 0:
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

    def _at(self, table: sa.Table, slot: Slot) -> sa.ColumnElement[bool]:
        return sa.and_(table.c.site == self._site, table.c.kind == slot.kind, table.c.key == slot.key)

    def _of(self, table: sa.Table, change: str) -> sa.ColumnElement[bool]:
        return sa.and_(table.c.site == self._site, table.c.change == change)


def subject_of(fact: f.Fact) -> str:
    """The child a fact speaks of, "" for none."""
    place = address_of(fact)
    return place.subject if place else ""


def _entry(row: sa.Row[Any]) -> Entry:
    fact = decode_fact(row.fact)
    if isinstance(fact, UnknownFact):
        raise RuntimeError("an entry holds a fact this version wrote and cannot read")
    return Entry(fact, row.change, row.position, Placing(row.number, row.standing))
