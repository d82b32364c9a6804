"""Owns which versions of the study definition the log holds, their bytes, and under which one a change was made. Reads.

What the bytes mean is not known here; whoever shows them reads them (decision 0009).
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from storage.driver import Connection
from storage.projection import read_fact, read_settled
from study.changes.envelope import decode
from study.changes.facts import StudyAdopted


class Version(NamedTuple):
    """One adoption: of what, by whom, when (UTC ms), why, and whether its texts came with it.

    `began`: a device began with it and nobody chose it. `standing` is the EDC's answer. `in_force`: entries are made
    under it now.
    """

    fact: str
    version: str
    digest: str
    change: str
    device: str
    author: str
    role: str
    at_utc: int
    reason: str
    content: bool
    began: bool
    standing: str
    in_force: bool


class Under(NamedTuple):
    """The version of the definition that a change was made under."""

    version: str
    digest: str


def versions(connection: Connection) -> list[Version]:
    """Every adoption of the log, the first accepted first."""
    shown = _shown(connection)
    return [_version(fact, others, shown) for fact, *others in _adopted(connection)]


def content(connection: Connection, digest: str) -> tuple[bytes, ...]:
    """The different texts that the log keeps under a digest; a damaged one may stand beside a sound one."""
    kept = (fact.content for fact, *_ in _adopted(connection) if fact.digest == digest)
    return tuple(dict.fromkeys(each for each in kept if each))


def under(connection: Connection, changes: Iterable[str]) -> dict[str, Under]:
    """The version that each of these changes was made under, by the change's id."""
    found: dict[str, Under] = {}
    for change in dict.fromkeys(changes):
        row = connection.row("SELECT body FROM change WHERE id = ?", (change,))
        if row is not None:
            said = decode(row[0])
            found[change] = Under(said.study, said.study_digest)
    return found


def _adopted(connection: Connection) -> Iterator[tuple[StudyAdopted, str, str, str, str, int, str]]:
    rows = connection.rows(
        "SELECT e.fact, e.change, c.device, c.author, c.role, c.at_utc, e.standing FROM entry e "
        "JOIN change c ON c.id = e.change WHERE e.slot_kind = 'study' "
        "ORDER BY e.number IS NULL, e.number, c.received, e.position"
    )
    for raw, *others in rows:
        fact = read_fact(raw)
        if isinstance(fact, StudyAdopted):
            yield (fact, *others)


def _shown(connection: Connection) -> str:
    """The id of the fact that holds on the study's slot."""
    row = connection.row("SELECT settled FROM slot WHERE kind = 'study'")
    shown = read_settled(row[0]).shown if row else None
    return shown.fact.id if shown else ""


def _version(fact: StudyAdopted, others: list[Any], shown: str) -> Version:
    change, device, author, role, at, standing = others
    return Version(
        fact.id, fact.version, fact.digest, change, device, author, role, at, fact.reason, bool(fact.content),
        not fact.bases, standing, fact.id == shown,
    )  # fmt: skip
