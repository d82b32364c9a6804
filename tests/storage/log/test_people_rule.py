"""What verify rejects of people and their keys, the running program does not obey either."""

from typing import Any

import pytest

from storage.keys import KdfProfile, NewUser, Unlocked, open_vault
from storage.log import Author
from storage.people import certified
from storage.trust import keys_in_force
from storage.verify import verify_store
from study.changes import facts as f
from study.errors import KnownError
from study.state.slots import Slot
from study.values import Quantity
from tests.storage.log.conftest import CODE, Slip, weight


def certificate(ward: Any, user: str, roles: tuple[str, ...], key: Unlocked, by: Unlocked) -> f.UserCertified:
    bases = tuple(each.fact.id for each in ward.store.reader.slot(Slot("user", user)).heads)
    return certified(ward.store.new_id(), (user, "x", roles), key, (by.user_id, by.sign), bases)


def weighed(ward: Any) -> f.ValueSet:
    return f.ValueSet(id=ward.store.new_id(), address=weight("c1"), value=Quantity("20", "kg"))


@pytest.fixture
def wang(ward: Any, cheap_profile: KdfProfile) -> Unlocked:
    """A clerk of the store."""
    vault = open_vault(ward.folder, floor=cheap_profile)
    vault.add_user(ward.unlocked, NewUser("u-wang", "王护士", CODE))
    unlocked = vault.unlock("u-wang", CODE)
    ward.store.certify_user(ward.author("admin"), "u-wang", "王护士", ("data_entry",), unlocked)
    return unlocked


def test_a_forged_administrator_is_given_no_role_and_no_key(ward: Any, slip_in: Slip, own_key: Any) -> None:
    forged = own_key("u-mal")
    slip_in("u-mal", "admin", [certificate(ward, "u-mal", ("admin",), forged, forged)], forged)
    assert ward.store.reader.roles("u-mal") == frozenset()
    assert keys_in_force(ward.store.connection, "u-mal") == frozenset()
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(Author("u-mal", "admin", forged.sign), [f.Accessed(id="a", what="unlock")])
    assert not verify_store(ward.store, ward.unlocked).whole


def test_a_clerk_who_certifies_themself_stays_a_clerk(ward: Any, slip_in: Slip, wang: Unlocked) -> None:
    slip_in("u-wang", "admin", [certificate(ward, "u-wang", ("admin", "investigator"), wang, wang)], wang)
    assert ward.store.reader.roles("u-wang") == {"data_entry"}
    assert [one.roles for one in ward.store.reader.users() if one.user == "u-wang"] == [("data_entry",)]


def test_a_key_forged_over_somebodys_does_not_end_it_and_does_not_sign(ward: Any, slip_in: Slip, own_key: Any) -> None:
    forged = own_key("u-lin")
    fact = certificate(ward, "u-lin", ("admin", "investigator", "data_entry"), forged, forged)
    slip_in("u-lin", "admin", [fact], forged)
    assert keys_in_force(ward.store.connection, "u-lin") == {ward.unlocked.public_key}
    with pytest.raises(RuntimeError, match="nobody certified"):
        ward.store.append(Author("u-lin", "investigator", forged.sign), [weighed(ward)])
    ward.store.append(ward.author(), [weighed(ward)])


def test_an_end_that_no_administrator_signed_ends_nobody(ward: Any, slip_in: Slip, wang: Unlocked) -> None:
    bases = tuple(each.fact.id for each in ward.store.reader.slot(Slot("user", "u-lin")).heads)
    slip_in("u-wang", "admin", [f.UserEnded(id="e", bases=bases, user="u-lin", reason="x")], wang)
    assert "admin" in ward.store.reader.roles("u-lin")
    assert keys_in_force(ward.store.connection, "u-lin") == {ward.unlocked.public_key}
    assert [each.code for each in verify_store(ward.store, ward.unlocked).findings] == ["certification"]


def test_a_certificate_is_not_used_a_second_time(ward: Any, slip_in: Slip, wang: Unlocked) -> None:
    [head] = ward.store.reader.slot(Slot("user", "u-wang")).heads
    ended = f.UserEnded(id=ward.store.new_id(), bases=(head.fact.id,), user="u-wang", reason="moved away")
    ward.store.append(ward.author("admin"), [ended])
    slip_in("", "", [f.UserCertified(**{**_fields(head.fact), "id": "again", "bases": (ended.id,)})], None)
    assert ward.store.reader.roles("u-wang") == frozenset()
    assert keys_in_force(ward.store.connection, "u-wang") == frozenset()
    assert not verify_store(ward.store, ward.unlocked).whole


def test_who_is_an_administrator_no_more_certifies_nobody(
    ward: Any, slip_in: Slip, wang: Unlocked, own_key: Any
) -> None:
    for roles in (("admin",), ("data_entry",)):
        ward.store.append(ward.author("admin"), [certificate(ward, "u-wang", roles, wang, ward.unlocked)])
    friend = own_key("u-mal")
    slip_in("u-wang", "admin", [certificate(ward, "u-mal", ("admin",), friend, wang)], wang)
    assert ward.store.reader.roles("u-mal") == frozenset()
    assert [each.code for each in verify_store(ward.store, ward.unlocked).findings] == ["certification"]


def _fields(fact: f.UserCertified) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__}
