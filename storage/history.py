"""Owns who did what, when, where and why: the audit trail read from the log. Reads only."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from storage.driver import Connection
from storage.projection import read_fact
from study.address import Address
from study.after_signing import Made
from study.changes.ancestry import Link, Standpoint, link_of, standpoints
from study.changes.envelope import GENESIS, At, Change, UnknownFact, decode, facts_of
from study.changes.facts import Fact, Signed
from study.state.slots import Slot, address_of
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


class Sought(NamedTuple):
    """Which entries of the whole log are sought; what is left open seeks all.

    `since` and `before` are UTC ms as the author claimed them; `form` and `item` are codes; `kinds` are names of
    facts in lower case ("valueset").
    """

    subject: str = ""
    author: str = ""
    form: str = ""
    item: str = ""
    since: int | None = None
    before: int | None = None
    kinds: frozenset[str] = frozenset()


EVERYTHING = Sought()


class AuditLine(NamedTuple):
    """One fact of the whole log; `fact` may be one that this version does not know.

    `standing` is what holds now, `why` the EDC's reason for holding; `study` and `study_digest` name the version of the
    definition it was made under.
    """

    received: int
    change: str
    hash: str
    device: str
    seq: int
    author: str
    role: str
    at: At
    number: int | None
    standing: str
    why: Text
    study: str
    study_digest: str
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

    def made(self, place: Address) -> list[Made]:
        """Every value, file, withdrawal and signature of a child, or of one of its visits, in the order received.

        What `study.after_signing` reads. A withdrawal of something larger comes along.
        """
        rows = self._log.rows(
            "SELECT c.received, c.body, e.position, e.fact, e.number, e.standing, c.hash FROM entry e JOIN change c "
            "ON c.id = e.change WHERE e.subject = ? "
            "AND e.slot_kind IN ('value', 'attachment', 'presence', 'signature') "
            "AND (? = '' OR e.visit IN ('', ?)) ORDER BY c.received, e.position",
            (place.subject, place.visit, place.visit),
        )
        found = list(_made(rows, {}))
        if any(isinstance(made.fact, Signed) for made in found) and self._branches():
            return list(_made(rows, standpoints(self._links())))
        return found

    def _branches(self) -> bool:
        """Whether some device's chain has two ends, or went on from another device's."""
        return bool(
            self._log.rows("SELECT 1 FROM change GROUP BY device, seq HAVING COUNT(*) > 1 LIMIT 1")
            or any(link.before for link in self._links("WHERE seq = 1"))
        )

    def _links(self, where: str = "") -> Iterator[Link]:
        for name, body in self._log.rows(f"SELECT hash, body FROM change {where} ORDER BY received"):
            change = decode(body)
            yield link_of(name, change, facts_of(change) if change.prev == GENESIS else ())

    def audit(
        self,
        sought: Sought = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        newest: bool = False,
        limit: int = 1000,
    ) -> list[AuditLine]:
        """The log fact by fact, in the order received; `newest`: the other way round.

        `after` and `until` are values of `received`, both outside: go on after the last one, or before the first.
        `limit` counts changes, so that a page may hold nothing that is sought (`audit_pages` goes on).
        """
        page = self._page(sought, after, until, newest, limit)
        return [line for _received, lines in page for line in lines]

    def audit_pages(
        self, sought: Sought = EVERYTHING, *, newest: bool = False, size: int = 500
    ) -> Iterator[list[AuditLine]]:
        """All that is sought, a page at a time; a long log need not fit into memory."""
        after, until = 0, None
        while page := self._page(sought, after, until, newest, size):
            yield [line for _received, lines in page for line in lines]
            last = page[-1][0]
            after, until = (0, last) if newest else (last, None)

    def _page(
        self, sought: Sought, after: int, until: int | None, newest: bool, limit: int
    ) -> list[tuple[int, list[AuditLine]]]:
        where, values = _where(sought)
        rows = self._log.rows(
            "SELECT received, hash, body, number, standing, why_en, why_zh FROM change WHERE received > ? "
            f"AND (? IS NULL OR received < ?) {where} ORDER BY received {'DESC' if newest else 'ASC'} LIMIT ?",
            (after, until, until, *values, limit),
        )
        found = [(int(row[0]), _lines(row, sought)) for row in rows]
        return [(received, lines[::-1] if newest else lines) for received, lines in found]


def _where(sought: Sought) -> tuple[str, tuple[object, ...]]:
    """Conditions on changes; which of their facts are meant is decided fact by fact."""
    conditions: list[tuple[str, object]] = []
    if sought.author:
        conditions.append(("author = ?", sought.author))
    if sought.since is not None:
        conditions.append(("at_utc >= ?", sought.since))
    if sought.before is not None:
        conditions.append(("at_utc < ?", sought.before))
    if sought.subject:
        conditions.append(("id IN (SELECT change FROM entry WHERE subject = ?)", sought.subject))
    if sought.form:
        conditions.append(("id IN (SELECT change FROM entry WHERE form = ?)", sought.form))
    if sought.item:
        conditions.append(("id IN (SELECT change FROM entry WHERE item = ?)", sought.item))
    return "".join(f" AND {each}" for each, _value in conditions), tuple(value for _each, value in conditions)


def _entry(row: tuple[Any, ...]) -> Entry:
    raw, change, device, seq, author, role, body, number, standing, en, zh = row
    fact = read_fact(raw)
    reason = str(getattr(fact, "reason", ""))
    said = decode(body)
    return Entry(
        fact, change, device, seq, author, role, said.at, number, standing, reason, Text(en, zh), said.study,
        said.study_digest,
    )  # fmt: skip


def _made(rows: list[tuple[Any, ...]], stands: Mapping[str, Standpoint]) -> Iterator[Made]:
    for received, group in groupby(rows, key=lambda row: row[0]):
        facts = list(group)
        said = decode(facts[0][1])
        for _, _, index, raw, number, standing, name in facts:
            yield Made(
                read_fact(raw), said.id, index, said.device, said.seq, received, said.author, said.role, said.at.utc,
                said.seen, number, standing, stands.get(name, Standpoint()),
            )  # fmt: skip


def _lines(row: tuple[Any, ...], sought: Sought) -> list[AuditLine]:
    received, name, body, number, standing, en, zh = row
    change: Change = decode(body)
    circumstances = (change.device, change.seq, change.author, change.role, change.at, number, standing, Text(en, zh))
    return [
        AuditLine(received, change.id, name, *circumstances, change.study, change.study_digest, fact)
        for fact in facts_of(change)
        if _is_sought(fact, sought)
    ]


def _is_sought(fact: Fact | UnknownFact, sought: Sought) -> bool:
    if sought.kinds and type(fact).__name__.lower() not in sought.kinds:
        return False
    if not (sought.subject or sought.form or sought.item):
        return True
    place = None if isinstance(fact, UnknownFact) else address_of(fact)
    return place is not None and all(
        wanted in ("", found)
        for wanted, found in ((sought.subject, place.subject), (sought.form, place.form), (sought.item, place.item))
    )
