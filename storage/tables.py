"""Owns which tables of reference intervals the log holds and in which order they were adopted. Reads.

What their bytes mean is not known here; whoever uses them proves and reads them (decision 0009).
"""

from typing import NamedTuple

from storage.driver import Connection
from storage.projection import read_fact, read_settled
from study.changes.facts import TableAdopted


class AdoptedTable(NamedTuple):
    """One adoption: of which content, by whom, when (UTC ms). `standing` is the EDC's answer.

    `counts` is false while it waits without effect: held, rejected, or resting on such a one.
    """

    fact: str
    table: str
    digest: str
    content: bytes
    change: str
    device: str
    author: str
    role: str
    at_utc: int
    standing: str
    counts: bool


def adopted(connection: Connection, name: str) -> list[AdoptedTable]:
    """Every adoption of a table, in the EDC's order; what has no number yet comes last, as it was received.

    The order of two of them never changes once both are numbered, so every device ends with the same one.
    """
    rows = connection.rows(
        "SELECT e.fact, e.change, c.device, c.author, c.role, c.at_utc, e.standing FROM entry e "
        "JOIN change c ON c.id = e.change WHERE e.slot_kind = 'table' AND e.slot_key = ? "
        "ORDER BY e.number IS NULL, e.number, c.received, e.position",
        (name,),
    )
    waiting = _waiting(connection, name)
    return [
        AdoptedTable(
            fact.id, fact.table, fact.digest, fact.content, change, device, author, role, at, standing,
            fact.id not in waiting,
        )
        for raw, change, device, author, role, at, standing in rows
        if isinstance(fact := read_fact(raw), TableAdopted)
    ]  # fmt: skip


def _waiting(connection: Connection, name: str) -> frozenset[str]:
    row = connection.row("SELECT settled FROM slot WHERE kind = 'table' AND key = ?", (name,))
    return frozenset(entry.fact.id for entry in read_settled(row[0]).waiting) if row else frozenset()
