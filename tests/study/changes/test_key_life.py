"""From when a key no longer signs: by the chain of its own store, and by no other."""

from hypothesis import given
from hypothesis import strategies as st

from study.changes.key_life import Reach, Said, ended_keys

OLD, NEW, OTHER = b"old", b"new", b"other"
HERE = [Reach("d1", 9)]


def test_the_first_key_signs_until_another_is_certified() -> None:
    said = [Said("d1", 1, OLD), Said("d1", 5, NEW)]
    assert ended_keys(said, [Reach("d1", 4)]) == frozenset()
    assert ended_keys(said, [Reach("d1", 5)]) == {OLD}


def test_an_end_ends_the_key_and_a_new_certification_brings_another() -> None:
    said = [Said("d1", 1, OLD), Said("d1", 3, b""), Said("d1", 6, NEW)]
    assert ended_keys(said, [Reach("d1", 3)]) == {OLD}
    assert ended_keys(said, HERE) == {OLD}


def test_the_same_key_certified_again_goes_on() -> None:
    assert ended_keys([Said("d1", 1, OLD), Said("d1", 3, OLD)], HERE) == frozenset()
    assert ended_keys([Said("d1", 1, OLD), Said("d1", 3, b""), Said("d1", 5, OLD)], HERE) == frozenset()


def test_the_key_of_another_store_is_another_matter() -> None:
    assert ended_keys([Said("d1", 1, OLD), Said("d2", 1, OTHER), Said("edc", 7, OLD)], HERE) == frozenset()


def test_a_successor_goes_on_from_where_it_took_over() -> None:
    said = [Said("d1", 1, OLD), Said("d1", 5, NEW), Said("d2", 1, NEW)]
    assert ended_keys(said, [Reach("d1", 5), Reach("d2", 3)]) == {OLD}
    assert ended_keys(said, [Reach("d1", 4), Reach("d2", 0)]) == frozenset()
    assert ended_keys(said, [Reach("d1", 4), Reach("d2", 3)]) == {OLD}


@given(st.lists(st.builds(Said, st.sampled_from(["d1", "d2"]), st.integers(1, 9), st.sampled_from([OLD, NEW, b""]))))
def test_the_last_word_is_never_ended_and_the_order_of_arrival_is_no_matter(said: list[Said]) -> None:
    one_each = list({(word.device, word.seq): word for word in said}.values())
    lineage = [Reach("d1", 6), Reach("d2", 9)]
    ended = ended_keys(one_each, lineage)
    assert ended == ended_keys(reversed(one_each), lineage)
    counted = sorted(word for word in one_each if word.seq <= {"d1": 6, "d2": 9}[word.device])
    if counted and counted[-1].key:
        assert counted[-1].key not in ended
