"""Leases of subject codes as the EDC's people see them, and one more block when somebody asks for it."""

from typing import NamedTuple

import sqlalchemy as sa

from study.changes import facts as f
from study.subject_codes import codes_of
from sync.server import errors
from sync.server.book import Book
from sync.server.devices import read_device
from sync.server.leases import code_place, codes_given, lease, leases_of
from sync.server.service import Service
from sync.server.sites import read_site


class Block(NamedTuple):
    """A block as people read it: first and last code, whose it is, how many of its codes nobody has given."""

    first: str
    last: str
    device: str
    name: str
    free: int


def blocks(service: Service, site: str) -> list[Block]:
    """Every block of a site. KnownError `site-unknown`."""
    with service.database.reading(site) as connection:
        read_site(connection, site)
        return [_block(connection, site, each) for each in leases_of(connection, site)]


def lease_more(service: Service, site: str, device: str) -> Block:
    """One more block for a device. KnownError `site-unknown`, `device-unknown`, `no-codes`."""
    with service.database.writing(site) as connection:
        book = Book(connection, site, service.key, service.clock())
        known = read_device(connection, site, device)
        if known is None or known.edc or not known.certified or known.ended_after is not None:
            raise errors.device_unknown()
        made = lease(book, device, anyway=True)
        book.close()
        if made is None:
            raise errors.no_codes()
        return _block(connection, site, made)


def _block(connection: sa.Connection, site: str, each: f.CodesLeased) -> Block:
    place = code_place(connection, site)
    given = codes_given(connection, site, place) if place is not None else frozenset()
    codes = list(codes_of(each))
    device = read_device(connection, site, each.device)
    return Block(codes[0], codes[-1], each.device, device.name if device else "", sum(c not in given for c in codes))
