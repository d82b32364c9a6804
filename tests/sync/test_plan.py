"""The pure parts of a cycle: order of a push, search for the last common number, when to try again."""

import random

from hypothesis import given
from hypothesis import strategies as st

from study.changes.envelope import At, Change, Seen, SignedChange, decode, encode
from sync.client import plan
from sync.client.retry import LONGEST_MS, is_due, next_try
from sync.protocol.messages import Greeting

NOW = 1_790_000_000_000


def change(device: str, seq: int, size: int = 0) -> SignedChange:
    body = encode(
        Change(
            id=f"{device}-{seq}", site="S", device=device, seq=seq, prev="", at=At(NOW), author="x" * size, role="",
            study="", study_digest="", seen=Seen(), facts=(),
        )
    )  # fmt: skip
    return SignedChange(body, b"")


def greeting(epoch: str, head_at_yours: str, your_seq: int = 0) -> Greeting:
    return Greeting(
        epoch=epoch, number=9, head="", head_at_yours=head_at_yours, roster=0, your_seq=your_seq, your_hash="",
        server_utc=NOW,
    )  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from("ABE"), st.integers(1, 9)), unique=True))
def test_a_push_never_puts_a_change_before_an_earlier_one_of_its_device(names: list[tuple[str, int]]) -> None:
    given_ = [change(*name) for name in names]
    ordered = plan.in_chain_order(given_)
    assert sorted(given_, key=lambda c: c.body) == sorted(ordered, key=lambda c: c.body)
    for device in "ABE":
        seqs = [decode(signed.body).seq for signed in ordered if decode(signed.body).device == device]
        assert seqs == sorted(seqs)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_last_common_number_is_found_in_few_questions(common: int, beyond: int) -> None:
    ours = {n: f"h{n}" for n in range(1, common + beyond + 1)}
    theirs = {n: f"h{n}" if n <= common else f"x{n}" for n in range(1, common + beyond + 1)}
    low, high, asked = 0, common + beyond, 0
    while low < high:
        numbers = plan.probes(low, high)
        low, high = plan.narrow(low, numbers, theirs, ours)
        asked += 1
    assert low == common
    assert asked <= 4


def test_only_a_chain_that_goes_on_from_ours_is_the_same_chain() -> None:
    own = plan.Own("e1", 5, "head5", 3)
    assert not plan.must_recover(own, greeting("e1", "head5"))
    assert plan.must_recover(own, greeting("e2", "head5"))
    assert plan.must_recover(own, greeting("e1", ""))
    assert plan.went_back(own, greeting("e1", "other"))
    assert not plan.went_back(own, greeting("e2", "other"))
    assert not plan.must_recover(plan.Own("", 0, "0" * 64, 1), greeting("e1", "0" * 64))


def test_a_store_behind_its_own_log_asks_for_its_own_changes_too() -> None:
    own = plan.Own("e1", 5, "head5", 3)
    assert plan.wants_own(own, greeting("e1", "head5", your_seq=4))
    assert not plan.wants_own(own, greeting("e1", "head5", your_seq=3))


def test_a_batch_fits_and_is_never_empty() -> None:
    changes = [change("A", seq, size=1000) for seq in range(1, 6)]
    assert len(plan.fitting(changes, 200, 2000)) == 1
    assert len(plan.fitting(changes, 200, 2500)) == 2
    assert len(plan.fitting(changes, 3, 10**9)) == 3
    assert len(plan.fitting(changes, 200, 1)) == 1


@given(st.integers(0, 200))
def test_the_next_try_comes_within_ten_minutes_and_later_each_time(attempts: int) -> None:
    due = next_try(NOW, attempts, random.uniform)
    assert 2_500 <= due - NOW <= LONGEST_MS
    assert is_due(due, due)
    assert not is_due(due - 1, due)


def test_a_clock_set_back_does_not_stop_the_queue() -> None:
    assert is_due(NOW - 24 * 3600 * 1000, NOW + 5_000)
    assert is_due(NOW, None)
