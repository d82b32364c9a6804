"""Taking back the last entry with Ctrl+Z: a new change with what stood before, step by step, and when it is refused."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.presenters.visit.undo import UNDONE
from study.address import Address, parse_key
from study.changes import facts as f
from study.values import Cleared, Codes, Quantity, Sealed
from ui.visit.state import Refused

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def undo(bedside: "Bedside", item: str) -> None:
    """Ctrl+Z with the focus in a field."""
    QTest.keyClick(bedside.go(item), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_the_last_entry_is_set_back_as_a_new_change_that_names_it(chemistry: "Bedside") -> None:
    before = chemistry.fact("CREAT")
    chemistry.write("CREAT", "85")
    entered = chemistry.fact("CREAT")
    tip = chemistry.work.store.reader.tip().seq
    undo(chemistry, "UREA")
    fact = chemistry.fact("CREAT")
    assert (fact.value, fact.typed, fact.reason) == (before.value, before.typed, UNDONE)
    assert fact.bases == (entered.id,)
    assert chemistry.work.store.reader.tip().seq == tip + 1
    assert chemistry.row("CREAT").text == "58"
    assert chemistry.work.desk.told[-1][1].en.startswith("Taken back: ")
    row = chemistry.view.grid.current()
    assert row is not None
    assert parse_key(row.key).item == "CREAT", "one sees what was taken back"


def test_where_nothing_stood_nothing_stands_again(chemistry: "Bedside") -> None:
    chemistry.write("UREA", "6.1")
    undo(chemistry, "CREAT")
    assert chemistry.fact("UREA").value == Cleared()
    assert chemistry.row("UREA").text == ""


def test_several_steps_go_back_one_after_the_other_also_on_one_field(chemistry: "Bedside") -> None:
    for item, text in (("CREAT", "60"), ("UREA", "6.1"), ("CREAT", "61")):
        chemistry.write(item, text)
    undo(chemistry, "CREAT")
    assert chemistry.fact("CREAT").value == Quantity("60", "umol/L")
    undo(chemistry, "CREAT")
    assert chemistry.fact("UREA").value == Cleared()
    undo(chemistry, "CREAT")
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")
    tip = chemistry.work.store.reader.tip().seq
    undo(chemistry, "CREAT")
    assert chemistry.work.store.reader.tip().seq == tip
    assert chemistry.work.desk.told[-1][0] == "nothing-to-undo"


def test_typing_that_was_not_left_is_taken_back_by_the_field_itself(chemistry: "Bedside") -> None:
    chemistry.write("UREA", "6.1")
    field = chemistry.go("CREAT")
    QTest.keyClicks(field, "99")
    tip = chemistry.work.store.reader.tip().seq
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() != "99"
    assert chemistry.work.store.reader.tip().seq == tip
    assert chemistry.fact("UREA").value == Quantity("6.1", "mmol/L")


def test_a_text_that_was_refused_goes_before_any_entry(chemistry: "Bedside") -> None:
    chemistry.write("UREA", "6.1")
    chemistry.write("CREAT", "abc")
    assert isinstance(chemistry.strip("CREAT", Refused), Refused)
    undo(chemistry, "CREAT")
    assert chemistry.row("CREAT").text == "58"
    assert chemistry.fact("UREA").value == Quantity("6.1", "mmol/L")
    assert chemistry.work.store.drafts("u-zhou") == {}


def test_a_value_somebody_changed_since_is_left_alone(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "85")
    place = parse_key(chemistry.row("CREAT").key)
    chemistry.work.append(chemistry.work.fact(place, "90"))
    chemistry.page.refresh()
    undo(chemistry, "UREA")
    assert [error.code for error in chemistry.work.desk.failures] == ["undo-changed"]
    assert chemistry.fact("CREAT").value == Quantity("90", "umol/L")


def test_ones_own_word_of_explanation_does_not_stand_in_the_way(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "85")
    fact = chemistry.fact("CREAT")
    place = parse_key(chemistry.row("CREAT").key)
    chemistry.work.append(
        f.ValueSet(
            id=chemistry.work.store.new_id(),
            bases=(fact.id,),
            address=place,
            value=fact.value,
            explanation="haemolysed",
        )
    )
    chemistry.page.refresh()
    undo(chemistry, "UREA")
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")


@pytest.mark.parametrize("signed", [False, True])
def test_on_a_form_that_is_complete_or_signed_a_value_is_corrected_with_a_reason(
    chemistry: "Bedside", signed: bool
) -> None:
    chemistry.write("CREAT", "85")
    work, form = chemistry.work, parse_key(chemistry.row("CREAT").key).in_form
    record = work.course(chemistry.subject).record
    new_id = work.store.new_id
    fact: f.Fact = f.FormCompleted(id=new_id(), bases=record.form_heads(form), address=form)
    if signed:
        fact = f.Signed(id=new_id(), address=form, meaning="data-correct", digest=record.digest(form))
    work.append(fact)
    chemistry.page.refresh()
    undo(chemistry, "UREA")
    assert [error.code for error in work.desk.failures] == ["undo-signed" if signed else "undo-complete"]
    assert chemistry.fact("CREAT").value == Quantity("85", "umol/L")


def test_the_menu_names_the_field_and_takes_it_back(chemistry: "Bedside") -> None:
    look, before = chemistry.view.look, chemistry.state.undo
    assert before is None
    chemistry.write("CREAT", "85")
    menu = chemistry.view.bar.row_menu
    menu.open_menu()
    assert menu.opened is not None
    action = menu.opened.actions()[0]
    assert look.text(chemistry.state.undo) in action.text()
    action.trigger()
    assert chemistry.fact("CREAT").value == Quantity("58", "umol/L")


def test_an_entry_of_another_visit_stays(chemistry: "Bedside") -> None:
    chemistry.write("CREAT", "85")
    chemistry.open("M1", "CHEM")
    undo(chemistry, "CREAT")
    assert chemistry.work.desk.told[-1][0] == "nothing-to-undo"
    place = Address(*parse_key(chemistry.row("CREAT").key).parts[:1], "M3")
    values = chemistry.work.course(chemistry.subject).record.values
    assert Quantity("85", "umol/L") in [
        entry.shown.fact.value for address, entry in values.items() if place.covers(address) and address.item == "CREAT"
    ]


def test_a_name_comes_back_sealed_and_is_not_told(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("SCR", "DM")
    assert made.row("NAME").text == "林小满"
    before = made.fact("NAME").value
    made.write("NAME", "林大满")
    assert made.row("NAME").text == "林大满"
    undo(made, "NAME")
    assert isinstance(made.fact("NAME").value, Sealed)
    assert made.fact("NAME").value == before
    assert made.row("NAME").text == "林小满"
    assert "林" not in made.work.desk.told[-1][1].zh


def test_a_choice_comes_back(bedside: Callable[..., Any]) -> None:
    made = bedside()
    made.open("M3", "URINE")
    made.write("UPRO", "++")
    made.write("UPRO", "+++")
    undo(made, "UPRO")
    assert made.fact("UPRO").value == Codes(("2P",))
