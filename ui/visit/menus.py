"""Reasons to choose from, as a menu under the field: digits and arrows choose, Esc leaves everything as it was."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from study.text import Text
from ui.look import Look
from ui.visit.acts import PrintAsked
from ui.visit.state import Option
from ui.widgets.asking_menu import AskingMenu

LETTER = "letter"
"""The code of the letter among what can be printed of a visit."""


def offer_menu(look: Look, below: QWidget, options: tuple[Option, ...], take: Callable[[str], None]) -> QMenu:
    """Open the options under `below`, none of them chosen; `take` gets the code of the one that is.

    The first nine have digits.
    """
    menu = AskingMenu(below)
    for option in options:
        menu.answer(look.text(option.label), partial(take, option.code))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(below.mapToGlobal(QPoint(0, below.height())))
    return menu


def print_options() -> tuple[Option, ...]:
    """What can be printed of a visit; the words of a code say what, how and to what."""
    return tuple(Option(code, words) for code, words in _PRINTS.items())


def print_act(form: str, code: str) -> PrintAsked:
    """What was chosen of them, beside the form of that address key."""
    said = code.split()
    return PrintAsked(form, "whole" in said, "blank" in said, "pdf" in said, LETTER in said)


_PRINTS = {
    "paper": Text("Print this form", "打印本表"),
    "whole paper": Text("Print all forms with entries", "打印所有已录入表单"),
    "blank paper": Text("Print this form blank", "打印本表空白表"),
    "whole blank paper": Text("Print the visit's blank forms", "打印本次访视全部空白表"),
    "pdf": Text("Save this form as PDF", "本表另存为 PDF"),
    "whole pdf": Text("Save all forms with entries as PDF", "所有已录入表单另存为 PDF"),
    "blank pdf": Text("Save this form blank as PDF", "本表空白表另存为 PDF"),
    "whole blank pdf": Text("Save the visit's blank forms as PDF", "全部空白表另存为 PDF"),
    LETTER: Text("Letter to the family…", "家属通知单…"),
}
