"""Study day, windows, states of the strip, what comes next, ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from study.age import age_text, age_years, completed
from study.definition.model import Age, Study
from study.schedule import (
    Candidate,
    Ending,
    FollowUp,
    Recorded,
    Stop,
    anchor,
    counting,
    nearest,
    next_visit,
    off_by,
    offered,
    outlasting,
    strip,
    study_day,
)

DAY0 = date(2026, 3, 2)


def _on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def _states(study: Study, today: int, recorded: dict[str, Recorded] | None = None) -> dict[str, str]:
    stops = strip(study, DAY0, None, recorded or {}, _on(today))
    return {stop.visit.code: stop.state for stop in stops}


def test_days_count_from_the_infusion() -> None:
    assert [study_day(_on(day), DAY0) for day in (-28, 0, 1)] == [-28, 0, 1]


@pytest.mark.parametrize(("today", "state"), [(11, "not_due"), (12, "in_window"), (16, "in_window"), (17, "overdue")])
def test_the_state_of_an_open_visit(study: Study, today: int, state: str) -> None:
    assert _states(study, today)["W2"] == state


@pytest.mark.parametrize(
    ("recorded", "state"),
    [
        (Recorded(_on(12)), "done"),
        (Recorded(_on(11)), "early"),
        (Recorded(_on(16)), "done"),
        (Recorded(_on(17), "DONE"), "late"),
        (Recorded(None, "MISSED"), "missed"),
        (Recorded(_on(14), "MISSED"), "missed"),
    ],
)
def test_the_state_of_a_recorded_visit(study: Study, recorded: Recorded, state: str) -> None:
    assert _states(study, 20, {"W2": recorded})["W2"] == state


def test_the_planned_date_anchors_until_the_infusion_is_given(study: Study) -> None:
    stops = strip(study, None, DAY0, {}, _on(-20))
    assert {stop.provisional for stop in stops} == {True}
    assert (stops[0].target, stops[0].opens, stops[0].closes) == (_on(-28), _on(-42), _on(-6))
    found = anchor(DAY0, _on(-3))
    assert found is not None
    assert (found.day0, found.provisional) == (DAY0, False)


def test_without_any_day_nothing_is_due(study: Study) -> None:
    stops = strip(study, None, None, {"SCR": Recorded(_on(-28))}, _on(0))
    assert [stop.state for stop in stops] == ["done", "unplanned", "unplanned", "unplanned", "unplanned"]
    assert next_visit(stops) is None


def test_repeating_visits_and_logs_are_not_on_the_strip(study: Study) -> None:
    assert list(_states(study, 0)) == ["SCR", "BL", "D0", "W2", "M1"]


def test_the_next_visit_follows_those_that_took_place(study: Study) -> None:
    recorded = {"SCR": Recorded(_on(-28)), "D0": Recorded(_on(0))}
    found = next_visit(strip(study, DAY0, None, recorded, _on(10)))
    assert found is not None
    assert (found.visit.code, found.state) == ("W2", "not_due")
    assert next_visit(strip(study, DAY0, None, {}, _on(40))) is not None


@pytest.mark.parametrize(("day", "code"), [(-14, "BL"), (-10, "BL"), (-15, "SCR"), (13, "W2"), (20, None)])
def test_of_two_windows_the_nearer_target(study: Study, day: int, code: str | None) -> None:
    found = nearest(study, _on(day), DAY0)
    assert (found.code if found else None) == code


@settings(max_examples=80, deadline=None)
@given(today=st.integers(-60, 60))
def test_a_visit_is_in_window_exactly_from_its_first_to_its_last_day(study: Study, today: int) -> None:
    for stop in strip(study, DAY0, None, {}, _on(today)):
        assert stop.opens is not None
        assert stop.closes is not None
        assert (stop.state == "in_window") == (stop.opens <= _on(today) <= stop.closes)


def _with_a_year_more(study: Study) -> Study:
    """The study with an optional visit after a year and one that ends it without a day of its own."""
    year = replace(study.visit("M1"), code="LT1", target_day=365, window=(305, 425), optional=True)
    end = replace(year, code="ET", target_day=None, window=None)
    return replace(study, visits=(*study.visits, year, end))


@pytest.mark.parametrize(("today", "state"), [(300, "not_due"), (365, "in_window"), (426, "skipped")])
def test_an_optional_visit_is_offered_and_never_overdue(study: Study, today: int, state: str) -> None:
    states = _states(_with_a_year_more(study), today)
    assert (states["LT1"], states["ET"]) == (state, "unplanned")


@pytest.mark.parametrize(("today", "code"), [(300, None), (365, "LT1"), (426, None)])
def test_an_optional_visit_comes_next_only_in_its_window_and_after_all_others(
    study: Study, today: int, code: str | None
) -> None:
    longer = _with_a_year_more(study)
    recorded = {visit.code: Recorded(_on(visit.target_day or 0)) for visit in study.visits if visit.window}
    found = next_visit(strip(longer, DAY0, None, recorded, _on(today)))
    assert (found.visit.code if found else None) == code
    asked = next_visit(strip(longer, DAY0, None, {}, _on(today)))
    assert asked is not None
    assert asked.visit.code == "SCR"


@pytest.mark.parametrize(("day", "off"), [(10, -2), (11, -1), (12, 0), (16, 0), (17, 1), (30, 14)])
def test_a_visit_outside_its_window_says_by_how_many_days(study: Study, day: int, off: int) -> None:
    [stop] = [s for s in strip(study, DAY0, None, {"W2": Recorded(_on(day))}, _on(40)) if s.visit.code == "W2"]
    assert stop.off == off
    assert stop.state == ("early" if off < 0 else "late" if off else "done")
    assert stop.took_place


def _followed(study: Study, today: int, follow: FollowUp) -> dict[str, Stop]:
    return {s.visit.code: s for s in strip(study, DAY0, None, {"SCR": Recorded(_on(-28))}, _on(today), follow=follow)}


@pytest.mark.parametrize(("ended", "state"), [(12, "stopped"), (16, "stopped"), (17, "history")])
def test_nothing_is_due_after_the_follow_up_ended(study: Study, ended: int, state: str) -> None:
    """Ended within the window: no longer asked. Ended after it: it can only come from old records."""
    found = _followed(study, 40, FollowUp(Ending(_on(ended))))
    assert (found["W2"].state, found["M1"].state) == (state, "stopped")
    assert not any(stop.state == "overdue" for stop in found.values())
    waiting = next_visit(tuple(found.values()))
    assert waiting is not None
    assert waiting.state == "history"


@pytest.mark.parametrize(("kept", "state"), [(23, "overdue"), (24, "history")])
def test_a_window_that_closed_a_week_before_the_child_came_here_is_no_delay(
    study: Study, kept: int, state: str
) -> None:
    found = _followed(study, 31, FollowUp(kept_since=_on(kept)))
    assert found["W2"].state == state
    assert found["W2"].overdue_by(_on(31)) == (15 if state == "overdue" else 0)
    coming = next_visit(tuple(found.values()))
    assert coming is not None
    assert coming.visit.code == ("M1" if state == "history" else "W2")


@pytest.mark.parametrize(("today", "state"), [(20, "in_window"), (34, "in_window"), (35, "skipped")])
def test_a_closing_visit_is_asked_for_fourteen_days_after_the_decision(study: Study, today: int, state: str) -> None:
    longer = _with_a_year_more(study)
    told = {
        s.visit.code: s for s in strip(longer, DAY0, None, {}, _on(today), follow=FollowUp(Ending(_on(20), visit=True)))
    }
    assert told["ET"].state == state
    died = {s.visit.code: s for s in strip(longer, DAY0, None, {}, _on(today), follow=FollowUp(Ending(_on(20))))}
    assert died["ET"].state == "unplanned"


def test_yearly_visits_are_offered_when_the_last_is_over_or_somebody_goes_on(study: Study) -> None:
    longer = _with_a_year_more(study)

    def codes(recorded: dict[str, Recorded], long_term: bool | None) -> set[str]:
        return {s.visit.code for s in offered(strip(longer, DAY0, None, recorded, _on(40)), long_term)}

    over = {"M1": Recorded(_on(31))}
    assert "LT1" not in codes({}, None)
    assert "LT1" in codes({}, True)
    assert "LT1" in codes(over, None)
    assert "LT1" in codes({"M1": Recorded(None, "MISSED")}, None)
    assert "LT1" not in codes(over, False)
    assert "LT1" in codes({**over, "LT1": Recorded(_on(366))}, False)


@pytest.mark.parametrize(
    ("days", "counts"),
    [((13, 14), 1), ((15, 13), 0), ((17, 12), 1), ((20, 17), 1), ((18,), 0)],
)
def test_of_two_records_in_a_window_the_nearer_to_the_target_counts(
    study: Study, days: tuple[int, ...], counts: int
) -> None:
    """Of equals the first; a record in the window before any outside it."""
    candidates = [Candidate(str(number), _on(day)) for number, day in enumerate(days)]
    found = counting(study.visit("W2"), DAY0, candidates)
    assert found is candidates[counts]
    assert counting(study.visit("W2"), None, candidates) is candidates[0]
    assert counting(study.visit("W2"), DAY0, []) is None


@given(days=st.lists(st.integers(-10, 40), min_size=1, max_size=6))
def test_no_other_record_is_nearer_than_the_one_that_counts(study: Study, days: list[int]) -> None:
    visit = study.visit("W2")
    found = counting(visit, DAY0, [Candidate(str(n), _on(day)) for n, day in enumerate(days)])
    assert found is not None
    chosen = study_day(found.on, DAY0)
    assert (abs(off_by(visit, chosen)), abs(chosen - 14)) == min((abs(off_by(visit, d)), abs(d - 14)) for d in days)


@pytest.mark.parametrize(("last", "code"), [(34, "M1"), (35, None)])
def test_a_window_that_outlasts_the_study_is_named(study: Study, last: int, code: str | None) -> None:
    found = outlasting(strip(study, DAY0, None, {}, _on(0)), _on(last))
    assert (found.visit.code if found else None) == code
    assert outlasting(strip(study, DAY0, None, {"M1": Recorded(_on(33))}, _on(0)), _on(last)) is None
    assert outlasting(strip(study, DAY0, None, {}, _on(0)), None) is None


def test_ages() -> None:
    born = date(2016, 2, 29)
    assert [completed(born, on) for on in (date(2026, 2, 28), date(2026, 3, 1))] == [(9, 11), (10, 0)]
    assert str(age_years(date(2018, 8, 18), date(2026, 8, 18))) == "8.0000"
    assert age_text(born, date(2026, 8, 18)).zh == "10岁5个月"
    assert age_text(born, date(2017, 3, 1)).en == "12 m"
    assert age_text(born, date(2016, 3, 10)).en == "10 d"


@given(
    birth=st.dates(date(2000, 1, 1), date(2030, 1, 1)), months=st.integers(0, 260), days=st.sampled_from((0, 0, 1, 28))
)
def test_an_age_starts_on_the_first_day_on_which_it_is_reached(birth: date, months: int, days: int) -> None:
    age = Age(months, days)
    first = age.starts(birth)
    assert age.reached(birth, first)
    assert not age.reached(birth, first - timedelta(days=1))


def test_a_birthday_of_the_leap_day() -> None:
    assert Age(months=96).starts(date(2016, 2, 29)) == date(2024, 2, 29)
    assert Age(months=216).starts(date(2016, 2, 29)) == date(2034, 3, 1)
