"""A new vault key reaches everybody without their passphrase, and nobody can slip another one in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.keys import KdfProfile, NewUser, Unlocked, Vault, fresh_recovery_code, primitives, slots
from storage.keys.header import Header, UserSlot, close_header, parse_header
from storage.keys.kdf import derive
from study.errors import KnownError

Reopen = Callable[[], Vault]
WANG = NewUser("u-wang", "王护士", "three cranes over the lake")
ZHAO = NewUser("u-zhao", "赵医生", "four quiet boats at dawn")


@pytest.fixture
def lin(vault: Vault, unlocked: Unlocked) -> Unlocked:
    """Dr Lin's access to a store with two colleagues."""
    vault.add_user(unlocked, WANG)
    vault.add_user(unlocked, ZHAO)
    return unlocked


def put(folder: Path, raw: bytes) -> None:
    for name in ("keys.json", "keys.previous.json"):
        (folder / name).write_bytes(raw)


def refused(vault: Vault, user: NewUser) -> str:
    with pytest.raises(KnownError) as refusal:
        vault.unlock(user.user_id, user.passphrase)
    return refusal.value.code


def test_everybody_follows_with_the_passphrase_they_have(
    vault: Vault, lin: Unlocked, vault_folder: Path, reopen: Reopen, first_user: NewUser
) -> None:
    code = fresh_recovery_code()
    made = vault.renewed(lin, code)
    put(vault_folder, made.raw)
    for user in (first_user, WANG, ZHAO):
        theirs = reopen().unlock(user.user_id, user.passphrase)
        assert theirs.db_key == made.db_key != lin.db_key
        assert theirs.device_public_key == lin.device_public_key
    assert reopen().unlock_with_recovery(code).db_key == made.db_key
    assert reopen().epoch == 2


def test_the_old_code_and_who_was_left_out_open_nothing(
    vault: Vault, lin: Unlocked, vault_folder: Path, reopen: Reopen, recovery_code: str
) -> None:
    vault.remove_user(lin, WANG.user_id)
    put(vault_folder, vault.renewed(lin, fresh_recovery_code()).raw)
    assert refused(reopen(), WANG) == "wrong-passphrase"
    with pytest.raises(KnownError, match="wrong-recovery-code"):
        reopen().unlock_with_recovery(recovery_code)


def test_several_renewals_are_followed_one_by_one_and_taken_over_at_the_next_unlock(
    vault: Vault, lin: Unlocked, vault_folder: Path, reopen: Reopen, first_user: NewUser
) -> None:
    for _ in range(3):
        here = reopen()
        mine = here.unlock(first_user.user_id, first_user.passphrase)
        here.take_over()
        put(vault_folder, reopen().renewed(mine, fresh_recovery_code()).raw)
    late = reopen()
    theirs = late.unlock(WANG.user_id, WANG.passphrase)
    assert late.take_over()
    assert (reopen().unlock(WANG.user_id, WANG.passphrase)).db_key == theirs.db_key
    slot = parse_header((vault_folder / "keys.json").read_bytes(), KdfProfile(8, 1, 1)).header.user(WANG.user_id)
    assert isinstance(slot, UserSlot)
    assert (slot.handed, slot.epoch) == ((), 4)


@pytest.fixture
def renewed_header(vault: Vault, lin: Unlocked, cheap_profile: KdfProfile) -> tuple[Header, bytes]:
    made = vault.renewed(lin, fresh_recovery_code())
    return parse_header(made.raw, cheap_profile).header, made.vault_key


def with_wang(header: Header, **changes: Any) -> Header:
    """The header with Wang's slot changed."""
    users = tuple(
        msgspec.structs.replace(slot, **changes) if slot.user_id == WANG.user_id else slot for slot in header.users
    )
    return msgspec.structs.replace(header, users=users)


def test_a_vault_key_from_somebody_who_never_had_one_is_not_taken(
    renewed_header: tuple[Header, bytes], vault_folder: Path, reopen: Reopen
) -> None:
    """Anybody can seal to a box key that stands in the file; the voucher of the key before is what they lack."""
    header, _key = renewed_header
    evil = primitives.random_bytes(32)
    base = msgspec.structs.replace(header, epoch=1)
    slot = next(slot for slot in header.users if slot.user_id == WANG.user_id)
    assert isinstance(slot, UserSlot)
    forged = slots.hand_over(base, msgspec.structs.replace(slot, handed=()), primitives.random_bytes(32), evil)
    put(vault_folder, close_header(with_wang(header, handed=forged.handed), evil))
    assert refused(reopen(), WANG) == "keys-damaged"


@pytest.mark.parametrize("how", ["none", "twice", "later", "box", "voucher", "anothers"])
def test_what_was_handed_can_not_be_left_out_repeated_or_altered(
    renewed_header: tuple[Header, bytes], how: str
) -> None:
    header, key = renewed_header
    slot, other = (next(each for each in header.users if each.user_id == user) for user in (WANG.user_id, ZHAO.user_id))
    assert isinstance(slot, UserSlot)
    assert isinstance(other, UserSlot)
    [handed] = slot.handed
    changed = {
        "none": (),
        "twice": (handed, handed),
        "later": (msgspec.structs.replace(handed, epoch=3),),
        "box": (msgspec.structs.replace(handed, box=handed.box[:-1] + b"x"),),
        "voucher": (msgspec.structs.replace(handed, voucher=bytes(32)),),
        "anothers": other.handed,
    }[how]
    keys = derive(WANG.passphrase, slot.salt, slot.kdf)
    assert slots.open_user_slot(header, slot, keys).vault_key == key
    with pytest.raises(KnownError, match="keys-damaged"):
        slots.open_user_slot(header, msgspec.structs.replace(slot, handed=changed), keys)


def test_a_file_put_back_is_brought_above_what_was_seen_and_keeps_who_still_belongs(
    vault: Vault, lin: Unlocked, reopen: Reopen, first_user: NewUser
) -> None:
    vault.restore(lin, 40, {first_user.user_id, ZHAO.user_id})
    assert reopen().generation == 41
    assert [user.user_id for user in reopen().users] == [first_user.user_id, ZHAO.user_id]
    assert refused(reopen(), WANG) == "wrong-passphrase"
