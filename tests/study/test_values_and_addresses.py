"""When two values agree, what an address covers, what a role may do, what an identifier looks like."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.address import Address, parse_key
from study.changes import facts as f
from study.ids import uuid7
from study.rights import RIGHTS, SITE_ROLES, may, may_resolve, sees_names
from study.values import Cleared, Codes, DateValue, NotDone, Quantity, Range, TextValue, Value, canonical, same

PART = st.text(st.characters(categories=["L", "N"]), max_size=6)
ADDRESSES = st.builds(Address, PART, PART, PART, PART, PART, PART, PART)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        (Quantity("53.90", "kg"), Quantity("53.9", "kg"), True),
        (Quantity("100", "g"), Quantity("1E+2", "g"), True),
        (Quantity("0.00", "g"), Quantity("-0", "g"), True),
        (Quantity("53.9", "kg"), Quantity("53.9", "g"), False),
        (Quantity("5", "g"), Quantity("5", "g", "<"), False),
        (Codes(("A", "B")), Codes(("B", "A")), True),
        (Range("3", "5", "/HP"), Range("3.0", "5", "/HP"), True),
        (TextValue("a"), TextValue("A"), False),
        (Cleared(), NotDone("REFUSED"), False),
        (DateValue("2026-08"), DateValue("2026-08-01"), False),
    ],
)
def test_when_two_values_agree(left: Value, right: Value, agree: bool) -> None:
    assert same(left, right) is agree
    assert (canonical(left) == canonical(right)) is agree


@given(number=st.decimals(allow_nan=False, allow_infinity=False, places=4), zeros=st.integers(0, 3))
def test_zeros_at_the_end_say_nothing_new(number: object, zeros: int) -> None:
    written = f"{number:f}"
    assert same(Quantity(written, "g"), Quantity(written + "0" * zeros, "g"))


@given(address=ADDRESSES)
def test_an_address_is_its_key(address: Address) -> None:
    assert parse_key(address.key) == address
    assert address.covers(address)
    assert Address(address.subject).covers(address)
    assert address.in_form.covers(address)
    assert address.in_visit.covers(address.in_form)


def test_a_form_does_not_cover_another_repeat() -> None:
    assert not Address("s", "LOG", "", "AE", "r1").covers(Address("s", "LOG", "", "AE", "r2", "", "TERM"))


def test_a_key_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="seven"):
        parse_key("s/M3")


def test_nobody_central_sets_a_sites_value_and_nobody_unknown_does_anything() -> None:
    assert [role for role in RIGHTS if may(role, f.ValueSet)] == [
        "clinician",
        "investigator",
        "coordinator",
        "data_entry",
    ]
    assert not may("", f.Accessed)
    assert not may("visitor", f.Accessed)
    assert not any(may(role, kind) for role in SITE_ROLES for kind in (f.Frozen, f.Locked, f.ChangeReleased))
    assert [role for role in RIGHTS if may(role, f.Signed)] == ["investigator"]


def test_a_clerk_and_a_monitor_see_no_names_and_decide_no_conflict() -> None:
    for role in ("data_entry", "monitor", "admin", "edc"):
        assert not sees_names(role)
        assert not may_resolve(role)


@pytest.mark.parametrize("number", ["1e999999999", "-1e-999999999", "sNaN", "9" * 101, "Infinity"])
def test_a_number_that_no_one_means_still_compares(number: str) -> None:
    """Such a change may come over the line; it must not keep everything behind it from being taken in."""
    assert canonical(Quantity(number, "g")) == ("q", "", number, "g")


def test_no_digit_is_rounded_away_when_two_numbers_are_compared() -> None:
    assert not same(Quantity("1.0000000000000000000000000000001", "g"), Quantity("1", "g"))


@given(at=st.integers(0, (1 << 48) - 1), random=st.binary(min_size=10, max_size=10))
def test_identifiers_are_version_7_and_sort_by_time(at: int, random: bytes) -> None:
    name = uuid.UUID(uuid7(at, random))
    assert (name.version, name.variant) == (7, uuid.RFC_4122)
    assert name.int >> 80 == at


def test_an_identifier_takes_ten_random_bytes() -> None:
    with pytest.raises(ValueError, match="ten"):
        uuid7(0, b"123")
