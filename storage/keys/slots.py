"""Owns making and opening the slots of a key file. Knows no files and no clock."""

import msgspec

from storage.keys import errors, primitives
from storage.keys.header import DeviceSlot, Header, RecoverySlot, UserSlot, slot_aad
from storage.keys.kdf import SALT_BYTES, KdfProfile, PassphraseKeys, derive, split
from storage.keys.primitives import KEY_BYTES, SealBrokenError, Secret, random_bytes, same, seal, unseal

_VAULT, _SIGNING = "vault-key", "signing-key"


class Opened(msgspec.Struct, frozen=True):
    """What a passphrase opened: the vault key and the user's signing seed."""

    vault_key: bytes
    signing_seed: bytes


def make_user_slot(
    header: Header, person: tuple[str, str], passphrase: str, *, kdf: KdfProfile, opened: Opened, at: int
) -> UserSlot:
    """A slot for (user id, name) with a new salt. `opened.signing_seed` decides the public key."""
    salt = random_bytes(SALT_BYTES)
    keys = derive(passphrase, salt, kdf)
    slot = UserSlot(
        kind="passphrase",
        user_id=person[0],
        name=person[1],
        created=at,
        kdf=kdf,
        salt=salt,
        commit=keys.commit,
        public_key=primitives.public_of(opened.signing_seed),
    )
    return msgspec.structs.replace(
        slot,
        vault_key=seal(keys.vault, opened.vault_key, slot_aad(header, slot, _VAULT)),
        signing_key=seal(keys.signing, opened.signing_seed, slot_aad(header, slot, _SIGNING)),
    )


def try_passphrase(slot: UserSlot | None, stand_in: UserSlot, passphrase: str) -> PassphraseKeys | None:
    """The keys when the passphrase is the slot's, else None. With no slot the stand-in's work is done all the same."""
    keys = derive(passphrase, (slot or stand_in).salt, (slot or stand_in).kdf)
    right = same(keys.commit, (slot or stand_in).commit)
    return keys if right and slot is not None else None


def open_user_slot(header: Header, slot: UserSlot, keys: PassphraseKeys) -> Opened:
    """What the slot holds. The commitment already fitted, so a seal that fails is damage: KnownError `keys-damaged`."""
    try:
        vault_key = unseal(keys.vault, slot.vault_key, slot_aad(header, slot, _VAULT))
        seed = unseal(keys.signing, slot.signing_key, slot_aad(header, slot, _SIGNING))
    except SealBrokenError as error:
        raise errors.keys_damaged() from error
    return Opened(vault_key=vault_key, signing_seed=seed)


def make_recovery_slot(header: Header, code: bytes, vault_key: Secret, at: int) -> RecoverySlot:
    """A slot for a recovery code. 160 random bits need no slow derivation."""
    salt = random_bytes(SALT_BYTES)
    keys = _recovery_keys(code, salt)
    slot = RecoverySlot(kind="recovery", created=at, salt=salt, commit=keys.commit)
    return msgspec.structs.replace(slot, vault_key=seal(keys.vault, vault_key, slot_aad(header, slot, _VAULT)))


def open_recovery_slot(header: Header, code: bytes) -> bytes:
    """The vault key, or KnownError `wrong-recovery-code` or `keys-damaged`."""
    slot = header.recovery
    keys = _recovery_keys(code, slot.salt)
    if not same(keys.commit, slot.commit):
        raise errors.wrong_recovery_code()
    try:
        return unseal(keys.vault, slot.vault_key, slot_aad(header, slot, _VAULT))
    except SealBrokenError as error:
        raise errors.keys_damaged() from error


def make_device_slot(header: Header, vault_key: Secret, at: int) -> DeviceSlot:
    """A new device key, sealed under the vault key."""
    seed = random_bytes(KEY_BYTES)
    slot = DeviceSlot(kind="device", created=at, public_key=primitives.public_of(seed))
    sealed = seal(_device_key(vault_key), seed, slot_aad(header, slot, _SIGNING))
    return msgspec.structs.replace(slot, signing_key=sealed)


def open_device_slot(header: Header, vault_key: Secret) -> bytes:
    """The device's signing seed, or KnownError `keys-damaged`."""
    slot = header.device
    try:
        return unseal(_device_key(vault_key), slot.signing_key, slot_aad(header, slot, _SIGNING))
    except SealBrokenError as error:
        raise errors.keys_damaged() from error


def _recovery_keys(code: bytes, salt: bytes) -> PassphraseKeys:
    return split(primitives.hkdf(code, "cartella/recovery/1", salt=salt))


def _device_key(vault_key: Secret) -> bytes:
    return primitives.hkdf(vault_key, "cartella/device-slot/1")
