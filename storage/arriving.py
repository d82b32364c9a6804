"""Owns a sealed file on its way here: what has come survives a kill, and only the hash decides whether it is kept.

Knows no line. Nothing that is not whole ever stands under the name of a sealed file.
"""

import contextlib
import hashlib
import os
from pathlib import Path

from storage.files import disk_errors, rename_over, sync_folder
from storage.room import FreeRoom, free_room
from study.errors import KnownError

PART = ".part"
ASIDE = ".damaged"
"""What is appended to the name of a file that was found damaged here (`storage.set_aside`)."""
SPARE = 512_000_000
"""Room that files leave on the disk, in bytes: entries must never wait for an echo or EEG."""
_READ_AT_ONCE = 1 << 20


class Arriving:
    """The part of one file that is here. `size` is what the whole has, in bytes."""

    def __init__(self, folder: Path, name: str, size: int, free: FreeRoom = free_room) -> None:
        self._path = folder / f"{name}{PART}"
        self._target = folder / name
        self._name = name
        self._size = size
        self._free = free

    @property
    def have(self) -> int:
        """How many bytes are here; more than the whole has means that they are none of it."""
        have = self._path.stat().st_size if self._path.is_file() else 0
        if have > self._size:
            self._path.unlink()
            return 0
        return have

    def check_room(self) -> None:
        """KnownError `no-room-for-file` when the disk would be left without room for entries."""
        folder = self._path.parent
        with disk_errors(folder):
            if not folder.exists():
                folder.mkdir(parents=True, exist_ok=True)
                sync_folder(folder.parent)
            if self._free(folder) - (self._size - self.have) < SPARE:
                raise _no_room()

    def add(self, offset: int, data: bytes) -> int:
        """Keep bytes that follow what is here; returns how many are here now. KnownError `disk-full`."""
        with disk_errors(self._path), self._path.open("ab") as handle:
            if handle.tell() == offset:
                handle.write(data)
        return self.have

    def finish(self) -> None:
        """Put the file in its place; what was damaged of it before goes then.

        KnownError `file-arrived-damaged`: it was another one, and is gone.
        """
        digest = hashlib.sha256()
        with disk_errors(self._path):
            with self._path.open("rb+") as handle:
                while part := handle.read(_READ_AT_ONCE):
                    digest.update(part)
                os.fsync(handle.fileno())
            if digest.hexdigest() != self._name:
                self._path.unlink()
                raise damaged_on_the_way()
            rename_over(self._path, self._target)
        # What stays behind because somebody holds it open goes at the next start.
        with contextlib.suppress(OSError):
            self._target.with_name(f"{self._name}{ASIDE}").unlink(missing_ok=True)


def damaged_on_the_way() -> KnownError:
    """The bytes that came are not the file's; nothing of them is kept."""
    return KnownError(
        "file-arrived-damaged",
        "An attached file did not arrive as it was sent. Nothing of it was kept; it is fetched again.",
        "附件未能完好到达，未保留任何内容，将重新获取。",
    )


def _no_room() -> KnownError:
    return KnownError(
        "no-room-for-file",
        "The disk has not enough room to fetch an attached file. It stays at the centre; free some space first.",
        "磁盘空间不足，无法获取附件。文件仍保存在中心库；请先清理空间。",
    )
