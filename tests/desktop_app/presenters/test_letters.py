"""The letter from the window: what is offered, what is warned of, what is printed and noted, from where it is asked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.letters import Letters, folios_of, offer_of
from desktop_app.presenters.today import TodayPage
from desktop_app.presenters.visit.printing import VisitPrinting
from study.address import Address
from study.changes.facts import Accessed
from study.definition.model import Study
from study.errors import KnownError
from tests.kit.paper import read_pages
from ui.letter.dialog import LetterDialog
from ui.letter.state import LetterAsked
from ui.visit.menus import print_act
from ui.visit.view import VisitView

INFUSED = date(2026, 8, 18)


def prints(work: Any) -> list[str]:
    """What the record says was printed."""
    facts = [line.fact for page in work.store.reader.audit_pages() for line in page]
    return [fact.detail for fact in facts if isinstance(fact, Accessed) and fact.what == "print"]


@pytest.fixture
def ward(desk_fixture: Any) -> tuple[Any, str]:
    """A child who was seen up to M1 and is due at M3."""
    subject = desk_fixture.enrol("LN-007", name="林小满")
    for visit, day in (("SCR", -28), ("BL", -6), ("W2", 14), ("M1", 30)):
        desk_fixture.visit(subject, visit, INFUSED + timedelta(days=day), {})
    return desk_fixture, subject


@pytest.fixture
def letters(ward: Any, qtbot: QtBot) -> Letters:
    """The letters of some page, asked for."""
    work, subject = ward
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Letters(work.desk, parent)
    made.ask(subject)
    return made


def dialog_of(letters: Letters) -> LetterDialog:
    assert letters.dialog is not None
    return letters.dialog


def test_the_next_visit_is_offered_first(ward: Any) -> None:
    work, subject = ward
    offer = offer_of(work.session.records, work.session, subject, "")
    assert [visit.code for visit in offer.visits] == ["M3", "M6", "M12", "ET"]
    assert (offer.chosen, offer.may_name, offer.unchecked) == ("M3", True, True)
    assert offer.visits[0].window is not None
    assert "window 2026-11-07 to 2026-11-27" in offer.visits[0].window.en
    assert offer.visits[3].window is None
    assert offer_of(work.session.records, work.session, subject, "M12").chosen == "M12"
    assert offer_of(work.session.records, work.session, subject, "W2").chosen == "M3"


@pytest.mark.parametrize(("role", "key"), [("monitor", True), ("investigator", False)])
def test_who_is_not_shown_names_cannot_print_one(make_desk: Any, role: str, key: bool, qtbot: QtBot) -> None:
    work = make_desk("investigator", site_key=key)
    subject = work.enrol("LN-007", name="林小满")
    work.session.role = role
    offer = offer_of(work.session.records, work.session, subject, "")
    assert not offer.may_name
    dialog = LetterDialog(work.desk.look, offer)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.name.isVisible()
    dialog.name.setChecked(True)
    assert not dialog.asked().name
    asked = LetterAsked(subject, "M6", "zh", None, None, True)
    [folio] = folios_of(work.session.records, work.session, asked)
    assert "林小满" not in folio.html


def test_an_appointment_outside_the_window_is_warned_of_and_still_printed(letters: Letters) -> None:
    dialog = dialog_of(letters)
    assert dialog.strip.isHidden()
    dialog.day.setText("2026年12月1日")
    assert not dialog.strip.isHidden()
    assert dialog.print.isEnabled()
    dialog.day.setText("2026-11-20")
    assert dialog.strip.isHidden()


@pytest.mark.parametrize(
    ("day", "at", "able"),
    [
        ("", "", True),
        ("2026-11-20", "", True),
        ("2026-11-20", "9:30", True),
        ("20261120", "０９：３０", True),
        ("2026-13-20", "", False),
        ("2026-11-20", "25:00", False),
        ("", "09:30", False),
    ],
)
def test_what_cannot_be_read_as_a_day_is_not_printed(letters: Letters, day: str, at: str, able: bool) -> None:
    dialog = dialog_of(letters)
    dialog.day.setText(day)
    dialog.time.setText(at)
    assert dialog.print.isEnabled() is able
    assert dialog.save.isEnabled() is able
    assert dialog.fault.isHidden() is able


@pytest.mark.parametrize("named", [False, True])
def test_it_is_noted_first_and_then_saved(letters: Letters, ward: Any, tmp_path: Path, named: bool) -> None:
    work, subject = ward
    dialog = dialog_of(letters)
    dialog.name.setChecked(named)
    letters.save(dialog.asked(), tmp_path / "letter.pdf")
    assert prints(work) == [f"letter M3 {subject}{' named' if named else ''}"]
    assert work.desk.shown_names == ([subject] if named else [])
    assert work.desk.told[-1][0] == "letter-printed"
    assert letters.dialog is None
    [first, _second] = read_pages(tmp_path / "letter.pdf")
    assert ("林小满" in first.plain) is named


def test_the_letter_is_chinese_until_somebody_chooses(letters: Letters, ward: Any) -> None:
    work, _subject = ward
    work.desk.look.language.switch("en")
    dialog = dialog_of(letters)
    assert dialog.asked().language == "zh"
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    assert dialog.asked().language == "en"


def test_a_folder_that_is_gone_is_told(letters: Letters, ward: Any, tmp_path: Path) -> None:
    work, _subject = ward
    letters.save(dialog_of(letters).asked(), tmp_path / "gone" / "letter.pdf")
    assert [getattr(error, "code", "") for error in work.desk.failures] == ["not-writable"]


def test_it_is_asked_from_the_bedside_the_child_and_today(ward: Any, qtbot: QtBot) -> None:
    work, subject = ward
    view = VisitView(work.desk.look)
    qtbot.addWidget(view)
    printing = VisitPrinting(work.desk, view)
    view.print_asked.emit(print_act(Address(subject, "M1", "", "VS").key, "letter"))
    assert printing.letters.dialog is not None
    assert printing.letters.dialog.asked().visit == "M3"
    child = ChildPage(work.desk)
    qtbot.addWidget(child.view)
    child.choose(subject)
    child.refresh()
    child.view.letter_asked.emit(subject)
    assert child.letters.dialog is not None
    today = TodayPage(work.desk)
    qtbot.addWidget(today.view)
    today.refresh()
    today.view.letter_asked.emit(Address(subject, "M6").key)
    assert today.letters.dialog is not None
    assert today.letters.dialog.asked().visit == "M6"


def test_without_a_letter_in_the_definition_none_is_offered(make_desk: Any, shipped: Study, qtbot: QtBot) -> None:
    work = make_desk(study=msgspec.structs.replace(shipped, letter=None))
    subject = work.enrol("LN-007")
    with pytest.raises(KnownError, match="no-letter"):
        offer_of(work.session.records, work.session, subject, "")
    page = ChildPage(work.desk)
    qtbot.addWidget(page.view)
    page.choose(subject)
    page.refresh()
    assert page.view.state is not None
    assert not page.view.state.letters
