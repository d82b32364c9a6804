"""The central EDC itself: `Service` over a database and a key, and `Session`, the `Edc` of one device of one site.

Knows no transport: the web service and the tests in process use the same `Session`. Every call is one transaction.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from study.errors import KnownError
from sync.protocol.attachments import FileHeld, FilePart, FilesHeld, PartAsked
from sync.protocol.messages import (
    Batch,
    Digest,
    Enrolled,
    Enrolment,
    Greeting,
    HeadAt,
    Heads,
    Hello,
    Lacking,
    Page,
    PushAnswer,
    RosterEntry,
    RosterPage,
    SignedReceipt,
)  # fmt: skip
from sync.protocol.versions import HASHES, PAGE, PAGE_BYTES, served
from sync.server import errors
from sync.server import tables as t
from sync.server.accept import reconsider, take_all
from sync.server.book import Book, numbered
from sync.server.crypto import EdcKey, random_id
from sync.server.database import BRIEFLY_MS, EVERY_SITE, Database
from sync.server.devices import Device, check_guessing, count_wrong, keep_greeting, read_device
from sync.server.enrolment import enrol
from sync.server.files import FileLimits, Shelf
from sync.server.leases import lease_after
from sync.server.protection import protect
from sync.server.receipts import make_receipt
from sync.server.self_test import check_guards
from sync.server.sites import epoch, get_meta, lock_site, read_site, set_epoch, site_names

Clock = Callable[[], int]
_GUARDS_MS = 60_000


class Service:
    """One EDC. `clock` gives UTC in milliseconds; `limits` how much of sealed files it keeps."""

    def __init__(self, database: Database, key: EdcKey, clock: Clock, limits: FileLimits | None = None) -> None:
        self.database = database
        self.key = key
        self.clock = clock
        self._guarded_at = 0
        self.limits = limits or FileLimits()

    def initialise(self, role: str = "") -> None:
        """Tables of this version with their guards, and an epoch; again and again harmless. By the tables' owner.

        `role`: the PostgreSQL role that serves. KnownError `edc-role`.
        """
        self.database.migrate()
        with self.database.writing(EVERY_SITE) as connection:
            protect(connection, role)
            if not get_meta(connection, "epoch"):
                set_epoch(connection, random_id())

    def new_epoch(self) -> str:
        """After a restore from a backup: a new life, in which every site gets a new EDC device."""
        name = random_id()
        with self.database.writing(EVERY_SITE) as connection:
            set_epoch(connection, name)
            for site in site_names(connection):
                book = Book(connection, site, self.key, self.clock())
                book.begin(read_device(connection, site, book.site.device))
                book.close()
        return name

    def session(self, site: str, device: str) -> "Session":
        """What this device of this site may ask; who speaks for it is the caller's to know."""
        return Session(self, site, device)

    def ping(self) -> None:
        """KnownError `edc-database-away` or `edc-not-initialised` when the EDC can't answer."""
        with self.database.reading(EVERY_SITE) as connection:
            epoch(connection)

    def check_guards(self) -> None:
        """Ask again, once a minute, whether the record is still guarded. KnownError `edc-unprotected`."""
        now = self.clock()
        if not self._guarded_at <= now < self._guarded_at + _GUARDS_MS:
            check_guards(self.database)
            self._guarded_at = now

    def device_key(self, site: str, device: str) -> bytes:
        """The key that signs this device's requests. KnownError `device-unknown`."""
        with self.database.reading(site) as connection:
            return _certified(connection, site, device).public_key


