"""Owns how much room a disk has, and from when on that is said. To be asked off the window's thread."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

FreeRoom = Callable[[Path], int]
"""Free bytes on the disk of a folder."""
LEAST = 2_000_000_000
"""Below this it is said: a day of entries needs some megabytes, an echo or EEG file some hundred."""


class Room(NamedTuple):
    """The room on a folder's disk, in bytes; `needed` is from when on it is enough."""

    free: int
    needed: int

    @property
    def scarce(self) -> bool:
        """Whether it should be said."""
        return self.free < self.needed


def free_room(folder: Path) -> int:
    """Free bytes on the disk of a folder that exists."""
    return shutil.disk_usage(folder).free


def room_of(folder: Path, free: FreeRoom = free_room) -> Room:
    """Room on a store's disk; enough is `LEAST`, or twice the database where that is more: a migration copies it."""
    database = sum(path.stat().st_size for path in folder.glob("cartella.db*"))
    return Room(free(folder), max(LEAST, 2 * database))


def same_disk(one: Path, other: Path) -> bool:
    """Whether two folders lie on one file system: what takes one takes the other. False where either can't be asked."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
