"""Reasons to choose from, as a menu under the field: digits choose, Esc leaves everything as it was."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ui.look import Look
from ui.visit.state import Option


def offer_menu(look: Look, below: QWidget, options: tuple[Option, ...], take: Callable[[str], None]) -> QMenu:
    """Open the options under `below`; `take` gets the code of the one that is chosen. The first nine have digits."""
    menu = QMenu(below)
    for place, option in enumerate(options):
        words = look.text(option.label).replace("&", "&&")
        action = menu.addAction(f"&{place + 1}  {words}" if place < 9 else words)
        action.triggered.connect(lambda _checked=False, code=option.code: take(code))
    menu.aboutToHide.connect(menu.deleteLater)
    if menu.actions():
        menu.setActiveAction(menu.actions()[0])
    menu.popup(below.mapToGlobal(QPoint(0, below.height())))
    return menu
