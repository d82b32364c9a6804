"""A folder that was put back to an earlier day, its own anchor with it, is noticed by the second anchor elsewhere."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.keys import KdfProfile, NewUser, create_vault, open_vault
from storage.store import Store, create_store, open_store
from storage.verify import verify_store
from study.errors import KnownError
from tests.storage.log.conftest import Ward

WORDS = "a rainy spring in Xuhui"
Begin = Callable[..., Ward]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "state" / "anchors"


@pytest.fixture
def kept(tmp_path: Path, outside: Path, cheap_profile: KdfProfile, clock: Any) -> Iterator[Ward]:
    """A store whose log is witnessed outside its folder."""
    folder = tmp_path / "record"
    folder.mkdir()
    unlocked, code = create_vault(
        folder, NewUser("u-lin", "林医生", WORDS), cheap_profile, clock=clock, floor=cheap_profile
    )
    store = create_store(
        folder, unlocked, site="S01", site_name="Renji", study_version="1", study_digest="ab", device_name="CR-01",
        clock=clock, roles=("investigator",), outside=outside,
    )  # fmt: skip
    ward = Ward(folder, unlocked, store, code)
    yield ward
    ward.store.close()


def again(ward: Ward, clock: Any, outside: Path | None, folder: Path | None = None) -> Store:
    ward.store.close()
    ward.store = open_store(folder or ward.folder, ward.unlocked, clock, outside=outside)
    return ward.store


def put_back(ward: Ward, earlier: Path) -> None:
    """The whole folder as it was, anchor and all."""
    ward.store.close()
    shutil.rmtree(ward.folder)
    shutil.copytree(earlier, ward.folder)


@pytest.fixture
def earlier(kept: Ward, outside: Path, clock: Any, tmp_path: Path) -> Path:
    """A copy of the whole folder, after which three more entries were made."""
    kept.enrol("LN-001")
    kept.store.close()
    copy = tmp_path / "earlier"
    shutil.copytree(kept.folder, copy)
    again(kept, clock, outside)
    for code in ("LN-002", "LN-003", "LN-004"):
        kept.enrol(code)
    return copy


def test_the_whole_folder_put_back_is_said_with_how_many_entries_are_missing(
    kept: Ward, earlier: Path, outside: Path, clock: Any
) -> None:
    put_back(kept, earlier)
    store = again(kept, clock, outside)
    assert store.fault is not None
    assert store.fault.code == "store-rolled-back"
    assert "3 entries" in store.fault.sentence.en
    assert "3 条" in store.fault.sentence.zh
    assert len(store.reader.subjects()) == 1
    with pytest.raises(KnownError, match="store-rolled-back"):
        kept.enrol("LN-005")
    assert [each.code for each in verify_store(store, kept.unlocked).findings] == ["store-rolled-back"]


def test_it_goes_on_as_a_successor_and_is_then_like_any_other(
    kept: Ward, earlier: Path, outside: Path, clock: Any, cheap_profile: KdfProfile
) -> None:
    put_back(kept, earlier)
    store = again(kept, clock, outside)
    open_vault(kept.folder, clock=clock, floor=cheap_profile).new_device_key(kept.unlocked)
    store.begin_successor(kept.author(), "CR-02", "put back")
    kept.enrol("LN-005")
    store = again(kept, clock, outside)
    assert store.fault is None
    assert verify_store(store, kept.unlocked).whole


def test_put_back_to_before_the_successor_is_noticed_too(
    kept: Ward, outside: Path, clock: Any, tmp_path: Path, cheap_profile: KdfProfile
) -> None:
    kept.enrol("LN-001")
    kept.store.close()
    shutil.copytree(kept.folder, tmp_path / "earlier")
    store = again(kept, clock, outside)
    open_vault(kept.folder, clock=clock, floor=cheap_profile).new_device_key(kept.unlocked)
    store.begin_successor(kept.author(), "CR-02", "moved")
    kept.enrol("LN-002")
    put_back(kept, tmp_path / "earlier")
    store = again(kept, clock, outside)
    assert store.fault is not None
    assert (store.fault.code, "2 entries" in store.fault.sentence.en) == ("store-rolled-back", True)


def test_a_copy_elsewhere_on_this_computer_that_fell_behind_is_not_written(
    kept: Ward, earlier: Path, outside: Path, clock: Any
) -> None:
    store = again(kept, clock, outside, earlier)
    assert store.fault is not None
    assert store.fault.code == "store-rolled-back"


def test_another_computer_or_account_has_seen_nothing_and_says_nothing(
    kept: Ward, earlier: Path, outside: Path, clock: Any
) -> None:
    put_back(kept, earlier)
    assert again(kept, clock, outside.parent / "another").fault is None
    assert again(kept, clock, None).fault is None


def test_an_account_that_was_away_for_a_while_goes_on(kept: Ward, earlier: Path, outside: Path, clock: Any) -> None:
    colleague = outside.parent / "colleague"
    again(kept, clock, colleague)
    kept.enrol("LN-005")
    store = again(kept, clock, outside)
    assert store.fault is None


@pytest.mark.logs("no second anchor")
def test_where_no_second_anchor_can_be_kept_the_first_has_to_do(kept: Ward, tmp_path: Path, clock: Any) -> None:
    (tmp_path / "full").write_bytes(b"")
    store = again(kept, clock, tmp_path / "full")
    assert store.fault is None
    kept.enrol("LN-001")
