"""How sealed files cross the line: what the EDC has of them, a part on its way there, a part on its way here.

Owns the shapes, the bounds and how a part becomes bytes (one line of JSON, then the sealed bytes themselves). Nobody on
this road can read a file: it is named by the SHA-256 of its sealed bytes, and only that proves it whole.
"""

import hashlib
import re

import msgspec

from study.errors import KnownError

CENTRAL_INFO = b"cartella/central-file/1\n"
"""What goes before a file's name where its key is sealed to the EDC."""
PART_BYTES = 1024 * 1024
"""No part is longer; a bad line gets shorter ones."""
_HEAD_BYTES = 1024
_NAME = re.compile(r"[0-9a-f]{64}")


class FilesAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which files a device asks about, by name; `versions.HASHES` at most."""

    names: tuple[str, ...]


class FileHeld(msgspec.Struct, frozen=True, kw_only=True):
    """What the EDC has of a file: its first `have` of `size` bytes.

    `complete` only once the EDC has computed the SHA-256 of all of it and found it to be the name. `damaged`: it has
    just found another one and dropped what it had, so sending begins again at 0. `size` 0: never heard of.
    """

    name: str
    have: int = 0
    size: int = 0
    complete: bool = False
    damaged: bool = False


class FilesHeld(msgspec.Struct, frozen=True, kw_only=True):
    """What the EDC has of the files asked about, in the order asked."""

    files: tuple[FileHeld, ...]


class PartAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of a file from `offset` on, `length` at most."""

    name: str
    offset: int
    length: int


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    size: int
    offset: int
    digest: str


class FilePart(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of a file of `size` bytes, from `offset` on; `digest` is their SHA-256 in hexadecimal."""

    name: str
    size: int
    offset: int
    data: bytes
    digest: str

    @classmethod
    def of(cls, name: str, size: int, offset: int, data: bytes) -> "FilePart":
        """A part with its digest."""
        return cls(name=name, size=size, offset=offset, data=data, digest=hashlib.sha256(data).hexdigest())


def is_file_name(name: str) -> bool:
    """Whether this can be the name of a sealed file."""
    return _NAME.fullmatch(name) is not None


def check_part(part: FilePart) -> None:
    """KnownError `part-damaged` when the part is not what was sent, or not a part of a file."""
    fits = is_file_name(part.name) and part.offset >= 0 and part.offset + len(part.data) <= part.size > 0
    if not fits or len(part.data) > PART_BYTES or hashlib.sha256(part.data).hexdigest() != part.digest:
        raise part_damaged()


def encode_part(part: FilePart) -> bytes:
    """The part as it crosses the line."""
    head = _Head(name=part.name, size=part.size, offset=part.offset, digest=part.digest)
    return msgspec.json.encode(head) + b"\n" + part.data


def decode_part(body: bytes) -> FilePart:
    """The part in these bytes. KnownError `part-damaged` when something happened to it on the way."""
    head, line, data = body.partition(b"\n")
    try:
        if not line or len(head) > _HEAD_BYTES:
            raise part_damaged()
        said = msgspec.json.decode(head, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise part_damaged() from error
    part = FilePart(name=said.name, size=said.size, offset=said.offset, data=data, digest=said.digest)
    check_part(part)
    return part


def part_damaged() -> KnownError:
    """A flipped or missing byte on the way; the same part is sent again."""
    return KnownError(
        "part-damaged",
        "A part of an attached file was damaged on the way. It is sent again by itself.",
        "附件的一部分在传输途中损坏，将自动重新发送。",
    )
