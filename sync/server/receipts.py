"""What the EDC vouches for to a device: counts a child, heads, its own time; signed. Reads only."""

import msgspec
import sqlalchemy as sa

from sync.protocol.messages import ChildCount, Receipt, SignedReceipt
from sync.protocol.signing import receipt_message
from sync.server import tables as t
from sync.server.crypto import EdcKey
from sync.server.devices import Device
from sync.server.sites import epoch, read_site


def make_receipt(connection: sa.Connection, device: Device, key: EdcKey, now: int) -> SignedReceipt:
    """The receipt of a device as of now."""
    site = read_site(connection, device.site)
    children = _children(connection, device.site)
    receipt = Receipt(
        site=site.site, device=device.device, device_seq=device.seq, device_hash=device.hash,
        epoch=epoch(connection), number=site.number, head=site.head, state=site.state, children=children,
        conflicts=sum(child.conflicts for child in children), held=_held(connection, device.site), server_utc=now,
    )  # fmt: skip
    body = msgspec.json.encode(receipt)
    return SignedReceipt(body=body, signature=key.sign(receipt_message(body)))


def _children(connection: sa.Connection, site: str) -> tuple[ChildCount, ...]:
    changes = _count(connection, site, sa.true())
    held = _count(connection, site, t.entry.c.standing == "held")
    where = sa.and_(t.slot.c.site == site, t.slot.c.conflict != "")
    query = sa.select(t.slot.c.subject, sa.func.count()).where(where).group_by(t.slot.c.subject)
    conflicts = {str(subject): int(count) for subject, count in connection.execute(query)}
    return tuple(
        ChildCount(subject=name, changes=changes[name], conflicts=conflicts.get(name, 0), held=held.get(name, 0))
        for name in sorted(changes)
    )


def _count(connection: sa.Connection, site: str, which: sa.ColumnElement[bool]) -> dict[str, int]:
    """Changes a child, among the entries of some kind."""
    where = sa.and_(t.entry.c.site == site, t.entry.c.subject != "", which)
    number = sa.func.count(t.entry.c.change.distinct())
    query = sa.select(t.entry.c.subject, number).where(where).group_by(t.entry.c.subject)
    return {str(subject): int(count) for subject, count in connection.execute(query)}


def _held(connection: sa.Connection, site: str) -> int:
    where = sa.and_(t.entry.c.site == site, t.entry.c.standing == "held")
    return int(connection.execute(sa.select(sa.func.count(t.entry.c.change.distinct())).where(where)).scalar_one())
