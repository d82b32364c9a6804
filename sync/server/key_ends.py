"""Which of a person's keys no longer signed when a change was made, by the chains that stand in the site's record.

Reads the book and writes nothing; the rule is `study.changes.key_life`.
"""

from collections.abc import Sequence

from study.changes.envelope import Change, decode, facts_of
from study.changes.facts import DeviceBegun
from study.changes.key_life import Reach, Said, ended_keys, lineage_of
from study.state.slots import Slot
from sync.server import tables as t
from sync.server.book import Book


def ended_at(book: Book, change: Change, said: Sequence[tuple[str, bytes]]) -> frozenset[bytes]:
    """`said`: the ids of the changes that speak of the author, with the key each certifies (b"": it ends them)."""
    if len({key for _name, key in said}) < 2:
        return frozenset()
    rows = [(book.by(t.change.c.id, name), key) for name, key in said]
    words = [Said(row.device, row.seq, key) for row, key in rows if row is not None]
    return ended_keys(words, _lineage(book, change))


def _lineage(book: Book, change: Change) -> list[Reach]:
    """Where a first change says whose successor it is, that counts before it stands in the book."""
    first = _begun_by(change) if change.seq == 1 else None

    def before(device: str) -> Reach | None:
        begun = first if first is not None and device == change.device else _begun(book, device)
        row = book.by(t.change.c.hash, begun.predecessor_hash) if begun and begun.predecessor_hash else None
        return Reach(row.device, row.seq) if row is not None else None

    return lineage_of(Reach(change.device, change.seq - 1), before)


def _begun(book: Book, device: str) -> DeviceBegun | None:
    for entry in book.slots.entries(Slot("device", device)):
        row = book.by(t.change.c.id, entry.change) if isinstance(entry.fact, DeviceBegun) else None
        begun = _begun_by(decode(row.body)) if row is not None else None
        if begun is not None:
            return begun
    return None


def _begun_by(change: Change) -> DeviceBegun | None:
    begun = (fact for fact in facts_of(change) if isinstance(fact, DeviceBegun) and fact.device == change.device)
    return next(begun, None) if change.seq == 1 else None
