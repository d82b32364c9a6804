r"""The bytes of a bundle, written and read as a stream: framing, sealing in chunks, signature, bounded unpacking.

    cartella bundle 1\n | length (4) | header, JSON | box (92): the file's key sealed to the recipient
    then chunks of 64 KiB, each sealed with its index and a last flag; the plain stream in them is records:
    kind (1) | stored (4) | plain (4) | bytes ... the last one a signature over everything before it

The format stands in docs/bundles.md. Must not know what a record says, nor hold a key longer than one file.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec
import zstandard

from study.errors import KnownError
from sync.protocol import bundle_errors as errors
from sync.protocol.bundle import (
    FILE_BYTES,
    HEADER_BYTES,
    MANIFEST_BYTES,
    MESSAGE_BYTES,
    VERSION,
    Crypto,
    FileBegins,
    Header,
    Kind,
    Manifest,
    Message,
    OpenBox,
    Sign,
    read_message,
)

_NAME = b"cartella bundle "
_MAGIC = _NAME + b"%d\n" % VERSION
_LONGEST_MAGIC = len(_NAME) + 8
_LENGTH = struct.Struct(">I")
_RECORD = struct.Struct(">BII")
_BOX = 92
_KEY_BYTES = 32
CHUNK = 64 * 1024
_TAG = 16
_SIGNATURE = 64
_PURPOSE = b"cartella/bundle/1\n"
_WINDOW = 16 * 1024 * 1024
MANIFEST, MESSAGE, FILE, PART, END = 1, 2, 3, 4, 9


def key_digest(public_key: bytes) -> str:
    """How a header names the key it is sealed to: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


class BundleWriter:
    """Writes one bundle to a handle; `close` signs and ends it. Without `close` the file is no bundle."""

    def __init__(self, handle: BinaryIO, header: Header, to: bytes, crypto: Crypto, sign: Sign) -> None:
        key = crypto.random(_KEY_BYTES)
        said = msgspec.json.encode(header)
        front = _MAGIC + _LENGTH.pack(len(said)) + said
        self._handle = handle
        self._cipher = crypto.cipher(key)
        self._sign = sign
        self._index = 0
        self._held = bytearray()
        self._digest = hashlib.sha256(front)
        self.written = handle.write(front + crypto.seal_to(to, key, front))

    def manifest(self, manifest: Manifest) -> None:
        """The first record."""
        self._packed(MANIFEST, msgspec.json.encode(manifest))

    def message(self, message: Message) -> None:
        """A call or an answer."""
        self._packed(MESSAGE, msgspec.json.encode(message))

    def file(self, begins: FileBegins, parts: Iterable[bytes]) -> None:
        """A sealed file, as it lies on the disk. KnownError `bundle-damaged` when it has another size than it says."""
        self._packed(FILE, msgspec.json.encode(begins))
        left = begins.size
        for part in parts:
            for start in range(0, len(part), CHUNK):
                piece = part[start : start + CHUNK]
                left -= len(piece)
                self._record(PART, piece, len(piece))
        if left:
            raise errors.damaged()

    def close(self) -> None:
        """The signature over everything, and the last chunk."""
        self._record(END, self._sign(_PURPOSE + self._digest.digest()), _SIGNATURE)
        self._flush(last=True)

    def _packed(self, kind: int, plain: bytes) -> None:
        self._record(kind, zstandard.ZstdCompressor(level=6).compress(plain), len(plain))

    def _record(self, kind: int, stored: bytes, plain: int) -> None:
        data = _RECORD.pack(kind, len(stored), plain) + stored
        self._digest.update(data)
        self._held += data
        while len(self._held) > CHUNK:
            self._flush(last=False)

    def _flush(self, *, last: bool) -> None:
        chunk, self._held = bytes(self._held[:CHUNK]), self._held[CHUNK:]
        self.written += self._handle.write(self._cipher.seal(self._index, last, chunk))
        self._index += 1


class Checked(NamedTuple):
    """What a first reading of the whole file found: it is whole, signed, and within its bounds."""

    manifest: Manifest
    calls: tuple[str, ...]