class Session:
    """The `Edc` of one device of one site, in process."""

    def __init__(self, service: Service, site: str, device: str) -> None:
        self._service = service
        self._database = service.database
        self._site = site
        self._device = device

    def enrol(self, enrolment: Enrolment) -> Enrolled:
        service = self._service
        now = service.clock()
        with self._database.reading(self._site) as connection:
            check_guessing(connection, now)
        try:
            with self._database.writing(self._site) as connection:
                book = Book(connection, self._site, service.key, now)
                device, placed = enrol(book, enrolment)
                book.close()
                return Enrolled(
                    site=self._site, site_name=book.site.name, epoch=epoch(connection), edc_device=book.site.device,
                    edc_key=service.key.public, roster=_roster(connection, self._site, device, 0, PAGE), placed=placed,
                    server_utc=now, seal_key=service.key.seal_public, seal_signature=service.key.seal_signature,
                )  # fmt: skip
        except KnownError as error:
            if error.code == "code-unknown" and enrolment.code:
                with self._database.writing(self._site) as connection:
                    count_wrong(connection, now)
            raise

    def greet(self, hello: Hello) -> Greeting:
        if not served(hello.protocol):
            raise errors.protocol_old()
        with self._database.reading(self._site) as connection:
            device = _certified(connection, self._site, self._device)
            site = read_site(connection, self._site)
            greeting = Greeting(
                epoch=epoch(connection), number=site.number, head=site.head,
                head_at_yours=_head_at(connection, self._site, hello.number), roster=site.roster,
                your_seq=device.seq, your_hash=device.hash, server_utc=self._service.clock(),
                forked_at=_fork(connection, device, hello), seal_key=self._service.key.seal_public,
                seal_signature=self._service.key.seal_signature,
            )  # fmt: skip
        self._note_greeting(device, hello)
        return greeting

    def _note_greeting(self, device: Device, hello: Hello) -> None:
        """What a workstation says of itself is worth no wait: where others write it is left out, and said again."""
        # What came in before and whose answer was lost is not waited for.
        lacking = min(hello.pending, max(0, hello.seq - device.seq))
        with (
            contextlib.suppress(errors.BusyError),
            self._database.writing(self._site, wait_ms=BRIEFLY_MS) as connection,
        ):
            keep_greeting(connection, device, self._service.clock(), lacking, hello.oldest_ms)

    def roster(self, since: int, limit: int) -> RosterPage:
        with self._database.reading(self._site) as connection:
            _certified(connection, self._site, self._device)
            return _roster(connection, self._site, self._device, since, min(limit, PAGE))

    def push(self, batch: Batch) -> PushAnswer:
        with self._database.writing(self._site) as connection:
            book = Book(connection, self._site, self._service.key, self._service.clock())
            _certified(connection, self._site, self._device)
            before = book.site.number
            placed = take_all(book, batch.changes)
            if book.site.number > before:
                reconsider(book)
                lease_after(book, self._device, batch.changes)
            book.close()
            device = _certified(connection, self._site, self._device)
            return PushAnswer(placed=placed, next_seq=device.seq + 1, forked_at=device.forked_at)

    def pull(self, since: int, limit: int, *, own: bool = False) -> Page:
        with self._database.reading(self._site) as connection:
            _welcome(connection, self._site, self._device)
            where = sa.and_(t.change.c.site == self._site, t.change.c.number > since)
            query = sa.select(t.change).where(where).order_by(t.change.c.number).limit(min(limit, PAGE) + 1)
            rows = connection.execute(query).all()
            asking = "" if own else self._device
            kept = _within(rows[: min(limit, PAGE)], PAGE_BYTES)
            return Page(entries=tuple(numbered(row, asking) for row in kept), more=len(rows) > len(kept))

    def heads(self, numbers: Sequence[int]) -> Heads:
        with self._database.reading(self._site) as connection:
            _certified(connection, self._site, self._device)
            site = read_site(connection, self._site)
            known = ((n, _head_at(connection, self._site, n)) for n in numbers[:HASHES])
            heads = tuple(HeadAt(number=number, head=head) for number, head in known if head)
            return Heads(epoch=epoch(connection), number=site.number, heads=heads)

    def lacking(self, hashes: Sequence[str]) -> Lacking:
        asked = list(hashes[:HASHES])
        with self._database.reading(self._site) as connection:
            _certified(connection, self._site, self._device)
            where = sa.and_(t.change.c.site == self._site, t.change.c.hash.in_(asked))
            held = set(connection.execute(sa.select(t.change.c.hash).where(where)).scalars())
            return Lacking(hashes=tuple(hash_ for hash_ in asked if hash_ not in held))

    def digest(self) -> Digest:
        with self._database.reading(self._site) as connection:
            _welcome(connection, self._site, self._device)
            site = read_site(connection, self._site)
            return Digest(number=site.number, head=site.head, state=site.state)

    def receipt(self) -> SignedReceipt:
        with self._database.reading(self._site) as connection:
            device = _certified(connection, self._site, self._device)
            files = self._shelf(connection).counts()
            return make_receipt(connection, device, self._service.key, self._service.clock(), files)

    def files(self, names: Sequence[str]) -> FilesHeld:
        with self._database.reading(self._site) as connection:
            _certified(connection, self._site, self._device)
            return FilesHeld(files=self._shelf(connection).held(names[:HASHES]))

    def put_part(self, part: FilePart) -> FileHeld:
        with self._database.writing(self._site) as connection:
            lock_site(connection, self._site)
            _certified(connection, self._site, self._device)
            held = self._shelf(connection).take(part, self._service.clock())
        if held.complete or held.have < held.size:
            return held
        # Not under the site's lock: of a large file this takes seconds, and values go first.
        with self._database.reading(self._site) as connection:
            digest, life = self._shelf(connection).digest(part.name)
        with self._database.writing(self._site) as connection:
            lock_site(connection, self._site)
            return self._shelf(connection).judge(part.name, digest, life)

    def get_part(self, asked: PartAsked) -> FilePart:
        with self._database.reading(self._site) as connection:
            _welcome(connection, self._site, self._device)
            return self._shelf(connection).give(asked)

    def _shelf(self, connection: sa.Connection) -> Shelf:
        return Shelf(connection, self._site, self._service.limits)


