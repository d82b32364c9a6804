"""The trend of one item of one child, painted by hand: days since infusion across, D0 marked, reference band behind.

For reading beside a field or a conflict. Charts to compare, print or export belong to ui/charts.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Look
from ui.theme import fonts
from ui.widgets.state import Candidate, Point, Tone, TrendState


@dataclass(frozen=True)
class Axes:
    """Where days and values stand in the plot."""

    plot: QRectF
    first: float
    last: float
    low: float
    high: float
    log: bool

    def x(self, day: float) -> float:
        """The place of a study day."""
        return self.plot.left() + self.plot.width() * (day - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        """The place of a value."""
        scaled = log10(max(value, 1e-6)) if self.log else value
        return self.plot.bottom() - self.plot.height() * (scaled - self.low) / (self.high - self.low)


def axes_of(state: TrendState, plot: QRectF) -> Axes:
    """Axes that hold every point, candidate, line and closed end of the band, with a little room around."""
    spark = state.spark
    points = [*spark.points, *(one.point for one in state.candidates)]
    days = [point.x for point in points] + [float(day) for day in state.marks] + [0.0]
    ends = [end for end in (spark.band_low, spark.band_high) if end is not None]
    values = [point.y for point in points] + ends + [level for level, _ in state.lines]
    if spark.log:
        scaled = [log10(max(value, 1e-6)) for value in values]
        low = float(floor(min(scaled)))
        high = max(float(ceil(max(scaled))), low + 1)
    else:
        room = (max(values) - min(values)) * 0.1 or 1.0
        low, high = min(values) - room, max(values) + room
    margin = (max(days) - min(days)) * 0.06 or 7.0
    return Axes(plot, min(days) - margin, max(days) + margin * 2, low, high, spark.log)


def ticks(axes: Axes) -> list[float]:
    """Values that get a line and a number: decades, or three even steps."""
    if axes.log:
        return [10.0**power for power in range(int(axes.low), int(axes.high) + 1)]
    step = (axes.high - axes.low) / 3
    rounded = float(f"{step:.1g}") or 1.0
    first = ceil(axes.low / rounded) * rounded
    return [first + rounded * number for number in range(4) if first + rounded * number <= axes.high]


def number_words(value: float) -> str:
    """A tick's number: no more digits than it needs, thousands apart."""
    words = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    return words.replace(",", "\N{THIN SPACE}").replace("-", "\N{MINUS SIGN}")


class TrendChart(QWidget):
    """Shows a TrendState; without points it stays empty."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: TrendState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(110)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(276, 170)

    def show_trend(self, state: TrendState | None) -> None:
        """Show another trend, or none. What it shows is said in words too."""
        self._state = state
        said = ""
        if state is not None:
            values = ", ".join(f"{point.x:g}: {point.y:g}" for point in state.spark.points)
            said = f"{self._look.text(state.title)} {state.unit}: {values}"
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None or not (state.spark.points or state.candidates):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font(fonts.KEY))
        axes = axes_of(state, QRectF(self.rect()).adjusted(48, 12, -10, -22))
        self._ground(painter, axes, state)
        self._days(painter, axes, state)
        self._series(painter, axes, state)
        for candidate in state.candidates:
            self._candidate(painter, axes, candidate, state)
        painter.end()

    def _colour(self, ink: str) -> QColor:
        return QColor(self._look.tokens.named(ink))

    def _ground(self, painter: QPainter, axes: Axes, state: TrendState) -> None:
        plot, spark = axes.plot, state.spark
        if spark.band_low is not None or spark.band_high is not None:
            top = plot.top() if spark.band_high is None else max(axes.y(spark.band_high), plot.top())
            bottom = plot.bottom() if spark.band_low is None else min(axes.y(spark.band_low), plot.bottom())
            painter.fillRect(QRectF(plot.left(), top, plot.width(), bottom - top), self._colour("band"))
        for value in ticks(axes):
            y = axes.y(value)
            painter.setPen(QPen(self._colour("grid"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._colour("text_3"))
            box = QRectF(0, y - 8, plot.left() - 6, 16)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number_words(value))
        for level, words in state.lines:
            painter.setPen(QPen(self._colour("text_3"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), axes.y(level)), QPointF(plot.right(), axes.y(level)))
            painter.setPen(self._colour("text_2"))
            box = QRectF(plot.left(), axes.y(level) - 17, plot.width() - 2, 16)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), self._look.text(words))

    def _days(self, painter: QPainter, axes: Axes, state: TrendState) -> None:
        plot = axes.plot
        painter.setPen(QPen(self._colour("line_strong"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        marks = state.marks or tuple(int(point.x) for point in state.spark.points)
        taken = -1e9
        for day in sorted({*marks, 0}):
            words = "D0" if day == 0 else number_words(day)
            width = painter.fontMetrics().horizontalAdvance(words)
            x = axes.x(day)
            painter.setPen(QPen(self._colour("line_strong"), 1))
            painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3))
            if x - width / 2 > taken + 4:
                painter.setPen(self._colour("text_2" if day == 0 else "text_3"))
                painter.drawText(QRectF(x - 30, plot.bottom() + 4, 60, 16), int(Qt.AlignmentFlag.AlignHCenter), words)
                taken = x + width / 2
        painter.setPen(QPen(self._colour("text_2"), 1.5))
        painter.drawLine(QPointF(axes.x(0), plot.top()), QPointF(axes.x(0), plot.bottom()))

    def _series(self, painter: QPainter, axes: Axes, state: TrendState) -> None:
        places = [QPointF(axes.x(point.x), axes.y(point.y)) for point in state.spark.points]
        accent = self._colour("accent")
        painter.setPen(QPen(accent, 1.5))
        painter.drawPolyline(QPolygonF(places))
        for place, point in zip(places, state.spark.points, strict=True):
            painter.setBrush(self._colour("surface") if point.below else accent)
            painter.drawEllipse(place, 3.5, 3.5)
        if state.today and places:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(accent, 1))
            painter.drawEllipse(places[-1], 6.5, 6.5)

    def _candidate(self, painter: QPainter, axes: Axes, candidate: Candidate, state: TrendState) -> None:
        ink = "accent" if candidate.tone is Tone.ACCENT else "amber"
        place = QPointF(axes.x(candidate.point.x), axes.y(candidate.point.y))
        before = _before(state.spark.points, candidate.point)
        if before is not None:
            painter.setPen(QPen(self._colour(ink), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(axes.x(before.x), axes.y(before.y)), place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(ink))
        diamond = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
        painter.drawPolygon(QPolygonF([place + corner for corner in diamond]))
        painter.setFont(fonts.font(fonts.HINT, bold=True))
        painter.setPen(self._colour(ink))
        painter.drawText(place + QPointF(11, 4), candidate.label)
        painter.setFont(fonts.font(fonts.KEY))


def _before(points: tuple[Point, ...], candidate: Point) -> Point | None:
    """The last point of the series before a candidate."""
    earlier = [point for point in points if point.x < candidate.x]
    return earlier[-1] if earlier else None
