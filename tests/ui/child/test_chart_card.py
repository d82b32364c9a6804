"""A small chart's head: a number that is older than the newest visit says from which day it is."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from ui.charts.drawer import Drawer
from ui.child.chart_card import ChartCard
from ui.child.state import ChildState
from ui.look import Look


def _words(card: ChartCard) -> list[str]:
    return [one.text() for one in card.findChildren(QLabel)]


def test_an_old_number_says_its_day_and_one_of_the_newest_visit_does_not(
    look: Look, page: ChildState, qtbot: QtBot
) -> None:
    drawn = page.charts[0]
    [series] = drawn.series
    card = ChartCard(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(card)

    card.show_panel(drawn, None)
    assert "g/g" in _words(card)
    older = series.points[:-1]
    card.show_panel(replace(drawn, series=(replace(series, points=older, last=older[-1].shown),)), None)
    assert f"g/g · D+{older[-1].day}" in _words(card)
