"""Entries and settled slots of one site inside one writing transaction: the EDC's `study.state.apply.Slots`.

What a batch touches is read once, kept in memory, and written by `flush` in a few statements: a database answers one
question about two hundred slots sooner than two hundred. Must not decide anything: `study.state` does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode_fact, encode_facts
from study.state.digest import slot_number
from study.state.judge import Freeze
from study.state.settle import Entry, Placing, Settled, settle
from study.state.slots import Slot, address_of
from sync.server import tables as t
from sync.server.database import insert_rows
from sync.server.sums import Moved, is_open

MOST_KEYS = 500
"""So many keys in one question."""


def _of_slots(table: sa.Table) -> sa.ColumnElement[bool]:
    """Slots of one kind."""
    return sa.and_(
        table.c.site == sa.bindparam("of_site"), table.c.kind == sa.bindparam("of_kind"), _among(table.c.key)
    )


def _among(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam("of_keys", expanding=True))


def _at_site(table: sa.Table) -> sa.ColumnElement[bool]:
    return table.c.site == sa.bindparam("of_site")


_THIS_CHANGE: sa.BindParameter[str] = sa.bindparam("of_change")
_ENTRIES = sa.select(t.entry).where(_of_slots(t.entry))
_BEFORE = sa.select(t.slot.c.key, t.slot.c.share, t.slot.c.shown).where(_of_slots(t.slot))
# With a column that is not in its key: else SQLite reads the key of every entry of the site, for it needs no other.
_SLOTS_OF = sa.select(t.entry.c.change, t.entry.c.kind, t.entry.c.key, t.entry.c.standing).where(
    _at_site(t.entry), _among(t.entry.c.change)
)
_ANSWERS = sa.select(t.answer).where(_at_site(t.answer), _among(t.answer.c.change))
_FACTS = sa.select(t.entry.c.fact_id).where(_at_site(t.entry), _among(t.entry.c.fact_id))
_KEEP_SLOT = t.slot.update().where(
    _at_site(t.slot), t.slot.c.kind == sa.bindparam("of_kind"), t.slot.c.key == sa.bindparam("of_key")
)
_PLACE = t.entry.update().where(_at_site(t.entry), t.entry.c.change == _THIS_CHANGE)
_ANSWERED = t.answer.update().where(_at_site(t.answer), t.answer.c.change == _THIS_CHANGE)


class _Stored(NamedTuple):
    """What the slot's row says: its share in the state hash, and the child whose open query it is ("": none)."""

    share: int
    open_of: str


