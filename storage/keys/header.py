"""Owns the bytes of keys.json: its shape, its checksum, and the code that shows nobody altered it.

Two checks, because they answer two questions. The checksum needs no key and tells damage from a wrong passphrase; the
MAC under the vault key tells tampering, once somebody has unlocked. Each slot is besides sealed with its own
description as associated data, so that no slot can be weakened, swapped or renamed before the MAC is reached.
"""

import hashlib
from typing import Literal

import msgspec

from storage.keys import errors, primitives
from storage.keys.kdf import SALT_BYTES, KdfProfile, check_profile

CURRENT_NAME = "keys.json"
PREVIOUS_NAME = "keys.previous.json"
FORMAT = 3
"""2: a user's slot has a key of its own to which a new vault key can be sealed (decision 0013). 3: the recovery code
has a key of its own that signs (decision 0017). 1 and 2 are still read."""
_SEALED_SINCE = 1


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class FirstUserSlot(_Strict, frozen=True, tag_field="kind", tag="passphrase"):
    """What one passphrase opens, as format 1 wrote it: the vault key can be renewed only with the passphrase."""

    user_id: str
    name: str
    created: int
    kdf: KdfProfile
    salt: bytes
    commit: bytes
    public_key: bytes
    vault_key: bytes = b""
    signing_key: bytes = b""


class Handed(_Strict, frozen=True):
    """A later vault key, handed to a user who was not there: sealed to their box key, vouched for by the key before."""

    epoch: int
    box: bytes
    voucher: bytes


class UserSlot(_Strict, frozen=True, tag_field="kind", tag="person"):
    """What one passphrase opens. Times in UTC ms; `vault_key` (that of `epoch`), `signing_key`, `box_key` are sealed.

    `handed`: the vault keys since, one an epoch, until the user's next unlock takes them over.
    """

    user_id: str
    name: str
    created: int
    kdf: KdfProfile
    salt: bytes
    commit: bytes
    public_key: bytes
    box_public: bytes
    epoch: int
    vault_key: bytes = b""
    signing_key: bytes = b""
    box_key: bytes = b""
    handed: tuple[Handed, ...] = ()


AnyUserSlot = UserSlot | FirstUserSlot


class FirstRecoverySlot(_Strict, frozen=True, tag_field="kind", tag="recovery"):
    """What the printed recovery code opens, as formats 1 and 2 wrote it: the vault key, and no key that signs."""

    created: int
    salt: bytes
    commit: bytes
    vault_key: bytes = b""


class RecoverySlot(_Strict, frozen=True, tag_field="kind", tag="recovery-key"):
    """What the printed recovery code opens: the vault key, and the code's own signing key, which is nobody's."""

    created: int
    salt: bytes
    commit: bytes
    public_key: bytes
    vault_key: bytes = b""
    signing_key: bytes = b""


AnyRecoverySlot = RecoverySlot | FirstRecoverySlot


class DeviceSlot(_Strict, frozen=True):
    """The device's signing key, sealed under the vault key: any unlocked user may let the device sign."""

    kind: Literal["device"]
    created: int
    public_key: bytes
    signing_key: bytes = b""


class Header(_Strict, frozen=True):
    """The whole key file but for its two checks. `generation` grows with every write, `epoch` with every vault key."""

    format: int
    store_id: str
    epoch: int
    generation: int
    created: int
    attempts_key: bytes
    users: tuple[UserSlot | FirstUserSlot, ...]
    recovery: RecoverySlot | FirstRecoverySlot
    device: DeviceSlot

    @property
    def recovery_public_key(self) -> bytes:
        """The public part of the recovery code's own key; b"" for a code that has none."""
        return self.recovery.public_key if isinstance(self.recovery, RecoverySlot) else b""

    def user(self, user_id: str) -> AnyUserSlot | None:
        """The slot of a user, or None."""
        return next((slot for slot in self.users if slot.user_id == user_id), None)


class KeyFile(_Strict, frozen=True):
    """What stands in keys.json."""

    header: Header
    mac: bytes
    checksum: bytes


class _FormatOnly(msgspec.Struct):
    format: int


class _HeaderOfAnyFormat(msgspec.Struct):
    header: _FormatOnly


def slot_aad(header: Header, slot: AnyUserSlot | AnyRecoverySlot | DeviceSlot, purpose: str) -> bytes:
    """What a sealed key is bound to: this store, its epoch, everything its slot says, and what the key is for.

    A user's slot names its epoch itself: it lives on when somebody else renews the vault key.
    """
    cleared = {"vault_key": b"", "signing_key": b"", "box_key": b"", "handed": ()}
    described = msgspec.structs.replace(slot, **{k: v for k, v in cleared.items() if k in slot.__struct_fields__})
    epoch = slot.epoch if isinstance(slot, UserSlot) else header.epoch
    return msgspec.json.encode((purpose, _SEALED_SINCE, header.store_id, epoch, described))


def close_header(header: Header, vault_key: primitives.Secret) -> bytes:
    """The bytes of keys.json, with both checks."""
    body = msgspec.json.encode(header)
    mac = primitives.mac(_mac_key(vault_key), body)
    return encode_file(KeyFile(header=header, mac=mac, checksum=_checksum(body, mac)))


def encode_file(file: KeyFile) -> bytes:
    """The one way a key file is written; other bytes of the same meaning are taken for damage."""
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def parse_header(raw: bytes, floor: KdfProfile) -> KeyFile:
    """The key file, whole and with sane parameters; not yet shown to be unaltered (see `authenticate`).

    Raises KnownError `keys-damaged`, `keys-newer` or `kdf-out-of-range`.
    """
    try:
        if msgspec.json.decode(raw, type=_HeaderOfAnyFormat).header.format > FORMAT:
            raise errors.keys_newer()
        file = msgspec.json.decode(raw, type=KeyFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise errors.keys_damaged() from error
    checksum = _checksum(msgspec.json.encode(file.header), file.mac)
    if raw != encode_file(file) or not primitives.same(file.checksum, checksum):
        raise errors.keys_damaged()
    _check_shape(file.header, floor)
    return file


def authenticate(file: KeyFile, vault_key: primitives.Secret) -> None:
    """Raise KnownError `keys-damaged` unless someone who had unlocked this store wrote exactly this header."""
    if not primitives.same(file.mac, primitives.mac(_mac_key(vault_key), msgspec.json.encode(file.header))):
        raise errors.keys_damaged()


def _check_shape(header: Header, floor: KdfProfile) -> None:
    ids = [slot.user_id for slot in header.users]
    salts = [header.recovery.salt, *(slot.salt for slot in header.users)]
    if (
        not 1 <= header.format <= FORMAT
        or not ids
        or len(set(ids)) != len(ids)
        or {len(salt) for salt in salts} != {SALT_BYTES}
    ):
        raise errors.keys_damaged()
    for slot in header.users:
        check_profile(slot.kdf, floor)


def _mac_key(vault_key: primitives.Secret) -> bytes:
    return primitives.hkdf(vault_key, "cartella/header/1")


def _checksum(body: bytes, mac: bytes) -> bytes:
    return hashlib.sha256(body + mac).digest()