def _certified(connection: sa.Connection, site: str, name: str) -> Device:
    device = read_device(connection, site, name)
    if device is None or not device.certified or device.edc:
        raise errors.device_unknown()
    return device


def _welcome(connection: sa.Connection, site: str, name: str) -> None:
    """A device that was ended hands over and learns that it was, and receives nothing of the record."""
    if _certified(connection, site, name).ended_after is not None:
        raise errors.device_ended()


def _head_at(connection: sa.Connection, site: str, number: int) -> str:
    if number == 0:
        return "0" * 64
    where = sa.and_(t.change.c.site == site, t.change.c.number == number)
    return connection.execute(sa.select(t.change.c.head).where(where)).scalar() or ""


def _fork(connection: sa.Connection, device: Device, hello: Hello) -> int | None:
    """Where this device's log parts from what the EDC holds under its name, as far as the EDC can tell."""
    if device.forked_at is not None or hello.seq == 0 or hello.seq > device.seq:
        return device.forked_at
    where = sa.and_(
        t.change.c.site == device.site, t.change.c.device == device.device, t.change.c.seq == hello.seq,
        t.change.c.hash == hello.seq_hash,
    )  # fmt: skip
    return None if connection.execute(sa.select(t.change.c.number).where(where)).first() else hello.seq


def _within(rows: Sequence[sa.Row[Any]], size: int) -> list[sa.Row[Any]]:
    """As many rows as fit, one at least."""
    kept: list[sa.Row[Any]] = []
    for row in rows:
        size -= len(row.body)
        if kept and size < 0:
            break
        kept.append(row)
    return kept


def _roster(connection: sa.Connection, site: str, asking: str, since: int, limit: int) -> RosterPage:
    query = (
        sa.select(t.roster.c.version, t.change)
        .join(t.change, sa.and_(t.change.c.site == t.roster.c.site, t.change.c.number == t.roster.c.number))
        .where(t.roster.c.site == site, t.roster.c.version > since)
        .order_by(t.roster.c.version)
        .limit(limit + 1)
    )
    rows = connection.execute(query).all()
    entries = tuple(RosterEntry(version=row.version, entry=numbered(row, asking)) for row in rows[:limit])
    return RosterPage(entries=entries, version=read_site(connection, site).roster, more=len(rows) > limit)
