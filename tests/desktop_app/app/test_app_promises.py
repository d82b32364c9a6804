"""Promises that only the whole window can keep: a way there and back, empty rooms, the key that goes back, licences."""

import re
import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.desk import Desk
from study.address import Address
from study.changes import facts as f
from study.record import heads
from study.state.slots import Slot
from ui.admin.state import Section
from ui.frame.state import Room
from ui.language import LANGUAGES
from ui.queries.state import Standing
from ui.widgets.cards import EmptyState

ROOT = Path(__file__).resolve().parents[3]
AtWork = Callable[[Any], Any]


@pytest.fixture
def desk(app_at_work: App, qtbot: QtBot) -> Desk:
    """Dr Lin's desk, in front."""
    app_at_work.window.resize(1366, 768)
    app_at_work.window.activateWindow()
    qtbot.waitUntil(app_at_work.window.isActiveWindow)
    assert app_at_work.desk is not None
    return app_at_work.desk


def front(desk: Desk) -> QWidget:
    """What has the focus."""
    return QApplication.focusWidget() or desk.frame


def asked(desk: Desk, at_work: AtWork) -> Address:
    """A child three months after its infusion, and a query on its weight and one on its form of M3."""
    work = at_work(desk)
    on = desk.session.today
    subject = str(work.enrol("LN-007", name="林小满", infused=on - timedelta(days=91)))
    work.visit(subject, "M3", on, {"VS": {"HEIGHT": "148.5", "WEIGHT": "41.2"}})
    place = Address(subject, "M3", form="VS", item="WEIGHT")
    new = desk.session.store.new_id
    work.append(f.QueryOpened(id=new(), query="q1", address=place, text="41.2 or 42.1?"))
    work.append(f.QueryOpened(id=new(), query="q2", address=Address(subject, "M3", form="ECG"), text="which ECG?"))
    desk.session.records.forget_all()
    return place


