"""Owns taking in a page of what the EDC sends, inside one writing transaction: proven change by change, read at once
before and written at once after. Must not know transactions, epochs, or what carried it (`storage.receive`).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import msgspec

from storage import meta, trust
from storage.driver import Connection
from storage.log_rows import Known, LogRows
from storage.sql_slots import SqlSlots
from study.changes.envelope import GENESIS, Change, SignedChange, UnknownFact, decode, facts_of
from study.changes.facts import Fact
from study.errors import KnownError
from study.state.apply import apply, place
from study.state.settle import PENDING, Placing, Standing
from study.state.slots import Slot, slot_of
from study.text import Text


class Said(Protocol):
    """What the EDC says of a change, be it an entry of its chain or its answer to a push."""

    @property
    def hash(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def why(self) -> Text | None: ...


class _Arrived(NamedTuple):
    """A change as it came, read once; `change` is None where it cannot be read."""

    signed: SignedChange
    hash: str
    change: Change | None
    facts: tuple[Fact | UnknownFact, ...] = ()


class Page:
    """Takes in one change after the other, in the order called; what comes later sees what earlier ones left.

    Everything is in memory until `flush`; what says who may sign is written at once, since that is asked of the tables.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._log = LogRows(connection)
        self._slots = SqlSlots(connection, self._log)
        self._trust = trust.Trust(connection)
        self._site, self._device = meta.get(connection, "site"), meta.get(connection, "device")
        self._arrived: dict[str, _Arrived] = {}

    def read_ahead(self, hashes: Iterable[str], changes: Iterable[SignedChange]) -> None:
        """Ask at once for what these will ask for one by one; `hashes` of what the log holds already, or may hold."""
        names = list(hashes)
        for signed in changes:
            arrived = _read(signed)
            self._arrived[arrived.hash] = arrived
        fresh = [(each.signed, each.change) for each in self._arrived.values() if each.change is not None]
        self._trust.check_ahead(fresh)
        read = [(each.change, each.facts) for each in self._arrived.values() if each.change is not None]
        self._log.read_ahead([*names, *(change.prev for change, _ in read)], [change.id for change, _ in read])
        known = {row.id for name in names if (row := self._log.known(name))}
        slots = {slot for _, facts in read for fact in facts if (slot := _slot(fact))}
        slots |= {Slot("verdict", change) for change in (*known, *(change.id for change, _ in read))}
        self._slots.read_ahead(slots, known)

    def read_again(self, changes: Sequence[str]) -> None:
        """The same for changes that the log holds, by their ids."""
        self._log.read_ahead((), changes)
        self._slots.read_ahead((Slot("verdict", change) for change in changes), changes)

    def known(self, change_hash: str) -> Known | None:
        """The change with this hash, where the log holds it."""
        return self._log.known(change_hash)

    def answered(self, known: Known, placing: Placing) -> frozenset[Slot]:
        """The EDC's number for a change that the log holds."""
        before = self._log.placed(known.id)
        if before is not None and before.number not in (None, placing.number):
            raise broken(f"a change has the numbers {before.number} and {placing.number}")
        return frozenset() if before == placing else self._moved(place(known.id, placing, self._slots))

    def explained(self, said: Said, head: str = "") -> None:
        """Why the EDC decided so about a change that the log holds by now, and the head of its chain there."""
        known = self._log.known(said.hash)
        if known is not None:
            self._log.explained(known.id, said.code, said.why, head)

    def forgotten(self, change: str) -> frozenset[Slot]:
        """The EDC was restored and this change lost its number there."""
        return self._moved(place(change, PENDING, self._slots))

    def entered(self, signed: SignedChange, placing: Placing, roster: int | None = None) -> frozenset[Slot]:
        """A change that is new here, proven. One of the roster comes ahead of its place in its chain."""
        arrived = self._arrived.get(signed.hash) or _read(signed)
        change = arrived.change
        if change is None:
            raise broken("a change can't be read")
        fault = self._link_fault(change) if roster is None else ""
        fault = fault or self._signature_fault(arrived, change, placing)
        if fault and not _waits(fault, placing):
            raise broken(f"change {change.seq} of device {change.device}: {fault}")
        if change.device == self._device:
            # This device's own number with other content: a copy of the store went on writing.
            meta.put(self._db, "forked", str(change.seq))
        self._log.insert(signed, change, arrived.hash, roster)
        return self._moved(apply(change.id, arrived.facts, placing, self._slots))

    def by_edc(self, signed: SignedChange) -> bool:
        """Whether the EDC that this site trusts made it."""
        return trust.made_by_edc(signed, self._trust.edc)

    def flush(self) -> None:
        """Write what stands in memory only."""
        self._slots.flush()

    def _signature_fault(self, arrived: _Arrived, change: Change, placing: Placing) -> str:
        if trust.speaks(arrived.facts):
            self.flush()
        return self._trust.faults(arrived.signed, change, arrived.facts, numbered=placing.number is not None)

    def _link_fault(self, change: Change) -> str:
        if change.site != self._site:
            return "another site"
        if self._log.has(change.id):
            return "its identifier is taken"
        if change.seq == 1:
            return "" if change.prev == GENESIS else "chain"
        before = self._log.known(change.prev)
        return "" if before and (before.device, before.seq) == (change.device, change.seq - 1) else "chain"

    def _moved(self, slots: frozenset[Slot]) -> frozenset[Slot]:
        if any(slot.kind in trust.SPEAKING for slot in slots):
            self.flush()
            self._trust.forget()
        return slots


def placing_of(number: int | None, standing: str) -> Placing:
    """Where the EDC put a change, as it said it."""
    try:
        return Placing(number, msgspec.convert(standing, Standing))
    except msgspec.ValidationError as error:
        raise broken(f"unknown answer {standing}") from error


def broken(what: str) -> KnownError:
    """What the EDC sent does not fit what it sent before, or was altered on the way."""
    return KnownError(
        "edc-chain-broken",
        f"What the EDC sent does not verify ({what}). Nothing was taken in; tell the data manager.",
        f"中心库发来的数据未通过校验（{what}）。未接收任何内容；请联系数据管理员。",
    )


def _read(signed: SignedChange) -> _Arrived:
    try:
        change = decode(signed.body)
    except msgspec.DecodeError:
        return _Arrived(signed, signed.hash, None)
    return _Arrived(signed, signed.hash, change, facts_of(change))


def _slot(fact: Fact | UnknownFact) -> Slot | None:
    return None if isinstance(fact, UnknownFact) else slot_of(fact)


def _waits(fault: str, placing: Placing) -> bool:
    """Whether a change comes in all the same: the EDC holds it for this very reason, or has not judged it yet (then a
    signature must at least be by a key that somebody called its author's). Neither gives anybody a right.
    """
    if placing.standing == "held":
        return fault in ("person-signature", trust.UNCERTIFIED)
    return fault == trust.UNCERTIFIED and placing == PENDING
