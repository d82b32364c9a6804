"""The chart screen: points open visits by mouse and keyboard, panels are chosen, axes turned, charts enlarged."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from ui.charts.drawer import Drawer
from ui.charts.state import ChartsState
from ui.charts.view import FORMATS, ChartsView
from ui.file_dialog import FileDialog
from ui.look import Look


@pytest.fixture
def charts(look: Look, screen_state: ChartsState, qtbot: QtBot) -> ChartsView:
    """The screen, drawn at once."""
    view = ChartsView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(view)
    view.resize(1294, 724)
    view.render(screen_state)
    view.show()
    qtbot.waitUntil(lambda: all(chart.drawing is not None for chart in view.charts.values()))
    return view


def test_a_click_on_a_point_opens_its_visit(charts: ChartsView, qtbot: QtBot) -> None:
    chart = charts.charts["P2"]
    assert chart.drawing is not None
    hit = next(one for one in chart.drawing.hits if one.point.visit_label == "M1")
    with qtbot.waitSignal(charts.visit_opened) as heard:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(hit.x), round(hit.y)))
    assert heard.args == ["LN-007/M1/////"]


def test_a_click_beside_the_points_opens_nothing(charts: ChartsView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(charts.visit_opened):
        qtbot.mouseClick(charts.charts["P2"], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_hover_marks_the_day_in_all_panels(charts: ChartsView, qtbot: QtBot) -> None:
    chart = charts.charts["P2"]
    assert chart.drawing is not None
    hit = next(one for one in chart.drawing.hits if one.point.day == 31)
    qtbot.mouseMove(chart, QPoint(round(hit.x) + 2, 60))
    qtbot.waitUntil(lambda: charts.charts["P4"]._day == 31)


def test_arrow_keys_walk_the_days_and_enter_opens(charts: ChartsView, qtbot: QtBot) -> None:
    chart = charts.charts["P4"]
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(charts.visit_opened) as heard:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert heard.args == ["LN-007/BL/////"]


def test_log_or_linear_is_asked_for(charts: ChartsView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(charts.log_axes_chosen) as heard:
        qtbot.mouseClick(charts.bar.axes._buttons["linear"], Qt.MouseButton.LeftButton)
    assert heard.args == [False]


def test_panels_keep_the_order_of_the_study_when_one_is_added(charts: ChartsView, qtbot: QtBot) -> None:
    charts.render(replace(charts.state, panels=charts.state.panels[1:]) if charts.state is not None else None)  # type: ignore[arg-type]
    qtbot.mouseClick(charts.bar.choose, Qt.MouseButton.LeftButton)
    menu = charts.findChild(QMenu)
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(charts.panels_chosen) as heard:
        menu.actions()[0].trigger()
    menu.close()
    assert heard.args == [("P2", "P3", "P4")]


def test_no_panel_says_what_the_screen_is_for(charts: ChartsView, screen_state: ChartsState) -> None:
    charts.render(replace(screen_state, panels=(), treatments=()))
    assert charts._empty.isVisible()
    assert charts.charts == {}


def test_a_chart_enlarged_opens_visits_too(charts: ChartsView, qtbot: QtBot) -> None:
    large = charts.enlarge("P2")
    assert large is not None
    with qtbot.waitSignal(charts.visit_opened):
        qtbot.keyClick(large.chart, Qt.Key.Key_Left)
        qtbot.keyClick(large.chart, Qt.Key.Key_Return)
    assert charts.enlarge("P99") is None


def test_a_chart_says_its_values_in_words(charts: ChartsView) -> None:
    assert "W2 <1" in charts.charts["P4"].accessibleDescription()


def test_another_language_draws_anew(charts: ChartsView, qtbot: QtBot) -> None:
    before = charts.charts["P2"].drawing
    charts.look.language.switch("zh")
    qtbot.waitUntil(lambda: charts.charts["P2"].drawing is not before)
    charts.look.language.switch("en")


def test_the_screens_do_not_load_matplotlib() -> None:
    code = "import sys, ui.charts.view, ui.child.view, ui.visit.view; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_export_is_asked_for_with_its_place_and_kind(charts: ChartsView, qtbot: QtBot, tmp_path: Path) -> None:
    button = next(each for each in charts.findChildren(QPushButton) if each.text() in ("Export…", "导出…"))
    button.click()
    [asked] = [each for each in charts.findChildren(FileDialog) if each.isVisible()]
    asked.setDirectory(str(tmp_path))
    asked.selectFile("curves")
    with qtbot.waitSignal(charts.export_asked) as heard:
        asked.accept()
    [act] = heard.args or []
    assert (Path(act.path).parent, Path(act.path).suffix) == (tmp_path, f".{next(iter(FORMATS))}")
