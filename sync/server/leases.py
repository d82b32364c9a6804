"""Leases of subject codes: which device may give which, and when it is given more. The EDC's own acts, on the roster.

Where codes stand and how they look is the definition's; a site whose definition the EDC does not hold gets no leases.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from study.address import parse_key
from study.changes import facts as f
from study.changes.envelope import SignedChange, decode_fact
from study.definition.pack import unpack_study
from study.state.slots import Slot
from study.subject_codes import LEAST, codes_of, free_codes, next_block
from study.values import TextValue
from sync.server import tables as t
from sync.server.book import Book

_ENROLS = b'"subjectenrolled"'


class CodePlace(NamedTuple):
    """Where a child's code stands, and its form."""

    visit: str
    form: str
    item: str
    pattern: str


def code_place(connection: sa.Connection, site: str) -> CodePlace | None:
    """Of the definition in force; None where its texts are not here."""
    where = sa.and_(t.slot.c.site == site, t.slot.c.kind == "study", t.slot.c.shown.is_not(None))
    row = connection.execute(sa.select(t.slot.c.shown).where(where)).first()
    shown = decode_fact(row.shown) if row is not None else None
    if not isinstance(shown, f.StudyAdopted):
        return None
    said = sa.and_(t.entry.c.site == site, t.entry.c.kind == "study")
    facts = map(decode_fact, connection.execute(sa.select(t.entry.c.fact).where(said)).scalars())
    adopted = (fact for fact in facts if isinstance(fact, f.StudyAdopted) and fact.digest == shown.digest)
    kept = next((fact.content for fact in adopted if fact.content), b"")
    return _place(kept, shown.digest) if kept else None


@lru_cache(maxsize=8)
def _place(content: bytes, digest: str) -> CodePlace:
    # Reading a definition takes a second: once a version.
    study = unpack_study(content, digest)
    visit, form, item = study.anchors["subject_code"].split("/")
    return CodePlace(visit, form, item, study.item(form, item).pattern or ".+")


def codes_given(connection: sa.Connection, site: str, place: CodePlace) -> frozenset[str]:
    """Every code that was ever written down at the site, held ones too."""
    key = t.entry.c.key.like(f"%/{place.visit}/%/{place.form}/%/{place.item}")
    query = sa.select(t.entry.c.key, t.entry.c.fact).where(t.entry.c.site == site, t.entry.c.kind == "value", key)
    found = set()
    for row in connection.execute(query).all():
        at, fact = parse_key(row.key), decode_fact(row.fact)
        here = (at.visit, at.form, at.item) == (place.visit, place.form, place.item)
        if here and isinstance(fact, f.ValueSet) and isinstance(fact.value, TextValue):
            found.add(fact.value.text)
    return frozenset(found)


def leases_of(connection: sa.Connection, site: str) -> list[f.CodesLeased]:
    """Every block as it stands."""
    where = sa.and_(t.slot.c.site == site, t.slot.c.kind == "codes", t.slot.c.shown.is_not(None))
    facts = map(decode_fact, connection.execute(sa.select(t.slot.c.shown).where(where)).scalars())
    return sorted((fact for fact in facts if isinstance(fact, f.CodesLeased)), key=lambda each: each.first)


def lease(book: Book, device: str, *, anyway: bool = False) -> f.CodesLeased | None:
    """Another block for a device that has few codes left; None when it has enough or there is no block to give.

    First a block of a device that was ended, or that went on as another one: its codes come back.
    """
    place = code_place(book.connection, book.site.site)
    if place is None:
        return None
    given = codes_given(book.connection, book.site.site, place)
    leases = leases_of(book.connection, book.site.site)
    if not anyway and len(free_codes(leases, device, given)) >= LEAST:
        return None
    made = _returned(book, device, leases, given) or _new(book, device, leases, given, place)
    if made is not None:
        book.act([made])
    return made


def lease_after(book: Book, device: str, changes: Sequence[SignedChange]) -> None:
    """After a push: a device that enrolled children may need more codes."""
    if any(_ENROLS in signed.body for signed in changes):
        lease(book, device)


def _returned(book: Book, device: str, leases: Sequence[f.CodesLeased], given: frozenset[str]) -> f.CodesLeased | None:
    gone = _gone(book)
    for each in leases:
        if each.device in gone and any(code not in given for code in codes_of(each)):
            heads = book.slots.settled(Slot("codes", f"{each.prefix}{each.first}")).heads
            bases = tuple(head.fact.id for head in heads)
            return f.CodesLeased(
                id=book.new_id(), bases=bases, device=device, prefix=each.prefix, width=each.width, first=each.first,
                last=each.last,
            )  # fmt: skip
    return None


def _gone(book: Book) -> frozenset[str]:
    """Devices that give no codes any more: revoked, or followed by a successor that was let in."""
    known = book.devices()
    begun = (book.slots.entries(Slot("device", each.device)) for each in known if each.certified)
    before = {e.fact.predecessor for entries in begun for e in entries if isinstance(e.fact, f.DeviceBegun)}
    return frozenset({each.device for each in known if each.ended_after is not None} | before) - {""}


def _new(
    book: Book, device: str, leases: Sequence[f.CodesLeased], given: frozenset[str], place: CodePlace
) -> f.CodesLeased | None:
    block = next_block(place.pattern, given, leases, book.site.site)
    if block is None:
        return None
    way, first, last = block
    return f.CodesLeased(
        id=book.new_id(), device=device, prefix=way.prefix, width=way.width, first=first, last=last
    )  # fmt: skip
