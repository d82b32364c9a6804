"""Tab's order of widgets that are made after the screen around them. Moves no focus."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_STOPS = frozenset({Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.WheelFocus})
"""Asked of hundreds of widgets at once: looking it up is quicker than asking each policy for its bits."""


def stops(holder: QWidget) -> list[QWidget]:
    """What Tab can stop at inside a widget, in the order in which it was made."""
    return [each for each in holder.findChildren(QWidget) if each.focusPolicy() in _STOPS]


def in_place(holder: QWidget, made: Iterable[QWidget]) -> None:
    """Tab comes to `made` where `holder` stands, after what is in it already, and not behind everything else."""
    made = list(made)
    before = _last(holder, {each for each in stops(holder) if each not in made})
    after(before or next((each for each in _back(holder) if each not in made), None), made)


def after(before: QWidget | None, made: Iterable[QWidget]) -> None:
    """Tab comes to `made`, one after the other, behind `before`; None: the first of them stays where it is."""
    for widget in made:
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def down(parts: Iterable[QWidget]) -> None:
    """Tab goes through these parts of a screen one after the other, whichever of them was filled last."""
    parts = list(parts)
    in_place(parts[0], [stop for part in parts for stop in stops(part)])


def _last(holder: QWidget, inside: set[QWidget]) -> QWidget | None:
    """To which of these Tab comes last. The chain goes through every page of the window: no further than needed."""
    last, chain = None, _chain(holder)
    while inside and (each := next(chain, None)) is not None:
        if each in inside:
            last = each
            inside.remove(each)
    return last


def _chain(holder: QWidget) -> Iterator[QWidget]:
    following = holder.nextInFocusChain()
    while following is not None and following is not holder:
        yield following
        following = following.nextInFocusChain()


def _back(holder: QWidget) -> Iterator[QWidget]:
    """The stops before a widget, the nearest first."""
    before = holder.previousInFocusChain()
    while before is not None and before is not holder:
        if before.focusPolicy() in _STOPS:
            yield before
        before = before.previousInFocusChain()
