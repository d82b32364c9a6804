"""Draws traces (ECG, EEG) with QPainter: scroll along time, zoom time and amplitude, measure between two clicks.

Owns the picture only; what a file holds is read elsewhere and comes as `TraceState`.
"""

from bisect import bisect_left

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.visit.preview import Trace, TraceState

NAMES = 56
SHORTEST, LONGEST = 0.5, 60.0


def polyline(trace: Trace, start: float, seconds: float, box: QRectF, per_unit: float) -> list[QPointF]:
    """The samples from `start` on as points in `box`; px by px the lowest and highest when samples are denser than px.

    `per_unit` is px for one unit of amplitude; the middle of the box is zero of the trace.
    """
    first = max(0, int(start * trace.rate_hz))
    last = min(len(trace.samples), int((start + seconds) * trace.rate_hz) + 1)
    middle, across = box.center().y(), box.width() / (seconds * trace.rate_hz)
    if last - first <= box.width() * 2:
        return [
            QPointF(box.left() + (place - start * trace.rate_hz) * across, middle - trace.samples[place] * per_unit)
            for place in range(first, last)
        ]
    points = []
    stride = 1 / across
    for pixel in range(int(box.width())):
        low = first + int(pixel * stride)
        part = trace.samples[low : min(last, low + max(1, int(stride) + 1))]
        if len(part):
            x = box.left() + pixel
            points += [QPointF(x, middle - max(part) * per_unit), QPointF(x, middle - min(part) * per_unit)]
    return points


