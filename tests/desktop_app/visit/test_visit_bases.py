"""What a value left at the bedside names as its base: what its author saw, and no decision that nobody took."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.presenters.visit.typing import Typing
from study.address import parse_key
from study.text import Text
from study.values import Quantity
from ui.visit import acts
from ui.visit.state import InConflict

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def test_a_value_names_as_base_what_its_author_was_looking_at(chemistry: "Bedside") -> None:
    """A pull moved the field while it had the focus: both values stay, and a person decides."""
    address = parse_key(chemistry.row("CREAT").key)
    field = chemistry.go("CREAT")
    chemistry.work.append(chemistry.work.fact(address, "61.0"))
    chemistry.page.refresh()
    field.selectAll()
    QTest.keyClicks(field, "53.9")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chemistry.row("CREAT").state == "conflict"
    assert "61.0" in chemistry.strip("CREAT", InConflict).values.en
    chemistry.view.conflict_opened.emit(address.key)
    assert chemistry.work.desk.went[-1][0] == "conflict"


def test_who_types_into_an_empty_field_saw_nothing_whatever_a_pull_brings(chemistry: "Bedside") -> None:
    address = parse_key(chemistry.row("UREA").key)
    field = chemistry.go("UREA")
    chemistry.work.append(chemistry.work.fact(address, "6.1"))
    chemistry.page.refresh()
    field.selectAll()
    QTest.keyClicks(field, "4.4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chemistry.row("UREA").state == "conflict"
    assert "6.1" in chemistry.strip("UREA", InConflict).values.en


def test_a_field_in_conflict_takes_no_value_that_would_decide_without_a_reason(chemistry: "Bedside") -> None:
    address = parse_key(chemistry.row("UREA").key)
    for number in ("6.1", "4.4"):
        chemistry.work.append(chemistry.work.fact(address, number, blind=True))
    chemistry.page.refresh()
    assert chemistry.row("UREA").state == "conflict"
    before = chemistry.work.store.reader.tip().seq
    chemistry.write("UREA", "5.0")
    chemistry.view.not_done_chosen.emit(acts.NotDoneChosen(address.key, "lost"))
    assert chemistry.work.store.reader.tip().seq == before
    assert chemistry.row("UREA").state == "conflict"
    assert chemistry.work.desk.went[-1][0] == "conflict"


def test_who_comes_back_to_a_field_sees_what_a_pull_brought_since(chemistry: "Bedside") -> None:
    field = chemistry.go("CREAT")
    QTest.keyClick(field, Qt.Key.Key_Return)
    chemistry.work.append(chemistry.work.fact(parse_key(chemistry.row("CREAT").key), "61.0"))
    chemistry.page.refresh()
    chemistry.write("CREAT", "53.9")
    assert chemistry.row("CREAT").state != "conflict"
    assert chemistry.fact("CREAT").value == Quantity("53.9", "umol/L")


def test_a_value_that_is_stored_and_not_shown_yet_is_the_base_of_the_next(chemistry: "Bedside") -> None:
    scene, key, typing = chemistry.page.scene(), chemistry.row("CREAT").key, Typing()
    assert scene is not None
    first = chemistry.work.fact(parse_key(key), "61.0")
    typing.sent(first)
    typing.arrived(first)
    typing.focused(scene, key)
    assert typing.bases(scene, key) == (first.id,)
    assert typing.current(scene, key) == first.value
    typing.shown(frozenset({first.id}))
    typing.focused(scene, key)
    assert typing.bases(scene, key) == first.bases


def test_a_value_that_was_not_kept_keeps_its_base(chemistry: "Bedside") -> None:
    scene, key, typing = chemistry.page.scene(), chemistry.row("CREAT").key, Typing()
    assert scene is not None
    first = chemistry.work.fact(parse_key(key), "61.0")
    typing.sent(first)
    typing.focused(scene, key)
    typing.not_kept(first, Text("The disk is full.", "磁盘已满。"))
    assert typing.bases(scene, key) == first.bases


def test_text_in_a_focused_field_is_left_alone_by_a_refresh(chemistry: "Bedside") -> None:
    field = chemistry.go("ALB")
    field.selectAll()
    QTest.keyClicks(field, "38")
    chemistry.work.append(chemistry.work.fact(parse_key(chemistry.row("K").key), "5.0"))
    chemistry.page.refresh()
    assert field.text() == "38"
    assert field.hasFocus()


def test_a_draft_kept_after_a_pull_still_rests_on_what_its_author_saw(chemistry: "Bedside") -> None:
    key = chemistry.row("CREAT").key
    chemistry.go("CREAT")
    chemistry.view.text_edited.emit(acts.DraftText(key, "53.9"))
    chemistry.work.append(chemistry.work.fact(parse_key(key), "61.0"))
    chemistry.open("M3", "CHEM")
    chemistry.view.draft_answered.emit(acts.DraftAnswered(key, True, "53.9"))
    assert chemistry.row("CREAT").state == "conflict", "both values stay, and a person decides"
