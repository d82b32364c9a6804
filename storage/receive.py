"""Owns taking in what the EDC sends: others' changes, answers for own ones, the roster, the cursor, in one transaction.

Signatures and links are verified here, once. What does not verify stops everything: KnownError `edc-chain-broken`.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from storage import meta, trust
from storage.at_centre import forget_at_centre
from storage.driver import Connection
from storage.keys import verify
from storage.log import insert
from storage.meta import Cursor
from storage.projection import SqlSlots
from study.changes.chain import site_head
from study.changes.envelope import GENESIS, Change, SignedChange, decode, device_message, facts_of
from study.errors import KnownError
from study.state.apply import apply, place
from study.state.settle import PENDING, Placing, Standing
from study.state.slots import Slot
from study.text import Text


class Numbered(Protocol):
    """An entry of the site's chain, as the EDC gives it; `change` is None when the device holds it already."""

    @property
    def number(self) -> int: ...
    @property
    def hash(self) -> str: ...
    @property
    def head(self) -> str: ...
    @property
    def standing(self) -> str: ...
    @property
    def change(self) -> SignedChange | None: ...
    @property
    def code(self) -> str: ...
    @property
    def why(self) -> Text | None: ...


class Answered(Protocol):
    """The EDC's answer to a change that was pushed. Without a number it was refused and stays in the queue."""

    @property
    def hash(self) -> str: ...
    @property
    def number(self) -> int | None: ...
    @property
    def standing(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def why(self) -> Text | None: ...


class OnRoster(Protocol):
    """An entry of the roster: a change of the EDC's own."""

    @property
    def version(self) -> int: ...
    @property
    def entry(self) -> Numbered: ...


class Received(msgspec.Struct, frozen=True):
    """What moved, where the cursor stands now, and whether a branch of this device's own log came back."""

    slots: frozenset[Slot]
    cursor: Cursor
    forked: bool


class Intake:
    """The receiving end of the log. Every method is one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._slots = SqlSlots(connection)

    def receive(
        self,
        *,
        epoch: str,
        numbered: Sequence[Numbered] = (),
        answers: Sequence[Answered] = (),
        roster: Sequence[OnRoster] = (),
        roster_version: int | None = None,
    ) -> Received:
        """Take in a page of the site's chain (numbers go on from the cursor), answers to a push, roster entries.

        What the store has already is passed over. KnownError `edc-chain-broken`: nothing is kept; `edc-epoch-changed`:
        the EDC was restored, see `new_epoch`.
        """
        with self._db.transaction():
            cursor = self._in_epoch(epoch)
            moved: set[Slot] = set()
            for on_roster in roster:
                moved |= self._on_roster(on_roster)
            for answer in answers:
                moved |= self._answer(answer)
            for entry in numbered:
                if entry.number > cursor.number:
                    cursor = self._next(entry, cursor)
                    moved |= self._take(entry)
            seen = max([cursor.roster, roster_version or 0, *(each.version for each in roster)])
            cursor = cursor._replace(roster=seen)
            meta.put_cursor(self._db, cursor)
        return Received(frozenset(moved), cursor, bool(meta.get(self._db, "forked")))

    def new_epoch(self, epoch: str, number: int, head: str) -> Received:
        """The EDC was restored from a backup: keep its numbers up to the last common one, forget later ones.

        `head` must be the head this device knows at `number`. What loses its number is offered to the EDC again.
        """
        with self._db.transaction():
            cursor = meta.cursor(self._db)
            if number > cursor.number or head_at(self._db, number) != head:
                raise broken("the head at the number both should share differs")
            rows = self._db.rows("SELECT id FROM change WHERE number > ? ORDER BY number DESC", (number,))
            moved: set[Slot] = set()
            for (name,) in rows:
                self._db.run(
                    "UPDATE change SET code = '', why_en = '', why_zh = '', site_head = '' WHERE id = ?", (name,)
                )
                moved |= place(name, PENDING, self._slots)
            cursor = Cursor(epoch, number, head, 0)
            meta.put_cursor(self._db, cursor)
            forget_at_centre(self._db)
        return Received(frozenset(moved), cursor, forked=False)

    def offer(self, changes: Sequence[SignedChange]) -> frozenset[Slot]:
        """Take in changes that have no number here (fetched by hash, or from a file), in an order that respects their
        chains; known ones are passed over. They wait as pending until the EDC's number comes.
        """
        with self._db.transaction():
            moved: set[Slot] = set()
            for signed in changes:
                if self._known(signed.hash) is None:
                    moved |= self._insert(signed, PENDING)
        return frozenset(moved)

    def _in_epoch(self, epoch: str) -> Cursor:
        cursor = meta.cursor(self._db)
        if cursor.epoch and cursor.epoch != epoch:
            raise KnownError(
                "edc-epoch-changed",
                "The central EDC was restored from a backup. The next sync compares both records first.",
                "中心库已从备份恢复。下次同步将先比对双方记录。",
            )
        return cursor._replace(epoch=epoch)

    def _next(self, entry: Numbered, cursor: Cursor) -> Cursor:
        if entry.number != cursor.number + 1:
            raise broken(f"number {entry.number} follows {cursor.number}")
        if site_head(cursor.head, entry.hash, entry.standing) != entry.head:
            raise broken(f"the head at number {entry.number} is not the head of what was sent")
        return cursor._replace(number=entry.number, head=entry.head)

    def _take(self, entry: Numbered) -> frozenset[Slot]:
        known = self._known(entry.hash)
        placing = Placing(entry.number, _standing(entry.standing))
        if known is None:
            if entry.change is None or entry.change.hash != entry.hash:
                raise broken(f"the change of number {entry.number} did not come with it")
            moved = self._insert(entry.change, placing)
        else:
            moved = self._place(known[0], known[1], placing)
        self._why(entry.hash, entry.code, entry.why, entry.head)
        return moved

    def _answer(self, answer: Answered) -> frozenset[Slot]:
        known = self._known(answer.hash)
        if known is None:
            raise broken("an answer names a change this device never made")
        self._why(answer.hash, answer.code, answer.why)
        if answer.number is None:
            return frozenset()
        return self._place(known[0], known[1], Placing(answer.number, _standing(answer.standing)))

    def _on_roster(self, on_roster: OnRoster) -> frozenset[Slot]:
        """A roster entry comes ahead of its place in the EDC's chain, so only its signature is checked.

        By the pinned key and not by the device: an EDC restored from a backup goes on as a device of another name.
        """
        entry = on_roster.entry
        if self._known(entry.hash) is not None:
            return frozenset()
        if entry.change is None or entry.change.hash != entry.hash:
            raise broken(f"roster entry {on_roster.version} did not come with its change")
        edc = meta.edc_key(self._db)
        message = device_message(entry.hash)
        if edc is None or not verify(edc.public_key, entry.change.device_signature, message):
            raise broken("a roster entry was not made by the EDC")
        return self._insert(entry.change, Placing(None, "accepted"), roster=on_roster.version)

    def _place(self, name: str, number: int | None, placing: Placing) -> frozenset[Slot]:
        if number is not None and number != placing.number:
            raise broken(f"a change has the numbers {number} and {placing.number}")
        if self._slots.placed(name) == placing:
            return frozenset()
        return place(name, placing, self._slots)

    def _insert(self, signed: SignedChange, placing: Placing, roster: int | None = None) -> frozenset[Slot]:
        try:
            change = decode(signed.body)
        except msgspec.DecodeError as error:
            raise broken("a change can't be read") from error
        facts = facts_of(change)
        fault = self._link_fault(change) if roster is None else ""
        fault = fault or trust.faults(self._db, signed, change, facts, numbered=placing.number is not None)
        if fault and not _waits(fault, placing):
            raise broken(f"change {change.seq} of device {change.device}: {fault}")
        self._note_fork(change)
        insert(self._db, signed, change, roster)
        return apply(change.id, facts, placing, self._slots)

    def _link_fault(self, change: Change) -> str:
        if change.site != meta.get(self._db, "site"):
            return "another site"
        if self._db.row("SELECT 1 FROM change WHERE id = ?", (change.id,)):
            return "its identifier is taken"
        if change.seq == 1:
            return "" if change.prev == GENESIS else "chain"
        known = self._db.row(
            "SELECT 1 FROM change WHERE device = ? AND seq = ? AND hash = ?",
            (change.device, change.seq - 1, change.prev),
        )
        return "" if known else "chain"

    def _note_fork(self, change: Change) -> None:
        """This device's own number with other content: a copy of the store went on writing."""
        if change.device == meta.get(self._db, "device"):
            meta.put(self._db, "forked", str(change.seq))

    def _known(self, change_hash: str) -> tuple[str, int | None] | None:
        row = self._db.row("SELECT id, number FROM change WHERE hash = ?", (change_hash,))
        return (row[0], row[1]) if row else None

    def _why(self, change_hash: str, code: str, why: Text | None, head: str = "") -> None:
        self._db.run(
            "UPDATE change SET code = ?, why_en = ?, why_zh = ?, site_head = CASE ? WHEN '' THEN site_head ELSE ? END "
            "WHERE hash = ?",
            (code, why.en if why else "", why.zh if why else "", head, head, change_hash),
        )


def head_at(connection: Connection, number: int) -> str | None:
    """The head of the site's chain at a number, None when this device never heard it."""
    if number == 0:
        return GENESIS
    row = connection.row("SELECT site_head FROM change WHERE number = ? AND site_head <> ''", (number,))
    return str(row[0]) if row else None


def broken(what: str) -> KnownError:
    """What the EDC sent does not fit what it sent before, or was altered on the way."""
    return KnownError(
        "edc-chain-broken",
        f"What the EDC sent does not verify ({what}). Nothing was taken in; tell the data manager.",
        f"中心库发来的数据未通过校验（{what}）。未接收任何内容；请联系数据管理员。",
    )


def _waits(fault: str, placing: Placing) -> bool:
    """Whether a change comes in all the same: the EDC holds it for this very reason, or has not judged it yet (then a
    signature must at least be by a key that somebody called its author's). Neither gives anybody a right.
    """
    if placing.standing == "held":
        return fault in ("person-signature", trust.UNCERTIFIED)
    return fault == trust.UNCERTIFIED and placing == PENDING


def _standing(name: str) -> Standing:
    try:
        found: Standing = msgspec.convert(name, Standing)
    except msgspec.ValidationError as error:
        raise broken(f"unknown answer {name}") from error
    return found
