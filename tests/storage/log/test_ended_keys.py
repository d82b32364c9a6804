"""The key of a person who got a new one, or who left, signs nothing any more, and what it signed before stands."""

from collections.abc import Callable
from typing import Any

import pytest

from storage import meta
from storage.driver import Connection
from storage.keys import KdfProfile, NewUser, Unlocked, Vault, open_vault
from storage.log import Author, enter, tip
from storage.trust import keys_in_force
from storage.verify import verify_store
from study.changes import facts as f
from study.changes.envelope import (
    At,
    Change,
    Seen,
    SignedChange,
    device_message,
    encode,
    encode_facts,
    person_message,
)
from study.errors import KnownError
from study.state.slots import Slot

WANG = NewUser("u-wang", "王护士", "three cranes over the lake")
NEW = "four quiet boats at dawn"


@pytest.fixture
def vault(ward: Any, cheap_profile: KdfProfile, clock: Callable[[], int]) -> Vault:
    return open_vault(ward.folder, clock=clock, floor=cheap_profile)


@pytest.fixture
def wang(ward: Any, vault: Vault) -> Unlocked:
    """A clinician of the store who has entered something."""
    vault.add_user(ward.unlocked, WANG)
    unlocked = vault.unlock(WANG.user_id, WANG.passphrase)
    ward.store.certify_user(ward.author("admin"), WANG.user_id, WANG.name, ("clinician",), unlocked)
    ward.store.append(author(unlocked), (f.SubjectEnrolled(id=ward.store.new_id(), subject="c1"),))
    return unlocked


def author(unlocked: Unlocked) -> Author:
    return Author(WANG.user_id, "clinician", unlocked.sign)


def enrolled(ward: Any) -> tuple[f.SubjectEnrolled]:
    return (f.SubjectEnrolled(id=ward.store.new_id(), subject=ward.store.new_id()),)


def slip_in(ward: Any, key: Unlocked) -> None:
    """What somebody with the database, the device's key and an old key of a person could put at the end of the log."""
    db: Connection = ward.store.connection
    home, last = meta.home(db), tip(db, ward.store.device)
    change = Change(
        id=ward.store.new_id(), site=home.site, device=home.device, seq=last.seq + 1, prev=last.hash,
        at=At(ward.store.clock()), author=WANG.user_id, role="clinician", study="1", study_digest="ab", seen=Seen(),
        facts=encode_facts(enrolled(ward)),
    )  # fmt: skip
    body = encode(change)
    bare = SignedChange(body, b"")
    signed = SignedChange(
        body, ward.unlocked.device_sign(device_message(bare.hash)), key.sign(person_message(bare.hash))
    )
    with db.transaction():
        enter(db, signed, change)


def reset(ward: Any, vault: Vault) -> Unlocked:
    vault.reset_passphrase(ward.unlocked, WANG.user_id, NEW)
    unlocked = vault.unlock(WANG.user_id, NEW)
    ward.store.certify_user(ward.author("admin"), WANG.user_id, WANG.name, ("clinician",), unlocked)
    return unlocked


def test_after_a_reset_the_new_key_signs_and_the_old_entries_stand(ward: Any, vault: Vault, wang: Unlocked) -> None:
    again = reset(ward, vault)
    ward.store.append(author(again), enrolled(ward))
    assert keys_in_force(ward.store.connection, WANG.user_id) == {again.public_key}
    assert verify_store(ward.store, ward.unlocked).whole


def test_the_record_says_from_when_the_old_key_no_longer_signs(ward: Any, vault: Vault, wang: Unlocked) -> None:
    before = ward.store.reader.tip().seq
    again = reset(ward, vault)
    first, second = ward.store.reader.history(Slot("user", WANG.user_id))
    assert (first.fact.public_key, second.fact.public_key) == (wang.public_key, again.public_key)
    assert second.fact.bases == (first.fact.id,)
    assert second.seq == before + 1


def test_the_old_key_can_not_append_any_more(ward: Any, vault: Vault, wang: Unlocked) -> None:
    reset(ward, vault)
    with pytest.raises(RuntimeError, match="has ended"):
        ward.store.append(author(wang), enrolled(ward))


def test_verify_names_an_entry_signed_with_the_old_key_after_its_end(ward: Any, vault: Vault, wang: Unlocked) -> None:
    reset(ward, vault)
    slip_in(ward, wang)
    [finding] = verify_store(ward.store, ward.unlocked).findings
    assert (finding.code, finding.seq) == ("ended-key", ward.store.reader.tip().seq)
    assert "had ended" in finding.what.en
    assert "停用" in finding.what.zh


def test_who_left_signs_nothing_any_more(ward: Any, vault: Vault, wang: Unlocked) -> None:
    [certified] = ward.store.reader.slot(Slot("user", WANG.user_id)).heads
    ended = f.UserEnded(id=ward.store.new_id(), bases=(certified.fact.id,), user=WANG.user_id, reason="moved away")
    ward.store.append(ward.author("admin"), (ended,))
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(author(wang), enrolled(ward))
    assert verify_store(ward.store, ward.unlocked).whole
    slip_in(ward, wang)
    assert [each.code for each in verify_store(ward.store, ward.unlocked).findings] == ["ended-key"]


def test_a_successor_device_does_not_bring_the_old_key_back(ward: Any, vault: Vault, wang: Unlocked) -> None:
    reset(ward, vault)
    vault.new_device_key(ward.unlocked)
    ward.store.begin_successor(ward.author(), "CR-03", "moved")
    slip_in(ward, wang)
    assert [each.code for each in verify_store(ward.store, ward.unlocked).findings] == ["ended-key"]
