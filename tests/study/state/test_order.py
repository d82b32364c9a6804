"""The state is a function of the set of changes and of the EDC's numbers, never of the order of arrival."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.state.digest import combine, slot_number
from study.state.memory import MemorySlots
from study.state.settle import settle

House = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 25))
def test_every_causal_order_gives_one_state(
    draw: random.Random,
    length: int,
    random_history: Callable[..., Any],
    in_another_order: Callable[..., Any],
    replayed: Callable[..., MemorySlots],
) -> None:
    history = random_history(draw, length)
    first = replayed(history)
    for _ in range(4):
        other = replayed(in_another_order(history, draw))
        assert other.settled == first.settled
        assert other.digest() == first.digest()


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 15))
def test_taking_everything_in_twice_changes_nothing(
    draw: random.Random, length: int, random_history: Callable[..., Any], replayed: Callable[..., MemorySlots]
) -> None:
    history = random_history(draw, length)
    once = replayed(history)
    twice = replayed([call for call in history for _ in range(2)])
    # A change applied as pending once more after its number came does not forget the number.
    late = replayed([*history, *(call for call in history if call.facts is not None and call.placing.number is None)])
    assert twice.settled == once.settled
    assert late.settled == once.settled


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 20))
def test_what_is_kept_is_what_settling_the_set_gives(
    draw: random.Random, length: int, random_history: Callable[..., Any], replayed: Callable[..., MemorySlots]
) -> None:
    slots = replayed(random_history(draw, length))
    for slot, settled in slots.settled.items():
        entries = list(slots.entries(slot))
        draw.shuffle(entries)
        assert settle(slot, entries) == settled
    assert slots.digest() == combine(slot_number(slot, kept) for slot, kept in slots.settled.items())


@pytest.mark.parametrize("seed", range(3))
def test_a_moved_head_moves_the_digest(
    seed: int, random_history: Callable[..., Any], replayed: Callable[..., MemorySlots]
) -> None:
    history = random_history(random.Random(seed), 12)
    digests = {replayed(history[:count]).digest() for count in range(len(history) + 1)}
    assert len(digests) > 3
