"""A slot's sealed keys are bound to everything the slot says, before and apart from the file's own code."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.keys import KdfProfile, NewUser, slots
from storage.keys.header import AnyUserSlot, Header, parse_header
from storage.keys.kdf import PassphraseKeys, derive
from study.errors import KnownError


@pytest.fixture
def header(vault_folder: Path, cheap_profile: KdfProfile) -> Header:
    return parse_header((vault_folder / "keys.json").read_bytes(), cheap_profile).header


@pytest.fixture
def keys(header: Header, first_user: NewUser) -> PassphraseKeys:
    """What the first user's passphrase opens."""
    return derive(first_user.passphrase, header.users[0].salt, header.users[0].kdf)


def test_a_slot_opens_as_it_was_written(header: Header, keys: PassphraseKeys) -> None:
    assert len(slots.open_user_slot(header, header.users[0], keys).vault_key) == 32


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("user_id", "u-wang"),
        ("name", "王护士"),
        ("created", 1),
        ("kdf", KdfProfile(64, 1, 1)),
        ("salt", bytes(16)),
        ("commit", bytes(32)),
        ("public_key", bytes(32)),
        ("vault_key", bytes(60)),
        ("signing_key", bytes(60)),
        ("box_key", bytes(60)),
        ("box_public", bytes(32)),
        ("epoch", 2),
    ],
)
def test_a_slot_that_says_something_else_does_not_open(
    header: Header, keys: PassphraseKeys, field: str, value: Any
) -> None:
    with pytest.raises(KnownError, match="keys-damaged"):
        slots.open_user_slot(header, altered(header.users[0], field, value), keys)


def altered(slot: AnyUserSlot, field: str, value: Any) -> AnyUserSlot:
    """The slot with one field changed."""
    return msgspec.structs.replace(slot, **{field: value})


@pytest.mark.parametrize(("field", "value"), [("store_id", "another"), ("epoch", 2)])
def test_a_slot_does_not_open_in_another_store_or_epoch(
    header: Header, keys: PassphraseKeys, field: str, value: Any
) -> None:
    moved = msgspec.structs.replace(header, **{field: value})
    with pytest.raises(KnownError, match="keys-damaged"):
        slots.open_user_slot(moved, moved.users[0], keys)


def test_the_two_sealed_keys_can_not_change_places(header: Header, keys: PassphraseKeys) -> None:
    slot = header.users[0]
    swapped = msgspec.structs.replace(slot, vault_key=slot.signing_key, signing_key=slot.vault_key)
    with pytest.raises(KnownError, match="keys-damaged"):
        slots.open_user_slot(header, swapped, keys._replace(vault=keys.signing, signing=keys.vault))
