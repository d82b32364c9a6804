"""Counts the sums beside a site's record anew, from the record's bytes, once these are proven; notes it among the acts.

The record itself is only read: what does not follow from it is not for a program to mend.
"""

from collections.abc import Iterator
from typing import Literal

import msgspec
import sqlalchemy as sa

from sync.server import errors
from sync.server import tables as t
from sync.server.central import Access, note_access
from sync.server.service import Service
from sync.server.sites import lock_site
from sync.server.slots import MOST_KEYS
from sync.server.sums import Sums, Tally, summed
from sync.server.verify import prove_site

REPAIR = "repair"
"""What it is called in the list of who came in and what was done."""
CAME_FROM = "command line"
_MOST_NOTED = 50
_NONE = Tally(0, 0)


class Wrong(msgspec.Struct, frozen=True):
    """One sum that was not what the record gives. `of` is a child, or of `waiting` a held change (0 or 1: it waits)."""

    what: Literal["changes", "queries", "waiting"]
    of: str
    was: int
    now: int


class Repaired(msgspec.Struct, frozen=True):
    """A site whose record holds: how many changes were read, and each sum that was wrong."""

    site: str
    changes: int
    wrong: tuple[Wrong, ...] = ()


def repair(service: Service, site: str, author: str) -> Repaired:
    """Count a site's sums anew and note it, in one transaction. KnownError `site-unknown`, `edc-record-broken`.

    Nobody else writes at the site meanwhile: workstations wait, or are asked to come again.
    """
    with service.database.writing(site) as connection:
        lock_site(connection, site)
        verified, right = prove_site(connection, site)
        if verified.fault not in ("", "sums"):
            raise errors.record_broken(site, verified.number, verified.fault)
        wrong = tuple(_wrong(summed(connection, site), right))
        if wrong:
            _write(connection, site, right)
            note_access(connection, Access(service.clock(), author, REPAIR, _noted(site, wrong), CAME_FROM))
        return Repaired(site, verified.changes, wrong)


def _wrong(was: Sums, now: Sums) -> Iterator[Wrong]:
    for child in sorted(was.children.keys() | now.children.keys()):
        before, after = was.children.get(child, _NONE), now.children.get(child, _NONE)
        if before.changes != after.changes:
            yield Wrong("changes", child, before.changes, after.changes)
        if before.queries != after.queries:
            yield Wrong("queries", child, before.queries, after.queries)
        if before == after and (child in was.children) != (child in now.children):
            yield Wrong("changes", child, before.changes, after.changes)
    for change in sorted(was.waiting ^ now.waiting):
        yield Wrong("waiting", change, int(change in was.waiting), int(change in now.waiting))


def _write(connection: sa.Connection, site: str, right: Sums) -> None:
    for table in (t.tally, t.waiting):
        connection.execute(table.delete().where(table.c.site == site))
    children = [
        {"site": site, "subject": child, "changes": each.changes, "queries": each.queries}
        for child, each in right.children.items()
    ]
    if children:
        connection.execute(t.tally.insert(), children)
    waiting = sorted(right.waiting)
    for start in range(0, len(waiting), MOST_KEYS):
        here = sa.and_(t.change.c.site == site, t.change.c.id.in_(waiting[start : start + MOST_KEYS]))
        rows = connection.execute(sa.select(t.change.c.id, t.change.c.number, t.change.c.code).where(here)).all()
        held = [{"site": site, "change": row.id, "number": row.number, "code": row.code} for row in rows]
        if held:
            connection.execute(t.waiting.insert(), held)


def _noted(site: str, wrong: tuple[Wrong, ...]) -> str:
    said = [f"{each.what} {each.of} {each.was} -> {each.now}" for each in wrong[:_MOST_NOTED]]
    more = len(wrong) - len(said)
    return f"{site}: " + "; ".join(said) + (f"; and {more} more" if more else "")
