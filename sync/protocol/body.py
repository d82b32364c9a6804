"""Bodies as they cross the line: squeezed when that pays, and never unpacked beyond a bound. Pure.

gzip, because both ends have it without another library; a bomb is recognised after `limit` bytes, whatever it claims.
"""

import gzip
import zlib

WORTH = 1024
ANSWER_BYTES = 24 * 1024 * 1024
"""No answer is longer: a page holds 2 MiB of entries, or one entry of 4 MiB, in base64."""

_GZIP_WINDOW = 31


class TooLongError(Exception):
    """More than the bound; or bytes that are not what their header says."""


def squeezed(body: bytes) -> bytes | None:
    """The body as gzip, None when it would not get shorter."""
    if len(body) < WORTH:
        return None
    small = gzip.compress(body, 6, mtime=0)
    return small if len(small) < len(body) else None


class Unpacked:
    """Takes an answer part by part. TooLongError beyond `limit`."""

    def __init__(self, encoding: str, limit: int = ANSWER_BYTES) -> None:
        if encoding not in ("", "identity", "gzip"):
            raise TooLongError(encoding)
        self._unzip = zlib.decompressobj(_GZIP_WINDOW) if encoding == "gzip" else None
        self._parts: list[bytes] = []
        self._left = self._raw_left = limit

    def take(self, part: bytes) -> None:
        """One more part, as it came; what unpacks to nothing is bounded too."""
        self._raw_left -= len(part)
        if self._raw_left < 0:
            raise TooLongError("long")
        if self._unzip is not None:
            try:
                part = self._unzip.decompress(part, self._left + 1)
            except zlib.error as error:
                raise TooLongError("gzip") from error
        self._left -= len(part)
        if self._left < 0:
            raise TooLongError("long")
        self._parts.append(part)

    def whole(self) -> bytes:
        """All of it. TooLongError when the end is missing."""
        if self._unzip is not None and not self._unzip.eof:
            raise TooLongError("short")
        return b"".join(self._parts)
