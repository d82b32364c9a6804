"""Owns the backups of a folder: finding them, and removing those that are no longer kept.

Only what this store made is ever removed, never one that holds more entries than the newest, and never a file that the
manifest does not list. Makes none.
"""

import contextlib
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from storage.backup import Made
from storage.backup_format import MANIFEST_NAME, Sealed, is_name, part_of, read_sealed
from storage.files import disk_errors
from storage.keys import Unlocked
from storage.retention import Rules, kept
from study.errors import KnownError


class Found(NamedTuple):
    """A folder that is called a backup. `fault` says why it can't be used, as far as its manifest tells; else None."""

    path: Path
    sealed: Sealed | None
    fault: KnownError | None = None

    @property
    def created(self) -> datetime | None:
        """When it was made."""
        return datetime.fromtimestamp(self.sealed.manifest.created / 1000, UTC) if self.sealed else None


def find_backups(target: Path) -> list[Found]:
    """Every backup in a folder, of whatever store, newest name first; nothing where the folder can't be reached."""
    try:
        paths = [path for path in target.iterdir() if is_name(path.name) and path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
    return [_found(path) for path in sorted(paths, key=lambda path: path.name, reverse=True)]


def thin(made: Made, rules: Rules, unlocked: Unlocked, seals: Collection[str] = ()) -> list[Path]:
    """Remove the backups beside a new one that are no longer kept; returns where they were.

    `seals` are the codes of backups that this store made under earlier keys. Leaves everything when in doubt.
    """
    own = [found for found in find_backups(made.path.parent) if _is_own(found, unlocked, seals)]
    now = datetime.fromtimestamp(made.manifest.created / 1000, UTC)
    times = [found.created for found in own if found.created is not None]
    stay = kept([*times, now], rules, now)
    gone = [
        found
        for found in own
        if found.path != made.path
        and found.created not in stay
        and found.sealed is not None
        and found.sealed.manifest.content.changes <= made.manifest.content.changes
    ]
    for found in gone:
        _remove(found)
    return [found.path for found in gone]


def _found(path: Path) -> Found:
    try:
        return Found(path, read_sealed(path))
    except KnownError as error:
        return Found(path, None, error)


def _is_own(found: Found, unlocked: Unlocked, seals: Collection[str]) -> bool:
    if found.sealed is None or found.sealed.manifest.store != unlocked.store_id:
        return False
    if found.sealed.mac in seals:
        return True
    try:
        found.sealed.check(unlocked)
    except KnownError:
        return False
    return True


def _remove(found: Found) -> None:
    """Not a backup any more before the first file goes; a folder in which somebody put something else stays."""
    if found.sealed is None:
        return
    manifest = found.sealed.manifest
    listed = {MANIFEST_NAME, *(file.path for file in manifest.files)}
    present = {path.relative_to(found.path).as_posix() for path in found.path.rglob("*") if not path.is_dir()}
    if present - listed:
        return
    part = found.path.with_name(part_of(found.path.name, manifest.store))
    with disk_errors(found.path), contextlib.suppress(FileNotFoundError):
        found.path.rename(part)
        shutil.rmtree(part)
