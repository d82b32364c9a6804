"""What a record says to the schedule: visits, records that serve as two, ends, old records, the status of a child."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from study.address import Address
from study.changes import facts as f
from study.followup import SERVES, duals, ending, entered_late, long_term, stops
from study.judgement import criticals
from study.schedule import Ending, Stop
from study.status import lost_early, status

DAY0 = date(2026, 8, 18)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def found(chart: Any, day: int) -> dict[str, Stop]:
    return {stop.visit.code: stop for stop in stops(chart.course(), on(day))}


def mark(chart: Any, place: Address, visit: str) -> None:
    chart.write(f.MarkSet(id=chart.new_id(), kind=SERVES, address=place, target=visit))


def test_a_visit_that_was_made_and_one_that_was_missed(chart: Any) -> None:
    chart.visit("W2", on(17))
    chart.visit("M1", on(30), VISSTAT="MISSED")
    strip = found(chart, 60)
    assert (strip["W2"].state, strip["W2"].off) == ("late", 1)
    assert strip["M1"].state == "missed"
    assert strip["M3"].state == "not_due"


@pytest.mark.parametrize("day", [12, 13, 14])
def test_a_daily_record_may_serve_as_the_two_week_visit_when_marked(chart: Any, day: int) -> None:
    early = chart.visit("EARLY", on(day))
    assert found(chart, 15)["W2"].state == "in_window"
    assert found(chart, 15)["W2"].others == (early.key,)
    mark(chart, early, "W2")
    served = found(chart, 15)["W2"]
    assert (served.state, served.on, served.by) == ("done", on(day), early.key)
    assert [(dual.visit, dual.marked) for dual in duals(chart.course())] == [("W2", True)]


def test_day_eleven_lies_outside_the_window_of_the_two_week_visit(chart: Any) -> None:
    chart.visit("EARLY", on(11))
    assert list(duals(chart.course())) == []


def test_of_two_records_that_serve_the_nearer_to_the_target_counts_and_the_other_is_named(chart: Any) -> None:
    near, far = chart.visit("EARLY", on(14)), chart.visit("EARLY", on(12))
    for place in (near, far):
        mark(chart, place, "W2")
    served = found(chart, 15)["W2"]
    assert (served.by, served.others) == (near.key, (far.key,))
    own = chart.visit("W2", on(14))
    assert (found(chart, 15)["W2"].by, set(found(chart, 15)["W2"].others)) == ("", {near.key, far.key})
    chart.put(replace(own, form="VISIT"), VISDTC=str(on(16)))
    assert found(chart, 17)["W2"].by == near.key
    assert own.key in found(chart, 17)["W2"].others


def test_death_stops_what_is_due_and_asks_for_no_closing_visit(chart: Any) -> None:
    chart.visit("W2", on(14))
    chart.form("ET", "DS", DSDECOD="DEATH", DTHDTC=str(on(40)))
    assert ending(chart.course()) == Ending(on(40))
    strip = found(chart, 200)
    assert {code: stop.state for code, stop in strip.items() if code in ("M1", "M3", "M12")} == {
        "M1": "history",
        "M3": "stopped",
        "M12": "stopped",
    }
    assert (status(chart.course(), tuple(strip.values()), None).code) == "died"


def test_a_fatal_event_is_a_death_too_and_a_partial_date_its_last_day(chart: Any) -> None:
    chart.row("AE", AETERM="脓毒症", AESTDTC="2026-09", AEENDTC="2026-09", AETOXGR="5", AEOUT="FATAL")
    assert ending(chart.course()) == Ending(date(2026, 9, 30))


@pytest.mark.parametrize(
    ("reason", "code", "closing"),
    [
        ("WITHDRAW", "withdrawn", True),
        ("INV", "ended_early", True),
        ("LTFU_LOST", "ended_early", False),
        ("SCREENFAIL", "screen_failure", True),
    ],
)
def test_an_early_end_asks_for_a_closing_visit_where_the_child_can_come(
    chart: Any, reason: str, code: str, closing: bool
) -> None:
    chart.form("ET", "DS", DSDECOD=reason, DSSTDTC=str(on(50)))
    assert ending(chart.course()) == Ending(on(50), visit=closing)
    reached = status(chart.course(), stops(chart.course(), on(60)), None)
    assert (reached.code, reached.on, reached.over) == (code, on(50), True)


@pytest.mark.parametrize(
    ("scope", "ends"), [("VISIT", True), ("CONTACT,RECORD", True), ("SAMPLE", False), ("TREAT", False)]
)
def test_a_withdrawal_ends_the_visits_only_when_it_says_so(chart: Any, scope: str, ends: bool) -> None:
    chart.row("ICF", ICFTYPE="TRIAL", ICFDTC="2026-07-01T09:00", ICFWDTC=f"{on(70)}T09:00", WDSCOPE=scope)
    assert (ending(chart.course()) is not None) == ends


def test_completing_the_study_ends_nothing_and_yearly_visits_follow_the_word_of_the_family(chart: Any) -> None:
    assert long_term(chart.course()) is None
    chart.visit("M12", on(365))
    chart.form("M12", "DS", DSDECOD="COMPLETE", DSSTDTC=str(on(365)), DSLT="Y")
    assert ending(chart.course()) is None
    assert long_term(chart.course()) is True
    assert status(chart.course(), stops(chart.course(), on(370)), None).code == "completed"
    assert found(chart, 800)["LT2"].state == "skipped"


def test_the_status_goes_from_screening_to_follow_up(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.visit("SCR", "2026-07-02")

    def code(enrolled: date | None = None) -> tuple[str, date | None]:
        course = chart.course()
        reached = status(course, stops(course, date(2026, 12, 1)), enrolled)
        return reached.code, reached.on

    assert code() == ("screened", date(2026, 7, 2))
    assert code(date(2026, 7, 5)) == ("enrolled", date(2026, 7, 5))
    chart.form("APH", "APH", LEUKDTC="2026-07-20")
    assert code(date(2026, 7, 5)) == ("apheresed", date(2026, 7, 20))
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    assert code() == ("infused", DAY0)
    chart.visit("EARLY", on(1))
    assert code() == ("follow_up", on(1))


@pytest.mark.parametrize(("last", "early"), [("2026-11-17", True), ("2026-11-18", False)])
def test_lost_before_three_calendar_months_is_flagged_to_the_day(chart: Any, last: str, early: bool) -> None:
    chart.form("ET", "DS", DSDECOD="LTFU_LOST", DSSTDTC="2026-12-20", LASTCONT=last)
    flag = lost_early(chart.course())
    assert (flag is not None) == early
    if flag is not None:
        assert flag.limit == date(2026, 11, 18)


def test_calls_in_vain_are_counted_and_an_answered_one_is_a_contact(chart: Any) -> None:
    chart.form("ET", "DS", DSDECOD="LTFU_LOST", DSSTDTC="2026-12-20", LASTCONT="2026-10-01")
    for day in ("2026-10-20", "2026-10-27", "2026-11-03"):
        chart.row("CONT", CONTDTC=f"{day}T10:00", CONTOUT="NOANS")
    flag = lost_early(chart.course())
    assert flag is not None
    assert (flag.last_contact, flag.attempts) == (date(2026, 10, 1), 3)
    chart.row("CONT", CONTDTC="2026-11-30T10:00", CONTOUT="REACHED")
    assert lost_early(chart.course()) is None


@pytest.mark.parametrize(("entered", "late"), [(7, None), (8, 8)])
def test_a_visit_entered_over_a_week_later_comes_from_old_records(chart: Any, entered: int, late: int | None) -> None:
    chart.today = on(14 + entered)
    place = chart.visit("W2", on(14))
    [at] = [at for at in chart.course().visits if at.visit.code == "W2"]
    assert entered_late(chart.course(), at) == late
    chart.today = on(60)
    chart.put(replace(place, form="VISIT"), VISMODE="OUT", VISDTC=str(on(15)))
    assert entered_late(chart.course(), at) == late, "a correction makes no visit old, and none young"


def test_windows_that_closed_before_the_child_came_here_are_never_overdue(begin: Callable[..., Any]) -> None:
    chart = begin(on(100))
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    strip = found(chart, 110)
    assert {strip[code].state for code in ("W2", "M1")} == {"history"}
    assert strip["M3"].state == "overdue"


@pytest.mark.parametrize(("entered", "loud"), [(15, True), (21, True), (22, False)])
def test_a_critical_value_of_old_records_is_marked_and_alarms_nobody(chart: Any, entered: int, loud: bool) -> None:
    chart.today = on(entered)
    chart.visit("W2", on(14))
    chart.form("W2", "CHEM", K="7.0")
    [at] = [at for at in chart.course().visits if at.visit.code == "W2"]
    assert [each.loud for each in criticals(chart.course(), at)] == [loud]
