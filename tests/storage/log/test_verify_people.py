"""A key in somebody's name that nobody vouched for is found, and so is a change its author had no right to make."""

from collections.abc import Callable
from typing import Any

import pytest

from storage.keys import KdfProfile, NewUser, Unlocked, open_vault
from storage.people import certified
from storage.verify import verify_store
from study.changes import facts as f
from study.values import Quantity
from tests.storage.log.conftest import CODE, Slip, weight


def codes(ward: Any) -> list[str]:
    return [finding.code for finding in verify_store(ward.store, ward.unlocked).findings]


def certificate(ward: Any, user: str, roles: tuple[str, ...], key: Unlocked) -> f.UserCertified:
    return certified(ward.store.new_id(), (user, "林医生", roles), key, (user, key.sign))


def weighed(ward: Any) -> f.ValueSet:
    return f.ValueSet(id=ward.store.new_id(), address=weight("c1"), value=Quantity("20", "kg"))


def test_a_key_that_vouches_for_itself_signs_nothing_in_somebodys_name(
    ward: Any, slip_in: Slip, own_key: Callable[[str], Unlocked]
) -> None:
    forged = own_key("u-lin")
    slip_in("u-lin", "admin", [certificate(ward, "u-lin", ("admin", "investigator"), forged)], forged)
    slip_in("u-lin", "investigator", [weighed(ward)], forged)
    assert codes(ward) == ["person-signature", "person-signature"]


def test_two_keys_that_vouch_for_each_other_are_no_better(
    ward: Any, slip_in: Slip, own_key: Callable[[str], Unlocked]
) -> None:
    one, two = own_key("u-mal"), own_key("u-mal")
    for key, by in ((one, two), (two, one)):
        fact = certified(ward.store.new_id(), ("u-mal", "x", ("admin",)), key, ("u-mal", by.sign))
        slip_in("u-lin", "admin", [fact], ward.unlocked)
    assert codes(ward) == ["certification", "certification"]


def test_the_key_that_was_forged_over_does_not_end(
    ward: Any, slip_in: Slip, own_key: Callable[[str], Unlocked]
) -> None:
    forged = own_key("u-lin")
    slip_in("u-lin", "admin", [certificate(ward, "u-lin", ("admin",), forged)], forged)
    slip_in("u-lin", "investigator", [weighed(ward)], ward.unlocked)
    assert codes(ward) == ["person-signature"]


def test_who_is_no_administrator_certifies_nobody(ward: Any, slip_in: Slip, cheap_profile: KdfProfile) -> None:
    vault = open_vault(ward.folder, floor=cheap_profile)
    vault.add_user(ward.unlocked, NewUser("u-wang", "王护士", CODE))
    wang = vault.unlock("u-wang", CODE)
    ward.store.certify_user(ward.author("admin"), "u-wang", "王护士", ("data_entry",), wang)
    slip_in("u-wang", "admin", [certificate(ward, "u-wang", ("admin",), wang)], wang)
    assert codes(ward) == ["certification"]


@pytest.mark.parametrize("role", ["admin", "monitor"])
def test_a_change_beyond_its_authors_role_is_found(ward: Any, slip_in: Slip, role: str) -> None:
    slip_in("u-lin", role, [weighed(ward)], ward.unlocked)
    assert codes(ward) == ["right"]


@pytest.mark.parametrize("role", ["edc", "monitor"])
def test_the_workstation_does_not_speak_for_the_centre(ward: Any, slip_in: Slip, role: str) -> None:
    slip_in("central", role, [f.QueryOpened(id="q", query="q", address=weight("c1"), text="?")], None)
    assert codes(ward) == ["person-signature"]
