"""Adverse events, those proposed from grades, deadlines of serious ones, and a death of which no event speaks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from study.address import Address
from study.changes.facts import MarkSet, RowCreated, Withdrawn
from study.event_proposals import UNKNOWN_BEFORE, Graded, baseline_grade, grade_episodes, proposals
from study.past import precedes
from study.proposing import NO_EVENT, log_form
from study.safety import death_without_event, emergent, events
from study.safety_clocks import Deadline, deadlines

DAY0 = date(2026, 8, 18)
AWARE = datetime.fromisoformat("2026-09-01T09:00")


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def span(text: str) -> tuple[date, date]:
    return date.fromisoformat(text), date.fromisoformat(text)


@pytest.mark.parametrize(
    ("items", "is_open"),
    [
        ({}, True),
        ({"AEONGO": "Y"}, True),
        ({"AEONGO": "N"}, False),
        ({"AEENDTC": "2026-09-05"}, False),
        ({"AEOUT": "REC"}, False),
        ({"AEOUT": "SEQ"}, False),
        ({"AEOUT": "RECING"}, True),
        ({"AEOUT": "NREC"}, True),
    ],
)
def test_an_event_is_open_until_something_says_that_it_is_over(
    chart: Any, items: dict[str, str], is_open: bool
) -> None:
    chart.row("AE", AETERM="肺炎", AESTDTC="2026-09-01", **items)
    [event] = events(chart.course())
    assert event.open == is_open


@pytest.mark.parametrize(
    ("items", "serious"),
    [({"AESER": "N"}, False), ({"AESER": "Y"}, True), ({"AETOXGR": "5"}, True), ({"AETOXGR": "4"}, False)],
)
def test_what_makes_an_event_serious(chart: Any, items: dict[str, str], serious: bool) -> None:
    chart.row("AE", AETERM="肺炎", AESTDTC="2026-09-01", **items)
    assert events(chart.course())[0].serious == serious


@pytest.mark.parametrize(
    ("begun", "grade", "baseline", "told"),
    [
        ("2026-08-13", 2, 1, True),
        ("2026-08-12", 2, 1, False),
        ("2026-08-13", 2, 2, False),
        ("2026-08-13", 2, None, None),
        ("2026-08-13", None, 0, None),
        ("2026-08-12", None, None, False),
    ],
)
def test_only_what_worsens_from_the_first_day_of_treatment_emerges_under_it(
    begun: str, grade: int | None, baseline: int | None, told: bool | None
) -> None:
    assert emergent(span(begun), date(2026, 8, 13), grade, baseline) is told


def test_a_month_that_holds_the_first_day_of_treatment_cannot_tell(chart: Any) -> None:
    chart.form("LD", "LDC", LDSTDTC="2026-08-13")
    chart.row("AE", AETERM="贫血", AESTDTC="2026-08", AETOXGR="3", AEBLGR="1")
    chart.row("AE", AETERM="皮疹", AESTDTC="2026-09", AETOXGR="3", AEBLGR="1")
    assert [(event.term, event.emergent) for event in events(chart.course())] == [("贫血", None), ("皮疹", True)]


def test_a_death_without_an_event_wants_one(chart: Any) -> None:
    assert death_without_event(chart.course()) is None
    chart.form("ET", "DS", DSDECOD="DEATH", DTHDTC="2026-10-01")
    found = death_without_event(chart.course())
    assert found is not None
    assert found.on == date(2026, 10, 1)
    chart.row("AE", AETERM="脓毒症", AESTDTC="2026-09-28", AETOXGR="5", AEOUT="FATAL")
    assert death_without_event(chart.course()) is None


def serious(chart: Any, **items: str) -> Address:
    first = {"AETERM": "肺炎", "AESER": "Y", "SAEDTC": "2026-09-01T09:00", "AESCRIT": "HOSP"}
    place: Address = chart.row("AE", AESTDTC="2026-09-01", **{**first, **items})
    return place


def states(chart: Any, now: datetime) -> dict[tuple[str, str], str]:
    return {(each.clock.code, each.recipient): each.state(now) for each in deadlines(chart.course())}


@pytest.mark.parametrize(("hours", "minutes", "state"), [(0, 0, "running"), (24, 0, "running"), (24, 1, "overdue")])
def test_the_clock_of_a_first_report_runs_from_awareness(chart: Any, hours: int, minutes: int, state: str) -> None:
    serious(chart, AEREL="NOT")
    now = AWARE + timedelta(hours=hours, minutes=minutes)
    assert states(chart, now) == {("SITE", "INST"): state, ("SITE", "EC"): state}


def test_a_report_stops_the_clock_of_those_it_went_to(chart: Any) -> None:
    event = serious(chart, AEREL="NOT").form_repeat
    report = chart.row(
        "SAE", SAENO="1", SAETYPE="INIT", SAEEV=event, SAEAWDTC="2026-09-01T09:00", SAESUSAR="N", SAERECIP="INST",
        SAESENT="2026-09-02T09:00",
    )  # fmt: skip
    later = AWARE + timedelta(hours=30)
    assert states(chart, later) == {("SITE", "INST"): "sent", ("SITE", "EC"): "overdue"}
    chart.row(
        "SAE", SAENO="1b", SAETYPE="FU", SAEEV=event, SAEAWDTC="2026-09-01T09:00", SAESUSAR="N", SAERECIP="EC",
        SAESENT="2026-09-02T09:01",
    )  # fmt: skip
    assert states(chart, later) == {("SITE", "INST"): "sent", ("SITE", "EC"): "sent_late"}
    assert {each.place for each in deadlines(chart.course())} == {report}


@pytest.mark.parametrize(
    ("items", "clock"),
    [
        ({"AEREL": "PROB", "AEEXP": "N", "AESCRIT": "LIFE"}, "SUSAR7"),
        ({"AEREL": "PROB", "AEEXP": "N", "AESCRIT": "HOSP"}, "SUSAR15"),
        ({"AEREL": "PROB", "AEEXP": "Y"}, None),
        ({"AEREL": "UNL", "AEEXP": "N"}, None),
    ],
)
def test_an_unexpected_related_event_has_clocks_of_its_own(
    chart: Any, items: dict[str, str], clock: str | None
) -> None:
    serious(chart, **items)
    assert {code for code, _ in states(chart, AWARE)} == {"SITE", *([clock] if clock else [])}


def test_whether_it_is_a_susar_is_asked_while_nobody_said(chart: Any) -> None:
    serious(chart, AEREL="PROB")
    told = states(chart, AWARE)
    assert {key: state for key, state in told.items() if state == "untold"} == {("SUSAR15", ""): "untold"}
    assert told["SITE", "INST"] == "running"


def _sent(chart: Any, aware: str, **items: str) -> Address:
    sent = {"SAESENT": aware, "SAERECIP": "INST,EC,SPONSOR", "SAEBY": "周敏", "SAETYPE": "INIT", "SAEAWDTC": aware}
    place: Address = chart.row("SAE", **sent, **items)
    return place


def _reported(chart: Any, event: str, aware: str) -> None:
    """A report of an earlier version: the event in words."""
    chart.earlier(_sent(chart, aware), "SAEAE", event)


def _open(chart: Any) -> set[str]:
    return {each.event for each in deadlines(chart.course()) if each.sent is None and each.recipient}


def test_a_report_of_one_event_silences_no_other_of_the_same_moment(chart: Any) -> None:
    for term in ("肺炎", "惊厥"):
        chart.row("AE", AETERM=term, AESTDTC="2026-09-01", AESER="Y", AEREL="NOT", SAEDTC="2026-09-01T08:00")
    _reported(chart, "肺炎", "2026-09-01T08:00")
    assert _open(chart) == {"惊厥"}


def test_a_second_event_of_the_same_name_has_its_own_clock(chart: Any) -> None:
    for day in ("2026-09-01", "2026-12-05"):
        chart.row("AE", AETERM="肺炎", AESTDTC=day, AESER="Y", AEREL="NOT", SAEDTC=f"{day}T08:00")
    _reported(chart, "肺炎", "2026-09-01T09:00")
    found = [each for each in deadlines(chart.course()) if each.sent is None and each.recipient]
    assert {str(each.aware) for each in found} == {"2026-12-05 08:00:00"}
    _reported(chart, "肺炎", "2026-12-05T09:00")
    assert _open(chart) == set()


def test_a_report_in_other_words_tells_of_the_one_event_of_its_moment(chart: Any) -> None:
    chart.row("AE", AETERM="肺炎", AESTDTC="2026-09-01", AESER="Y", AEREL="NOT", SAEDTC="2026-09-01T08:00")
    _reported(chart, "重症肺炎", "2026-09-01T08:00")
    assert _open(chart) == set()
    chart.row("AE", AETERM="惊厥", AESTDTC="2026-09-01", AESER="Y", AEREL="NOT", SAEDTC="2026-09-01T08:00")
    assert _open(chart) == {"肺炎", "惊厥"}, "of two events nobody can tell which one it is"


def test_a_report_that_names_its_event_tells_of_that_one_whatever_it_is_called(chart: Any) -> None:
    first, second = serious(chart, AEREL="NOT"), serious(chart, AEREL="NOT")
    assert {each.about for each in deadlines(chart.course())} == {first, second}
    report = _sent(chart, "2026-09-01T09:00", SAEEV=second.form_repeat)
    assert {each.about for each in deadlines(chart.course()) if each.place == report} == {second}
    assert {each.place for each in deadlines(chart.course()) if each.sent is None and each.recipient} == {first}
    chart.put(second, AETERM="重症肺炎")
    assert {each.event for each in deadlines(chart.course()) if each.place == report} == {"重症肺炎"}
    chart.contradict(report, "SAEEV", first.form_repeat)
    open_ = {each.place for each in deadlines(chart.course()) if each.sent is None and each.recipient}
    assert open_ == {first, second}, "nobody decided of which event it is: no clock stops"


def test_a_report_of_a_withdrawn_event_still_calls_it_by_name(chart: Any) -> None:
    event = serious(chart, AEREL="NOT")
    _sent(chart, "2026-09-01T09:00", SAEEV=event.form_repeat, SAENO="7")
    chart.withdraw(event)
    assert {each.event for each in deadlines(chart.course())} == {"肺炎"}


def test_without_awareness_nothing_can_be_due_and_it_says_so(chart: Any) -> None:
    chart.row("AE", AETERM="肺炎", AESTDTC="2026-09-01", AESER="Y", AEREL="NOT")
    assert set(states(chart, AWARE + timedelta(days=900)).values()) == {"unaware"}


def test_an_event_that_is_not_serious_has_no_clock(chart: Any) -> None:
    chart.row("AE", AETERM="皮疹", AESTDTC="2026-09-01", AESER="N")
    assert deadlines(chart.course()) == ()


@given(minutes=st.integers(0, 100_000), sent=st.one_of(st.none(), st.integers(0, 100_000)), hours=st.integers(1, 400))
def test_a_deadline_is_late_exactly_after_its_minute(shipped: Any, minutes: int, sent: int | None, hours: int) -> None:
    from_protocol = shipped.protocol.clocks[0]
    clock = type(from_protocol)("X", from_protocol.label, "", hours, ("INST",))
    went = None if sent is None else AWARE + timedelta(minutes=sent)
    row = Deadline(clock, "e", "INST", AWARE, went, log_form("child", "SAE"))
    state = row.state(AWARE + timedelta(minutes=minutes))
    if sent is not None:
        assert state == ("sent" if sent <= hours * 60 else "sent_late")
    else:
        assert state == ("running" if minutes <= hours * 60 else "overdue")


def series(*grades: int | None) -> list[Graded]:
    return [Graded(on(day).isoformat(), grade) for day, grade in enumerate(grades)]


@pytest.mark.parametrize(
    ("grades", "baseline", "found"),
    [
        ((0, 2, 3, 1, 0), 0, [(1, 4, 3)]),
        ((0, 2, 0, 3), 0, [(1, 2, 2), (3, None, 3)]),
        ((1, 2, 2, 1), 1, [(1, 3, 2)]),
        ((2, 2, 1), 2, []),
        ((0, 2, None, 3, None), 0, [(1, None, 3)]),
        ((None, 0), 0, []),
        ((0, 1, 0), None, [(1, 2, 1)]),
    ],
)
def test_one_episode_from_worse_than_baseline_until_it_is_back_there(
    grades: tuple[int | None, ...], baseline: int | None, found: list[tuple[int, int | None, int]]
) -> None:
    told = grade_episodes(series(*grades), baseline)
    assert [
        ((e.onset.date() - DAY0).days, (e.end.date() - DAY0).days if e.end else None, e.worst) for e in told
    ] == found


@given(grades=st.lists(st.one_of(st.none(), st.integers(0, 4)), max_size=30), baseline=st.integers(0, 3))
def test_every_worse_grade_lies_in_exactly_one_episode(grades: list[int | None], baseline: int) -> None:
    told = grade_episodes(series(*grades), baseline)
    for day, grade in enumerate(grades):
        inside = [e for e in told if e.onset.date() <= on(day) and (e.end is None or on(day) < e.end.date())]
        assert len(inside) <= 1
        assert (grade is not None and grade > baseline) <= bool(inside)


def test_the_baseline_grade_is_the_last_before_treatment_and_without_one_unknown() -> None:
    told = series(1, 2, None, 3)
    assert [baseline_grade(told, str(on(day))) for day in (0, 1, 2, 3, 9)] == [None, 1, 2, 2, 3]
    assert baseline_grade(series(None, None), str(on(9))) is None


def test_on_the_day_of_treatment_the_baseline_goes_by_the_time() -> None:
    told = [Graded(f"{DAY0}T07:30", 2), Graded(f"{DAY0}T09:00", 1), Graded(str(DAY0), 3), Graded(str(on(-1)), 0)]
    assert baseline_grade(told, f"{DAY0}T08:00") == 2
    assert baseline_grade(told, f"{DAY0}T07:30") == 0
    assert baseline_grade(told, str(DAY0)) == 0, "no time of treatment: nothing of that day is before it"


moments = st.builds(
    lambda day, hour: f"{on(day)}T{hour:02}:00" if hour < 24 else str(on(day)), st.integers(-2, 2), st.integers(0, 24)
)


@given(st.lists(st.tuples(moments, st.one_of(st.none(), st.integers(0, 4))), max_size=8), moments)
def test_the_baseline_grade_is_that_of_a_specimen_before_treatment(
    found: list[tuple[str, int | None]], treated: str
) -> None:
    grade = baseline_grade([Graded(*each) for each in found], treated)
    before = [(at, known) for at, known in found if known is not None and precedes(at, treated)]
    assert (grade is None) == (not before)
    assert grade is None or grade in {known for at, known in before if at == max(before)[0]}


@pytest.fixture
def counted(begin: Callable[..., Any]) -> Any:
    """A child whose neutrophils fall twice below baseline after the infusion; grades by CTCAE."""
    chart = begin()
    chart.put(Address("child", "SCR", form="DM"), SEX="F")
    chart.form("LD", "LDC", LDSTDTC=str(on(-5)))
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    for visit, day, number in (("BL", -6, "3.1"), ("W2", 14, "0.8"), ("M1", 30, "2.9"), ("M3", 91, "0.4")):
        chart.visit(visit, on(day))
        chart.form(visit, "CBC", LBDTC=f"{on(day)}T08:00", NEUT=number)
    return chart


def test_each_episode_proposes_one_event(counted: Any) -> None:
    told = proposals(counted.course())
    assert [(each.begun, each.ended, each.worst, each.term.zh) for each in told] == [
        (on(91), None, 4, "中性粒细胞计数降低"),
        (on(14), on(30), 3, "中性粒细胞计数降低"),
    ]
    assert len({each.episode for each in told}) == 2


@pytest.mark.parametrize(
    ("drawn", "baseline", "begun"),
    [("08:30", 3, []), ("09:30", None, [on(-5)])],
)
def test_a_count_of_the_morning_of_lymphodepletion_is_the_baseline_only_before_its_time(
    begin: Callable[..., Any], drawn: str, baseline: int | None, begun: list[date]
) -> None:
    chart = begin()
    chart.visit("LD", on(-5))
    chart.form("LD", "LDC", LDSTDTC=f"{on(-5)}T09:00")
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    chart.form("LD", "CBC", LBDTC=f"{on(-5)}T{drawn}", NEUT="0.8")
    chart.visit("W2", on(14))
    chart.form("W2", "CBC", LBDTC=f"{on(14)}T08:00", NEUT="0.9")
    assert [each.begun for each in proposals(chart.course())] == begun
    chart.visit("M1", on(30))
    chart.form("M1", "CBC", LBDTC=f"{on(30)}T08:00", NEUT="0.3")
    assert {each.baseline for each in proposals(chart.course())} == {baseline}


def test_without_a_grade_before_treatment_the_proposal_says_so(begin: Callable[..., Any]) -> None:
    chart = begin()
    chart.form("D0", "INF", INFDTC="2026-08-18T10:00", INFCOMP="Y")
    chart.visit("W2", on(14))
    chart.form("W2", "CBC", LBDTC=f"{on(14)}T08:00", NEUT="0.8")
    [each] = proposals(chart.course())
    assert (each.baseline, each.worst, each.before) == (None, 3, UNKNOWN_BEFORE)
    assert each.before.zh == "治疗前分级未知"


@pytest.mark.parametrize(
    ("term", "begun", "left"),
    [
        ({"AECTC": "neutrophil count decreased"}, "2026-09", [on(91)]),
        ({"AETERM": "中性粒细胞计数降低"}, "2026-09-02", [on(91)]),
        ({"AECTC": "Anemia"}, "2026-09", [on(91), on(14)]),
    ],
)
def test_an_event_of_the_log_that_speaks_of_the_episode_takes_its_place(
    counted: Any, term: dict[str, str], begun: str, left: list[date]
) -> None:
    counted.row("AE", **{"AETERM": "粒缺", **term}, AESTDTC=begun, AEENDTC="2026-09-20")
    assert [each.begun for each in proposals(counted.course())] == left


def test_a_dismissed_episode_stays_dismissed_when_an_earlier_result_arrives(counted: Any) -> None:
    [_, early] = proposals(counted.course())
    mark = MarkSet(
        id=counted.new_id(), kind=NO_EVENT, address=log_form("child", "AE"), target=early.episode, note="预期",
        data={"code": early.code, "begun": early.begun.isoformat()},
    )  # fmt: skip
    counted.write(mark)
    assert [each.begun for each in proposals(counted.course())] == [on(91)]
    counted.visit("EARLY", on(10))
    repeat = next(at.address for at in counted.course().visits if at.visit.code == "EARLY")
    row = counted.new_id()
    place = replace(repeat, form="CBC")
    counted.write(RowCreated(id=row, address=place, level="form"))
    counted.put(replace(place, form_repeat=row), LBDTC=f"{on(10)}T08:00", NEUT="0.9")
    assert [each.begun for each in proposals(counted.course())] == [on(91)]


def test_an_accepted_proposal_is_not_made_again_even_when_its_row_was_withdrawn(counted: Any) -> None:
    [late, _] = proposals(counted.course())
    form = log_form("child", "AE")
    counted.write(RowCreated(id=late.episode, address=form, level="form"))
    assert [each.begun for each in proposals(counted.course())] == [on(14)]
    counted.write(Withdrawn(id=counted.new_id(), address=replace(form, form_repeat=late.episode), reason="重复"))
    assert [each.begun for each in proposals(counted.course())] == [on(14)]
