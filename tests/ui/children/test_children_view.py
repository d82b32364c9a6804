"""The table of children: filter, groups, sorting, Enter, what a cell says; of thousands of rows a screenful drawn."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.children.children_view import ChildrenView
from ui.children.delegate import ChildrenDelegate, next_ink
from ui.children.model import AGE, CODE, DAY, FIXED, NAME, NEXT, needs_someone
from ui.children.state import (
    ChildrenState,
    ChildRow,
    Due,
    Mark,
    MarkKind,
    Measure,
    MeasureColumn,
    NextVisit,
    Standing,
)
from ui.ids import SubjectId
from ui.look import Look
from ui.widgets.state import Flag, Point, Spark

COLUMNS = (
    MeasureColumn("UPCR", Text("UPCR", "尿蛋白/肌酐"), Text("g/g", "g/g")),
    MeasureColumn("EGFR", Text("eGFR (U25)", "eGFR (U25)"), Text("mL/min", "mL/min")),
)
SPARK = Spark((Point(-28, 4.1), Point(14, 2.2), Point(91, 0.42)), None, 0.2, log=True)
TODAY = date(2026, 11, 17)


def child(number: int, name: str = "林小满", **changes: object) -> ChildRow:
    """A girl followed up, with UPCR high and eGFR normal."""
    row = ChildRow(
        subject=SubjectId(f"s{number}"),
        code=f"LN-{number:03d}",
        name=name,
        sex=Text("F", "女"),
        age=12.3,
        study_day=91,
        next_visit=NextVisit("M3", Due.TODAY, TODAY),
        measures=(Measure("0.42", 0.42, Flag.HIGH, SPARK), Measure("98", 98.0)),
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # the names are fields


ROWS = (
    child(1, "周子轩", standing=Standing.ENDED, ended=Text("completed", "完成"), next_visit=NextVisit("", Due.NONE)),
    child(3, "沈一诺", next_visit=NextVisit("M6", Due.OVERDUE, date(2026, 10, 29), 5), age=None),
    child(7, marks=(Mark(MarkKind.CRITICAL, Text("K 6.41", "钾 6.41")),), study_day=400),
    child(8, "陈予安", next_visit=NextVisit("M3", Due.DONE, date(2026, 11, 12)), measures=(None, None)),
    child(15, "", provisional=True, study_day=None, marks=(Mark(MarkKind.AWAITING, Text("awaiting", "待结果")),)),
)
STATE = ChildrenState(TODAY, COLUMNS, ROWS, SubjectId("s7"))


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> ChildrenView:
    """The table with five children."""
    made = ChildrenView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def codes(view: ChildrenView) -> list[str]:
    """The codes that are shown, in order."""
    return [str(view.filter.index(row, CODE).data()) for row in range(view.filter.rowCount())]


def cell(view: ChildrenView, code: str, column: int, role: int = 0) -> object:
    """What a cell says."""
    row = next(number for number in range(view.filter.rowCount()) if codes(view)[number].startswith(code))
    return view.filter.index(row, column).data(role)


def test_enter_opens_the_selected_child(qtbot: QtBot, view: ChildrenView) -> None:
    assert view.selected() == "s7"
    with qtbot.waitSignal(view.child_opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == ["s7"]


def test_arrows_move_and_enter_opens_the_next(qtbot: QtBot, view: ChildrenView) -> None:
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.child_opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == ["s8"]


@pytest.mark.parametrize(
    ("typed", "left"), [("ln-007", ["LN-007"]), ("沈", ["LN-003"]), ("LN 00", ["LN-001", "LN-003", "LN-007", "LN-008"])]
)
def test_the_filter_takes_code_or_name(view: ChildrenView, typed: str, left: list[str]) -> None:
    view.search.setText(typed)
    assert codes(view) == left


def test_enter_in_the_filter_opens_the_only_child_left(qtbot: QtBot, view: ChildrenView) -> None:
    view.search.setText("沈一诺")
    with qtbot.waitSignal(view.child_opened) as opened:
        QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert opened.args == ["s3"]


def test_a_filter_without_a_match_says_so_and_can_be_cleared(view: ChildrenView) -> None:
    view.search.setText("nobody")
    assert view.nothing.isVisible()
    view.nothing.button.click()
    assert view.table.isVisible()
    assert len(codes(view)) == 5


@pytest.mark.parametrize(
    ("group", "left"),
    [
        ("followed", ["LN-003", "LN-007", "LN-008", "LN-015?"]),
        ("needs", ["LN-003", "LN-007"]),
        ("ended", ["LN-001"]),
    ],
)
def test_groups(view: ChildrenView, group: str, left: list[str]) -> None:
    view.groups.choose(group)
    view.groups.chosen.emit(group)
    assert codes(view) == left


def test_awaiting_a_result_alone_needs_nobody() -> None:
    assert not needs_someone(ROWS[4])
    assert needs_someone(ROWS[1])


def test_cells_in_both_languages(view: ChildrenView, look: Look) -> None:
    said = Qt.ItemDataRole.AccessibleTextRole
    assert cell(view, "LN-003", NEXT) == "M6 逾期 5 天"
    assert cell(view, "LN-001", NEXT) == "完成"
    assert cell(view, "LN-008", NEXT) == "M3 已录 11-12"
    assert cell(view, "LN-007", FIXED, said) == "0.42 高于参考区间"
    assert cell(view, "LN-008", FIXED, said) == ""
    look.language.switch("en")
    assert cell(view, "LN-003", NEXT) == "M6 overdue 5 d"
    assert cell(view, "LN-007", FIXED, said) == "0.42 above the interval"
    assert cell(view, "LN-007", FIXED + 2) == "K 6.41"
    assert view.selected() == "s7"


def test_a_code_that_is_not_confirmed_has_a_question_mark(view: ChildrenView) -> None:
    assert cell(view, "LN-015", CODE) == "LN-015?"


@pytest.mark.parametrize(
    ("column", "first", "last"), [(AGE, "LN-001", "LN-003"), (DAY, "LN-001", "LN-015?"), (NEXT, "LN-003", "LN-001")]
)
def test_sorting_puts_what_is_missing_last(view: ChildrenView, column: int, first: str, last: str) -> None:
    view.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert codes(view)[0] == first
    assert codes(view)[-1] == last


def test_the_legend_names_what_bears_no_mark(view: ChildrenView) -> None:
    assert not any("不作标志" in words for words in shown_words(view))
    cells = MeasureColumn("CD19A", Text("CD19+ B cells", "CD19+ B细胞"), Text("/µL", "/µL"), judged=False)
    view.render(replace(STATE, columns=(*COLUMNS[:1], cells)))
    assert "CD19+ B细胞：偏低可为疗效，不作标志" in shown_words(view)


def test_names_are_hidden_with_the_reason(view: ChildrenView) -> None:
    reason = Text("This workstation has no site key.", "本工作站没有中心密钥。")
    view.render(replace(STATE, names_hidden=reason))
    assert view.table.isColumnHidden(NAME)
    view.render(STATE)
    assert not view.table.isColumnHidden(NAME)


def shown_words(view: ChildrenView) -> list[str]:
    return [each.text() for each in view.findChildren(QLabel) if each.isVisibleTo(view) and each.text()]


def test_the_planned_number_stands_beside_the_count_and_more_than_planned_is_said(view: ChildrenView) -> None:
    view.look.language.switch("en")
    view.render(STATE)
    assert not any("60" in words for words in shown_words(view))
    over = Text("61 children are enrolled and 60 are planned", "已入组 61 例，超过计划的 60 例")
    view.render(replace(STATE, recruited=Text("59 of 60 enrolled", "已入组 59/60")))
    assert any(words.endswith(" · 59 of 60 enrolled") for words in shown_words(view))
    view.render(replace(STATE, recruited=Text("61 of 60 enrolled", "已入组 61/60"), too_many=over))
    assert over.en in shown_words(view)
    view.look.language.switch("zh")
    assert over.zh in shown_words(view)


def test_an_empty_site_offers_the_first_enrolment(qtbot: QtBot, view: ChildrenView) -> None:
    view.render(ChildrenState(TODAY, COLUMNS, ()))
    assert view.empty.isVisible()
    with qtbot.waitSignal(view.enrol_asked):
        view.empty.button.click()
    view.render(ChildrenState(TODAY, COLUMNS, (), may_enrol=False))
    assert view.empty.button.isHidden()
    assert view.enrol.isHidden()


def test_overdue_is_amber_and_bold_the_rest_recedes() -> None:
    assert next_ink(ROWS[1]) == ("amber", True)
    assert next_ink(ROWS[0]) == ("text_3", False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_red_is_for_the_critical_row_only(view: ChildrenView, look: Look, theme: str) -> None:
    look.theme.switch("dark" if theme == "dark" else "light")
    image = view.table.viewport().grab().toImage()
    red = QColor(look.tokens.red)
    rows = {y // 38 for y in range(image.height()) for x in range(0, image.width(), 2) if image.pixelColor(x, y) == red}
    assert rows == {2}


def test_the_row_with_the_focus_is_framed(qtbot: QtBot, view: ChildrenView, look: Look) -> None:
    accent = QColor(look.tokens.accent)
    view.search.setFocus()
    qtbot.waitUntil(view.search.hasFocus)
    without = view.table.viewport().grab().toImage()
    view.table.setFocus()
    qtbot.waitUntil(view.table.hasFocus)
    framed = view.table.viewport().grab().toImage()
    edges = [(600, 2 * 38), (600, 3 * 38 - 1)]
    assert all(framed.pixelColor(x, y) == accent for x, y in edges)
    assert not any(without.pixelColor(x, y) == accent for x, y in edges)


class Counting(ChildrenDelegate):
    """The table's own delegate, which remembers the rows it drew."""

    def __init__(self, view: ChildrenView, look: Look) -> None:
        super().__init__(look, view.model, view.table)
        self.drawn: set[int] = set()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.drawn.add(index.row())
        super().paint(painter, option, index)


def test_of_thousands_of_rows_only_those_in_sight_are_drawn(view: ChildrenView, look: Look) -> None:
    counting = Counting(view, look)
    view.table.setItemDelegate(counting)
    many = tuple(child(number) for number in range(1, 5001))
    view.render(replace(STATE, rows=many, selected=SubjectId("s2500")))
    view.search.setText("LN-49")
    assert view.filter.rowCount() == 110  # LN-490 to 499, LN-4900 to 4999
    view.search.clear()
    assert view.filter.rowCount() == 5000
    counting.drawn.clear()
    view.table.scrollToBottom()
    view.table.viewport().grab()
    assert 0 < len(counting.drawn) < 60
    assert view.selected() is not None
