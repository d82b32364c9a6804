"""A store with a bit of everything in it, made once and copied for every run; and how a new process finds it.

Two people, three named children, visits that can be signed, attachments, drafts, settings, a backup, an older store.
"""

import functools
import io
import shutil
from pathlib import Path
from typing import NamedTuple

import resources
from desktop_app.backup_plan import BackupPlan
from desktop_app.identity import child_key
from desktop_app.jobs.erase import follow_site_key
from desktop_app.jobs.status import BackupKnown, keep_backup_known, keep_known
from desktop_app.place import Place as StorePlace
from desktop_app.place import Settings
from desktop_app.session import Session
from desktop_app.study_files import read_folder
from desktop_app.vaults import Vaults
from storage.attachments import FOLDER_NAME, Attachments
from storage.backup import Source, back_up
from storage.keys import NewUser, SiteKey, Unlocked, create_vault, open_vault
from storage.log import Author
from storage.projection import projection_hash
from storage.store import Store, create_store, open_store
from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.errors import KnownError
from study.values import DateValue, Quantity, Value
from sync.server.serve import utc_now
from tests.kit.clinic import CHEAP

USER, COLLEAGUE = "lin", "wang"
CHILDREN = ("child-1", "child-2", "child-3")
GOLDEN = Path(__file__).parents[1] / "golden" / "store_v1"
_VISITS = (("M1", "2026-09-17"), ("M3", "2026-11-17"))


@functools.cache
def shipped() -> Study:
    """The study as it is shipped; read once in a process."""
    return load(read_folder(resources.path("study")))


def typed_by(user: str) -> str:
    """The passphrase a person begins with."""
    return f"a rainy spring with {user}"


class Before(NamedTuple):
    """What a store said before anything happened to it."""

    seq: int
    head: str
    digest: str
    projection: str


def before_of(store: Store) -> Before:
    """What an open store says now."""
    tip = store.reader.tip()
    return Before(tip.seq, tip.hash, store.reader.digest(), projection_hash(store.connection))


class Ward:
    """One copy: `store` the store's folder, `backups` where its backups go, `restored` where one is restored to."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = home / "store"
        self.backups = home / "backups"
        self.restored = home / "restored"
        self.older = home / "older"
        self.clock = utc_now

    def unlock(self, typed: str = "", *, forgive: bool = True) -> Unlocked:
        """As a new process does: what was cut short is finished first. `forgive`: no waiting for earlier failures."""
        vault = Vaults(self.store, self.clock, CHEAP).open()
        if forgive:
            vault.attempts.begin_anew()
        return vault.unlock(USER, typed or typed_by(USER))

    def unlocks(self, typed: str) -> bool:
        """Whether a passphrase opens it; any other refusal than that it is wrong is raised."""
        try:
            self.unlock(typed).close()
        except KnownError as refusal:
            if refusal.code != "wrong-passphrase":
                raise
            return False
        return True

    def copy(self, home: Path) -> "Ward":
        """The same files in another folder."""
        shutil.copytree(self.home, home)
        return Ward(home)


class Opened:
    """A ward's store, open, as who works there; a context manager."""

    def __init__(self, ward: Ward, typed: str = "") -> None:
        self.ward = ward
        vault = Vaults(ward.store, ward.clock, CHEAP).open()
        vault.attempts.begin_anew()
        self.unlocked = vault.unlock(USER, typed or typed_by(USER))
        try:
            self.store = open_store(ward.store, self.unlocked, ward.clock)
            vault.take_over()
        except BaseException:
            self.unlocked.close()
            raise

    @property
    def author(self) -> Author:
        """The investigator."""
        return Author(USER, "investigator", self.unlocked.sign)

    @property
    def source(self) -> Source:
        """What a backup copies."""
        return Source(self.ward.store, self.unlocked, self.ward.clock, "0", self.store.guard)

    @property
    def session(self) -> Session:
        """At work."""
        person = next(person for person in self.store.reader.users() if person.user == USER)
        vaults = Vaults(self.ward.store, self.ward.clock, CHEAP)
        return Session(self.store, self.unlocked, shipped(), person, self.ward.clock, vaults=vaults)

    def attachments(self) -> Attachments:
        """The sealed files."""
        return Attachments(self.ward.store / FOLDER_NAME)

    def files(self) -> set[str]:
        """The names of the sealed files that the log names, all shown to be whole; what nobody names is swept."""
        slots = self.store.reader.slots("attachment").values()
        named = {entry.fact.name for slot in slots for entry in slot.heads if isinstance(entry.fact, f.AttachmentAdded)}
        self.attachments().sweep_orphans(named)
        for name in named:
            self.attachments().verify(name)
        return named

    def check_whole(self) -> None:
        """It may be written, all of it verifies, and its log gives what is shown."""
        store = self.store
        assert store.fault is None, store.fault.code
        report = verify_store(store, self.unlocked)
        assert report.whole, [(finding.code, finding.seq) for finding in report.findings]
        live = projection_hash(store.connection), store.reader.digest()
        store.rebuild()
        assert (projection_hash(store.connection), store.reader.digest()) == live, "the log gives another state"

    def readable(self) -> set[str]:
        """The children whose names open, after this workstation followed the site key that counts."""
        follow_site_key(self.store, self.author)
        kept = self.store.reader.site_key()
        key = SiteKey(kept) if kept else None
        return {child for child in CHILDREN if child_key(key, self.store.reader.record(child)) is not None}

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_: object) -> None:
        if not self.store.closed:
            self.store.close()
        self.unlocked.close()


