"""The room of today: groups in their order, Enter, cards, what an empty day says."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.today.model import CHILD, DONE, STATUS
from ui.today.state import Group, Need, NeedKind, TodayRow, TodayState
from ui.today.view import TodayView
from ui.widgets.state import Completeness, WindowSpan


def row(code: str, group: Group, opens: int, closes: int, **changes: object) -> TodayRow:
    """A visit that is to be seen to."""
    made = TodayRow(
        place=f"{code}/M3/////", code=code, name="林小满", group=group, what=Text("M3 3 months", "M3 3 个月"),
        when=Text("D+91", "D+91"), status=Text("until 11-30", "至 11-30"), span=WindowSpan(opens, closes, 0),
        parts=Completeness(113, 10, 51), hint=Text("window", "时间窗 2026-11-01 至 2026-11-30"),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # the names are fields


ROWS = (
    row("LN-011", Group.OVERDUE, -20, -3),
    row("LN-007", Group.OPEN, -9, 11),
    row("LN-012", Group.OPEN, -2, 6),
    row("LN-014", Group.COMING, 4, 9, span=None, parts=None),
)
NEEDS = (
    Need(NeedKind.CRITICAL, Text("LN-007 K 6.41", "LN-007 钾 6.41"), Text("not yet", "尚未确认"), "s/M3//CHEM///K"),
    Need(NeedKind.SIGN, Text("4 forms to sign", "4 张表待签名"), Text("LN-007", "LN-007"), "LN-007/M3/////", 4),
)  # fmt: skip
STATE = TodayState(date(2026, 11, 17), Text("Tuesday", "星期二"), 14, ROWS, NEEDS, children=4)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> TodayView:
    """A day with four rows and two cards."""
    made = TodayView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def shown(view: TodayView, column: int) -> list[str]:
    """What a column says, line by line."""
    return [str(view.model.index(n, column).data() or "") for n in range(view.model.rowCount())]


def test_each_group_stands_under_its_line_with_its_count(view: TodayView) -> None:
    assert shown(view, CHILD)[0].startswith("逾期 1 · 时间窗已过")
    assert shown(view, CHILD)[1:] == [
        "LN-011 林小满",
        "窗内 2 · 时间窗已开始",
        "LN-007 林小满",
        "LN-012 林小满",
        "未来 14 天 1 · 时间窗即将开始",
        "LN-014 林小满",
    ]
    assert shown(view, DONE) == ["", "113/174", "", "113/174", "113/174", "", ""]


def test_the_lines_of_groups_are_never_chosen(view: TodayView) -> None:
    assert view.chosen() == "LN-011/M3/////"
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert view.chosen() == "LN-007/M3/////"
    QTest.keyClick(view.table, Qt.Key.Key_Up)
    assert view.chosen() == "LN-011/M3/////"


def test_enter_opens_the_row_and_a_double_click_too(view: TodayView, qtbot: QtBot) -> None:
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == ["LN-007/M3/////"]
    with qtbot.waitSignal(view.opened) as opened:
        view.table.doubleClicked.emit(view.model.index(6, STATUS))
    assert opened.args == ["LN-014/M3/////"]


def test_the_chosen_row_stays_when_the_day_is_read_again(view: TodayView) -> None:
    view.table.setCurrentIndex(view.model.place_of("LN-012/M3/////"))
    view.render(replace(STATE, rows=(row("LN-003", Group.OVERDUE, -40, -9), *ROWS)))
    assert view.chosen() == "LN-012/M3/////"


def test_a_card_is_opened_by_click_and_by_keyboard(view: TodayView, qtbot: QtBot) -> None:
    first, second = view.needs.cards
    assert "钾 6.41" in first.accessibleName()
    with qtbot.waitSignal(view.need_chosen) as chosen:
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert chosen.args == [NEEDS[0]]
    with qtbot.waitSignal(view.need_chosen) as chosen:
        QTest.keyClick(second, Qt.Key.Key_Space)
    assert chosen.args == [NEEDS[1]]


def test_the_focus_stays_among_the_cards_when_one_is_done(view: TodayView) -> None:
    view.activateWindow()
    view.needs.cards[1].setFocus()
    view.render(replace(STATE, needs=NEEDS[:1]))
    assert view.focusWidget() is view.needs.cards[0]


def test_an_empty_day_says_what_the_room_is_for(view: TodayView, qtbot: QtBot, look: Look) -> None:
    look.language.switch("en")
    view.render(replace(STATE, rows=(), needs=()))
    assert view.empty.isVisible()
    assert not view.table.isVisible()
    assert view.empty.button.text() == "All children"
    with qtbot.waitSignal(view.children_asked):
        view.empty.button.click()
    view.render(replace(STATE, rows=(), needs=(), children=0))
    assert view.empty.button.text() == "Enrol the first child"


def test_every_cell_is_painted_in_both_languages(view: TodayView, look: Look) -> None:
    chinese = view.table.grab().toImage()
    look.language.switch("en")
    english = view.table.grab().toImage()
    assert chinese != english
    assert shown(view, CHILD)[0].startswith("Overdue 1")
