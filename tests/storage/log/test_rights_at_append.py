"""Nothing enters the log that the author's role may not make: `Store.append` obeys the table of rights."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from storage.log import Author
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.rights import RIGHTS, may
from study.values import TextValue

AT = Address("c1", "M3", "", "VS")
PLAIN: dict[str, Any] = {
    "address": AT, "subject": "c9", "device": "d9", "name": "n", "public_key": b"k", "site": "S01", "last_seq": 1,
    "reason": "r", "user": "u9", "roles": ("clinician",), "possession": b"", "certifier": "u-lin", "certification": b"",
    "version": "1", "digest": "ab", "table": "t", "status": "DONE", "level": "row", "value": TextValue("x"),
    "meaning": "m", "signature": "s1", "query": "q1", "text": "t", "kind": "k", "size": 1, "sealed_size": 1,
    "key": b"k", "attachment": "a1", "change": "ch1", "mark": "m1", "what": "export", "child_key": b"k",
    "prefix": "LN-", "width": 3, "first": 1, "last": 10,
    "fingerprint": "7F3A", "site_key": "7F3A", "previous": "AA", "sealed": b"k", "files": b"k",
}  # fmt: skip
KINDS = sorted(get_args(f.Fact), key=lambda kind: str(kind.__name__))
ROLES = sorted(RIGHTS)


def plain(kind: type, name: str) -> f.Fact:
    """A fact of a kind, with something in every field it must have."""
    needed = {field: PLAIN[field] for field in kind.__struct_fields__ if field in PLAIN}  # type: ignore[attr-defined]
    made: f.Fact = kind(id=name, **needed)
    return made


@pytest.fixture
def try_as(ward: Any) -> Callable[..., str]:
    """Appends facts of these kinds in a role; returns the refusal's code, "" when it went in."""
    ward.store.certify_user(ward.author("admin"), "u-lin", "林医生", ROLES, ward.unlocked)

    def attempt(role: str, *kinds: type) -> str:
        author = Author("u-lin", role, ward.unlocked.sign)
        before = ward.store.reader.tip().seq
        try:
            ward.store.append(author, [plain(kind, ward.store.new_id()) for kind in kinds])
        except KnownError as refusal:
            assert ward.store.reader.tip().seq == before
            return refusal.code
        return ""

    return attempt


# Whoever opens a restored or moved store may let it go on as another device: it is nobody's privilege.
ANYBODYS = f.DeviceBegun
# These end or replace what the other attempts need: the author, the device.
_SPARED = (f.UserEnded, f.UserCertified, f.DeviceEnded, f.DeviceBegun)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*ROLES, "nobody", ""]), st.sampled_from(KINDS))
def test_one_fact_goes_in_exactly_when_the_role_may(try_as: Callable[..., str], role: str, kind: type) -> None:
    if kind is not ANYBODYS or role not in ROLES:
        assert (try_as(role, kind) == "no-right") is not may(role, kind)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(ROLES),
    st.lists(st.sampled_from([kind for kind in KINDS if kind not in _SPARED]), min_size=1, max_size=4),
)
def test_one_forbidden_fact_keeps_the_whole_change_out(
    try_as: Callable[..., str], role: str, kinds: list[type]
) -> None:
    if try_as(role, *kinds) == "":
        assert all(may(role, kind) for kind in kinds)


def test_a_role_that_is_not_ones_own_gives_no_right(ward: Any) -> None:
    fact = plain(f.Accessed, ward.store.new_id())
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(Author("u-lin", "coordinator", ward.unlocked.sign), [fact])
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(Author("u-nobody", "investigator", ward.unlocked.sign), [fact])


def test_nobody_gives_themself_a_role_by_letting_a_device_begin_once_more(ward: Any) -> None:
    begun = plain(f.DeviceBegun, ward.store.new_id())
    myself = Author("u-lin", "coordinator", ward.unlocked.sign)
    certified = ward.store.certification(myself, "u-lin", "林医生", ("coordinator",), ward.unlocked)
    with pytest.raises(KnownError) as refusal:
        ward.store.append(myself, [begun, certified])
    assert refusal.value.code == "no-right"


def test_a_device_begins_with_its_first_change_only(ward: Any) -> None:
    with pytest.raises(KnownError) as refusal:
        ward.store.append(ward.author("admin"), [plain(f.DeviceBegun, ward.store.new_id())])
    assert refusal.value.code == "no-right"


TAKEN_AWAY = (
    f.Withdrawn, f.Reinstated, f.FormReopened, f.AttachmentWithdrawn, f.IdentityErased, f.UserEnded,
)  # fmt: skip


@pytest.mark.parametrize("kind", TAKEN_AWAY, ids=lambda kind: str(kind.__name__))
@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_taken_away_or_opened_again_without_a_word(ward: Any, kind: type, reason: str) -> None:
    role = "admin" if kind is f.UserEnded else "investigator"
    with pytest.raises(KnownError) as refusal:
        ward.store.append(ward.author(role), [replace(plain(kind, "x"), reason=reason)])
    assert refusal.value.code == "reason-wanted"


def test_a_blank_is_no_reason_for_changing_a_completed_form(ward: Any) -> None:
    child = ward.enrol("LN-001")
    first = ward.weigh(child, "20")
    place = Address(child, "M3", "", "VS")
    ward.store.append(ward.author(), [f.FormCompleted(id=ward.store.new_id(), address=place)])
    with pytest.raises(KnownError) as refusal:
        ward.weigh(child, "21", first, reason="  ")
    assert refusal.value.code == "reason-wanted"
