"""A ZIP archive in pieces, as its files are made; never whole in memory. Knows names and bytes only."""

import io
import time
import zipfile
from collections.abc import Iterable, Iterator


class _Pieces(io.RawIOBase):
    """Collects what the archive writes, to be taken out again; it can't be wound back, so sizes follow each file."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self._kept.append(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Everything since the last time."""
        whole = b"".join(self._kept)
        self._kept.clear()
        return whole


def zipped(files: Iterable[tuple[str, Iterable[bytes]]], utc: int) -> Iterator[bytes]:
    """The archive's bytes; `utc` (ms) is the time that every file bears."""
    pieces = _Pieces()
    moment = time.gmtime(utc / 1000)
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, moment[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as handle:
                for part in content:
                    handle.write(part)
                    if piece := pieces.taken():
                        yield piece
            yield pieces.taken()
    yield pieces.taken()
