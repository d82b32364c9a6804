"""The box with the values of a study day, on the empty side of the line."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui.charts.readings import Day
from ui.charts.state import Point
from ui.language import study_day, translate
from ui.look import Look
from ui.theme import fonts
from ui.widgets.paint import paint_flag
from ui.widgets.state import Flag

_FLAGS = {
    "": Flag.NONE,
    "low": Flag.LOW,
    "high": Flag.HIGH,
    "critical_low": Flag.CRITICAL_LOW,
    "critical_high": Flag.CRITICAL_HIGH,
    "critical": Flag.CRITICAL,
}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint_box(painter: QPainter, look: Look, day: Day, where: tuple[float, int, int], small: bool) -> None:
    """Write visit, day, date and each value beside x. `where` is (x, width, height) of the panel in px."""
    if not day.readings:
        return
    x, width, height = where
    noted = [] if small else [note for reading in day.readings for note in reading.notes]
    lines = [(reading.name, reading.value, _FLAGS[reading.flag]) for reading in day.readings]
    wide = min(_width(lines, noted, small), width - 4.0)
    opens = not small and any(reading.visit for reading in day.readings)
    high = 12 + 18 * (len(lines) + 1 + len(noted)) + (16 if opens else 0)
    left = x + 10 if x + 10 + wide < width else max(2.0, x - 10 - wide)
    box = QRectF(left, max(2.0, min(8.0, height - high - 2.0)), wide, high)
    tokens = look.tokens
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(box, 6, 6)
    row = QRectF(box.left() + 10, box.top() + 6, wide - 20, 18)
    head = " · ".join(part for part in (day.visit, study_day(day.day)) if part)
    _write(painter, row, head, tokens.text, bold=True)
    _write(painter, row, day.date, tokens.text_3, align=_RIGHT, size=fonts.KEY)
    for name, value, flag in lines:
        row.translate(0, 18)
        _write(painter, row, name, tokens.text_2)
        room = row.adjusted(0, 0, -16, 0)
        _write(painter, room, value, tokens.text, bold=True, align=_RIGHT)
        paint_flag(painter, QRectF(row.right() - 13, row.top(), 14, 18), flag, tokens)
    for note in noted:
        row.translate(0, 18)
        _write(painter, row, note, tokens.text_2)
    if opens:
        row.translate(0, 17)
        _write(painter, row, translate("ChartHover", "click opens the visit"), tokens.text_3, size=fonts.KEY)


def paint_one(
    painter: QPainter, look: Look, what: tuple[str, str], point: Point, where: tuple[float, int, int]
) -> None:
    """Write one thing beside x: `what` is its name and its unit; `where` as in `paint_box`."""
    (name, unit), (x, width, height) = what, where
    head = " · ".join(part for part in (name, point.visit_label, point.date) if part)
    said = [f"{point.shown} {unit}".strip()]
    said += [look.text(point.note)] if point.note is not None else []
    said += [translate("ChartHover", "click opens it")] if point.visit else []
    measure = QFontMetricsF(fonts.font(fonts.HINT, bold=True))
    wide = float(min(max(measure.horizontalAdvance(line) for line in (head, *said)) + 24, width - 4))
    high = 12.0 + 18 * (len(said) + 1)
    left = x + 12 if x + 12 + wide < width else max(2.0, x - 12 - wide)
    box = QRectF(left, max(2.0, min(8.0, height - high - 2.0)), wide, high)
    painter.setPen(QPen(QColor(look.tokens.accent), 1))
    painter.setBrush(QColor(look.tokens.surface))
    painter.drawRoundedRect(box, 6, 6)
    row = QRectF(box.left() + 10, box.top() + 6, wide - 20, 18)
    _write(painter, row, head, look.tokens.text, bold=True)
    for line in said:
        row.translate(0, 18)
        _write(painter, row, line, look.tokens.text_2)


def _width(lines: list[tuple[str, str, Flag]], notes: list[str], small: bool) -> float:
    """As wide as the longest line asks for."""
    measure = QFontMetricsF(fonts.font(fonts.HINT, bold=True))
    longest = max(measure.horizontalAdvance(f"{name}   {value}") + 44 for name, value, _flag in lines)
    noted = max((measure.horizontalAdvance(note) + 24 for note in notes), default=0.0)
    return float(max(longest, noted, 130 if small else 190))


def _write(
    painter: QPainter,
    rect: QRectF,
    text: str,
    colour: str,
    *,
    bold: bool = False,
    align: int = _LEFT,
    size: int = fonts.HINT,
) -> None:
    painter.setFont(fonts.font(size, bold))
    painter.setPen(QColor(colour))
    painter.drawText(rect, align, text)