def test_from_a_query_to_its_field_and_back_to_the_same_query(desk: Desk, at_work: AtWork) -> None:
    """Queries: threads with state, filter by form; jump to the field and back."""
    place = asked(desk, at_work)
    QTest.keyClick(front(desk), Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    view = desk.pages.queries.view
    assert desk.frame.page == "queries"
    assert view.state is not None
    assert len(view.state.lines) == 2
    view.form.setCurrentIndex(view.form.findData("VS"))
    view.form.activated.emit(view.form.currentIndex())
    assert [line.query for line in view.state.lines] == ["q1"]
    view.thread_pane.go.click()
    row = desk.pages.visit.view.grid.current()
    assert desk.frame.page == "visit"
    assert row is not None
    assert row.key == place.key
    assert row.field.hasFocus()
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert desk.frame.page == "queries"
    assert view.state.thread is not None
    assert (view.state.thread.query, view.state.chosen.form) == ("q1", "VS"), "where the person was"


def test_a_childs_page_names_its_queries_and_leads_to_what_is_asked(desk: Desk, at_work: AtWork) -> None:
    """A child: notes of queries, in both languages, the open ones first."""
    place = asked(desk, at_work)
    reader, ecg = desk.session.store.reader, Address(place.subject, "M3", form="ECG")
    answer = f.QueryAnswered(
        id=desk.session.store.new_id(), bases=heads(reader.slot(Slot("query", "q2"))), query="q2", address=ecg,
        text="that of the 17th",
    )  # fmt: skip
    at_work(desk).append(answer)
    desk.session.records.forget_all()
    desk.open_child(place.subject)
    card = desk.pages.child.view.queries
    said = {}
    for language in LANGUAGES:
        desk.look.language.switch(language)
        said[language] = [label.text() for label in card.findChildren(QLabel) if label.text()]
    assert "质疑 · 2" in said["zh"]
    assert "Queries · 2" in said["en"]
    assert said["en"][-2:] == ["to answer · 41.2 or 42.1?", "answered · that of the 17th"]
    assert "待答复 · 41.2 or 42.1?" in said["zh"]
    assert "已答复 · that of the 17th" in said["zh"]
    link = next(each for each in card.findChildren(QAbstractButton) if "M3" in each.text() and "eight" in each.text())
    link.click()
    assert desk.frame.page == "visit"
    row = desk.pages.visit.view.grid.current()
    assert row is not None
    assert row.key == place.key


def test_esc_takes_back_what_was_typed_before_it_goes_back(desk: Desk, at_work: AtWork) -> None:
    """Everything is reachable by keyboard alone: Esc goes back, and never takes a typed text along unseen."""
    place = asked(desk, at_work)
    desk.open_child(place.subject)
    desk.open_visit(place.in_visit.key, place.key)
    row = desk.pages.visit.view.grid.current()
    assert row is not None
    QTest.keyClicks(row.field, "43")
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert desk.frame.page == "visit"
    assert row.field.text() == "41.2"
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert desk.frame.page == "child"
    desk.open_room(Room.TODAY)
    QTest.keyClick(front(desk), Qt.Key.Key_Escape)
    assert desk.frame.page == "today", "a room of the rail has nothing before it"


def test_esc_and_locking_leave_a_half_typed_explanation_unsaid(app_at_work: App, desk: Desk, at_work: AtWork) -> None:
    """A half-typed explanation is not lost to a key, and locking says no half of it for the person."""
    place = asked(desk, at_work)
    desk.open_visit(place.in_visit.key, place.key)
    grid = desk.pages.visit.view.grid
    row = grid.current()
    assert row is not None
    QTest.keyClicks(row.field, "139")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    (box,) = (editor for line in row.strips._lines for editor in line.editors)
    box.setFocus()
    QTest.keyClicks(box, "scales in lb")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert desk.frame.page == "visit"
    store, entries = desk.session.store, desk.session.store.reader.tip().seq
    app_at_work.lock()
    box.clearFocus()
    assert store.reader.tip().seq == entries
    assert app_at_work.crash.dialog is None


def _empty_words(desk: Desk) -> list[str]:
    """The words of the empty state in sight."""
    shown = [each for each in desk.frame.findChildren(EmptyState) if each.isVisible()]
    return [label.text() for each in shown for label in each.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize("room", [Room.TODAY, Room.CHILDREN, Room.QUERIES, Room.SAFETY])
def test_an_empty_room_says_what_it_is_for_in_both_languages(desk: Desk, room: Room) -> None:
    """An empty screen says what it is for and offers its first action."""
    desk.open_room(room)
    for language in LANGUAGES:
        desk.look.language.switch(language)
        title, what = _empty_words(desk)
        assert title
        assert len(what) > (12 if language == "zh" else 40), "a sentence, not a word"
        assert bool(re.search("[一-鿿]", title + what)) is (language == "zh")
    if room in (Room.TODAY, Room.CHILDREN):
        (button,) = (
            each.button for each in desk.frame.findChildren(EmptyState) if each.isVisible() and each.button.isVisible()
        )
        button.click()
        dialog = desk.pages.children.dialog
        assert desk.frame.page == "children" if room is Room.TODAY else dialog is not None


def test_no_query_to_answer_is_no_dead_end(desk: Desk, at_work: AtWork) -> None:
    """An empty screen offers its first action: where the filter leaves nothing, all queries are one press away."""
    asked(desk, at_work)
    desk.open_room(Room.QUERIES)
    view = desk.pages.queries.view
    view.standings.chosen.emit(Standing.CLOSED.value)
    assert view.empty.button.isVisible()
    view.empty.button.click()
    assert view.state is not None
    assert len(view.state.lines) == 2


def test_licences_of_every_part_and_both_languages_stand_in_the_admin_room(desk: Desk) -> None:
    """Admin: languages, licences, study version."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    desk.open_admin(Section.ABOUT)
    admin = desk.pages.admin.view
    assert admin.state is not None
    told = {part.name.lower(): part for part in admin.state.about.licences}
    assert {re.split("[<>=; ]", name)[0].lower() for name in needed} == set(told)
    assert all(part.version and part.licence for part in told.values()), "each with its version and its licence"
    words = [label.text() for label in admin.findChildren(QLabel) if label.isVisible()]
    assert any(desk.session.study.version in text for text in words)
    desk.open_admin(Section.APPEARANCE)
    for language in LANGUAGES:
        admin.appearance.languages.segments.chosen.emit(language)
        assert desk.look.language.code == language
        assert desk.frame.rail.buttons[Room.ADMIN].text() == {"zh": "管理", "en": "Admin"}[language]
