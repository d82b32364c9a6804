"""Owns the opened store: one writing connection, readers, the lock and the anchor around the log.

Writes belong on the writer's thread, reads on a reader's; the window's thread is refused (`guard`). Everything that can
be typed enters through `append`, everything from the EDC through `receive`.
"""

import contextlib
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from storage import leftover, meta
from storage.anchor import Anchor, AnchorVerdict
from storage.beside import Beside
from storage.driver import Connection, Guard, connect
from storage.faults import schema_altered, store_empty, store_fault
from storage.keys import SiteKey, Unlocked
from storage.lock import Holder, StoreLock
from storage.log import Appended, Author, Clock, Log, tip
from storage.meta import Home
from storage.migrations import migrate
from storage.people import begun, certified
from storage.read import Reader
from storage.rebuild import rebuild
from storage.receive import Answered, Intake, Numbered, OnRoster, Received
from storage.schema import altered
from storage.versions import Version
from storage.witness import Witness
from study.changes.envelope import SignedChange
from study.changes.facts import Accessed, Fact, RecoveryKeyed, StudyAdopted, UserCertified
from study.errors import KnownError
from study.state.slots import Slot

DATABASE_NAME = "cartella.db"


class Store(Beside):
    """An opened store. `fault` says why nothing may be written (then it can be read and verified), else None."""

    def __init__(
        self, folder: Path, unlocked: Unlocked, clock: Clock, *, holder: Holder | None = None,
        outside: Path | None = None, create: bool = False,
    ) -> None:  # fmt: skip
        self.folder = folder
        self.guard = Guard()
        self.clock = clock
        self.fault: KnownError | None = None
        self._unlocked = unlocked
        # Weak: a sync cycle opens and closes its own, and a workstation runs for weeks.
        self._readers: weakref.WeakSet[Reader] = weakref.WeakSet()
        self._closed = False
        with contextlib.ExitStack() as undo:
            who = holder or Holder(unlocked.name, "", 0, clock())
            self._lock = undo.enter_context(StoreLock.acquire(folder, who))
            self._aside = leftover.set_aside(folder / DATABASE_NAME)
            undo.callback(leftover.drop, self._aside)
            self._db = connect(folder / DATABASE_NAME, unlocked.db_key, self.guard, create=create)
            undo.callback(self._db.close)
            migrate(self._db, unlocked.db_key, create=create)
            self._witness = Witness(folder, unlocked.store_id, self._db, outside)
            self._log = Log(self._db, unlocked, clock)
            self._intake = Intake(self._db)
            self.reader = self.new_reader()
            undo.pop_all()

    @property
    def connection(self) -> Connection:
        """The writing connection, for storage's own modules (verify, backup, attachments)."""
        return self._db

    @property
    def anchor(self) -> Anchor:
        """The anchor beside the database."""
        return self._witness.anchor

    @property
    def closed(self) -> bool:
        """True once it was closed."""
        return self._closed

    @property
    def device(self) -> str:
        """This device's id."""
        return meta.get(self._db, "device")

    def new_reader(self) -> Reader:
        """One more query-only reader; a long export opens its own. Closed with the store."""
        reader = Reader(connect(self.folder / DATABASE_NAME, self._unlocked.db_key, self.guard, read_only=True))
        self._readers.add(reader)
        return reader

    def new_id(self) -> str:
        """A new identifier for a fact, a subject, a query."""
        return self._log.new_id()

    def write_under(self, version: tuple[str, str] | None) -> None:
        """The version and digest that new changes name; None: the version in force.

        For people who go on under an earlier one because the one in force can't be read here.
        """
        self._log.under = version

    def switch_user(self, unlocked: Unlocked, holder: Holder | None = None) -> None:
        """Another person of the same store took over; the database stays open."""
        if unlocked.store_id != self._unlocked.store_id:
            raise ValueError("keys of another store")
        self._unlocked = self._log.signer = unlocked
        if holder is not None:
            self._lock.rename(holder)

    def append(self, author: Author | None, facts: Sequence[Fact]) -> Appended:
        """Make one change of these facts; durable when it returns. Returns the slots that moved.

        KnownError `no-right`, `frozen`, `locked`, `conflict-open`, `reason-wanted`, `disk-full`, or the `fault`.
        """
        self._check_writable()
        appended = self._log.append(author, facts)
        self._witness.write(durable=False)
        return appended

    def certify_user(self, admin: Author, user: str, name: str, roles: Sequence[str], key: Unlocked) -> Appended:
        """Certify a person of this store, who has unlocked and so shows that they hold their key."""
        return self.append(admin, (self.certification(admin, user, name, roles, key),))

    def certification(
        self, admin: Author, user: str, name: str, roles: Sequence[str], key: Unlocked, *,
        recovery: Callable[[bytes], bytes] | None = None,
    ) -> UserCertified:  # fmt: skip
        """The fact that certifies a person, over what stands; not appended yet. `recovery`: see `people.certified`."""
        shown = self.reader.slot(Slot("user", user))
        bases = tuple(entry.fact.id for entry in shown.heads)
        return certified(
            self.new_id(), (user, name, tuple(roles)), key, (admin.user, admin.sign), bases, recovery=recovery
        )

    def begin_successor(self, author: Author, name: str, reason: str, also: Sequence[Fact] = ()) -> Appended:
        """Go on as a new device after a restore, a move, a clone or a fork; `Unlocked` holds the new device's key.

        `also`: what the same change says besides, such as the author's new key after the recovery code was used.
        KnownError `store-empty`: nothing of the log is left to go on from.
        """
        home = self.reader.home()
        if not home.device:
            raise store_empty()
        last = tip(self._db, home.device)
        device = self.new_id()
        fact = begun(self.new_id(), device, name, self._unlocked.device_public_key, (home.device, last.hash))
        facts: tuple[Fact, ...] = (fact, *also, Accessed(id=self.new_id(), what="successor", detail=reason))
        return self.begin(home._replace(device=device, device_name=name), author, facts)

    def begin(self, home: Home, author: Author, facts: Sequence[Fact]) -> Appended:
        """The first change of a device, and with it whose log this is from now on.

        KnownError `schema-altered`: no device goes on in a database that keeps nothing append-only.
        """
        if parts := altered(self._db):
            raise schema_altered(parts)
        with self._db.transaction():
            if not self.device:
                meta.put_home(self._db, home)
            # The one before is still whose log this is, for the people it vouches for speak in the new one's first.
            appended = self._log.append(author, facts, home.device)
            meta.put_home(self._db, home)
            self._db.run("DELETE FROM meta WHERE name IN ('forked', 'restored')")
        self.fault = None
        self._witness.write(durable=True)
        return appended

    def receive(
        self,
        *,
        epoch: str,
        numbered: Sequence[Numbered] = (),
        answers: Sequence[Answered] = (),
        roster: Sequence[OnRoster] = (),
        roster_version: int | None = None,
    ) -> Received:
        """Take in what the EDC sent and the cursor in one transaction. See `storage.receive.Intake.receive`."""
        self._check_writable()
        received = self._intake.receive(
            epoch=epoch, numbered=numbered, answers=answers, roster=roster, roster_version=roster_version
        )
        return self._after_receiving(received)

    def new_epoch(self, epoch: str, number: int, head: str) -> Received:
        """The EDC was restored: forget its numbers after the last common one."""
        self._check_writable()
        return self._after_receiving(self._intake.new_epoch(epoch, number, head))

    def offer(self, changes: Sequence[SignedChange]) -> frozenset[Slot]:
        """Take in verified changes without a number (by hash or from a file)."""
        self._check_writable()
        return self._intake.offer(changes)

    def versions(self) -> list[Version]:
        """Every adoption of a version of the study definition."""
        return self.reader.versions()

    def drafts(self, user: str) -> dict[str, str]:
        """What a person typed and has not left yet, by address key."""
        return self.reader.drafts(user)

    def rebuild(self) -> int:
        """Make the projection anew from the log; returns the number of changes."""
        return rebuild(self._db)

    def anchor_verdict(self) -> AnchorVerdict:
        """What the anchors say of the log now."""
        return self._witness.verdict()

    def close(self, then: Callable[[], None] = lambda: None) -> None:
        """Close every connection, sync the anchor, do `then` under the lock, give it free. May be called twice."""
        if self._closed:
            return
        try:
            if self.fault is None:
                self._witness.write(durable=True)
        finally:
            self.abandon(then)

    def abandon(self, then: Callable[[], None] = lambda: None) -> None:
        """Close without touching the anchor: after a failure, nothing may be vouched for."""
        self._closed = True
        self._keep_leftover(behind=False)
        for reader in list(self._readers):
            reader.close()
        self._db.close()
        try:
            then()
        finally:
            self._lock.release()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def check_health(self) -> None:
        """Set `fault` when the anchor, the device's key or a fork says that this device may not write."""
        forked = bool(meta.get(self._db, "forked"))
        verdict = self.anchor_verdict()
        restored = bool(meta.get(self._db, "restored"))
        same_key, parts = self._same_device_key(), altered(self._db)
        self.fault = schema_altered(parts) if parts else store_fault(
            verdict, forked=forked, same_key=same_key, restored=restored
        )  # fmt: skip
        self._keep_leftover(behind=verdict.kind == "log-behind")
        if self.fault is None:
            self._witness.write(durable=False)
            self.cut_back()

    def _keep_leftover(self, *, behind: bool) -> None:
        aside, self._aside = self._aside, None
        if aside is not None and behind:
            leftover.keep(aside, self.clock())
        else:
            leftover.drop(aside)

    def _same_device_key(self) -> bool:
        row = next((each for each in self.reader.devices() if each.device == self.device), None)
        return row is not None and row.public_key == self._unlocked.device_public_key

    def _after_receiving(self, received: Received) -> Received:
        if received.forked:
            self.check_health()
        else:
            self._witness.write(durable=True)
        return received

    def _check_writable(self) -> None:
        if self.fault is not None:
            raise self.fault


