"""Owns making a backup: a consistent, encrypted, proven copy of the store, made while it is in use.

Everything is written into a folder that is not called a backup, opened and checked there, synced, and given its name
last: a process that is killed leaves nothing that looks like one. Writes nothing into the store.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage import backup_errors as errors
from storage.anchor import Anchor
from storage.attached import Named, named, sha256_of, standing
from storage.attachments import FOLDER_NAME
from storage.backup_content import check_copy, read_content
from storage.backup_format import (
    DATABASE_NAME,
    FORMAT,
    KEYS_NAME,
    MANIFEST_NAME,
    SETTINGS_NAME,
    Content,
    FileEntry,
    Lacking,
    Manifest,
    Sealed,
    close_manifest,
    encode_sealed,
    is_part,
    name_of,
    part_of,
)
from storage.driver import Connection, Guard, connect
from storage.files import disk_errors, no_step, rename_over, sync_file, sync_folder
from storage.keys import Clock, Unlocked
from storage.keys.copied import CopiedKeys, read_copied
from storage.lock import Holder, StoreLock
from storage.migrations import VERSION, version_of
from storage.room import FreeRoom, free_room
from storage.watch import UNWATCHED, Watch
from storage.witness import ANCHOR_NAME
from study.errors import KnownError

LOCK_NAME = "backup.lock"
_READ_AT_ONCE = 1 << 20
_SPARE = 16 << 20
"""Room beside the files themselves (manifest, folders), in bytes."""


class Source(NamedTuple):
    """The store to be copied and who may read it; `version` is the program's, `guard` the store's when it is open."""

    folder: Path
    unlocked: Unlocked
    clock: Clock
    version: str
    guard: Guard | None = None
    free: FreeRoom = free_room


class Made(NamedTuple):
    """A finished backup."""

    path: Path
    sealed: Sealed

    @property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        return self.sealed.manifest


def back_up(
    source: Source, target: Path, *, watch: Watch = UNWATCHED, at_step: Callable[[str], None] = no_step
) -> Made:
    """Make a backup in the folder `target`, which must exist: one that is missing is a drive that is not connected.

    KnownError `backup-folder-gone`, `backup-inside-store`, `backup-no-room`, `backup-running`, `backup-failed`,
    `backup-keys`, `backup-unlike`, `store-damaged`, `store-older`, `disk-full`, `not-writable`, `stopped`.
    """
    _check_target(source.folder, target)
    holder = Holder(source.unlocked.name, "", os.getpid(), source.clock())
    try:
        lock = StoreLock.acquire(source.folder, holder, LOCK_NAME)
    except KnownError as error:
        raise (errors.running() if error.code == "store-in-use" else error) from error
    with lock, _named_errors(target):
        _sweep(target, source.unlocked.store_id)
        database = connect(
            source.folder / DATABASE_NAME, source.unlocked.db_key, source.guard or Guard(), read_only=True
        )
        try:
            return _Making(source, target, watch, at_step).run(database)
        finally:
            database.close()


class _Making:
    """One backup on its way."""

    def __init__(self, source: Source, target: Path, watch: Watch, at_step: Callable[[str], None]) -> None:
        self._source = source
        self._target = target
        self._watch = watch
        self._step = at_step
        self._files: list[FileEntry] = []

    def run(self, database: Connection) -> Made:
        if version_of(database) != VERSION:
            raise _older()
        created = self._source.clock()
        site = read_site(database)
        name = _free_name(self._target, name_of(site, created))
        part = self._target / part_of(name, self._source.unlocked.store_id)
        files = named(database)
        self._check_room(database, files)
        with disk_errors(part):
            part.mkdir(mode=0o700)
        self._step("begun")
        try:
            manifest = self._fill(database, part, files, created)
            final = self._target / name
            rename_over(part, final)
            self._step("renamed")
        except Exception:
            # Not for what kills the process: that leaves it to the next backup to sweep.
            shutil.rmtree(part, ignore_errors=True)
            raise
        return Made(final, manifest)

    def _fill(self, database: Connection, part: Path, files: list[Named], created: int) -> Sealed:
        source = self._source
        anchor = Anchor.read(source.folder / ANCHOR_NAME)
        content = self._copy_database(database, part)
        keys = self._copy_keys(part)
        self._copy_settings(part)
        lacking = self._copy_attachments(part, files)
        check_copy(part / DATABASE_NAME, source.unlocked.db_key, content)
        self._add_database(part)
        self._step("checked")
        manifest = Manifest(
            format=FORMAT, store=source.unlocked.store_id, key_epoch=keys.epoch, key_generation=keys.generation,
            content=content, anchor=anchor, created=created, version=source.version, files=tuple(self._files),
            lacking=lacking,
        )  # fmt: skip
        sealed = close_manifest(manifest, source.unlocked)
        _write(part / MANIFEST_NAME, encode_sealed(sealed))
        self._step("manifest written")
        for folder in (part / FOLDER_NAME, part):
            if folder.is_dir():
                sync_folder(folder)
        self._step("synced")
        return sealed

    def _check_room(self, database: Connection, files: list[Named]) -> None:
        [(pages,)], [(size,)] = database.rows("PRAGMA page_count"), database.rows("PRAGMA page_size")
        needed = int(pages) * int(size) + sum(file.size for file in files) + _SPARE
        free = self._source.free(self._target)
        if free < needed:
            raise errors.no_room(self._target, needed, free)

    def _copy_database(self, database: Connection, part: Path) -> Content:
        """What is read and what is copied are one moment; the writer goes on beside it."""
        with database.snapshot():
            content = read_content(database)
            database.copy_to(
                part / DATABASE_NAME,
                self._source.unlocked.db_key,
                lambda done, total: self._watch.says("database", done, total),
            )
        self._step("database copied")
        return content

    def _add_database(self, part: Path) -> None:
        path = part / DATABASE_NAME
        sync_file(path)
        self._add(DATABASE_NAME, path.stat().st_size, sha256_of(path, self._watch, "database"))

    def _copy_keys(self, part: Path) -> CopiedKeys:
        raw = (self._source.folder / KEYS_NAME).read_bytes()
        try:
            keys = read_copied(raw, self._source.unlocked)
        except KnownError as error:
            raise errors.keys_differ() from error
        _write(part / KEYS_NAME, raw)
        self._add(KEYS_NAME, len(raw), hashlib.sha256(raw).hexdigest())
        self._step("keys copied")
        return keys

    def _copy_settings(self, part: Path) -> None:
        with contextlib.suppress(FileNotFoundError):
            raw = (self._source.folder / SETTINGS_NAME).read_bytes()
            _write(part / SETTINGS_NAME, raw)
            self._add(SETTINGS_NAME, len(raw), hashlib.sha256(raw).hexdigest())

    def _copy_attachments(self, part: Path, files: list[Named]) -> tuple[Lacking, ...]:
        """Copy what is here and whole. A damaged file does not keep all others from being saved: it is listed."""
        source, target = self._source.folder / FOLDER_NAME, part / FOLDER_NAME
        target.mkdir(mode=0o700)
        lacking: list[Lacking] = []
        for file in files:
            here = (source / file.name).is_file()
            if here:
                self._copy(source / file.name, target / file.name)
            # The copy is read again: what was written is what counts, and its name is its hash. Of what is not here,
            # the store knows whether it was put aside.
            stand = standing(target if here else source, [file])[file.name]
            if stand == "whole":
                self._add(f"{FOLDER_NAME}/{file.name}", (target / file.name).stat().st_size, file.name)
            else:
                (target / file.name).unlink(missing_ok=True)
                lacking.append(Lacking(file.name, stand))
            self._step("attachment copied")
        return tuple(lacking)

    def _copy(self, source: Path, target: Path) -> None:
        """Each megabyte is a moment at which somebody may stop it."""
        total, done = source.stat().st_size, 0
        with source.open("rb") as original, target.open("xb") as copy:
            while part := original.read(_READ_AT_ONCE):
                done += copy.write(part)
                self._watch.says("attachments", done, total)
            copy.flush()
            os.fsync(copy.fileno())

    def _add(self, path: str, size: int, digest: str) -> None:
        self._files.append(FileEntry(path, size, digest))


def read_site(database: Connection) -> str:
    """The site's code, for the backup's name."""
    row = database.row("SELECT value FROM meta WHERE name = 'site'")
    return str(row[0]) if row else ""


def _check_target(folder: Path, target: Path) -> None:
    try:
        there, store = target.resolve(strict=True), folder.resolve(strict=True)
    except OSError as error:
        raise errors.folder_gone(target) from error
    if not there.is_dir():
        raise errors.folder_gone(target)
    if there.is_relative_to(store) or store.is_relative_to(there):
        raise errors.folder_inside(target)


def _sweep(target: Path, store: str) -> None:
    """Remove what a killed process left half made. The lock says that nobody is making one now."""
    for path in target.iterdir():
        if is_part(path.name, store) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


def _free_name(target: Path, name: str) -> str:
    """Two backups of one second, or of two workstations of a site, do not share a name."""
    free, number = name, 1
    while (target / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _write(path: Path, raw: bytes) -> None:
    with path.open("xb") as handle:
        handle.write(raw)
        handle.flush()
        os.fsync(handle.fileno())


@contextlib.contextmanager
def _named_errors(target: Path) -> Iterator[None]:
    """Whatever the system says of a drive that fails or goes away becomes a sentence."""
    try:
        with disk_errors(target):
            yield
    except OSError as error:
        raise (errors.folder_fails(target, error.strerror or type(error).__name__) if target.is_dir()
               else errors.folder_gone(target)) from error  # fmt: skip


def _older() -> KnownError:
    return KnownError(
        "store-older",
        "This record was written by an earlier version and is brought forward at the next unlock. Unlock it once.",
        "本记录由旧版本写入，将在下次解锁时升级。请先解锁一次。",
    )
