"""Owns making the facts by which a device begins and a person is certified, with their signatures. Stores nothing."""

from collections.abc import Callable

import msgspec

from storage.keys import Unlocked
from study.changes.certificate import certificate_message, possession_message, recovery_message
from study.changes.facts import DeviceBegun, UserCertified


def begun(
    name: str, device: str, device_name: str, public_key: bytes, predecessor: tuple[str, str] = ("", "")
) -> DeviceBegun:
    """The first fact of a device; `predecessor` is the device before it and the hash of its last change."""
    return DeviceBegun(
        id=name, device=device, name=device_name, public_key=public_key, predecessor=predecessor[0],
        predecessor_hash=predecessor[1],
    )  # fmt: skip


def certified(
    name: str,
    person: tuple[str, str, tuple[str, ...]],
    key: Unlocked,
    certifier: tuple[str, Callable[[bytes], bytes]],
    bases: tuple[str, ...] = (),
    *,
    recovery: Callable[[bytes], bytes] | None = None,
) -> UserCertified:
    """A person (id, name, roles) with proof that they hold `key`, and the certifier's (id, sign) word for it.

    `recovery`: signs with the recovery code's own key, where the code vouches for its user.
    """
    possession = key.sign(possession_message(person[0], key.public_key))
    bare = UserCertified(
        id=name, bases=bases, user=person[0], name=person[1], roles=person[2], public_key=key.public_key,
        possession=possession, certifier=certifier[0], certification=b"",
    )  # fmt: skip
    word = recovery(recovery_message(bare)) if recovery else b""
    return msgspec.structs.replace(bare, certification=certifier[1](certificate_message(bare)), recovery=word)
