"""The tracing itself: leads below each other on their paper, scrolled, zoomed and measured by mouse and by keyboard.

Owns what is in view and a few tiles ahead of it and behind. Reads and draws no trace: it says which tiles it wants and
how they are to look, and they come with their pictures.
"""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.look import Look
from ui.visit.calipers import Calipers, Reading
from ui.visit.preview import TILE, Lane, TilesWanted, TraceState, TraceTile
from ui.visit.trace_paint import NAMES, RULER, Sheet, paint_sheet
from ui.visit.trace_scale import Scale, usual_scale
from ui.visit.trace_shelf import Shelf

_LEAST_LANE = 30
_REACH = 1.5
"""So many lanes a tall beat may swing from the middle of its own."""
_AHEAD = 2
"""Tiles on each side of what is in view."""
_WHEEL_PX = 120


class TraceView(QAbstractScrollArea):
    """`wanted`: a TilesWanted. `measured`: a Reading, or None when there are not two marks. `scaled`: words of it."""

    wanted = Signal(object)
    measured = Signal(object)
    scaled = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._state: TraceState | None = None
        self._leads: tuple[int, ...] = ()
        self._active = 0
        self.calipers = Calipers()
        self._scale = usual_scale(True, self._mm())
        self.shelf = Shelf()
        self._last: TilesWanted | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        # Else a square of the style's own stands between the bars.
        self.setCornerWidget(QWidget())
        look.changed.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    def sizeHint(self) -> QSize:
        """Room for some leads."""
        return QSize(600, 320)

    # What is shown

    def show_traces(self, state: TraceState) -> None:
        """Show a recording; one that is shown already stays where it is."""
        fresh = self._state is None or state.key != self._state.key
        self._state = state
        if fresh:
            self._leads, self._active = tuple(range(len(state.leads))), 0
            self._scale = usual_scale(state.paper, self._mm())
            self.calipers.clear()
            self.setAccessibleName(", ".join(lead.name for lead in state.leads))
            self._last = None
            self.shelf.clear()
            self._range()
            self.horizontalScrollBar().setValue(0)
            self._say()
        self._moved()

    def show_tile(self, tile: TraceTile) -> None:
        """A tile that was wanted; one that no longer fits what is in view is let go."""
        view = self._in_view()
        if self._state is None or not self.shelf.put(tile, view):
            return
        if tile.number in view:
            self.viewport().update()
            if self.calipers.ms is not None:
                self._read()

    def choose_leads(self, leads: tuple[int, ...]) -> None:
        """Show these leads only."""
        if leads and leads != self._leads:
            self._leads, self._active = leads, 0
            self._range()
            self._moved()

    @property
    def leads(self) -> tuple[int, ...]:
        """Indexes of the leads that are shown."""
        return self._leads

    @property
    def scale(self) -> Scale:
        """Speed and gain."""
        return self._scale

    @property
    def start(self) -> float:
        """The second at the left edge."""
        return self.horizontalScrollBar().value() / self._scale.per_s

    @property
    def seconds(self) -> float:
        """How many seconds are in view."""
        return self._wide() / self._scale.per_s

    @property
    def complete(self) -> bool:
        """Whether all that is in view is drawn."""
        return self._state is not None and not self.shelf.missing(self._in_view())

    # Moving about

    def zoom(self, steps: int, at: float | None = None) -> None:
        """Another paper speed; the second under px `at` (the middle) stays where it is."""
        place = self._wide() / 2 if at is None else at
        second = self.start + place / self._scale.per_s
        scale = self._scale.faster(steps)
        if scale != self._scale:
            self._scale = scale
            self._range()
            self.horizontalScrollBar().setValue(round(second * scale.per_s - place))
            self._moved()
            self._say()

    def amplify(self, steps: int) -> None:
        """Another gain."""
        self._scale = self._scale.higher(steps)
        self._range()
        self._moved()
        self._say()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls along time, with Shift through the leads; with Ctrl it zooms."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if turn > 0 else -1, event.position().x() - NAMES)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - turn // 2)
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - round(turn / 120 * _WHEEL_PX))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that scroll, zoom and measure; F1 lists them."""
        if not (self._scroll_key(event) or self._measure_key(event)):
            super().keyPressEvent(event)

    def _scroll_key(self, event: QKeyEvent) -> bool:
        bar, wide = self.horizontalScrollBar(), self._wide()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() != Qt.Key.Key_Plus:
            return False
        steps = {
            Qt.Key.Key_Left: -wide / 10, Qt.Key.Key_Right: wide / 10, Qt.Key.Key_PageUp: -wide,
            Qt.Key.Key_PageDown: wide, Qt.Key.Key_Home: -bar.maximum(), Qt.Key.Key_End: bar.maximum(),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            bar.setValue(bar.value() + round(steps[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            up = key == Qt.Key.Key_Up
            if control:
                self.amplify(1 if up else -1)
            else:
                leads = self.verticalScrollBar()
                leads.setValue(leads.value() + (-_LEAST_LANE if up else _LEAST_LANE))
        else:
            return False
        return True

    def _measure_key(self, event: QKeyEvent) -> bool:
        """1 and 2 choose a mark (and put it), Shift+arrows move it, [ and ] choose the lead, Esc takes them away."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if key in (Qt.Key.Key_1, Qt.Key.Key_2):
            second = key == Qt.Key.Key_2
            self.calipers.set(int(second), self.start + self.seconds * (0.5 if second else 0.4))
        elif shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.calipers.marks:
            px = 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
            there = self.calipers.marks[self.calipers.chosen]
            step = (px if key == Qt.Key.Key_Right else -px) / self._scale.per_s
            self.calipers.drag(there + step, self._longest())
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight) and self._leads:
            self._active = (self._active + (1 if key == Qt.Key.Key_BracketRight else -1)) % len(self._leads)
        elif key == Qt.Key.Key_Escape and self.calipers.marks:
            self.calipers.clear()
        else:
            return False
        self._read()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Puts a mark or takes one up; dragging moves it."""
        place = event.position()
        if self._state is None or place.x() < NAMES or event.button() != Qt.MouseButton.LeftButton:
            return
        down = place.y() + self.verticalScrollBar().value() - self._head()
        lane = int(down / max(self._lane(), 1))
        self._active = min(max(lane, 0), max(len(self._leads) - 1, 0))
        self.calipers.put(min(self._second(place), self._longest()), self._scale.per_s)
        self._read()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the mark that was taken up."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.calipers.marks:
            self.calipers.drag(self._second(event.position()), self._longest())
            self._read()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Belongs to the mark."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lanes are as high as there is room."""
        super().resizeEvent(event)
        self._range()
        self._moved()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, traces, names, ruler and marks."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(self._look.tokens.surface))
        if self._state is not None:
            left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            sheet = Sheet(
                self._state, self._scale, self._leads, self._active, self._lane(), left, top,
                QRectF(NAMES, 0, self._wide(), self._high()), self.calipers, self._look.tokens, self._head(),
            )  # fmt: skip
            paint_sheet(painter, sheet, self.shelf.pictures(self._in_view()))
        painter.end()

    # Small things

    def _mm(self) -> float:
        """Px of a millimetre of paper: the screen's own where it says something likely, else 96 px an inch."""
        wide = self.screen().physicalDotsPerInchX() / 25.4
        return wide if 2.5 <= wide <= 12 else 96 / 25.4

    def _wide(self) -> float:
        return float(max(self.viewport().width() - NAMES, 1))

    def _high(self) -> float:
        return float(max(self.viewport().height() - RULER, 1))

    def _lane(self) -> float:
        return max(self._high() / max(len(self._leads), 1), float(_LEAST_LANE))

    def _head(self) -> float:
        """Px above the first lead and below the last: on ECG paper a beat of 1 mV there is not cut off."""
        if self._state is None or not self._state.paper:
            return 0.0
        return max(min(_REACH * self._lane(), self._scale.per_mv) - self._lane() / 2, 0.0)

    def _sheet_high(self) -> float:
        """Px of all leads."""
        return self._lane() * len(self._leads) + 2 * self._head()

    def _longest(self) -> float:
        return self._state.duration_s if self._state is not None else 0.0

    def _second(self, place: QPointF) -> float:
        return self.start + max(place.x() - NAMES, 0.0) / self._scale.per_s

    def _in_view(self) -> range:
        """Numbers of the tiles in view."""
        left = self.horizontalScrollBar().value()
        most = max(0, int((self._longest() * self._scale.per_s - 1) // TILE))
        return range(min(left // TILE, most), min(int((left + self._wide() - 1) // TILE), most) + 1)

    def _range(self) -> None:
        bar, leads = self.horizontalScrollBar(), self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._longest() * self._scale.per_s - self._wide())))
        bar.setPageStep(round(self._wide()))
        bar.setSingleStep(_WHEEL_PX)
        leads.setRange(0, max(0, round(self._sheet_high() - self._high())))
        leads.setPageStep(round(self._high()))
        leads.setSingleStep(_LEAST_LANE)

    def _lanes(self, state: TraceState) -> tuple[Lane, ...]:
        """Where each lead is drawn. On ECG paper a tall beat keeps its height and reaches into the lanes beside it."""
        high = self._lane()
        return tuple(
            Lane(self._head() + (place + 0.5) * high, self._scale.per_unit(each, high), each.middle, high * _REACH)
            for place, each in enumerate(state.leads[lead] for lead in self._leads)
        )

    def _moved(self, _value: int = 0) -> None:
        """Ask for what is in view, then for what lies ahead and behind."""
        self.viewport().update()
        state = self._state
        if state is None or self.viewport().width() <= NAMES or not self._leads:
            return
        lanes, high = self._lanes(state), round(self._sheet_high())
        asked = TilesWanted(state.key, self._scale.per_s, self._leads, (), lanes, high, self._look.tokens.text)
        self.shelf.turn(asked)
        view = self._in_view()
        around = [place for step in range(1, _AHEAD + 1) for place in (view.stop - 1 + step, view.start - step)]
        most = int((self._longest() * self._scale.per_s - 1) // TILE)
        asked = replace(asked, numbers=self.shelf.missing(each for each in (*view, *around) if 0 <= each <= most))
        if asked.numbers and asked != self._last:
            self._last = asked
            self.wanted.emit(asked)

    def _say(self) -> None:
        self.scaled.emit(self._scale.words)

    def _read(self) -> None:
        """Say what lies between the marks."""
        self.viewport().update()
        ms = self.calipers.ms
        if ms is None or self._state is None:
            self.measured.emit(None)
            return
        lead = self._state.leads[self._leads[self._active]]
        levels = [self._level(mark) for mark in self.calipers.marks]
        rise = ""
        if levels[0] is not None and levels[1] is not None and lead.unit:
            rise = f"{levels[1] - levels[0]:+.3g} {lead.unit}"
        self.measured.emit(Reading(ms, 1000 / self._scale.per_s, lead.name, rise))

    def _level(self, second: float) -> float | None:
        """The middle of what the active lead does in the column of a mark; None where it is not at hand."""
        number, column = divmod(int(second * self._scale.per_s), TILE)
        tile = self.shelf.tile(number)
        if tile is None:
            return None
        level = (float(tile.lows[self._active][column + 1]) + float(tile.highs[self._active][column + 1])) / 2
        return level if level == level else None  # noqa: PLR0124 - NaN: nothing was recorded there
