"""Owns making and opening the slots of a key file. Knows no files and no clock."""

from typing import NamedTuple

import msgspec

from storage.keys import errors, primitives
from storage.keys.header import (
    AnyUserSlot,
    DeviceSlot,
    FirstUserSlot,
    Handed,
    Header,
    RecoverySlot,
    UserSlot,
    slot_aad,
)
from storage.keys.kdf import SALT_BYTES, KdfProfile, PassphraseKeys, derive, split
from storage.keys.primitives import KEY_BYTES, SealBrokenError, Secret, random_bytes, same, seal, unseal

_VAULT, _SIGNING, _BOX = "vault-key", "signing-key", "box-key"


class OpenedByCode(NamedTuple):
    """What the recovery code opened: the vault key, and the seed of the code's own key (b"": it has none)."""

    vault_key: bytes
    signing_seed: bytes


class Opened(msgspec.Struct, frozen=True):
    """What a passphrase opened: the vault key, the user's signing seed, the seed of their box key (b"": none yet)."""

    vault_key: bytes
    signing_seed: bytes
    box_seed: bytes = b""


def new_opened(vault_key: Secret, signing_seed: Secret) -> Opened:
    """What a new slot shall open, with a box key of its own."""
    return Opened(vault_key=bytes(vault_key), signing_seed=bytes(signing_seed), box_seed=random_bytes(KEY_BYTES))


def make_user_slot(
    header: Header, person: tuple[str, str], passphrase: str, *, kdf: KdfProfile, opened: Opened, at: int
) -> UserSlot:
    """A slot for (user id, name) with a new salt. `opened` decides the public keys."""
    salt = random_bytes(SALT_BYTES)
    keys = derive(passphrase, salt, kdf)
    return _sealed_slot(header, person, (kdf, salt, at), keys, opened)


def renewed_slot(header: Header, slot: AnyUserSlot, keys: PassphraseKeys, opened: Opened) -> UserSlot:
    """The same user and passphrase with what was handed since taken over, and with a box key."""
    opened = opened if opened.box_seed else new_opened(opened.vault_key, opened.signing_seed)
    return _sealed_slot(header, (slot.user_id, slot.name), (slot.kdf, slot.salt, slot.created), keys, opened)


def is_behind(slot: AnyUserSlot) -> bool:
    """Whether the user's own unlock has something to take over."""
    return isinstance(slot, FirstUserSlot) or bool(slot.handed)


def _sealed_slot(
    header: Header, person: tuple[str, str], derived: tuple[KdfProfile, bytes, int], keys: PassphraseKeys, it: Opened
) -> UserSlot:
    slot = UserSlot(
        user_id=person[0],
        name=person[1],
        created=derived[2],
        kdf=derived[0],
        salt=derived[1],
        commit=keys.commit,
        public_key=primitives.public_of(it.signing_seed),
        box_public=primitives.box_public_of(it.box_seed),
        epoch=header.epoch,
    )
    return msgspec.structs.replace(
        slot,
        vault_key=seal(keys.vault, it.vault_key, slot_aad(header, slot, _VAULT)),
        signing_key=seal(keys.signing, it.signing_seed, slot_aad(header, slot, _SIGNING)),
        box_key=seal(keys.box, it.box_seed, slot_aad(header, slot, _BOX)),
    )


def try_passphrase(slot: AnyUserSlot | None, stand_in: AnyUserSlot, passphrase: str) -> PassphraseKeys | None:
    """The keys when the passphrase is the slot's, else None. With no slot the stand-in's work is done all the same."""
    keys = derive(passphrase, (slot or stand_in).salt, (slot or stand_in).kdf)
    right = same(keys.commit, (slot or stand_in).commit)
    return keys if right and slot is not None else None


