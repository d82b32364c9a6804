"""Questions that do not apply: not shown, not counted, passed by the keyboard; a value there is shown as odd."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.presenters.standing import progress
from study.address import Address, parse_key
from study.values import Codes, TextValue
from ui.visit.state import Note

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


def _focused(made: "Bedside") -> str:
    row = made.view.grid.current()
    assert row is not None
    return parse_key(row.key).item


def test_an_answer_brings_the_question_that_hangs_on_it_and_the_keyboard_goes_there(
    bedside: Callable[..., "Bedside"],
) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    made.write("LBNAM", _own(made))
    assert "LBNAMTX" not in made.items()
    total = _total(made, "CHEM")
    made.write("LBNAM", "OTHER")
    assert made.items().index("LBNAMTX") == made.items().index("LBNAM") + 1
    assert _focused(made) == "LBNAMTX"
    assert _total(made, "CHEM") == total + 1
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Huashan")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert made.fact("LBNAMTX").value == TextValue("Huashan")


def _own(made: "Bedside") -> str:
    """A laboratory of the house."""
    answers = (choice.code for choice in made.row("LBNAM").choices)
    return next(str(code) for code in answers if code not in ("OUTSIDE", "OTHER"))


def _total(made: "Bedside", form: str) -> int:
    row = made.form_row(form)
    return int(row.filled + row.awaiting + row.missing)


def test_a_value_that_no_longer_applies_stays_greyed_and_is_counted_as_odd(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "CHEM")
    made.write("LBNAM", "OTHER")
    made.write("LBNAMTX", "Huashan")
    made.write("LBNAM", _own(made))
    row = made.row("LBNAMTX")
    assert not row.applies
    note = made.strip("LBNAMTX", Note)
    assert note.text.en.startswith("does not apply: asked only if Laboratory")
    assert note.text.zh.startswith("不适用")
    assert "Name of the laboratory holds a value but does not apply." in made.messages()
    assert made.form_row("CHEM").wants >= 1
    made.go("LBNAM")
    QTest.keyClick(made.go("LBNAM"), Qt.Key.Key_Return)
    assert _focused(made) != "LBNAMTX", "the keyboard passes it"
    made.write("LBNAMTX", "")
    assert "LBNAMTX" not in made.items()
    assert made.fact_at("LBNAMTX").value.__class__.__name__ == "Cleared"


def test_what_does_not_apply_is_not_required(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside(sex="M")
    made.open("M3", "PREG")
    preg = made.form_row("PREG")
    assert (preg.applies, preg.note.en, _total(made, "PREG")) == (False, "not applicable", 0)
    assert made.items() == []
    assert made.state.form.not_applicable.en == "does not apply: asked only if sex is female"
    assert not made.view.grid._empty.isHidden()
    girl = bedside(sex="F")
    girl.open("M3", "PREG")
    assert girl.form_row("PREG").applies
    assert girl.items() != []


def test_a_form_that_does_not_apply_does_not_count_in_the_visit(bedside: Callable[..., "Bedside"]) -> None:
    boy, girl = bedside(sex="M"), bedside(sex="F")
    counted = []
    for made in (boy, girl):
        course = made.work.course(made.subject)
        at = course.visit_at(Address(made.subject, "M3"))
        counted.append(progress(course, at).total)
    asked = len(boy.work.study.forms["PREG"].items)
    assert 0 < counted[1] - counted[0] <= asked


def test_nothing_is_hidden_while_two_values_stand(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "ECG")
    made.write("EGRHY", "OTHER")
    made.write("EGRHYTX", "bigeminy")
    address = parse_key(made.row("EGRHY").key)
    made.work.contradict(address, Codes(("SINUS",)))
    made.page.refresh()
    assert made.row("EGRHYTX").applies
