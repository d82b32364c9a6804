"""A completed form is opened again at the bedside: by whom, with a reason, and what that means for signatures."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from study.address import Address, parse_key
from study.changes import facts as f
from study.state.digest import OF_FILES
from study.state.slots import Slot
from study.values import Quantity

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def complete(bedside: "Bedside", *, signed: bool = False) -> Address:
    """The open form is declared complete, and signed where that is asked for; returns its place."""
    work, form = bedside.work, parse_key(bedside.state.form.key)
    record, new_id = work.course(bedside.subject).record, work.store.new_id
    facts: list[f.Fact] = [f.FormCompleted(id=new_id(), bases=record.form_heads(form), address=form)]
    if signed:
        digest = record.digest(form)
        facts.append(f.Signed(id=new_id(), address=form, meaning="已审核 / Reviewed", digest=digest, basis=OF_FILES))
    work.append(*facts)
    bedside.page.refresh()
    return form


def reopen(bedside: "Bedside") -> Any:
    """The dialog, opened from the menu of the form."""
    menu = bedside.view.bar.row_menu
    menu.open_menu()
    assert menu.opened is not None
    action = next(action for action in menu.opened.actions() if "重新打开" in action.text())
    action.trigger()
    menu.opened.close()
    assert menu.dialog is not None
    return menu.dialog


def test_a_form_is_reopened_with_a_reason_that_one_press_writes_and_can_be_completed_again(
    chemistry: "Bedside",
) -> None:
    form = complete(chemistry)
    dialog = reopen(chemistry)
    assert "直至重新标记为完成" in dialog.about.text()
    dialog.done_button.click()
    assert chemistry.work.course(chemistry.subject).record.form_state(form) == "complete", "not without a reason"
    QTest.mouseClick(dialog.offered[1], Qt.MouseButton.LeftButton)
    dialog.done_button.click()
    record = chemistry.work.course(chemistry.subject).record
    assert record.form_state(form) == "open"
    [*_, fact] = [entry.fact for entry in chemistry.work.store.reader.history(Slot("form", form.key))]
    assert (type(fact), fact.reason) == (f.FormReopened, "报告更正 / corrected report")
    assert "corrected report" in chemistry.state.form.reopened.en
    assert "周敏" in chemistry.state.form.reopened.en
    assert (chemistry.state.form.may_complete, chemistry.state.form.may_reopen) == (True, False)
    complete(chemistry)
    assert chemistry.state.form.reopened is None


def test_ones_own_words_are_kept_as_they_are(chemistry: "Bedside") -> None:
    form = complete(chemistry)
    dialog = reopen(chemistry)
    QTest.keyClicks(dialog.words, "  the pharmacy called ")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    [*_, fact] = [entry.fact for entry in chemistry.work.store.reader.history(Slot("form", form.key))]
    assert fact.reason == "the pharmacy called"


def test_what_a_change_makes_void_is_said_first_and_reopening_alone_voids_nothing(chemistry: "Bedside") -> None:
    form = complete(chemistry, signed=True)
    dialog = reopen(chemistry)
    assert "周敏 2026-11-17 10:00" in dialog.about.text()
    assert "失效" in dialog.about.text()
    dialog.offered[0].click()
    dialog.done_button.click()
    [signature] = chemistry.work.course(chemistry.subject).record.signatures(form)
    assert signature.valid
    assert not chemistry.state.form.signed_void


def test_after_reopening_the_last_entry_can_be_taken_back_again(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "85")
    complete(chemistry)
    dialog = reopen(chemistry)
    dialog.offered[0].click()
    dialog.done_button.click()
    QTest.keyClick(chemistry.go("UREA"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")
    assert chemistry.work.desk.failures == []


def test_who_may_not_reopen_is_not_offered_it(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside("data_entry")
    made.open("M3", "VS")
    complete(made)
    assert (made.state.form.complete, made.state.form.may_reopen) == (True, False)


def test_a_withdrawn_entry_is_not_reopened(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    form = complete(made)
    made.work.append(f.Withdrawn(id=made.work.store.new_id(), address=form, reason="another child's"))
    made.page.refresh()
    assert not made.state.form.may_reopen