def open_user_slot(header: Header, slot: AnyUserSlot, keys: PassphraseKeys) -> Opened:
    """What the slot holds. The commitment already fitted, so a seal that fails is damage: KnownError `keys-damaged`."""
    try:
        vault_key = unseal(keys.vault, slot.vault_key, slot_aad(header, slot, _VAULT))
        seed = unseal(keys.signing, slot.signing_key, slot_aad(header, slot, _SIGNING))
        if isinstance(slot, FirstUserSlot):
            return Opened(vault_key=vault_key, signing_seed=seed)
        box_seed = unseal(keys.box, slot.box_key, slot_aad(header, slot, _BOX))
        vault_key = follow(header, slot, box_seed, vault_key)
    except SealBrokenError as error:
        raise errors.keys_damaged() from error
    return Opened(vault_key=vault_key, signing_seed=seed, box_seed=box_seed)


def hand_over(header: Header, slot: UserSlot, before: Secret, after: Secret) -> UserSlot:
    """The slot with the vault key of the next epoch handed to its user, whose passphrase is not needed for it."""
    epoch = header.epoch + 1
    box = primitives.box_seal(slot.box_public, after, _handed_aad(header, slot, epoch))
    handed = Handed(epoch=epoch, box=box, voucher=_voucher(header, slot, epoch, box, before))
    return msgspec.structs.replace(slot, handed=(*slot.handed, handed))


def follow(header: Header, slot: UserSlot, box_seed: Secret, vault_key: Secret) -> bytes:
    """The vault key of the header's epoch. Each one handed is vouched for by the one before: a box alone could have
    been sealed by anybody.
    """
    key, epoch = bytes(vault_key), slot.epoch
    for handed in slot.handed:
        voucher = _voucher(header, slot, handed.epoch, handed.box, key)
        if handed.epoch != epoch + 1 or not same(handed.voucher, voucher):
            raise errors.keys_damaged()
        key = primitives.box_open(box_seed, handed.box, _handed_aad(header, slot, handed.epoch))
        epoch = handed.epoch
    if epoch != header.epoch:
        raise errors.keys_damaged()
    return key


def _handed_aad(header: Header, slot: UserSlot, epoch: int) -> bytes:
    return msgspec.json.encode(("handed", header.store_id, slot.user_id, epoch))


def _voucher(header: Header, slot: UserSlot, epoch: int, box: bytes, vault_key: Secret) -> bytes:
    body = msgspec.json.encode((header.store_id, slot.user_id, slot.box_public, epoch, box))
    return primitives.mac(primitives.hkdf(vault_key, "cartella/handed/1"), body)


def make_recovery_slot(header: Header, code: bytes, vault_key: Secret, seed: Secret, at: int) -> RecoverySlot:
    """A slot for a recovery code, with the code's own key. 160 random bits need no slow derivation."""
    salt = random_bytes(SALT_BYTES)
    keys = _recovery_keys(code, salt)
    slot = RecoverySlot(created=at, salt=salt, commit=keys.commit, public_key=primitives.public_of(seed))
    return msgspec.structs.replace(
        slot,
        vault_key=seal(keys.vault, vault_key, slot_aad(header, slot, _VAULT)),
        signing_key=seal(keys.signing, seed, slot_aad(header, slot, _SIGNING)),
    )


def open_recovery_slot(header: Header, code: bytes) -> OpenedByCode:
    """What the code holds, or KnownError `wrong-recovery-code` or `keys-damaged`."""
    slot = header.recovery
    keys = _recovery_keys(code, slot.salt)
    if not same(keys.commit, slot.commit):
        raise errors.wrong_recovery_code()
    try:
        vault_key = unseal(keys.vault, slot.vault_key, slot_aad(header, slot, _VAULT))
        if not isinstance(slot, RecoverySlot):
            return OpenedByCode(vault_key, b"")
        return OpenedByCode(vault_key, unseal(keys.signing, slot.signing_key, slot_aad(header, slot, _SIGNING)))
    except SealBrokenError as error:
        raise errors.keys_damaged() from error


def make_device_slot(header: Header, vault_key: Secret, at: int) -> DeviceSlot:
    """A new device key, sealed under the vault key."""
    return keep_device_slot(header, random_bytes(KEY_BYTES), vault_key, at)


def keep_device_slot(header: Header, seed: Secret, vault_key: Secret, at: int) -> DeviceSlot:
    """The device key with this seed, sealed under a vault key."""
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
