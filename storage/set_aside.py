"""Owns sealed files that were found damaged here: each is put aside under another name until a whole one stands again.

A damaged file is removed only once the whole one is in its place and proven. Knows no line and no log.
"""

import contextlib
import os
from pathlib import Path

from storage.arriving import ASIDE
from storage.attached import sha256_of
from storage.files import disk_errors, rename_over


def put_aside(folder: Path, name: str) -> bool:
    """Put a file aside whose bytes do not have the hash that names it; whether it is aside now. A whole one stays.

    KnownError of the disk; on Windows `not-writable` while somebody reads the file.
    """
    path = folder / name
    if path.is_file() and sha256_of(path) != name:
        with disk_errors(path):
            rename_over(path, _aside(folder, name))
        in_vain(folder, name, 0)
    return _aside(folder, name).is_file() and not path.is_file()


def aside(folder: Path) -> dict[str, int]:
    """The files that are aside and not here again: when the centre was last asked in vain (UTC ms; 0: never)."""
    if not folder.is_dir():
        return {}
    found = (path for path in folder.iterdir() if path.suffix == ASIDE)
    return {path.stem: int(path.stat().st_mtime * 1000) for path in found if not (folder / path.stem).is_file()}


def is_aside(folder: Path, name: str) -> bool:
    """Whether a file is aside and not here again."""
    return _aside(folder, name).is_file() and not (folder / name).is_file()


def in_vain(folder: Path, name: str, now: int) -> None:
    """The centre was asked for it at `now` (UTC ms), and what it gave is not the file either."""
    # A disk that does not keep such a time only makes the next try come sooner or a day later.
    with contextlib.suppress(OSError):
        os.utime(_aside(folder, name), (now / 1000, now / 1000))


def clear_aside(folder: Path) -> None:
    """Remove what is aside of files that stand whole again: they are read to be sure."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        whole = folder / path.stem
        if path.suffix == ASIDE and whole.is_file() and sha256_of(whole) == path.stem:
            with disk_errors(path):
                path.unlink()


def _aside(folder: Path, name: str) -> Path:
    return folder / f"{name}{ASIDE}"
