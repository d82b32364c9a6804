"""The chart screen: the panels chosen on one x axis, the treatments below; log or linear; larger; export.

State in, signals out. Must not know where values come from.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from ui.charts.drawer import Drawer
from ui.charts.drawing import Canvas, Drawing, TreatmentJob, days_of, strip_height
from ui.charts.panel import PanelChart
from ui.charts.state import ChartsState, PanelState, TreatmentRow
from ui.file_dialog import save_file
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.labels import hairline, label
from ui.widgets.segmented import Segmented

FORMATS = {"png": "PNG (*.png)", "svg": "SVG (*.svg)", "pdf": "PDF (*.pdf)"}


@dataclass(frozen=True)
class ExportAsked:
    """Write what is shown to `path`; its ending says the format. `panels` are drawn in light colours."""

    path: str
    state: ChartsState


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
        drawer.drawn.connect(self._take)
        look.changed.connect(self._ask)

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
            self._job = job
            self._drawer.ask(self, job)

    def _take(self, place: object, drawing: Drawing) -> None:
        if place is self:
            self._drawing = drawing
            self.update()


class LargeChart(QDialog):
    """One panel over the whole window; Esc closes it."""

    def __init__(self, look: Look, drawer: Drawer, panel: PanelState, log_axes: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(look.text(panel.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chart = PanelChart(look, drawer, legend=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.chart)
        self.resize(parent.window().size() * 0.92)
        self.chart.show_panel(replace(panel, small=False), None, log_axes)


class ChartsView(View[ChartsState]):
    """The chart screen. `visit_opened` carries a visit's address key, `panels_chosen` a tuple of panel codes."""

    visit_opened = Signal(str)
    panels_chosen = Signal(tuple)
    log_axes_chosen = Signal(bool)
    export_asked = Signal(ExportAsked)
    back_asked = Signal()

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._drawer = drawer
        self.charts: dict[str, PanelChart] = {}
        self.setProperty("ground", "bg")
        self._code = label("", "title", bold=True)
        self._name = label("", "title")
        self._about = label("", "body", "text_2")
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._back.clicked.connect(self.back_asked)
        self._choose = Button(look)
        self._choose.clicked.connect(self._offer_panels)
        self._axes = Segmented()
        self._axes.chosen.connect(lambda key: self.log_axes_chosen.emit(key == "log"))
        self._export = Button(look, "plain", "normal", "print")
        self._export.clicked.connect(self._ask_export)
        self._sheet = QFrame()
        self._sheet.setProperty("part", "card")
        self._panels = QVBoxLayout(self._sheet)
        self._panels.setContentsMargins(1, 4, 1, 8)
        self._panels.setSpacing(0)
        self.treatments = TreatmentStrip(look, drawer)
        self._empty = EmptyState(look, "today")
        self._empty.asked.connect(self._offer_panels)
        self._compose()

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 16, 0)
        head.setSpacing(10)
        for part in (self._back, self._code, self._name, self._about):
            head.addWidget(part)
        head.addStretch(1)
        for control in (self._choose, self._axes, self._export):
            head.addWidget(control)
        bar = QFrame()
        bar.setProperty("part", "band")
        bar.setFixedHeight(48)
        bar.setLayout(head)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        around = QVBoxLayout(inner)
        around.setContentsMargins(16, 12, 16, 12)
        around.addWidget(self._sheet, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(area, 1)
        column.addWidget(self._empty, 1)
        self._area = area

    def _show(self, state: ChartsState) -> None:
        self._code.setText(state.code)
        self._name.setText(state.name)
        self._about.setText(self.look.text(state.about))
        self._back.setToolTip(self.tr("Back"))
        self._back.setAccessibleName(self.tr("Back"))
        self._choose.say(self.tr("Panels…"))
        self._export.say(self.tr("Export…"))
        self._axes.offer(
            [("log", self.tr("Log axes")), ("linear", self.tr("Linear"))], "log" if state.log_axes else "linear"
        )
        self._area.setVisible(bool(state.panels))
        self._empty.setVisible(not state.panels)
        self._empty.say(
            self.tr("No panel is chosen"),
            self.tr("Panels show values over the days since the infusion. Choose those you want to compare."),
            self.tr("Choose panels"),
        )
        if [panel.code for panel in state.panels] != list(self.charts):
            self._arrange(state)
        days = days_of(state.panels)
        for panel in state.panels:
            self.charts[panel.code].show_panel(panel, days, state.log_axes)
        self.treatments.show_rows(state.treatments, days)

    def enlarge(self, code: str) -> LargeChart | None:
        """Open one panel over the window; a double click on a chart does this."""
        panel = next((one for one in self.state.panels if one.code == code), None) if self.state is not None else None
        if panel is None or self.state is None:
            return None
        large = LargeChart(self.look, self._drawer, panel, self.state.log_axes, self)
        large.chart.point_chosen.connect(self.visit_opened)
        large.chart.point_chosen.connect(large.accept)
        large.open()
        return large

    def _arrange(self, state: ChartsState) -> None:
        while (item := self._panels.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.treatments:
                widget.hide()
                widget.deleteLater()
        self.charts = {}
        for panel in state.panels:
            chart = PanelChart(self.look, self._drawer, legend=True)
            chart.setMinimumHeight(180)
            chart.point_chosen.connect(self.visit_opened)
            chart.hovered.connect(self._mark)
            chart.enlarged.connect(lambda code=panel.code: self.enlarge(code))
            self.charts[panel.code] = chart
            self._panels.addWidget(chart, 1)
            self._panels.addWidget(hairline())
        self._panels.addWidget(self.treatments)

    def _mark(self, day: int | None) -> None:
        for chart in self.charts.values():
            chart.show_day(day)

    def _offer_panels(self) -> None:
        if self.state is None:
            return
        shown = [panel.code for panel in self.state.panels]
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in self.state.choices:
            action = menu.addAction(self.look.text(choice.label))
            action.setCheckable(True)
            action.setChecked(choice.code in shown)
            action.triggered.connect(lambda on, code=choice.code: self._turn(code, on))
        menu.popup(self._choose.mapToGlobal(self._choose.rect().bottomLeft()))

    def _turn(self, code: str, on: bool) -> None:
        if self.state is None:
            return
        wanted = {panel.code for panel in self.state.panels} - {code} | ({code} if on else set())
        self.panels_chosen.emit(tuple(one.code for one in self.state.choices if one.code in wanted))

    def _ask_export(self) -> None:
        if self.state is None:
            return
        save_file(self, self.tr("Export the charts"), "", ";;".join(FORMATS.values()), self._export_to)

    def _export_to(self, path: str, kind: str) -> None:
        if self.state is None:
            return
        ending = next((one for one, words in FORMATS.items() if words == kind), "png")
        if not path.lower().endswith(tuple(f".{one}" for one in FORMATS)):
            path = f"{path}.{ending}"
        self.export_asked.emit(ExportAsked(path, self.state))
