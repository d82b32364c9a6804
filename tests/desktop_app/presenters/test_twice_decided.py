"""One child enrolled twice, over a real store: today's card, the child's page, who is left out."""

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_app.presenters import safety
from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.charts_compare import others
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.children import Rows, children_state
from desktop_app.presenters.cohort import Asked, cohort_state
from desktop_app.presenters.inspection.model import Inspected
from desktop_app.presenters.inspection.questions import QUESTIONS
from desktop_app.presenters.search_find import find
from desktop_app.presenters.search_index import Findable, index_of
from desktop_app.presenters.today import TodayPage
from storage.history import Sought
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.rights import ASIDE, NOT_ONE
from study.values import Codes
from ui.child.state import TwiceAnswer, TwiceRow
from ui.children.state import ChildRow, Standing
from ui.safety.state import Filter
from ui.today.state import Need, NeedKind, TodayState

TODAY = date(2026, 11, 17)
INFUSED = TODAY - timedelta(days=88)


@pytest.fixture
def two(desk_fixture: Any) -> tuple[str, str]:
    """One child under two codes, with a visit and an event each, beside another child."""
    made = tuple(
        str(desk_fixture.enrol(code, name="陈予安", number=number, infused=INFUSED))
        for code, number in (("LN-013", "H1"), ("LN-021", "H2"))
    )
    for subject in made:
        desk_fixture.set(subject, "LOG", "AE", {"AETERM": "发热", "AEONGO": Codes(("Y",))})
    desk_fixture.enrol("LN-030", name="李小满", number="H3", infused=INFUSED)
    return made[0], made[1]


def today(work: Any) -> TodayState:
    page = TodayPage(work.desk)
    page.refresh()
    assert page.view.state is not None
    return page.view.state


def asked(work: Any) -> list[Need]:
    return [need for need in today(work).needs if need.kind is NeedKind.TWICE]


def page_of(work: Any, subject: str) -> ChildPage:
    page = ChildPage(work.desk)
    work.desk.page = page
    page.choose(subject)
    page.refresh()
    return page


def row_of(work: Any, subject: str) -> TwiceRow:
    """The one row of a child's card."""
    [found] = page_of(work, subject).view.twice.shown
    return found


def decide(work: Any, subject: str, other: str, what: Any, reason: str = "same hospital card") -> None:
    page_of(work, subject).view.twice_decided.emit(TwiceAnswer(other, what, reason))


def in_table(work: Any, code: str) -> ChildRow:
    rows = children_state(work.session.records, work.session, Rows()).rows
    return next(row for row in rows if row.code == code)


def test_today_asks_about_the_two_and_leads_to_the_child(desk_fixture: Any, two: tuple[str, str]) -> None:
    [card] = asked(desk_fixture)
    assert card.title.en == "LN-013 and LN-021 may be one child"
    assert card.detail.zh == "姓名、出生日期、性别、回输日期、知情同意日期相同 · 病案号不同"
    assert "陈予安" not in card.title.en + card.detail.en + card.detail.zh
    TodayPage(desk_fixture.desk).view.need_chosen.emit(card)
    assert desk_fixture.desk.went == [("child", two[0])]


def test_a_clerk_is_not_asked_and_may_not_decide(desk_fixture: Any, two: tuple[str, str]) -> None:
    desk_fixture.session.role = "data_entry"
    assert asked(desk_fixture) == []
    mark = f.MarkSet(id="m", kind=ASIDE, address=Address(two[1]), target=two[0], note="x")
    with pytest.raises(KnownError, match="role"):
        desk_fixture.append(mark)
    assert not any(row.may_decide for row in page_of(desk_fixture, two[0]).view.twice.shown)


