"""The trend of the field that has the focus: painted at once, small, with band, D0, visits and today's value."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.state import Point
from ui.look import Look
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.visit.state import TrendState

_MID = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _Scale:
    """From study day and value to px inside `box`."""

    def __init__(self, trend: TrendState, box: QRectF) -> None:
        self.box = box
        days = [point.day for point in trend.points] + [tick.day for tick in trend.ticks]
        values = [point.value for point in trend.points]
        values += [edge for band in trend.bands for edge in (band.low, band.high) if edge is not None]
        self.first, self.last = min(days), max(days)
        low, high = min(values), max(values)
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        self.low, self.high = low - room, high + room

    def x(self, day: float) -> float:
        """Px of a study day."""
        return self.box.left() + 8 + (self.box.width() - 16) * (day - self.first) / max(self.last - self.first, 1)

    def y(self, value: float) -> float:
        """Px of a value."""
        return self.box.bottom() - self.box.height() * (value - self.low) / (self.high - self.low)


class TrendPlot(QWidget):
    """The plot. `point_chosen` carries the address key of a visit."""

    point_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._trend: TrendState | None = None
        self._places: list[tuple[QPointF, Point]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As in the right pane."""
        return QSize(240, 140)

    def show_trend(self, trend: TrendState | None) -> None:
        """Show another trend, or none."""
        self._trend = trend
        if trend is not None:
            read = [f"{point.visit_label} {point.shown}" for point in trend.points]
            self.setAccessibleDescription(", ".join(read))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a point opens its visit."""
        for place, point in self._places:
            if (place - event.position()).manhattanLength() < 14 and point.visit:
                self.point_chosen.emit(point.visit)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Band, axis, D0, curve, today."""
        trend = self._trend
        self._places = []
        if trend is None or not trend.points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = _Scale(trend, QRectF(26, 6, self.width() - 30, self.height() - 28))
        tokens = self._look.tokens
        _paint_bands(painter, trend, scale, tokens)
        _paint_axis(painter, trend, scale, tokens)
        line = [QPointF(scale.x(point.day), scale.y(point.value)) for point in trend.points]
        painter.setPen(QPen(QColor(tokens.accent), 1.5))
        painter.drawPolyline(QPolygonF(line))
        for place, point in zip(line, trend.points, strict=True):
            _paint_point(painter, place, point, tokens)
        self._places = list(zip(line, trend.points, strict=True))
        self._paint_last(painter, line[-1], trend.points[-1], scale)
        painter.end()

    def _paint_last(self, painter: QPainter, place: QPointF, point: Point, scale: _Scale) -> None:
        """The newest value in words, on the side where there is room."""
        painter.setFont(fonts.font(fonts.HINT, bold=True))
        painter.setPen(QColor(self._look.tokens.text))
        below = place.y() + 24 < scale.box.bottom()
        y = place.y() + 8 if below else place.y() - 26
        wide = painter.fontMetrics().horizontalAdvance(point.shown) + 4
        left = max(0.0, min(place.x() + 6, self.width() - 1) - wide)
        box = QRectF(left, y, wide, 18)
        painter.fillRect(box, QColor(self._look.tokens.surface))  # a digit under the curve is another number
        painter.drawText(box, _RIGHT, point.shown)


def _paint_bands(painter: QPainter, trend: TrendState, scale: _Scale, tokens: Tokens) -> None:
    painter.setFont(fonts.font(fonts.KEY))
    for band in trend.bands:
        left = scale.box.left() if band.from_day is None else max(scale.x(band.from_day), scale.box.left())
        right = scale.box.right() if band.to_day is None else min(scale.x(band.to_day), scale.box.right())
        top = scale.box.top() if band.high is None else scale.y(band.high)
        bottom = scale.box.bottom() if band.low is None else scale.y(band.low)
        painter.fillRect(QRectF(left, top, right - left, bottom - top), QColor(tokens.band))
        if not band.confirmed:
            painter.setPen(QPen(QColor(tokens.text_3), 1, Qt.PenStyle.DotLine))
            for edge, y in ((band.low, bottom), (band.high, top)):
                if edge is not None:
                    painter.drawLine(QPointF(left, y), QPointF(right, y))
    if trend.bands:
        newest = trend.bands[-1]
        painter.setPen(QColor(tokens.text_3))
        for edge in (newest.low, newest.high):
            if edge is not None:
                painter.drawText(QRectF(0, scale.y(edge) - 8, 22, 16), _RIGHT, f"{edge:g}")


def _paint_axis(painter: QPainter, trend: TrendState, scale: _Scale, tokens: Tokens) -> None:
    bottom = scale.box.bottom() + 4
    painter.setPen(QPen(QColor(tokens.line_strong), 1))
    painter.drawLine(QPointF(scale.box.left(), bottom), QPointF(scale.box.right(), bottom))
    if scale.first <= 0 <= scale.last:
        painter.setPen(QPen(QColor(tokens.text), 1.5))
        painter.drawLine(QPointF(scale.x(0), scale.box.top()), QPointF(scale.x(0), bottom))
    taken: list[float] = []
    for tick in sorted(trend.ticks, key=lambda one: (one.day != 0, -one.day)):
        x = scale.x(tick.day)
        painter.setPen(QPen(QColor(tokens.line_strong), 1))
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3))
        if all(abs(x - other) > 22 for other in taken):
            taken.append(x)
            painter.setPen(QColor(tokens.text_3))
            word = "D0" if tick.day == 0 else f"{tick.day}".replace("-", "\N{MINUS SIGN}")
            painter.drawText(QRectF(x - 20, bottom + 3, 40, 16), _MID, word)


def _paint_point(painter: QPainter, place: QPointF, point: Point, tokens: Tokens) -> None:
    """Filled = measured, open = below quantification, ring = today's."""
    painter.setPen(QPen(QColor(tokens.accent), 1.4))
    painter.setBrush(QColor(tokens.surface if point.comparator else tokens.accent))
    painter.drawEllipse(place, 3.2, 3.2)
    if point.today:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent), 1))
        painter.drawEllipse(place, 6.5, 6.5)
