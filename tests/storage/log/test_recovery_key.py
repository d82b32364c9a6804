"""Only the printed recovery code vouches for an administrator's own new key; the word "recovered" alone does not."""

from collections.abc import Callable
from typing import Any

import pytest

from storage.keys import KdfProfile, SigningKey, Unlocked, Vault, fresh_recovery_code, open_vault
from storage.log import Author
from storage.people import certified
from storage.trust import keys_in_force, recovery_keys
from storage.verify import verify_store
from study.changes import facts as f
from study.people import RECOVERED
from study.state.slots import Slot
from tests.storage.log.conftest import CODE, Slip

ROLES = ("admin", "investigator", "data_entry")


@pytest.fixture
def vault(ward: Any, cheap_profile: KdfProfile, clock: Callable[[], int]) -> Vault:
    return open_vault(ward.folder, clock=clock, floor=cheap_profile)


def codes(ward: Any) -> list[str]:
    return [finding.code for finding in verify_store(ward.store, ward.unlocked).findings]


def recovered(ward: Any, key: Unlocked, word: Callable[[bytes], bytes] | None) -> list[f.Fact]:
    """What an administrator who used the code says of their new key; `word` signs for the code."""
    bases = tuple(each.fact.id for each in ward.store.reader.slot(Slot("user", "u-lin")).heads)
    fact = certified(
        ward.store.new_id(), ("u-lin", "林医生", ROLES), key, ("u-lin", key.sign), bases, recovery=word
    )  # fmt: skip
    return [fact, f.Accessed(id=ward.store.new_id(), what=RECOVERED)]


def keyed(ward: Any, key: SigningKey | Vault, *, alone: bool) -> f.RecoveryKeyed:
    public = key.public_key if isinstance(key, SigningKey) else key.recovery_public_key
    return f.RecoveryKeyed(id=ward.store.new_id(), device=ward.store.device, public_key=public, alone=alone)


def renew_code(ward: Any, vault: Vault) -> str:
    code = fresh_recovery_code()
    vault.set_recovery_code(ward.unlocked, code)
    ward.store.append(ward.author("admin"), [keyed(ward, vault, alone=True)])
    return code


def test_a_new_store_names_the_key_of_its_code(ward: Any, vault: Vault) -> None:
    assert recovery_keys(ward.store.connection) == {vault.recovery_public_key}
    assert vault.unlock_with_recovery(ward.code).recovery_public_key == vault.recovery_public_key


def test_who_has_the_code_vouches_for_their_own_new_key(ward: Any, vault: Vault) -> None:
    by_code = vault.unlock_with_recovery(ward.code)
    vault.reset_passphrase(by_code, "u-lin", CODE)
    again = vault.unlock("u-lin", CODE)
    ward.store.append(Author("u-lin", "admin", again.sign), recovered(ward, again, by_code.recovery_sign))
    assert keys_in_force(ward.store.connection, "u-lin") == {again.public_key}
    assert codes(ward) == []


def test_who_holds_the_vault_key_and_no_code_makes_no_administrator(
    ward: Any, slip_in: Slip, own_key: Callable[[str], Unlocked]
) -> None:
    forged = own_key("u-lin")
    slip_in("u-lin", "admin", recovered(ward, forged, None), forged)
    assert keys_in_force(ward.store.connection, "u-lin") == {ward.unlocked.public_key}
    assert codes(ward) == ["person-signature"]


def test_nor_with_a_recovery_key_of_their_own(ward: Any, slip_in: Slip, own_key: Callable[[str], Unlocked]) -> None:
    forged, code = own_key("u-lin"), SigningKey.fresh()
    slip_in("u-lin", "admin", [keyed(ward, code, alone=True), *recovered(ward, forged, code.sign)], forged)
    slip_in("", "", [keyed(ward, code, alone=True)], None)
    slip_in("u-lin", "admin", recovered(ward, forged, code.sign), forged)
    assert keys_in_force(ward.store.connection, "u-lin") == {ward.unlocked.public_key}
    assert code.public_key not in recovery_keys(ward.store.connection)
    assert codes(ward) == ["person-signature", "certification", "person-signature"]


def test_a_code_that_was_replaced_vouches_for_nobody(
    ward: Any, vault: Vault, slip_in: Slip, own_key: Callable[[str], Unlocked]
) -> None:
    found = vault.unlock_with_recovery(ward.code)
    renew_code(ward, vault)
    forged = own_key("u-lin")
    slip_in("u-lin", "admin", recovered(ward, forged, found.recovery_sign), forged)
    assert keys_in_force(ward.store.connection, "u-lin") == {ward.unlocked.public_key}
    assert codes(ward) == ["person-signature"]


def test_until_the_new_code_alone_counts_both_do(ward: Any, vault: Vault) -> None:
    old, new = vault.recovery_public_key, SigningKey.fresh()
    ward.store.append(ward.author("admin"), [keyed(ward, new, alone=False)])
    assert recovery_keys(ward.store.connection) == {old, new.public_key}
    ward.store.append(ward.author("admin"), [keyed(ward, new, alone=True)])
    assert recovery_keys(ward.store.connection) == {new.public_key}
    assert codes(ward) == []


def test_a_successor_device_keeps_the_code(ward: Any, vault: Vault) -> None:
    code = renew_code(ward, vault)
    vault.new_device_key(ward.unlocked)
    ward.store.begin_successor(ward.author(), "CR-03", "moved")
    assert recovery_keys(ward.store.connection) == {vault.unlock_with_recovery(code).recovery_public_key}
    assert codes(ward) == []