def test_two_children_is_kept_and_can_be_asked_again(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    assert row_of(desk_fixture, one).asked
    decide(desk_fixture, one, other, "apart", "twins")
    assert asked(desk_fixture) == []
    for subject, code in ((one, "LN-021"), (other, "LN-013")):
        row = row_of(desk_fixture, subject)
        assert (row.asked, row.text.en, row.detail.en) == (False, f"not the same child as {code}", "twins")
    [mark] = desk_fixture.store.reader.marks_on_children()
    assert (mark.fact.kind, mark.fact.note) == (NOT_ONE, "twins")
    decide(desk_fixture, other, one, "again", "no twins after all")
    assert len(asked(desk_fixture)) == 1


def test_who_stands_aside_is_left_out_and_stays_readable(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    decide(desk_fixture, one, other, "this")
    state = today(desk_fixture)
    assert {row.code for row in state.rows} == {"LN-013", "LN-030"}
    assert all(need.kind is not NeedKind.TWICE for need in state.needs)
    records, session = desk_fixture.session.records, desk_fixture.session
    room, _ = safety.safety_state(records, session, safety.Kept(), Filter())
    assert {event.code for event in room.events} == {"LN-013"}
    cohort = cohort_state(session.study, records.counted(), TODAY, Asked(chosen=()))
    assert cohort.children == 2
    row = in_table(desk_fixture, "LN-021")
    assert (row.standing, row.enrolled) == (Standing.ENDED, False)
    assert row.ended is not None
    assert row.ended.en == "stands aside: LN-013 goes on"
    page = page_of(desk_fixture, other)
    assert page.view.state is not None
    header = page.view.state.header
    assert header.aside is not None
    assert header.aside.en.startswith("LN-021 stands aside: LN-013 goes on")
    assert "same hospital card" in header.aside.zh
    assert header.goes_on == one
    page.view.twice.opened.emit(one)
    assert desk_fixture.desk.went[-1] == ("child", one)
    assert page.view.state.may_edit, "a late value is not lost"
    assert not any(chip.due for chip in page.view.state.visits)


def test_a_search_says_who_stands_aside_and_nobody_is_compared_with_it(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    before = others(desk_fixture.session.records.children(), "")
    decide(desk_fixture, one, other, "this")
    index = index_of(desk_fixture.session.records, desk_fixture.session, Findable(), "")
    details = {hit.title.en[:6]: hit.detail.zh if hit.detail else "" for hit in find(index, "LN-0").hits}
    assert "已停用，由 LN-013 继续记录" in details["LN-021"]
    assert "停用" not in details["LN-013"]
    after = others(desk_fixture.session.records.children(), "")
    assert {each.code for each in before} - {each.code for each in after} == {"LN-021"}


def test_the_audit_says_which_record_goes_on_and_why(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    decide(desk_fixture, one, other, "this")
    [page] = desk_fixture.store.reader.audit_pages(Sought(kinds=frozenset({"markset"})))
    [row] = AuditWords(desk_fixture.session).rows(page)
    assert (row.child, row.why) == ("LN-021", "same hospital card")
    assert row.after.en == "stands aside: the same child goes on under another code · LN-013"
    assert row.after.zh == "停用：同一患儿由另一编号继续记录 · LN-013"


def test_an_inspector_reads_which_codes_are_one_child(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    consents = QUESTIONS[0]
    before = consents.table(Inspected(desk_fixture.session))
    decide(desk_fixture, one, other, "this")
    after = consents.table(Inspected(desk_fixture.session))
    assert (after.rows, len(after.notes)) == (before.rows, len(before.notes) + 1)
    assert after.notes[-1].en == "LN-021 stands aside: LN-013 goes on for the same child"


def test_a_reason_that_names_the_child_is_not_kept(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    decide(desk_fixture, one, other, "this", "both are 陈予安")
    assert [error.code for error in desk_fixture.desk.failures] == ["reason-names-somebody"]
    assert desk_fixture.store.reader.marks_on_children() == []


def test_a_critical_value_entered_late_there_is_still_seen(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    decide(desk_fixture, one, other, "this")
    desk_fixture.visit(other, "M3", TODAY, {"CHEM": {"K": "6.8"}})
    kinds = [(need.kind, need.title.en[:6]) for need in today(desk_fixture).needs]
    assert kinds == [(NeedKind.CRITICAL, "LN-021")]


def test_one_withdrawal_brings_it_back(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    decide(desk_fixture, other, one, "other")
    assert desk_fixture.child(other).aside.on.id == one
    decide(desk_fixture, other, one, "again", "another child")
    assert desk_fixture.child(other).aside is None
    assert in_table(desk_fixture, "LN-021").standing is Standing.FOLLOWED
    assert len(asked(desk_fixture)) == 1


def test_deciding_anew_leaves_one_decision(desk_fixture: Any, two: tuple[str, str]) -> None:
    one, other = two
    for mark, subject, target in (("m1", one, other), ("m2", other, one)):
        desk_fixture.append(
            f.MarkSet(id=mark, kind=ASIDE, address=Address(subject), target=target, note="on two workstations")
        )
    [card] = asked(desk_fixture)
    assert card.detail.en.startswith("decided in two ways")
    assert {row.code for row in today(desk_fixture).rows} == {"LN-013", "LN-021", "LN-030"}
    decide(desk_fixture, one, other, "this", "asked the family")
    assert asked(desk_fixture) == []
    assert desk_fixture.child(other).aside.by.reason == "asked the family"
