"""What the EDC vouches for to a device: counts a child, heads, its own time; signed. Reads only."""

from collections import Counter

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import decode_fact
from study.text import Text
from sync.protocol.messages import ChildCount, HeldEntry, Receipt, SignedReceipt
from sync.protocol.signing import receipt_message
from sync.protocol.versions import HELD_TOLD
from sync.server import tables as t
from sync.server.crypto import EdcKey
from sync.server.devices import Device
from sync.server.files import Counts
from sync.server.sites import epoch, read_site


def make_receipt(connection: sa.Connection, device: Device, key: EdcKey, now: int, files: Counts) -> SignedReceipt:
    """The receipt of a device as of now; `files` is what is here of the files its site names."""
    site = read_site(connection, device.site)
    children = _children(connection, device.site)
    receipt = Receipt(
        site=site.site, device=device.device, device_seq=device.seq, device_hash=device.hash,
        epoch=epoch(connection), number=site.number, head=site.head, state=site.state, children=children,
        conflicts=sum(child.conflicts for child in children), held=_held(connection, device.site), server_utc=now,
        files=files.named, files_missing=files.missing, queries=sum(_queries(connection, device.site).values()),
        waiting=_waiting(connection, device.site),
    )  # fmt: skip
    body = msgspec.json.encode(receipt)
    return SignedReceipt(body=body, signature=key.sign(receipt_message(body)))


def _children(connection: sa.Connection, site: str) -> tuple[ChildCount, ...]:
    changes = _count(connection, site, sa.true())
    held = _count(connection, site, t.entry.c.standing == "held")
    where = sa.and_(t.slot.c.site == site, t.slot.c.conflict != "")
    query = sa.select(t.slot.c.subject, sa.func.count()).where(where).group_by(t.slot.c.subject)
    conflicts = {str(subject): int(count) for subject, count in connection.execute(query)}
    queries = _queries(connection, site)
    return tuple(
        ChildCount(
            subject=name, changes=changes[name], conflicts=conflicts.get(name, 0), held=held.get(name, 0),
            queries=queries[name],
        )
        for name in sorted(changes)
    )  # fmt: skip


def _queries(connection: sa.Connection, site: str) -> Counter[str]:
    """Queries that are not closed, a child."""
    where = sa.and_(t.slot.c.site == site, t.slot.c.kind == "query", t.slot.c.shown.is_not(None))
    shown = connection.execute(sa.select(t.slot.c.shown).where(where)).scalars()
    facts = (decode_fact(raw) for raw in shown)
    open_ = f.QueryOpened | f.QueryAnswered | f.QueryReopened
    return Counter(fact.address.subject for fact in facts if isinstance(fact, open_))


def _waiting(connection: sa.Connection, site: str) -> tuple[HeldEntry, ...]:
    """What is held now, the oldest first, with the reason given when it came."""
    held = sa.select(t.entry.c.change).where(t.entry.c.site == site, t.entry.c.standing == "held")
    where = sa.and_(t.change.c.site == site, t.change.c.id.in_(held))
    rows = connection.execute(sa.select(t.change).where(where).order_by(t.change.c.number).limit(HELD_TOLD)).all()
    return tuple(
        HeldEntry(
            number=row.number, device=row.device, seq=row.seq, code=row.code, why=Text(row.why_en, row.why_zh)
        )
        for row in rows
    )  # fmt: skip


def _count(connection: sa.Connection, site: str, which: sa.ColumnElement[bool]) -> dict[str, int]:
    """Changes a child, among the entries of some kind."""
    where = sa.and_(t.entry.c.site == site, t.entry.c.subject != "", which)
    number = sa.func.count(t.entry.c.change.distinct())
    query = sa.select(t.entry.c.subject, number).where(where).group_by(t.entry.c.subject)
    return {str(subject): int(count) for subject, count in connection.execute(query)}


def _held(connection: sa.Connection, site: str) -> int:
    where = sa.and_(t.entry.c.site == site, t.entry.c.standing == "held")
    return int(connection.execute(sa.select(sa.func.count(t.entry.c.change.distinct())).where(where)).scalar_one())
