"""The EDC's own people: monitors, data managers, administrators; which sites they see; their passphrases and logins.

Owns the rules of logging in and the record of who did. Must not know pages. What a site's people may do is elsewhere.
"""

import math
import threading
import unicodedata
from typing import Literal, get_args

import msgspec
import sqlalchemy as sa

from study.ids import uuid7
from sync.server import central_errors as errors
from sync.server import crypto
from sync.server import tables as t
from sync.server.database import EVERY_SITE
from sync.server.service import Service

CentralRole = Literal["monitor", "manager", "administrator"]
ROLES: tuple[CentralRole, ...] = get_args(CentralRole)
LEAST = 15
MOST = 1024
_FREE_TRIES = 4
_LONGEST_WAIT_MS = 15 * 60_000
_FROM_ONE_ADDRESS = 30
_WINDOW_MS = 10 * 60_000
_KNOWN_MS = 30 * 86_400_000
# Each derivation takes 64 MiB; two at once are as many as a small server can give away.
_deriving = threading.BoundedSemaphore(2)
# What an unknown name is measured against, so that its refusal takes as long as a wrong passphrase.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class CentralUser(msgspec.Struct, frozen=True):
    """A central person; the name is the one that stands in the record as the author of what they do."""

    name: str
    roles: tuple[str, ...]
    sites: tuple[str, ...] = ()
    every_site: bool = False
    since_utc: int = 0
    ended_utc: int | None = None

    def sees(self, site: str) -> bool:
        """Whether this person may see a site at all."""
        return self.every_site or site in self.sites


class Access(msgspec.Struct, frozen=True):
    """One line of who came, what left and what was mended: login, login-failed, logout, export, repair."""

    at_utc: int
    name: str
    what: str
    detail: str
    came_from: str


