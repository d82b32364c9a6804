"""Bodies on the line: what was squeezed comes out as it went in, and a bomb is stopped at its bound."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.body import ANSWER_BYTES, WORTH, TooLongError, Unpacked, squeezed


@given(st.binary(max_size=4 * WORTH), st.integers(1, 400), st.booleans())
def test_what_was_squeezed_comes_out_as_it_went_in(body: bytes, part: int, repeated: bool) -> None:
    body = body * 40 if repeated else body
    small = squeezed(body)
    assert small is None or len(small) < len(body)
    unpacked = Unpacked("gzip" if small is not None else "", len(body))
    sent = body if small is None else small
    for start in range(0, len(sent), part):
        unpacked.take(sent[start : start + part])
    assert unpacked.whole() == body


def test_short_bodies_are_not_squeezed() -> None:
    assert squeezed(b"a" * (WORTH - 1)) is None
    assert squeezed(b"a" * WORTH) is not None


@pytest.mark.parametrize("encoding", ["gzip", ""])
def test_more_than_the_bound_is_refused_however_it_comes(encoding: str) -> None:
    body = b"\0" * 1001
    unpacked = Unpacked(encoding, 1000)
    with pytest.raises(TooLongError):
        unpacked.take(gzip.compress(body) if encoding else body)


def test_a_bomb_takes_no_more_than_its_bound_in_memory() -> None:
    bomb = gzip.compress(b"\0" * (ANSWER_BYTES + 1))
    assert len(bomb) < ANSWER_BYTES / 500
    with pytest.raises(TooLongError, match="long"):
        Unpacked("gzip").take(bomb)


def test_what_is_cut_short_or_no_gzip_at_all_is_refused() -> None:
    small = squeezed(b"a" * 5000)
    assert small is not None
    cut = Unpacked("gzip")
    cut.take(small[:-4])
    with pytest.raises(TooLongError, match="short"):
        cut.whole()
    with pytest.raises(TooLongError, match="gzip"):
        Unpacked("gzip").take(b"<html>Please log in</html>")
    with pytest.raises(TooLongError, match="br"):
        Unpacked("br")


def test_nothing_that_unpacks_to_nothing_is_read_for_ever() -> None:
    unpacked = Unpacked("gzip", 100)
    unpacked.take(gzip.compress(b"")[:10])
    empty = b"\x00\x00\x00\xff\xff"
    for _ in range(18):
        unpacked.take(empty)
    with pytest.raises(TooLongError):
        unpacked.take(empty)
