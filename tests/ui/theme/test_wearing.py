"""Parts of a window wear the theme by themselves: what is in sight at once, what is hidden when it is shown."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import ui
from study.text import Text
from ui.frame.frame import Frame
from ui.frame.state import FrameState, Network, Room
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme, style_sheet, wear_as
from ui.theme.tokens import DARK, LIGHT, ThemeName
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.labels import label

HELLO = Text("Good morning", "早上好")


@dataclass(frozen=True)
class Greeting:
    """What the page below shows."""

    words: Text


class Page(View[Greeting]):
    """A label, a field and a button with an icon; counts how often it showed itself."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setProperty("ground", "bg")
        self.shown = 0
        self.words, self.field, self.button = label(tone="amber"), QLineEdit(), Button(look, "primary", icon="lock")
        column = QVBoxLayout(self)
        for part in (self.words, self.field, self.button):
            column.addWidget(part)
        self.render(Greeting(HELLO))

    def _show(self, state: Greeting) -> None:
        self.shown += 1
        self.words.setText(self.look.text(state.words))
        self.button.say(self.look.text(state.words))


@pytest.fixture
def worn(qapp: QApplication) -> Iterator[Look]:
    """Light and Chinese on an application of which only the ground is laid, as the program does it."""
    theme = Theme("light")
    theme.lay_ground(qapp)
    made = Look(theme, Language("zh"))
    yield made
    made.language.switch("en")


def two_pages(look: Look, qtbot: QtBot) -> tuple[Frame, Page, Page]:
    """A frame with two pages; the second is in front."""
    frame, behind, front = Frame(look), Page(look), Page(look)
    qtbot.addWidget(frame)
    frame.render(FrameState(Room.TODAY, "周敏", Text("Investigator", "研究者"), Network.ALONE))
    frame.resize(900, 500)
    frame.show()
    for name, page in (("behind", behind), ("front", front)):
        frame.add_page(name, page)
        frame.show_page(name)
    return frame, behind, front


def drawn(frame: Frame) -> QImage:
    """The frame as it looks, without a cursor that blinks."""
    frame.setFocus()
    QApplication.processEvents()
    return frame.grab().toImage()


def sheet_of(part: QWidget) -> str:
    """The sheet that a widget is seen in."""
    above: QWidget | None = part
    while above is not None and not above.styleSheet():
        above = above.parentWidget()
    return above.styleSheet() if above is not None else ""


def test_a_hidden_page_keeps_its_sheet_and_its_words_until_it_is_shown(worn: Look, qtbot: QtBot) -> None:
    frame, behind, front = two_pages(worn, qtbot)
    before = behind.shown
    worn.theme.switch("dark")
    worn.language.switch("en")
    assert (sheet_of(front), front.words.text()) == (style_sheet(DARK), "Good morning")
    assert sheet_of(frame.rail) == style_sheet(DARK)
    assert (sheet_of(behind), behind.words.text(), behind.shown) == (style_sheet(LIGHT), "早上好", before)
    frame.show_page("behind")
    assert (sheet_of(behind), behind.words.text(), behind.shown) == (style_sheet(DARK), "Good morning", before + 1)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_page_shown_after_the_switch_looks_as_one_made_after_it(worn: Look, qtbot: QtBot, name: ThemeName) -> None:
    other: ThemeName = "dark" if name == "light" else "light"
    worn.theme.switch(other)
    switched, _behind, _front = two_pages(worn, qtbot)
    worn.theme.switch(name)
    worn.language.switch("en")
    switched.show_page("behind")
    fresh, _behind, _front = two_pages(worn, qtbot)
    fresh.show_page("behind")
    assert drawn(switched) == drawn(fresh)


def test_a_page_that_is_rendered_behind_another_is_not_shown_twice(worn: Look, qtbot: QtBot) -> None:
    frame, behind, _front = two_pages(worn, qtbot)
    worn.language.switch("en")
    behind.render(Greeting(Text("Good night", "晚安")))
    before = behind.shown
    frame.show_page("behind")
    assert (behind.words.text(), behind.shown) == ("Good night", before)


def test_a_window_that_is_no_child_wears_what_its_owner_wears(worn: Look, qtbot: QtBot) -> None:
    _frame, _behind, front = two_pages(worn, qtbot)
    window = QListView()
    qtbot.addWidget(window)
    wear_as(window, front.field)
    assert window.styleSheet() == style_sheet(LIGHT)
    worn.theme.switch("dark")
    wear_as(window, front.field)
    assert window.styleSheet() == style_sheet(DARK)


def test_every_dialog_wears_the_theme_by_itself() -> None:
    """Its parent may be the window, which wears none."""
    found = {}
    for file in Path(ui.__file__).parent.rglob("*.py"):
        for made in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(made, ast.ClassDef) and any(ast.unparse(base) == QDialog.__name__ for base in made.bases):
                found[made.name] = "look.theme.wear(self)" in ast.unparse(made)
    assert len(found) >= 15
    assert [name for name, wears in found.items() if not wears] == []
