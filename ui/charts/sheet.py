"""The panels below each other on one x axis with the treatments at the foot; one may be seen in large.

Shared by the charts of a child and those of all children. Must not know where values come from.
"""

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.charts.days import DaysSwitch
from ui.charts.drawer import Drawer
from ui.charts.drawing import Canvas, Drawing, TreatmentJob, days_of, panel_height, strip_height
from ui.charts.panel import PanelChart
from ui.charts.state import ChartsState, CohortState, PanelState, TreatmentRow
from ui.look import Look
from ui.widgets.labels import hairline
from ui.widgets.tab_order import after, stops


class TreatmentStrip(QWidget):
    """The treatments on the x axis of the panels."""

    def __init__(self, look: Look, drawer: Drawer) -> None:
        super().__init__()
        self._look = look
        self._drawer = drawer
        self._rows: tuple[TreatmentRow, ...] = ()
        self._days: tuple[float, float] = (0.0, 1.0)
        self._job: TreatmentJob | None = None
        self._drawing: Drawing | None = None
        self._asked = False
        drawer.drawn.connect(self._take)
        look.changed.connect(self._ask)

    @property
    def awaited(self) -> bool:
        """True from the moment another picture is wanted until it is there."""
        return self._asked

    def show_rows(self, rows: tuple[TreatmentRow, ...], days: tuple[float, float]) -> None:
        """Show these treatments over these days."""
        self._rows, self._days = rows, days
        self.setFixedHeight(strip_height(rows) if rows else 0)
        self.setVisible(bool(rows))
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width needs another picture."""
        super().resizeEvent(event)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture."""
        if self._drawing is not None:
            painter = QPainter(self)
            painter.drawImage(QPointF(0, 0), self._drawing.image)
            painter.end()

    def _ask(self) -> None:
        if not self._rows or self.width() < 60:
            return
        tokens, code = self._look.tokens, self._look.language.code
        canvas = Canvas(self.width(), self.height(), self.devicePixelRatioF(), tokens, code, self._days, legend=True)
        job = TreatmentJob(self._rows, canvas)
        if job != self._job:
            self._job, self._asked = job, True
            self._drawer.ask(self, job)

    def _take(self, place: object, drawing: Drawing) -> None:
        if place is self:
            self._drawing, self._asked = drawing, False
            self.update()


class LargeChart(QDialog):
    """One panel over the whole window; Esc closes it."""

    def __init__(self, look: Look, drawer: Drawer, panel: PanelState, log_axes: bool, parent: QWidget) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setWindowTitle(look.text(panel.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chart = PanelChart(look, drawer, legend=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.chart)
        self.resize(parent.window().size() * 0.92)
        self.chart.show_panel(replace(panel, small=False), None, log_axes)


class ChartSheet(QScrollArea):
    """The panels of a state. `visit_opened` carries the address key of what was clicked, `early_chosen` whether the
    panels of early days are clipped to them.
    """

    visit_opened = Signal(str)
    early_chosen = Signal(bool)

    def __init__(self, look: Look, drawer: Drawer) -> None:
        super().__init__()
        self._look = look
        self._drawer = drawer
        self._log = True
        self._states: dict[str, PanelState] = {}
        self._places: list[tuple[str, bool]] = []
        self.charts: dict[str, PanelChart] = {}
        card = QFrame()
        card.setProperty("part", "card")
        self._panels = QVBoxLayout(card)
        self._panels.setContentsMargins(1, 4, 1, 8)
        self._panels.setSpacing(0)
        self.treatments = TreatmentStrip(look, drawer)
        self.days = DaysSwitch(look, card)
        self.days.chosen.connect(self.early_chosen)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        around = QVBoxLayout(inner)
        around.setContentsMargins(16, 12, 16, 12)
        around.addWidget(card, 1)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def show_sheet(self, state: ChartsState | CohortState) -> None:
        """Show the panels and the treatments of a state."""
        places = [(panel.code, panel.early is not None) for panel in state.panels]
        fresh = places != self._places
        if fresh:
            self._places = places
            self._arrange(state.panels)
        clippable = tuple(panel for panel in state.panels if panel.early is not None)
        self.days.setVisible(bool(clippable))
        self.days.show_panels(clippable, bool(state.early))
        if fresh:
            self._order()
        self._log = state.log_axes
        self._states = {panel.code: panel for panel in state.panels}
        days = days_of(state.panels)
        for panel in state.panels:
            chart = self.charts[panel.code]
            chart.setMinimumHeight(panel_height(panel))
            if panel.kind in ("lanes", "heat"):
                chart.setMaximumHeight(panel_height(panel))
            chart.show_panel(panel, days, state.log_axes)
        self.treatments.show_rows(state.treatments, days)

    def _arrange(self, panels: tuple[PanelState, ...]) -> None:
        while self._panels.count():
            item = self._panels.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self.treatments, self.days):
                widget.hide()
                widget.deleteLater()
        self.charts = {}
        first = next((panel for panel in panels if panel.early is not None), None)
        for panel in panels:
            if panel is first:
                self._panels.addWidget(self.days)
            chart = PanelChart(self._look, self._drawer, legend=True)
            chart.point_chosen.connect(self.visit_opened)
            chart.hovered.connect(self._mark)
            chart.enlarged.connect(lambda code=panel.code: self.enlarge(code))
            self.charts[panel.code] = chart
            self._panels.addWidget(chart, 1)
            self._panels.addWidget(hairline())
        self._panels.addWidget(self.treatments)

    def _order(self) -> None:
        """Tab goes down the sheet; the switch of days fills itself after the charts are made."""
        codes = [code for code, _early in self._places]
        first = next((place for place, (_code, early) in enumerate(self._places) if early), len(codes))
        charts = [self.charts[code] for code in codes]
        after(None, [*charts[:first], *stops(self.days), *charts[first:]])

    def _mark(self, day: int | None) -> None:
        for chart in self.charts.values():
            chart.show_day(day)

    def enlarge(self, code: str) -> LargeChart | None:
        """Open one panel over the window; a double click on a chart does this."""
        panel = self._states.get(code)
        if panel is None:
            return None
        large = LargeChart(self._look, self._drawer, panel, self._log, self)
        large.chart.point_chosen.connect(self.visit_opened)
        large.chart.point_chosen.connect(large.accept)
        large.open()
        return large
