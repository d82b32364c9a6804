"""A key file of format 1 (tests/golden/keys-1.json, as the program of that format wrote it) opens and moves on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.keys import KdfProfile, Vault, fresh_recovery_code, open_vault
from study.errors import KnownError

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "keys-1.json"
LIN, LINS = "u-lin", "a rainy spring in Xuhui"
WANG, WANGS = "u-wang", "three cranes over the lake"
CODE = "P4P5-FVHV-55H2-Y8SK-VCHD-P0KC-A9XR-MDM0-A"
DB_KEY = bytes.fromhex("9f81028f71e1de08938ea98405209662a65300ddfe8ad7ac0beb96045b63547a")


@pytest.fixture
def first(tmp_path: Path, cheap_profile: KdfProfile) -> Callable[[], Vault]:
    """Opens the old key file, as a newly started process would."""
    shutil.copyfile(GOLDEN, tmp_path / "keys.json")

    def open_() -> Vault:
        vault = open_vault(tmp_path, floor=cheap_profile)
        vault.attempts.begin_anew()
        return vault

    return open_


def test_everybody_gets_in_with_it(first: Callable[[], Vault]) -> None:
    assert first().unlock(LIN, LINS).db_key == DB_KEY
    assert first().unlock(WANG, WANGS).db_key == DB_KEY
    assert first().unlock_with_recovery(CODE).db_key == DB_KEY
    with pytest.raises(KnownError, match="wrong-passphrase"):
        first().unlock(WANG, LINS)


def test_an_unlock_brings_ones_own_slot_forward_and_leaves_the_others(first: Callable[[], Vault]) -> None:
    vault = first()
    assert [user.user_id for user in vault.not_renewable] == [LIN, WANG]
    unlocked = vault.unlock(LIN, LINS)
    assert vault.take_over()
    assert not vault.take_over()
    assert [user.user_id for user in first().not_renewable] == [WANG]
    again = first().unlock(LIN, LINS)
    assert (again.db_key, again.public_key) == (unlocked.db_key, unlocked.public_key)
    assert not first().take_over()
    assert first().unlock(WANG, WANGS).db_key == DB_KEY
    assert first().unlock_with_recovery(CODE).db_key == DB_KEY
    assert first().unlock(WANG, WANGS).device_public_key == unlocked.device_public_key


def test_who_was_not_there_yet_is_named_before_the_keys_are_renewed(first: Callable[[], Vault]) -> None:
    vault = first()
    unlocked = vault.unlock(LIN, LINS)
    vault.take_over()
    unlocked = first().unlock(LIN, LINS)
    with pytest.raises(KnownError) as refusal:
        first().renewed(unlocked, fresh_recovery_code())
    assert refusal.value.code == "renewal-needs-unlock"
    assert "王护士" in refusal.value.sentence.en
    assert "王护士" in refusal.value.sentence.zh
    assert first().renewed(unlocked, fresh_recovery_code(), {WANG}).epoch == 2
