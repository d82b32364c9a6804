"""What stands before what: along one device, through a copy that went another way, into a successor."""

from hypothesis import given
from hypothesis import strategies as st

from study.changes.ancestry import Link, Standpoint, standpoints

CHAIN = [Link("a1", ""), Link("a2", "a1"), Link("a3", "a2")]


def test_a_chain_without_a_fork_counts_on() -> None:
    found = standpoints(CHAIN)
    assert found["a3"] == Standpoint(("a1",), 2)
    assert found["a3"].after(found["a1"])
    assert not found["a1"].after(found["a3"])
    assert not found["a1"].after(found["a1"])


def test_the_branches_of_a_copied_store_share_what_stood_before_the_copy_and_nothing_else() -> None:
    found = standpoints([*CHAIN, Link("b3", "a2"), Link("b4", "b3")])
    assert found["b4"].after(found["a2"])
    assert found["a3"].after(found["a2"])
    assert not found["b4"].after(found["a3"])
    assert not found["a3"].after(found["b3"])


def test_a_successor_comes_after_the_branch_that_it_went_on_from() -> None:
    found = standpoints([*CHAIN, Link("b3", "a2"), Link("c1", "b3"), Link("c2", "c1")])
    assert found["c2"].after(found["b3"])
    assert found["c2"].after(found["a1"])
    assert not found["c2"].after(found["a3"])


def test_another_device_stands_nowhere_before_it() -> None:
    found = standpoints([*CHAIN, Link("d1", ""), Link("d2", "d1")])
    assert not found["d2"].after(found["a1"])
    assert not found["a3"].after(found["d1"])


def test_of_what_has_no_place_nothing_is_said() -> None:
    assert not Standpoint(("a1",), 3).after(Standpoint())


@given(st.lists(st.integers(0, 30), max_size=30))
def test_it_is_what_going_back_link_by_link_gives(turns: list[int]) -> None:
    before = {"n0": ""}
    for number, turn in enumerate(turns, 1):
        before[f"n{number}"] = f"n{turn % number}"
    found = standpoints(Link(name, earlier) for name, earlier in before.items())
    for name, last in before.items():
        past, at = set(), last
        while at:
            past.add(at)
            at = before[at]
        assert {other for other in before if found[name].after(found[other])} == past
