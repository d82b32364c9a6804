"""The preview of a laboratory report by keyboard: tick, choose, type, confirm, import; in both languages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.lab_import.dialog import LabImportDialog
from ui.lab_import.state import (
    Counts,
    LabImportState,
    LineConfirmed,
    LineExplained,
    LineTicked,
    OptionTaken,
    ReportLine,
    ResultCorrected,
    Standing,
    Whose,
)
from ui.lab_import.table import FLAG, STATE, TICK, VALUE, standing_words
from ui.look import Look
from ui.visit.report_file import is_report
from ui.visit.state import Option

LINES = (
    ReportLine(
        "0", "4", "钾 (K+)", "new", Text("Potassium", "钾"), Text("Chemistry", "生化"), "6.8 mmol/L",
        Text("6.8 mmol/L", "6.8 mmol/L"), limits="3.5-5.3", mark="↑", flag="critical_high", ticked=True, may_tick=True,
    ),
    ReportLine(
        "1", "5", "肌酐", "changed", Text("Creatinine", "肌酐"), printed="59", value=Text("59 μmol/L", "59 μmol/L"),
        before=Text("58 μmol/L", "58 μmol/L"), ticked=True, may_tick=True, soft=Text("seldom", "少见"),
    ),
    ReportLine(
        "2", "6", "乳酸脱氢酶", "ask", printed="1,250 U/L", sentence=Text("1250?", "是1250吗？"),
        options=(Option("0", Text("1250 U/L", "1250 U/L")), Option("1", Text("1.25 U/L", "1.25 U/L"))),
        may_correct=True,
    ),
    ReportLine("3", "7", "红细胞", "refused", printed="2026-03-05", sentence=Text("a date", "日期"), may_correct=True),
    ReportLine("4", "8", "白蛋白", "impossible", printed="281", sentence=Text("no", "否"), may_confirm=True),
    ReportLine("fault-0", "9", "肌酸激酶 | 1 | 250", "broken", sentence=Text("7 cells", "7 格")),
)  # fmt: skip
STATE_SHOWN = LabImportState(
    Text("LN-013", "LN-013"), Text("M3", "M3"), "same", LINES, Counts(6, 2, 0, 1, 2, 0, 1), may_import=True
)


@pytest.fixture
def dialog(qtbot: QtBot, look: Look) -> LabImportDialog:
    """The dialog with a line of every kind."""
    made = LabImportDialog(look)
    qtbot.addWidget(made)
    made.render(STATE_SHOWN)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def acts(dialog: LabImportDialog) -> list[object]:
    """What the dialog says from now on."""
    said: list[object] = []
    dialog.acted.connect(said.append)
    return said


def test_it_opens_on_the_first_line_that_wants_something(dialog: LabImportDialog) -> None:
    line = dialog.table.line()
    assert line is not None
    assert line.key == "2"
    assert dialog.table.hasFocus()


def test_space_ticks_and_leaves(dialog: LabImportDialog) -> None:
    said = acts(dialog)
    dialog.table.go_to("0")
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    dialog.table.go_to("fault-0")
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert said == [LineTicked("0", on=False)], "a broken line cannot be ticked"


def test_a_tick_is_clicked(dialog: LabImportDialog) -> None:
    said = acts(dialog)
    place = dialog.table.visualRect(dialog.table.report.index(1, TICK)).center()
    QTest.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said == [LineTicked("1", on=False)]


def test_enter_leads_to_the_choice_and_keys_answer(dialog: LabImportDialog) -> None:
    said = acts(dialog)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.detail.choice.hasFocus()
    QTest.keyClick(dialog.detail.choice, Qt.Key.Key_Down)
    assert said == [OptionTaken("2", "0")]


def test_f4_goes_to_the_next_open_line_and_its_field(dialog: LabImportDialog) -> None:
    said = acts(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F4)
    field = dialog.detail.corrected
    assert field.hasFocus()
    QTest.keyClicks(field, "3-5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said[0] == ResultCorrected("3", "3-5")
    QTest.keyClick(dialog, Qt.Key.Key_F4)
    assert dialog.detail.confirm.hasFocus()
    QTest.keyClick(dialog.detail.confirm, Qt.Key.Key_Space)
    assert said[-1] == LineConfirmed("4", on=True)


def test_an_explanation_is_kept_when_another_line_is_chosen(dialog: LabImportDialog) -> None:
    said = acts(dialog)
    dialog.table.go_to("1")
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.detail.explanation.hasFocus()
    QTest.keyClicks(dialog.detail.explanation, "sports")
    dialog.table.go_to("0")
    assert said[0] == LineExplained("1", "sports")


def test_what_is_being_typed_survives_a_render(dialog: LabImportDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_F4)
    QTest.keyClicks(dialog.detail.corrected, "3-")
    dialog.render(replace(STATE_SHOWN, counts=Counts(6, 1)))
    assert dialog.detail.corrected.text() == "3-"


def test_ctrl_enter_imports_what_was_seen(qtbot: QtBot, dialog: LabImportDialog) -> None:
    with qtbot.waitSignal(dialog.import_asked) as asked:
        QTest.keyClick(dialog.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [STATE_SHOWN]


@pytest.mark.parametrize("whose", ["doubt", "other", "unknown"])
def test_whose_report_it_is_comes_first(qtbot: QtBot, look: Look, whose: Whose) -> None:
    made = LabImportDialog(look)
    qtbot.addWidget(made)
    made.render(replace(STATE_SHOWN, whose=whose, may_import=False, why_not=Text("whose?", "谁的？")))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.person.hasFocus)
    assert not made.button.isEnabled()
    with qtbot.waitSignal(made.person_confirmed) as said:
        QTest.keyClick(made.person, Qt.Key.Key_Space)
    assert said.args == [True]


def test_what_the_report_lacks_can_be_given(qtbot: QtBot, dialog: LabImportDialog) -> None:
    assert not dialog.time.isVisible()
    wanted = replace(
        STATE_SHOWN,
        specimens=(Option("blood", Text("blood", "血液")), Option("urine", Text("urine", "尿液"))),
        time_wanted=True,
        reasons=(Option("report", Text("corrected report", "报告更正")),),
    )
    dialog.render(wanted)
    with qtbot.waitSignal(dialog.specimen_chosen) as kind:
        QTest.keyClick(dialog.specimen, Qt.Key.Key_Down)
    assert kind.args == ["blood"]
    dialog.time.setFocus()
    QTest.keyClicks(dialog.time, "2026-11-17 08:10")
    with qtbot.waitSignal(dialog.time_given) as time:
        QTest.keyClick(dialog.time, Qt.Key.Key_Return)
    assert time.args == ["2026-11-17 08:10"]
    with qtbot.waitSignal(dialog.reason_given) as reason:
        QTest.keyClick(dialog.reason, Qt.Key.Key_Down)
    assert reason.args == ["report"]
    assert dialog.isVisible(), "Enter in a field closes nothing"


def test_escape_closes_only_while_nothing_was_decided(dialog: LabImportDialog) -> None:
    dialog.render(replace(STATE_SHOWN, specimen="blood"))
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.cancel.hasFocus()
    QTest.keyClick(dialog.cancel, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_nothing_closes_it_while_the_change_is_made(dialog: LabImportDialog) -> None:
    dialog.render(replace(STATE_SHOWN, busy=True))
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.button.isEnabled()


def test_cells_say_what_they_paint(dialog: LabImportDialog) -> None:
    report = dialog.table.report
    assert report.index(1, VALUE).data() == "58 → 59 μmol/L"
    assert report.index(0, TICK).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert report.index(5, TICK).data(Qt.ItemDataRole.CheckStateRole) is None
    assert "危急" in str(report.index(0, FLAG).data(Qt.ItemDataRole.AccessibleTextRole))
    assert str(report.index(3, STATE).data()).endswith("日期")


def test_counts_in_both_languages(dialog: LabImportDialog, look: Look) -> None:
    assert dialog.counts.text() == "共 6 行，将导入 2 行；1 行待选择；2 行不能导入；1 行格式有误"
    look.language.switch("en")
    assert dialog.counts.text() == "2 of 6 lines will be taken; 1 ask; 2 cannot be taken; 1 broken"


@pytest.mark.parametrize("standing", ["same", "conflict", "frozen", "other_specimen", "no_time", "left", "unknown"])
def test_every_state_has_its_words(look: Look, standing: Standing) -> None:
    chinese = standing_words(standing)
    look.language.switch("en")
    assert chinese != standing_words(standing)


@pytest.mark.parametrize(("path", "yes"), [("/a/b.CSV", True), ("c.xlsx", True), ("d.pdf", False), ("csv", False)])
def test_which_files_are_tried(path: str, yes: bool) -> None:
    assert is_report(path) == yes
