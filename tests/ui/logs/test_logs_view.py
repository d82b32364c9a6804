"""The page of a child's logs: the logs at the left, rows in two groups, keys, an empty log, the dose."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import ChildHeader
from ui.logs.state import DoseCard, LogColumn, LogRow, LogsState, LogTab, Step
from ui.logs.view import LogsView
from ui.look import Look
from ui.widgets.grouped import GroupLine, RowLine
from ui.widgets.state import Tone


def said(*words: str) -> tuple[Text, ...]:
    return tuple(Text(word, word) for word in words)


STATE = LogsState(
    header=ChildHeader("s1", "LN-007", "林小满", Text("F", "女"), "D+91"),
    tabs=(
        LogTab("CM", Text("Medication", "合并用药"), 3, 2),
        LogTab("SAE", Text("SAE reports", "SAE报告"), 1, 1, late=True),
        LogTab("VAX", Text("Vaccinations", "疫苗接种"), 0),
    ),
    chosen="CM",
    columns=(LogColumn(Text("Drug", "药物")), LogColumn(Text("mg/day", "mg/日"), 80, right=True)),
    rows=(
        LogRow("r1", said("泼尼松", "7.5")),
        LogRow("r2", said("环磷酰胺", ""), odd=Text("no unit", "缺单位")),
        LogRow("r3", said("泼尼松", "30"), over=True),
    ),
    groups=(Text("Taken now", "在用"), Text("Ended", "已停")),
    purpose=Text("Every medicine.", "记录全部用药。"),
    dose=DoseCard(
        "0.18", "7.5", (Step(-14, 0, 30.0), Step(0, 40, 7.5)), 91, Text("300 mg since D0", "自D0累计 300 mg")
    ),
)


@pytest.fixture
def view(on_screen: Callable[[LogsState], LogsView]) -> LogsView:
    """Three logs; medicines in front."""
    return on_screen(STATE)


def test_what_is_taken_stands_above_what_ended(view: LogsView) -> None:
    shown = [line.title if isinstance(line, GroupLine) else line.key for line in view.table.rows.lines]
    assert shown == ["在用", "r1", "r2", "已停", "r3"]
    assert [line.over for line in view.table.rows.lines if isinstance(line, RowLine)] == [False, False, True]


def test_what_is_odd_is_amber_and_says_why(view: LogsView) -> None:
    line = view.table.rows.lines[2]
    assert isinstance(line, RowLine)
    assert (line.cells[0].tone, line.hint) == (Tone.AMBER, "缺单位")


def test_counts_stand_at_the_left_and_what_is_late_is_amber(view: LogsView) -> None:
    tabs = [line for line in view.tabs.rows.lines if isinstance(line, RowLine)]
    assert [line.cells[1].text for line in tabs] == ["2 / 3", "1 / 1", ""]
    assert [line.cells[1].tone for line in tabs] == [Tone.QUIET, Tone.AMBER, Tone.QUIET]
    assert view.tabs.chosen() == "CM"


def test_another_log_by_its_number_or_with_the_arrows(view: LogsView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.turned) as turned:
        QTest.keyClick(view.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert turned.args == ["VAX"]
    with qtbot.waitSignal(view.turned) as turned:
        QTest.keyClick(view.tabs, Qt.Key.Key_Down)
    assert turned.args == ["SAE"]


def test_showing_the_same_log_again_turns_to_none(view: LogsView) -> None:
    turned: list[str] = []
    view.turned.connect(turned.append)
    view.render(replace(STATE, chosen="SAE"))
    assert turned == []
    assert view.tabs.chosen() == "SAE"


def test_enter_opens_a_row_n_begins_one_esc_goes_back(view: LogsView, qtbot: QtBot) -> None:
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == ["r2"]
    with qtbot.waitSignal(view.begun) as begun:
        QTest.keyClick(view.table, Qt.Key.Key_N)
    assert begun.args == ["CM"]
    with qtbot.waitSignal(view.back_asked):
        QTest.keyClick(view.table, Qt.Key.Key_Escape)


def test_who_only_reads_begins_no_row(view: LogsView) -> None:
    begun: list[str] = []
    view.begun.connect(begun.append)
    view.render(replace(STATE, may_edit=False))
    QTest.keyClick(view.table, Qt.Key.Key_N)
    assert begun == []
    assert not view.add.isVisible()


def test_an_empty_log_says_what_it_is_for(view: LogsView, qtbot: QtBot, look: Look) -> None:
    look.language.switch("en")
    view.render(replace(STATE, chosen="VAX", rows=(), dose=None))
    assert view.empty.isVisible()
    assert not view.dose.isVisible()
    with qtbot.waitSignal(view.begun) as begun:
        view.empty.button.click()
    assert begun.args == ["VAX"]


def test_a_log_whose_rows_have_no_end_is_one_list(view: LogsView) -> None:
    view.render(replace(STATE, groups=None))
    assert [line.key for line in view.table.rows.lines if isinstance(line, RowLine)] == ["r1", "r2", "r3"]
    assert not any(isinstance(line, GroupLine) for line in view.table.rows.lines)


def test_the_dose_is_painted_and_said(view: LogsView) -> None:
    assert view.dose.isVisible()
    assert not view.dose.curve.grab().isNull()
    view.render(replace(STATE, dose=DoseCard("", "7.5", why_not=Text("no weight", "无体重"))))
    assert not view.dose.curve.isVisible()
