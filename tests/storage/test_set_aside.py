"""A damaged sealed file is put aside, not deleted, until a whole one was proven in its place."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.arriving import ASIDE, Arriving
from storage.attachments import Attachments
from storage.set_aside import aside, clear_aside, in_vain, is_aside, put_aside
from study.errors import KnownError

DATA = b"sealed bytes " * 100
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    (tmp_path / NAME).write_bytes(b"x" + DATA[1:])
    return tmp_path


def test_a_whole_file_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(DATA)
    assert not put_aside(tmp_path, NAME)
    assert (tmp_path / NAME).read_bytes() == DATA
    assert aside(tmp_path) == {}


def test_a_damaged_one_goes_aside_with_its_bytes(damaged: Path) -> None:
    assert put_aside(damaged, NAME)
    assert not (damaged / NAME).exists()
    assert (damaged / f"{NAME}{ASIDE}").read_bytes() == b"x" + DATA[1:]
    assert aside(damaged) == {NAME: 0}
    assert put_aside(damaged, NAME), "asked again it is aside still"


@given(st.data())
def test_any_other_bytes_go_aside_and_nothing_is_lost_of_them(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("f")
    bytes_ = data.draw(st.binary(max_size=64))
    (folder / NAME).write_bytes(bytes_)
    assert put_aside(folder, NAME)
    assert [path.read_bytes() for path in folder.iterdir()] == [bytes_]


def test_the_damaged_one_goes_when_the_whole_one_is_in_its_place(damaged: Path) -> None:
    put_aside(damaged, NAME)
    coming = Arriving(damaged, NAME, len(DATA))
    coming.add(0, DATA[:50])
    assert is_aside(damaged, NAME), "half a file replaces nothing"
    coming.add(50, DATA[50:])
    coming.finish()
    assert [path.name for path in damaged.iterdir()] == [NAME]
    assert aside(damaged) == {}


def test_what_arrives_as_another_file_leaves_the_damaged_one_aside(damaged: Path) -> None:
    put_aside(damaged, NAME)
    coming = Arriving(damaged, NAME, len(DATA))
    coming.add(0, b"y" * len(DATA))
    with pytest.raises(KnownError, match="file-arrived-damaged"):
        coming.finish()
    assert [path.name for path in damaged.iterdir()] == [f"{NAME}{ASIDE}"]


def test_when_the_centre_was_asked_in_vain_is_remembered(damaged: Path) -> None:
    put_aside(damaged, NAME)
    in_vain(damaged, NAME, 1_795_000_000_000)
    assert aside(damaged) == {NAME: 1_795_000_000_000}


def test_an_old_time_of_the_file_is_no_time_of_asking(damaged: Path) -> None:
    os.utime(damaged / NAME, (1_795_000_000, 1_795_000_000))
    put_aside(damaged, NAME)
    assert aside(damaged) == {NAME: 0}


def test_a_leftover_beside_a_whole_file_goes_at_the_start_and_beside_a_damaged_one_stays(damaged: Path) -> None:
    put_aside(damaged, NAME)
    clear_aside(damaged)
    assert is_aside(damaged, NAME)
    (damaged / NAME).write_bytes(b"from a bad backup")
    clear_aside(damaged)
    assert (damaged / f"{NAME}{ASIDE}").exists()
    (damaged / NAME).write_bytes(DATA)
    clear_aside(damaged)
    assert [path.name for path in damaged.iterdir()] == [NAME]


def test_what_is_aside_of_a_file_that_no_entry_names_is_swept_with_it(damaged: Path) -> None:
    put_aside(damaged, NAME)
    files = Attachments(damaged)
    assert files.sweep_orphans({NAME}) == []
    assert files.sweep_orphans(set()) == [f"{NAME}{ASIDE}"]


def test_a_folder_that_is_not_there_has_nothing_aside(tmp_path: Path) -> None:
    assert aside(tmp_path / "none") == {}
    clear_aside(tmp_path / "none")
