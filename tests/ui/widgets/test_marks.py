"""Flags are shape and word before colour; normal shows nothing; bars say in words what they show."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from ui.look import Look
from ui.theme import fonts
from ui.theme.tokens import LIGHT
from ui.widgets import paint
from ui.widgets.labels import unbroken
from ui.widgets.marks import FlagMark, ProgressLine, flag_word
from ui.widgets.state import Completeness, Flag, Point, Spark, WindowSpan


def canvas(width: int = 80, height: int = 24) -> QImage:
    """A white picture."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor("#FFFFFF"))
    return image


def inked(image: QImage) -> list[tuple[int, int]]:
    """The places that are no longer white."""
    white = QColor("#FFFFFF")
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != white]


def painted(flag: Flag, word: str = "") -> QImage:
    """A flag on white."""
    image = canvas()
    painter = QPainter(image)
    paint.paint_flag(painter, QRectF(0, 0, 80, 24), flag, LIGHT, word)
    painter.end()
    return image


def test_normal_shows_nothing(look: Look) -> None:
    assert inked(painted(Flag.NONE)) == []


def test_high_and_low_differ_in_shape_not_only_in_colour(look: Look) -> None:
    high, low = painted(Flag.HIGH), painted(Flag.LOW)
    assert inked(high) != inked(low)
    assert set(inked(high)) == {(x, 23 - y) for x, y in inked(low)}


def test_critical_is_a_filled_red_tag_and_nothing_else_is_red(look: Look) -> None:
    red = QColor(LIGHT.red)
    filled = {
        flag: sum(painted(flag).pixelColor(x, y) == red for x, y in inked(painted(flag))) for flag in Flag if flag
    }
    assert filled[Flag.CRITICAL_HIGH] > 100
    assert filled[Flag.CRITICAL_LOW] > 100
    assert filled[Flag.HIGH] == filled[Flag.LOW] == 0


def test_flags_speak_both_languages(look: Look) -> None:
    assert [flag_word(flag) for flag in Flag] == ["", "低", "高", "危急低", "危急高", "危急"]
    look.language.switch("en")
    assert [flag_word(flag) for flag in Flag] == ["", "Low", "High", "Critical", "Critical", "Critical"]


def test_a_flag_says_its_name_to_a_screen_reader(qtbot: QtBot, look: Look) -> None:
    mark = FlagMark(look, Flag.CRITICAL_HIGH)
    qtbot.addWidget(mark)
    assert mark.accessibleName() == "危急高值"


@pytest.mark.parametrize(
    ("parts", "accent", "empty"),
    [(Completeness(4, 0, 0), 80, 0), (Completeness(0, 0, 4), 0, 80), (Completeness(1, 0, 1), 40, 40)],
)
def test_completeness_in_proportion(parts: Completeness, accent: int, empty: int) -> None:
    image = canvas()
    painter = QPainter(image)
    paint.paint_completeness(painter, QRectF(0, 0, 80, 6), parts, LIGHT)
    painter.end()
    row = [image.pixelColor(x, 3).name().upper() for x in range(80)]
    assert row.count(LIGHT.accent) == accent
    assert row.count(LIGHT.line) == empty


def test_awaiting_is_hatched() -> None:
    image = canvas()
    painter = QPainter(image)
    paint.paint_completeness(painter, QRectF(0, 0, 80, 6), Completeness(0, 4, 0), LIGHT)
    painter.end()
    row = [image.pixelColor(x, 3).name().upper() for x in range(80)]
    assert row.count(LIGHT.line_strong) == row.count(LIGHT.line) == 40


def test_a_window_that_has_passed_is_amber() -> None:
    image = canvas(200, 18)
    painter = QPainter(image)
    paint.paint_window(painter, QRectF(0, 0, 200, 18), WindowSpan(10, 20, 30), (0, 40), LIGHT)
    painter.end()
    assert image.pixelColor(75, 9).name().upper() == LIGHT.amber_soft
    assert image.pixelColor(150, 2).name().upper() == LIGHT.text


@pytest.mark.parametrize(
    "spark",
    [
        Spark(()),
        Spark((Point(0, 1),)),
        Spark((Point(0, 5), Point(0, 5))),
        Spark((Point(-28, 0.0), Point(91, 3.0, below=True)), None, 0.2, log=True),
    ],
)
def test_sparklines_of_odd_series_are_painted(spark: Spark) -> None:
    image = canvas(56, 20)
    blank = image.copy()
    painter = QPainter(image)
    paint.paint_spark(painter, QRectF(0, 0, 56, 20), spark, LIGHT)
    painter.end()
    assert (image != blank) == bool(spark.points)


def test_progress_is_painted_and_said(qtbot: QtBot, look: Look) -> None:
    progress = ProgressLine(look)
    qtbot.addWidget(progress)
    progress.show_share(8, 12)
    assert progress.accessibleName() == "8 / 12"
    assert not progress.grab().isNull()


def test_words_that_find_no_room_are_cut_where_they_are_told_to() -> None:
    image = canvas(60, 24)
    painter = QPainter(image)
    paint.write(painter, QRectF(0, 0, 20, 24), "WWWWWWWWWWWW", LIGHT.text)
    painter.end()
    outside = {image.pixelColor(x, y).name() for x in range(30, 60) for y in range(24)}
    assert outside == {canvas(60, 24).pixelColor(0, 0).name()}


def test_more_than_so_many_lines_end_in_an_ellipsis(qtbot: QtBot) -> None:
    font = fonts.font(fonts.KEY)
    text = "height 147.8 cm, creatinine 66.7, age 12.2 and much else that led to the value"
    lines = paint.in_lines(text, font, 120, 2).split("\n")
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(QFontMetrics(font).horizontalAdvance(line) <= 120 for line in lines)
    assert paint.in_lines("short", font, 120, 2) == "short"
    whole = paint.in_lines(text, font, 120, 9)
    assert whole.replace("\n", " ") == text


def test_numbers_keep_their_units() -> None:
    assert unbroken("pair 153.9 mg/mmol") == "pair 153.9\N{NO-BREAK SPACE}mg/\N{WORD JOINER}mmol"
    assert unbroken("2026-09-01 142 ×10⁹") == "2026-09-01 142\N{NO-BREAK SPACE}×10⁹"
