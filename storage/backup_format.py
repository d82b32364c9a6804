"""Owns what a backup is: a folder of a store's files and a manifest that says each one's size and hash.

The manifest has two checks, as the key file has: a checksum that needs no key and tells damage, and a code under the
backup key that tells whether somebody with the vault key of this store wrote it. Knows no copying.
"""

import datetime as dt
import hashlib
import re
from pathlib import Path

import msgspec

from storage.anchor import AnchorState
from storage.attachments import FOLDER_NAME
from storage.backup_errors import altered, damaged, newer, no_backup
from storage.files import disk_errors
from storage.keys import Unlocked
from storage.keys.primitives import mac, same

FORMAT = 1
MANIFEST_NAME = "manifest.json"
DATABASE_NAME = "cartella.db"
KEYS_NAME = "keys.json"
SETTINGS_NAME = "settings.json"
_NAME = re.compile(r"cartella-[A-Za-z0-9_-]{1,40}-\d{8}T\d{6}Z(-\d+)?")
_FILES = re.compile(rf"cartella\.db|keys\.json|settings\.json|{FOLDER_NAME}/[0-9a-f]{{64}}")
_NEEDED = {DATABASE_NAME, KEYS_NAME}


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class FileEntry(_Strict, frozen=True):
    """A file by its path inside the backup; size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Lacking(_Strict, frozen=True):
    """An attachment that the log names and that is not in the backup: `why`: missing, damaged, waiting, centre."""

    name: str
    why: str


class Content(_Strict, frozen=True):
    """What the database of a backup says, read in the moment that was copied.

    `seq` and `head` are this device's last entry and its hash, `changes` all entries, `number` how far the EDC was
    heard, `state` the state hash, `projection` the hash of every row of it, `schema` the schema's version.
    """

    site: str
    device: str
    device_name: str
    seq: int
    head: str
    changes: int
    number: int
    state: str
    projection: str
    schema: int


class Manifest(_Strict, frozen=True):
    """Everything a backup says of itself. `created` in UTC ms; `version` is the program's."""

    format: int
    store: str
    key_epoch: int
    key_generation: int
    content: Content
    anchor: AnchorState | None
    created: int
    version: str
    files: tuple[FileEntry, ...]
    lacking: tuple[Lacking, ...] = ()

    @property
    def size(self) -> int:
        """All files, in bytes."""
        return sum(file.size for file in self.files)


class Sealed(_Strict, frozen=True):
    """What stands in manifest.json."""

    manifest: Manifest
    mac: str
    checksum: str

    def check(self, unlocked: Unlocked) -> None:
        """Raise KnownError `backup-altered` unless somebody with this store's keys wrote it."""
        if not same(bytes.fromhex(self.mac), _mac(self.manifest, unlocked)):
            raise altered(MANIFEST_NAME)


class _FormatOnly(msgspec.Struct):
    format: int


class _AnyFormat(msgspec.Struct):
    manifest: _FormatOnly


def close_manifest(manifest: Manifest, unlocked: Unlocked) -> Sealed:
    """The manifest with both checks."""
    code = _mac(manifest, unlocked)
    return Sealed(manifest, code.hex(), _checksum(manifest, code))


def encode_sealed(sealed: Sealed) -> bytes:
    """The one way a manifest is written; other bytes of the same meaning are taken for damage."""
    return msgspec.json.format(msgspec.json.encode(sealed), indent=1) + b"\n"


def read_sealed(backup: Path) -> Sealed:
    """The manifest of a backup, whole; not yet shown to be unaltered (`Sealed.check`).

    KnownError `no-backup`, `backup-damaged`, `backup-newer`.
    """
    try:
        with disk_errors(backup / MANIFEST_NAME):
            raw = (backup / MANIFEST_NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise no_backup(backup) from error
    try:
        if msgspec.json.decode(raw, type=_AnyFormat).manifest.format > FORMAT:
            raise newer()
        sealed = msgspec.json.decode(raw, type=Sealed)
        code = bytes.fromhex(sealed.mac)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise damaged(MANIFEST_NAME) from error
    paths = [file.path for file in sealed.manifest.files]
    if (
        raw != encode_sealed(sealed)
        or sealed.checksum != _checksum(sealed.manifest, code)
        or not all(map(_FILES.fullmatch, paths))
        or len(set(paths)) != len(paths)
        or not _NEEDED.issubset(paths)
    ):
        raise damaged(MANIFEST_NAME)
    return sealed


def name_of(site: str, created: int) -> str:
    """The folder's name: the site and the moment (UTC)."""
    slug = re.sub(r"[^A-Za-z0-9_-]", "-", site)[:40] or "store"
    return f"cartella-{slug}-{dt.datetime.fromtimestamp(created / 1000, dt.UTC):%Y%m%dT%H%M%SZ}"


def is_name(name: str) -> bool:
    """Whether a folder is called as a finished backup is."""
    return _NAME.fullmatch(name) is not None


def part_of(name: str, store: str) -> str:
    """What the folder is called while it is made, and while it is removed: never a finished backup's name."""
    return f"{name}.{store[:8]}.part"


def is_part(name: str, store: str) -> bool:
    """Whether this is a half-made or half-removed backup of this store."""
    stem = name.removesuffix(f".{store[:8]}.part")
    return stem != name and is_name(stem)


def _mac(manifest: Manifest, unlocked: Unlocked) -> bytes:
    return mac(unlocked.backup_key, b"manifest" + msgspec.json.encode(manifest))


def _checksum(manifest: Manifest, code: bytes) -> str:
    return hashlib.sha256(msgspec.json.encode(manifest) + code).hexdigest()
