"""What the EDC's people do: sites, codes, devices, users, freezes, queries, held changes. The command line calls this.

Every act on the record is a change of the EDC's own device at that site; it never sets a site's value. Reads are lists
of plain structs.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import sqlalchemy as sa

from study.address import Address, parse_key
from study.changes import facts as f
from study.changes.envelope import UnknownFact, decode_fact
from study.definition.pack import unpack_study
from study.state.slots import Slot, slot_of
from study.text import Text
from study.values import TextValue
from sync.protocol.messages import Placed
from sync.server import central_errors, errors
from sync.server import tables as t
from sync.server.accept import reconsider
from sync.server.book import Book, placed_before
from sync.server.database import EVERY_SITE
from sync.server.devices import Device, devices_of, issue_code
from sync.server.enrolment import forget_codes
from sync.server.service import Service
from sync.server.sites import Site, epoch, insert_site, read_site, site_names
from sync.server.verify import Verified, verify_site


class HeldChange(msgspec.Struct, frozen=True):
    """A change that waits, and why."""

    change: str
    number: int
    device: str
    seq: int
    code: str
    why: Text


class Standing(msgspec.Struct, frozen=True):
    """A fact that stands on a slot: a user, a query, a freeze. `waiting` facts are without effect."""

    key: str
    fact: f.Fact
    number: int | None
    waiting: int


class Status(msgspec.Struct, frozen=True):
    """How far a site is."""

    site: str
    name: str
    epoch: str
    number: int
    head: str
    state: str
    devices: int
    conflicts: int
    held: int


class Once(msgspec.Struct, frozen=True):
    """An act that was asked for by a page: its fact bears the id `name`, so that asking twice does it once, and rests
    on the heads `seen` there; None: whatever stands.
    """

    name: str
    seen: tuple[str, ...] | None = None


class Admin:
    """The EDC's administration. `author` is the central person's name as it stands in the record.

    With `once` every act raises KnownError `acted-meanwhile` where somebody else acted on what was seen.
    """

    def __init__(self, service: Service, author: str, once: Once | None = None) -> None:
        self._service = service
        self._author = author
        self._once = once

    # Sites, codes, devices

    def add_site(self, site: str, name: str) -> None:
        """A new site with the EDC's own device in it. KnownError `site-exists`."""
        with self._service.database.writing(site) as connection:
            insert_site(connection, Site(site, name, ""))
            book = Book(connection, site, self._service.key, self._service.clock())
            book.begin()
            book.close()

    def sites(self) -> list[Status]:
        """Every site."""
        with self._service.database.reading(EVERY_SITE) as connection:
            return [site_status(connection, name) for name in site_names(connection)]

    def verify(self, site: str) -> Verified:
        """Prove a site's record from its bytes."""
        with self._service.database.reading(site) as connection:
            return verify_site(connection, site)

    def new_code(self, site: str) -> str:
        """A one-time code for one device, good for seven days. KnownError `site-unknown`."""
        now = self._service.clock()
        with self._service.database.writing(site) as connection:
            read_site(connection, site)
            forget_codes(connection, now)
            return issue_code(connection, site, now)

    def devices(self, site: str) -> list[Device]:
        """Every device of a site."""
        with self._service.database.reading(site) as connection:
            return devices_of(connection, site)

    def end_device(self, site: str, device: str, reason: str) -> Placed:
        """Revoke a device: what it has handed over counts, later entries are held. KnownError `nothing-there`."""
        with self._book(site) as book:
            known = book.device(device)
            if known is None or known.edc:
                raise errors.nothing_there()
            return self._say(
                book, lambda name, bases: f.DeviceEnded(
                    id=name, bases=bases, device=device, last_seq=known.seq, reason=reason
                ),
            )  # fmt: skip

    # People and definitions

    def users(self, site: str) -> list[Standing]:
        """Everybody certified or ended at a site."""
        return self._standing(site, "user")

    def end_user(self, site: str, user: str, reason: str) -> Placed:
        """A person's rights end here. KnownError `nothing-there`."""
        with self._book(site) as book:
            _must_show(book, Slot("user", user), f.UserCertified)
            return self._say(book, lambda name, bases: f.UserEnded(id=name, bases=bases, user=user, reason=reason))

    def adopt_study(self, site: str, version: str, digest: str, content: bytes = b"", reason: str = "") -> Placed:
        """The site enters under this version from here on, and other versions wait unless somebody chose them too.

        `content`: its texts, packed, so that every workstation of the site can read it.
        """

        def adopted(name: str, bases: tuple[str, ...]) -> f.Fact:
            return f.StudyAdopted(
                id=name, bases=bases, version=version, digest=digest, content=content, reason=reason
            )  # fmt: skip

        with self._book(site) as book:
            placed = self._say(book, adopted)
            reconsider(book)
            return placed

    # Freezes

    def freeze(self, site: str, address: Address, reason: str = "") -> Placed:
        """No entries below this address for now."""
        with self._book(site) as book:
            return self._say(book, lambda name, bases: f.Frozen(id=name, bases=bases, address=address, reason=reason))

    def lock(self, site: str, address: Address, reason: str = "") -> Placed:
        """No entries below this address."""
        with self._book(site) as book:
            return self._say(book, lambda name, bases: f.Locked(id=name, bases=bases, address=address, reason=reason))

    def release_freeze(self, site: str, address: Address, reason: str) -> Placed:
        """Entries are possible again. KnownError `nothing-there`."""
        with self._book(site) as book:
            _must_show(book, Slot("freeze", address.key), f.Frozen, f.Locked)
            return self._say(
                book, lambda name, bases: f.FreezeReleased(id=name, bases=bases, address=address, reason=reason)
            )

    def freezes(self, site: str) -> list[Standing]:
        """What was frozen, locked or released."""
        return self._standing(site, "freeze")

    # Held changes

    def held(self, site: str) -> list[HeldChange]:
        """Changes that wait without effect."""
        with self._service.database.reading(site) as connection:
            return _held(connection, site)

    def release_change(self, site: str, change: str, reason: str) -> Placed:
        """A held change takes effect. KnownError `nothing-there`, also where somebody has decided already."""
        return self._judge(
            site, change, lambda name, bases: f.ChangeReleased(id=name, bases=bases, change=change, reason=reason)
        )

    def reject_change(self, site: str, change: str, reason: str) -> Placed:
        """A held change stays without effect for good. KnownError `nothing-there`."""
        return self._judge(
            site, change, lambda name, bases: f.ChangeRejected(id=name, bases=bases, change=change, reason=reason)
        )

    # Queries

    def open_query(self, site: str, address: Address, text: str) -> str:
        """Ask about an address; returns the query's id."""
        with self._book(site) as book:
            query = self._name(book)
            self._say(
                book, lambda name, bases: f.QueryOpened(id=name, bases=bases, query=query, address=address, text=text)
            )
            return query

    def close_query(self, site: str, query: str, text: str = "") -> Placed:
        """The question is settled. KnownError `nothing-there`."""
        with self._book(site) as book:
            address = _query_address(book, query, f.QueryOpened, f.QueryAnswered, f.QueryReopened)
            return self._say(
                book, lambda name, bases: f.QueryClosed(id=name, bases=bases, query=query, address=address, text=text)
            )

    def reopen_query(self, site: str, query: str, text: str) -> Placed:
        """The answer did not settle it. KnownError `nothing-there`."""
        with self._book(site) as book:
            address = _query_address(book, query, f.QueryAnswered, f.QueryClosed)
            return self._say(
                book, lambda name, bases: f.QueryReopened(id=name, bases=bases, query=query, address=address, text=text)
            )

    def queries(self, site: str) -> list[Standing]:
        """Every query as it stands."""
        return self._standing(site, "query")

    @contextmanager
    def _book(self, site: str) -> Iterator[Book]:
        with self._service.database.writing(site) as connection:
            book = Book(connection, site, self._service.key, self._service.clock())
            yield book
            book.close()

    # Marks and access

    def verify_source(self, site: str, targets: Sequence[tuple[Address, str]], kind: str, note: str = "") -> Placed:
        """Mark places as `kind`: each with what stood there (a fact's id, a form's digest), in place of older marks."""
        with self._book(site) as book:
            standing = self._marks(book, kind, {address for address, _ in targets})
            facts: list[f.Fact] = [
                f.MarkWithdrawn(id=book.new_id(), bases=(mark.id,), mark=mark.id, address=mark.address)
                for mark in standing
            ]
            facts += [
                f.MarkSet(id=book.new_id(), kind=kind, address=address, target=target, note=note)
                for address, target in targets
            ]
            facts[-1] = msgspec.structs.replace(facts[-1], id=self._name(book))
            return self._done(book) or book.act(facts, self._author)

    def note_access(self, site: str, what: str, detail: str, count: int) -> Placed:
        """In the site's log: somebody central took something out of it."""
        with self._book(site) as book:
            fact = f.Accessed(id=self._name(book), what=what, detail=detail, count=count)
            return self._done(book) or book.act([fact], self._author)

    def done(self, site: str) -> f.Fact | UnknownFact | None:
        """What the act named by `once` said, where it was done already."""
        with self._service.database.reading(site) as connection:
            where = sa.and_(t.entry.c.site == site, t.entry.c.fact_id == (self._once.name if self._once else ""))
            raw = connection.execute(sa.select(t.entry.c.fact).where(where)).scalar()
        return decode_fact(raw) if raw else None

    def _marks(self, book: Book, kind: str, places: set[Address]) -> list[f.MarkSet]:
        subjects = {address.subject for address in places}
        where = sa.and_(
            t.slot.c.site == book.site.site, t.slot.c.kind == "mark", t.slot.c.subject.in_(subjects),
            t.slot.c.shown.is_not(None),
        )  # fmt: skip
        shown = map(decode_fact, book.connection.execute(sa.select(t.slot.c.shown).where(where)).scalars())
        return [m for m in shown if isinstance(m, f.MarkSet) and m.kind == kind and m.address in places]

    def _name(self, book: Book) -> str:
        return self._once.name if self._once else book.new_id()

    def _done(self, book: Book) -> Placed | None:
        """The answer to an act that was asked for before."""
        if (name := self._once.name if self._once else "") not in book.slots.known([name] if name else []):
            return None
        named = sa.and_(t.entry.c.site == book.site.site, t.entry.c.fact_id == name)
        change = book.connection.execute(sa.select(t.entry.c.change).where(named)).scalars().first()
        row = book.by(t.change.c.id, str(change))
        return placed_before(row) if row is not None else None

    def _say(self, book: Book, make: Callable[[str, tuple[str, ...]], f.Fact]) -> Placed:
        """One fact of the EDC's, based on what it sees on the fact's slot. KnownError `acted-meanwhile`."""
        if (done := self._done(book)) is not None:
            return done
        name = self._name(book)
        slot = slot_of(make(name, ()))
        heads = tuple(head.fact.id for head in book.slots.settled(slot).heads) if slot else ()
        if self._once is not None and self._once.seen is not None and set(self._once.seen) != set(heads):
            raise central_errors.acted_meanwhile()
        return book.act([make(name, heads)], self._author)

    def _judge(self, site: str, change: str, make: Callable[[str, tuple[str, ...]], f.Fact]) -> Placed:
        with self._book(site) as book:
            if (done := self._done(book)) is not None:
                return done
            row, verdict = book.by(t.change.c.id, change), book.slots.settled(Slot("verdict", change)).shown
            # A decision is for good: whoever loaded the page before it must not turn it round unseen.
            if row is None or row.standing != "held" or not isinstance(verdict and verdict.fact, f.ChangeHeld | None):
                raise errors.nothing_there()
            placed = self._say(book, make)
            reconsider(book)
            return placed

    def subject(self, site: str, named: str) -> str:
        """A child's id from its code (of two equal ones the first accepted) or its id. KnownError `subject-unknown`.

        Where codes stand is said by the definition in force; a site whose texts the EDC does not have knows ids only.
        """
        enrolled = sa.and_(t.slot.c.site == site, t.slot.c.kind == "subject", t.slot.c.key == named)
        with self._service.database.reading(site) as connection:
            if connection.execute(sa.select(t.slot.c.key).where(enrolled)).first() is not None:
                return named
            visit, form, item = _code_place(connection, site)
            code = t.slot.c.key.like(f"%/{visit}/%/{form}/%/{item}")
            where = sa.and_(t.slot.c.site == site, t.slot.c.kind == "value", code, t.slot.c.shown.is_not(None))
            rows = connection.execute(sa.select(t.slot).where(where).order_by(t.slot.c.shown_number)).all()
        for row in rows if item else ():
            fact, place = decode_fact(row.shown), parse_key(row.key)
            here = (place.visit, place.form, place.item) == (visit, form, item)
            if here and isinstance(fact, f.ValueSet) and fact.value == TextValue(named):
                return str(row.subject)
        raise errors.subject_unknown(named)

    def _standing(self, site: str, kind: str) -> list[Standing]:
        where = sa.and_(t.slot.c.site == site, t.slot.c.kind == kind, t.slot.c.shown.is_not(None))
        with self._service.database.reading(site) as connection:
            rows = connection.execute(sa.select(t.slot).where(where).order_by(t.slot.c.key)).all()
        return [_standing_of(row) for row in rows]


