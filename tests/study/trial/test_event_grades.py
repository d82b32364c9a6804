"""The grades of an adverse event over time: rows under the event, the highest of which counts everywhere."""

from typing import Any

import msgspec
import pytest

from study.address import LOG, Address
from study.changes import facts as f
from study.earlier import without_place
from study.event_grades import grades, worst
from study.followup import death
from study.links import belonging, belongs_to, places_under
from study.logs import Row, rows
from study.row_answers import with_rows
from study.safety import death_without_event, events
from study.safety_clocks import deadlines
from study.suggested import suggested
from study.unusual import GRADE_COURSE, unusual
from study.value_words import choice_text
from study.values import TextValue

CHILD = "child"
FEVER = {"AETERM": "发热", "AESTDTC": "2026-08-20"}


def event(chart: Any, **items: str) -> Address:
    place: Address = chart.row("AE", **(FEVER | items))
    return place


def graded(chart: Any, of: Address, day: str, grade: str) -> Address:
    place: Address = chart.row("AEGR", AEGRAE=of.form_repeat, AEGRDTC=day, AEGRGR=grade)
    return place


def test_the_rows_of_an_event_are_its_own_and_the_highest_counts(chart: Any) -> None:
    fever, rash = event(chart, AETOXGR="2"), event(chart, AETERM="皮疹", AETOXGR="1")
    for day, grade in (("2026-08-24", "2"), ("2026-08-20", "1"), ("2026-08-22", "3")):
        graded(chart, fever, day, grade)
    found = {each.term: each for each in events(chart.course())}
    assert [(each.days[0].day, each.grade) for each in found["发热"].grades if each.days] == [(20, 1), (22, 3), (24, 2)]
    assert (found["发热"].grade, found["皮疹"].grade, found["皮疹"].grades) == (3, 1, ())
    assert [row.place for row in belonging(chart.course(), rash, "AEGR")] == []
    [first, *_] = rows(chart.course(), "AEGR")
    assert belongs_to(chart.course(), first) == fever


def test_a_grade_alone_is_enough(chart: Any) -> None:
    fever = event(chart)
    row = Row(fever, None, chart.course().filled(fever))
    assert worst(chart.course(), row) is None
    graded(chart, fever, "2026-08-22", "4")
    assert worst(chart.course(), Row(fever, None, chart.course().filled(fever))) == 4
    assert events(chart.course())[0].grade == 4


def test_grade_5_over_time_is_a_death_a_serious_event_and_starts_the_clock(chart: Any) -> None:
    fever = event(chart, AETOXGR="3", AESER="N", SAEDTC="2026-08-23T10:00")
    assert (death(chart.course()), deadlines(chart.course())) == (None, ())
    graded(chart, fever, "2026-08-23", "5")
    assert events(chart.course())[0].serious
    died = death(chart.course())
    assert died is not None
    assert died.place == fever
    assert death_without_event(chart.course()) is None
    assert {each.place for each in deadlines(chart.course())} == {fever}


def test_worsening_over_time_makes_an_event_emergent(chart: Any) -> None:
    fever = event(chart, AETOXGR="1", AEBLGR="1")
    assert events(chart.course())[0].emergent is False
    graded(chart, fever, "2026-08-22", "2")
    assert events(chart.course())[0].emergent is True


def test_a_worst_grade_below_a_grade_over_time_wants_a_word_and_the_highest_is_suggested(chart: Any) -> None:
    fever = event(chart, AETOXGR="2", AEENDTC="2026-08-25", AEOUT="REC")
    graded(chart, fever, "2026-08-22", "3")
    course = chart.course()
    [odd] = [each for each in unusual(course, course.visit_at(Address(CHILD, LOG)), fever) if each.code == GRADE_COURSE]
    assert (odd.item.code, odd.sentence.en) == ("AETOXGR", "A grade over time is higher: G3")
    offer = suggested(course, fever, "AETOXGR")
    assert offer is not None
    assert (offer.code, "2026-08-22" in offer.why.zh) == ("3", True)
    assert suggested(course, fever, "AEBLGR") is None


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-08-19", "from before the event"),
        ("2026-08-20", ""),
        ("2026-08", ""),
        ("2026-07", "from before the event"),
        ("2026-08-25", ""),
        ("2026-08-26", "from after the event"),
        ("2026-09", "from after the event"),
    ],
)
def test_a_grade_lies_within_its_event(chart: Any, day: str, said: str) -> None:
    fever = event(chart, AEENDTC="2026-08-25", AEOUT="REC")
    place = graded(chart, fever, day, "2")
    course = chart.course()
    found = [each for each in unusual(course, course.visit_at(Address(CHILD, LOG)), place) if each.code == GRADE_COURSE]
    assert [(each.item.code, said in each.sentence.en) for each in found] == [("AEGRDTC", True)] * bool(said)


def test_rows_of_a_withdrawn_event_belong_to_nothing_and_count_nowhere(chart: Any) -> None:
    fever = event(chart)
    row = graded(chart, fever, "2026-08-22", "5")
    chart.withdraw(fever)
    course = chart.course()
    assert belongs_to(course, Row(row, None, course.filled(row))) is None
    assert (events(course), death(course)) == ((), None)
    item = course.study.item("AEGR", "AEGRAE")
    assert choice_text(course.study, item, (fever.form_repeat,)).zh == "发热 · 2026-08-20（已撤回）"


def test_the_rows_of_the_child_are_the_answers(chart: Any) -> None:
    first, second = event(chart), event(chart, AESTDTC="2026-09")
    answers = chart.course().study.codelists["rows of AE"]
    assert [(each.code, each.label.en, each.aliases) for each in answers] == [
        (first.form_repeat, "发热 · 2026-08-20", ("发热",)),
        (second.form_repeat, "发热 · 2026-09", ("发热",)),
    ]
    assert chart.study.codelists["rows of AE"] == ()
    course = chart.course()
    assert with_rows(course.study, course.record) is course.study
    row = graded(chart, second, "2026-09-02", "2")
    log = Address(CHILD, LOG, form="AEGR")
    assert places_under(chart.course(), log, second.form_repeat) == (row,)
    assert places_under(chart.course(), log, first.form_repeat) == ()
    assert places_under(chart.course(), log, "") == (row,)


def test_grades_in_one_text_stay_readable_in_an_older_record(chart: Any) -> None:
    fever = event(chart)
    old = msgspec.structs.replace(fever, item="AEPAT")
    chart.write(f.ValueSet(id=chart.new_id(), address=old, value=TextValue("2026-08-20 G1, 2026-08-22 G3")))
    assert without_place(chart.study, chart.course().record) == {old: "item"}
    assert grades(chart.course(), Row(fever, None, chart.course().filled(fever))) == ()
