"""A key file that was damaged or altered is refused, and not called a wrong passphrase where that can be known."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.keys import KdfProfile, NewUser, Unlocked, Vault, create_vault, open_vault, use_kept_keys
from storage.keys.header import KeyFile, encode_file
from study.errors import KnownError

COLLEAGUE = NewUser("u-wang", "王护士", "three cranes over the lake")


def fields_of(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every leaf of a JSON value."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from fields_of(below, (*path, key))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from fields_of(below, (*path, index))
    else:
        yield path


def altered(leaf: Any) -> Any:
    """Another value of the same type: one bit, one more, or one letter."""
    if isinstance(leaf, int):
        return leaf + 1
    try:
        raw = bytearray(b64decode(leaf, validate=True))
        raw[len(raw) // 2] ^= 1
        return b64encode(raw).decode()
    except (ValueError, IndexError):
        return leaf + "x"


def with_fresh_checksum(raw: bytes) -> bytes:
    """What a person who alters the file on purpose would do; the vault key's MAC stays out of reach."""
    file = msgspec.json.decode(raw, type=KeyFile)
    checksum = hashlib.sha256(msgspec.json.encode(file.header) + file.mac).digest()
    return encode_file(msgspec.structs.replace(file, checksum=checksum))


@pytest.fixture
def two_users(vault: Vault, unlocked: Unlocked, vault_folder: Path) -> Path:
    vault.add_user(unlocked, COLLEAGUE)
    return vault_folder


@pytest.fixture
def attempt(two_users: Path, cheap_profile: KdfProfile, first_user: NewUser) -> Callable[[bytes], str]:
    """Puts these bytes in keys.json, tries the right passphrase, and says which KnownError came."""

    def try_with(raw: bytes) -> str:
        (two_users / "keys.json").write_bytes(raw)
        try:
            vault = open_vault(two_users, floor=cheap_profile)
            vault.attempts.begin_anew()
            vault.unlock(first_user.user_id, first_user.passphrase)
        except KnownError as refusal:
            return refusal.code
        return "opened"

    return try_with


def test_every_altered_field_is_damage(two_users: Path, attempt: Callable[[bytes], str]) -> None:
    raw = (two_users / "keys.json").read_bytes()
    paths = list(fields_of(json.loads(raw)))
    assert len(paths) > 30
    assert written(json.loads(raw)) == raw
    for path in paths:
        assert attempt(alter(raw, path)) in {"keys-damaged", "keys-newer"}, path
    assert attempt(raw) == "opened"


def test_every_field_altered_on_purpose_is_refused(two_users: Path, attempt: Callable[[bytes], str]) -> None:
    raw = (two_users / "keys.json").read_bytes()
    for path in fields_of(json.loads(raw)):
        if path[0] != "checksum":
            said = attempt(refreshed(alter(raw, path)))
            # What decides whether a passphrase is right can't be told from a wrong passphrase once it is altered.
            decides = path[:3] == ("header", "users", 0) and path[3] in {"user_id", "kdf", "salt", "commit"}
            wanted = {"keys-damaged", "keys-newer", "kdf-out-of-range"} | ({"wrong-passphrase"} if decides else set())
            assert said in wanted, path


def alter(raw: bytes, path: tuple[str | int, ...]) -> bytes:
    """The file with one leaf altered."""
    document = json.loads(raw)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = altered(place[path[-1]])
    return written(document)


