"""The contrast of texts, measured on the pixels of a screen as it was drawn (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QTableView,
    QTreeView,
    QWidget,
)

from tests.desktop_app.screens.looking import Fault, words_of

Pixels = NDArray[np.uint8]
LEAST = 4.5
LEAST_LARGE = 3.0
_LARGE = 24
_LARGE_BOLD = 19
"""Px: 18 pt, or 14 pt bold, at 96 dpi."""
_LEAST_SIDE = 6
_MOST_ROWS = 12
"""Of a table: the others look the same."""


def pixels(image: QImage) -> Pixels:
    """Rows, columns, and red, green, blue of each."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def luminance(colours: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance of each colour."""
    part = colours.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    shares: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return shares


def strongest(piece: Pixels) -> float:
    """The contrast of the most common colour, the ground, with the one farthest from it; 1 when all are one."""
    # One number a colour: sorting triples takes twenty times as long.
    packed = piece.reshape(-1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    found, counts = np.unique(packed, return_counts=True)
    light = luminance(np.stack([found >> 16, found >> 8 & 0xFF, found & 0xFF], axis=1).astype(np.uint8))
    ground = light[int(counts.argmax())]
    return float(((np.maximum(light, ground) + 0.05) / (np.minimum(light, ground) + 0.05)).max())


def faint(window: QWidget, widgets: list[QWidget]) -> Iterator[Fault]:
    """Texts that stand out too little from their ground. Disabled ones are exempt."""
    picture = window.grab()
    ratio, drawn = picture.devicePixelRatio(), pixels(picture.toImage())
    for view in (widget for widget in widgets if isinstance(widget, QAbstractItemView)):
        yield from _faint_cells(window, view, drawn, ratio)
    for widget in widgets:
        said = words_of(widget) or (widget.text() or widget.placeholderText() if isinstance(widget, QLineEdit) else "")
        if not (said.strip() and widget.isEnabled() and isinstance(widget, QLabel | QAbstractButton | QLineEdit)):
            continue
        inner = widget.visibleRegion().boundingRect().adjusted(3, 1, -3, -1)
        if inner.width() < _LEAST_SIDE or inner.height() < widget.fontMetrics().height() - 2:
            continue
        piece = _cut(drawn, QRect(widget.mapTo(window, QPoint(inner.x(), inner.y())), inner.size()), ratio)
        measured, least = strongest(piece) if piece.size else LEAST, _least(widget)
        if measured < least:
            yield Fault("faint", f"{type(widget).__name__} {said[:40]!r} {measured:.2f} < {least}")


def _faint_cells(window: QWidget, view: QAbstractItemView, drawn: Pixels, ratio: float) -> Iterator[Fault]:
    """The same of the cells of a table or a list that can be seen whole, painted by whatever delegate."""
    ground = view.viewport()
    model: QAbstractItemModel | None = view.model()
    if model is None or not view.isEnabled():
        return
    rows = range(min(model.rowCount(), _MOST_ROWS))
    # A model of a list does not say how many columns it has.
    columns = range(model.columnCount()) if isinstance(view, QTableView | QTreeView) else range(1)
    for index in (model.index(row, column) for row in rows for column in columns):
        said, place = index.data(), view.visualRect(index)
        if not (isinstance(said, str) and said.strip() and ground.rect().contains(place)):
            continue
        piece = _cut(drawn, QRect(ground.mapTo(window, place.topLeft()), place.size()).adjusted(3, 3, -3, -3), ratio)
        if piece.size and (measured := strongest(piece)) < LEAST:
            yield Fault("faint", f"{type(view).__name__} cell {said[:40]!r} {measured:.2f} < {LEAST}")


def _least(widget: QWidget) -> float:
    font = widget.font()
    return LEAST_LARGE if font.pixelSize() >= (_LARGE_BOLD if font.bold() else _LARGE) else LEAST


def _cut(drawn: Pixels, place: QRect, ratio: float) -> Pixels:
    left, top = max(int(place.x() * ratio), 0), max(int(place.y() * ratio), 0)
    return drawn[top : top + int(place.height() * ratio), left : left + int(place.width() * ratio)]
