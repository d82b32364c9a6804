"""Owns making the key file of a new store. Never replaces one that is there."""

import uuid
from pathlib import Path

import msgspec

from storage.files import write_atomic
from storage.keys import errors, passphrase, primitives, slots
from storage.keys.attempts import FILE_NAME as ATTEMPTS_NAME
from storage.keys.attempts import Attempts, Clock, monotonic_clock, system_clock
from storage.keys.codes import RECOVERY_BYTES, print_code
from storage.keys.header import (
    CURRENT_NAME,
    FORMAT,
    PREVIOUS_NAME,
    DeviceSlot,
    Header,
    RecoverySlot,
    close_header,
)
from storage.keys.kdf import FLOOR, KdfProfile, check_profile
from storage.keys.unlocked import SigningKey, Unlocked
from storage.keys.vault import NewUser, mirror_of, read_back


def create_vault(
    folder: Path,
    first_user: NewUser,
    profile: KdfProfile = FLOOR,
    *,
    clock: Clock = system_clock,
    ticks: Clock = monotonic_clock,
    floor: KdfProfile = FLOOR,
    mirror: Path | None = None,
) -> tuple[Unlocked, str]:
    """Make the keys of a new store in an existing folder; returns the first user's access and the recovery code.

    `profile` is refused below `floor`, which only a test vault lowers. KnownError `vault-exists`, `passphrase-...`.
    """
    passphrase.check(first_user.passphrase, first_user.user_id, first_user.name)
    check_profile(profile, floor)
    if any((folder / name).exists() for name in (CURRENT_NAME, PREVIOUS_NAME, ATTEMPTS_NAME)):
        raise errors.vault_exists()
    code = primitives.random_bytes(RECOVERY_BYTES)
    opened = slots.new_opened(
        primitives.random_bytes(primitives.KEY_BYTES), primitives.random_bytes(primitives.KEY_BYTES)
    )  # fmt: skip
    header = _first_header(first_user, profile, opened, code, clock())
    raw = close_header(header, opened.vault_key)
    attempts = Attempts(folder, header.attempts_key, clock, mirror_of(mirror, header), ticks=ticks)
    attempts.begin_anew()
    for name in (PREVIOUS_NAME, CURRENT_NAME):
        write_atomic(folder / name, raw)
    read_back(folder, floor, opened.vault_key)
    device = SigningKey(slots.open_device_slot(header, opened.vault_key))
    person = (first_user.user_id, first_user.name)
    unlocked = Unlocked(
        header.store_id,
        opened.vault_key,
        device,
        person,
        SigningKey(opened.signing_seed),
        box_seed=opened.box_seed,
        recovery_public_key=header.recovery_public_key,
    )
    return unlocked, print_code(code)


def _first_header(user: NewUser, profile: KdfProfile, opened: slots.Opened, code: bytes, now: int) -> Header:
    header = Header(
        format=FORMAT,
        store_id=str(uuid.uuid4()),
        epoch=1,
        generation=1,
        created=now,
        attempts_key=primitives.random_bytes(primitives.KEY_BYTES),
        users=(),
        recovery=RecoverySlot(created=now, salt=b"", commit=b"", public_key=b""),
        device=DeviceSlot(kind="device", created=now, public_key=b""),
    )
    person = (user.user_id, user.name)
    slot = slots.make_user_slot(header, person, user.passphrase, kdf=profile, opened=opened, at=now)
    return msgspec.structs.replace(
        header,
        users=(slot,),
        recovery=slots.make_recovery_slot(
            header, code, opened.vault_key, primitives.random_bytes(primitives.KEY_BYTES), now
        ),
        device=slots.make_device_slot(header, opened.vault_key, now),
    )