def written(document: Any) -> bytes:
    """A JSON document in the form the key file has."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def refreshed(raw: bytes) -> bytes:
    """With a fresh checksum where the alteration left the file readable."""
    try:
        return with_fresh_checksum(raw)
    except msgspec.DecodeError:
        return raw


def test_a_users_slot_can_not_be_put_back_or_left_out(
    two_users: Path, attempt: Callable[[bytes], str], vault: Vault, unlocked: Unlocked
) -> None:
    before = json.loads((two_users / "keys.json").read_bytes())
    vault.remove_user(unlocked, COLLEAGUE.user_id)
    after = json.loads((two_users / "keys.json").read_bytes())
    put_back = {**after, "header": {**after["header"], "users": before["header"]["users"]}}
    left_out = {**before, "header": {**before["header"], "users": before["header"]["users"][:1]}}
    for forged in (put_back, left_out):
        assert attempt(refreshed(json.dumps(forged).encode())) == "keys-damaged"


@pytest.mark.parametrize(
    "kdf",
    [
        {"memory_kib": 2**21, "iterations": 1, "lanes": 1},
        {"memory_kib": 8, "iterations": 11, "lanes": 1},
        {"memory_kib": 2**20, "iterations": 1, "lanes": 17},
        {"memory_kib": 7, "iterations": 1, "lanes": 1},
        {"memory_kib": 8, "iterations": 0, "lanes": 1},
        {"memory_kib": 8, "iterations": 1, "lanes": -1},
    ],
)
def test_absurd_parameters_are_refused_before_anything_is_derived(
    two_users: Path, attempt: Callable[[bytes], str], kdf: dict[str, int]
) -> None:
    document = json.loads((two_users / "keys.json").read_bytes())
    document["header"]["users"][1]["kdf"] = kdf
    assert attempt(refreshed(json.dumps(document).encode())) == "kdf-out-of-range"


def test_the_same_content_written_otherwise_is_damage(two_users: Path, attempt: Callable[[bytes], str]) -> None:
    raw = (two_users / "keys.json").read_bytes()
    assert attempt(json.dumps(json.loads(raw)).encode()) == "keys-damaged"


def test_a_newer_format_is_called_newer(two_users: Path, attempt: Callable[[bytes], str]) -> None:
    newer = {"header": {"format": 4, "anything": []}}
    assert attempt(json.dumps(newer).encode()) == "keys-newer"


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory, cheap_profile: KdfProfile, first_user: NewUser) -> Path:
    folder = tmp_path_factory.mktemp("store")
    create_vault(folder, first_user, cheap_profile, floor=cheap_profile)
    return folder / "keys.json"


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_file_is_never_a_wrong_passphrase(
    whole_file: Path, cheap_profile: KdfProfile, data: st.DataObject
) -> None:
    raw = bytearray(whole_file.read_bytes())
    if data.draw(st.booleans()):
        raw = raw[: data.draw(st.integers(0, len(raw) - 1))]
    else:
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    folder = whole_file.parent / "damaged"
    folder.mkdir(exist_ok=True)
    (folder / "keys.json").write_bytes(raw)
    with pytest.raises(KnownError, match=r"keys-damaged|keys-newer"):
        open_vault(folder, floor=cheap_profile)


def test_the_kept_copy_takes_the_place_of_a_damaged_file(
    two_users: Path, cheap_profile: KdfProfile, first_user: NewUser
) -> None:
    (two_users / "keys.json").write_bytes(b"damaged")
    use_kept_keys(two_users, floor=cheap_profile)
    vault = open_vault(two_users, floor=cheap_profile)
    assert vault.unlock(first_user.user_id, first_user.passphrase).public_key
    assert (two_users / "keys.damaged.json").read_bytes() == b"damaged"


def test_a_missing_file_is_damage_as_long_as_there_is_a_copy(two_users: Path, cheap_profile: KdfProfile) -> None:
    (two_users / "keys.json").unlink()
    with pytest.raises(KnownError, match="keys-damaged"):
        open_vault(two_users, floor=cheap_profile)
    use_kept_keys(two_users, floor=cheap_profile)
    assert len(open_vault(two_users, floor=cheap_profile).users) == 2
    (two_users / "keys.previous.json").unlink()
    (two_users / "keys.json").write_bytes(b"damaged")
    with pytest.raises(KnownError, match="keys-damaged"):
        use_kept_keys(two_users, floor=cheap_profile)


def test_a_whole_file_is_never_replaced_by_its_copy(two_users: Path, cheap_profile: KdfProfile) -> None:
    before = (two_users / "keys.json").read_bytes()
    with pytest.raises(KnownError, match="keys-whole"):
        use_kept_keys(two_users, floor=cheap_profile)
    assert (two_users / "keys.json").read_bytes() == before


def test_access_to_another_store_changes_nothing_here(
    tmp_path: Path, cheap_profile: KdfProfile, first_user: NewUser, vault: Vault
) -> None:
    stranger, _ = create_vault(tmp_path, first_user, cheap_profile, floor=cheap_profile)
    with pytest.raises(KnownError, match="keys-damaged"):
        vault.add_user(stranger, COLLEAGUE)
    assert vault.generation == 1
