"""Study day, windows, states of the strip, what comes next, ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from study.age import age_text, age_years, completed
from study.definition.model import Study
from study.schedule import Recorded, anchor, nearest, next_visit, strip, study_day

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
        (Recorded(_on(11)), "out_of_window"),
        (Recorded(_on(17), "DONE"), "out_of_window"),
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


@pytest.mark.parametrize(("today", "state"), [(300, "not_due"), (365, "in_window"), (426, "unplanned")])
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


def test_ages() -> None:
    born = date(2016, 2, 29)
    assert [completed(born, on) for on in (date(2026, 2, 28), date(2026, 3, 1))] == [(9, 11), (10, 0)]
    assert str(age_years(date(2018, 8, 18), date(2026, 8, 18))) == "8.0000"
    assert age_text(born, date(2026, 8, 18)).zh == "10岁5个月"
    assert age_text(born, date(2017, 3, 1)).en == "12 m"
    assert age_text(born, date(2016, 3, 10)).en == "10 d"
