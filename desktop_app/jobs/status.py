"""What may be known of a store without a key, kept beside it when it is locked: counts and times,
nothing of a child.
"""

from pathlib import Path

import msgspec

from desktop_app.place import Place
from storage.bundle_notes import waiting_bundle
from storage.files import write_atomic
from storage.key_memory import key_memory
from storage.read import Reader
from storage.store import Store
from study.definition.model import Study
from study.text import Text

NAME = "status.json"


class Exchange(msgspec.Struct, frozen=True):
    """The last cycle that ran through: when (UTC ms), and whether both ends were equal (None: not compared)."""

    at: int
    agrees: bool | None = None


class BackupKnown(msgspec.Struct, frozen=True):
    """The last good backup: when it was made (UTC ms), in which folder, and whether that lies on the record's own disk.

    `tried` and `failure`: a later try that failed, and why; None after one that went through.
    """

    made: int | None = None
    folder: str = ""
    same_disk: bool = False
    tried: int | None = None
    failure: Text | None = None


class KnownStudy(msgspec.Struct, frozen=True):
    """Which study the record is of: the program may carry another one."""

    code: str
    title: Text
    timezone: str


class Known(msgspec.Struct, frozen=True):
    """The facts of the unlock screen. `roles`: the role codes of each user id; `drafts`: names with their number."""

    site: str = ""
    device: str = ""
    unsent: int | None = None
    oldest: int | None = None
    backups: BackupKnown = BackupKnown()
    roles: dict[str, tuple[str, ...]] = {}
    drafts: tuple[tuple[str, int], ...] = ()
    exchange: Exchange | None = None
    keys: int = 0
    """The latest version of the key file that was seen here."""
    study: KnownStudy | None = None


def read_known(place: Place) -> Known:
    """What was known when the store was last locked; nothing when the file is not there or not readable."""
    try:
        return msgspec.json.decode(_file(place).read_bytes(), type=Known)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return Known()


BUNDLE_PATIENCE_MS = 2 * 86_400_000
"""A bundle that has been away for so long without a reply is pointed out to everybody."""


class BundleAway(msgspec.Struct, frozen=True):
    """A bundle that was written and has no reply yet: how many changes, when (UTC ms), how old it is (ms)."""

    changes: int
    made: int
    age: int

    @property
    def late(self) -> bool:
        """Whether somebody should ask what became of it."""
        return self.age >= BUNDLE_PATIENCE_MS


def bundle_away(place: Place, now: int) -> BundleAway | None:
    """The bundle that waits for its reply at `now` (UTC ms). Needs no key."""
    exchange = read_known(place).exchange
    note = waiting_bundle(place.folder, exchange.at if exchange else None)
    return BundleAway(note.changes, note.made, max(now - note.made, 0)) if note is not None else None


def keep_known(place: Place, store: Store, study: Study | None = None) -> Known:
    """Count what waits and write it down, and the study where it is said. Runs on the writer's lane."""
    reader = store.reader
    home, queue, people = reader.home(), reader.queue(), reader.users()
    counts = ((person.name, len(reader.drafts(person.user))) for person in people)
    before = read_known(place)
    known = msgspec.structs.replace(
        before,
        site=home.site_name or home.site,
        device=home.device_name,
        unsent=queue.count,
        oldest=queue.oldest_utc,
        roles={person.user: person.roles for person in people},
        backups=_backups(before.backups, reader),
        drafts=tuple((name, count) for name, count in counts if count),
        keys=key_memory(store.connection).generation,
        study=KnownStudy(study.code, study.title, study.timezone) if study else before.study,
    )
    _write(place, known)
    return known


def keep_keys_seen(place: Place, generation: int) -> None:
    """Remember the latest version of the key file where no key is needed to read it."""
    _write(place, msgspec.structs.replace(read_known(place), keys=generation))


def keep_backup_known(place: Place, backups: BackupKnown) -> None:
    """Remember how backing up stands. Runs on the writer's lane."""
    _write(place, msgspec.structs.replace(read_known(place), backups=backups))


def keep_exchange(place: Place, exchange: Exchange) -> None:
    """Remember the last full cycle. Runs on the writer's lane."""
    _write(place, msgspec.structs.replace(read_known(place), exchange=exchange))


def _backups(known: BackupKnown, reader: Reader) -> BackupKnown:
    """What is known, or what the store itself remembers where the file beside it does not: after a restore."""
    made = reader.backups()
    if not made or (known.made is not None and known.made >= made[0].made):
        return known
    return msgspec.structs.replace(known, made=made[0].made, folder=made[0].folder)


def _write(place: Place, known: Known) -> None:
    write_atomic(_file(place), msgspec.json.encode(known))


def _file(place: Place) -> Path:
    return place.folder / NAME
