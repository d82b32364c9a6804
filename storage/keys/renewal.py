"""Owns the key file with a new vault key: handed to every user without their passphrase, under a new recovery code.

Pure but for randomness. Who no longer stands in it opens nothing that is written from then on (decision 0013).
"""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from storage.keys import errors, primitives, slots
from storage.keys.header import FORMAT, Header, UserSlot, close_header
from storage.keys.unlocked import Unlocked


class Renewed(NamedTuple):
    """The bytes of the new key file and the key it is closed with; `epoch` counts the vault keys of the store.

    `recovery_public_key`: of the new recovery code's own key, which the log has to know.
    """

    raw: bytes
    vault_key: bytes
    epoch: int
    recovery_public_key: bytes

    @property
    def db_key(self) -> bytes:
        """The raw key of the database from now on."""
        return primitives.hkdf(self.vault_key, "cartella/db/1")


def renew(header: Header, unlocked: Unlocked, code: bytes, leave: Collection[str], at: int) -> Renewed:
    """`leave`: ids of users who are left out. KnownError `renewal-needs-unlock` names who can't be handed a key;
    `renewal-unlock-again`: `unlocked` is from before that person's last change of passphrase.
    """
    staying = [slot for slot in header.users if slot.user_id not in leave]
    behind = [slot.name for slot in staying if not isinstance(slot, UserSlot)]
    if behind:
        raise errors.renewal_needs_unlock(behind)
    if not staying:
        raise errors.last_user()
    before, after = unlocked.vault_key(), primitives.random_bytes(primitives.KEY_BYTES)
    users = tuple(slots.hand_over(header, slot, before, after) for slot in staying if isinstance(slot, UserSlot))
    base = msgspec.structs.replace(
        header, format=FORMAT, epoch=header.epoch + 1, generation=header.generation + 1, users=users
    )
    made = msgspec.structs.replace(
        base,
        recovery=slots.make_recovery_slot(base, code, after, primitives.random_bytes(primitives.KEY_BYTES), at),
        device=slots.keep_device_slot(base, slots.open_device_slot(header, before), after, at),
    )
    if slots.open_recovery_slot(made, code).vault_key != after or not _opens(made, unlocked, after):
        raise errors.keys_damaged()
    return Renewed(close_header(made, after), after, made.epoch, made.recovery_public_key)


def _opens(header: Header, unlocked: Unlocked, after: bytes) -> bool:
    """Whether the person who renews can follow to the new key, as everybody will have to."""
    slot = header.user(unlocked.user_id)
    if not isinstance(slot, UserSlot):
        return False
    try:
        return slots.follow(header, slot, unlocked.box_seed(), unlocked.vault_key()) == after
    except primitives.SealBrokenError as error:
        # Their passphrase was changed since they unlocked, and with it the box that the key is handed to.
        raise errors.renewal_unlock_again() from error
