"""Sealed files of a site as rows of the database: what is here of each, parts taken in and given out, and what expires.

The EDC can't read them. A file is complete only once the SHA-256 of all its bytes, computed here, is its name. Works
inside the caller's transactions; who may ask is `service`'s.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from sync.protocol.attachments import PART_BYTES, FileHeld, FilePart, PartAsked, check_part, is_file_name
from sync.server import file_errors as errors
from sync.server import tables as t

UNNAMED_LIFE_MS = 7 * 24 * 3600 * 1000
"""How long bytes are kept that no entry names."""
_FULL_STATES = ("53100", "53400")
_SQLITE_FULL = 13


class FileLimits(msgspec.Struct, frozen=True):
    """The largest sealed file, and how much the EDC keeps for one site, in bytes."""

    file_bytes: int = 4 * 1024**3
    site_bytes: int = 200 * 1024**3


class Counts(NamedTuple):
    """Of the files that a site's entries name: how many, how many the EDC does not have whole; and all bytes kept."""

    named: int
    missing: int
    kept_bytes: int


class _Said(msgspec.Struct):
    name: str = ""
    sealed_size: int = 0


class Shelf:
    """The sealed files of one site, inside one transaction."""

    def __init__(self, connection: sa.Connection, site: str, limits: FileLimits) -> None:
        self._db = connection
        self._site = site
        self._limits = limits

    def held(self, names: Sequence[str]) -> tuple[FileHeld, ...]:
        """What is here of each."""
        asked = [name for name in names if is_file_name(name)]
        query = sa.select(t.sealed_file).where(t.sealed_file.c.site == self._site, t.sealed_file.c.name.in_(asked))
        known = {row.name: _held(row) for row in self._db.execute(query)}
        return tuple(known.get(name) or FileHeld(name=name) for name in names)

    def take(self, part: FilePart, now: int) -> FileHeld:
        """Keep what is new of a part; a part that comes again, or too early, changes nothing. The site is locked.

        KnownError `part-damaged`, `file-too-large`, `file-unlike`, `site-files-full`, `edc-full`.
        """
        check_part(part)
        if part.size > self._limits.file_bytes:
            raise errors.too_large(self._limits.file_bytes)
        held = self._announced(part, now)
        end = part.offset + len(part.data)
        if held.complete or not part.offset <= held.have < end:
            return held
        new = part.data[held.have - part.offset :]
        if self._kept_bytes() + len(new) > self._limits.site_bytes:
            raise errors.site_full(self._limits.site_bytes)
        with _room():
            values = {"site": self._site, "name": part.name, "at": held.have, "data": new}
            self._db.execute(t.sealed_part.insert().values(**values))
            self._db.execute(self._row(part.name).values(have=end, since_utc=now))
        return FileHeld(name=part.name, have=end, size=part.size)

    def digest(self, name: str) -> tuple[str, int]:
        """The SHA-256 of what is here of a file, a part in memory at a time, and which life of it that was."""
        where = (t.sealed_part.c.site == self._site, t.sealed_part.c.name == name)
        life = self._db.execute(sa.select(t.sealed_file.c.life).where(*self._is(name))).scalar_one()
        sums = hashlib.sha256()
        for at in self._db.execute(sa.select(t.sealed_part.c.at).where(*where).order_by(t.sealed_part.c.at)).scalars():
            part = self._db.execute(sa.select(t.sealed_part.c.data).where(*where, t.sealed_part.c.at == at)).scalar()
            sums.update(part or b"")
        return sums.hexdigest(), int(life)

    def judge(self, name: str, digest: str, life: int) -> FileHeld:
        """What was computed of a file's bytes decides: it is complete, or dropped. The site is locked."""
        [held] = self.held([name])
        row = self._db.execute(sa.select(t.sealed_file).where(*self._is(name))).first()
        if row is None or held.complete or row.life != life or held.have != held.size:
            return held
        if digest != name:
            self._drop_parts(name)
            self._db.execute(self._row(name).values(have=0, life=life + 1))
            return FileHeld(name=name, size=held.size, damaged=True)
        self._db.execute(self._row(name).values(complete=True))
        return msgspec.structs.replace(held, complete=True)

    def give(self, asked: PartAsked) -> FilePart:
        """Bytes of a complete file; fewer only at its end. KnownError `file-not-here`."""
        [held] = self.held([asked.name])
        if not held.complete or not 0 <= asked.offset <= held.size:
            raise errors.not_here()
        end = min(asked.offset + max(1, min(asked.length, PART_BYTES)), held.size)
        at, data = asked.offset, b""
        while at < end:
            data += self._bytes(asked.name, at)[: end - at]
            at = asked.offset + len(data)
        return FilePart.of(asked.name, held.size, asked.offset, data)

    def counts(self) -> Counts:
        """How much is kept, and what of the files named is not whole here yet."""
        named = self._named()
        where = (t.sealed_file.c.site == self._site, t.sealed_file.c.complete)
        whole = set(self._db.execute(sa.select(t.sealed_file.c.name).where(*where)).scalars())
        return Counts(len(named), len(named.keys() - whole), self._kept_bytes())

    def expire(self, now: int) -> int:
        """Drop bytes that have lain here for seven days without an entry that names them; how many files went."""
        where = (t.sealed_file.c.site == self._site, t.sealed_file.c.since_utc < now - UNNAMED_LIFE_MS)
        old = set(self._db.execute(sa.select(t.sealed_file.c.name).where(*where)).scalars())
        gone = sorted(old - self._named().keys()) if old else []
        for name in gone:
            self._drop_parts(name)
            self._db.execute(t.sealed_file.delete().where(*self._is(name)))
        return len(gone)

    def _announced(self, part: FilePart, now: int) -> FileHeld:
        """The file's row. What an entry says of its size goes before what anybody announced."""
        [held] = self.held([part.name])
        if held.size == part.size:
            return held
        said = self._named().get(part.name)
        if part.size not in said if said else held.size:
            raise errors.unlike()
        self.expire(now)
        if held.size:
            self._drop_parts(part.name)
            self._db.execute(t.sealed_file.delete().where(*self._is(part.name)))
        with _room():
            self._db.execute(
                t.sealed_file.insert().values(
                    site=self._site, name=part.name, size=part.size, have=0, complete=False, life=now, since_utc=now
                )
            )
        return FileHeld(name=part.name, size=part.size)

    def _named(self) -> dict[str, set[int]]:
        """Every file that an entry of the site names, whatever became of the entry, with the sizes they say."""
        where = (t.entry.c.site == self._site, t.entry.c.kind == "attachment")
        named: dict[str, set[int]] = {}
        for fact in self._db.execute(sa.select(t.entry.c.fact).where(*where)).scalars():
            said = msgspec.json.decode(fact, type=_Said)
            if is_file_name(said.name):
                named.setdefault(said.name, set()).add(said.sealed_size)
        return named

    def _bytes(self, name: str, offset: int) -> bytes:
        where = (t.sealed_part.c.site == self._site, t.sealed_part.c.name == name, t.sealed_part.c.at <= offset)
        query = sa.select(t.sealed_part.c.at, t.sealed_part.c.data).where(*where).order_by(t.sealed_part.c.at.desc())
        row = self._db.execute(query.limit(1)).one()
        return bytes(row.data)[offset - row.at :]

    def _kept_bytes(self) -> int:
        query = sa.select(sa.func.sum(t.sealed_file.c.have)).where(t.sealed_file.c.site == self._site)
        return int(self._db.execute(query).scalar() or 0)

    def _drop_parts(self, name: str) -> None:
        where = (t.sealed_part.c.site == self._site, t.sealed_part.c.name == name)
        self._db.execute(t.sealed_part.delete().where(*where))

    def _is(self, name: str) -> tuple[sa.ColumnElement[bool], ...]:
        return (t.sealed_file.c.site == self._site, t.sealed_file.c.name == name)

    def _row(self, name: str) -> sa.Update:
        return t.sealed_file.update().where(*self._is(name))


def _held(row: sa.Row[tuple[object, ...]]) -> FileHeld:
    return FileHeld(name=row.name, have=row.have, size=row.size, complete=row.complete)


@contextlib.contextmanager
def _room() -> Iterator[None]:
    """A database without room says so in its driver's words."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = error.orig
        code = getattr(said, "sqlite_errorcode", 0) & 0xFF
        if code == _SQLITE_FULL or getattr(said, "sqlstate", "") in _FULL_STATES:
            raise errors.edc_full() from error
        raise
