"""Queries over a real store: threads, answers that rest on what was shown, drafts, rights, the way to the field."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop_app.presenters.queries import QueriesPage
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from ui.queries.state import Did, Filter, QueriesState, Said, Standing, Typed

DAY = 24 * 60 * 60 * 1000


def shown(work: Any) -> tuple[QueriesPage, QueriesState]:
    """The page as it is read now."""
    page = QueriesPage(work.desk)
    work.desk.page = page
    page.refresh()
    assert page.view.state is not None
    return page, page.view.state


def asked(work: Any, code: str = "LN-001", query: str = "q1", **more: Any) -> Address:
    """A query on a child's weight."""
    subject = work.enrol(code)
    place = Address(subject, "M3", "", "VS", "", "", "WEIGHT")
    work.append(f.QueryOpened(id=query, query=query, address=place, text="36.4 or 34.6?", **more))
    return place


def test_a_thread_says_where_what_who_and_for_how_long(desk_fixture: Any) -> None:
    place = asked(desk_fixture)
    desk_fixture.append(desk_fixture.fact(place, "36.4"))
    desk_fixture.clock.now += 8 * DAY
    _, state = shown(desk_fixture)
    [line] = state.lines
    assert (line.code, line.text, line.days, line.standing) == ("LN-001", "36.4 or 34.6?", 8, Standing.TO_ANSWER)
    assert state.thread is not None
    assert state.thread.value.en == "now: 36.4 kg"
    assert [post.text for post in state.thread.posts] == ["36.4 or 34.6?"]


def test_an_answer_rests_on_what_was_shown_and_closes_nothing(desk_fixture: Any) -> None:
    asked(desk_fixture)
    page, _ = shown(desk_fixture)
    page.view.said.emit(Said("q1", Did.ANSWER, "weighed again: 36.4"))
    state = page.view.state
    assert state is not None
    assert state.lines == ()
    assert dict(state.counts)[Standing.ANSWERED] == 1
    settled = desk_fixture.store.reader.slot(Slot("query", "q1"))
    assert isinstance(settled.shown.fact, f.QueryAnswered)
    assert settled.shown.fact.bases == ("q1",)
    page.view.filtered.emit(Filter(standing=None))
    assert page.view.state is not None
    assert page.view.state.thread is not None
    assert [post.text for post in page.view.state.thread.posts] == ["36.4 or 34.6?", "weighed again: 36.4"]
    assert page.view.state.thread.may_reopen


def test_an_empty_answer_is_not_sent_and_says_so(desk_fixture: Any) -> None:
    asked(desk_fixture)
    page, _ = shown(desk_fixture)
    page.view.said.emit(Said("q1", Did.ANSWER, ""))
    assert page.view.state is not None
    assert page.view.state.message is not None
    assert page.view.state.message.code == "query-empty"
    assert len(desk_fixture.store.reader.history(Slot("query", "q1"))) == 1


def test_two_answers_at_once_both_stay_in_the_thread(desk_fixture: Any) -> None:
    place = asked(desk_fixture)
    page, _ = shown(desk_fixture)
    desk_fixture.append(f.QueryAnswered(id="other", bases=("q1",), query="q1", address=place, text="I saw 34.6"))
    page.view.said.emit(Said("q1", Did.ANSWER, "weighed again: 36.4"))
    texts = {getattr(turn.fact, "text", "") for turn in desk_fixture.store.reader.history(Slot("query", "q1"))}
    assert texts == {"36.4 or 34.6?", "I saw 34.6", "weighed again: 36.4"}


def test_a_half_typed_answer_survives_and_is_gone_once_it_was_sent(desk_fixture: Any) -> None:
    place = asked(desk_fixture)
    page, _ = shown(desk_fixture)
    page.view.typed.emit(Typed("q1", "asked the nurse"))
    again, state = shown(desk_fixture)
    assert state.thread is not None
    assert state.thread.draft == "asked the nurse"
    assert again.view.thread_pane.answer.toPlainText() == "asked the nurse"
    user = desk_fixture.session.person.user
    assert all(key.startswith(f"{place.subject}/") for key in desk_fixture.store.reader.drafts(user))
    again.view.said.emit(Said("q1", Did.ANSWER, "asked the nurse: 36.4"))
    assert desk_fixture.store.reader.drafts(user) == {}


def test_nobody_else_sees_what_is_half_typed(desk_fixture: Any) -> None:
    asked(desk_fixture)
    page, _ = shown(desk_fixture)
    page.view.typed.emit(Typed("q1", "asked the nurse"))
    assert desk_fixture.store.reader.drafts("somebody-else") == {}


def test_a_query_of_a_check_names_the_check(desk_fixture: Any) -> None:
    asked(desk_fixture, check="C-WEIGHT")
    _, state = shown(desk_fixture)
    assert state.lines[0].asked.en == "check"


@pytest.mark.parametrize(("role", "answers", "closes"), [("clinician", True, False), ("admin", False, False)])
def test_who_may_do_what_follows_the_rights(
    make_desk: Callable[..., Any], role: str, answers: bool, closes: bool
) -> None:
    work = make_desk()
    asked(work)
    person = work.session.person
    work.session.role, work.session.person = role, type(person)(person.user, person.name, (role,), *person[3:])
    _, state = shown(work)
    assert state.thread is not None
    assert (state.thread.may_answer, state.thread.may_close) == (answers, closes)
    assert (state.thread.why_not is None) is answers


def test_the_filter_by_child_and_age(desk_fixture: Any) -> None:
    asked(desk_fixture, "LN-001", "q1")
    desk_fixture.clock.now += 9 * DAY
    asked(desk_fixture, "LN-002", "q2")
    page, state = shown(desk_fixture)
    assert [line.query for line in state.lines] == ["q1", "q2"]
    for chosen, left in ((Filter(child="LN-002"), ["q2"]), (Filter(age=type(Filter().age)("week")), ["q1"])):
        page.view.filtered.emit(chosen)
        assert page.view.state is not None
        assert [line.query for line in page.view.state.lines] == left


def test_the_way_to_the_field(desk_fixture: Any) -> None:
    place = asked(desk_fixture)
    page, _ = shown(desk_fixture)
    page.view.thread_pane.go.click()
    assert desk_fixture.desk.went == [("visit", place.in_visit.key, place.key)]
