"""Entry from paper or other records: chosen by key or button, offered by a visit long past, calm, its source noted."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.presenters.visit.from_records import choice_of
from storage.store import open_store
from study.address import Address
from study.changes import facts as f
from study.followup import SOURCE
from study.values import Codes

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def past(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """The vital signs of a visit that was made 90 days before anybody entered it here."""
    made = bedside()
    made.work.visit(made.subject, "W2", date(2026, 8, 19), {"VS": {"HEIGHT": "147.1"}})
    made.open("W2", "VS")
    return made


def turn(made: "Bedside", item: str = "TEMP") -> None:
    """Alt+R with the focus in a field."""
    QTest.keyClick(made.go(item), Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)


def marks(made: "Bedside", form: str) -> list[str]:
    """The sources that stand on a form."""
    place = Address(made.subject, "W2", form=form)
    found = [entry.fact for entry in made.work.course(made.subject).record.marks(SOURCE, place)]
    return [fact.data["source"] for fact in found if isinstance(fact, f.MarkSet)]


def test_a_visit_of_today_offers_nothing_and_can_be_turned(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.work.visit(made.subject, "M6", made.work.session.today, {"VS": {"HEIGHT": "150.0"}})
    made.open("M6", "VS")
    assert made.state.offer is None
    assert not made.state.records.on
    button = made.view.header.records
    assert button.accessibleName() == "按记录补录"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert made.state.records.on
    assert button.isChecked()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not made.state.records.on
    assert not button.isChecked()


def test_a_visit_long_past_offers_it_by_itself_without_taking_the_keyboard(past: "Bedside") -> None:
    offer = past.state.offer
    assert (offer.code, offer.asked) == ("records", False)
    assert "90 天" in offer.text.zh
    past.go("TEMP")
    assert not past.view.offer.accept.hasFocus()
    QTest.keyClick(past.view.offer.accept, Qt.Key.Key_Return)
    assert past.state.records.on
    assert past.state.offer is None


def test_not_now_is_remembered_as_well(past: "Bedside") -> None:
    QTest.keyClick(past.view.offer.decline, Qt.Key.Key_Return)
    assert (past.state.offer, past.state.records.on) == (None, False)
    past.open("W2", "VISIT")
    assert past.state.offer is None


def test_a_visit_whose_forms_are_all_complete_offers_nothing(past: "Bedside") -> None:
    work = past.work
    for form in work.study.visit("W2").forms:
        work.append(f.FormCompleted(id=work.store.new_id(), address=Address(past.subject, "W2", form=form)))
    past.page.refresh()
    assert past.state.offer is None


def test_nothing_is_late_while_it_is_entered_from_records(past: "Bedside") -> None:
    assert not past.view.header._window.isHidden()
    turn(past)
    chip = past.view.header._standing
    assert chip.accessibleName() == "按记录补录"
    assert chip.property("tone") == "quiet"
    assert past.view.header._window.isHidden()
    turn(past)
    assert not past.view.header._window.isHidden()


def test_it_is_remembered_for_this_person_and_this_visit_alone(past: "Bedside") -> None:
    turn(past)
    past.open("M1", "VS")
    assert not past.state.records.on
    past.open("W2", "VS")
    assert past.state.records.on
    visit = Address(past.subject, "W2")
    assert past.work.store.reader.choice("u-zhou", choice_of(visit)) == "on"
    assert past.work.store.reader.choice("u-other", choice_of(visit)) == ""


def test_the_choice_outlives_the_program(past: "Bedside") -> None:
    turn(past)
    work, visit = past.work, Address(past.subject, "W2")
    past.page.keep()
    work.store.close()
    again = open_store(work.store.folder, work.session.unlocked, work.clock)
    try:
        assert again.reader.choice("u-zhou", choice_of(visit)) == "on"
    finally:
        again.close()


def test_the_choice_is_no_part_of_the_record(past: "Bedside") -> None:
    tip = past.work.store.reader.tip().seq
    turn(past)
    turn(past)
    assert past.work.store.reader.tip().seq == tip
    assert past.work.store.drafts("u-zhou") == {}


def test_the_source_is_that_of_the_visit_until_the_form_has_its_own(past: "Bedside") -> None:
    turn(past)
    assert past.view.bar.source.text() == "资料来源：未注明"
    past.work.set(past.subject, "W2", "VISIT", {"SRCTYP": Codes(("PAPER",))})
    past.page.refresh()
    assert past.view.bar.source.text() == "资料来源：纸质病历"
    QTest.keyClick(past.view.bar.source, Qt.Key.Key_Return)
    menu = past.view.bar.menu
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_4)
    assert marks(past, "VS") == ["EMR"]
    assert past.state.records.source.zh == "电子病历"
    past.view.form_chosen.emit(Address(past.subject, "W2", form="CBC").key)
    assert past.state.records.source.zh == "纸质病历", "other forms keep the visit's"


def test_another_source_takes_the_place_of_the_first_with_its_reason(past: "Bedside") -> None:
    turn(past)
    key = past.state.form.key
    for code in ("EMR", "EMR", "PAPER"):
        past.view.source_chosen.emit(key, code)
    assert marks(past, "VS") == ["PAPER"]
    record = past.work.course(past.subject).record
    (entry,) = record.marks(SOURCE, Address(past.subject, "W2", form="VS"))
    assert isinstance(entry.fact, f.MarkSet)
    assert (entry.fact.data, entry.fact.note) == ({"source": "PAPER"}, "纸质病历 / Paper")
    tip = past.work.store.reader.tip().seq
    past.view.source_chosen.emit(key, "PAPER")
    assert past.work.store.reader.tip().seq == tip, "the same again is no change"


def test_the_source_is_asked_for_by_a_line_that_leads_to_the_question(past: "Bedside") -> None:
    made = past
    made.open("M3", "VS")
    assert not any("where the data come from" in text for text in made.messages())
    turn(made)
    assert any("where the data come from" in text for text in made.messages())


def test_who_only_reads_sees_it_and_turns_nothing(past: "Bedside") -> None:
    past.work.session.role = "monitor"
    past.page.refresh()
    assert past.state.offer is None
    assert not past.state.records.may_turn
    past.view.header.turn_records()
    assert not past.state.records.on
    assert past.state.records.sources == ()


def test_a_log_of_the_child_is_of_no_visit(past: "Bedside") -> None:
    past.open_log("CM")
    assert past.state.records is None
    assert past.view.header.records.isHidden()
