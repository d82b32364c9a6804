"""Tab's order of widgets that are made after the screen around them. Moves no focus."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_place(holder: QWidget, made: Iterable[QWidget]) -> None:
    """Tab comes to `made` where `holder` stands, and not behind everything that was there before them."""
    made = tuple(made)
    before = holder.previousInFocusChain()
    while before not in (None, holder) and (not before.focusPolicy() & Qt.FocusPolicy.TabFocus or before in made):
        before = before.previousInFocusChain()
    for widget in made:
        if before is not None and before is not holder:
            QWidget.setTabOrder(before, widget)
        before = widget