def _standing_of(row: sa.Row[Any]) -> Standing:
    return Standing(row.key, msgspec.json.decode(row.shown, type=f.Fact), row.shown_number, row.waiting)


def _must_show(book: Book, slot: Slot, *kinds: type) -> f.Fact:
    shown = book.slots.settled(slot).shown
    if shown is None or not isinstance(shown.fact, kinds):
        raise errors.nothing_there()
    return shown.fact


def _code_place(connection: sa.Connection, site: str) -> tuple[str, str, str]:
    """Visit, form and item of the subject's code; "" where the definition in force can't be read."""
    where = sa.and_(t.slot.c.site == site, t.slot.c.kind == "study", t.slot.c.shown.is_not(None))
    row = connection.execute(sa.select(t.slot.c.shown).where(where)).first()
    shown = decode_fact(row.shown) if row is not None else None
    if not isinstance(shown, f.StudyAdopted):
        return "", "", ""
    said = sa.and_(t.entry.c.site == site, t.entry.c.kind == "study")
    facts = map(decode_fact, connection.execute(sa.select(t.entry.c.fact).where(said)).scalars())
    adopted = (fact for fact in facts if isinstance(fact, f.StudyAdopted) and fact.digest == shown.digest)
    kept = next((fact.content for fact in adopted if fact.content), b"")
    if not kept:
        return "", "", ""
    visit, form, item = unpack_study(kept, shown.digest).anchors["subject_code"].split("/")
    return visit, form, item


