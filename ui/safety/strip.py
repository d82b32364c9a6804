"""The painter of grades by day: one cell a day on an axis that all episodes share, with the grade in it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.safety.state import DayGrade
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.paint import CENTRE, write

_SEVERE = 3
_WIDEST = 24.0
_HIGH = 18.0


def axis_of(episodes: tuple[tuple[DayGrade, ...], ...]) -> tuple[int, int]:
    """The first and last day that any of them shows; day 0 is among them."""
    days = [each.day for episode in episodes for each in episode]
    return min(0, *days) if days else 0, max(0, *days) if days else 0


def paint_grades(
    painter: QPainter, rect: QRectF, days: tuple[DayGrade, ...], axis: tuple[int, int], tokens: Tokens
) -> None:
    """Each day's cell; days without an assessment stay a thin line. "?" is a grade that could not be told."""
    first, last = axis
    wide = min(_WIDEST, (rect.width() - 8) / (last - first + 1))
    middle = rect.center().y()
    painter.save()
    painter.fillRect(QRectF(rect.left(), middle, wide * (last - first + 1), 1), QColor(tokens.line))
    if first <= 0 <= last:
        painter.fillRect(
            QRectF(rect.left() - wide * first, middle - _HIGH / 2 - 3, 1.5, _HIGH + 6), QColor(tokens.text)
        )
    for each in days:
        cell = QRectF(rect.left() + (each.day - first) * wide + 1.5, middle - _HIGH / 2, wide - 2, _HIGH)
        ground, edge, ink = _inks(each.grade, tokens)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(cell, 3, 3)
        if wide >= 10:
            said = "?" if each.grade is None else str(each.grade)
            strong = (each.grade or 0) >= _SEVERE
            write(painter, cell, said, ink, fonts.KEY, bold=strong, align=CENTRE, cut=Qt.TextElideMode.ElideNone)
    painter.restore()


def _inks(grade: int | None, tokens: Tokens) -> tuple[str, str, str]:
    """Ground, edge and number of a cell."""
    if grade is None:
        return tokens.surface, tokens.amber_line, tokens.amber
    if grade >= _SEVERE:
        return tokens.amber_soft, tokens.amber_line, tokens.amber
    if grade:
        return tokens.accent_soft, tokens.accent, tokens.text
    return tokens.surface, tokens.line_mid, tokens.text_3
