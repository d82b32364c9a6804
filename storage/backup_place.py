"""Owns what tells a backup folder from an empty place of the same name, and what a process beside the window leaves.

A drive that is not connected may leave its mount point behind: a folder, empty and on the record's own disk. A small
file in the folder says that it is the right one.
"""

import os
from pathlib import Path

import msgspec

from storage.backup_format import read_sealed
from storage.backup_notes import BackupNote
from storage.backups import find_backups
from storage.files import disk_errors, write_atomic
from storage.keys import Unlocked
from study.errors import KnownError

MARKER_NAME = "cartella-backups.txt"
NOTES_NAME = "backup-notes"
_SAID = (
    "Cartella keeps backups in this folder. While this file is missing, no backup is made here.\n"
    "Cartella 在此文件夹中保存备份。缺少本文件时，不会在此备份。\n"
)


class _Beside(msgspec.Struct, frozen=True):
    """Where a backup lies that a process without the store's lock made."""

    folder: str
    name: str


def mark(target: Path) -> None:
    """Say in a backup folder that it is one."""
    if not (target / MARKER_NAME).exists():
        with disk_errors(target):
            write_atomic(target / MARKER_NAME, _SAID.encode())


def check_marked(target: Path, *, used: bool) -> None:
    """`used`: backups were made there before. KnownError `backup-folder-empty` when nothing of them is to be seen.

    A folder from before there were markers is known by its backups.
    """
    if used and target.is_dir() and not (target / MARKER_NAME).exists() and not find_backups(target):
        raise KnownError(
            "backup-folder-empty",
            f"{target} is there but empty of everything that was backed up to it: the drive or network folder is "
            "probably not connected. No backup was made. If it is a new drive, choose the folder for backups again.",
            f"{target} 存在，但其中没有任何曾作的备份：驱动器或网络文件夹可能未连接。未作备份。"
            "若为新驱动器，请重新选择备份文件夹。",
        )


def leave_note(store: Path, backup: Path) -> None:
    """Remember beside a store that somebody else has open that a backup of it was made."""
    folder = store / NOTES_NAME
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        write_atomic(
            folder / f"{os.getpid()}-{backup.name}.json", msgspec.json.encode(_Beside(str(backup.parent), backup.name))
        )


def take_notes(store: Path, unlocked: Unlocked) -> list[BackupNote]:
    """What was left, of backups that prove to be this store's; a note stays while the backup can't be reached."""
    found = []
    for path in sorted((store / NOTES_NAME).glob("*.json")):
        note = _read(path)
        if note is not None and not Path(note.folder).is_dir():
            continue
        made = _proven(note, unlocked) if note is not None else None
        if made is not None:
            found.append(made)
        path.unlink()
    return found


def note_of(backup: Path, *, mac: str, made: int, changes: int, size: int) -> BackupNote:
    """What the store remembers of a backup that nobody has told the log of yet."""
    return BackupNote(str(backup.parent), backup.name, made, changes, size, mac, told=False, drilled=None, drill="")


def _read(path: Path) -> _Beside | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Beside)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _proven(note: _Beside, unlocked: Unlocked) -> BackupNote | None:
    """By the manifest's own code: whoever can write beside the store can't make the record speak of a backup."""
    backup = Path(note.folder) / note.name
    try:
        sealed = read_sealed(backup)
        sealed.check(unlocked)
    except KnownError:
        return None
    manifest = sealed.manifest
    if manifest.store != unlocked.store_id:
        return None
    return note_of(
        backup, mac=sealed.mac, made=manifest.created, changes=manifest.content.changes, size=manifest.size
    )  # fmt: skip
