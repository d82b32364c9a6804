"""A renewal of the keys whose files somebody removed or changed half way has a way out, which deletes nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.keys import KdfProfile, Unlocked, Vault, fresh_recovery_code, open_vault
from storage.rescue import Rescued, rescue_renewal
from storage.rotation import DECIDED_NAME, NEXT_DATABASE, NEXT_KEYS, finish_renewal, renew_keys
from storage.store import open_store
from storage.verify import verify_store
from study.errors import KnownError

WORDS = "a rainy spring in Xuhui"


class DiedError(BaseException):
    """The process is killed here."""


def die_at(step: str) -> Callable[[str], None]:
    def at_step(name: str) -> None:
        if name == step:
            raise DiedError

    return at_step


@pytest.fixture
def broken(ward: Any, cheap_profile: KdfProfile, clock: Any) -> Callable[[str], Path]:
    """A folder whose renewal was decided and stopped at a step."""

    def make(step: str) -> Path:
        ward.enrol("LN-001")
        vault = open_vault(ward.folder, clock=clock, floor=cheap_profile)
        made = vault.renewed(ward.unlocked, fresh_recovery_code())
        with pytest.raises(DiedError):
            renew_keys(ward.store, vault, made, die_at(step))
        folder: Path = ward.folder
        return folder

    return make


@pytest.fixture
def rescue(cheap_profile: KdfProfile, clock: Any) -> Callable[..., Rescued]:
    def unlock(vault: Vault, words: str) -> Unlocked:
        return vault.unlock("u-lin", words)

    return lambda folder, words=WORDS: rescue_renewal(
        folder, lambda vault: unlock(vault, words), clock, floor=cheap_profile
    )  # fmt: skip


def opens(folder: Path, profile: KdfProfile, clock: Any) -> bool:
    finish_renewal(folder)
    unlocked = open_vault(folder, clock=clock, floor=profile).unlock("u-lin", WORDS)
    with open_store(folder, unlocked, clock) as store:
        return len(store.reader.subjects()) == 1 and verify_store(store, unlocked).whole


DAMAGE = [
    ("renewal.json renamed", NEXT_DATABASE, "gone", 1),
    ("renewal.json renamed", NEXT_DATABASE, "other", 1),
    ("renewal.json renamed", NEXT_KEYS, "gone", 1),
    ("renewal.json renamed", DECIDED_NAME, "other", 2),
    ("database in place", NEXT_KEYS, "other", 0),
    ("keys.json renamed", NEXT_KEYS, "other", 2),
]


@pytest.mark.parametrize("case", DAMAGE)
def test_what_opens_together_is_put_in_place_and_nothing_is_deleted(
    broken: Any, rescue: Any, cheap_profile: KdfProfile, clock: Any, case: tuple[str, str, str, int]
) -> None:
    step, name, how, epoch = case
    folder = broken(step)
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != name}
    if how == "gone":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(b"x" * 4096)
    with pytest.raises(KnownError, match="renewal-damaged"):
        finish_renewal(folder)
    if not epoch:
        before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        with pytest.raises(KnownError, match="renewal-no-pair"):
            rescue(folder)
        assert {n: (folder / n).read_bytes() for n in before} == before
        return
    done = rescue(folder)
    assert done.epoch == epoch
    assert opens(folder, cheap_profile, clock)
    left = [path.read_bytes() for path in folder.iterdir() if path.is_file()]
    for each in (NEXT_DATABASE, NEXT_KEYS):
        assert each not in kept or kept[each] in left


def test_a_wrong_passphrase_changes_nothing_and_the_rescue_can_be_run_again(
    broken: Any, rescue: Any, cheap_profile: KdfProfile, clock: Any
) -> None:
    folder = broken("renewal.json renamed")
    (folder / NEXT_DATABASE).unlink()
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(KnownError, match="renewal-no-pair"):
        rescue(folder, "four quiet boats at dawn")
    assert sorted(path.name for path in folder.iterdir()) == before
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    rescue(folder)
    shutil.copy(copy / DECIDED_NAME, folder / DECIDED_NAME)
    assert rescue(folder).epoch == 1
    assert opens(folder, cheap_profile, clock)


def test_there_is_nothing_to_rescue_where_no_renewal_broke_off(ward: Any, rescue: Any) -> None:
    with pytest.raises(KnownError, match="no-renewal"):
        rescue(ward.folder)
