"""What is chosen above a sheet of charts: the panels, the axes, where it goes. Signals out; must not draw."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.charts.state import ChartsState, CohortState
from ui.file_dialog import save_file
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.segmented import Segmented

FORMATS = {"png": "PNG (*.png)", "svg": "SVG (*.svg)", "pdf": "PDF (*.pdf)"}


@dataclass(frozen=True)
class ExportAsked:
    """Write what is shown to `path`; its ending says the format. `panels` are drawn in light colours."""

    path: str
    state: ChartsState | CohortState


class ChartBar(QWidget):
    """The controls of a sheet. `panels_chosen` carries a tuple of panel codes, `print_asked` the state shown."""

    panels_chosen = Signal(tuple)
    log_axes_chosen = Signal(bool)
    export_asked = Signal(ExportAsked)
    print_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: ChartsState | CohortState | None = None
        self.choose = Button(look)
        self.choose.clicked.connect(self.offer_panels)
        self.axes = Segmented()
        self.axes.chosen.connect(lambda key: self.log_axes_chosen.emit(key == "log"))
        self.export = Button(look, "plain")
        self.export.clicked.connect(self._ask_export)
        self.printing = Button(look, "plain", "normal", "print")
        self.printing.clicked.connect(self._ask_print)
        self._paper = QAction(self)
        self._paper.setShortcut(QKeySequence("Ctrl+P"))
        self._paper.triggered.connect(self._ask_print)
        self.addAction(self._paper)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for control in (self.choose, self.axes, self.export, self.printing):
            row.addWidget(control)

    def show_state(self, state: ChartsState | CohortState) -> None:
        """Say the words and which axes are chosen."""
        self._state = state
        self.choose.say(self.tr("Panels…"))
        self.export.say(self.tr("Export…"))
        self.printing.say(self.tr("Print…"))
        self.printing.setToolTip("Ctrl+P")
        self.axes.offer(
            [("log", self.tr("Log axes")), ("linear", self.tr("Linear"))], "log" if state.log_axes else "linear"
        )
        self.export.setEnabled(bool(state.panels))
        self.printing.setEnabled(bool(state.panels))

    def offer_panels(self) -> None:
        """The panels to choose from, as a menu."""
        state = self._state
        if state is None:
            return
        shown = {panel.code.partition(" ")[0] for panel in state.panels}
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in state.choices:
            action = menu.addAction(self._look.text(choice.label))
            action.setCheckable(True)
            action.setChecked(choice.code in shown)
            action.triggered.connect(lambda on, code=choice.code: self._turn(code, on))
        menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))

    def _turn(self, code: str, on: bool) -> None:
        state = self._state
        if state is None:
            return
        shown = {panel.code.partition(" ")[0] for panel in state.panels}
        wanted = shown - {code} | ({code} if on else set())
        self.panels_chosen.emit(tuple(one.code for one in state.choices if one.code in wanted))

    def _ask_print(self) -> None:
        if self._state is not None and self._state.panels:
            self.print_asked.emit(self._state)

    def _ask_export(self) -> None:
        save_file(self, self.tr("Export the charts"), "", ";;".join(FORMATS.values()), self._export_to)

    def _export_to(self, path: str, kind: str) -> None:
        if self._state is None:
            return
        ending = next((one for one, words in FORMATS.items() if words == kind), "png")
        if not path.lower().endswith(tuple(f".{one}" for one in FORMATS)):
            path = f"{path}.{ending}"
        self.export_asked.emit(ExportAsked(path, self._state))
