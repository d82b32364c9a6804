"""The table of the primary outcomes: a mark a child and visit, opened by Enter or a click, each with its own name."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.outcomes import Standing, State, Tally
from study.text import Text
from ui.look import Look
from ui.outcomes.state import OutcomeRow, OutcomesState, Sum
from ui.outcomes.view import OutcomesView

SEROLOGY, CYTOKINES = Text("Serology", "血清学指标"), Text("Cytokines", "细胞因子")


def cell(outcome: str, visit: str, state: State, child: str = "a") -> Standing:
    return Standing(outcome, visit, f"{child}/{visit}//{outcome}///", state, 12, 8, 0, 0, expected=state != "not_due")


def row(child: str, *cells: Standing) -> OutcomeRow:
    return OutcomeRow(child, f"LN-{child}", "", {(each.outcome, each.visit): each for each in cells})


STATE = OutcomesState(
    date(2026, 11, 17),
    (Sum("S", SEROLOGY, Tally(due=2, complete=1, missing=1)), Sum("C", CYTOKINES, Tally())),
    (("M1", Text("1 month", "1个月")), ("M3", Text("3 months", "3个月"))),
    (
        row("a", cell("S", "M1", "complete"), cell("C", "M1", "begun"), cell("S", "M3", "not_due")),
        row("b", cell("S", "M1", "missing", "b")),
    ),
    children=2,
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> OutcomesView:
    """Two children, two outcomes, two visits."""
    made = OutcomesView(look)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.render(STATE)
    made.show()
    return made


def test_arrows_go_from_mark_to_mark_and_enter_opens_its_form(view: OutcomesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.opened) as told:
        QTest.keyClick(view.table, Qt.Key.Key_Right)
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert told.args == ["a/M1//C///"]
    place = view.table.visualRect(view.model.index(1, 0)).center()
    with qtbot.waitSignal(view.opened) as told:
        QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["b/M1//S///"]


def test_a_mark_and_the_sums_say_what_they_show(view: OutcomesView) -> None:
    assert view.model.index(0, 1).data() == "LN-a · M1 · 细胞因子 · 录入中 · 结果 8/12"
    assert view.model.index(0, 3).data() is None
    assert [line.told.text() for line in view.lines] == ["应完成 2 次访视，已完成 1 · 缺失 1", "尚无应完成的访视"]
    view.look.language.switch("en")
    assert view.model.index(0, 1).data() == "LN-a · M1 · Cytokines · begun · 8 of 12 results"


def test_children_who_come_leave_the_chosen_mark_where_it_was(view: OutcomesView) -> None:
    view.table.setCurrentIndex(view.model.index(1, 0))
    more = (row("0", cell("S", "M1", "due", "0")), *STATE.rows)
    view.render(replace(STATE, rows=more, children=5, unread=2))
    assert view.table.currentIndex().data().startswith("LN-b · M1")
    assert "3 / 5" in view.reading.words.text()


def test_only_children_of_whom_something_is_missing(view: OutcomesView) -> None:
    view.which.choose("missing")
    view.which.chosen.emit("missing")
    assert [view.model.headerData(n, Qt.Orientation.Vertical) for n in range(view.model.rowCount())] == ["LN-b"]
