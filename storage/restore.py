"""Owns restoring a backup into a new folder, proven before it gets its name; and the drill that does it to prove it.

Writes over nothing. A restored store may be read only, until a successor device begins: what the backup's device wrote
later stands somewhere else, and a number is never used twice.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from storage import backup_errors as errors
from storage import meta
from storage.attached import sha256_of
from storage.attachments import FOLDER_NAME
from storage.backup_content import check_copy
from storage.backup_format import (
    DATABASE_NAME,
    KEYS_NAME,
    SETTINGS_NAME,
    FileEntry,
    Manifest,
    Sealed,
    read_sealed,
)
from storage.driver import Guard, connect
from storage.files import disk_errors, no_step, rename_over, sync_file, sync_folder
from storage.finding import Report
from storage.keys import ATTEMPTS_NAME, FLOOR, PREVIOUS_NAME, Clock, KdfProfile, Unlocked, Vault, open_vault
from storage.keys.copied import read_copied
from storage.migrations import ASIDE_NAME, VERSION, migrate
from storage.verify import verify_database
from storage.watch import UNWATCHED, Watch
from study.errors import KnownError

_SPARE = 16 << 20
_READ_AT_ONCE = 1 << 20
_MADE = {DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm", KEYS_NAME, ATTEMPTS_NAME, SETTINGS_NAME}
_MADE |= {FOLDER_NAME, ASIDE_NAME, PREVIOUS_NAME}
"""What a restore puts into its folder, and the copy that bringing an older database forward puts aside."""
Step = Callable[[str], None]


class Opening(NamedTuple):
    """How the backup's own key file is opened: with a passphrase or the recovery code of its day."""

    unlock: Callable[[Vault], Unlocked]
    clock: Clock
    floor: KdfProfile = FLOOR


class Restored(NamedTuple):
    """A restored store, what its backup said, and what a verification of all of it found before it got its name."""

    folder: Path
    manifest: Manifest
    report: Report


class Drilled(NamedTuple):
    """A backup that was restored and thrown away again."""

    manifest: Manifest
    report: Report


def check_files(backup: Path, watch: Watch = UNWATCHED) -> Sealed:
    """Read a whole backup and compare every file with the manifest; needs no key.

    KnownError `no-backup`, `backup-newer`, `backup-incomplete` or `backup-damaged`, which names the file.
    """
    sealed = read_sealed(backup)
    _check_present(backup, sealed.manifest)
    total, done = sealed.manifest.size, 0
    for file in sealed.manifest.files:
        if sha256_of(backup / file.path) != file.sha256:
            raise errors.damaged(file.path)
        done += file.size
        watch.says("files", done, total)
    return sealed


def restore(
    backup: Path,
    into: Path,
    opening: Opening,
    *,
    reason: str,
    may_hold: frozenset[str] = frozenset(),
    watch: Watch = UNWATCHED,
    at_step: Step = no_step,
) -> Restored:
    """Restore a backup into a folder that is not there or is empty but for the file names in `may_hold`.

    `reason` is what the successor device will say of itself. KnownError `restore-not-empty`, those of `check_files`,
    `wrong-passphrase`, `wrong-recovery-code`, `backup-altered`, `backup-unlike`, `backup-no-room`, `store-newer`,
    `stopped`. Whatever is raised, `into` is as it was.
    """
    _check_empty(into, may_hold)
    sealed = read_sealed(backup)
    _check_present(backup, sealed.manifest)
    part = into.with_name(f"{into.name}.restoring")
    with disk_errors(part):
        _clear_killed(part)
        part.mkdir(parents=True, mode=0o700)
    at_step("begun")
    try:
        report = _Restoring(backup, part, sealed, watch, at_step).run(opening, reason)
        _take_place(part, into, may_hold)
        at_step("renamed")
    except Exception:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Restored(into, sealed.manifest, report)


def drill(
    backup: Path, unlocked: Unlocked, *, folder: Path | None = None, watch: Watch = UNWATCHED, at_step: Step = no_step
) -> Drilled:
    """Restore a backup of this store into a private temporary folder, open it, verify all of it, throw it away.

    `folder` is where the temporary one is made (the system's, unless given). KnownErrors of `restore`, and
    `backup-foreign` for another store's.
    """
    sealed = read_sealed(backup)
    if sealed.manifest.store != unlocked.store_id:
        raise errors.foreign()
    sealed.check(unlocked)
    _check_present(backup, sealed.manifest)
    with _scratch(folder) as scratch:
        _check_room(scratch, sealed.manifest)
        _copy_files(backup, scratch, sealed.manifest.files, watch)
        at_step("copied")
        try:
            read_copied((scratch / KEYS_NAME).read_bytes(), unlocked)
        except KnownError as error:
            raise errors.altered(KEYS_NAME) from error
        report = _prove(scratch, sealed.manifest, unlocked, watch)
        at_step("proven")
    at_step("wiped")
    return Drilled(sealed.manifest, report)


