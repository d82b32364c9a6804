"""A half-typed explanation is kept as half-typed fields are: over a lock, a kill, a discard; moot ones go."""

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.jobs.sign import drafts_on
from desktop_app.presenters.visit.drafts import explained_at, why_key
from storage.store import open_store
from study.address import parse_key
from ui.visit.explanation import ExplanationEdit
from ui.visit.state import FailedCheck, SoftLimit

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside

USER = "u-zhou"


def box(made: "Bedside", item: str) -> ExplanationEdit:
    """The field for the word under a row."""
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    return next(one for one in row.strips.inputs() if isinstance(one, ExplanationEdit))


def half_type(made: "Bedside", item: str, words: str) -> ExplanationEdit:
    """Type into it and do not leave."""
    edit = box(made, item)
    edit.setFocus()
    QTest.keyClicks(edit, words)
    return edit


def lock(made: "Bedside") -> None:
    """The application locks and somebody comes back: the page of before is gone with all that stood in it."""
    made.page.keep()
    edit = QApplication.focusWidget()
    if edit is not None:
        edit.clearFocus()
    made.open("M3", "CBC")


@pytest.fixture
def unusual(chemistry: "Bedside") -> "Bedside":
    """Creatine kinase 612 wants a word."""
    chemistry.write("CK", "612")
    return chemistry


def test_on_lock_the_words_are_kept_and_nothing_is_said(unusual: "Bedside") -> None:
    edit, key = half_type(unusual, "CK", "sports test"), unusual.row("CK").key
    unusual.page.keep()
    edit.clearFocus()
    assert unusual.work.store.drafts(USER) == {why_key(key, ""): "sports test"}
    assert unusual.fact("CK").explanation == ""


def test_after_the_lock_the_words_stand_there_again_and_enter_says_them(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports test")
    lock(unusual)
    unusual.open("M3", "CHEM")
    strip = unusual.strip("CK", SoftLimit)
    assert (strip.draft, strip.explained) == ("sports test", False)
    edit = box(unusual, "CK")
    assert (edit.text(), edit.property("stands")) == ("sports test", "draft")
    edit.setFocus()
    unusual.go("CREAT")
    assert unusual.fact("CK").explanation == "", "going past it says nothing"
    box(unusual, "CK").setFocus()
    QTest.keyClick(box(unusual, "CK"), Qt.Key.Key_Return)
    assert unusual.fact("CK").explanation == "sports test"
    assert unusual.work.store.drafts(USER) == {}
    assert unusual.strip("CK", SoftLimit).draft == ""


def test_typing_on_makes_it_ones_words_again(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports")
    lock(unusual)
    unusual.open("M3", "CHEM")
    edit = box(unusual, "CK")
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_End)
    QTest.keyClicks(edit, " day")
    unusual.go("CREAT")
    assert unusual.fact("CK").explanation == "sports day"
    assert unusual.work.store.drafts(USER) == {}


def test_esc_gives_it_up_and_stays_on_the_page(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports")
    lock(unusual)
    unusual.open("M3", "CHEM")
    edit = box(unusual, "CK")
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    unusual.view.send_drafts()
    assert edit.text() == ""
    assert unusual.work.store.drafts(USER) == {}
    assert ("back",) not in unusual.work.desk.went


def test_the_words_survive_a_process_that_is_killed(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports test")
    unusual.view.send_drafts()
    work, key = unusual.work, unusual.row("CK").key
    folder, unlocked, clock = work.store.folder, work.session.unlocked, work.clock
    # The process is gone: nothing was left, no page was closed, the store is opened anew as it lies on the disk.
    unusual.page.keep()
    work.store.close()
    again = open_store(folder, unlocked, clock)
    try:
        assert again.drafts(USER) == {why_key(key, ""): "sports test"}
    finally:
        again.close()


def test_a_check_has_its_own_words(unusual: "Bedside") -> None:
    unusual.open("M3", "VS")
    unusual.write("DIABP", "130")
    strip = unusual.strip("DIABP", FailedCheck)
    key = unusual.row("DIABP").key
    row = unusual.view.grid.row(key)
    assert row is not None
    boxes = [one for one in row.strips.inputs() if isinstance(one, ExplanationEdit)]
    found = [strip_.check if isinstance(strip_, FailedCheck) else "" for strip_ in unusual.row("DIABP").strips
             if isinstance(strip_, FailedCheck | SoftLimit)]  # fmt: skip
    edit = boxes[found.index(strip.check)]
    edit.setFocus()
    QTest.keyClicks(edit, "device")
    lock(unusual)
    assert unusual.work.store.drafts(USER) == {why_key(key, strip.check): "device"}
    unusual.open("M3", "VS")
    assert unusual.strip("DIABP", FailedCheck).draft == "device"


def test_it_explains_nothing_any_more_once_the_value_is_usual(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports")
    place = parse_key(unusual.row("CK").key)
    lock(unusual)
    unusual.work.append(unusual.work.fact(place, "100"))
    unusual.open("M3", "CHEM")
    assert unusual.work.store.drafts(USER) == {}


def test_it_stands_in_the_way_of_a_signature_and_leads_to_its_row(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports")
    place = parse_key(unusual.row("CK").key)
    lock(unusual)
    (key,) = drafts_on(unusual.work.session, place.in_form)
    assert explained_at(key) == (place.key, "")
    unusual.page.choose(place.in_visit.key, key)
    unusual.page.refresh()
    row = unusual.view.grid.current()
    assert row is not None
    assert row.key == place.key


def test_what_is_half_typed_beside_an_item_is_no_row_of_an_earlier_version(unusual: "Bedside") -> None:
    half_type(unusual, "CK", "sports")
    lock(unusual)
    unusual.open("M3", "CHEM")
    keys: list[Any] = [row.key for row in unusual.state.rows if "?" in row.key]
    assert keys == []