class People:
    """The central people of one EDC. `memory_kib` is what a derivation takes; tests take less."""

    def __init__(self, service: Service, memory_kib: int = 64 * 1024) -> None:
        self._service = service
        self._memory_kib = memory_kib

    # For administrators

    def add(
        self, name: str, roles: tuple[str, ...], passphrase: str, *, sites: tuple[str, ...] = (), every: bool = False
    ) -> CentralUser:
        """A new person. KnownError `central-user-exists`, `passphrase-short`, `passphrase-common`."""
        check_passphrase(passphrase, name)
        user = CentralUser(name, roles, sites, every, self._service.clock())
        kept = self._derived(passphrase)
        row = {**_rights(user), "verifier": kept, "since_utc": user.since_utc, "wrong": 0, "wait_until_utc": 0}
        try:
            with self._service.database.writing(EVERY_SITE) as connection:
                connection.execute(t.central_user.insert().values(name=name, **row))
        except sa.exc.IntegrityError as error:
            raise errors.central_user_exists() from error
        return user

    def set_passphrase(self, name: str, passphrase: str) -> None:
        """Another passphrase; open sessions end. KnownError `central-user-unknown`, those of `add`."""
        check_passphrase(passphrase, name)
        self._change(name, verifier=self._derived(passphrase), wrong=0, wait_until_utc=0)

    def set_rights(self, name: str, roles: tuple[str, ...], sites: tuple[str, ...], *, every: bool) -> None:
        """Other roles and sites; open sessions end. KnownError `central-user-unknown`."""
        self._change(name, **_rights(CentralUser(name, roles, sites, every)))

    def end(self, name: str) -> None:
        """The person can't log in any more; what they did stands. KnownError `central-user-unknown`."""
        self._change(name, ended_utc=self._service.clock())

    def users(self) -> list[CentralUser]:
        """Everybody, ended ones too."""
        with self._service.database.reading(EVERY_SITE) as connection:
            return [_user(row) for row in connection.execute(sa.select(t.central_user).order_by(t.central_user.c.name))]

    # For the page

    def change_own(self, name: str, old: str, new: str, came_from: str) -> None:
        """Another passphrase by whoever knows the present one; every session of theirs ends.

        KnownError `login-wrong`, `login-wait`, those of `add`. A wrong present one counts as a wrong login.
        """
        check_passphrase(new, name)
        self.login(name, old, came_from, what="passphrase")
        self._change(name, verifier=self._derived(new), wrong=0, wait_until_utc=0)

    def user(self, name: str) -> CentralUser | None:
        """A person who may come in; None for one who is unknown or was ended."""
        with self._service.database.reading(EVERY_SITE) as connection:
            row = _row(connection, name)
        return _user(row) if row is not None and row.ended_utc is None else None

    def login(self, name: str, passphrase: str, came_from: str, what: str = "login") -> CentralUser:
        """Whoever has this name and passphrase; noted as `what`. KnownError `login-wrong` (noted), `login-wait`."""
        now = self._service.clock()
        with self._service.database.reading(EVERY_SITE) as connection:
            row = _row(connection, name)
            self._check_waiting(connection, row, came_from, now)
        with _deriving:
            right = crypto.fits(row.verifier if row is not None else _NOBODY, normalise(passphrase))
        if row is None or row.ended_utc is not None or not right:
            with self._service.database.writing(EVERY_SITE) as connection:
                self._count_wrong(connection, name, now)
                # The name of nobody may be a passphrase typed into the wrong field: it is not kept.
                self._note(connection, name if row is not None else "", "login-failed", "", came_from)
            raise errors.login_wrong()
        with self._service.database.writing(EVERY_SITE) as connection:
            connection.execute(_of(name).values(wrong=0, wait_until_utc=0))
            self._note(connection, name, what, "", came_from)
        return _user(row)

    def note(self, name: str, what: str, detail: str, came_from: str) -> None:
        """Write down who did what, durable before it is done."""
        with self._service.database.writing(EVERY_SITE) as connection:
            self._note(connection, name, what, detail, came_from)

    def accesses(self, before: int | None = None, limit: int = 100) -> list[Access]:
        """Who came and what left, the newest first; `before`: older than this (UTC ms)."""
        query = sa.select(t.central_access).order_by(t.central_access.c.at_utc.desc(), t.central_access.c.id.desc())
        if before is not None:
            query = query.where(t.central_access.c.at_utc < before)
        with self._service.database.reading(EVERY_SITE) as connection:
            rows = connection.execute(query.limit(limit)).all()
        return [Access(row.at_utc, row.name, row.what, row.detail, row.came_from) for row in rows]

    def _derived(self, passphrase: str) -> str:
        with _deriving:
            return crypto.verifier(normalise(passphrase), self._memory_kib)

    def _change(self, name: str, **values: object) -> None:
        with self._service.database.writing(EVERY_SITE) as connection:
            if connection.execute(_of(name).values(**values)).rowcount == 0:
                raise errors.central_user_unknown()
            connection.execute(t.central_session.delete().where(t.central_session.c.name == name))

    def _check_waiting(
        self, connection: sa.Connection, row: "sa.Row[tuple[object, ...]] | None", came_from: str, now: int
    ) -> None:
        if row is not None and row.wait_until_utc > now:
            raise errors.login_wait(math.ceil((row.wait_until_utc - now) / 1000))
        recent = sa.and_(
            t.central_access.c.at_utc > now - _WINDOW_MS, t.central_access.c.what == "login-failed",
            t.central_access.c.came_from == came_from,
        )  # fmt: skip
        tries = connection.execute(sa.select(sa.func.count()).select_from(t.central_access).where(recent)).scalar_one()
        # Behind a proxy everybody comes from one address: a guesser keeps nobody out who has come in from there.
        if tries >= _FROM_ONE_ADDRESS and not (
            row is not None and _came_before(connection, str(row.name), came_from, now)
        ):
            raise errors.login_wait(_WINDOW_MS // 1000)

    def _count_wrong(self, connection: sa.Connection, name: str, now: int) -> None:
        row = _row(connection, name)
        if row is None:
            return
        wrong = row.wrong + 1
        waits = min(_LONGEST_WAIT_MS, 30_000 * 2 ** min(wrong - _FREE_TRIES - 1, 10)) if wrong > _FREE_TRIES else 0
        connection.execute(_of(name).values(wrong=wrong, wait_until_utc=now + waits))

    def _note(self, connection: sa.Connection, name: str, what: str, detail: str, came_from: str) -> None:
        note_access(connection, Access(self._service.clock(), name, what, detail, came_from))


def note_access(connection: sa.Connection, access: Access) -> None:
    """One more line of who came and what was done, in the caller's transaction."""
    identity = uuid7(access.at_utc, crypto.random_bytes(10))
    connection.execute(t.central_access.insert().values(id=identity, **msgspec.structs.asdict(access)))


def normalise(passphrase: str) -> bytes:
    """One passphrase typed on two keyboards is the same."""
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")


def check_passphrase(passphrase: str, name: str) -> None:
    """KnownError `passphrase-short`, `passphrase-common` when this may not become one."""
    text = unicodedata.normalize("NFKC", passphrase)
    if not LEAST <= len(text) <= MOST:
        raise errors.passphrase_short(LEAST)
    own = unicodedata.normalize("NFKC", name).casefold()
    rest = text.casefold().replace(own, "") if own else text
    if len(set(text.casefold())) < 5 or len(rest) < LEAST // 2:
        raise errors.passphrase_common()


def _came_before(connection: sa.Connection, name: str, came_from: str, now: int) -> bool:
    a = t.central_access.c
    logins = sa.and_(a.at_utc > now - _KNOWN_MS, a.name == name, a.what == "login", a.came_from == came_from)
    return connection.execute(sa.select(a.id).where(logins).limit(1)).first() is not None


def _of(name: str) -> sa.Update:
    return t.central_user.update().where(t.central_user.c.name == name)


def _row(connection: sa.Connection, name: str) -> "sa.Row[tuple[object, ...]] | None":
    return connection.execute(sa.select(t.central_user).where(t.central_user.c.name == name)).first()


def _rights(user: CentralUser) -> dict[str, object]:
    roles, sites = (msgspec.json.encode(each).decode() for each in (user.roles, user.sites))
    return {"roles": roles, "sites": sites, "every_site": user.every_site}


def _user(row: "sa.Row[tuple[object, ...]]") -> CentralUser:
    words = tuple[str, ...]
    roles, sites = (msgspec.json.decode(each, type=words) for each in (row.roles, row.sites))
    return CentralUser(row.name, roles, sites, row.every_site, row.since_utc, row.ended_utc)
