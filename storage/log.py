"""Owns the log's rows and `Log.append`, the one way in for what people do here: sign, chain, insert and apply, in one
transaction. Must not know what came over a line (`storage.receive`).
"""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from storage import meta
from storage.driver import Connection
from storage.keys import verify
from storage.permit import check_permitted
from storage.sql_slots import SqlSlots
from storage.trust import signing_keys
from study.changes.envelope import (
    GENESIS,
    At,
    Change,
    SignedChange,
    UnknownFact,
    decode,
    device_message,
    encode,
    encode_facts,
    facts_of,
    person_message,
)  # fmt: skip
from study.changes.facts import Fact
from study.ids import uuid7
from study.state.apply import apply
from study.state.settle import PENDING
from study.state.slots import Slot

Clock = Callable[[], int]


class DeviceSigner(Protocol):
    """What signs for the device: `storage.keys.Unlocked`."""

    def device_sign(self, message: bytes) -> bytes:
        """64 bytes."""


class Author(NamedTuple):
    """Who makes a change, in which of their roles, and their signature (`Unlocked.sign`)."""

    user: str
    role: str
    sign: Callable[[bytes], bytes]


class Appended(NamedTuple):
    """A change that is durable: its id, place in the device's chain, hash, and the slots it moved."""

    change: str
    seq: int
    hash: str
    slots: frozenset[Slot]


class Tip(NamedTuple):
    """The last change of a device: its sequence number and hash; (0, GENESIS) before the first."""

    seq: int = 0
    hash: str = GENESIS


def local_offset(utc: int) -> int:
    """The offset of this computer's clock from UTC at a moment (ms), in minutes."""
    offset = dt.datetime.fromtimestamp(utc / 1000, dt.UTC).astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def tip(connection: Connection, device: str) -> Tip:
    """The last change of a device that the log holds."""
    row = connection.row("SELECT seq, hash FROM change WHERE device = ? ORDER BY seq DESC, received LIMIT 1", (device,))
    return Tip(*row) if row else Tip()


def hash_at(connection: Connection, device: str, seq: int) -> str | None:
    """The hash of a device's change with this number, None when the log has none."""
    row = connection.row("SELECT hash FROM change WHERE device = ? AND seq = ? ORDER BY received", (device, seq))
    return str(row[0]) if row else None


def enter(connection: Connection, signed: SignedChange, change: Change) -> frozenset[Slot]:
    """Put a change of this device into the log and apply it. The caller holds the transaction and has checked it."""
    slots = SqlSlots(connection)
    slots.log.insert(signed, change, signed.hash)
    moved = apply(change.id, facts_of(decode(signed.body)), PENDING, slots)
    slots.flush()
    return moved


def signed_changes(connection: Connection, where: str, parameters: Sequence[object] = ()) -> list[SignedChange]:
    """Changes as they travel; `where` is a condition (and order) on the table change."""
    rows = connection.rows(f"SELECT body, device_signature, person_signature FROM change WHERE {where}", parameters)
    return [SignedChange(*row) for row in rows]


class Log:
    """The writing end of this device's log."""

    def __init__(self, connection: Connection, signer: DeviceSigner, clock: Clock) -> None:
        self._db = connection
        self.signer = signer
        self.under: tuple[str, str] | None = None
        """The study version and digest that people enter under, where that is not the version in force."""
        self._clock = clock

    def new_id(self) -> str:
        """A new identifier, for facts and drafts alike."""
        return uuid7(self._clock(), os.urandom(10))

    def append(self, author: Author | None, facts: Sequence[Fact], device: str = "") -> Appended:
        """Make, sign, keep and apply one change. `device` names a device that begins with it.

        KnownError `no-right`, `frozen`, `locked`, `conflict-open`, `reason-wanted`, `disk-full` ...; nothing is kept
        then.
        """
        if not facts:
            raise ValueError("a change carries at least one fact")
        with self._db.transaction():
            who = (author.user, author.role) if author else ("", "")
            check_permitted(self._db, *who, facts, device or meta.get(self._db, "device"))
            change = self._envelope(author, facts, device)
            signed = self._sign(change, author, facts)
            moved = enter(self._db, signed, change)
        return Appended(change.id, change.seq, signed.hash, moved)

    def _envelope(self, author: Author | None, facts: Sequence[Fact], device: str) -> Change:
        home = meta.home(self._db)
        name = device or home.device
        last = tip(self._db, name)
        now = self._clock()
        drift = meta.get(self._db, "drift")
        study, digest = self.under or (home.study_version, home.study_digest)
        return Change(
            id=self.new_id(),
            site=home.site,
            device=name,
            seq=last.seq + 1,
            prev=last.hash,
            at=At(now, local_offset(now), int(drift) if drift else None),
            author=author.user if author else "",
            role=author.role if author else "",
            study=study,
            study_digest=digest,
            seen=meta.cursor(self._db).seen,
            facts=encode_facts(tuple(facts)),
        )

    def _sign(self, change: Change, author: Author | None, facts: Sequence[Fact | UnknownFact]) -> SignedChange:
        body = encode(change)
        bare = SignedChange(body, b"")
        device_signature = self.signer.device_sign(device_message(bare.hash))
        if author is None:
            return SignedChange(body, device_signature)
        person_signature = author.sign(person_message(bare.hash))
        signed = SignedChange(body, device_signature, person_signature)
        keys = signing_keys(self._db, signed, change, facts)
        if not any(verify(key, person_signature, person_message(bare.hash)) for key in keys):
            raise RuntimeError("the author signed with a key that nobody certified, or that has ended")
        return signed
