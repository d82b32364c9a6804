"""The painters that widgets, delegates and print share: words, flags, completeness, windows, sparklines.

Each takes the painter, the rectangle and the tokens; none knows a widget.
"""

from math import log10

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF, QTextLayout

from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets.state import Completeness, Flag, Spark, WindowSpan

LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
CENTRE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
_UP = {Flag.HIGH: 1, Flag.CRITICAL_HIGH: 2}
_DOWN = {Flag.LOW: 1, Flag.CRITICAL_LOW: 2}


def write(
    painter: QPainter,
    rect: QRect | QRectF,
    text: str,
    colour: str,
    size: int = fonts.BODY,
    *,
    bold: bool = False,
    align: int = LEFT,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of text in `rect`, cut short with "…" where it is wider; the painter keeps its font for measuring."""
    painter.setFont(fonts.font(size, bold))
    painter.setPen(QColor(colour))
    if not text:
        return
    shown = painter.fontMetrics().elidedText(text, cut, int(rect.width()))
    painter.drawText(QRectF(rect), align, shown)


def in_lines(text: str, font: QFont, width: int, most: int) -> str:
    """A text broken into lines of `width` px, `most` of them; what is left over ends the last one as "…"."""
    layout, starts = QTextLayout(text, font), []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:most], len(text)]
    lines = [text[start:end].strip() for start, end in zip(starts[:most], ends, strict=True)]
    if len(starts) > most:
        lines[-1] = QFontMetrics(font).elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return "\n".join(lines)


def _chevrons(painter: QPainter, centre: QPointF, flag: Flag, colour: QColor) -> None:
    """One or two chevrons, 8 px wide, around `centre`; a call sign for what is critical in neither direction."""
    count = _UP.get(flag) or _DOWN.get(flag, 0)
    sign = -1.0 if flag in _UP else 1.0
    painter.setPen(QPen(colour, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if flag is Flag.CRITICAL:
        painter.drawLine(QPointF(centre.x(), centre.y() - 5), QPointF(centre.x(), centre.y() + 1))
        painter.drawPoint(QPointF(centre.x(), centre.y() + 5))
    for index in range(count):
        y = centre.y() + (index - (count - 1) / 2) * 4.0
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(centre.x() - 4, y - sign * 2),
                    QPointF(centre.x(), y + sign * 2),
                    QPointF(centre.x() + 4, y - sign * 2),
                ]
            )
        )


def paint_flag(painter: QPainter, rect: QRectF, flag: Flag, tokens: Tokens, word: str = "") -> None:
    """The flag at the left of `rect`: chevron and word in amber, or a filled red tag. NONE paints nothing."""
    if flag is Flag.NONE:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(fonts.font(fonts.HINT, bold=True))
    width = painter.fontMetrics().horizontalAdvance(word) if word else 0
    left = rect.left()
    if flag.critical:
        tag = QRectF(left, rect.center().y() - 10, (width + 27) if word else 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.red))
        painter.drawRoundedRect(tag, 4, 4)
        left += 5 if word else 4
    colour = QColor(tokens.on_red if flag.critical else tokens.amber)
    _chevrons(painter, QPointF(left + 6, rect.center().y()), flag, colour)
    if word:
        painter.setPen(colour)
        box = QRectF(left + 16, rect.top(), width + 2, rect.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
    painter.restore()


def _hatch(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    x = rect.left()
    while x < rect.right():
        painter.fillRect(QRectF(x, rect.top(), min(2.0, rect.right() - x), rect.height()), colour)
        x += 4


def paint_completeness(painter: QPainter, rect: QRectF, parts: Completeness, tokens: Tokens) -> None:
    """Filled solid, awaiting hatched, missing empty, in the proportions of their counts."""
    painter.save()
    painter.fillRect(rect, QColor(tokens.line))
    if parts.total:
        filled = rect.width() * parts.filled / parts.total
        awaiting = rect.width() * parts.awaiting / parts.total
        painter.fillRect(QRectF(rect.left(), rect.top(), filled, rect.height()), QColor(tokens.accent))
        _hatch(painter, QRectF(rect.left() + filled, rect.top(), awaiting, rect.height()), QColor(tokens.line_strong))
    painter.restore()


def paint_window(painter: QPainter, rect: QRectF, span: WindowSpan, axis: tuple[int, int], tokens: Tokens) -> None:
    """The window as an outlined bar on an `axis` of study days, today as a vertical mark; amber if past."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    first, last = axis

    def across(day: float) -> float:
        share = (day - first) / max(last - first, 1)
        return rect.left() + rect.width() * min(max(share, 0.0), 1.0)

    middle = rect.center().y()
    painter.fillRect(QRectF(rect.left(), middle - 0.5, rect.width(), 1), QColor(tokens.line))
    past = span.today > span.closes
    painter.setPen(QPen(QColor(tokens.amber if past else tokens.accent), 1.2))
    painter.setBrush(QColor(tokens.amber_soft if past else tokens.accent_soft))
    left, right = across(span.opens), across(span.closes)
    painter.drawRoundedRect(QRectF(left, middle - 4, max(right - left, 4), 8), 2, 2)
    painter.fillRect(QRectF(across(span.today) - 1, rect.top(), 2, rect.height()), QColor(tokens.text))
    painter.restore()


def _scaled(value: float, log: bool) -> float:
    return log10(max(value, 1e-6)) if log else value


def _span(spark: Spark) -> tuple[float, float]:
    """Lowest and highest value to show; a band's end counts so that the band is seen."""
    values = [_scaled(point.y, spark.log) for point in spark.points]
    ends = [_scaled(end, spark.log) for end in (spark.band_low, spark.band_high) if end is not None]
    low, high = min(values + ends), max(values + ends)
    return (low, high) if high > low else (low - 1, high + 1)


def paint_spark(painter: QPainter, rect: QRectF, spark: Spark, tokens: Tokens, ink: str = "text_2") -> None:
    """Band, line and the last point (open when below the quantification limit). Nothing for no points."""
    if not spark.points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = rect.adjusted(3, 3, -3, -3)
    low, high = _span(spark)

    def down(value: float) -> float:
        return inner.bottom() - inner.height() * (_scaled(value, spark.log) - low) / (high - low)

    if spark.band_low is not None or spark.band_high is not None:
        top = rect.top() if spark.band_high is None else down(spark.band_high)
        bottom = rect.bottom() if spark.band_low is None else down(spark.band_low)
        painter.fillRect(QRectF(rect.left(), top, rect.width(), max(bottom - top, 1.0)), QColor(tokens.band))
    first, last = spark.points[0].x, spark.points[-1].x
    spread = (last - first) or 1.0
    line = [QPointF(inner.left() + inner.width() * (p.x - first) / spread, down(p.y)) for p in spark.points]
    colour = QColor(tokens.named(ink))
    painter.setPen(QPen(colour, 1.2))
    if len(line) > 1:
        painter.drawPolyline(QPolygonF(line))
    painter.setBrush(QBrush(QColor(tokens.surface) if spark.points[-1].below else colour))
    painter.drawEllipse(line[-1] if len(line) > 1 else inner.center(), 2.2, 2.2)
    painter.restore()
