"""When two values stand against each other, and when not; what waits, and what wakes it."""

import itertools

import pytest

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import UnknownFact
from study.state.apply import apply, place
from study.state.memory import MemorySlots
from study.state.settle import PENDING, Placing, Settled
from study.state.slots import Slot
from study.values import Quantity, Value

WEIGHT = Address("s1", "M3", "", "VS", "", "", "WEIGHT")
SLOT = Slot("value", WEIGHT.key)


def kg(number: str) -> Quantity:
    return Quantity(number, "kg")


def put(
    slots: MemorySlots, name: str, value: Value, *bases: str, placing: Placing = PENDING, typed: str = ""
) -> Settled:
    apply(f"c-{name}", (f.ValueSet(id=name, address=WEIGHT, value=value, bases=bases, typed=typed),), placing, slots)
    return slots.settled[SLOT]


def heads(settled: Settled) -> list[str]:
    return [entry.fact.id for entry in settled.heads]


def test_a_value_that_names_the_head_replaces_it() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("53"))
    settled = put(slots, "b", kg("54"), "a")
    assert heads(settled) == ["b"]
    assert not settled.conflict


def test_two_different_values_on_one_base_are_a_conflict() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("53"))
    put(slots, "b", kg("54"), "a")
    settled = put(slots, "c", kg("55"), "a")
    assert sorted(heads(settled)) == ["b", "c"]
    assert settled.conflict


def test_agreeing_values_are_settled_whatever_was_typed() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("53.9"), typed="53.9")
    settled = put(slots, "b", kg("53.90"), typed="53,90")
    assert len(settled.heads) == 2
    assert not settled.conflict


@pytest.mark.parametrize("other", [Quantity("53.9", "g"), Quantity("53.9", "kg", "<"), Quantity("54", "kg")])
def test_another_unit_comparator_or_number_does_not_agree(other: Quantity) -> None:
    slots = MemorySlots()
    put(slots, "a", kg("53.9"))
    assert put(slots, "b", other).conflict


def test_a_chain_of_pending_edits_stays_inside_one_conflict() -> None:
    slots = MemorySlots()
    put(slots, "theirs", kg("50"), placing=Placing(1, "accepted"))
    first = put(slots, "mine1", kg("51"))
    put(slots, "mine2", kg("52"), "mine1")
    last = put(slots, "mine3", kg("53"), "mine2")
    assert heads(first) == ["theirs", "mine1"]
    assert heads(last) == ["theirs", "mine3"]
    assert first.conflict
    assert last.conflict


def test_the_one_the_edc_accepted_first_is_shown() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("50"))
    put(slots, "b", kg("51"))
    place("c-b", Placing(1, "accepted"), slots)
    place("c-a", Placing(2, "accepted"), slots)
    shown = slots.settled[SLOT].shown
    assert shown is not None
    assert shown.fact.id == "b"


def test_a_resolution_that_names_all_heads_settles() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("50"))
    put(slots, "b", kg("51"))
    settled = put(slots, "r", kg("51"), "a", "b")
    assert heads(settled) == ["r"]
    assert not settled.conflict


def test_two_resolutions_that_differ_are_a_conflict_again() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("50"))
    old = put(slots, "b", kg("51")).conflict
    put(slots, "r1", kg("50"), "a", "b")
    settled = put(slots, "r2", kg("51"), "a", "b")
    assert sorted(heads(settled)) == ["r1", "r2"]
    assert settled.conflict not in ("", old)


def test_facts_on_a_held_fact_wait_with_it() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("50"), placing=Placing(1, "accepted"))
    put(slots, "b", kg("51"), "a")
    put(slots, "c", kg("52"), "b")
    place("c-b", Placing(2, "held"), slots)
    settled = slots.settled[SLOT]
    assert heads(settled) == ["a"]
    assert sorted(e.fact.id for e in settled.waiting) == ["b", "c"]
    assert not settled.conflict


def test_a_release_wakes_what_waited() -> None:
    slots = MemorySlots()
    put(slots, "a", kg("50"), placing=Placing(1, "accepted"))
    put(slots, "b", kg("51"), "a", placing=Placing(2, "held"))
    release = f.ChangeReleased(id="v", change="c-b", reason="unfrozen")
    moved = apply("c-v", (release,), Placing(3, "accepted"), slots)
    assert SLOT in moved
    assert heads(slots.settled[SLOT]) == ["b"]


def test_a_rejected_change_stays_without_effect_and_is_kept() -> None:
    slots = MemorySlots()
    put(slots, "b", kg("51"), placing=Placing(2, "held"))
    apply("c-v", (f.ChangeRejected(id="v", change="c-b", reason="wrong child"),), Placing(3, "accepted"), slots)
    settled = slots.settled[SLOT]
    assert not settled.heads
    assert [entry.placing.standing for entry in settled.waiting] == ["rejected"]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_a_verdict_about_a_verdict_counts_in_every_order(order: tuple[int, ...]) -> None:
    slots = MemorySlots()
    value = f.ValueSet(id="b", address=WEIGHT, value=kg("51"))
    calls: list[tuple[str, f.Fact, Placing]] = [
        ("c-b", value, Placing(1, "accepted")),
        ("c-v", f.ChangeRejected(id="v", change="c-b", reason="r"), Placing(2, "accepted")),
        ("c-w", f.ChangeRejected(id="w", change="c-v", reason="r"), Placing(3, "accepted")),
    ]
    for index in order:
        name, fact, placing = calls[index]
        apply(name, (fact,), placing, slots)
    assert heads(slots.settled[SLOT]) == ["b"]


def test_verdicts_about_each_other_end() -> None:
    slots = MemorySlots()
    apply("c-v", (f.ChangeRejected(id="v", change="c-w", reason="r"),), Placing(2, "accepted"), slots)
    apply("c-w", (f.ChangeRejected(id="w", change="c-v", reason="r"),), Placing(3, "accepted"), slots)
    assert [e.fact.id for e in slots.settled[Slot("verdict", "c-v")].heads] == ["w"]
    assert not slots.settled[Slot("verdict", "c-w")].heads


def test_a_fact_that_names_itself_as_base_still_stands() -> None:
    assert heads(put(MemorySlots(), "a", kg("50"), "a")) == ["a"]


def test_of_two_query_states_the_one_that_asks_for_more_wins() -> None:
    slots = MemorySlots()
    apply("c1", (f.QueryOpened(id="o", query="q", address=WEIGHT, text="?"),), PENDING, slots)
    apply("c2", (f.QueryClosed(id="x", query="q", address=WEIGHT, bases=("o",)),), Placing(1, "accepted"), slots)
    apply("c3", (f.QueryReopened(id="r", query="q", address=WEIGHT, text="?", bases=("o",)),), PENDING, slots)
    shown = slots.settled[Slot("query", "q")].shown
    assert shown is not None
    assert shown.fact.id == "r"


def test_what_this_version_does_not_know_moves_nothing() -> None:
    slots = MemorySlots()
    assert apply("c", (UnknownFact(b"{}"), f.Accessed(id="x", what="print")), PENDING, slots) == frozenset()
    assert not slots.settled
