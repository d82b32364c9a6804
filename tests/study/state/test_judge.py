"""What the EDC accepts and what it holds; a validly chained change is never refused."""

import msgspec
import pytest

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import GENESIS, At, Change, Seen
from study.state.judge import Circumstances, Freeze, judge
from study.state.settle import Entry, resolves
from study.values import Quantity

VS = Address("s1", "M3", "", "VS")
WEIGHT = Address("s1", "M3", "", "VS", "", "", "WEIGHT")
AROUND = Circumstances(device_certified=True, author_roles=("clinician", "investigator"))
VALUE = f.ValueSet(id="f", address=WEIGHT, value=Quantity("53", "kg"))


def change(role: str = "clinician", seen: int = 0, seq: int = 3) -> Change:
    return Change(
        id="c", site="S01", device="d", seq=seq, prev=GENESIS, at=At(0), author="u", role=role, study="1",
        study_digest="ab", seen=Seen("e", seen, 0), facts=(),
    )  # fmt: skip


def around(**changed: object) -> Circumstances:
    return msgspec.structs.replace(AROUND, **changed)


@pytest.mark.parametrize(
    ("circumstances", "code"),
    [
        (around(device_certified=False), "device-not-certified"),
        (around(device_ended_after=2), "device-ended"),
        (around(studies=frozenset({"other"})), "unknown-study"),
        (around(missing_bases=frozenset({"x"})), "unknown-base"),
        (around(author_roles=()), "author-not-certified"),
    ],
)
def test_what_is_not_known_yet_is_held(circumstances: Circumstances, code: str) -> None:
    verdict = judge(change(), (VALUE,), circumstances)
    assert (verdict.standing, verdict.code) == ("held", code)
    assert verdict.why is not None


def test_what_is_in_order_is_accepted() -> None:
    assert judge(change(), (VALUE,), AROUND).standing == "accepted"


def test_a_right_the_role_lacks_holds_the_change() -> None:
    signed = f.Signed(id="f", address=VS, meaning="reviewed", digest="")
    assert judge(change("clinician"), (signed,), AROUND).code == "no-right"
    assert judge(change("investigator"), (signed,), AROUND).standing == "accepted"


def test_a_clerk_may_not_resolve() -> None:
    resolution = msgspec.structs.replace(VALUE, bases=("a", "b"))
    clerk = around(author_roles=("data_entry",), resolving=frozenset({resolution.id}))
    assert judge(change("data_entry"), (resolution,), clerk).code == "no-right"
    agreeing = around(author_roles=("data_entry",))
    assert judge(change("data_entry"), (resolution,), agreeing).standing == "accepted", "both bases said the same"


def test_only_bases_that_differ_make_a_resolution() -> None:
    first, second, third = (
        Entry(msgspec.structs.replace(VALUE, id=name, value=Quantity(number, "kg")), f"c{name}", 0)
        for name, number in (("a", "41.2"), ("b", "41.20"), ("c", "14.2"))
    )
    over = msgspec.structs.replace(VALUE, id="d", bases=("a", "b"))
    assert not resolves(over, (first, second, third))
    assert resolves(msgspec.structs.replace(over, bases=("a", "c")), (first, second, third))


@pytest.mark.parametrize(("seen", "words"), [(4, "before the workstation could know"), (5, "although")])
def test_a_freeze_tells_ignorance_from_violation(seen: int, words: str) -> None:
    frozen = around(freezes=(Freeze(f.Frozen(id="z", address=VS), 5),))
    verdict = judge(change(seen=seen), (VALUE,), frozen)
    assert verdict.code == "frozen"
    assert verdict.why is not None
    assert words in verdict.why.en


@pytest.mark.parametrize(
    ("fact", "frozen", "locked"),
    [
        (VALUE, "held", "held"),
        (f.Signed(id="f", address=VS, meaning="m", digest=""), "accepted", "held"),
        (f.MarkSet(id="f", address=VS, kind="reviewed"), "accepted", "held"),
        (f.QueryReopened(id="f", address=VS, query="q", text="?"), "accepted", "accepted"),
        (f.QueryAnswered(id="f", address=VS, query="q", text="!"), "accepted", "accepted"),
    ],
)
def test_under_a_freeze_one_may_sign_under_a_lock_not(fact: f.Fact, frozen: str, locked: str) -> None:
    for freeze, standing in ((f.Frozen(id="z", address=VS), frozen), (f.Locked(id="z", address=VS), locked)):
        circumstances = around(freezes=(Freeze(freeze, 1),))
        assert judge(change("investigator"), (fact,), circumstances).standing == standing


def test_a_freeze_elsewhere_does_not_matter() -> None:
    elsewhere = around(freezes=(Freeze(f.Frozen(id="z", address=Address("s2")), 1),))
    assert judge(change(), (VALUE,), elsewhere).standing == "accepted"
