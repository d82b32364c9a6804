"""Episodes of CRS and ICANS from assessments every twelve hours or so."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from study.derived.episodes import Assessment, Episode, episodes

START = datetime.fromisoformat("2026-03-04T08:00")


def at(hours: int, grade: int | None, *, tocilizumab: bool = False) -> Assessment:
    return Assessment(START + timedelta(hours=hours), grade, tocilizumab)


def only(found: tuple[Episode, ...]) -> Episode:
    (episode,) = found
    return episode


def test_an_episode_from_the_first_grade_to_the_first_zero() -> None:
    episode = only(episodes([at(0, 0), at(12, 1), at(24, 3, tocilizumab=True), at(36, 2), at(48, 0), at(60, 0)]))
    assert (episode.onset, episode.end) == (START + timedelta(hours=12), START + timedelta(hours=48))
    assert (episode.worst, episode.hours, episode.tocilizumab, episode.open) == (3, Decimal(36), 1, False)
    assert episode.gaps == ()


def test_without_a_zero_it_is_open_and_lasts_at_least_to_the_last_assessment() -> None:
    episode = only(episodes([at(0, 1), at(10, 2)]))
    assert (episode.open, episode.end, episode.hours) == (True, None, Decimal(10))


def test_a_grade_after_a_zero_is_a_new_episode() -> None:
    first, second = episodes([at(0, 2), at(12, 0), at(24, 1), at(36, 0)])
    assert (first.worst, second.worst, second.onset) == (2, 1, START + timedelta(hours=24))


def test_an_assessment_without_a_grade_neither_begins_nor_ends() -> None:
    episode = only(episodes([at(0, None), at(12, 1), at(24, None), at(36, 0)]))
    assert (episode.onset, episode.ungraded, episode.hours) == (START + timedelta(hours=12), 1, Decimal(24))
    assert episodes([at(0, None)]) == ()


def test_more_than_72_hours_without_an_assessment_is_named() -> None:
    assert only(episodes([at(0, 1), at(72, 0)])).gaps == ()
    (gap,) = only(episodes([at(0, 1), at(73, 0)])).gaps
    assert gap.hours == 73
    assert "73 h" in gap.sentence.en
    assert "73小时" in gap.sentence.zh


def test_an_open_episode_that_nobody_looks_at_any_more_is_named() -> None:
    until = START + timedelta(hours=100)
    (gap,) = only(episodes([at(0, 1), at(12, 1)], until)).gaps
    assert gap.hours == 88
    assert only(episodes([at(0, 1), at(12, 0)], until)).gaps == ()


def test_two_assessments_at_one_time_are_one_the_worse() -> None:
    episode = only(episodes([at(0, 1, tocilizumab=True), at(0, 3, tocilizumab=True), at(0, None), at(12, 0)]))
    assert (episode.worst, episode.tocilizumab, episode.ungraded) == (3, 1, 0)


assessments = st.lists(
    st.builds(at, st.integers(0, 300), st.one_of(st.none(), st.integers(0, 5)), tocilizumab=st.booleans()),
    unique_by=lambda assessment: assessment.at,
)


@given(assessments, st.randoms(use_true_random=False))
def test_the_order_of_entry_plays_no_part(found: list[Assessment], random: Random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert episodes(shuffled) == episodes(found)


@given(assessments)
def test_every_grade_lies_in_one_episode_and_only_the_last_is_open(found: list[Assessment]) -> None:
    result = episodes(found)
    for assessment in found:
        inside = [each for each in result if each.onset <= assessment.at <= each.seen]
        assert len(inside) == 1 if assessment.grade else len(inside) <= 1
    assert not any(each.open for each in result[:-1])
    assert sum(each.tocilizumab for each in result) <= sum(assessment.tocilizumab for assessment in found)
