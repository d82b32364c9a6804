"""What stands on the screens before anyone is in, and what they ask for. Plain data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from study.text import Text
from ui.ids import UserId
from ui.widgets.state import Message


@dataclass(frozen=True)
class UserChoice:
    """One user who has a key slot in this store."""

    user: UserId
    name: str
    role: Text


@dataclass(frozen=True)
class UnlockState:
    """The unlock card and the facts about this store that are known without a key. Unknown facts are None.

    `reading`: the facts are still being read, and so are the users where there are none.
    `unsent`/`oldest`: changes not sent and the age of the oldest. `bundle`: the age of the bundle that has no reply,
    `bundle_late`: for so long that somebody should ask. `backup`: when the last backup was made.
    `entries`/`behind`: length of the log by the anchor, and how many entries the file lacks against it (0 = whole).
    `drafts`: whose half-typed fields wait, with their number. `wait`: seconds until another try is allowed.
    """

    study: Text
    registry: str
    site: str
    device: str
    version: str
    now: datetime
    users: tuple[UserChoice, ...]
    chosen: UserId | None = None
    reading: bool = False
    unsent: int | None = None
    oldest: timedelta | None = None
    bundle: timedelta | None = None
    bundle_late: bool = False
    backup: datetime | None = None
    backup_verified: bool = False
    entries: int | None = None
    behind: int = 0
    drafts: tuple[tuple[str, int], ...] = ()
    busy: bool = False
    wait: int = 0
    message: Message | None = None
    warnings: tuple[Text, ...] = ()
    """What is the matter with the backups and the disk."""
    held_by: str | None = None
    """Who has the store open on this machine, when somebody has; unlocking is then refused with this name."""
    minimum: int = 12
    """The shortest passphrase that is accepted when a new one is set with the recovery code."""
    may_use_kept: bool = False
    """The key file is damaged, and the kept copy of it may take its place."""


@dataclass(frozen=True)
class UnlockRequest:
    """A user wants in."""

    user: UserId
    passphrase: str


@dataclass(frozen=True)
class RecoveryRequest:
    """A user lost the passphrase: the printed code opens the store, the new passphrase takes its place."""

    user: UserId
    code: str
    passphrase: str


class Step(StrEnum):
    """The steps of the first run: START chooses between a new record (the four in the middle, in order) and RESTORE."""

    START = "start"
    STUDY = "study"
    USER = "user"
    RECOVERY = "recovery"
    EDC = "edc"
    RESTORE = "restore"


@dataclass(frozen=True)
class OfferedBackup:
    """A backup that a person chose: what it says of itself, and who can open it."""

    path: str
    said: Text
    users: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StudyChoice:
    """One study definition that came with the program."""

    code: str
    version: str
    title: Text
    registry: str


@dataclass(frozen=True)
class FirstRunState:
    """The first run. The view asks for START to USER and RESTORE by itself; the presenter moves to RECOVERY and EDC.

    `recovery`: the code to show, in groups. `roles`: code and words of the roles a first user may have.
    `edc_fingerprint`: what the EDC answered with, to be compared with the letter from the centre.
    """

    step: Step
    studies: tuple[StudyChoice, ...]
    time_zones: tuple[str, ...]
    roles: tuple[tuple[str, Text], ...]
    folder: str
    minimum: int = 12
    recovery: str = ""
    busy: bool = False
    message: Message | None = None
    edc_fingerprint: str = ""
    offered: OfferedBackup | None = None
    """The backup that is to be restored; None until one was chosen."""
    progress: Text | None = None
    """How far a restore is, while it runs."""


@dataclass(frozen=True)
class RestoreRequest:
    """Restore the chosen backup as this user; with `code` (the recovery code) `passphrase` is a new one."""

    user: str
    passphrase: str
    code: str = ""


@dataclass(frozen=True)
class StoreRequest:
    """Make a new store with its first user; `name` and `role` certify themselves."""

    study: str
    site_code: str
    site_name: str
    time_zone: str
    user_name: str
    role: str
    passphrase: str


@dataclass(frozen=True)
class EnrolmentRequest:
    """Enrol this workstation with the central EDC; `token` is the one-time code in the centre's letter."""

    address: str
    token: str
