"""Owns how the projection of the log stands in SQL: the rows of entries and settled slots, and their hashes.

Everything in them follows from the log and the EDC's answers: `storage.sql_slots` writes, `storage.rebuild` makes anew.
"""

import hashlib

import msgspec

from storage import meta
from storage.driver import Connection
from study.address import parse_key
from study.changes.envelope import UnknownFact, decode_fact, encode_facts
from study.changes.facts import Fact
from study.state.digest import combine, slot_number
from study.state.settle import Entry, Settled
from study.state.slots import Slot, address_of

_settled: msgspec.json.Decoder[Settled] = msgspec.json.Decoder(Settled)
STATE_SUM = "state_sum"
"""The named value that keeps the state hash."""
_NO_PLACE = (None,) * 7
TABLES = {
    "entry": "slot_kind, slot_key, change, position, fact_id, kind, fact, number, standing",
    "slot": "kind, key, settled, conflict, waiting, share",
}
"""The tables that may be dropped and made anew, with the columns that say what they hold."""


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


def state_digest(connection: Connection) -> str:
    """The state hash: the sum of the shares that stand in the slot table."""
    rows = connection.rows("SELECT share FROM slot WHERE share IS NOT NULL")
    return combine(int.from_bytes(share, "big") for (share,) in rows)


def state_sum(connection: Connection) -> str:
    """The same as summed up while changes came in, so that no sync reads every slot; `verify_state` proves it."""
    return meta.get(connection, STATE_SUM) or state_digest(connection)


def projection_hash(connection: Connection) -> str:
    """SHA-256 over every row of the projection; equal exactly when two projections are."""
    digest = hashlib.sha256()
    for table, columns in TABLES.items():
        for row in connection.rows(f"SELECT {columns} FROM {table} ORDER BY 1, 2, 3, 4"):
            digest.update(repr(row).encode())
    return digest.hexdigest()
