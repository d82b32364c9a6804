"""Devices of the sites, and the one-time codes that let a new one in.

Owns their rows. Whether a device's change counts is `study.state.judge`'s; who may ask is `service`'s.
"""

import msgspec
import sqlalchemy as sa

from study.changes.envelope import GENESIS
from sync.server import crypto, errors
from sync.server import tables as t
from sync.server.sites import get_meta, set_meta

CODE_LIFE_MS = 7 * 24 * 3600 * 1000
_WRONG_CODES = 20
_WRONG_WINDOW_MS = 10 * 60 * 1000


class Device(msgspec.Struct):
    """One life of one store, or the EDC's own voice at a site. `seq` and `hash` end its main chain."""

    site: str
    device: str
    name: str
    public_key: bytes
    edc: bool = False
    certified: bool = False
    ended_after: int | None = None
    seq: int = 0
    hash: str = GENESIS
    forked_at: int | None = None
    heard_utc: int = 0


def _is(site: str, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(t.device.c.site == site, t.device.c.device == name)


def read_device(connection: sa.Connection, site: str, name: str) -> Device | None:
    """A device, or None."""
    row = connection.execute(sa.select(t.device).where(_is(site, name))).first()
    return Device(**row._mapping) if row else None


def devices_of(connection: sa.Connection, site: str) -> list[Device]:
    """Every device of a site, the EDC's own among them."""
    rows = connection.execute(sa.select(t.device).where(t.device.c.site == site).order_by(t.device.c.device))
    return [Device(**row._mapping) for row in rows]


# Both databases read this; two greetings of one device at once are no fault.
_GREETED = sa.text(
    "INSERT INTO greeting (site, device, at_utc, pending, oldest_ms) "
    "VALUES (:site, :device, :at_utc, :pending, :oldest_ms) ON CONFLICT (site, device) "
    "DO UPDATE SET at_utc = excluded.at_utc, pending = excluded.pending, oldest_ms = excluded.oldest_ms"
)


def keep_greeting(connection: sa.Connection, device: Device, now: int, pending: int, oldest_ms: int) -> None:
    """What a device said it has not sent; beside its row, which only a site's lock may write."""
    most = (1 << 62) - 1
    said = {"at_utc": now, "pending": min(max(pending, 0), most), "oldest_ms": min(max(oldest_ms, 0), most)}
    connection.execute(_GREETED, {"site": device.site, "device": device.device, **said})


class Unsent(msgspec.Struct, frozen=True):
    """What waits at a workstation by its own last word, less what came in since; `oldest_ms` at that time."""

    at_utc: int
    pending: int
    oldest_ms: int


def unsent(connection: sa.Connection, site: str) -> dict[str, Unsent]:
    """By workstation; none of one that has not greeted since the EDC can remember it."""
    g, c = t.greeting.c, t.change.c
    since = sa.and_(c.site == g.site, c.device == g.device, c.received_utc >= g.at_utc)
    came = sa.select(sa.func.count()).select_from(t.change).where(since).scalar_subquery()
    rows = connection.execute(
        sa.select(g.device, g.at_utc, g.pending, g.oldest_ms, came.label("came")).where(g.site == site)
    )
    return {row.device: Unsent(row.at_utc, max(0, row.pending - row.came), row.oldest_ms) for row in rows}


def issue_code(connection: sa.Connection, site: str, now: int, life: int = CODE_LIFE_MS) -> str:
    """A new code for one device of a site, good for `life` ms; only its digest is kept."""
    typed = crypto.new_code()
    digest = crypto.code_digest(site, typed)
    connection.execute(t.code.insert().values(site=site, digest=digest, until_utc=now + life, device=None))
    return typed


def use_code(connection: sa.Connection, site: str, typed: str, device: str, now: int) -> bool:
    """Whether the code lets this device in. The same device may use its code again: its answer may have been lost."""
    digest = crypto.code_digest(site, typed)
    where = sa.and_(t.code.c.site == site, t.code.c.digest == digest)
    row = connection.execute(sa.select(t.code).where(where)).first()
    if row is None or row.device not in (None, device) or (row.device is None and row.until_utc < now):
        return False
    connection.execute(t.code.update().where(where).values(device=device))
    return True


def check_guessing(connection: sa.Connection, now: int) -> None:
    """KnownError `too-many-codes` after twenty wrong codes in ten minutes: 40 bits stay out of reach."""
    since, count = _wrong(connection)
    if count >= _WRONG_CODES and now - since < _WRONG_WINDOW_MS:
        raise errors.too_many_codes()


def count_wrong(connection: sa.Connection, now: int) -> None:
    """Remember a wrong code."""
    since, count = _wrong(connection)
    begin, number = (now, 1) if now - since >= _WRONG_WINDOW_MS else (since, count + 1)
    set_meta(connection, "wrong-codes", f"{begin} {number}")


def _wrong(connection: sa.Connection) -> tuple[int, int]:
    since, _, count = get_meta(connection, "wrong-codes").partition(" ")
    return int(since or 0), int(count or 0)
