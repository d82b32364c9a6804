"""The medicines of an event at the bedside: chosen from the event by the keyboard alone, or begun from there."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.visit.history import history_state
from study.address import LOG, Address, parse_key
from study.changes import facts as f
from study.values import Codes, DateValue, TextValue
from ui.visit.rows_dialog import RowsDialog
from ui.visit.state import InConflict

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

DRUGS = (("Prednisone", "2026-08-01"), ("Tacrolimus", "2026-08-02"), ("Tocilizumab", "2026-08-21"))


@pytest.fixture
def event(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """A fever on the screen, three medicines and a rash beside it."""
    made = bedside()
    for name, day in DRUGS:
        drug = {"CMTRT": TextValue(name), "CMSTDTC": DateValue(day)}
        made.work.set(made.subject, LOG, "CM", drug, anew=True)
    for name, day in (("fever", "2026-08-20"), ("rash", "2026-08-25")):
        said = {"AETERM": TextValue(name), "AESTDTC": DateValue(day)}
        made.work.set(made.subject, LOG, "AE", said, anew=True)
    made.open(LOG, "AE")
    made.view.repeat_chosen.emit(made.state.form.repeats[0].key)
    assert made.row("AETERM").text == "fever"
    return made


@pytest.fixture
def choose(qtbot: QtBot) -> Callable[["Bedside"], RowsDialog]:
    """The list of medicines for the open event, once it has the keyboard."""

    def open_list(made: "Bedside") -> RowsDialog:
        made.view.activateWindow()
        qtbot.waitUntil(made.view.isActiveWindow)
        QTest.keyClick(made.go("AECMS"), Qt.Key.Key_F4)
        [found] = [each for each in made.view.findChildren(RowsDialog) if each.isVisible()]
        qtbot.waitUntil(found.list.hasFocus)
        return found

    return open_list


def seek(listed: RowsDialog, text: str) -> None:
    """The first letter is typed in the list, the others where the keyboard is then."""
    QTest.keyClicks(listed.list, text[0])
    QTest.keyClicks(listed.search, text[1:])


def links(made: "Bedside") -> dict[str, Any]:
    record = made.work.course(made.subject).record
    rows = [row.address for row in record.form_repeats(Address(made.subject, LOG, form="CM"))]
    named = {at: record.value(msgspec.structs.replace(at, item="CMTRT")) for at in rows}
    return {
        name.text: record.value(msgspec.structs.replace(at, item="CMAES"))
        for at, name in named.items()
        if isinstance(name, TextValue)
    }


def test_two_medicines_are_chosen_by_the_keyboard_alone(
    event: "Bedside", choose: Callable[["Bedside"], RowsDialog]
) -> None:
    fever = parse_key(event.state.form.key)
    before = event.work.store.reader.tip().seq
    listed = choose(event)
    assert listed.list.count() == 3
    seek(listed, "toc")
    assert listed.search.hasFocus()
    assert listed.search.text() == "toc"
    QTest.keyClick(listed.search, Qt.Key.Key_Return)
    assert listed.list.hasFocus()
    QTest.keyClick(listed.list, Qt.Key.Key_Space)
    seek(listed, "pred")
    QTest.keyClick(listed.search, Qt.Key.Key_Down)
    QTest.keyClick(listed.list, Qt.Key.Key_Space)
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    named = Codes((fever.form_repeat,))
    assert links(event) == {"Prednisone": named, "Tacrolimus": None, "Tocilizumab": named}
    assert event.work.store.reader.tip().seq == before + 1, "one change"
    assert event.row("AECMS").text == "2 条：Tocilizumab · 2026-08-21、Prednisone · 2026-08-01"
    event.view.undo_asked.emit("")
    assert set(links(event).values()) == {None}, "and taken back in one"


def test_who_leaves_the_list_changes_nothing_and_a_medicine_is_taken_away_as_it_was_added(
    event: "Bedside", choose: Callable[["Bedside"], RowsDialog]
) -> None:
    listed = choose(event)
    QTest.keyClick(listed.list, Qt.Key.Key_Space)
    QTest.keyClick(listed, Qt.Key.Key_Escape)
    assert set(links(event).values()) == {None}
    for said in ("1 条：Tocilizumab · 2026-08-21", "0 条"):
        listed = choose(event)
        QTest.keyClick(listed.list, Qt.Key.Key_Space)
        QTest.keyClick(listed.list, Qt.Key.Key_Return)
        assert event.row("AECMS").text == said


def test_a_medicine_begun_from_the_event_names_it_by_itself(event: "Bedside") -> None:
    fever = parse_key(event.state.form.key)
    QTest.keyClick(event.go("AECMS"), Qt.Key.Key_Return)
    assert event.state.form.code == "CM"
    before = event.work.store.reader.tip().seq
    event.write("CMTRT", "Anakinra")
    assert event.row("CMAES").text == "fever · 2026-08-20"
    assert links(event)["Anakinra"] == Codes((fever.form_repeat,))
    assert event.work.store.reader.tip().seq == before + 1
    event.write("CMAES", "fever, rash")
    assert event.row("CMAES").text == "fever · 2026-08-20、rash · 2026-08-25"


def test_a_completed_medicine_is_linked_with_a_reason_where_it_named_something_else(
    event: "Bedside", choose: Callable[["Bedside"], RowsDialog]
) -> None:
    rash = parse_key(event.state.form.repeats[1].key).form_repeat
    first, *_ = event.work.course(event.subject).form_places(Address(event.subject, LOG), "CM")
    at, new_id = msgspec.structs.replace(first, item="CMAES"), event.work.store.new_id
    event.work.append(f.ValueSet(id=new_id(), address=at, value=Codes((rash,))))
    event.work.append(f.FormCompleted(id=new_id(), address=first))
    event.page.refresh()
    listed = choose(event)
    seek(listed, "pred")
    QTest.keyClick(listed.search, Qt.Key.Key_Down)
    QTest.keyClick(listed.list, Qt.Key.Key_Space)
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert listed.isVisible()
    assert listed.reason.hasFocus()
    QTest.keyClicks(listed.reason, "given for both")
    QTest.keyClick(listed.reason, Qt.Key.Key_Return)
    fact = event.work.course(event.subject).record.fact(at)
    assert (len(fact.value.codes), fact.reason) == (2, "given for both")


def test_who_only_reads_chooses_nothing(event: "Bedside") -> None:
    assert event.row("AECMS").chooses
    assert not event.row("AEGRS").chooses, "grades have no name of their own: they are written under their event"
    event.work.session.role = "monitor"
    event.page.refresh()
    assert not event.row("AECMS").chooses
    QTest.keyClick(event.go("AECMS"), Qt.Key.Key_F4)
    assert not event.view.findChildren(RowsDialog)


def test_a_link_is_called_by_name_in_the_history_the_audit_and_a_conflict(event: "Bedside") -> None:
    fever, rash = (parse_key(repeat.key).form_repeat for repeat in event.state.form.repeats)
    first, *_ = event.work.course(event.subject).form_places(Address(event.subject, LOG), "CM")
    at, new_id = msgspec.structs.replace(first, item="CMAES"), event.work.store.new_id
    for codes in ((fever,), (rash, "unknown")):
        event.work.append(f.ValueSet(id=new_id(), address=at, value=Codes(codes)))
    session = event.work.session
    said = [line.value.en for line in history_state(session, at.key).lines]
    assert said == ["rash · 2026-08-25, a row of Adverse events", "fever · 2026-08-20"]
    lines = AuditWords(session).rows(session.store.reader.audit(newest=True))
    told = [line.after.zh for line in lines if line.key == at.key]
    assert told == ["rash · 2026-08-25、“不良事件”中的一行", "fever · 2026-08-20"]
    event.page.refresh()
    event.open_log("CM")
    event.view.repeat_chosen.emit(first.key)
    assert event.row("CMAES").state == "conflict"
    assert "fever · 2026-08-20" in event.strip("CMAES", InConflict).values.en


def test_rows_that_were_changed_meanwhile_are_left_as_they_are(
    event: "Bedside", choose: Callable[["Bedside"], RowsDialog]
) -> None:
    rash = parse_key(event.state.form.repeats[1].key).form_repeat
    listed = choose(event)
    *_, last = event.work.course(event.subject).form_places(Address(event.subject, LOG), "CM")
    at = msgspec.structs.replace(last, item="CMAES")
    event.work.append(f.ValueSet(id=event.work.store.new_id(), address=at, value=Codes((rash,))))
    QTest.keyClick(listed.list, Qt.Key.Key_Space)
    QTest.keyClick(listed.list, Qt.Key.Key_Return)
    assert links(event)["Tocilizumab"] == Codes((rash,))
    assert [getattr(each, "code", "") for each in event.work.desk.failures] == ["linked-meanwhile"]
