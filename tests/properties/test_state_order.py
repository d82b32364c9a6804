"""The state is a function of the set of changes and of the EDC's numbers, never of the order of arrival.

One contract for every keeper of slots: in memory and in SQL.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.state.digest import combine, slot_number
from study.state.memory import MemorySlots
from study.state.settle import settle

House = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
Tool = Callable[..., Any]


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 20))
def test_every_causal_order_gives_one_state(
    draw: random.Random, length: int, random_history: Tool, in_another_order: Tool, keeper: Any
) -> None:
    history = random_history(draw, length)
    first = keeper.run(history)
    for _ in range(3):
        assert keeper.run(in_another_order(history, draw)) == first


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 15))
def test_taking_everything_in_twice_changes_nothing(
    draw: random.Random, length: int, random_history: Tool, keeper: Any
) -> None:
    history = random_history(draw, length)
    once = keeper.run(history)
    assert keeper.run([call for call in history for _ in range(2)]) == once
    # A change applied as pending once more after its number came does not forget the number.
    assert keeper.run([*history, *(c for c in history if c.facts is not None and c.placing.number is None)]) == once


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 20))
def test_all_keepers_keep_the_same(
    draw: random.Random, length: int, random_history: Tool, keeper: Any, sql_keeper: Any
) -> None:
    history = random_history(draw, length)
    assert keeper.run(history) == sql_keeper.run(history)


@House
@given(draw=st.randoms(use_true_random=False), length=st.integers(1, 20))
def test_what_is_kept_is_what_settling_the_set_gives(
    draw: random.Random, length: int, random_history: Tool, replayed_in: Tool
) -> None:
    slots = MemorySlots()
    replayed_in(random_history(draw, length), slots)
    for slot, settled in slots.settled.items():
        entries = list(slots.entries(slot))
        draw.shuffle(entries)
        assert settle(slot, entries) == settled
    assert slots.digest() == combine(slot_number(slot, kept) for slot, kept in slots.settled.items())


@pytest.mark.parametrize("seed", range(3))
def test_a_moved_head_moves_the_digest(seed: int, random_history: Tool, keeper: Any) -> None:
    history = random_history(random.Random(seed), 12)
    digests = {keeper.run(history[:count])[1] for count in range(len(history) + 1)}
    assert len(digests) > 3
