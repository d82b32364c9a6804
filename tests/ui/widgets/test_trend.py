"""The trend holds every point, on even or decade axes, and is painted in both themes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.widgets.state import Candidate, Point, Spark, TrendState
from ui.widgets.trend import TrendChart, axes_of, number_words, ticks

PLOT = QRectF(48, 12, 300, 120)
DAYS = st.integers(-60, 400)
VALUES = st.floats(0.001, 1e6)


def trend(points: list[tuple[int, float]], *, log: bool, candidates: tuple[Candidate, ...] = ()) -> TrendState:
    """A trend of days and values."""
    series = tuple(Point(day, value) for day, value in sorted(points))
    return TrendState(Text("protein", "蛋白"), "mg/24 h", Spark(series, None, 150.0, log), candidates=candidates)


@given(st.lists(st.tuples(DAYS, VALUES), min_size=1, max_size=8), st.booleans())
def test_every_point_lies_in_the_plot(points: list[tuple[int, float]], log: bool) -> None:
    axes = axes_of(trend(points, log=log), PLOT)
    for day, value in points:
        assert PLOT.left() - 0.01 <= axes.x(day) <= PLOT.right() + 0.01
        assert PLOT.top() - 0.01 <= axes.y(value) <= PLOT.bottom() + 0.01
    assert 0 < len(ticks(axes)) < 20


def test_a_log_axis_has_decades() -> None:
    axes = axes_of(trend([(-28, 4300), (31, 680)], log=True), PLOT)
    assert ticks(axes) == [100.0, 1000.0, 10000.0]
    assert [number_words(value) for value in ticks(axes)] == ["100", "1\N{THIN SPACE}000", "10\N{THIN SPACE}000"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_trend_with_candidates_is_painted_and_said(qtbot: QtBot, look: Look, theme: str) -> None:
    look.theme.switch("dark" if theme == "dark" else "light")
    chart = TrendChart(look)
    qtbot.addWidget(chart)
    chart.resize(500, 200)
    blank = chart.grab().toImage()
    chart.show_trend(trend([(-28, 4300), (14, 1140)], log=True, candidates=(Candidate("B 6800", Point(31, 6800)),)))
    assert chart.accessibleName() == "蛋白 mg/24 h: -28: 4300, 14: 1140"
    assert chart.grab().toImage() != blank
    chart.show_trend(None)
    assert chart.grab().toImage() == blank
