"""Owns the sealed files under attachments/: ECG, echo, EEG, photos, PDFs; each with its own key, never whole in memory.

A sealed file is a magic line and 64 KiB chunks of AES-256-GCM, numbered and with a last flag (STREAM, as in age):
a cut, swapped or appended chunk does not open. It is named by the SHA-256 of its sealed bytes, so its name checks it
without a key. Owns no record of which files belong to whom: that is the log's.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from storage.arriving import ASIDE, PART, Arriving
from storage.files import disk_errors, rename_over, sync_folder
from storage.keys.primitives import KEY_BYTES, TAG_BYTES, ChunkCipher, random_bytes
from storage.sealed_chunks import CHUNK_BYTES, MAGIC, attachment_damaged, open_chunk
from storage.sniff import HEAD_BYTES, sniff
from storage.unsealed import Unsealed
from study.errors import KnownError

FOLDER_NAME = "attachments"
"""The folder of sealed files beside the database."""
_SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
_NAME = re.compile(r"[0-9a-f]{64}")
_LEFTOVER = ".tmp"


class SealedFile(msgspec.Struct, frozen=True):
    """What the record keeps of an attachment. `key` opens it: store it sealed (`SiteKey.wrap_attachment_key`)."""

    name: str
    size: int
    sealed_size: int
    key: bytes
    sha256_plain: str
    mime: str


class Attachments:
    """The folder of sealed files. `limit` is the largest plain size in bytes."""

    def __init__(self, folder: Path, limit: int = 4 * 1024**3) -> None:
        self._folder = folder
        self._limit = limit

    def seal(self, source: BinaryIO) -> SealedFile:
        """Seal everything `source` still holds; durable when it returns, before the change that names it is appended.

        KnownError `attachment-type` (by its first bytes, not its name), `attachment-too-large`, `disk-full`.
        """
        key = random_bytes(KEY_BYTES)
        chunks = _Plain(source, self._limit)
        name, sealed_size = self._keep(_seal_chunks(key, chunks))
        return SealedFile(
            name=name,
            size=chunks.size,
            sealed_size=sealed_size,
            key=key,
            sha256_plain=chunks.digest.hexdigest(),
            mime=chunks.mime,
        )

    def receive(self, name: str, parts: Iterable[bytes]) -> None:
        """Keep a sealed file that came from elsewhere. KnownError `attachment-damaged` when it has another hash."""
        path = self.path(name)
        if not path.exists():
            self._keep(parts, expected=name)

    def arriving(self, name: str, size: int) -> Arriving:
        """A file of `size` sealed bytes on its way here, as far as it has come."""
        return Arriving(self.path(name).parent, name, size)

    def sealed_bytes(self, name: str, offset: int, length: int) -> bytes:
        """Sealed bytes from `offset` on, `length` at most. KnownError `attachment-missing`."""
        with disk_errors(self._folder), self._open(name) as handle:
            handle.seek(offset)
            return handle.read(length)

    def path(self, name: str) -> Path:
        """Where the sealed file stands or would stand. ValueError for a name that is not 64 hexadecimal digits."""
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a sealed file")
        return self._folder / name

    def has(self, name: str) -> bool:
        """Whether the sealed file is here (it may still be on its way from the EDC)."""
        return self.path(name).is_file()

    def any(self) -> bool:
        """Whether anything lies in the folder."""
        return self._folder.is_dir() and next(self._folder.iterdir(), None) is not None

    def open_stream(self, name: str, key: bytes) -> Iterator[bytes]:
        """The plain bytes, chunk by chunk, each authentic when it is yielded.

        Only its end says that nothing is missing. KnownError `attachment-damaged`, `attachment-missing`.
        """
        cipher, index = ChunkCipher(key), 0
        with self._open(name) as handle:
            if handle.read(len(MAGIC)) != MAGIC:
                raise attachment_damaged()
            sealed = handle.read(_SEALED_CHUNK)
            while True:
                ahead = handle.read(_SEALED_CHUNK)
                data = open_chunk(cipher, index, not ahead, sealed)
                if not data and index > 0:
                    raise attachment_damaged()
                yield data
                if not ahead:
                    return
                sealed, index = ahead, index + 1

    def open_at(self, name: str, key: bytes) -> Unsealed:
        """The plain bytes to be read anywhere; close it. KnownError `attachment-damaged`, `attachment-missing`."""
        try:
            return Unsealed(self.path(name), key)
        except FileNotFoundError as error:
            raise _missing() from error

    def verify(self, name: str, sealed: SealedFile | None = None) -> None:
        """Raise KnownError `attachment-damaged` or `attachment-missing`; without `sealed` no key is needed."""
        with self._open(name) as handle:
            if _sha256(handle) != name:
                raise attachment_damaged()
        if sealed is not None:
            digest = hashlib.sha256()
            for part in self.open_stream(name, sealed.key):
                digest.update(part)
            if digest.hexdigest() != sealed.sha256_plain:
                raise attachment_damaged()

    def sweep_orphans(self, known_names: set[str]) -> list[str]:
        """Remove sealed files that no change names and the leftovers of killed writes; returns their names.

        Call it at start only, before any import, and never when the anchor says that the log is behind or a branch: the
        missing entries may come back from the EDC, and their files must still be there.
        """
        if not self._folder.is_dir():
            return []
        orphans = [
            path
            for path in sorted(self._folder.iterdir())
            if path.suffix == _LEFTOVER or (_NAME.fullmatch(_named(path)) and _named(path) not in known_names)
        ]
        with disk_errors(self._folder):
            for path in orphans:
                path.unlink()
        return [path.name for path in orphans]

    def _open(self, name: str) -> BinaryIO:
        try:
            return self.path(name).open("rb")
        except FileNotFoundError as error:
            raise _missing() from error

    def _keep(self, parts: Iterable[bytes], expected: str | None = None) -> tuple[str, int]:
        """Write temp, sync, rename to the hash; returns name and size. Leaves nothing behind when it fails."""
        with disk_errors(self._folder):
            if not self._folder.exists():
                self._folder.mkdir(parents=True, exist_ok=True)
                # A pulled cable must not take the first file's folder with it.
                sync_folder(self._folder.parent)
        temporary = self._folder / (random_bytes(8).hex() + _LEFTOVER)
        digest, size = hashlib.sha256(), 0
        try:
            with disk_errors(self._folder):
                with temporary.open("xb") as handle:
                    for part in parts:
                        digest.update(part)
                        size += handle.write(part)
                    handle.flush()
                    os.fsync(handle.fileno())
                if expected not in (None, digest.hexdigest()):
                    raise attachment_damaged()
                rename_over(temporary, self._folder / digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
        return digest.hexdigest(), size


def _named(path: Path) -> str:
    """The sealed file that stands here, or whose beginning does, or that was put aside."""
    return path.name.removesuffix(PART).removesuffix(ASIDE)


class _Plain:
    """The plain chunks of a source, counted, hashed and recognised on the way. Each has 64 KiB but the last."""

    def __init__(self, source: BinaryIO, limit: int) -> None:
        self._source = source
        self._limit = limit
        self.size = 0
        self.digest = hashlib.sha256()
        self.mime = ""

    def __iter__(self) -> Iterator[bytes]:
        while chunk := _read_full(self._source):
            if not self.size:
                self.mime = sniff(chunk[:HEAD_BYTES])
            self.size += len(chunk)
            if self.size > self._limit:
                raise _too_large(self._limit)
            self.digest.update(chunk)
            yield chunk
        if not self.size:
            sniff(b"")


def _read_full(source: BinaryIO) -> bytes:
    """64 KiB, less only at the end: a pipe or a socket may give less at a time."""
    parts, left = [], CHUNK_BYTES
    while left and (part := source.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _sha256(handle: BinaryIO) -> str:
    digest = hashlib.sha256()
    while part := handle.read(CHUNK_BYTES):
        digest.update(part)
    return digest.hexdigest()


def _seal_chunks(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    cipher, index, held = ChunkCipher(key), 0, b""
    yield MAGIC
    for chunk in chunks:
        if held:
            yield cipher.seal(index, False, held)
            index += 1
        held = chunk
    yield cipher.seal(index, True, held)


def _missing() -> KnownError:
    return KnownError(
        "attachment-missing",
        "The attached file is not on this computer yet. It comes with a later sync.",
        "该附件尚未到达本机，将在之后同步时下载。",
    )


def _too_large(limit: int) -> KnownError:
    mib = limit // 1024**2
    return KnownError(
        "attachment-too-large", f"An attached file has at most {mib} MiB.", f"附件大小不得超过 {mib} MiB。"
    )
