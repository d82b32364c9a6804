"""The bytes of a bundle: what goes in comes out, whatever is built to harm is refused before it does."""

import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from functools import partial

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.keys import SigningKey
from storage.keys.primitives import box_open, box_public_of
from study.errors import KnownError
from sync.client.bundle_out import CRYPTO
from sync.protocol.bundle import FileBegins, Header, Manifest, Message, asking
from sync.protocol.bundle_frame import MESSAGE, BundleWriter, OpenedBundle, key_digest, read_header
from sync.protocol.messages import HeadsAsked
from sync.server import crypto
from sync.server.bundles import CRYPTO as AT_THE_EDC

SEED = bytes(range(32))
TO = box_public_of(SEED)
SENDER = SigningKey(bytes(32))
HEADER = Header(kind="request", id="b1", to=key_digest(TO), study="T", site="S01", device="d1")
MIB = 1 << 20


def writer_on(handle: io.BytesIO, files: int = 0, size: int = 0) -> BundleWriter:
    writer = BundleWriter(handle, HEADER, TO, CRYPTO, SENDER.sign)
    writer.manifest(Manifest(made_utc=1, signed_by=SENDER.public_key, files=files, file_bytes=size))
    return writer


def opened(handle: io.BytesIO) -> OpenedBundle:
    return OpenedBundle(handle, CRYPTO, partial(box_open, SEED), TO)


def refused(handle: io.BytesIO) -> str:
    with pytest.raises(KnownError) as error:
        opened(handle).check(SENDER.public_key)
    return error.value.code


@settings(max_examples=40, deadline=None)
@given(
    calls=st.lists(st.lists(st.integers(0, 10**9), max_size=3000), max_size=4),
    files=st.lists(st.binary(min_size=1, max_size=200_000), max_size=3),
)
def test_what_goes_in_comes_out(calls: list[list[int]], files: list[bytes]) -> None:
    handle = io.BytesIO()
    writer = writer_on(handle, len(files), sum(map(len, files)))
    for numbers in calls:
        writer.message(asking("heads", HeadsAsked(numbers=tuple(numbers))))
    for data in files:
        writer.file(FileBegins(hashlib.sha256(data).hexdigest(), len(data)), [data[:100_000], data[100_000:]])
    writer.close()
    assert writer.written == len(handle.getvalue())
    bundle = opened(handle)
    assert len(bundle.check(SENDER.public_key).calls) == len(calls)
    assert [list(asked.numbers) for _call, asked in bundle.messages()] == calls
    assert [b"".join(parts) for _begins, parts in bundle.files()] == files
    assert read_header(handle) == HEADER


def test_both_ends_speak_the_same_format() -> None:
    """The EDC's cryptography and the workstation's are written twice and must open each other's."""
    handle = io.BytesIO()
    writer = BundleWriter(handle, HEADER, TO, AT_THE_EDC, SENDER.sign)
    writer.manifest(Manifest(made_utc=1, signed_by=SENDER.public_key))
    writer.close()
    opened(handle).check(SENDER.public_key)
    key = crypto.EdcKey(SEED)
    header = msgspec.structs.replace(HEADER, to=key_digest(key.seal_public))
    back = io.BytesIO()
    writer = BundleWriter(back, header, key.seal_public, CRYPTO, SENDER.sign)
    writer.manifest(Manifest(made_utc=1, signed_by=SENDER.public_key))
    writer.close()
    OpenedBundle(back, AT_THE_EDC, key.open_sealed, key.seal_public).check(SENDER.public_key)


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (zstandard.ZstdCompressor().compress(bytes(64 * MIB)), 1000),
        (zstandard.ZstdCompressor().compress(bytes(64 * MIB)), 64 * MIB),
        (zstandard.ZstdCompressor().compress(b"{}"), 3),
        (zstandard.ZstdCompressor(write_content_size=False).compress(b"{}"), 2),
        (zstandard.ZstdCompressor().compress(b"{}") * 2, 2),
        (b"no frame at all", 2),
    ],
    ids=["small lie", "honest giant", "too little", "says nothing", "two frames", "no frame"],
)
def test_nothing_is_unpacked_that_is_not_what_it_says(frame: bytes, says: int) -> None:
    handle = io.BytesIO()
    writer = writer_on(handle)
    writer._record(MESSAGE, frame, says)
    writer.close()
    tracemalloc.start()
    try:
        assert refused(handle) == "bundle-swollen"
        assert tracemalloc.get_traced_memory()[1] < 4 * MIB
    finally:
        tracemalloc.stop()


def test_a_later_version_is_told_from_damage() -> None:
    handle = io.BytesIO()
    writer = writer_on(handle)
    writer.message(Message("teleport", msgspec.Raw(b"{}")))
    writer.close()
    assert refused(handle) == "bundle-newer"
    later = io.BytesIO(handle.getvalue().replace(b"cartella bundle 1\n", b"cartella bundle 2\n", 1))
    with pytest.raises(KnownError, match="bundle-newer"):
        opened(later)


def test_a_file_is_as_long_as_it_says_and_counted() -> None:
    handle = io.BytesIO()
    with pytest.raises(KnownError, match="bundle-damaged"):
        writer_on(handle, 1, 5).file(FileBegins("f" * 64, 5), [b"four"])
    fewer = io.BytesIO()
    writer_on(fewer, 1, 5).close()
    assert refused(fewer) == "bundle-damaged"


def test_a_bundle_that_was_not_ended_is_none() -> None:
    handle = io.BytesIO()
    writer = writer_on(handle)
    for _ in range(20):
        writer.message(asking("heads", HeadsAsked(numbers=tuple(range(100_000, 120_000)))))
    assert len(handle.getvalue()) > 100_000
    assert refused(handle) == "bundle-damaged"


def test_chunks_can_not_change_places_or_come_from_another_bundle() -> None:
    handle, other = io.BytesIO(), io.BytesIO()
    for each in (handle, other):
        writer = writer_on(each, 1, 300_000)
        writer.file(FileBegins("f" * 64, 300_000), [bytes(300_000)])
        writer.close()
    raw, size = handle.getvalue(), 64 * 1024 + 16
    start = len(raw) - 2 * size - 100
    swapped = raw[:start] + raw[start + size : start + 2 * size] + raw[start : start + size] + raw[start + 2 * size :]
    assert refused(io.BytesIO(swapped)) == "bundle-damaged"
    joined = raw[:start] + other.getvalue()[start:]
    assert refused(io.BytesIO(joined)) == "bundle-damaged"


def test_large_files_go_both_ways_in_little_memory(tmp_path_factory: pytest.TempPathFactory) -> None:
    size = 48 * MIB
    path = tmp_path_factory.mktemp("large") / "bundle"

    def parts() -> Iterator[bytes]:
        for _ in range(size // MIB):
            yield bytes(MIB)

    tracemalloc.start()
    try:
        with path.open("w+b") as handle:
            writer = BundleWriter(handle, HEADER, TO, CRYPTO, SENDER.sign)
            writer.manifest(Manifest(made_utc=1, signed_by=SENDER.public_key, files=1, file_bytes=size))
            writer.file(FileBegins("f" * 64, size), parts())
            writer.close()
            bundle = OpenedBundle(handle, CRYPTO, partial(box_open, SEED), TO)
            bundle.check(SENDER.public_key)
            assert sum(len(part) for _begins, some in bundle.files() for part in some) == size
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()
