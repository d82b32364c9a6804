"""Proves a site's record from its bytes alone: numbers, hashes, links, signatures, heads, the state hash, and the sums.

Reads only; names the first fault. Must not repair anything.
"""

from collections import Counter
from typing import Any

import msgspec
import sqlalchemy as sa

from study.changes.chain import site_head
from study.changes.envelope import GENESIS, Change, UnknownFact, decode, device_message, facts_of
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.state.slots import slot_of
from sync.server import tables as t
from sync.server.book import signed_of
from sync.server.crypto import verify
from sync.server.devices import devices_of
from sync.server.sites import Site, read_site
from sync.server.slots import subject_of
from sync.server.sums import Sums, Tally, is_open, summed


class Verified(msgspec.Struct, frozen=True):
    """How many changes were read; `fault` names what is wrong first, and `number` where; "" when nothing is."""

    site: str
    changes: int
    number: int = 0
    fault: str = ""


def verify_site(connection: sa.Connection, name: str) -> Verified:
    """Check a whole site. KnownError `site-unknown`."""
    return prove_site(connection, name)[0]


def prove_site(connection: sa.Connection, name: str) -> tuple[Verified, Sums]:
    """The same, with the sums that the record gives: they count only where nothing else is at fault."""
    site = read_site(connection, name)
    proof = _Proof({device.device: device.public_key for device in devices_of(connection, name)})
    query = sa.select(t.change).where(t.change.c.site == name).order_by(t.change.c.number)
    for row in connection.execute(query):
        fault = proof.take(row)
        if fault:
            return Verified(name, proof.count, row.number, fault), Sums({}, frozenset())
    right = proof.sums()
    fault = proof.last(site) or ("" if summed(connection, name) == right else "sums")
    return Verified(name, proof.count, site.number, fault), right


class _Proof:
    """What was proven so far: the count, the head, each change's place, and the state that follows."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self.count = 0
        self._head = GENESIS
        self._keys = keys
        self._known: dict[str, tuple[str, int]] = {}
        self._slots = MemorySlots()
        self._changes: Counter[str] = Counter()
        self._held: set[str] = set()

    def take(self, row: sa.Row[Any]) -> str:
        """The fault of the next row, "" when there is none."""
        self.count += 1
        if row.number != self.count:
            return "number"
        signed = signed_of(row)
        if signed.hash != row.hash:
            return "hash"
        change = decode(signed.body)
        fault = self._fault(row, change)
        self._head = row.head
        self._known[row.hash] = (row.device, row.seq)
        facts = facts_of(change)
        apply(change.id, facts, Placing(row.number, row.standing), self._slots)
        moving = (fact for fact in facts if not isinstance(fact, UnknownFact) and slot_of(fact) is not None)
        self._changes.update({subject_of(fact) for fact in moving} - {""})
        if row.standing == "held":
            self._held.add(change.id)
        return fault

    def last(self, site: Site) -> str:
        """The fault of the site's own row."""
        if (site.number, site.head) != (self.count, self._head):
            return "last"
        return "" if site.state == self._slots.digest() else "state"

    def sums(self) -> Sums:
        """What the changes that were read give."""
        shown = ((slot, settled.shown) for slot, settled in self._slots.settled.items())
        queries = Counter(is_open(slot.kind, entry.fact if entry else None) for slot, entry in shown)
        spoken = {slot.key for slot in self._slots.settled if slot.kind == "verdict"}
        counted = {name: Tally(self._changes[name], queries[name]) for name in self._changes}
        return Sums(counted, frozenset(self._held - spoken))

    def _fault(self, row: sa.Row[Any], change: Change) -> str:
        before = self._known.get(change.prev)
        follows = change.prev == GENESIS if change.seq == 1 else before == (change.device, change.seq - 1)
        key = self._keys.get(change.device, b"")
        checks = {
            "columns": (change.id, change.device, change.seq, change.site) == (row.id, row.device, row.seq, row.site),
            "link": follows,
            "signature": verify(key, row.device_signature, device_message(row.hash)),
            "head": site_head(self._head, row.hash, row.standing) == row.head,
        }
        return next((name for name, holds in checks.items() if not holds), "")
