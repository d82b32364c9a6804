"""What the anchor keeps, and what it says of a log."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.anchor import Anchor, AnchorState, AnchorVerdict, compare
from storage.machine import machine_id

LOG = {seq: f"hash{seq}" for seq in range(1, 11)}
PAGE = 4096


def hash_at(seq: int) -> str | None:
    """The hash of a change of the log, None beyond its end."""
    return LOG.get(seq)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anchor"


def test_the_newest_write_is_read(path: Path) -> None:
    assert Anchor.read(path) is None
    anchor = Anchor(path)
    for seq in range(1, 6):
        anchor.write("machine", "device", seq, LOG[seq], durable=seq == 5)
    assert Anchor.read(path) == AnchorState("machine", "device", 5, "hash5", 5)
    assert Anchor(path).write("machine", "device", 6, "hash6").generation == 6
    assert path.stat().st_size == 2 * PAGE


@given(page=st.integers(0, 1), offset=st.integers(0, 40), flip=st.integers(1, 255))
def test_one_damaged_slot_leaves_the_other(
    tmp_path_factory: pytest.TempPathFactory, page: int, offset: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("anchor") / "anchor"
    anchor = Anchor(path)
    for seq in (1, 2, 3):
        anchor.write("machine", "device", seq, LOG[seq])
    raw = bytearray(path.read_bytes())
    raw[page * PAGE + offset] ^= flip
    path.write_bytes(raw)
    state = Anchor.read(path)
    assert state is not None
    assert state.seq == (3 if page == 0 else 2)


@pytest.mark.parametrize("raw", [b"", b"short", bytes(2 * PAGE), b"CRTLANC1" + b"\xff" * 100])
def test_what_is_no_anchor(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
    assert Anchor.read(path) is None


def test_a_slot_has_room_for_a_page_only(path: Path) -> None:
    with pytest.raises(ValueError, match="4 KiB"):
        Anchor(path).write("m" * PAGE, "device", 1, "hash1")


@pytest.mark.parametrize(
    ("anchor", "wanted"),
    [
        (None, AnchorVerdict("missing")),
        (AnchorState("m", "d", 10, "hash10"), AnchorVerdict("equal")),
        (AnchorState("m", "d", 9, "hash9"), AnchorVerdict("log-ahead", 1)),
        (AnchorState("m", "d", 0, ""), AnchorVerdict("log-ahead", 10)),
        (AnchorState("m", "d", 13, "hash13"), AnchorVerdict("log-behind", 3)),
        (AnchorState("m", "d", 10, "else"), AnchorVerdict("fork")),
        (AnchorState("m", "d", 7, "else"), AnchorVerdict("fork")),
        (AnchorState("m", "e", 10, "hash10"), AnchorVerdict("other-device")),
        (AnchorState("n", "d", 10, "hash10"), AnchorVerdict("other-machine")),
        (AnchorState("n", "e", 13, "else"), AnchorVerdict("other-machine")),
    ],
)
def test_what_it_says_of_the_log(anchor: AnchorState | None, wanted: AnchorVerdict) -> None:
    assert compare(anchor, "m", "d", 10, hash_at) == wanted


def test_a_log_that_lost_even_its_first_entry_is_behind_and_not_another_device() -> None:
    assert compare(AnchorState("m", "d", 10, "hash10"), "m", "", 0, hash_at) == AnchorVerdict("log-behind", 10)


def test_an_empty_log_equals_an_empty_anchor() -> None:
    assert compare(AnchorState("m", "d", 0, ""), "m", "d", 0, hash_at) == AnchorVerdict("equal")


def test_this_machine_is_itself_and_two_stores_share_no_id() -> None:
    assert machine_id("store") == machine_id("store")
    assert machine_id("store") != machine_id("other")
    assert len(machine_id("store")) == 32
