"""What an eye, a keyboard and a screen reader find wrong with a window as it stands. Reads widgets, changes nothing."""

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
_SLACK = 1
"""Px: advances are rounded."""
_ENGLISH = re.compile(r"\b[a-z]{3,}(?: [a-z]+){2,}\b")
_BREAKS = re.compile(r"\s+|(?<=-)(?=[A-Za-z])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Fault(NamedTuple):
    """What is wrong with which widget."""

    kind: str
    what: str


def seen(window: QWidget) -> list[QWidget]:
    """Widgets of which at least a pixel can be seen."""
    return [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and not w.visibleRegion().isEmpty()]


def laid_out(window: QWidget) -> list[QWidget]:
    """Widgets that somebody can come to: those of the pages in front, scrolled into view or not."""
    return [w for w in window.findChildren(QWidget) if w.isVisibleTo(window) and w.width() > 0 and w.height() > 0]


def words_of(widget: QWidget) -> str:
    """What a label or a button says; "" for others."""
    if isinstance(widget, QLabel) and widget.buddy() is None:
        return widget.text()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def clipped(widgets: list[QWidget]) -> Iterator[Fault]:
    """Texts wider or higher than their widget, whose whole no tooltip says."""
    for widget in widgets:
        said = words_of(widget)
        if said and widget.toolTip() == "" and (lack := _lack(widget, said)):
            yield Fault("clipped", f"{_named(widget)} lacks {lack}")


def _lack(widget: QWidget, said: str) -> str:
    if isinstance(widget, QLabel):
        return _label_lack(widget, said)
    if isinstance(widget, QComboBox):
        return _wider(widget.fontMetrics(), said, widget.width() - 24)
    if isinstance(widget, QCheckBox | QRadioButton):
        over = widget.minimumSizeHint().width() - widget.width()
        return f"{over} px" if over > _SLACK else ""
    icon = widget.iconSize().width() if isinstance(widget, QAbstractButton) and not widget.icon().isNull() else 0
    return _wider(widget.fontMetrics(), said, widget.width() - icon)


def _label_lack(label: QLabel, said: str) -> str:
    room = label.contentsRect()
    metrics = label.fontMetrics()
    if label.wordWrap():
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), int(Qt.TextFlag.TextWordWrap), said)
        over = needed.height() - room.height()
        return (
            f"{over} px of height"
            if over > metrics.descent()
            else _wider(metrics, _longest_word(metrics, said), room.width())
        )
    return _wider(metrics, said, room.width())


def _longest_word(metrics: QFontMetrics, said: str) -> str:
    """The longest piece that no line may break; one may end behind a hyphen before a letter (UAX 14)."""
    pieces = [piece for piece in _BREAKS.split(said) if not _CHINESE.search(piece)]
    return max(pieces, key=metrics.horizontalAdvance, default="")


def _wider(metrics: QFontMetrics, said: str, room: int) -> str:
    over = max((metrics.horizontalAdvance(line) for line in said.split("\n")), default=0) - room
    return f"{over} px" if over > _SLACK else ""


def mixed(widgets: list[QWidget], foreign: dict[str, str], language: str) -> Iterator[Fault]:
    """Texts of the other language; `foreign` are its wordings with what ought to stand there."""
    for widget in widgets:
        texts = [words_of(widget), widget.accessibleName(), widget.toolTip() if not isinstance(widget, QLabel) else ""]
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        for said in filter(None, texts):
            parts = {said.strip(), *(part.strip() for part in re.split(r" · |\n|: |：", said))}
            if said != widget.toolTip() and (left := parts & foreign.keys()):
                yield Fault("mixed", f"{_named(widget)}: {min(left)!r} for {foreign[min(left)]!r}")
            elif language == "zh" and not _CHINESE.search(said) and _ENGLISH.search(said):
                yield Fault("mixed", f"{_named(widget)}: {said!r} is English")


def _reached(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


def unnamed(widgets: list[QWidget]) -> Iterator[Fault]:
    """Controls of which a screen reader has nothing to say."""
    for widget in widgets:
        if not _reached(widget) or isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip():
            yield Fault("unnamed", _named(widget))


def out_of_order(window: QWidget, widgets: list[QWidget]) -> Iterator[Fault]:
    """Controls that Tab never reaches, and steps of Tab that go back up the screen."""
    for widget in widgets:
        if isinstance(widget, _CONTROLS) and widget.isEnabled() and not _comes_by_keys(widget):
            yield Fault("skipped", _named(widget))
    there_are = set(widgets)
    order = [widget for widget in _chain(window) if widget in there_are and _reached(widget)]
    for one, following in itertools.pairwise(order):
        here, there = _place(one, window), _place(following, window)
        if there.bottom() < here.top() and there.left() < here.right() and not _scrolled_apart(one, following):
            yield Fault("backwards", f"{_named(one)} -> {_named(following)}")


def _comes_by_keys(widget: QWidget) -> bool:
    """Whether Tab reaches it, another widget has its keys, or a key of its own that stands in its words does."""
    key = widget.property("by_key")
    said = widget.text() if isinstance(widget, QAbstractButton) else ""
    return _reached(widget) or _by_another(widget) or bool(key and key in said)


def _by_another(widget: QWidget) -> bool:
    """Whether another widget has its keys: a field its list and buttons, a group its arrow keys, a table its header."""
    if widget.focusProxy() is not None:
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QLineEdit | QAbstractSpinBox | QAbstractItemView):
            return True
        if parent.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return True
        parent = parent.parentWidget()
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and any(_reached(each) for each in group.buttons())


def _chain(window: QWidget) -> list[QWidget]:
    found = [window]
    following = window.nextInFocusChain()
    while following is not None and following is not window:
        found.append(following)
        following = following.nextInFocusChain()
    return found


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _scrolled_apart(one: QWidget, other: QWidget) -> bool:
    """Whether they stand in different scrolled areas: what is above in one says nothing of the other."""
    return _scroller(one) is not _scroller(other)


def _scroller(widget: QWidget) -> QWidget | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QAbstractScrollArea):
        parent = parent.parentWidget()
    return parent


def _named(widget: QWidget) -> str:
    kind = type(widget).__name__
    near = next((type(p).__name__ for p in _parents(widget) if type(p).__module__.startswith("ui.")), "")
    said = words_of(widget) or widget.accessibleName() or widget.objectName()
    return f"{near}/{kind} {said[:60]!r}"


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()
