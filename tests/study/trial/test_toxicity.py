"""CRS and ICANS of the shipped trial: each assessment has its own grade, and the assessments make episodes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from study.address import Address
from study.derived.episodes import Gap
from study.toxicity import NO_REASON, UNDECIDED, assessments, spells

FEVER = {"CRSFEV": "Y", "CRSONG": "N", "CRSHYPO": "0", "CRSHYPX": "0"}
WELL = {"CRSFEV": "N", "CRSONG": "Y", "CRSHYPO": "0", "CRSHYPX": "0"}
AWAKE = {"ICAPPL": "Y", "ICTOOL": "ICE", "ICUNABLE": "N", "ICLOC": "0", "ICSEIZ": "0", "ICMOTOR": "N", "ICEDEMA": "0"}
FULL = {"ICEORI": "4", "ICENAM": "3", "ICECOM": "1", "ICEWRI": "1", "ICEATT": "1"}


@pytest.fixture
def early(chart: Any) -> Address:
    """A visit of the first days, on D+3."""
    place = chart.visit("EARLY", "2026-08-21")
    assert isinstance(place, Address)
    return place


def assess(chart: Any, visit: Address, form: str, at: str, **items: str) -> Address:
    """One assessment."""
    place = chart.repeat(visit, form)
    chart.put(place, **{f"{form}DTC": f"2026-08-{at}", **items})
    assert isinstance(place, Address)
    return place


def clock(at: str) -> datetime:
    """A wall-clock time of August 2026 at the site."""
    return datetime.fromisoformat(f"2026-08-{at}")


def told(chart: Any, which: Any) -> list[tuple[int | None, bool]]:
    return [(each.grade, each.at_least) for each in assessments(chart.course(), which)]


def test_every_assessment_of_a_visit_has_its_own_grade_and_the_visit_the_worst(chart: Any, early: Address) -> None:
    assess(chart, early, "CRS", "21T20:00", **WELL)
    assess(chart, early, "CRS", "21T08:00", **{**FEVER, "CRSHYPO": "1"})
    assess(chart, early, "CRS", "21T14:00", **FEVER)
    assert told(chart, "CRS") == [(2, False), (1, False), (0, False)]
    worst = chart.course().derived_one(early, "CRSG")
    assert worst.shown == "2"
    assert "the highest of 3 specimens" in worst.notes[0].en


def test_the_points_of_one_assessment_never_grade_another(chart: Any, early: Address) -> None:
    """ICE 2 in the morning, 10 at night: the morning is grade 3 and the night 0, whichever was written last."""
    for first, second in (("08:00", "20:00"), ("20:00", "08:00")):
        visit = chart.visit("EARLY", "2026-08-21")
        low = assess(
            chart, visit, "ICANS", f"21T{first}", **AWAKE, **{**FULL, "ICEORI": "0", "ICENAM": "0", "ICEATT": "0"}
        )
        high = assess(chart, visit, "ICANS", f"21T{second}", **AWAKE, **FULL)
        graded = {each.place: each.grade for each in assessments(chart.course(), "ICANS")}
        assert (graded[low], graded[high]) == (3, 0)
        assert chart.course().derived_one(visit, "ICANSG").shown == "3"


def test_points_without_signs_leave_the_grade_open_upwards(chart: Any, early: Address) -> None:
    assess(chart, early, "ICANS", "21T08:00", ICAPPL="Y", ICTOOL="ICE", ICUNABLE="N", **{**FULL, "ICEATT": "0"})
    assert told(chart, "ICANS") == [(1, True)]


def test_the_grade_of_an_investigator_wins_and_is_named_with_its_reason(chart: Any, early: Address) -> None:
    place = assess(chart, early, "CRS", "21T08:00", **FEVER, CRSGRINV="2", CRSGRWHY="pressors stopped an hour ago")
    (found,) = assessments(chart.course(), "CRS")
    assert (found.grade, found.computed, found.by_investigator) == (2, 1, True)
    assert found.reason is not None
    assert found.reason.en == "pressors stopped an hour ago"
    chart.contradict(place, "CRSGRINV", "3")
    (found,) = assessments(chart.course(), "CRS")
    assert (found.grade, found.reason) == (None, UNDECIDED)


def test_without_a_reason_that_is_said(chart: Any, early: Address) -> None:
    assess(chart, early, "CRS", "21T08:00", CRSGRINV="0")
    (found,) = assessments(chart.course(), "CRS")
    assert (found.grade, found.computed, found.reason) == (0, None, NO_REASON)


def test_episodes_run_over_visits_with_onset_end_worst_and_doses(chart: Any, early: Address) -> None:
    chart.visit("D0", "2026-08-18")
    zero = Address(early.subject, "D0")
    assess(chart, zero, "CRS", "18T12:00", CRSFEV="N", CRSONG="N", CRSHYPO="0", CRSHYPX="0")
    dose = {"TOCI": "Y", "TOCIDTC": "2026-08-21T09:00"}
    assess(chart, early, "CRS", "21T08:00", **FEVER, **dose)
    assess(chart, early, "CRS", "21T20:00", **{**FEVER, "CRSHYPO": "2"}, **dose)
    later = chart.visit("EARLY", "2026-08-22")
    assess(chart, later, "CRS", "22T08:00", **FEVER, TOCI="Y", TOCIDTC="2026-08-22T07:00")
    assess(chart, later, "CRS", "22T20:00", **WELL)
    (spell,) = spells(chart.course(), "CRS")
    episode = spell.episode
    assert (episode.onset, episode.end) == (clock("21T08:00"), clock("22T20:00"))
    assert (episode.worst, episode.hours, episode.tocilizumab, spell.at_least) == (3, Decimal(36), 2, False)
    assert [each.grade for each in spell.assessments] == [1, 3, 1, 0]


def test_an_open_episode_names_what_nobody_saw(chart: Any, early: Address) -> None:
    assess(chart, early, "CRS", "21T08:00", **FEVER)
    assess(chart, early, "CRS", "21T12:00", CRSFEV="Y", CRSONG="N")
    (spell,) = spells(chart.course(), "CRS", clock("25T08:00"))
    assert spell.episode.open
    assert spell.at_least, "one assessment has no whole grade"
    assert spell.gaps == (Gap(clock("21T12:00"), clock("25T08:00")),)


def test_withdrawn_assessments_and_other_studies_have_none(chart: Any, early: Address) -> None:
    place = assess(chart, early, "CRS", "21T08:00", **FEVER)
    chart.withdraw(place)
    assert assessments(chart.course(), "CRS") == ()
    assert assessments(chart.course(), "ICANS") == ()
    assert spells(chart.course(), "CRS") == ()
