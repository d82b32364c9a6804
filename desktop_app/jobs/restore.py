"""Restoring a backup into a new folder, by a passphrase or the recovery code of its day, and going on as a new device.

The same path brings a record to a new computer.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.house import House
from desktop_app.jobs.unlock import recover, unlock
from desktop_app.session import Session
from storage.backup_format import SETTINGS_NAME, Manifest, read_sealed
from storage.keys import Unlocked, Vault
from storage.restore import Opening, Restored, restore, users_of
from storage.watch import UNWATCHED, Watch


class Wanted(NamedTuple):
    """Which backup, who opens it and how. With `code`, `passphrase` is the new one that the user gets."""

    backup: Path
    user: str
    passphrase: str
    code: str = ""
    reason: str = ""


class Offered(NamedTuple):
    """What a backup says before anybody opens it: its manifest, and who can unlock it (id, name)."""

    path: Path
    manifest: Manifest
    users: tuple[tuple[str, str], ...]


class Reopened(NamedTuple):
    """The restored record, open under its new device, and what was found in it before."""

    session: Session
    restored: Restored


def look_at_backup(house: House, backup: Path) -> Offered:
    """What stands in a backup for everybody to see. KnownError `no-backup`, `backup-damaged`, `backup-newer`."""
    return Offered(backup, read_sealed(backup).manifest, users_of(backup, house.vaults.floor))


def restore_here(house: House, wanted: Wanted, watch: Watch = UNWATCHED) -> Reopened:
    """Restore into this house's folder, which must hold no record, and open it as the person named.

    KnownErrors of `storage.restore.restore` and of unlocking. A process killed in between leaves a whole store, whose
    successor begins when it is next unlocked.
    """
    restored = restore(
        wanted.backup,
        house.place.folder,
        Opening(lambda vault: _open(vault, wanted), house.clock, house.vaults.floor),
        reason=wanted.reason or f"restored from {wanted.backup.name}",
        may_hold=frozenset({SETTINGS_NAME}),
        watch=watch,
    )
    if wanted.code:
        session = recover(house, wanted.user, wanted.code, wanted.passphrase)
    else:
        session = unlock(house, wanted.user, wanted.passphrase)
    return Reopened(session, restored)


def _open(vault: Vault, wanted: Wanted) -> Unlocked:
    if wanted.code:
        return vault.unlock_with_recovery(wanted.code)
    return vault.unlock(wanted.user, wanted.passphrase)