def create_store(
    folder: Path,
    unlocked: Unlocked,
    *,
    site: str,
    site_name: str,
    study_version: str,
    study_digest: str,
    study_content: bytes = b"",
    device_name: str,
    clock: Clock,
    roles: Sequence[str] = ("admin",),
    site_key: SiteKey | None = None,
    holder: Holder | None = None,
    outside: Path | None = None,
) -> Store:
    """Make the database of a new store beside its vault; the first user certifies themself and adopts the study.

    `study_content`: the definition's texts, packed, so that the log alone can read itself.
    `site_key`: made here for the first device of a site (`SiteKey.new()`), None for one that is handed it later.
    KnownError `store-exists` when a database is there already; it is never replaced.
    """
    if (folder / DATABASE_NAME).exists():
        raise _store_exists()
    store = Store(folder, unlocked, clock, holder=holder, outside=outside, create=True)
    try:
        home = Home(site, site_name, store.new_id(), device_name, study_version, study_digest)
        _first_change(store, unlocked, home, roles, study_content)
        if site_key is not None:
            store.put_site_key(site_key)
    except BaseException:
        store.abandon()
        raise
    return store


def open_store(
    folder: Path, unlocked: Unlocked, clock: Clock, *, holder: Holder | None = None, outside: Path | None = None
) -> Store:
    """Open a store. Look at `fault`: when it is set, the store can be read and verified but not written.

    `outside`: where this computer keeps what it has seen of the stores it wrote (`storage.witness`).

    KnownError `no-store`, `store-damaged`, `store-newer`, `store-in-use`, `disk-full`.
    """
    if not (folder / DATABASE_NAME).exists():
        connect(folder / DATABASE_NAME, unlocked.db_key, Guard())
    store = Store(folder, unlocked, clock, holder=holder, outside=outside)
    try:
        store.check_health()
    except BaseException:
        store.abandon()
        raise
    return store


def _store_exists() -> KnownError:
    return KnownError(
        "store-exists",
        "This folder already holds a database. It is never replaced; choose an empty folder.",
        "该文件夹中已有数据库，不会被替换；请选择空文件夹。",
    )


def _first_change(store: Store, unlocked: Unlocked, home: Home, roles: Sequence[str], study: bytes) -> None:
    person = (unlocked.user_id, unlocked.name, tuple(dict.fromkeys((*roles, "admin"))))
    facts: tuple[Fact, ...] = (
        begun(store.new_id(), home.device, home.device_name, unlocked.device_public_key),
        certified(store.new_id(), person, unlocked, (unlocked.user_id, unlocked.sign)),
        RecoveryKeyed(id=store.new_id(), device=home.device, public_key=unlocked.recovery_public_key, alone=True),
        StudyAdopted(id=store.new_id(), version=home.study_version, digest=home.study_digest, content=study),
    )  # fmt: skip
    store.begin(home, Author(unlocked.user_id, "admin", unlocked.sign), facts)