def spread(trace: Trace) -> float:
    """Peak to peak of 99.6 % of up to 4000 samples, so that an R wave counts and an artefact does not."""
    step = max(1, len(trace.samples) // 4000)
    some = sorted(trace.samples[::step])
    if not some:
        return 1.0
    return (some[-1 - len(some) // 500] - some[len(some) // 500]) or 1.0


def grid_step(seconds: float) -> float:
    """Seconds between the upright lines: 0.2 s as on ECG paper when there is room, else whole steps."""
    steps = (0.2, 1.0, 5.0, 10.0)
    return steps[min(bisect_left((4.0, 30.0, 60.0), seconds), 3)]


class TraceView(QAbstractScrollArea):
    """All channels below each other. `measured` carries seconds and rate per minute between two clicks."""

    measured = Signal(float, float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: TraceState | None = None
        self._seconds = 10.0
        self._gain = 1.0
        self._spread = 1.0
        self._marks: list[float] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        look.changed.connect(self.viewport().update)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    def sizeHint(self) -> QSize:
        """Room for some channels."""
        return QSize(600, 220)

    def show_traces(self, state: TraceState) -> None:
        """Show another recording from its beginning."""
        if state is self._state:
            return
        self._state = state
        self._seconds, self._gain, self._marks = state.seconds_shown, 1.0, []
        self._spread = max((spread(trace) for trace in state.channels), default=1.0)
        self.setAccessibleName(", ".join(trace.name for trace in state.channels))
        self._range()
        self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def seconds(self) -> float:
        """How many seconds are in view."""
        return self._seconds

    @property
    def start(self) -> float:
        """The second at the left edge."""
        return self.horizontalScrollBar().value() / 100

    def zoom(self, factor: float) -> None:
        """Show `factor` times as much time, around the middle."""
        middle = self.start + self._seconds / 2
        self._seconds = min(max(self._seconds * factor, SHORTEST), LONGEST)
        self._range()
        self.horizontalScrollBar().setValue(round((middle - self._seconds / 2) * 100))
        self.viewport().update()

    def amplify(self, factor: float) -> None:
        """Draw amplitudes `factor` times as high."""
        self._gain = min(max(self._gain * factor, 0.1), 20.0)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Wheel scrolls along time, with Ctrl it zooms, with Shift it changes the height."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(0.8 if turn > 0 else 1.25)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.amplify(1.25 if turn > 0 else 0.8)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turn / 120 * self._seconds * 10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right scroll, plus and minus zoom, Up and Down change the height."""
        bar = self.horizontalScrollBar()
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                step = round(self._seconds * 25)
                bar.setValue(bar.value() + (step if event.key() == Qt.Key.Key_Right else -step))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(0.8)
            case Qt.Key.Key_Minus:
                self.zoom(1.25)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.amplify(1.25 if event.key() == Qt.Key.Key_Up else 0.8)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Two clicks measure; a third begins anew."""
        if self._state is None or event.position().x() < NAMES:
            return
        at = self.start + (event.position().x() - NAMES) / max(self._plot().width(), 1) * self._seconds
        self._marks = [*self._marks, at] if len(self._marks) < 2 else [at]
        if len(self._marks) == 2:
            apart = abs(self._marks[1] - self._marks[0])
            self.measured.emit(apart, 60 / apart if apart else 0.0)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Belongs to the click that measures."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll range right."""
        self._range()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, channels with their names, marks of the measure."""
        painter = QPainter(self.viewport())
        tokens = self._look.tokens
        painter.fillRect(self.viewport().rect(), QColor(tokens.surface))
        if self._state is None or not self._state.channels:
            painter.end()
            return
        plot = self._plot()
        self._paper(painter, plot)
        high = plot.height() / len(self._state.channels)
        per_unit = high * 0.8 / self._spread * self._gain
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, trace in enumerate(self._state.channels):
            box = QRectF(plot.left(), plot.top() + place * high, plot.width(), high)
            painter.setFont(fonts.font(fonts.KEY))
            painter.setPen(QColor(tokens.text_2))
            painter.drawText(QRectF(4, box.top(), NAMES - 8, high), int(Qt.AlignmentFlag.AlignVCenter), trace.name)
            painter.setClipRect(box)
            painter.setPen(QPen(QColor(tokens.text), 1))
            painter.drawPolyline(QPolygonF(polyline(trace, self.start, self._seconds, box, per_unit)))
            painter.setClipping(False)
        self._paint_marks(painter, plot)
        painter.end()

    def _plot(self) -> QRectF:
        return QRectF(NAMES, 0, max(self.viewport().width() - NAMES, 1), self.viewport().height() - 18)

    def _paper(self, painter: QPainter, plot: QRectF) -> None:
        step = grid_step(self._seconds)
        painter.setFont(fonts.font(fonts.KEY))
        tokens = self._look.tokens
        count = int(self.start / step)
        while count * step <= self.start + self._seconds:
            x = plot.left() + (count * step - self.start) / self._seconds * plot.width()
            if x >= plot.left():
                painter.fillRect(QRectF(x, plot.top(), 1, plot.height()), QColor(tokens.grid))
                if step >= 1 or count % 5 == 0:
                    painter.setPen(QColor(tokens.text_3))
                    painter.drawText(QRectF(x + 2, plot.bottom(), 60, 18), 0, f"{count * step:g} s")
            count += 1

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        tokens = self._look.tokens
        places = [plot.left() + (at - self.start) / self._seconds * plot.width() for at in self._marks]
        for x in places:
            painter.fillRect(QRectF(x, plot.top(), 1.5, plot.height()), QColor(tokens.accent))
        if len(places) == 2 and self._marks[0] != self._marks[1]:
            apart = abs(self._marks[1] - self._marks[0])
            words = fill(self.tr("%1 ms, %2 /min"), f"{apart * 1000:.0f}", f"{60 / apart:.0f}")
            painter.setFont(fonts.font(fonts.HINT, bold=True))
            painter.setPen(QColor(tokens.accent))
            painter.drawText(QPointF(min(places) + 4, plot.top() + 14), words)

    def _range(self) -> None:
        length = 0.0
        if self._state is not None:
            length = max((len(trace.samples) / trace.rate_hz for trace in self._state.channels), default=0.0)
        bar = self.horizontalScrollBar()
        bar.setRange(0, max(0, round((length - self._seconds) * 100)))
        bar.setPageStep(round(self._seconds * 100))
        bar.setSingleStep(round(self._seconds * 10))
