"""The folder an archive is written into: beside its place under another name, renamed when whole, removed when not.

Owns files, their sizes and hashes, and errors of the disk. Must not know what stands in a file.
"""

import contextlib
import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec

from desktop_app.paper import Folio, write_folios
from desktop_app.presenters.archive import errors
from storage.attached import sha256_of
from storage.files import disk_errors, sync_file, sync_folder
from storage.watch import Watch
from study.errors import KnownError
from study.sheet import harmless

PART = ".unfinished"
_ROWS_AT_ONCE = 500


class FileEntry(msgspec.Struct, frozen=True):
    """A file of an archive: its path with slashes, its bytes, their SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Written(NamedTuple):
    """A finished archive and how large it is."""

    path: Path
    files: int
    size: int


class Folder:
    """One archive on its way: `with Folder(...) as folder: ...; folder.finish()`. Without `finish` nothing stays."""

    def __init__(self, target: Path, name: str, watch: Watch) -> None:
        self._target = target
        self._name = name
        self._watch = watch
        self._part = target / f"{name}{PART}"
        self._finished = False
        self._at = ("", 0, 0)
        self.files: list[FileEntry] = []

    def __enter__(self) -> "Folder":
        with named_errors(self._target):
            self._part.mkdir(mode=0o700)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            # Also for what ends the process: plain health data do not stay behind half made.
            shutil.rmtree(self._part, ignore_errors=True)

    def write(self, path: str, content: bytes) -> None:
        """A small file."""
        self.unlisted(path, content)
        self._add(path, len(content), hashlib.sha256(content).hexdigest())

    def text(self, path: str, content: str) -> None:
        """A text, in UTF-8."""
        self.write(path, content.encode())

    def stream(self, path: str, parts: Iterable[bytes]) -> None:
        """A large file, part by part."""
        digest, size = hashlib.sha256(), 0
        with named_errors(self._target), self._made(path).open("xb") as handle:
            for part in parts:
                digest.update(part)
                size += handle.write(part)
                self.breathe()
            handle.flush()
            os.fsync(handle.fileno())
        self._add(path, size, digest.hexdigest())

    def table(self, path: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """A CSV file as spreadsheets open it: UTF-8 with its mark, nothing that runs as a formula; how many rows."""
        with self.open_table(path, columns) as table:
            for row in rows:
                table.add(row)
        return table.count

    @contextlib.contextmanager
    def open_table(self, path: str, columns: Sequence[str]) -> "Iterator[Table]":
        """The same for several tables that grow together."""
        with named_errors(self._target):
            made = self._made(path)
            with made.open("xb") as handle:
                table = Table(handle, columns)
                yield table
                table.end()
                handle.flush()
                os.fsync(handle.fileno())
        self._add(path, table.size, table.digest.hexdigest())

    def pdf(self, path: str, folios: Sequence[Folio]) -> None:
        """Pages. KnownErrors of `write_folios`."""
        with named_errors(self._target):
            made = self._made(path)
            write_folios(folios, made)
            sync_file(made)
            self._add(path, made.stat().st_size, sha256_of(made))

    def breathe(self) -> None:
        """A moment at which somebody may stop it: KnownError `stopped`."""
        self._watch.says(*self._at)

    def says(self, step: str, done: int, total: int) -> None:
        """How far a step is."""
        self._at = step, done, total
        self._watch.says(step, done, total)

    def unlisted(self, path: str, content: bytes) -> None:
        """A file that lists the others and is not listed itself."""
        with named_errors(self._target), self._made(path).open("xb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())

    def finish(self) -> Written:
        """Give it its name."""
        final = self._target / self._name
        with named_errors(self._target):
            for folder in sorted((each for each in self._part.rglob("*") if each.is_dir()), reverse=True):
                sync_folder(folder)
            sync_folder(self._part)
            self.breathe()
            # Onto a folder that is there and not empty a rename fails: nothing is ever replaced.
            self._part.rename(final)
            self._finished = True
            sync_folder(self._target)
        return Written(final, len(self.files), sum(each.size for each in self.files))

    def _made(self, path: str) -> Path:
        made = self._part / path
        made.parent.mkdir(parents=True, exist_ok=True)
        return made

    def _add(self, path: str, size: int, digest: str) -> None:
        self.files.append(FileEntry(path, size, digest))
        self.breathe()


class Table:
    """A CSV file that grows row by row."""

    def __init__(self, handle: io.BufferedWriter, columns: Sequence[str]) -> None:
        self._handle = handle
        self._lines: list[list[str]] = []
        self.digest = hashlib.sha256()
        self.size = 0
        self.count = 0
        self._put(b"\xef\xbb\xbf")
        self._lines.append(list(columns))

    def add(self, row: Sequence[str]) -> None:
        """One more row."""
        self._lines.append([harmless(cell) for cell in row])
        self.count += 1
        if len(self._lines) >= _ROWS_AT_ONCE:
            self.end()

    def end(self) -> None:
        """Write what has gathered."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows(self._lines)
        self._lines.clear()
        self._put(out.getvalue().encode("utf-8", "replace"))

    def _put(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += self._handle.write(data)


def check_target(store: Path, target: Path) -> None:
    """KnownError `archive-folder-gone`, `archive-inside-store`."""
    try:
        there, record = target.resolve(strict=True), store.resolve(strict=True)
    except OSError as error:
        raise errors.folder_gone(target) from error
    if not there.is_dir():
        raise errors.folder_gone(target)
    if there.is_relative_to(record):
        raise errors.folder_inside(target)


def sweep(target: Path, begins: str) -> None:
    """Remove what a killed process left half made: one process at a time has a record open."""
    with named_errors(target):
        for path in target.iterdir():
            left = path.name.startswith(begins) and path.name.endswith(PART)
            if left and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)


def free_name(target: Path, name: str) -> str:
    """A name that nothing has yet."""
    free, number = name, 1
    while (target / free).exists() or (target / f"{free}{PART}").exists():
        number += 1
        free = f"{name}-{number}"
    return free


@contextlib.contextmanager
def named_errors(target: Path) -> Iterator[None]:
    """Whatever the system says of a drive that fails, fills up or goes away becomes a sentence."""
    try:
        with disk_errors(target):
            yield
    except KnownError:
        raise
    except OSError as error:
        if not target.is_dir():
            raise errors.folder_gone(target) from error
        raise errors.folder_fails(target, error.strerror or type(error).__name__) from error
