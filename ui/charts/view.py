"""The chart screen of a child: its panels, alone or with other children's over them; the treatments below.

State in, signals out. Must not know where values come from.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.charts.bar import FORMATS, ExportAsked
from ui.charts.compare import CompareDialog
from ui.charts.drawer import Drawer
from ui.charts.page import ChartPage
from ui.charts.panel import PanelChart
from ui.charts.sheet import LargeChart, TreatmentStrip
from ui.charts.state import ChartsState
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import label

__all__ = ["FORMATS", "ChartsView", "ExportAsked"]


class ChartsView(ChartPage[ChartsState]):
    """The chart screen of a child. `compare_chosen` carries a tuple of subjects."""

    compare_chosen = Signal(tuple)

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, drawer, "today", parent)
        self._code = label("", "title", bold=True)
        self._name = label("", "title")
        self.compare = Button(look)
        self.compare.clicked.connect(self.ask_compare)
        self._compose((self._code, self._name), self.compare)

    @property
    def charts(self) -> dict[str, PanelChart]:
        """The panels shown, by code."""
        return self.sheet.charts

    @property
    def treatments(self) -> TreatmentStrip:
        """The treatments below."""
        return self.sheet.treatments

    def _show(self, state: ChartsState) -> None:
        self._code.setText(state.code)
        self._name.setText(state.name)
        self.compare.say(self.tr("Compare…"))
        self.compare.setVisible(bool(state.others))
        self._empty.say(
            self.tr("No panel is chosen"),
            self.tr("Panels show values over the days since the infusion. Choose those you want to compare."),
            self.tr("Choose panels"),
        )
        self._show_page(state)

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
