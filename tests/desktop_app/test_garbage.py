"""Cycles that nobody holds go while nobody types, and not before; what is put aside goes once somebody left."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.garbage import AGAIN_MS, MOST, QUIET_MS, REST_MS, Garbage, put_aside


class Loop:
    """Holds itself: only a round that looks for cycles ends it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def quiet() -> list[int]:
    """For how many ms nobody typed; a test turns it."""
    return [QUIET_MS]


@pytest.fixture
def now() -> list[int]:
    """The time in ms; a test moves it."""
    return [0]


@pytest.fixture
def garbage(qtbot: QtBot, quiet: list[int], now: list[int]) -> Iterator[Garbage]:
    made = Garbage(lambda: quiet[0], clock=lambda: now[0])
    made.begin()
    yield made
    made.end()


def lost() -> "weakref.ref[Loop]":
    """A cycle that nobody holds, grown old."""
    made = Loop()
    gc.collect(1)
    return weakref.ref(made)


def rounds(count: int) -> None:
    """So many rounds of the young."""
    for _ in range(count):
        gc.collect(1)


def test_what_nobody_holds_goes_while_nobody_types(garbage: Garbage) -> None:
    cycle = lost()
    garbage.look()
    assert cycle() is None


def test_nothing_is_looked_for_while_somebody_types(garbage: Garbage, quiet: list[int]) -> None:
    quiet[0] = QUIET_MS - 1
    cycle = lost()
    garbage.look()
    assert cycle() is not None
    quiet[0] = QUIET_MS
    garbage.look()
    assert cycle() is None


def test_python_runs_no_whole_round_by_itself_between_begin_and_end(garbage: Garbage) -> None:
    seen: list[int] = []
    heard = [lambda phase, info: seen.append(info["generation"]) if phase == "start" else None]
    gc.callbacks.extend(heard)
    kept = [[number] for number in range(300_000)]
    gc.callbacks.remove(heard[0])
    assert len(kept) == 300_000
    assert 1 in seen
    assert 2 not in seen


def test_what_was_read_of_many_children_is_put_aside_unseen_and_seen_once_somebody_left(
    garbage: Garbage, quiet: list[int]
) -> None:
    """Looking through thousands of them would stop every thread for seconds."""
    cycle = lost()
    put_aside()
    garbage.look()
    assert cycle() is not None
    garbage.somebody_left()
    quiet[0] = 0
    garbage.look()
    assert cycle() is not None, "the next person types their passphrase"
    quiet[0] = QUIET_MS
    garbage.look()
    assert cycle() is None


def test_what_was_put_aside_is_seen_again_each_half_hour_while_nobody_is_there(
    garbage: Garbage, quiet: list[int], now: list[int]
) -> None:
    """Who works all day leaves seldom, and a drawing that was under way when it was put aside would stay."""
    cycle = lost()
    put_aside()
    quiet[0], now[0] = REST_MS, AGAIN_MS - 1
    garbage.look()
    assert cycle() is not None
    quiet[0], now[0] = REST_MS - 1, AGAIN_MS
    garbage.look()
    assert cycle() is not None
    quiet[0] = REST_MS
    garbage.look()
    assert cycle() is None
    again = lost()
    put_aside()
    garbage.look()
    assert again() is not None, "another half hour"


def test_so_much_is_looked_through_although_somebody_types(garbage: Garbage, quiet: list[int]) -> None:
    """Else the figures of a long morning would pile up."""
    quiet[0] = 0
    cycle = lost()
    rounds(MOST - 1)
    garbage.look()
    assert cycle() is not None
    rounds(2)
    garbage.look()
    assert cycle() is None


def test_nothing_is_put_aside_where_nobody_looks_after_it() -> None:
    aside = gc.get_freeze_count()
    put_aside()
    assert gc.get_freeze_count() == aside


def test_after_the_end_python_does_as_before() -> None:
    before, aside = gc.get_threshold(), gc.get_freeze_count()
    garbage = Garbage(lambda: 0)
    garbage.begin()
    assert gc.get_threshold() != before
    garbage.end()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() <= aside
    garbage.end()
    assert gc.get_threshold() == before
