"""How far the primary outcomes are: complete, awaited, begun, due, missing, excused; the parts come to what is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_app.study_files import read_folder
from resources import path
from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.load import load
from study.definition.model import Study
from study.judgement import AWAITING
from study.outcomes import Standing, asking, cells, count_form, primary, standings, tallies, tally
from study.values import Codes, DateTimeValue, NotDone, Quantity
from tests.kit.written import CHILD, Writer

DAY0 = date(2026, 8, 18)
CYTOKINES = "CYTOKINES"


@pytest.fixture(scope="module")
def trial() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(path("study")))


@pytest.fixture
def writer(trial: Study) -> Writer:
    """A child infused on day 0, with no visit yet."""
    made = Writer(trial)
    place = made.repeat(Address(CHILD, "D0", form="INF"))
    made.put(place, "INFDTC", DateTimeValue(f"{DAY0}T10:00"))
    return made


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def at(course: Course, day: int, visit: str = "M1", outcome: str = CYTOKINES) -> Standing:
    return cells(standings(course, on(day)))[outcome, visit]


def drawn(writer: Writer, **results: str) -> Address:
    """A specimen of cytokines at M1 with these results."""
    writer.visit("M1", str(on(30)))
    numbers = {code: (number, "pg/mL") for code, number in results.items()}
    return writer.specimen(Address(CHILD, "M1"), "CYTO", f"{on(30)}T08:00", **numbers)


def complete(writer: Writer, place: Address) -> None:
    writer.write(f.FormCompleted(id=writer.new_id(), address=place))


@pytest.mark.parametrize(
    ("day", "state"), [(24, "not_due"), (25, "due"), (35, "due"), (36, "missing"), (400, "missing")]
)
def test_where_nothing_stands_the_window_of_the_visit_says_how_it_is(writer: Writer, day: int, state: str) -> None:
    found = at(writer.course(), day)
    assert (found.state, found.expected, found.key) == (state, state != "not_due", f"{CHILD}/M1//CYTO///")


def test_a_form_goes_from_begun_to_complete_and_counts_its_results_only(writer: Writer) -> None:
    place = drawn(writer, IL6="12.5")
    begun = at(writer.course(), 30)
    # Of the specimen's time and the laboratory's name none is a result.
    assert (begun.state, begun.results, begun.key) == ("begun", 1, place.key)
    assert begun.total < len(writer.study.forms["CYTO"].items)
    complete(writer, place)
    assert at(writer.course(), 30).state == "complete"
    assert at(writer.course(), 30, outcome="SEROLOGY").state == "due"


def test_results_that_are_awaited_are_neither_missing_nor_complete(writer: Writer) -> None:
    place = drawn(writer)
    writer.write(f.MarkSet(id=writer.new_id(), kind=AWAITING, address=place))
    found = at(writer.course(), 90)
    assert (found.state, found.awaiting, found.results) == ("awaiting", found.total, 0)


def test_what_was_declared_complete_without_a_result_is_not_complete(writer: Writer) -> None:
    complete(writer, drawn(writer))
    assert at(writer.course(), 30).state == "begun"


def test_results_that_were_not_done_are_excused_and_still_due(writer: Writer) -> None:
    place = drawn(writer)
    for item in writer.study.forms["CYTO"].items:
        if item.laboratory:
            writer.put(place, item.code, NotDone("HAEM"))
    found = at(writer.course(), 30)
    assert (found.state, found.why, found.expected) == ("excused", "not_done", True)
    writer.put(place, "IL6", Quantity("3", "pg/mL"))
    assert at(writer.course(), 30).state == "begun"


def test_a_missed_visit_is_excused_and_stays_among_those_due(writer: Writer) -> None:
    writer.visit("M1", str(on(30)))
    writer.put(Address(CHILD, "M1", form="VISIT"), "VISSTAT", Codes(("MISSED",)))
    course = writer.course()
    assert (at(course, 60).state, at(course, 60).why) == ("excused", "missed")
    assert tally([at(course, 60)]).due == 1


def test_after_the_end_of_the_follow_up_nothing_is_due(writer: Writer) -> None:
    place = Address(CHILD, "M12", form="DS")
    writer.put(place, "DSDECOD", Codes(("LTFU_LOST",)))
    writer.put(place, "DSSTDTC", DateTimeValue(f"{on(20)}T08:00"))
    found = at(writer.course(), 60)
    assert (found.state, found.why, found.expected) == ("excused", "ended", False)
    assert tally([found]).due == 0


def test_of_several_specimens_the_fullest_counts(writer: Writer) -> None:
    full = drawn(writer, IL6="12.5", IL2="1.1")
    writer.specimen(Address(CHILD, "M1"), "CYTO", f"{on(31)}T08:00")
    complete(writer, full)
    assert (at(writer.course(), 32).state, at(writer.course(), 32).results) == ("complete", 2)


def test_a_specimen_beside_the_schedule_is_shown_and_not_counted_as_due(writer: Writer) -> None:
    row = writer.new_id()
    writer.write(f.RowCreated(id=row, address=Address(CHILD, "UNS"), level="visit"))
    place = writer.specimen(Address(CHILD, "UNS", row), "CYTO", f"{on(50)}T08:00", IL6=("9", "pg/mL"))
    found = at(writer.course(), 60, "UNS")
    assert found.expected is False
    assert (tally([found]).due, tally([found]).beside) == (0, 1)
    assert (found.state, found.key) == ("begun", place.key)


def test_optional_years_are_asked_for_once_they_were_begun(writer: Writer) -> None:
    assert ("SEROLOGY", "LT2") not in cells(standings(writer.course(), on(700)))
    writer.visit("LT2", str(on(700)))
    assert at(writer.course(), 700, "LT2", "SEROLOGY").state == "due"


def test_the_outcomes_and_their_visits_are_the_definitions(trial: Study) -> None:
    assert [outcome.code for outcome in primary(trial)] == ["SEROLOGY", CYTOKINES, "ORGANS"]
    assert [visit.code for visit in asking(trial)][:6] == ["SCR", "BL", "LD", "D0", "EARLY", "W2"]
    without = replace(trial, protocol=replace(trial.protocol, outcomes=()))
    assert standings(Writer(without).course(), DAY0) == ()


def test_tallies_are_by_outcome_and_visit_over_all_children(writer: Writer) -> None:
    child = cells(standings(writer.course(), on(40)))
    found = tallies([child, child])
    assert (found[CYTOKINES, "M1"].due, found[CYTOKINES, "M1"].missing) == (2, 2)
    assert found[CYTOKINES, "M3"].due == 0


@given(
    days=st.integers(-60, 900),
    results=st.dictionaries(st.sampled_from(("IL2", "IL4", "IL6")), st.sampled_from(("value", "not done")), max_size=3),
    acts=st.frozensets(st.sampled_from(("visit", "await", "complete", "missed"))),
)
def test_whatever_stands_the_parts_come_to_what_is_due_and_results_to_what_is_asked(
    trial: Study, days: int, results: dict[str, str], acts: frozenset[str]
) -> None:
    writer = Writer(trial)
    writer.put(writer.repeat(Address(CHILD, "D0", form="INF")), "INFDTC", DateTimeValue(f"{DAY0}T10:00"))
    place = writer.repeat(Address(CHILD, "M1", form="CYTO"))
    for code, what in results.items():
        writer.put(place, code, Quantity("3", "pg/mL") if what == "value" else NotDone("HAEM"))
    if "visit" in acts:
        writer.visit("M1", str(on(30)))
    if "await" in acts:
        writer.write(f.MarkSet(id=writer.new_id(), kind=AWAITING, address=place))
    if "complete" in acts:
        complete(writer, place)
    if "missed" in acts:
        writer.put(Address(CHILD, "M1", form="VISIT"), "VISSTAT", Codes(("MISSED",)))
    course = writer.course()
    made = standings(course, on(days))
    for each in made:
        count = count_form(course, place)
        assert count is not None
        assert each.results + each.not_done + each.awaiting <= each.total
        assert (each.state == "excused") == bool(each.why)
        assert each.state != "complete" or (each.results > 0 and not each.awaiting)
        assert each.expected or each.state in ("not_due", "excused") or each.stands
    for outcome in primary(trial):
        told = tally(each for each in made if each.outcome == outcome.code)
        parts = told.complete + told.awaiting + told.begun + told.open + told.missing + told.excused
        assert parts == told.due
        assert told.due == sum(each.expected for each in made if each.outcome == outcome.code)
