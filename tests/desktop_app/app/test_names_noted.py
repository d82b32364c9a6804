"""Who was shown names stands in the record: the list once a session, a child's page once a session and child."""

from datetime import date

import pytest

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.jobs.note import note
from desktop_app.presenters.receipt import receipt_of
from desktop_app.presenters.sync_reading import read_sync
from storage.history import Sought
from study.address import Address
from study.changes.facts import Accessed
from study.rights import RIGHTS, reads_audit
from tests.kit.window import unlock
from ui.children.state import EnrolRequest
from ui.frame.state import Room


def looked(desk: Desk) -> list[tuple[str, int]]:
    """Detail and count of every time that names were shown."""
    lines = desk.session.store.reader.audit(Sought(kinds=frozenset({"accessed"})), limit=10**6)
    facts = (line.fact for line in lines)
    return [(fact.detail, fact.count) for fact in facts if isinstance(fact, Accessed) and fact.what == "names-shown"]


def at_desk(app: App) -> Desk:
    assert app.desk is not None
    return app.desk


def enrol(desk: Desk, code: str, name: str, born: date) -> None:
    """Through the dialog."""
    page = desk.pages.children
    page.view.enrol_asked.emit()
    assert page.dialog is not None
    page.dialog.enrol_requested.emit(EnrolRequest(code, name, "", "F", born, desk.session.today))


def subject(desk: Desk, code: str) -> str:
    here = desk.session.store.reader.subjects(desk.session.study.anchors["subject_code"])
    return next(child.id for child in here if child.code == code)


@pytest.fixture
def app(app_at_work: App) -> App:
    """Two children are enrolled, by somebody who was shown names before; a new session begins."""
    desk = at_desk(app_at_work)
    enrol(desk, "LN-001", "方夏至", date(2014, 7, 1))
    enrol(desk, "LN-002", "陈予安", date(2016, 3, 2))
    desk.open_children()
    app_at_work.lock()
    unlock(app_at_work)
    return app_at_work


def test_an_empty_list_shows_nobody(app_at_work: App) -> None:
    assert looked(at_desk(app_at_work)) == []


def test_the_list_and_each_page_once_a_session(app: App) -> None:
    desk = at_desk(app)
    first, second = subject(desk, "LN-001"), subject(desk, "LN-002")
    before = looked(desk)
    assert before[-1] == ("", 2)
    for _ in range(2):
        desk.open_child(first)
        desk.open_visit(Address(first, "SCR").key)
        desk.open_charts(first)
        desk.open_children()
    desk.open_visit(Address(second, "SCR").key)
    desk.open_child(second)
    assert looked(desk) == [*before, (first, 1), (second, 1)]
    desk.open_children()
    app.lock()
    unlock(app)
    desk = at_desk(app)
    desk.open_child(first)
    assert looked(desk)[len(before) + 2 :] == [("", 2), (first, 1)]


def test_looking_is_no_work_on_the_receipt_of_the_day(app: App) -> None:
    desk = at_desk(app)
    session = desk.session
    before = receipt_of(read_sync(session), session.today, session.zone, final=False)
    desk.open_child(subject(desk, "LN-001"))
    note(session, "print", "receipt")
    assert before is not None
    after = receipt_of(read_sync(session), session.today, session.zone, final=False)
    assert after is not None
    assert after.groups[0] == before.groups[0]


def test_the_record_holds_no_name_for_having_shown_it(app: App) -> None:
    desk = at_desk(app)
    desk.open_child(subject(desk, "LN-001"))
    bodies = [signed.body.decode("utf-8", "replace") for signed in desk.session.store.reader.pending(10_000, 1 << 30)]
    assert not [body for body in bodies if "方夏至" in body or "陈予安" in body]


def test_the_room_opens_for_those_who_read_the_trail(app: App) -> None:
    desk = at_desk(app)
    assert desk.session.reads_audit
    desk.open_room(Room.AUDIT)
    assert desk.frame.page == "audit"
    assert desk.frame.rail.buttons[Room.AUDIT].isVisibleTo(desk.frame)
    desk.open_visit(Address(subject(desk, "LN-001"), "SCR").key)
    desk.back()
    assert desk.frame.page == "audit"


def test_only_who_answers_for_the_data_or_checks_it_reads_the_trail() -> None:
    assert [role for role in sorted(RIGHTS) if reads_audit(role)] == ["admin", "coordinator", "investigator", "monitor"]