def _query_address(book: Book, query: str, *kinds: type) -> Address:
    fact = _must_show(book, Slot("query", query), *kinds)
    if not isinstance(fact, f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened):
        raise errors.nothing_there()
    return fact.address


def _held(connection: sa.Connection, site: str) -> list[HeldChange]:
    """Held by the EDC and not released or rejected since."""
    where = sa.and_(t.change.c.site == site, t.change.c.standing == "held")
    rows = connection.execute(sa.select(t.change).where(where).order_by(t.change.c.number)).all()
    spoken = sa.and_(t.slot.c.site == site, t.slot.c.kind == "verdict", t.slot.c.shown.is_not(None))
    verdicts = {row.key: decode_fact(row.shown) for row in connection.execute(sa.select(t.slot).where(spoken))}
    return [
        HeldChange(row.id, row.number, row.device, row.seq, row.code, Text(row.why_en, row.why_zh))
        for row in rows
        if isinstance(verdicts.get(row.id), f.ChangeHeld | None)
    ]


def site_status(connection: sa.Connection, name: str) -> Status:
    """One site."""
    site = read_site(connection, name)
    where = sa.and_(t.slot.c.site == name, t.slot.c.conflict != "")
    conflicts = connection.execute(sa.select(sa.func.count()).select_from(t.slot).where(where)).scalar_one()
    return Status(
        site.site, site.name, epoch(connection), site.number, site.head, site.state,
        sum(not device.edc for device in devices_of(connection, name)), conflicts, len(_held(connection, name)),
    )  # fmt: skip