def make_ward(home: Path) -> tuple[Ward, Before]:
    """Everything from the beginning."""
    ward = Ward(home)
    ward.store.mkdir(parents=True)
    ward.backups.mkdir()
    shutil.copytree(GOLDEN, ward.older)
    first = NewUser(USER, "Dr Lin", typed_by(USER))
    unlocked, _code = create_vault(ward.store, first, CHEAP, clock=ward.clock, floor=CHEAP)
    store = create_store(
        ward.store, unlocked, site="S01", site_name="Renji", study_version=shipped().version,
        study_digest=shipped().digest, device_name="ward", clock=ward.clock, roles=("investigator",),
        site_key=SiteKey.new(),
    )  # fmt: skip
    store.close()
    open_vault(ward.store, clock=ward.clock, floor=CHEAP).add_user(
        unlocked, NewUser(COLLEAGUE, "Nurse Wang", typed_by(COLLEAGUE))
    )
    unlocked.close()
    with Opened(ward) as opened:
        _fill(opened)
        back_up(opened.source, ward.backups)
        place = StorePlace(ward.store)
        place.remember(Settings(language="en", last_user=USER, backup=BackupPlan(folder=str(ward.backups))))
        keep_known(place, opened.store, shipped())
        keep_backup_known(place, BackupKnown(ward.clock(), str(ward.backups), True))
        return ward, before_of(opened.store)


def _fill(opened: Opened) -> None:
    store = opened.store
    kept = store.reader.site_key()
    if kept is None:
        raise AssertionError("a first workstation has a site key")
    for child in CHILDREN:
        _key, wrapped = SiteKey(kept).new_child_key(child)
        store.append(opened.author, [f.SubjectEnrolled(id=store.new_id(), subject=child, child_key=wrapped)])
        for visit, day in _VISITS:
            values: dict[tuple[str, str], Value] = {
                ("VISIT", "VISDTC"): DateValue(day), ("VS", "WEIGHT"): Quantity("31.5", "kg"),
            }  # fmt: skip
            made = [
                f.ValueSet(id=store.new_id(), address=Address(child, visit, "", form, "", "", item), value=value)
                for (form, item), value in values.items()
            ]
            store.append(opened.author, made)
        store.keep_draft(USER, Address(child, "M1", "", "VS", "", "", "HEIGHT").key, "13")
    add_file(opened, CHILDREN[0], b"%PDF-1.7\n" + bytes(range(256)) * 300)


def add_file(opened: Opened, child: str, data: bytes) -> str:
    """Seal a file and let the log name it; returns its name."""
    sealed = opened.attachments().seal(io.BytesIO(data))
    fact = f.AttachmentAdded(
        id=opened.store.new_id(), address=Address(child, "M3", "", "ECG"), name=sealed.name, kind="pdf",
        size=sealed.size, sealed_size=sealed.sealed_size, digest=sealed.sha256_plain, key=sealed.key,
    )  # fmt: skip
    opened.store.append(opened.author, [fact])
    return sealed.name
