"""A disk that forgets: files and folders with what is durable, and what the system was asked for since the last fsync.

Harsher than any journaling file system: data and names are kept apart, and an fsync of a file says nothing of its name.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

_SECTOR = 512
Forgets = Literal["everything", "names", "data", "some", "any"]
"""What was never synced: all of it lost; only names lost; only data lost; a part of the data and the latest names lost;
any part of the data and any of the names lost, in whatever order they were made."""
FORGETS: tuple[Forgets, ...] = ("everything", "names", "data", "some", "any")


class _Write(NamedTuple):
    offset: int
    data: bytes


class _Cut(NamedTuple):
    size: int


def _apply(content: bytearray, done: _Write | _Cut) -> None:
    if isinstance(done, _Cut):
        content[done.size :] = bytes(max(0, done.size - len(content)))
        return
    content.extend(bytes(max(0, done.offset - len(content))))
    content[done.offset : done.offset + len(done.data)] = done.data


class File:
    """The bytes of one file, whatever it is called."""

    def __init__(self, content: bytes = b"") -> None:
        self.now = bytearray(content)
        self._durable = bytearray(content)
        self._unsynced: list[_Write | _Cut] = []

    def write(self, offset: int, data: bytes) -> None:
        """Bytes at a place."""
        self._do(_Write(offset, data))

    def cut(self, size: int) -> None:
        """Another size."""
        self._do(_Cut(size))

    def sync(self) -> None:
        """What was written is there whatever happens."""
        self._durable, self._unsynced = bytearray(self.now), []

    def after(self, forgets: Forgets, draw: random.Random) -> bytes:
        """What is found when the power comes back."""
        if forgets == "names":
            return bytes(self.now)
        found = bytearray(self._durable)
        for done in self._unsynced if forgets in ("some", "any") else ():
            chance = draw.random()
            if chance < 0.4:
                _apply(found, done)
            elif chance < 0.7 and isinstance(done, _Write):
                # Torn: whole sectors from one end of it.
                _apply(found, done._replace(data=done.data[: draw.randrange(len(done.data) + 1) // _SECTOR * _SECTOR]))
        return bytes(found)

    def _do(self, done: _Write | _Cut) -> None:
        _apply(self.now, done)
        self._unsynced.append(done)


class Folder:
    """What stands under which name in one folder."""

    def __init__(self) -> None:
        self.now: dict[str, File | Folder] = {}
        self._durable: dict[str, File | Folder] = {}
        self._unsynced: list[dict[str, File | Folder | None]] = []

    def put(self, **names: "File | Folder | None") -> None:
        """In one step: these names stand for these, or for nothing (None)."""
        self._change(self.now, names)
        self._unsynced.append(names)

    def sync(self) -> None:
        """The names are there whatever happens."""
        self._durable, self._unsynced = dict(self.now), []

    def after(self, forgets: Forgets, draw: random.Random) -> "dict[str, File | Folder]":
        """What is found when the power comes back."""
        if forgets == "data":
            return dict(self.now)
        found = dict(self._durable)
        first = draw.randrange(len(self._unsynced) + 1)
        for number, names in enumerate(self._unsynced if forgets in ("some", "any") else ()):
            if number < first if forgets == "some" else draw.random() < 0.5:
                self._change(found, names)
        return found

    @staticmethod
    def _change(standing: "dict[str, File | Folder]", names: "dict[str, File | Folder | None]") -> None:
        for name, what in names.items():
            if what is None:
                standing.pop(name, None)
            else:
                standing[name] = what


def read_in(folder: Path) -> Folder:
    """A folder of the real disk, all of it durable."""
    made = Folder()
    for path in sorted(folder.iterdir()):
        made.put(**{path.name: read_in(path) if path.is_dir() else File(path.read_bytes())})
    made.sync()
    return made


def write_out(folder: Folder, target: Path, forgets: Forgets, draw: random.Random) -> None:
    """What is found when the power comes back, in a real folder. The index of a write-ahead log is never kept."""
    target.mkdir()
    for name, what in folder.after(forgets, draw).items():
        if isinstance(what, Folder):
            write_out(what, target / name, forgets, draw)
        elif not name.endswith("-shm"):
            (target / name).write_bytes(what.after(forgets, draw))


def unlike(folder: Folder, real: Path) -> Iterator[str]:
    """Names at which the folder says something else than the real one: something was done that was not recorded."""
    there = {path.name: path for path in real.iterdir()}
    for name in sorted(folder.now.keys() ^ there.keys()):
        yield name
    for name, what in folder.now.items():
        if name not in there or name.endswith("-shm"):
            continue
        if isinstance(what, Folder):
            yield from unlike(what, there[name])
        elif bytes(what.now) != there[name].read_bytes():
            yield name