class OpenedBundle:
    """A bundle opened with the recipient's key. `check` reads it to its end; only then is anything to be believed."""

    def __init__(self, handle: BinaryIO, crypto: Crypto, open_box: OpenBox, recipient: bytes) -> None:
        """KnownError `bundle-not-one`, `bundle-newer`, `bundle-damaged`, `bundle-other-edc` (another recipient)."""
        handle.seek(0)
        self.header, self._front = _front(handle)
        if self.header.to != key_digest(recipient):
            raise errors.not_for_the_edc() if self.header.kind == "request" else errors.other_device()
        box = handle.read(_BOX)
        try:
            self._key = open_box(box, self._front)
        except crypto.broken as error:
            raise errors.damaged() from error
        if len(self._key) != _KEY_BYTES:
            raise errors.damaged()
        self._handle = handle
        self._crypto = crypto
        self._start = handle.tell()
        self._before = b""

    def manifest(self) -> Manifest:
        """The first record, not proven yet: it names the key of a sender that nobody knows."""
        kind, plain = next(self._records(hashlib.sha256()), (0, b""))
        if kind != MANIFEST:
            raise errors.damaged()
        return _manifest(plain)

    def check(self, sender: bytes) -> Checked:
        """Read everything once. KnownError `bundle-damaged`, `bundle-not-signed`, `bundle-swollen`, `bundle-newer`."""
        digest, before = hashlib.sha256(self._front), b""
        counts, calls = _Counts(), list[str]()
        manifest, signature = None, b""
        for kind, plain in self._records(digest):
            if signature or (manifest is None) != (kind == MANIFEST):
                raise errors.damaged()
            if kind == MANIFEST:
                manifest = _manifest(plain)
            elif kind == MESSAGE and not counts.files:
                calls.append(_message(plain, self.header.kind)[0])
            elif kind == FILE:
                counts.begins(_file(plain))
            elif kind == PART:
                counts.part(len(plain))
            elif kind == END:
                signature, before = plain, self._before
            else:
                raise errors.damaged()
        if manifest is None or not counts.whole:
            raise errors.damaged()
        if not self._crypto.verify(sender, signature, _PURPOSE + before):
            raise errors.not_signed()
        if (counts.files, counts.bytes) != (manifest.files, manifest.file_bytes):
            raise errors.damaged()
        return Checked(manifest, tuple(calls))

    def messages(self) -> Iterator[tuple[str, Any]]:
        """The name and the content of each call or answer, in order; they come before the files. After `check`."""
        for kind, plain in self._records(hashlib.sha256()):
            if kind == FILE:
                return
            if kind == MESSAGE:
                yield _message(plain, self.header.kind)

    def files(self) -> Iterator[tuple[FileBegins, Iterator[bytes]]]:
        """Each sealed file; its parts are gone once the next one is asked for. After `check`."""
        records = self._records(hashlib.sha256())
        for kind, plain in records:
            if kind == FILE:
                begins = _file(plain)
                parts = _parts(records, begins.size)
                yield begins, parts
                for _left in parts:
                    pass

    def _records(self, digest: "hashlib._Hash") -> Iterator[tuple[int, bytes]]:
        plain = _Plain(_chunks(self._handle, self._start, self._crypto, self._key))
        while not plain.ended:
            head = plain.read(_RECORD.size)
            kind, stored, size = _RECORD.unpack(head)
            _bounded(kind, stored, size)
            self._before = digest.digest()
            data = plain.read(stored)
            digest.update(head)
            digest.update(data)
            yield kind, data if kind in (PART, END) else _unpacked(data, size)


def read_header(handle: BinaryIO) -> Header:
    """What is said without a key. KnownError `bundle-not-one`, `bundle-newer`, `bundle-damaged`."""
    handle.seek(0)
    return _front(handle)[0]


class _Counts:
    """Files and their bytes, counted as they come; `whole` while none of them is short."""

    def __init__(self) -> None:
        self.files = self.bytes = self._left = 0

    @property
    def whole(self) -> bool:
        return self._left == 0

    def begins(self, begins: FileBegins) -> None:
        if self._left or not 0 < begins.size <= FILE_BYTES:
            raise errors.damaged()
        self.files, self._left = self.files + 1, begins.size

    def part(self, size: int) -> None:
        self.bytes, self._left = self.bytes + size, self._left - size
        if self._left < 0:
            raise errors.damaged()


