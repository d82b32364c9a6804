"""The tokens can be read by everybody, and the style sheet, palette and icons are made of them."""

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import resources
from ui.look import Look
from ui.theme import fonts
from ui.theme.icons import pixmap
from ui.theme.theme import Theme, palette, style_sheet
from ui.theme.tokens import DARK, LIGHT, Tokens

TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("text", "text_2", "text_3") for ground in ("bg", "surface", "sunken", "accent_soft")),
    ("accent", "surface"),
    ("accent", "bg"),
    ("accent", "sunken"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("amber", "surface"),
    ("amber", "bg"),
    ("amber", "amber_soft"),
    ("text", "amber_soft"),
    ("red", "surface"),
    ("red", "red_soft"),
    ("on_red", "red"),
    ("text", "hover"),
]
BORDERS = [("line_strong", "surface"), ("accent", "surface"), ("accent", "accent_soft"), ("s2", "surface")]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_is_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.named(ink), tokens.named(ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), BORDERS)
def test_borders_and_focus_are_seen(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(tokens.named(ink), tokens.named(ground)) >= 3.0


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_names_tokens_only(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    assert tokens.accent in sheet


def test_the_style_sheet_itself_holds_no_colour() -> None:
    for file in resources.path("style").glob("*.qss"):
        assert "#" not in file.read_text(encoding="utf-8"), file.name


def test_the_palette_follows_the_theme() -> None:
    assert palette(DARK).color(QPalette.ColorRole.Window) == QColor(DARK.bg)


def test_switching_the_theme_dresses_the_application_and_says_so(qtbot: QtBot, look: Look, qapp: QApplication) -> None:
    with qtbot.waitSignal(look.changed):
        look.theme.switch("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.bg)
    assert DARK.surface in qapp.styleSheet()


@pytest.mark.parametrize("name", sorted(file.stem for file in resources.path("icons").glob("*.svg")))
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = pixmap(name, "#FF0000", 20, 2.0).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() > 250}
    assert seen == {"#ff0000"}


def test_an_icon_that_does_not_exist_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no-such-icon", "#000000")


def test_figures_have_one_width(qapp: QApplication) -> None:
    label = QLabel()
    label.setFont(Theme().font(fonts.BODY))
    widths = {label.fontMetrics().horizontalAdvance(figure) for figure in "0123456789"}
    assert len(widths) == 1


def test_the_chinese_families_are_those_qt_lists(qapp: QApplication) -> None:
    listed = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    assert fonts.chinese_families() == list(listed)
