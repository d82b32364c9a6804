"""An explanation is taken back on a completed form: the reason is asked in place, and without one the words stand.

Of a check and of a usual limit alike.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from study.unusual import EXPLAINED
from ui.visit import acts
from ui.visit.explanation import ExplanationEdit
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.state import FailedCheck, SoftLimit

if TYPE_CHECKING:
    from tests.desktop_app.visit.conftest import Bedside


@pytest.fixture
def completed(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """A completed form of vital signs whose odd pressure was explained."""
    made = bedside()
    made.open("M3", "VS")
    made.write("SYSBP", "100")
    made.write("DIABP", "130")
    made.view.check_explained.emit(acts.CheckExplained(made.row("DIABP").key, "VS_BP", "read twice"))
    made.view.form_completed.emit("")
    assert made.state.form.complete
    return made


def marks(made: "Bedside") -> int:
    place = made.fact("DIABP").address
    return len(made.work.course(made.subject).record.marks(EXPLAINED, place))


def field(made: "Bedside", item: str = "DIABP", kind: type = FailedCheck) -> ExplanationEdit:
    row = made.view.grid.row(made.row(item).key)
    assert row is not None
    lines = (line for line in row.strips._lines if isinstance(line.strip, kind))
    found = next(each for line in lines for each in line.editors)
    assert isinstance(found, ExplanationEdit)
    return found


def empty(made: "Bedside", edit: ExplanationEdit | None = None) -> ReasonDialog:
    edit = edit or field(made)
    edit.setText("")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    dialogs = [each for each in made.view.window().findChildren(ReasonDialog) if each.isVisible()]
    assert len(dialogs) == 1
    found: ReasonDialog = dialogs[0]
    return found


def test_it_goes_with_the_reason_that_was_asked(completed: "Bedside") -> None:
    dialog = empty(completed)
    assert marks(completed) == 1
    dialog.words.setText("entered at the wrong row")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert marks(completed) == 0
    assert not completed.strip("DIABP", FailedCheck).explained


def test_called_off_the_words_stand_again(completed: "Bedside") -> None:
    dialog = empty(completed)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert marks(completed) == 1
    assert field(completed).text() == "read twice"
    assert completed.work.desk.failures == []


def test_on_an_open_form_nothing_is_asked(bedside: Callable[..., "Bedside"]) -> None:
    made = bedside()
    made.open("M3", "VS")
    made.write("SYSBP", "100")
    made.write("DIABP", "130")
    key = made.row("DIABP").key
    made.view.check_explained.emit(acts.CheckExplained(key, "VS_BP", "read twice"))
    made.view.check_explained.emit(acts.CheckExplained(key, "VS_BP", ""))
    assert marks(made) == 0


@pytest.fixture
def unusual(bedside: Callable[..., "Bedside"]) -> "Bedside":
    """A completed form of chemistry whose phosphate outside the usual range was explained."""
    made = bedside()
    made.open("M3", "CHEM")
    made.view.critical_acknowledged.emit(acts.Acknowledged(made.row("K").key, "", "10:00", "repeated"))
    made.write("PHOS", "2.9 mmol/L")
    made.view.explanation_given.emit(acts.Explained(made.row("PHOS").key, "after the sachets"))
    made.view.form_completed.emit("")
    assert made.state.form.complete, made.work.desk.told
    return made


def test_the_word_for_an_unusual_value_goes_with_the_reason_that_was_asked(unusual: "Bedside") -> None:
    dialog = empty(unusual, field(unusual, "PHOS", SoftLimit))
    assert unusual.fact("PHOS").explanation == "after the sachets"
    dialog.words.setText("said of another child")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    fact = unusual.fact("PHOS")
    assert (fact.explanation, fact.reason) == ("", "said of another child")
    assert not unusual.strip("PHOS", SoftLimit).explained


def test_the_word_for_an_unusual_value_stands_again_when_it_is_called_off(unusual: "Bedside") -> None:
    dialog = empty(unusual, field(unusual, "PHOS", SoftLimit))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert unusual.fact("PHOS").explanation == "after the sachets"
    assert field(unusual, "PHOS", SoftLimit).text() == "after the sachets"
    assert unusual.work.desk.failures == []
