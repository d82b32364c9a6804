"""Owns who did what, when, where and why: the audit trail read from the log. Reads only."""

from typing import Any, NamedTuple

from storage.driver import Connection
from storage.projection import read_fact
from study.address import Address
from study.changes.envelope import At, Change, UnknownFact, decode, facts_of
from study.changes.facts import Fact
from study.state.slots import Slot, address_of, slot_of
from study.text import Text


class Entry(NamedTuple):
    """One fact with its circumstances. `standing` is what holds now; `why` is the EDC's reason for holding.

    `study` and `study_digest` name the version of the definition it was made under.
    """

    fact: Fact
    change: str
    device: str
    seq: int
    author: str
    role: str
    at: At
    number: int | None
    standing: str
    reason: str
    why: Text
    study: str
    study_digest: str


class AuditLine(NamedTuple):
    """One fact of the whole log, in the order received; `fact` may be one that this version does not know."""

    received: int
    device: str
    seq: int
    author: str
    role: str
    at: At
    number: int | None
    standing: str
    fact: Fact | UnknownFact


class History:
    """The audit trail of a slot, of a child, of everything."""

    def __init__(self, connection: Connection) -> None:
        self._log = connection

    def history(self, place: Address | Slot) -> list[Entry]:
        """Everything ever said at an address (its value), or on any slot: numbered first, oldest first."""
        slot = place if isinstance(place, Slot) else Slot("value", place.key)
        rows = self._log.rows(
            "SELECT e.fact, e.change, c.device, c.seq, c.author, c.role, c.body, e.number, e.standing, "
            "c.why_en, c.why_zh FROM entry e JOIN change c ON c.id = e.change WHERE e.slot_kind = ? AND e.slot_key = ? "
            "ORDER BY e.number IS NULL, e.number, c.received, e.position",
            slot,
        )
        return [_entry(row) for row in rows]

    def audit(
        self, *, subject: str = "", author: str = "", after: int = 0, until: int | None = None, limit: int = 1000
    ) -> list[AuditLine]:
        """The log in the order received, fact by fact, of one child or person or of all; go on after the last
        `received`. `limit` and `until` (a `received`) count changes.
        """
        rows = self._log.rows(
            "SELECT received, body, number, standing FROM change WHERE received > ? AND (? IS NULL OR received <= ?) "
            "AND (? = '' OR author = ?) AND (? = '' OR id IN (SELECT change FROM entry WHERE subject = ?)) "
            "ORDER BY received LIMIT ?",
            (after, until, until, author, author, subject, subject, limit),
        )
        return [line for row in rows for line in _lines(*row, subject=subject)]


def _entry(row: tuple[Any, ...]) -> Entry:
    raw, change, device, seq, author, role, body, number, standing, en, zh = row
    fact = read_fact(raw)
    reason = str(getattr(fact, "reason", ""))
    said = decode(body)
    return Entry(
        fact, change, device, seq, author, role, said.at, number, standing, reason, Text(en, zh), said.study,
        said.study_digest,
    )  # fmt: skip


def _lines(received: int, body: bytes, number: int | None, standing: str, *, subject: str) -> list[AuditLine]:
    change: Change = decode(body)
    return [
        AuditLine(received, change.device, change.seq, change.author, change.role, change.at, number, standing, fact)
        for fact in facts_of(change)
        if not subject or _speaks_of(fact, subject)
    ]


def _speaks_of(fact: Fact | UnknownFact, subject: str) -> bool:
    if isinstance(fact, UnknownFact) or slot_of(fact) is None:
        return False
    place = address_of(fact)
    return place is not None and place.subject == subject