def users_of(backup: Path, floor: KdfProfile = FLOOR) -> tuple[tuple[str, str], ...]:
    """Who can unlock a backup: ids and names, for a person to choose from. KnownErrors of `check_files`."""
    manifest = read_sealed(backup).manifest
    _check_present(backup, manifest)
    with _scratch(None) as scratch:
        _copy_files(backup, scratch, [file for file in manifest.files if file.path == KEYS_NAME], UNWATCHED)
        return tuple((user.user_id, user.name) for user in open_vault(scratch, floor=floor).users)


class _Restoring:
    """One restore on its way, in a folder that is not called a store yet."""

    def __init__(self, backup: Path, part: Path, sealed: Sealed, watch: Watch, at_step: Step) -> None:
        self._backup = backup
        self._part = part
        self._sealed = sealed
        self._watch = watch
        self._step = at_step

    def run(self, opening: Opening, reason: str) -> Report:
        """Copy, prove, mark, sync. The key file comes first: a wrong passphrase costs no copy of everything."""
        part, manifest = self._part, self._sealed.manifest
        _check_room(part, manifest)
        self._copy(lambda path: path == KEYS_NAME)
        vault = open_vault(part, clock=opening.clock, floor=opening.floor)
        # The counter of failed unlocks stays with the store that was left; this one begins to count.
        vault.attempts.begin_anew()
        self._step("keys copied")
        unlocked = opening.unlock(vault)
        try:
            self._sealed.check(unlocked)
            self._copy(lambda path: path != KEYS_NAME)
            self._step("files copied")
            report = _prove(part, manifest, unlocked, self._watch)
            self._step("proven")
            _mark(part, unlocked, reason)
            self._step("marked")
        finally:
            unlocked.close()
        for folder in (part / FOLDER_NAME, part):
            if folder.is_dir():
                sync_folder(folder)
        self._step("synced")
        return report

    def _copy(self, wanted: Callable[[str], bool]) -> None:
        files = [file for file in self._sealed.manifest.files if wanted(file.path)]
        _copy_files(self._backup, self._part, files, self._watch)


def _prove(folder: Path, manifest: Manifest, unlocked: Unlocked, watch: Watch) -> Report:
    """The database says what the manifest says, and all of it is verified: chains, signatures, projection, files."""
    if manifest.content.schema > VERSION:
        raise errors.newer()
    check_copy(folder / DATABASE_NAME, unlocked.db_key, manifest.content)
    return verify_database(folder, unlocked, watch)


def _mark(folder: Path, unlocked: Unlocked, reason: str) -> None:
    """Say in the store itself that it was restored, so that nobody writes on as the old device."""
    database = connect(folder / DATABASE_NAME, unlocked.db_key, Guard())
    try:
        migrate(database, unlocked.db_key)
        with database.transaction():
            meta.put(database, "restored", reason)
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.close()
    sync_file(folder / DATABASE_NAME)


def _copy_files(backup: Path, into: Path, files: Sequence[FileEntry], watch: Watch) -> None:
    """Copy and prove: what is hashed is what was written here."""
    total, done = sum(file.size for file in files), 0
    for file in files:
        target = into / file.path
        with disk_errors(target):
            target.parent.mkdir(exist_ok=True, mode=0o700)
            with (backup / file.path).open("rb") as original, target.open("xb") as copy:
                shutil.copyfileobj(original, copy, _READ_AT_ONCE)
                copy.flush()
                os.fsync(copy.fileno())
        if sha256_of(target) != file.sha256:
            raise errors.damaged(file.path)
        done += file.size
        watch.says("files", done, total)


def _check_present(backup: Path, manifest: Manifest) -> None:
    for file in manifest.files:
        path = backup / file.path
        if not path.is_file() or path.is_symlink():
            raise errors.missing(file.path)
        if path.stat().st_size != file.size:
            raise errors.damaged(file.path)


def _check_empty(into: Path, may_hold: frozenset[str]) -> None:
    if into.is_file() or into.is_symlink():
        raise errors.not_empty(into)
    if into.is_dir() and {path.name for path in into.iterdir()} - may_hold:
        raise errors.not_empty(into)


def _clear_killed(part: Path) -> None:
    """Remove what a killed restore left, which never had the store's name; nothing that anybody else put there."""
    if not part.exists() and not part.is_symlink():
        return
    own = part.is_dir() and not part.is_symlink()
    if not own or {path.name.removesuffix(".tmp") for path in part.iterdir()} - _MADE:
        raise errors.not_empty(part)
    shutil.rmtree(part, ignore_errors=True)


def _check_room(folder: Path, manifest: Manifest) -> None:
    needed, free = manifest.size + _SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise errors.no_room(folder, needed, free)


def _take_place(part: Path, into: Path, may_hold: frozenset[str]) -> None:
    """The finished folder gets its name; until here there is no store there."""
    with disk_errors(into):
        if into.is_dir():
            for name in may_hold:
                (into / name).unlink(missing_ok=True)
            into.rmdir()
        rename_over(part, into)


@contextlib.contextmanager
def _scratch(folder: Path | None) -> Iterator[Path]:
    """A folder that only this person can look into, and that is gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="cartella-drill-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made)
