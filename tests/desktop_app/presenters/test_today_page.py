"""Today over a real store: what is due, what needs somebody, where each leads."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from desktop_app.presenters.today import TodayPage
from study.address import Address
from study.changes import facts as f
from study.judgement import AWAITING
from ui.today.state import Group, Need, NeedKind, TodayRow, TodayState

TODAY = date(2026, 11, 17)


def shown(work: Any) -> tuple[TodayPage, TodayState]:
    """The page as it is read now."""
    page = TodayPage(work.desk)
    work.desk.page = page
    page.refresh()
    assert page.view.state is not None
    return page, page.view.state


def need(state: TodayState, kind: NeedKind) -> Need:
    """The one card of a kind."""
    [found] = [each for each in state.needs if each.kind is kind]
    return found


def visit_row(state: TodayState, subject: str, visit: str) -> TodayRow:
    """The row of a visit."""
    return next(row for row in state.rows if row.place == Address(subject, visit).key)


def test_a_visit_stands_with_its_window_its_day_and_how_full_it_is(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=TODAY - timedelta(days=88))
    _, state = shown(desk_fixture)
    row = visit_row(state, subject, "M3")
    assert row.group is Group.OPEN
    assert row.when.en == "D+88 · 11-20"
    assert row.span is not None
    assert row.span.opens < 0 < row.span.closes
    assert row.parts is not None
    assert (row.parts.filled, row.parts.missing > 50) == (0, True)
    assert not row.under_way


def test_an_overdue_visit_stands_first_and_counts_its_days(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=TODAY - timedelta(days=88))
    late = desk_fixture.enrol("LN-002", infused=TODAY - timedelta(days=200))
    _, state = shown(desk_fixture)
    row = visit_row(state, late, "M6")
    assert row.group is Group.OVERDUE
    assert row.status.en == f"overdue {(-row.span.closes) if row.span else 0} d"
    assert [each.group for each in state.rows] == sorted((each.group for each in state.rows), key=list(Group).index)
    assert subject != late


def test_an_entry_shows_in_the_row_and_the_other_children_are_not_made_again(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=TODAY - timedelta(days=88))
    other = desk_fixture.enrol("LN-002", infused=TODAY - timedelta(days=88))
    page, before = shown(desk_fixture)
    desk_fixture.set(subject, "M3", "VS", {"HEIGHT": "148.5", "WEIGHT": "41"})
    page.refresh()
    assert page.view.state is not None
    row = visit_row(page.view.state, subject, "M3")
    assert (row.parts.filled if row.parts else 0, row.under_way, row.status.zh) == (2, True, "录入中")
    assert visit_row(page.view.state, other, "M3") is visit_row(before, other, "M3")


def test_a_visit_somebody_left_before_it_was_whole_is_found_again(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=TODAY - timedelta(days=91))
    desk_fixture.visit(subject, "M3", TODAY - timedelta(days=1), {"VS": {"HEIGHT": "148.5"}})
    desk_fixture.visit(subject, "M1", TODAY - timedelta(days=60), {"VS": {"HEIGHT": "147.1"}})
    page, state = shown(desk_fixture)
    [row] = [each for each in state.rows if each.group is Group.BEGUN]
    assert (row.place, row.when.en, row.status.zh) == (Address(subject, "M3").key, "D+90 · 11-16", "录入中")
    assert row.parts is not None
    assert row.parts.filled >= 1
    assert row.hint is not None
    assert f"{row.parts.missing} items" in row.hint.en
    page.view.opened.emit(row.place)
    assert desk_fixture.desk.went[-1][:2] == ("visit", row.place)


def test_a_visit_that_is_whole_is_no_longer_asked_for(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001", infused=TODAY - timedelta(days=91))
    desk_fixture.visit(subject, "M3", TODAY, {"VS": {"HEIGHT": "148.5"}})
    page, before = shown(desk_fixture)
    assert [row.place for row in before.rows if row.group is Group.BEGUN] == [Address(subject, "M3").key]
    course = desk_fixture.course(subject)
    for at in course.visits:
        for form in at.visit.forms:
            for place in course.form_places(at.address, form):
                desk_fixture.append(f.FormCompleted(id=f"done-{place.key}", address=place))
    page.refresh()
    assert page.view.state is not None
    assert [row for row in page.view.state.rows if row.group is Group.BEGUN] == []


def test_a_critical_value_asks_first_and_leads_to_its_field(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M3", TODAY, {"CHEM": {"K": "6.8"}})
    page, state = shown(desk_fixture)
    card = need(state, NeedKind.CRITICAL)
    assert state.needs[0] is card
    assert "LN-001" in card.title.en
    assert "6.8 mmol/L" in card.title.en
    page.view.need_chosen.emit(card)
    [(where, visit, focus)] = desk_fixture.desk.went
    assert (where, visit, focus.rpartition("/")[2]) == ("visit", f"{subject}/M3/////", "K")


def test_a_conflict_leads_to_its_page_and_a_clerk_is_not_asked(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M3", TODAY, {"VS": {"WEIGHT": "36.4"}})
    weight = Address(subject, "M3", "", "VS", "", "", "WEIGHT")
    desk_fixture.contradict(weight, "34.6")
    page, state = shown(desk_fixture)
    page.view.need_chosen.emit(need(state, NeedKind.CONFLICT))
    assert desk_fixture.desk.went == [("conflict", desk_fixture.course(subject).record.settled(weight).conflict)]
    desk_fixture.session.role = "data_entry"
    page.refresh()
    assert page.view.state is not None
    assert all(each.kind is not NeedKind.CONFLICT for each in page.view.state.needs)


def test_one_card_speaks_for_the_queries_of_all_children(desk_fixture: Any) -> None:
    places = [Address(desk_fixture.enrol(code), "M3", "", "VS", "", "", "WEIGHT") for code in ("LN-001", "LN-002")]
    for number, place in enumerate((*places, places[0])):
        desk_fixture.append(f.QueryOpened(id=f"q{number}", query=f"q{number}", address=place, text="really?"))
    page, state = shown(desk_fixture)
    card = need(state, NeedKind.QUERY)
    assert (card.title.zh, card.detail.zh) == ("3 条质疑待答复", "LN-001、LN-002")
    page.view.need_chosen.emit(card)
    assert desk_fixture.desk.went == [("room", "queries")]


def test_awaited_results_say_when_to_ask_again_and_what_has_passed(desk_fixture: Any) -> None:
    for code, day in (("LN-001", "2026-11-10"), ("LN-002", "2026-11-19")):
        subject = desk_fixture.enrol(code)
        desk_fixture.visit(subject, "M3", TODAY, {})
        place = Address(subject, "M3", "", "CHEM")
        desk_fixture.append(f.MarkSet(id=f"mark-{code}", kind=AWAITING, address=place, data={"chase": day}))
    _, state = shown(desk_fixture)
    card = need(state, NeedKind.AWAITING)
    assert card.detail.en.startswith("ask again 2026-11-10 · 1 past the day to ask again · LN-001, LN-002")
    assert card.count > 10


def test_names_are_hidden_where_the_role_or_the_key_says_so(make_desk: Callable[..., Any]) -> None:
    for work, why in ((make_desk("monitor"), "role"), (make_desk(site_key=False), "site key")):
        _, state = shown(work)
        assert state.names_hidden is not None
        assert why in state.names_hidden.en


@pytest.mark.parametrize(("children", "words"), [(0, "Enrol the first child"), (1, "All children")])
def test_a_day_without_anything_due_offers_the_children(desk_fixture: Any, children: int, words: str) -> None:
    for number in range(children):
        desk_fixture.enrol(f"LN-00{number + 1}", infused=TODAY - timedelta(days=3000))
    desk_fixture.desk.look.language.switch("en")
    page, state = shown(desk_fixture)
    if not state.rows:
        assert page.view.empty.button.text() == words
    page.view.children_asked.emit()
    assert desk_fixture.desk.went == [("children",)]
