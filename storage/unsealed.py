"""A sealed file as a plain one that can be read anywhere: each 64 KiB chunk is opened, and proven, when asked for.

Owns where a plain byte stands in the sealed file, and a few opened chunks. Writes nothing; nothing is read whole.
"""

import io
from collections import OrderedDict
from pathlib import Path
from typing import Any

from storage.keys.primitives import TAG_BYTES, ChunkCipher
from storage.sealed_chunks import CHUNK_BYTES, MAGIC, attachment_damaged, open_chunk

_SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
_KEPT = 48
"""Opened chunks that stay in memory: 3 MiB."""


class Unsealed(io.RawIOBase):
    """The plain bytes of the sealed file at `path`, which is there. Close it: it holds the file and its key.

    Opening proves the last chunk, so a file that was cut short or grew is refused at once and not at its end.
    KnownError `attachment-damaged` from opening and from reading.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        super().__init__()
        self._cipher = ChunkCipher(key)
        self._chunks: OrderedDict[int, bytes] = OrderedDict()
        self._at = 0
        self._sealed = path.open("rb")
        try:
            if self._sealed.read(len(MAGIC)) != MAGIC:
                raise attachment_damaged()
            size = self._sealed.seek(0, io.SEEK_END) - len(MAGIC)
            self._last = max(0, -(-size // _SEALED_CHUNK) - 1)
            self._size = self._last * CHUNK_BYTES + len(self._chunk(self._last))
        except BaseException:
            self._sealed.close()
            raise

    @property
    def size(self) -> int:
        """Plain bytes."""
        return self._size

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def tell(self) -> int:
        """The plain byte that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a plain byte. ValueError before the first."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` as far as the file goes; how many bytes that were."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and self._at < self._size:
            index, inside = divmod(self._at, CHUNK_BYTES)
            part = self._chunk(index)[inside : inside + len(view) - filled]
            view[filled : filled + len(part)] = part
            filled += len(part)
            self._at += len(part)
        return filled

    def close(self) -> None:
        """Let the file go, and what of it was opened."""
        self._chunks.clear()
        self._sealed.close()
        super().close()

    def _chunk(self, index: int) -> bytes:
        found = self._chunks.get(index)
        if found is None:
            self._sealed.seek(len(MAGIC) + index * _SEALED_CHUNK)
            found = open_chunk(self._cipher, index, index == self._last, self._sealed.read(_SEALED_CHUNK))
            self._chunks[index] = found
            while len(self._chunks) > _KEPT:
                self._chunks.popitem(last=False)
        else:
            self._chunks.move_to_end(index)
        return found
