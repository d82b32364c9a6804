"""What the EDC vouches for to a device: counts a child, heads, its own time; signed. Reads only."""

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


def make_receipt(connection: sa.Connection, device: Device, key: EdcKey, now: int, files: Counts) -> SignedReceipt:
    """The receipt of a device as of now; `files` is what is here of the files its site names."""
    site = read_site(connection, device.site)
    children = _children(connection, device.site)
    receipt = Receipt(
        site=site.site, device=device.device, device_seq=device.seq, device_hash=device.hash,
        epoch=epoch(connection), number=site.number, head=site.head, state=site.state, children=children,
        conflicts=sum(child.conflicts for child in children), held=_held(connection, device.site), server_utc=now,
        files=files.named, files_missing=files.missing, queries=sum(child.queries for child in children),
        waiting=_waiting(connection, device.site),
    )  # fmt: skip
    body = msgspec.json.encode(receipt)
    return SignedReceipt(body=body, signature=key.sign(receipt_message(body)))


def _children(connection: sa.Connection, site: str) -> tuple[ChildCount, ...]:
    held = sa.and_(t.entry.c.site == site, t.entry.c.subject != "", _HELD)
    waiting = _by_child(connection, t.entry, held, sa.func.count(t.entry.c.change.distinct()))
    # Greater than nothing, and not unlike it: the index leads there.
    disputed = sa.and_(t.slot.c.site == site, t.slot.c.conflict > "")
    conflicts = _by_child(connection, t.slot, disputed, sa.func.count())
    return tuple(
        ChildCount(
            subject=name, changes=tally.changes, conflicts=conflicts.get(name, 0), held=waiting.get(name, 0),
            queries=tally.queries,
        )
        for name, tally in tallies(connection, site).items()
        if tally.changes
    )  # fmt: skip


def _waiting(connection: sa.Connection, site: str) -> tuple[HeldEntry, ...]:
    """What is held now, the oldest first, with the reason given when it came."""
    held = sa.select(t.entry.c.number).where(t.entry.c.site == site, _HELD).distinct()
    # Asked for in two: as one question SQLite walks through all changes in the order of their numbers.
    oldest = connection.execute(held.order_by(t.entry.c.number).limit(HELD_TOLD)).scalars().all()
    where = sa.and_(t.change.c.site == site, t.change.c.number.in_(oldest))
    rows = connection.execute(sa.select(t.change).where(where).order_by(t.change.c.number)).all()
    return tuple(
        HeldEntry(
            number=row.number, device=row.device, seq=row.seq, code=row.code, why=Text(row.why_en, row.why_zh)
        )
        for row in rows
    )  # fmt: skip


def _by_child(
    connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool], count: sa.Function[int]
) -> dict[str, int]:
    query = sa.select(table.c.subject, count).where(where).group_by(table.c.subject)
    return {str(subject): int(number) for subject, number in connection.execute(query)}


def _held(connection: sa.Connection, site: str) -> int:
    where = sa.and_(t.entry.c.site == site, _HELD)
    return int(connection.execute(sa.select(sa.func.count(t.entry.c.change.distinct())).where(where)).scalar_one())
