"""Sealed files: what goes in comes out, and nothing altered ever does."""

import io
import tracemalloc
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.attachments import Attachments, SealedFile
from storage.keys.primitives import ChunkCipher, random_bytes
from storage.sealed_chunks import CHUNK_BYTES, MAGIC
from storage.sniff import sniff
from study.errors import KnownError

SEALED_CHUNK = CHUNK_BYTES + 16
PDF = b"%PDF-1.7\n"


@pytest.fixture
def attachments(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path / "attachments")


def pdf(size: int) -> bytes:
    """Bytes of this size that begin like a PDF and differ from chunk to chunk."""
    return PDF + b"".join(b"%08d" % number for number in range(size // 8))[: size - len(PDF)]


def sealed_pdf(attachments: Attachments, size: int) -> tuple[SealedFile, bytes]:
    data = pdf(size)
    return attachments.seal(io.BytesIO(data)), data


@pytest.mark.parametrize(
    "size", [9, 100, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5]
)
def test_what_goes_in_comes_out(attachments: Attachments, size: int) -> None:
    sealed, data = sealed_pdf(attachments, size)
    assert b"".join(attachments.open_stream(sealed.name, sealed.key)) == data
    assert (sealed.size, sealed.mime) == (len(data), "application/pdf")
    assert attachments.path(sealed.name).stat().st_size == sealed.sealed_size
    attachments.verify(sealed.name)
    attachments.verify(sealed.name, sealed)


def test_nothing_readable_is_on_the_disk_and_each_file_has_its_key(attachments: Attachments) -> None:
    one, _ = sealed_pdf(attachments, 1000)
    two, _ = sealed_pdf(attachments, 1000)
    assert one.key != two.key
    assert one.name != two.name
    assert b"%PDF" not in attachments.path(one.name).read_bytes()


def chunks_of(raw: bytes) -> list[bytes]:
    body = raw[len(MAGIC) :]
    return [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]


def assert_refused(attachments: Attachments, sealed: SealedFile, raw: bytes) -> None:
    """These bytes under the file's name are refused, by reading and by verifying."""
    attachments.path(sealed.name).write_bytes(raw)
    with pytest.raises(KnownError, match="attachment-damaged"):
        attachments.verify(sealed.name)
    with pytest.raises(KnownError, match="attachment-damaged"):
        list(attachments.open_stream(sealed.name, sealed.key))


def test_cut_swapped_repeated_and_appended(attachments: Attachments) -> None:
    sealed, _ = sealed_pdf(attachments, 3 * CHUNK_BYTES)
    raw = attachments.path(sealed.name).read_bytes()
    first, second, third = chunks_of(raw)
    for parts in ([first, second], [first], [], [second, first, third], [first, first, second, third], [second, third]):
        assert_refused(attachments, sealed, MAGIC + b"".join(parts))
    for altered in (raw + third, raw + b"x", raw[:-1], raw[: len(MAGIC) + 5], raw[:3], b"", b"X" + raw[1:]):
        assert_refused(attachments, sealed, altered)


def test_an_empty_last_chunk_can_not_be_appended(attachments: Attachments) -> None:
    """Not even with the key: one plain text has one sealed form."""
    sealed, data = sealed_pdf(attachments, CHUNK_BYTES)
    cipher = ChunkCipher(sealed.key)
    assert_refused(attachments, sealed, MAGIC + cipher.seal(0, False, data) + cipher.seal(1, True, b""))


@settings(max_examples=30)
@given(st.data())
def test_every_flipped_bit_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    attachments = Attachments(tmp_path_factory.mktemp("attachments"))
    sealed, _ = sealed_pdf(attachments, 300)
    raw = bytearray(attachments.path(sealed.name).read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert_refused(attachments, sealed, bytes(raw))


def test_another_key_opens_nothing(attachments: Attachments) -> None:
    sealed, _ = sealed_pdf(attachments, 100)
    with pytest.raises(KnownError, match="attachment-damaged"):
        list(attachments.open_stream(sealed.name, random_bytes(32)))


def test_a_file_of_another_content_is_noticed(attachments: Attachments) -> None:
    one, _ = sealed_pdf(attachments, 100)
    two, _ = sealed_pdf(attachments, 200)
    claimed = SealedFile(one.name, one.size, one.sealed_size, one.key, two.sha256_plain, one.mime)
    with pytest.raises(KnownError, match="attachment-damaged"):
        attachments.verify(one.name, claimed)


class Endless(io.RawIOBase):
    """A source that gives a few bytes at a time, as a socket does, up to its size."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(self.left, len(buffer), 5000)
        buffer[:count] = (PDF + bytes(5000))[:count]
        self.left -= count
        return count


def short_reads(size: int) -> BinaryIO:
    source: object = Endless(size)
    return source  # type: ignore[return-value]


def test_a_large_file_is_never_whole_in_memory(attachments: Attachments) -> None:
    size = 200 * CHUNK_BYTES
    tracemalloc.start()
    try:
        sealed = attachments.seal(short_reads(size))
        length = sum(map(len, attachments.open_stream(sealed.name, sealed.key)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length == sealed.size == size
    assert peak < 20 * CHUNK_BYTES


def test_a_refused_file_leaves_nothing_behind(tmp_path: Path) -> None:
    small = Attachments(tmp_path, limit=CHUNK_BYTES)
    with pytest.raises(KnownError, match="attachment-too-large"):
        small.seal(io.BytesIO(pdf(CHUNK_BYTES + 1)))
    for data in (b"", b"MZ a program", b"plain text"):
        with pytest.raises(KnownError, match="attachment-type"):
            small.seal(io.BytesIO(data))
    assert list(tmp_path.iterdir()) == []


def test_a_file_received_must_have_its_name(attachments: Attachments, tmp_path: Path) -> None:
    sealed, data = sealed_pdf(attachments, 100_000)
    parts = chunks_of(raw := attachments.path(sealed.name).read_bytes())
    other = Attachments(tmp_path / "other")
    assert not other.has(sealed.name)
    with pytest.raises(KnownError, match="attachment-damaged"):
        other.receive(sealed.name, [MAGIC, parts[0]])
    assert list((tmp_path / "other").iterdir()) == []
    for _ in range(2):
        other.receive(sealed.name, iter([raw[:10], raw[10:]]))
    assert other.has(sealed.name)
    assert b"".join(other.open_stream(sealed.name, sealed.key)) == data


def test_a_file_not_here_yet(attachments: Attachments) -> None:
    with pytest.raises(KnownError, match="attachment-missing"):
        attachments.verify("0" * 64)
    for name in ("../keys.json", "", "0" * 63 + "G", "0" * 64 + "\n"):
        with pytest.raises(ValueError, match="not the name"):
            attachments.path(name)


def test_orphans_go_and_the_named_stay(attachments: Attachments, tmp_path: Path) -> None:
    assert Attachments(tmp_path / "none").sweep_orphans(set()) == []
    named, _ = sealed_pdf(attachments, 100)
    orphan, _ = sealed_pdf(attachments, 100)
    folder = attachments.path(named.name).parent
    (folder / "killed.tmp").write_bytes(b"half")
    (folder / "README").write_bytes(b"not ours")
    assert attachments.sweep_orphans({named.name}) == sorted([orphan.name, "killed.tmp"])
    assert {path.name for path in folder.iterdir()} == {named.name, "README"}


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (bytes(128) + b"DICM\x02", "application/dicom"),
        (b"0       patient", "application/edf"),
        (b"\xffBIOSEMI", "application/bdf"),
        (b'<?xml version="1.0"?>', "application/xml"),
        (b"\xef\xbb\xbf\n<?xml ", "application/xml"),
        ("\ufeff<?xml ".encode("utf-16-le"), "application/xml"),
        ("\ufeff<?xml ".encode("utf-16-be"), "application/xml"),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(head: bytes, mime: str) -> None:
    assert sniff(head) == mime
