"""What the EDC vouches for to a device: counts a child, heads, its own time; signed. Reads only."""

from collections import Counter
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from study.text import Text
from sync.protocol.messages import ChildCount, HeldEntry, Receipt, SignedReceipt
from sync.protocol.signing import receipt_message
from sync.protocol.versions import HELD_TOLD
from sync.server import tables as t
from sync.server.crypto import EdcKey
from sync.server.devices import Device
from sync.server.files import Counts
from sync.server.sites import epoch, read_site
from sync.server.sums import tallies

# Word for word the condition of an index that holds nothing else.
_HELD = t.entry.c.standing == sa.literal_column("'held'")


class _HeldOne(NamedTuple):
    """An entry without effect."""

    subject: str
    change: str
    number: int


def make_receipt(connection: sa.Connection, device: Device, key: EdcKey, now: int, files: Counts) -> SignedReceipt:
    """The receipt of a device as of now; `files` is what is here of the files its site names."""
    site = read_site(connection, device.site)
    held = _held(connection, device.site)
    children = _children(connection, device.site, held)
    receipt = Receipt(
        site=site.site, device=device.device, device_seq=device.seq, device_hash=device.hash,
        epoch=epoch(connection), number=site.number, head=site.head, state=site.state, children=children,
        conflicts=sum(child.conflicts for child in children), held=len({row.change for row in held}), server_utc=now,
        files=files.named, files_missing=files.missing, queries=sum(child.queries for child in children),
        waiting=_waiting(connection, device.site, held),
    )  # fmt: skip
    body = msgspec.json.encode(receipt)
    return SignedReceipt(body=body, signature=key.sign(receipt_message(body)))


def _children(connection: sa.Connection, site: str, held: list[_HeldOne]) -> tuple[ChildCount, ...]:
    waiting = Counter(subject for subject, _change in {(row.subject, row.change) for row in held})
    # Greater than nothing, and not unlike it: the index leads there.
    disputed = sa.and_(t.slot.c.site == site, t.slot.c.conflict > "")
    query = sa.select(t.slot.c.subject, sa.func.count()).where(disputed).group_by(t.slot.c.subject)
    conflicts = {str(subject): int(number) for subject, number in connection.execute(query)}
    return tuple(
        ChildCount(
            subject=name, changes=tally.changes, conflicts=conflicts.get(name, 0), held=waiting[name],
            queries=tally.queries,
        )
        for name, tally in tallies(connection, site).items()
        if tally.changes
    )  # fmt: skip


def _waiting(connection: sa.Connection, site: str, held: list[_HeldOne]) -> tuple[HeldEntry, ...]:
    """What is held now, the oldest first, with the reason given when it came."""
    if not held:
        return ()
    oldest = sorted({row.number for row in held})[:HELD_TOLD]
    where = sa.and_(t.change.c.site == site, t.change.c.number.in_(oldest))
    rows = connection.execute(sa.select(t.change).where(where).order_by(t.change.c.number)).all()
    return tuple(
        HeldEntry(
            number=row.number, device=row.device, seq=row.seq, code=row.code, why=Text(row.why_en, row.why_zh)
        )
        for row in rows
    )  # fmt: skip


def _held(connection: sa.Connection, site: str) -> list[_HeldOne]:
    """Every entry without effect."""
    # Any child, said so that SQLite goes to the index of what is held and not through all the site has.
    where = sa.and_(t.entry.c.site == site, t.entry.c.subject >= "", _HELD)
    query = sa.select(t.entry.c.subject, t.entry.c.change, t.entry.c.number).where(where)
    return [_HeldOne(row.subject, row.change, row.number) for row in connection.execute(query)]
