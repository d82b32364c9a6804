"""A panel on the screen: shows the last picture, draws anew when state, size, theme or language change, reads points.

Hover and click work by hit-testing the known points; the picture itself is drawn elsewhere (`ui.charts.drawer`).
"""

from itertools import count

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.charts.drawer import Drawer
from ui.charts.drawing import Canvas, Drawing, Hit, PanelJob, area_at, hit_at, nearest_day, point_at
from ui.charts.hover import paint_box, paint_one
from ui.charts.readings import days_with, described, read_day
from ui.charts.state import PanelState
from ui.language import study_day
from ui.look import Look

_names = count()
_HAND, _ARROW = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor


class PanelChart(QWidget):
    """One chart. `point_chosen` carries the address key of a visit; `hovered` the study day under the mouse or None;
    `announced` what is read out for somebody who walks through it by keyboard.
    """

    point_chosen = Signal(str)
    hovered = Signal(object)
    enlarged = Signal()
    announced = Signal(str)

    def __init__(self, look: Look, drawer: Drawer, legend: bool = False) -> None:
        super().__init__()
        self._look = look
        self._drawer = drawer
        self._legend = legend
        self._place = next(_names)
        self._panel: PanelState | None = None
        self._days: tuple[float, float] | None = None
        self._log = True
        self._job: PanelJob | None = None
        self._day: int | None = None
        self._over: Hit | None = None
        self._inside = False
        self.drawing: Drawing | None = None
        self._asked = False
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.setInterval(0)
        self._resized.timeout.connect(self._ask)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        drawer.drawn.connect(self._take)
        look.changed.connect(self._ask)
        self.destroyed.connect(lambda place=self._place: drawer.forget(place))

    @property
    def awaited(self) -> bool:
        """True from the moment another picture is wanted until it is there."""
        return self._asked or self._resized.isActive()

    def sizeHint(self) -> QSize:
        """Small for the child's page, wide for the chart screen."""
        return QSize(260, 130) if self._panel is None or self._panel.small else QSize(900, 200)

    def minimumSizeHint(self) -> QSize:
        """Below this no axis is readable."""
        return QSize(140, 80)

    def show_panel(self, panel: PanelState, days: tuple[float, float] | None = None, log_axes: bool = True) -> None:
        """Show a panel; `days` is the x range it shares with others."""
        self._panel, self._days, self._log = panel, days, log_axes
        self._say()
        self._ask()

    def show_day(self, day: int | None) -> None:
        """Mark a study day, wherever the mouse is."""
        if day != self._day:
            self._day = day
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark the nearest day; a hand over a point that can be opened."""
        if self.drawing is None:
            return
        place = event.position()
        over = self._under(place)
        self._show_hit(over)
        if over is not None or not self._by_day():
            self.setCursor(_HAND if over is not None and over.point.visit else _ARROW)
            self.show_day(None)
            return
        day = nearest_day(self.drawing.hits, place.x())
        point = point_at(self.drawing.hits, place.x(), place.y())
        self.setCursor(_HAND if point is not None else _ARROW)
        if day != self._day:
            self.show_day(day)
            self.hovered.emit(day)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The box with values stands where the mouse is."""
        self._inside = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No day is marked any more."""
        self._inside = False
        self._show_hit(None)
        self.show_day(None)
        self.hovered.emit(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a point opens its visit."""
        if self.drawing is not None:
            at = event.position()
            over = self._under(at)
            point = over.point if over is not None else point_at(self.drawing.hits, at.x(), at.y())
            if point is not None and point.visit:
                self.point_chosen.emit(point.visit)

    def _under(self, at: QPointF) -> Hit | None:
        """What is read by itself: of curves the rows below them, of all else whatever lies under the mouse."""
        hits = self.drawing.hits if self.drawing is not None else ()
        return area_at(hits, at.x(), at.y()) if self._by_day() else hit_at(hits, at.x(), at.y())

    def _by_day(self) -> bool:
        """True for curves: a day has one value of each. Of all else what lies under the mouse is read."""
        return self._panel is None or self._panel.kind == "curves"

    def _show_hit(self, over: Hit | None) -> None:
        if over != self._over:
            self._over = over
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click asks for the chart in large."""
        self.enlarged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go through the days, Enter opens the visit of the marked one, Space the chart in large."""
        panel = self._panel
        if panel is None or not self._by_day():
            self._walk(event)
            return
        days = days_with(panel)
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and days:
            step = 1 if key == Qt.Key.Key_Right else -1
            at = days.index(self._day) + step if self._day in days else (0 if step > 0 else len(days) - 1)
            self.show_day(days[min(max(at, 0), len(days) - 1)])
            self._show_hit(None)
            self.hovered.emit(self._day)
            self._announce_day(panel)
        elif key == Qt.Key.Key_Space:
            self.enlarged.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._day is not None:
            read = read_day(panel, self._day, self._look.language.code).readings
            visit = next((reading.visit for reading in read if reading.visit), "")
            if visit:
                self.point_chosen.emit(visit)
        else:
            super().keyPressEvent(event)

    def _walk(self, event: QKeyEvent) -> None:
        """Left and Right go through all that is drawn, Enter opens what is marked, Space the chart in large."""
        hits = self.drawing.hits if self.drawing is not None else ()
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and hits:
            step = 1 if key == Qt.Key.Key_Right else -1
            at = hits.index(self._over) + step if self._over in hits else (0 if step > 0 else len(hits) - 1)
            over = hits[min(max(at, 0), len(hits) - 1)]
            self._show_hit(over)
            self._announce(" ".join(part for part in (*self._called(over), over.point.shown) if part))
        elif key == Qt.Key.Key_Space:
            self.enlarged.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._over is not None and self._over.point.visit:
            self.point_chosen.emit(self._over.point.visit)
        else:
            QWidget.keyPressEvent(self, event)

    def _announce_day(self, panel: PanelState) -> None:
        """Say the day and everything that can be read on it."""
        if self._day is None:
            return
        language = self._look.language.code
        read = read_day(panel, self._day, language)
        head = " ".join(part for part in (study_day(read.day), read.visit, read.date) if part)
        self._announce("; ".join((head, *(each.spoken(language) for each in read.readings))))

    def _announce(self, words: str) -> None:
        """Let a screen reader say what is marked."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.announced.emit(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size needs another picture, once the layout is done; until it comes the old one stands."""
        super().resizeEvent(event)
        self._resized.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody could see it is drawn now."""
        super().showEvent(event)
        self._resized.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, the marked day, its values, the focus."""
        painter = QPainter(self)
        tokens = self._look.tokens
        painter.fillRect(self.rect(), QColor(tokens.surface))
        if self.drawing is not None:
            painter.drawImage(QPointF(0, 0), self.drawing.image)
            self._paint_day(painter, self.drawing)
            self._paint_hit(painter, self.drawing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _paint_day(self, painter: QPainter, drawing: Drawing) -> None:
        if self._day is None or self._panel is None:
            return
        x = drawing.x_of(self._day)
        if x is None:
            return
        painter.fillRect(
            QRectF(x - 0.5, drawing.plot[1], 1, drawing.plot[3] - drawing.plot[1]), QColor(self._look.tokens.accent)
        )
        if self._inside or self.hasFocus():
            read = read_day(self._panel, self._day, self._look.language.code)
            paint_box(painter, self._look, read, (x, self.width(), self.height()), self._panel.small)

    def _paint_hit(self, painter: QPainter, drawing: Drawing) -> None:
        """What is marked has an edge, a child's whole curve is bold; its words stand beside it."""
        over, panel = self._over, self._panel
        if over is None or panel is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._look.tokens.text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if over.reach != (0.0, 0.0):
            wide, tall = over.reach
            painter.drawRect(QRectF(over.x - wide, over.y - tall, 2 * wide, 2 * tall))
        else:
            line = [QPointF(hit.x, hit.y) for hit in drawing.hits if hit.series == over.series]
            painter.drawPolyline(line)
            painter.drawEllipse(QPointF(over.x, over.y), 5, 5)
        paint_one(painter, self._look, self._called(over), over.point, (over.x, self.width(), self.height()))

    def _called(self, over: Hit) -> tuple[str, str]:
        """The name of what is marked, and its unit."""
        panel = self._panel
        series = panel.series[over.series] if panel is not None and over.series < len(panel.series) else None
        name = over.point.name or (self._look.text(series.label) if series is not None else "")
        counted = panel is None or panel.kind == "stack" or series is None
        return name, "" if counted or series is None else series.unit

    def _ask(self) -> None:
        """Ask for a picture unless this one shows all that; unseen and without a layout it has no size to draw in."""
        if self._panel is None or not self.isVisible() or self.width() < 60 or self.height() < 40:
            return
        canvas = Canvas(
            self.width(),
            self.height(),
            self.devicePixelRatioF(),
            self._look.tokens,
            self._look.language.code,
            self._days,
            self._log,
            self._legend,
        )
        job = PanelJob(self._panel, canvas)
        if job != self._job:
            self._job, self._asked = job, True
            self._drawer.ask(self._place, job)

    def _take(self, place: object, drawing: Drawing) -> None:
        if place == self._place:
            self.drawing, self._asked = drawing, False
            self.update()

    def _say(self) -> None:
        """The curve in words, for a screen reader."""
        panel = self._panel
        if panel is None:
            return
        self.setAccessibleName(self._look.text(panel.title))
        self.setAccessibleDescription(described(panel, self._look.language.code))
