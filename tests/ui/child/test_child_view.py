"""A child's page: Enter opens the due visit, every row leads where it says, worse stands first."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from study.text import Language, Text
from ui.charts.drawer import Drawer
from ui.child.since import ChangeLine
from ui.child.state import ChangeRow, ChildState, VisitChip, VisitStanding
from ui.child.view import ChildView
from ui.child.visit_strip import VisitTile, standing_words
from ui.look import Look
from ui.theme import fonts

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def child(look: Look, page: ChildState, qtbot: QtBot) -> ChildView:
    """The page on the screen."""
    view = ChildView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.resize(1294, 724)
    view.render(page)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setFocus()
    return view


def press(view: ChildView, word: str, qtbot: QtBot) -> None:
    """Click the button with that word."""
    qtbot.mouseClick(next(one for one in view.findChildren(QPushButton) if one.text() == word), LEFT)


def test_enter_opens_the_visit_that_is_due(child: ChildView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(child.visit_opened) as heard:
        qtbot.keyClick(child, Qt.Key.Key_Return)
    assert heard.args == ["LN-007/M3/////"]


def test_enter_on_a_button_presses_that_button(child: ChildView, qtbot: QtBot) -> None:
    button = next(one for one in child.findChildren(QPushButton) if one.text() == "Charts")
    button.setFocus()
    with qtbot.assertNotEmitted(child.visit_opened), qtbot.waitSignal(child.charts_asked) as heard:
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert heard.args == ["LN-007"]


def test_any_visit_of_the_strip_opens(child: ChildView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(child.visit_opened) as heard:
        qtbot.mouseClick(child.strip.tiles[4], LEFT)
    assert heard.args == ["LN-007/M1/////"]
    child.strip.tiles[0].setFocus()
    with qtbot.waitSignal(child.visit_opened) as heard:
        qtbot.keyClick(child.strip.tiles[0], Qt.Key.Key_Space)
    assert heard.args == ["LN-007/SCR/////"]


def test_without_a_due_visit_enter_does_nothing(child: ChildView, page: ChildState, qtbot: QtBot) -> None:
    child.render(replace(page, visits=tuple(replace(chip, due=False) for chip in page.visits)))
    with qtbot.assertNotEmitted(child.visit_opened):
        qtbot.keyClick(child, Qt.Key.Key_Return)
    assert not child.header.due.isVisible()


def test_changes_stand_worse_first_and_lead_to_their_field(child: ChildView, qtbot: QtBot) -> None:
    lines = sorted(child.since.findChildren(ChangeLine), key=lambda line: line.y())
    assert [line._row.label.en for line in lines][:4] == ["Potassium", "Bicarbonate", "Creatine kinase", "UPCR"]
    with qtbot.waitSignal(child.field_opened) as heard:
        qtbot.mouseClick(lines[0], LEFT)
    assert heard.args == ["LN-007/M3//CHEM///K"]


def test_long_words_of_a_change_stand_below_its_name_and_never_in_its_place(look: Look, qtbot: QtBot) -> None:
    """A verdict needs more room than a number; the name of the measure is what must not give way."""
    look.language.switch("en")
    verdict = ChangeRow(Text("Renal response by KDIGO", "肾脏应答"), "", "Partial response", "Not evaluable", "")
    line = ChangeLine(look, verdict)
    qtbot.addWidget(line)
    assert line.heightForWidth(320) > line.heightForWidth(900)
    line.resize(320, line.heightForWidth(320))
    written = inked(line, QRect(12, 4, 150, 16))
    blank = ChangeLine(look, replace(verdict, label=Text(" ", " ")))
    qtbot.addWidget(blank)
    blank.resize(line.size())
    assert written > inked(blank, QRect(12, 4, 150, 16)), "the name is written"


def inked(line: ChangeLine, part: QRect) -> int:
    """How many points of a part of a line are not its ground."""
    image = line.grab(part).toImage()
    ground = image.pixelColor(0, 0)
    return sum(image.pixelColor(x, y) != ground for x in range(image.width()) for y in range(image.height()))


def test_a_change_is_followed_by_the_keyboard(child: ChildView, qtbot: QtBot) -> None:
    line = min(child.since.findChildren(ChangeLine), key=lambda each: each.y())
    line.setFocus()
    with qtbot.waitSignal(child.field_opened) as heard:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert heard.args == ["LN-007/M3//CHEM///K"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("standing", ["signed", "void", "complete", "overdue", "history", "stopped"])
def test_a_tile_has_room_for_its_state_and_tells_repeated_visits_apart(
    look: Look, qtbot: QtBot, standing: VisitStanding, language: Language
) -> None:
    look.language.switch(language)
    tile = VisitTile(look)
    qtbot.addWidget(tile)
    tile.show_chip(VisitChip("k", "EARLY", Text("Daily early safety", "早期每日安全性观察"), "D+10", standing))
    width = tile.minimumSizeHint().width()
    state = QFontMetrics(fonts.font(fonts.KEY, bold=standing in ("void", "overdue")))
    assert state.horizontalAdvance(standing_words(tile.chip)) <= width - 27 - 4
    day = QFontMetrics(fonts.font(fonts.HINT)).horizontalAdvance("D+10") + 1
    assert tile.words(day, day) == ("D+10", "")
    assert tile.words(day, 400) == ("D+10", look.text(tile.chip.label))
    assert tile.words(400, 400) == (look.text(tile.chip.label), "D+10")


@pytest.mark.parametrize(
    ("word", "signal", "said"),
    [
        ("Unscheduled visit", "unscheduled_asked", "LN-007"),
        ("Add", "medication_added", "LN-007"),
        ("泼尼松", "medication_opened", "LN-007/LOG//CM/a//"),
        ("ECG M3.pdf", "file_opened", "f1"),
        ("M1 creatinine", "conflict_opened", "LN-007/M1//CHEM///CREAT"),
    ],
)
def test_each_row_leads_where_it_says(child: ChildView, qtbot: QtBot, word: str, signal: str, said: str) -> None:
    with qtbot.waitSignal(getattr(child, signal)) as heard:
        press(child, word, qtbot)
    assert heard.args == [said]


def test_who_may_not_edit_sees_no_way_to(child: ChildView, page: ChildState) -> None:
    child.render(replace(page, may_edit=False))
    words = [one.text() for one in child.findChildren(QPushButton) if one.isVisible()]
    assert "Unscheduled visit" not in words
    assert "Add" not in words


def test_an_empty_page_says_what_it_is_for(child: ChildView, page: ChildState) -> None:
    child.render(ChildState(page.header))
    assert child.strip.tiles == []
    assert child.charts == []
    assert not child.conflicts.isVisible()
    assert child.medication._empty.isVisible()


def test_a_point_of_a_small_chart_opens_its_visit(child: ChildView, qtbot: QtBot) -> None:
    chart = child.charts[0].chart
    qtbot.waitUntil(lambda: chart.drawing is not None)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(child.visit_opened) as heard:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert heard.args == ["LN-007/M3/////"]


def test_the_page_speaks_chinese(child: ChildView) -> None:
    child.look.language.switch("zh")
    assert child.header.due.text().startswith("打开 M3")
    assert child.strip.tiles[4].accessibleName() == "M1 1 个月，D+31，签名失效"
    child.look.language.switch("en")
