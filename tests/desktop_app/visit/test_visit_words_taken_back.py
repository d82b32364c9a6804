"""An explanation is taken back on a completed form: the reason is asked in place, and without one the words stand."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from study.unusual import EXPLAINED
from ui.visit import acts
from ui.visit.explanation import ExplanationEdit
from ui.visit.reason_dialog import ReasonDialog
from ui.visit.state import FailedCheck

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


def field(made: "Bedside") -> ExplanationEdit:
    row = made.view.grid.row(made.row("DIABP").key)
    assert row is not None
    lines = (line for line in row.strips._lines if isinstance(line.strip, FailedCheck))
    found = next(each for line in lines for each in line.editors)
    assert isinstance(found, ExplanationEdit)
    return found


def empty(made: "Bedside") -> ReasonDialog:
    edit = field(made)
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
