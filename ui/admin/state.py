"""What the admin room shows and asks for. Plain data."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from study.text import Language, Text
from ui.admin.backup_state import BackupState
from ui.admin.keys_state import KeysState
from ui.admin.reference_state import ReferenceState
from ui.admin.study_state import StudyState
from ui.ids import DeviceId, UserId
from ui.theme.tokens import ThemeName
from ui.widgets.state import Message


class Section(StrEnum):
    """The parts of the admin room, in order."""

    USERS = "users"
    KEYS = "keys"
    DEVICES = "devices"
    EDC = "edc"
    STUDY = "study"
    REFERENCE = "reference"
    BACKUP = "backup"
    APPEARANCE = "appearance"
    ABOUT = "about"


@dataclass(frozen=True)
class UserRow:
    """One user of this store. `certified` False: the EDC has not countersigned yet."""

    user: UserId
    name: str
    roles: Text
    since: date
    by: str
    certified: bool
    ended: date | None = None


@dataclass(frozen=True)
class DeviceRow:
    """One workstation of the site: its label, length of its log, when it was last heard of."""

    device: DeviceId
    label: str
    entries: int
    since: date
    heard: datetime | None
    here: bool = False
    ended: date | None = None


@dataclass(frozen=True)
class EdcState:
    """How this store stands with the central EDC and with the site key."""

    enrolled: bool
    address: str = ""
    since: date | None = None
    fingerprint: str = ""
    site_key: bool = False
    site_key_fingerprint: str = ""
    sheet_outdated: bool = False
    """The site key was replaced, and nobody printed the new one since."""


@dataclass(frozen=True)
class Licence:
    """One component that came with the program."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class About:
    """What this program and this study are."""

    version: str
    study: Text
    study_version: str
    definition_hash: str
    registry: str
    folder: str
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True)
class SiteKeySheet:
    """The site key to be printed and kept: `key` in groups, as it is typed on a new workstation."""

    site: str
    key: str
    fingerprint: str
    on: date


@dataclass(frozen=True)
class AdminState:
    """The whole room.

    `roles`: code and words a new user may have. `may_manage`: this user may change users and keys.
    """

    section: Section
    users: tuple[UserRow, ...]
    devices: tuple[DeviceRow, ...]
    edc: EdcState
    about: About
    roles: tuple[tuple[str, Text], ...]
    theme: ThemeName
    language: Language
    may_manage: bool = True
    minimum: int = 12
    busy: bool = False
    message: Message | None = None
    chinese_font: bool = True
    """False: no installed family has Chinese characters, and the room says so."""
    user_added: str = ""
    """The name of the user just added; the dialog closes when it stands here."""
    sheet: SiteKeySheet | None = None
    """Stands here while the site-key sheet is to be shown."""
    study: StudyState | None = None
    reference: ReferenceState | None = None
    keys: KeysState | None = None
    me: UserId | None = None
    """Who is at the desk: nobody removes or resets themself."""
    may_change: bool = True
    """This user may change their own passphrase: the record can be written."""
    backup: BackupState | None = None


@dataclass(frozen=True)
class NewUser:
    """Add a user to this store; the passphrase is typed by the new user."""

    name: str
    role: str
    passphrase: str
