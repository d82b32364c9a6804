"""A sealed file read anywhere: the same bytes as before, no more chunks than needed, nothing that was altered."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.attachments import Attachments
from storage.keys.primitives import random_bytes
from storage.sealed_chunks import CHUNK_BYTES, MAGIC
from study.errors import KnownError

SIZES = (9, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 77)
SEALED_CHUNK = CHUNK_BYTES + 16


def plain(size: int) -> bytes:
    """Bytes of which no two places look alike, with the beginning of an EDF."""
    return (b"0       " + b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 2)))[:size]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Attachments:
    return Attachments(tmp_path_factory.mktemp("sealed"))


@given(
    st.sampled_from(SIZES), st.lists(st.tuples(st.integers(0, 4 * CHUNK_BYTES), st.integers(0, 150_000)), max_size=5)
)
def test_any_stretch_is_what_was_sealed(files: Attachments, size: int, asked: list[tuple[int, int]]) -> None:
    sealed = files.seal(io.BytesIO(plain(size)))
    with files.open_at(sealed.name, sealed.key) as handle:
        assert handle.size == size
        for at, length in asked:
            handle.seek(at)
            assert handle.read(length) == plain(size)[at : at + length]
        handle.seek(-4, io.SEEK_END)
        assert (handle.read(), handle.tell()) == (plain(size)[-4:], size)


def test_a_cut_or_longer_file_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    files = Attachments(tmp_path)
    sealed = files.seal(io.BytesIO(plain(3 * CHUNK_BYTES)))
    whole = files.path(sealed.name).read_bytes()
    for damaged in (
        whole[:-1], whole[: len(MAGIC) + 2 * SEALED_CHUNK], whole + whole[-SEALED_CHUNK:], whole[: len(MAGIC)],
        b"", b"x" + whole[1:],
    ):  # fmt: skip
        files.path(sealed.name).write_bytes(damaged)
        with pytest.raises(KnownError) as caught:
            files.open_at(sealed.name, sealed.key)
        assert caught.value.code == "attachment-damaged"


def test_an_altered_chunk_is_met_where_it_is_read_and_not_before(tmp_path: Path) -> None:
    files = Attachments(tmp_path)
    sealed = files.seal(io.BytesIO(plain(3 * CHUNK_BYTES)))
    path = files.path(sealed.name)
    raw = bytearray(path.read_bytes())
    raw[len(MAGIC) + SEALED_CHUNK + 5] ^= 1
    path.write_bytes(raw)
    with files.open_at(sealed.name, sealed.key) as handle:
        assert handle.read(100) == plain(100)
        handle.seek(CHUNK_BYTES)
        with pytest.raises(KnownError):
            handle.read(1)
        handle.seek(2 * CHUNK_BYTES)
        assert len(handle.read(10)) == 10


def test_another_key_and_a_file_that_is_not_here(tmp_path: Path) -> None:
    files = Attachments(tmp_path)
    sealed = files.seal(io.BytesIO(plain(200)))
    with pytest.raises(KnownError) as caught:
        files.open_at(sealed.name, random_bytes(32))
    assert caught.value.code == "attachment-damaged"
    files.path(sealed.name).unlink()
    with pytest.raises(KnownError) as caught:
        files.open_at(sealed.name, sealed.key)
    assert caught.value.code == "attachment-missing"


def test_nothing_is_read_before_the_beginning_or_after_closing(files: Attachments) -> None:
    sealed = files.seal(io.BytesIO(plain(200)))
    handle = files.open_at(sealed.name, sealed.key)
    with pytest.raises(ValueError, match="beginning"):
        handle.seek(-1)
    handle.close()
    with pytest.raises(ValueError, match="closed"):
        handle.read(1)