class SqlSlots:
    """A `Slots` of one site on an open writing transaction; `moved` is by how much the state hash's sum changed.

    What stands in memory of a slot or a change is all that stands of it, written or not.
    """

    def __init__(self, connection: sa.Connection, site: str) -> None:
        self._connection = connection
        self._site = site
        self.moved = 0
        self._entries: dict[Slot, dict[tuple[str, int], Entry]] = {}
        self._slots_of: dict[str, dict[Slot, None]] = {}
        self._answers: dict[str, Placing | None] = {}
        self._facts: dict[str, bool] = {}
        self._frozen: dict[Slot, Freeze] | None = None
        self._stored: dict[Slot, _Stored | None] = {}
        self._written_answers: set[str] = set()
        self._to_add: dict[tuple[Slot, str, int], None] = {}
        self._to_place: dict[str, Placing] = {}
        self._to_answer: dict[str, Placing] = {}
        self._to_settle: dict[Slot, Settled] = {}

    def read_ahead(self, slots: Iterable[Slot], changes: Iterable[str], facts: Iterable[str]) -> None:
        """Ask for all of this at once; what is asked for later one by one is then known."""
        self._read_slots(slots)
        self._read_changes(changes)
        self._read_facts(facts)

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        self.read_ahead((slot for slot, _ in entries), (entry.change for _, entry in entries), ())
        for slot, entry in entries:
            place = (entry.change, entry.index)
            if place not in self._entries[slot]:
                self._entries[slot][place] = entry
                self._slots_of[entry.change][slot] = None
                self._facts[entry.fact.id] = True
                self._to_add[slot, *place] = None

    def entries(self, slot: Slot) -> Sequence[Entry]:
        self._read_slots((slot,))
        return tuple(self._entries[slot].values())

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        self._read_slots(slots)
        return {slot: tuple(self._entries[slot].values()) for slot in slots}

    def settled(self, slot: Slot) -> Settled:
        """The state of a slot, from its entries."""
        return settle(slot, self.entries(slot))

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        self._to_settle.update(settled)
        if self._frozen is not None:
            for slot, state in settled.items():
                if slot.kind == "freeze":
                    self._frozen.pop(slot, None)
                    shown = state.shown
                    if shown is not None and isinstance(shown.fact, f.Frozen | f.Locked):
                        self._frozen[slot] = Freeze(shown.fact, shown.placing.number or 0)

    def slots_of(self, change: str) -> Sequence[Slot]:
        self._read_changes((change,))
        return tuple(self._slots_of[change])

    def place(self, change: str, placing: Placing) -> None:
        for slot in self.slots_of(change):
            self._read_slots((slot,))
            entries = self._entries[slot]
            for place, entry in entries.items():
                if entry.change == change and entry.placing != placing:
                    entries[place] = msgspec.structs.replace(entry, placing=placing)
                    if (slot, *place) not in self._to_add:
                        self._to_place[change] = placing

    def placed(self, change: str) -> Placing | None:
        self._read_changes((change,))
        return self._answers[change]

    def answered(self, change: str, placing: Placing) -> None:
        self._read_changes((change,))
        self._answers[change] = self._to_answer[change] = placing

    def known(self, fact_ids: Sequence[str]) -> frozenset[str]:
        """Which of these facts the site's record holds, whatever their standing."""
        self._read_facts(fact_ids)
        return frozenset(name for name in fact_ids if self._facts[name])

    def freezes(self) -> tuple[Freeze, ...]:
        """Freezes and locks that stand now."""
        if self._frozen is None:
            self.flush()
            where = sa.and_(t.slot.c.site == self._site, t.slot.c.kind == "freeze", t.slot.c.shown.is_not(None))
            rows = self._connection.execute(sa.select(t.slot.c.key, t.slot.c.shown, t.slot.c.shown_number).where(where))
            read = ((row.key, decode_fact(row.shown), row.shown_number) for row in rows)
            self._frozen = {
                Slot("freeze", key): Freeze(fact, number or 0)
                for key, fact, number in read
                if isinstance(fact, f.Frozen | f.Locked)
            }
        return tuple(self._frozen.values())

    def flush(self) -> None:
        """Write what stands in memory only."""
        moved = Moved()
        self._write_answers()
        self._write_entries(moved)
        self._write_slots(moved)
        moved.write(self._connection, self._site)

    def _write_answers(self) -> None:
        new: list[dict[str, object]] = []
        known: list[dict[str, object]] = []
        for change, placing in self._to_answer.items():
            values: dict[str, object] = {"number": placing.number, "standing": placing.standing}
            if change in self._written_answers:
                known.append({**values, "of_site": self._site, "of_change": change})
            else:
                new.append({**values, "site": self._site, "change": change})
        insert_rows(self._connection, t.answer, new)
        self._run(_ANSWERED, known)
        self._written_answers |= self._to_answer.keys()
        self._to_answer.clear()

    def _write_entries(self, moved: Moved) -> None:
        new = [self._row(slot, self._entries[slot][change, index]) for slot, change, index in self._to_add]
        kept: list[dict[str, object]] = [
            {"number": at.number, "standing": at.standing, "of_site": self._site, "of_change": change}
            for change, at in self._to_place.items()
        ]
        insert_rows(self._connection, t.entry, new)
        self._run(_PLACE, kept)
        for row in new:
            moved.changes[str(row["subject"])].add(str(row["change"]))
        moved.spoken.update(slot.key for slot, _, _ in self._to_add if slot.kind == "verdict")
        self._to_add.clear()
        self._to_place.clear()

    def _write_slots(self, moved: Moved) -> None:
        self._read_stored(self._to_settle)
        new: list[dict[str, object]] = []
        kept: list[dict[str, object]] = []
        for slot, state in self._to_settle.items():
            before = self._stored[slot]
            after = _Stored(slot_number(slot, state), is_open(slot.kind, state.shown.fact if state.shown else None))
            self.moved += after.share - (before.share if before else 0)
            moved.queries[before.open_of if before else ""] -= 1
            moved.queries[after.open_of] += 1
            values = {**_columns(state), "share": f"{after.share:x}"}
            if before is not None:
                kept.append({**values, "of_site": self._site, "of_kind": slot.kind, "of_key": slot.key})
            else:
                every = (*state.heads, *state.waiting)
                subject = subject_of(every[0].fact) if every else ""
                new.append({**values, "site": self._site, "kind": slot.kind, "key": slot.key, "subject": subject})
            self._stored[slot] = after
        insert_rows(self._connection, t.slot, new)
        self._run(_KEEP_SLOT, kept)
        self._to_settle.clear()

    def _run(self, statement: sa.Update, rows: list[dict[str, object]]) -> None:
        if rows:
            self._connection.execute(statement, rows)

    def _row(self, slot: Slot, entry: Entry) -> dict[str, object]:
        return {
            "site": self._site, "kind": slot.kind, "key": slot.key, "change": entry.change, "position": entry.index,
            "subject": subject_of(entry.fact), "fact_id": entry.fact.id, "fact": bytes(encode_facts((entry.fact,))[0]),
            "number": entry.placing.number, "standing": entry.placing.standing,
        }  # fmt: skip

    def _read_slots(self, slots: Iterable[Slot]) -> None:
        wanted = {slot for slot in slots if slot not in self._entries}
        if not wanted:
            return
        self._entries.update({slot: {} for slot in wanted})
        for row in self._rows_of(_ENTRIES, wanted):
            entry = _entry(row)
            self._entries[Slot(row.kind, row.key)][entry.change, entry.index] = entry

    def _read_changes(self, changes: Iterable[str]) -> None:
        wanted = {change for change in changes if change not in self._answers}
        if not wanted:
            return
        self._answers.update(dict.fromkeys(wanted))
        self._slots_of.update({change: {} for change in wanted})
        for row in self._rows_among(_ANSWERS, wanted):
            self._answers[row.change] = Placing(row.number, row.standing)
            self._written_answers.add(row.change)
        for row in self._rows_among(_SLOTS_OF, wanted):
            self._slots_of[row.change][Slot(row.kind, row.key)] = None

    def _read_facts(self, names: Iterable[str]) -> None:
        wanted = {name for name in names if name not in self._facts}
        if wanted:
            here = {row.fact_id for row in self._rows_among(_FACTS, wanted)}
            self._facts.update({name: name in here for name in wanted})

    def _read_stored(self, slots: Iterable[Slot]) -> None:
        wanted = {slot for slot in slots if slot not in self._stored}
        self._stored.update(dict.fromkeys(wanted))
        for kind, keys in _by_kind(wanted).items():
            for row in self._ask(_BEFORE, keys, of_kind=kind):
                shown = decode_fact(row.shown) if kind == "query" and row.shown else None
                self._stored[Slot(kind, row.key)] = _Stored(int(row.share, 16), is_open(kind, shown))

    def _rows_of(self, query: sa.Select[Any], slots: Iterable[Slot]) -> Iterator[sa.Row[Any]]:
        for kind, keys in _by_kind(slots).items():
            yield from self._ask(query, keys, of_kind=kind)

    def _rows_among(self, query: sa.Select[Any], keys: Iterable[str]) -> Iterator[sa.Row[Any]]:
        yield from self._ask(query, sorted(keys))

    def _ask(self, query: sa.Select[Any], keys: Sequence[str], **more: str) -> Iterator[sa.Row[Any]]:
        """So many keys at a time as any database takes."""
        for start in range(0, len(keys), MOST_KEYS):
            asked = {"of_site": self._site, "of_keys": keys[start : start + MOST_KEYS], **more}
            yield from self._connection.execute(query, asked).all()


def _by_kind(slots: Iterable[Slot]) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for slot in sorted(slots):
        kinds[slot.kind].append(slot.key)
    return kinds


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
