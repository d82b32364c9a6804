"""Owns the projection of the log: entries and settled slots in SQL, and throwing them away to make them anew.

`SqlSlots` keeps what `study.state.apply` decides and decides nothing itself. Everything here follows from the log and
the EDC's answers.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence

import msgspec

from storage import meta
from storage.driver import Connection
from study.address import parse_key
from study.changes.envelope import UnknownFact, decode, decode_fact, encode_facts, facts_of
from study.changes.facts import Fact, StudyAdopted
from study.state.apply import apply
from study.state.digest import combine, slot_number
from study.state.settle import Entry, Placing, Settled, Standing
from study.state.slots import STUDY_DATA, Slot, address_of

_settled: msgspec.json.Decoder[Settled] = msgspec.json.Decoder(Settled)
_SUM = "state_sum"
_NO_PLACE = (None,) * 7
_TABLES = {
    "entry": "slot_kind, slot_key, change, position, fact_id, kind, fact, number, standing",
    "slot": "kind, key, settled, conflict, waiting, share",
}


def read_settled(raw: bytes) -> Settled:
    """A settled slot as the slot table keeps it."""
    return _settled.decode(raw)


def read_fact(raw: bytes) -> Fact:
    """A fact as the entry table keeps it; only facts that this version knows stand there."""
    fact = decode_fact(raw)
    if isinstance(fact, UnknownFact):
        raise TypeError("an unknown fact moves no slot")
    return fact


def place_columns(key: str, fact: Fact | None = None) -> tuple[str | None, ...]:
    """The seven parts of a slot's key when it is an address, else of the place its fact speaks of, else nothing."""
    if key.count("/") == 6:
        return parse_key(key).parts
    place = address_of(fact) if fact is not None else None
    return place.parts if place else _NO_PLACE


def entry_row(slot: Slot, entry: Entry) -> tuple[object, ...]:
    """An entry as the table keeps it."""
    fact = entry.fact
    return (
        slot.kind, slot.key, entry.change, entry.index, fact.id, type(fact).__name__.lower(),
        *place_columns(slot.key, fact), bytes(encode_facts((fact,))[0]), entry.placing.number, entry.placing.standing,
    )  # fmt: skip


def slot_row(slot: Slot, settled: Settled) -> tuple[object, ...]:
    """A settled slot as the table keeps it."""
    share = slot_number(slot, settled)
    shown = settled.shown.fact if settled.shown else None
    return (
        slot.kind, slot.key, *place_columns(slot.key, shown), msgspec.json.encode(settled), settled.conflict,
        len(settled.waiting), share.to_bytes(32, "big") if share else None,
    )  # fmt: skip


class SqlSlots:
    """`study.state.apply.Slots` in the tables entry, slot and change. The caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, entries: Sequence[tuple[Slot, Entry]]) -> None:
        """Keep each entry once."""
        for slot, entry in entries:
            self._db.run(f"INSERT OR IGNORE INTO entry VALUES ({', '.join('?' * 16)})", entry_row(slot, entry))

    def entries(self, slot: Slot) -> Sequence[Entry]:
        """All entries of a slot."""
        rows = self._db.rows(
            "SELECT fact, change, position, number, standing FROM entry WHERE slot_kind = ? AND slot_key = ?", slot
        )
        return tuple(
            Entry(read_fact(fact), change, index, Placing(number, standing))
            for fact, change, index, number, standing in rows
        )

    def entries_of(self, slots: Collection[Slot]) -> Mapping[Slot, Sequence[Entry]]:
        """The same of several slots."""
        return {slot: self.entries(slot) for slot in slots}

    def put(self, settled: Mapping[Slot, Settled]) -> None:
        """Keep the settled states, and their shares in the state hash.

        However a version of the study came, from here on new changes name it.
        """
        kept = state_sum(self._db)
        moved = 0
        for slot, state in settled.items():
            shown = state.shown.fact if state.shown else None
            if isinstance(shown, StudyAdopted):
                meta.put(self._db, "study_version", shown.version)
                meta.put(self._db, "study_digest", shown.digest)
            moved += slot_number(slot, state) - self._share(slot)
            self._db.run(f"INSERT OR REPLACE INTO slot VALUES ({', '.join('?' * 13)})", slot_row(slot, state))
        if moved:
            meta.put(self._db, _SUM, combine((int(kept, 16), moved)))

    def _share(self, slot: Slot) -> int:
        if slot.kind not in STUDY_DATA:
            return 0
        row = self._db.row("SELECT share FROM slot WHERE kind = ? AND key = ?", slot)
        return int.from_bytes(row[0], "big") if row and row[0] is not None else 0

    def slots_of(self, change: str) -> Sequence[Slot]:
        """The slots on which a change has entries."""
        rows = self._db.rows("SELECT DISTINCT slot_kind, slot_key FROM entry WHERE change = ?", (change,))
        return tuple(Slot(kind, key) for kind, key in rows)

    def place(self, change: str, placing: Placing) -> None:
        """Keep where a change stands, on its entries."""
        self._db.run(
            "UPDATE entry SET number = ?, standing = ? WHERE change = ?", (placing.number, placing.standing, change)
        )

    def placed(self, change: str) -> Placing | None:
        """The EDC's own answer, which stands beside the log."""
        row = self._db.row("SELECT number, standing FROM change WHERE id = ?", (change,))
        return Placing(row[0], row[1]) if row else None

    def answered(self, change: str, placing: Placing) -> None:
        """Keep the EDC's own answer beside the log."""
        self._db.run(
            "UPDATE change SET number = ?, standing = ? WHERE id = ?", (placing.number, placing.standing, change)
        )

    def digest(self) -> str:
        """The state hash of everything kept."""
        return state_digest(self._db)


def state_digest(connection: Connection) -> str:
    """The state hash: the sum of the shares that stand in the slot table."""
    rows = connection.rows("SELECT share FROM slot WHERE share IS NOT NULL")
    return combine(int.from_bytes(share, "big") for (share,) in rows)


def state_sum(connection: Connection) -> str:
    """The same as summed up while changes came in, so that no sync reads every slot; `verify_state` proves it."""
    return meta.get(connection, _SUM) or state_digest(connection)


def replay(connection: Connection, into: SqlSlots) -> int:
    """Apply every change of the log again, in the order received. Returns how many."""
    slots = connection.rows("SELECT received FROM change ORDER BY received")
    for (received,) in slots:
        where = "SELECT id, body, number, standing FROM change WHERE received = ?"
        [(name, body, number, standing)] = connection.rows(where, (received,))
        apply(name, facts_of(decode(body)), Placing(number, _standing(standing)), into)
    return len(slots)


def rebuild(connection: Connection) -> int:
    """Throw the projection away and make it anew from the log, in one transaction. Returns the number of changes."""
    with connection.transaction():
        for table in _TABLES:
            connection.run(f"DELETE FROM {table}")
        meta.put(connection, _SUM, combine(()))
        return replay(connection, SqlSlots(connection))


def projection_hash(connection: Connection) -> str:
    """SHA-256 over every row of the projection; equal exactly when two projections are."""
    digest = hashlib.sha256()
    for table, columns in _TABLES.items():
        for row in connection.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4"):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _standing(name: str) -> Standing:
    found: Standing = msgspec.convert(name, Standing)
    return found
