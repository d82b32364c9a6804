"""Owns how hard a passphrase is to guess: the Argon2id parameters, their floor, their ceiling, their calibration.

The floor is RFC 9106's second choice. It lives in code and not in the key file, so an altered file can't lower it.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from storage.keys import errors, primitives
from storage.keys.passphrase import normalise


class KdfProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int
    iterations: int
    lanes: int


FLOOR = KdfProfile(memory_kib=64 * 1024, iterations=3, lanes=4)
CEILING = KdfProfile(memory_kib=1024 * 1024, iterations=10, lanes=16)
SALT_BYTES = 16

# Two derivations at once would need twice the memory; a shared workstation may not have it.
_one_at_a_time = threading.Lock()


class PassphraseKeys(NamedTuple):
    """What a passphrase opens (the wraps of the vault key, of the user's two keys), and what tells that it is right."""

    vault: bytes
    signing: bytes
    commit: bytes
    box: bytes


def check_profile(profile: KdfProfile, floor: KdfProfile = FLOOR) -> None:
    """Raise KnownError `kdf-out-of-range` below the floor or above the ceiling. Called before any derivation."""
    limits = zip(*map(msgspec.structs.astuple, (floor, profile, CEILING)), strict=True)
    # The last is Argon2's own: 8 KiB a lane.
    if not all(least <= value <= most for least, value, most in limits) or profile.memory_kib < 8 * profile.lanes:
        raise errors.kdf_out_of_range()


def derive(passphrase: str, salt: bytes, profile: KdfProfile) -> PassphraseKeys:
    """Independent keys from a passphrase; takes a good part of a second and the profile's memory.

    An audit event of Python's, "cartella.derive".
    """
    sys.audit("cartella.derive")
    try:
        with _one_at_a_time:
            root = primitives.argon2id(
                normalise(passphrase),
                salt,
                memory_kib=profile.memory_kib,
                iterations=profile.iterations,
                lanes=profile.lanes,
            )
    except MemoryError as error:
        raise errors.no_memory() from error
    return split(root)


def split(root: bytes) -> PassphraseKeys:
    """The keys under one root (a derived passphrase or a recovery code)."""
    return PassphraseKeys(
        vault=primitives.hkdf(root, "cartella/slot/vault-key/1"),
        signing=primitives.hkdf(root, "cartella/slot/signing-key/1"),
        commit=primitives.hkdf(root, "cartella/slot/commit/1"),
        box=primitives.hkdf(root, "cartella/slot/box-key/1"),
    )


def seconds(profile: KdfProfile) -> float:
    """How long one derivation takes on this machine."""
    start = time.perf_counter()
    derive("calibration", bytes(SALT_BYTES), profile)
    return time.perf_counter() - start


def calibrate(measure: Callable[[KdfProfile], float] = seconds, target: float = 1.0) -> KdfProfile:
    """The strongest of 64, 128 and 256 MiB that stays within `target` seconds; never below the floor."""
    chosen = FLOOR
    for memory in (FLOOR.memory_kib * 2, FLOOR.memory_kib * 4):
        stronger = msgspec.structs.replace(FLOOR, memory_kib=memory)
        if measure(stronger) > target:
            break
        chosen = stronger
    return chosen
