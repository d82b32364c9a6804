"""Who can unlock a store, and what changes when that changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.keys import (
    FLOOR,
    KdfProfile,
    NewUser,
    SealBrokenError,
    Unlocked,
    Vault,
    box_seal,
    calibrate,
    create_vault,
    fresh_recovery_code,
    open_vault,
    verify,
)
from storage.keys.kdf import CEILING
from study.errors import KnownError

Reopen = Callable[[], Vault]
COLLEAGUE = NewUser("u-wang", "王护士", "three cranes over the lake")
OTHER = "another perfectly good one"


def test_a_new_store_unlocks_with_its_first_user(vault: Vault, unlocked: Unlocked, first_user: NewUser) -> None:
    again = vault.unlock(first_user.user_id, first_user.passphrase)
    for name in ("user_id", "name", "db_key", "attachment_key", "backup_key", "public_key", "device_public_key"):
        assert getattr(again, name) == getattr(unlocked, name)
    assert len({again.db_key, again.attachment_key, again.backup_key}) == 3
    assert {len(key) for key in (again.db_key, again.attachment_key, again.backup_key, again.public_key)} == {32}


def test_users_can_be_listed_before_unlocking(vault: Vault, first_user: NewUser, unlocked: Unlocked) -> None:
    assert [(user.user_id, user.name) for user in vault.users] == [(first_user.user_id, first_user.name)]
    assert vault.store_id == unlocked.store_id
    assert (vault.generation, vault.epoch) == (1, 1)


def test_user_and_device_sign(unlocked: Unlocked) -> None:
    assert verify(unlocked.public_key, unlocked.sign(b"m"), b"m")
    assert verify(unlocked.device_public_key, unlocked.device_sign(b"m"), b"m")
    assert unlocked.public_key != unlocked.device_public_key


def test_a_wrong_passphrase_and_an_unknown_user_look_the_same(vault: Vault, first_user: NewUser) -> None:
    sentences = []
    for user_id, typed in [(first_user.user_id, OTHER), ("u-nobody", first_user.passphrase), (first_user.user_id, "")]:
        with pytest.raises(KnownError) as refusal:
            vault.unlock(user_id, typed)
        sentences.append((refusal.value.code, refusal.value.sentence))
    assert {code for code, _ in sentences} == {"wrong-passphrase"}
    assert sentences[0] == sentences[1]


def test_closing_forgets_the_keys(unlocked: Unlocked) -> None:
    unlocked.forget_signing_key()
    with pytest.raises(KnownError, match="locked"):
        unlocked.sign(b"m")
    assert len(unlocked.db_key) == 32
    assert unlocked.device_sign(b"the running sync step may finish")
    unlocked.close()
    unlocked.close()
    with pytest.raises(KnownError, match="locked"):
        unlocked.device_sign(b"m")
    for name in ("db_key", "attachment_key", "backup_key", "device_box_public_key"):
        with pytest.raises(KnownError, match="locked"):
            getattr(unlocked, name)


def test_the_recovery_code_opens_and_signs_for_nobody(vault: Vault, unlocked: Unlocked, recovery_code: str) -> None:
    recovered = vault.unlock_with_recovery(recovery_code.lower().replace("-", " "))
    assert recovered.db_key == unlocked.db_key
    assert recovered.user_id == ""
    assert recovered.public_key == b""
    assert verify(unlocked.device_public_key, recovered.device_sign(b"m"), b"m")
    with pytest.raises(KnownError, match="cannot-sign"):
        recovered.sign(b"m")


def test_a_new_recovery_code_replaces_the_old(
    vault: Vault, unlocked: Unlocked, recovery_code: str, reopen: Reopen
) -> None:
    newer = fresh_recovery_code()
    vault.set_recovery_code(unlocked, newer)
    assert reopen().unlock_with_recovery(newer).db_key == unlocked.db_key
    with pytest.raises(KnownError, match="wrong-recovery-code"):
        reopen().unlock_with_recovery(recovery_code)


def test_a_colleague_is_added_and_removed(
    vault: Vault, unlocked: Unlocked, first_user: NewUser, reopen: Reopen
) -> None:
    public_key = vault.add_user(unlocked, COLLEAGUE)
    theirs = reopen().unlock(COLLEAGUE.user_id, COLLEAGUE.passphrase)
    assert (theirs.name, theirs.public_key, theirs.db_key) == (COLLEAGUE.name, public_key, unlocked.db_key)
    assert theirs.public_key != unlocked.public_key
    with pytest.raises(KnownError, match="user-exists"):
        vault.add_user(unlocked, COLLEAGUE)
    vault.remove_user(unlocked, COLLEAGUE.user_id)
    with pytest.raises(KnownError, match="wrong-passphrase"):
        reopen().unlock(COLLEAGUE.user_id, COLLEAGUE.passphrase)
    with pytest.raises(KnownError, match="user-unknown"):
        vault.remove_user(unlocked, COLLEAGUE.user_id)
    with pytest.raises(KnownError, match="last-user"):
        vault.remove_user(unlocked, first_user.user_id)
    assert reopen().unlock(first_user.user_id, first_user.passphrase).public_key == unlocked.public_key


def test_the_kept_copy_does_not_let_a_removed_user_in(vault: Vault, unlocked: Unlocked, vault_folder: Path) -> None:
    vault.add_user(unlocked, COLLEAGUE)
    vault.remove_user(unlocked, COLLEAGUE.user_id)
    assert COLLEAGUE.user_id not in (vault_folder / "keys.previous.json").read_text(encoding="utf-8")


def test_changing_the_passphrase_rewraps(
    vault: Vault, unlocked: Unlocked, first_user: NewUser, reopen: Reopen, vault_folder: Path
) -> None:
    vault.change_passphrase(first_user.user_id, first_user.passphrase, OTHER)
    again = reopen().unlock(first_user.user_id, OTHER)
    assert (again.db_key, again.public_key) == (unlocked.db_key, unlocked.public_key)
    with pytest.raises(KnownError, match="wrong-passphrase"):
        reopen().unlock(first_user.user_id, first_user.passphrase)
    assert (vault_folder / "keys.previous.json").read_bytes() == (vault_folder / "keys.json").read_bytes()


def test_changing_the_passphrase_needs_the_old_and_a_good_new_one(vault: Vault, first_user: NewUser) -> None:
    with pytest.raises(KnownError, match="wrong-passphrase"):
        vault.change_passphrase(first_user.user_id, OTHER, "yet another good one")
    with pytest.raises(KnownError, match="passphrase-too-short"):
        vault.change_passphrase(first_user.user_id, first_user.passphrase, "short")
    assert vault.generation == 1


def test_a_lost_passphrase_is_reset_with_a_new_signing_key(
    vault: Vault, unlocked: Unlocked, recovery_code: str, first_user: NewUser, reopen: Reopen
) -> None:
    recovered = vault.unlock_with_recovery(recovery_code)
    public_key = vault.reset_passphrase(recovered, first_user.user_id, OTHER)
    again = reopen().unlock(first_user.user_id, OTHER)
    assert again.db_key == unlocked.db_key
    assert again.public_key == public_key != unlocked.public_key
    with pytest.raises(KnownError, match="user-unknown"):
        vault.reset_passphrase(recovered, "u-nobody", OTHER)


def test_a_successor_device_has_another_key(
    vault: Vault, unlocked: Unlocked, first_user: NewUser, reopen: Reopen
) -> None:
    before = unlocked.device_public_key
    after = vault.new_device_key(unlocked)
    assert after == unlocked.device_public_key != before
    assert verify(after, unlocked.device_sign(b"m"), b"m")
    assert reopen().unlock(first_user.user_id, first_user.passphrase).device_public_key == after


def test_a_store_is_never_replaced(vault_folder: Path, cheap_profile: KdfProfile, first_user: NewUser) -> None:
    before = (vault_folder / "keys.json").read_bytes()
    with pytest.raises(KnownError, match="vault-exists"):
        create_vault(vault_folder, first_user, cheap_profile, floor=cheap_profile)
    (vault_folder / "keys.json").rename(vault_folder / "elsewhere")
    with pytest.raises(KnownError, match="vault-exists"):
        create_vault(vault_folder, first_user, cheap_profile, floor=cheap_profile)
    assert (vault_folder / "elsewhere").read_bytes() == before


def test_no_store_here(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no-vault"):
        open_vault(tmp_path)


def test_two_vaults_do_not_overwrite_each_other(vault: Vault, unlocked: Unlocked, reopen: Reopen) -> None:
    reopen().add_user(unlocked, COLLEAGUE)
    with pytest.raises(KnownError, match="keys-changed"):
        vault.set_recovery_code(unlocked, fresh_recovery_code())


def test_weak_parameters_are_refused_unless_a_test_asks(
    vault_folder: Path, tmp_path: Path, cheap_profile: KdfProfile, first_user: NewUser
) -> None:
    with pytest.raises(KnownError, match="kdf-out-of-range"):
        open_vault(vault_folder)
    with pytest.raises(KnownError, match="kdf-out-of-range"):
        create_vault(tmp_path, first_user, cheap_profile)
    assert not (tmp_path / "keys.json").exists()


def test_calibration_only_raises() -> None:
    assert calibrate(lambda _: 5.0) == FLOOR
    assert calibrate(lambda _: 0.1).memory_kib == 4 * FLOOR.memory_kib
    assert calibrate(lambda profile: profile.memory_kib / (128 * 1024)).memory_kib == 2 * FLOOR.memory_kib
    assert calibrate(lambda _: 0.1).memory_kib <= CEILING.memory_kib


def test_a_colleague_is_never_weaker_than_the_store(tmp_path: Path, first_user: NewUser) -> None:
    low, high = KdfProfile(8, 1, 1), KdfProfile(16, 2, 1)
    unlocked, _ = create_vault(tmp_path, first_user, high, floor=low)
    vault = open_vault(tmp_path, floor=low)
    vault.add_user(unlocked, COLLEAGUE, low)
    assert open_vault(tmp_path, floor=high).unlock(COLLEAGUE.user_id, COLLEAGUE.passphrase).public_key


def test_the_real_parameters(tmp_path: Path, first_user: NewUser) -> None:
    """The only test that derives at the floor."""
    unlocked, _ = create_vault(tmp_path, first_user)
    assert open_vault(tmp_path).unlock(first_user.user_id, first_user.passphrase).db_key == unlocked.db_key


def test_what_is_sealed_to_the_device_opens_there_only(unlocked: Unlocked, vault: Vault) -> None:
    sealed = box_seal(unlocked.device_box_public_key, b"receipt", b"bundle-7")
    assert unlocked.device_box_open(sealed, b"bundle-7") == b"receipt"
    vault.new_device_key(unlocked)
    with pytest.raises(SealBrokenError):
        unlocked.device_box_open(sealed, b"bundle-7")
