"""Owns taking in what the EDC sends: others' changes, answers for own ones, the roster, the cursor, in one transaction.

Signatures and links are verified here, once (`storage.page`). What does not verify stops everything: KnownError
`edc-chain-broken`.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from storage import meta
from storage.at_centre import forget_at_centre
from storage.driver import Connection
from storage.log_rows import chunks
from storage.meta import Cursor
from storage.page import Page, Said, broken, placing_of
from study.changes.chain import site_head
from study.changes.envelope import GENESIS, SignedChange
from study.errors import KnownError
from study.state.settle import PENDING, Placing
from study.state.slots import Slot

_LOST = "SELECT id FROM change WHERE number > ? ORDER BY number DESC"
_UNEXPLAINED = "UPDATE change SET code = '', why_en = '', why_zh = '', site_head = '' WHERE number > ?"


class Numbered(Said, Protocol):
    """An entry of the site's chain, as the EDC gives it; `change` is None when the device holds it already."""

    @property
    def number(self) -> int: ...
    @property
    def head(self) -> str: ...
    @property
    def change(self) -> SignedChange | None: ...


class Answered(Said, Protocol):
    """The EDC's answer to a change that was pushed. Without a number it was refused and stays in the queue."""

    @property
    def number(self) -> int | None: ...


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
            page = Page(self._db)
            entries = [each.entry for each in roster] + [each for each in numbered if each.number > cursor.number]
            page.read_ahead(
                [each.hash for each in (*entries, *answers)], [each.change for each in entries if each.change]
            )
            moved: set[Slot] = set()
            for on_roster in roster:
                moved |= _on_roster(page, on_roster)
            for answer in answers:
                moved |= _answer(page, answer)
            for entry in numbered:
                if entry.number > cursor.number:
                    cursor = _next(entry, cursor)
                    moved |= _take(page, entry)
            page.flush()
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
            lost = [str(name) for (name,) in self._db.rows(_LOST, (number,))]
            self._db.run(_UNEXPLAINED, (number,))
            moved: set[Slot] = set()
            for some in chunks(lost):
                page = Page(self._db)
                page.read_again(some)
                moved |= {slot for name in some for slot in page.forgotten(name)}
                page.flush()
            cursor = Cursor(epoch, number, head, 0)
            meta.put_cursor(self._db, cursor)
            forget_at_centre(self._db)
        return Received(frozenset(moved), cursor, forked=False)

    def offer(self, changes: Sequence[SignedChange]) -> frozenset[Slot]:
        """Take in changes that have no number here (fetched by hash, or from a file), in an order that respects their
        chains; known ones are passed over. They wait as pending until the EDC's number comes.
        """
        with self._db.transaction():
            page = Page(self._db)
            page.read_ahead([signed.hash for signed in changes], changes)
            moved: set[Slot] = set()
            for signed in changes:
                if page.known(signed.hash) is None:
                    moved |= page.entered(signed, PENDING)
            page.flush()
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


def _next(entry: Numbered, cursor: Cursor) -> Cursor:
    if entry.number != cursor.number + 1:
        raise broken(f"number {entry.number} follows {cursor.number}")
    if site_head(cursor.head, entry.hash, entry.standing) != entry.head:
        raise broken(f"the head at number {entry.number} is not the head of what was sent")
    return cursor._replace(number=entry.number, head=entry.head)


def _take(page: Page, entry: Numbered) -> frozenset[Slot]:
    placing = placing_of(entry.number, entry.standing)
    known = page.known(entry.hash)
    if known is not None:
        moved = page.answered(known, placing)
    elif entry.change is None or entry.change.hash != entry.hash:
        raise broken(f"the change of number {entry.number} did not come with it")
    else:
        moved = page.entered(entry.change, placing)
    page.explained(entry, entry.head)
    return moved


def _answer(page: Page, answer: Answered) -> frozenset[Slot]:
    known = page.known(answer.hash)
    if known is None:
        raise broken("an answer names a change this device never made")
    page.explained(answer)
    if answer.number is None:
        return frozenset()
    return page.answered(known, placing_of(answer.number, answer.standing))


def _on_roster(page: Page, on_roster: OnRoster) -> frozenset[Slot]:
    """A roster entry comes ahead of its place in the EDC's chain, so only its signature is checked."""
    entry = on_roster.entry
    if page.known(entry.hash) is not None:
        return frozenset()
    if entry.change is None or entry.change.hash != entry.hash:
        raise broken(f"roster entry {on_roster.version} did not come with its change")
    if not page.by_edc(entry.change):
        raise broken("a roster entry was not made by the EDC")
    return page.entered(entry.change, Placing(None, "accepted"), roster=on_roster.version)


def head_at(connection: Connection, number: int) -> str | None:
    """The head of the site's chain at a number, None when this device never heard it."""
    if number == 0:
        return GENESIS
    row = connection.row("SELECT site_head FROM change WHERE number = ? AND site_head <> ''", (number,))
    return str(row[0]) if row else None
