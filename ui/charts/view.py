"""The chart screen of a child: its panels, alone or with other children's over them; the treatments below.

State in, signals out. Must not know where values come from.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.charts.bar import FORMATS, ChartBar, ExportAsked
from ui.charts.compare import CompareDialog
from ui.charts.drawer import Drawer
from ui.charts.panel import PanelChart
from ui.charts.sheet import ChartSheet, LargeChart, TreatmentStrip
from ui.charts.state import ChartsState
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.labels import label

__all__ = ["FORMATS", "ChartsView", "ExportAsked"]


class ChartsView(View[ChartsState]):
    """The chart screen. `visit_opened` carries a visit's address key, `panels_chosen` a tuple of panel codes,
    `compare_chosen` a tuple of subjects.
    """

    visit_opened = Signal(str)
    panels_chosen = Signal(tuple)
    compare_chosen = Signal(tuple)
    log_axes_chosen = Signal(bool)
    export_asked = Signal(ExportAsked)
    print_asked = Signal(object)
    back_asked = Signal()

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("ground", "bg")
        self._code = label("", "title", bold=True)
        self._name = label("", "title")
        self._about = label("", "body", "text_2")
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._back.clicked.connect(self.back_asked)
        self.compare = Button(look)
        self.compare.clicked.connect(self.ask_compare)
        self.bar = ChartBar(look)
        self.sheet = ChartSheet(look, drawer)
        self._empty = EmptyState(look, "today")
        self._empty.asked.connect(self.bar.offer_panels)
        self._connect()
        self._compose()

    @property
    def charts(self) -> dict[str, PanelChart]:
        """The panels shown, by code."""
        return self.sheet.charts

    @property
    def treatments(self) -> TreatmentStrip:
        """The treatments below."""
        return self.sheet.treatments

    def _connect(self) -> None:
        self.sheet.visit_opened.connect(self.visit_opened)
        self.bar.panels_chosen.connect(self.panels_chosen)
        self.bar.log_axes_chosen.connect(self.log_axes_chosen)
        self.bar.export_asked.connect(self.export_asked)
        self.bar.print_asked.connect(self.print_asked)

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 16, 0)
        head.setSpacing(10)
        for part in (self._back, self._code, self._name, self._about):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.compare)
        head.addWidget(self.bar)
        band = QFrame()
        band.setProperty("part", "band")
        band.setFixedHeight(48)
        band.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(band)
        column.addWidget(self.sheet, 1)
        column.addWidget(self._empty, 1)

    def _show(self, state: ChartsState) -> None:
        self._code.setText(state.code)
        self._name.setText(state.name)
        self._about.setText(self.look.text(state.about))
        self._back.setToolTip(self.tr("Back"))
        self._back.setAccessibleName(self.tr("Back"))
        self.compare.say(self.tr("Compare…"))
        self.compare.setVisible(bool(state.others))
        self.bar.show_state(state)
        self.sheet.setVisible(bool(state.panels))
        self._empty.setVisible(not state.panels)
        self._empty.say(
            self.tr("No panel is chosen"),
            self.tr("Panels show values over the days since the infusion. Choose those you want to compare."),
            self.tr("Choose panels"),
        )
        self.sheet.show_sheet(state)

    def ask_compare(self) -> CompareDialog | None:
        """Let other children be chosen."""
        if self.state is None:
            return None
        dialog = CompareDialog(self.look, self.state.others, self.state.compared, self)
        dialog.chosen.connect(self.compare_chosen)
        dialog.open()
        return dialog

    def enlarge(self, code: str) -> LargeChart | None:
        """Open one panel over the window."""
        return self.sheet.enlarge(code)
