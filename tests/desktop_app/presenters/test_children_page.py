"""The table of children: next visit, measures with trend and band, marks, whose names are shown."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.children import ChildrenPage
from desktop_app.presenters.summary import Around, columns, row
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.definition.trial import Protocol
from study.values import Codes, DateValue
from ui.children.state import ChildRow, Due, MarkKind, Standing
from ui.widgets.state import Flag

TODAY = date(2026, 11, 17)
INFUSED = date(2026, 8, 18)


def row_of(work: Any, subject: str, today: date = TODAY, **more: Any) -> ChildRow:
    return row(work.child(subject), Around(today, names=True, **more))


def test_the_measures_are_those_the_study_lists_with_trend_and_band(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    shown = columns(desk_fixture.session.study)
    assert [column.code for column in shown] == ["UPCR", "EGFR_U25", "C3", "SLEDAI2K", "CD19A"]
    assert shown[4].note.en.endswith("log")
    ratio, egfr, *_ = row_of(desk_fixture, subject).measures
    assert ratio is not None
    assert egfr is not None
    assert (ratio.shown, ratio.flag) == ("<0.42", Flag.NONE)
    assert ratio.spark is not None
    assert (ratio.spark.band_high, ratio.spark.log, len(ratio.spark.points)) == (0.2, True, 4)
    assert [point.below for point in ratio.spark.points] == [False, False, False, True]
    assert egfr.spark is not None
    assert egfr.spark.band_low is None


def test_what_is_neither_better_high_nor_low_bears_no_mark_in_the_table(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M3", TODAY, {"IGLYM": {"CD19A": "0"}, "SERO": {"C3": "0.3"}})
    *_, complement, _, cells = row_of(desk_fixture, subject).measures
    assert complement is not None
    assert cells is not None
    assert (complement.flag, cells.flag, cells.number) == (Flag.LOW, Flag.NONE, 0)
    assert [column.judged for column in columns(desk_fixture.session.study)] == [True, True, True, True, False]


def test_a_study_that_lists_nothing_shows_what_its_first_panel_draws(shipped: Study) -> None:
    first = columns(msgspec.structs.replace(shipped, listed=()))
    assert [column.code for column in first] == ["UPCR", "EGFR_U25"]


@pytest.mark.parametrize(
    ("today", "code", "due", "over"),
    [
        (INFUSED + timedelta(days=120), "M6", Due.COMING, 0),
        (INFUSED + timedelta(days=170), "M6", Due.OPEN, 0),
        (INFUSED + timedelta(days=182), "M6", Due.TODAY, 0),
        (INFUSED + timedelta(days=200), "M6", Due.OVERDUE, 4),
        (INFUSED + timedelta(days=95), "M3", Due.DONE, 0),
        (INFUSED + timedelta(days=91), "M3", Due.TODAY, 0),
    ],
)
def test_the_next_visit_and_how_it_stands(desk_fixture: Any, today: date, code: str, due: Due, over: int) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    found = row_of(desk_fixture, subject, today).next_visit
    assert (found.code, found.due, found.days_over) == (code, due, over)


def test_a_missed_visit_is_passed_over_and_the_last_one_ends_the_study(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.set(subject, "M6", "VISIT", {"VISSTAT": Codes(("MISSED",))})
    assert row_of(desk_fixture, subject, INFUSED + timedelta(days=210)).next_visit.code == "M12"
    desk_fixture.visit(subject, "M12", INFUSED + timedelta(days=366), {})
    ended = row_of(desk_fixture, subject, INFUSED + timedelta(days=370))
    assert (ended.standing, ended.ended is not None) == (Standing.ENDED, True)


def test_a_child_without_any_infusion_date_waits_for_the_first_visit(desk_fixture: Any) -> None:
    found = row_of(desk_fixture, desk_fixture.enrol("LN-001", infused=None))
    assert (found.study_day, found.next_visit.code, found.next_visit.due) == (None, "SCR", Due.NONE)
    assert found.measures == (None,) * 5


def test_a_critical_value_marks_the_child_until_it_is_acknowledged(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    [mark] = row_of(desk_fixture, subject).marks
    assert (mark.kind, mark.text.en, mark.text.zh) == (MarkKind.CRITICAL, "Potassium 6.41", "钾 6.41")
    place = desk_fixture.places[Address(subject, "M3", "", "CHEM")]
    address = msgspec.structs.replace(place, item="K")
    fact = desk_fixture.course(subject).record.fact(address)
    desk_fixture.append(
        f.MarkSet(id=desk_fixture.store.new_id(), kind="critical-acknowledged", address=address, target=fact.id)
    )
    assert row_of(desk_fixture, subject).marks == ()
    desk_fixture.append(desk_fixture.fact(address, "6.9"))
    assert [m.kind for m in row_of(desk_fixture, subject).marks] == [MarkKind.CRITICAL]


def test_a_later_visit_silences_no_critical_value_of_an_earlier_one(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.visit(subject, "M6", TODAY, {"VS": {"WEIGHT": "41.0"}})
    assert [mark.text.en for mark in row_of(desk_fixture, subject).marks] == ["Potassium 6.41"]


def test_conflicts_held_changes_and_queries_mark_the_child(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"VS": {"WEIGHT": "43.0"}})
    weight = Address(subject, "M1", "", "VS", "", "", "WEIGHT")
    desk_fixture.contradict(weight, "34.0")
    query = f.QueryOpened(id=desk_fixture.store.new_id(), query="q1", address=weight, text="?")
    desk_fixture.append(query)
    kinds = [mark.kind for mark in row_of(desk_fixture, subject, held=frozenset({subject})).marks]
    assert kinds == [MarkKind.CONFLICT, MarkKind.HELD, MarkKind.QUERY]
    answer = f.QueryAnswered(id=desk_fixture.store.new_id(), bases=(query.id,), query="q1", address=weight, text="!")
    desk_fixture.append(answer)
    assert MarkKind.QUERY not in [mark.kind for mark in row_of(desk_fixture, subject).marks]


def test_a_signature_that_no_longer_covers_the_form_marks_the_child(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"VS": {"WEIGHT": "43.0"}})
    form = Address(subject, "M1", "", "VS")
    digest = desk_fixture.course(subject).record.digest(form)
    desk_fixture.append(f.Signed(id=desk_fixture.store.new_id(), address=form, meaning="reviewed", digest=digest))
    assert row_of(desk_fixture, subject).marks == ()
    desk_fixture.set(subject, "M1", "VS", {"WEIGHT": "43.4"}, reason="typing error")
    assert [mark.kind for mark in row_of(desk_fixture, subject).marks] == [MarkKind.VOID]


def test_the_second_child_of_one_code_is_provisional(desk_fixture: Any) -> None:
    first, second = desk_fixture.enrol("LN-001"), desk_fixture.enrol("LN-001", name="另一患儿")
    marked = {subject: row_of(desk_fixture, subject).provisional for subject in (first, second)}
    assert sorted(marked.values()) == [False, True]
    assert row_of(desk_fixture, first, edc=True).provisional


def test_names_are_shown_to_those_who_care_for_the_child(make_desk: Callable[..., Any]) -> None:
    work = make_desk("data_entry")
    work.enrol("LN-001", name="林小满")
    page = ChildrenPage(work.desk)
    page.refresh()
    assert page.view.state is not None
    assert page.view.state.names_hidden is not None
    assert page.view.state.rows[0].name == ""
    assert page.view.state.may_enrol
    seeing = make_desk("clinician")
    seeing.enrol("LN-001", name="林小满")
    page = ChildrenPage(seeing.desk)
    page.refresh()
    assert page.view.state is not None
    assert (page.view.state.names_hidden, page.view.state.rows[0].name) == (None, "林小满")


def test_the_enrolled_are_counted_against_the_planned_number(make_desk: Callable[..., Any], shipped: Study) -> None:
    work = make_desk(study=msgspec.structs.replace(shipped, protocol=Protocol(planned_subjects=1)))
    work.enrol("LN-001", infused=None)
    page = ChildrenPage(work.desk)

    def shown() -> tuple[str, bool]:
        page.refresh()
        state = page.view.state
        assert state is not None
        assert state.recruited is not None
        return state.recruited.en, state.too_many is not None

    assert shown() == ("0 of 1 enrolled", False)
    work.enrol("LN-002", name="韩知夏")
    assert shown() == ("1 of 1 enrolled", False)
    work.enrol("LN-003", name="许惊蛰")
    assert shown() == ("2 of 1 enrolled", True)


def test_the_page_shows_what_moved_and_keeps_rows_of_the_others(desk_fixture: Any) -> None:
    one, two = desk_fixture.enrol("LN-001"), desk_fixture.enrol("LN-002", name="韩知夏", born=date(2013, 1, 1))
    page = ChildrenPage(desk_fixture.desk)
    page.refresh()
    before = page.view.state
    assert before is not None
    desk_fixture.visit(one, "W2", date(2026, 9, 1), {"URINE": {"UPROTC": "900", "UCREAT": "5"}})
    page.refresh()
    after = page.view.state
    assert after is not None
    assert [r.subject for r in after.rows] == [one, two]
    assert after.rows[0] != before.rows[0]
    assert after.rows[1] is before.rows[1]
    page.view.child_opened.emit(two)
    assert desk_fixture.desk.went == [("child", two)]


@pytest.mark.parametrize(
    ("reason", "date_item", "words"),
    [
        ("DEATH", "DTHDTC", "died"),
        ("WITHDRAW", "DSSTDTC", "consent withdrawn"),
        ("SCREENFAIL", "DSSTDTC", "screen failure"),
        ("INV", "DSSTDTC", "ended early"),
    ],
)
def test_a_child_whose_study_ended_says_how_and_waits_for_nobody(
    desk_fixture: Any, reason: str, date_item: str, words: str
) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.set(subject, "ET", "DS", {"DSDECOD": reason, date_item: DateValue("2026-09-20")})
    told = row_of(desk_fixture, subject, INFUSED + timedelta(days=120))
    assert told.standing is Standing.ENDED
    assert told.ended is not None
    assert told.ended.en == words
    assert told.next_visit.due is Due.NONE


def test_who_completed_is_followed_again_while_a_yearly_visit_may_be_made(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.set(subject, "M6", "VISIT", {"VISSTAT": Codes(("MISSED",))})
    desk_fixture.visit(subject, "M12", INFUSED + timedelta(days=365), {})
    assert row_of(desk_fixture, subject, INFUSED + timedelta(days=400)).standing is Standing.ENDED
    told = row_of(desk_fixture, subject, INFUSED + timedelta(days=730))
    assert (told.standing, told.next_visit.code) == (Standing.FOLLOWED, "LT2")
    desk_fixture.set(subject, "M12", "DS", {"DSDECOD": "COMPLETE", "DSLT": "N"})
    assert row_of(desk_fixture, subject, INFUSED + timedelta(days=730)).standing is Standing.ENDED


@pytest.mark.parametrize(("role", "found"), [("investigator", 1), ("clinician", 1), ("data_entry", 0)])
def test_only_who_sees_names_finds_a_child_by_name(make_desk: Callable[..., Any], role: str, found: int) -> None:
    work = make_desk(role)
    work.enrol("LN-001", name="林小满")
    page = ChildrenPage(work.desk)
    page.refresh()
    page.view.search.setText("小满")
    assert page.view.filter.rowCount() == found
    page.view.search.setText("ln-001")
    assert page.view.filter.rowCount() == 1