class _Plain:
    """Bytes out of opened chunks, in any pieces."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self._at = 0

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self._at == len(self._held) and not self._more()

    def read(self, count: int) -> bytes:
        """Exactly so many bytes."""
        parts = []
        while count:
            if self._at == len(self._held) and not self._more():
                raise errors.damaged()
            part = self._held[self._at : self._at + count]
            parts.append(part)
            self._at, count = self._at + len(part), count - len(part)
        return b"".join(parts)

    def _more(self) -> bool:
        self._held, self._at = next(self._chunks, b""), 0
        return bool(self._held)


def _front(handle: BinaryIO) -> tuple[Header, bytes]:
    """The header, and the bytes up to its end."""
    magic = handle.readline(_LONGEST_MAGIC)
    if magic != _MAGIC:
        number = magic.removeprefix(_NAME).strip()
        later = magic.startswith(_NAME) and magic.endswith(b"\n") and number.isdigit() and int(number) > VERSION
        raise errors.newer() if later else errors.no_bundle()
    length = handle.read(_LENGTH.size)
    if len(length) != _LENGTH.size or _LENGTH.unpack(length)[0] > HEADER_BYTES:
        raise errors.damaged()
    said = handle.read(_LENGTH.unpack(length)[0])
    try:
        return msgspec.json.decode(said, type=Header), magic + length + said
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.damaged() from error


def _chunks(handle: BinaryIO, start: int, crypto: Crypto, key: bytes) -> Iterator[bytes]:
    cipher, index = crypto.cipher(key), 0
    sealed, at = _read_at(handle, start)
    while True:
        ahead, at = _read_at(handle, at)
        try:
            yield cipher.open(index, not ahead, sealed)
        except crypto.broken as error:
            raise errors.damaged() from error
        if not ahead:
            return
        sealed, index = ahead, index + 1


def _read_at(handle: BinaryIO, at: int) -> tuple[bytes, int]:
    """One sealed chunk and where the next begins: a file may be read twice at once, so each reading knows its place."""
    handle.seek(at)
    sealed = handle.read(CHUNK + _TAG)
    return sealed, at + len(sealed)


def _bounded(kind: int, stored: int, plain: int) -> None:
    """Before a byte of a record is read: no record is longer than its kind may be."""
    if kind in (PART, END):
        fits = stored == plain and (stored == _SIGNATURE if kind == END else 0 < stored <= CHUNK)
    elif kind in (MANIFEST, MESSAGE, FILE):
        if max(stored, plain) > (MESSAGE_BYTES if kind == MESSAGE else MANIFEST_BYTES):
            raise errors.swollen()
        fits = True
    else:
        raise errors.newer()
    if not fits:
        raise errors.damaged()


def _unpacked(stored: bytes, size: int) -> bytes:
    """One zstandard frame that says, and has, exactly the size its record says."""
    try:
        said = zstandard.get_frame_parameters(stored)
        if said.content_size != size or said.window_size > _WINDOW:
            raise errors.swollen()
        plain = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompress(
            stored, max_output_size=size, read_across_frames=False, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise errors.swollen() from error
    return plain


def _manifest(plain: bytes) -> Manifest:
    try:
        return msgspec.json.decode(plain, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.damaged() from error


def _message(plain: bytes, kind: Kind) -> tuple[str, Any]:
    try:
        message = msgspec.json.decode(plain, type=Message)
        return message.call, read_message(message, kind)
    except KeyError as error:
        raise errors.newer() from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.damaged() from error


def _file(plain: bytes) -> FileBegins:
    try:
        return msgspec.json.decode(plain, type=FileBegins)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.damaged() from error


def _parts(records: Iterator[tuple[int, bytes]], size: int) -> Iterator[bytes]:
    while size:
        _kind, part = next(records)
        size -= len(part)
        yield part


def check_kind(header: Header, wanted: Kind) -> None:
    """KnownError `bundle-is-request` or `bundle-is-reply` for a bundle at the wrong end."""
    if header.kind != wanted:
        refusal: KnownError = errors.wants_edc() if wanted == "reply" else errors.wants_workstation()
        raise refusal
