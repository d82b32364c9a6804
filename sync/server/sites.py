"""Sites and the EDC's epoch: reading their rows, locking one site for writing, writing it back.

A site's row is the per-site lock: whoever holds it numbers. Must not know changes.
"""

import msgspec
import sqlalchemy as sa

from study.changes.envelope import GENESIS
from sync.server import errors
from sync.server import tables as t

_EPOCH = "epoch"


class Site(msgspec.Struct):
    """A site: its EDC device, its last number with head and state hash, its roster's version."""

    site: str
    name: str
    device: str
    number: int = 0
    head: str = GENESIS
    state: str = "0" * 64
    roster: int = 0


def read_site(connection: sa.Connection, name: str) -> Site:
    """A site as it stands. KnownError `site-unknown`."""
    return _read(connection, sa.select(t.site).where(t.site.c.site == name))


def lock_site(connection: sa.Connection, name: str) -> Site:
    """A site, locked until the transaction ends (SQLite locks its whole file when the transaction begins)."""
    return _read(connection, sa.select(t.site).where(t.site.c.site == name).with_for_update())


def _read(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> Site:
    row = connection.execute(query).first()
    if row is None:
        raise errors.site_unknown()
    return Site(**row._mapping)


def save_site(connection: sa.Connection, site: Site) -> None:
    """Write a locked site back."""
    values = msgspec.structs.asdict(site)
    connection.execute(t.site.update().where(t.site.c.site == site.site).values(**values))


def insert_site(connection: sa.Connection, site: Site) -> None:
    """A new site. KnownError `site-exists`."""
    if connection.execute(sa.select(t.site.c.site).where(t.site.c.site == site.site)).first() is not None:
        raise errors.site_exists()
    connection.execute(t.site.insert().values(**msgspec.structs.asdict(site)))


def site_names(connection: sa.Connection) -> list[str]:
    """Every site, in order."""
    return list(connection.execute(sa.select(t.site.c.site).order_by(t.site.c.site)).scalars())


def epoch(connection: sa.Connection) -> str:
    """The name of the EDC's present life. KnownError `edc-not-initialised`."""
    found = get_meta(connection, _EPOCH)
    if not found:
        raise errors.not_initialised()
    return found


def set_epoch(connection: sa.Connection, name: str) -> None:
    """Begin a new life."""
    set_meta(connection, _EPOCH, name)


def get_meta(connection: sa.Connection, name: str) -> str:
    """A value of the EDC as a whole, "" when it was never set."""
    return connection.execute(sa.select(t.meta.c.value).where(t.meta.c.name == name)).scalar() or ""


def set_meta(connection: sa.Connection, name: str, value: str) -> None:
    """Set a value of the EDC as a whole."""
    if connection.execute(t.meta.update().where(t.meta.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(t.meta.insert().values(name=name, value=value))
