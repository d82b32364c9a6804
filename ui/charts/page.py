"""What the charts of a child and those of all children share: the head with its controls, the sheet, what is said
while nothing is shown. State in, signals out. Must not know where values come from.
"""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.charts.bar import ChartBar, ExportAsked
from ui.charts.drawer import Drawer
from ui.charts.sheet import ChartSheet
from ui.charts.state import ChartsState, CohortState
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.labels import label

S = TypeVar("S", ChartsState, CohortState)


class ChartPage(View[S]):
    """A page of charts. `visit_opened` carries the address key of what was clicked, `panels_chosen` a tuple of panel
    codes, `early_chosen` whether panels of the early days are clipped to them.
    """

    visit_opened = Signal(str)
    panels_chosen = Signal(tuple)
    early_chosen = Signal(bool)
    log_axes_chosen = Signal(bool)
    export_asked = Signal(ExportAsked)
    print_asked = Signal(object)
    back_asked = Signal()

    def __init__(self, look: Look, drawer: Drawer, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("ground", "bg")
        self._about = label("", "body", "text_2")
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._back.clicked.connect(self.back_asked)
        self.bar = ChartBar(look)
        self.sheet = ChartSheet(look, drawer)
        self._empty = EmptyState(look, icon)
        self._empty.asked.connect(self.bar.offer_panels)
        self.sheet.visit_opened.connect(self.visit_opened)
        self.bar.panels_chosen.connect(self.panels_chosen)
        self.sheet.early_chosen.connect(self.early_chosen)
        self.bar.log_axes_chosen.connect(self.log_axes_chosen)
        self.bar.export_asked.connect(self.export_asked)
        self.bar.print_asked.connect(self.print_asked)

    def _compose(self, titles: tuple[QWidget, ...], control: QWidget, *below: QWidget) -> None:
        """Put the page together: `titles` after the way back, `control` before those of the sheet, `below` the head."""
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 16, 0)
        head.setSpacing(10)
        for part in (self._back, *titles, self._about):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(control)
        head.addWidget(self.bar)
        band = QFrame()
        band.setProperty("part", "band")
        band.setFixedHeight(48)
        band.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (band, *below):
            column.addWidget(part)
        column.addWidget(self.sheet, 1)
        column.addWidget(self._empty, 1)

    def _show_page(self, state: S) -> None:
        """Show everything but what the page says itself."""
        self._about.setText(self.look.text(state.about))
        self._back.setToolTip(self.tr("Back"))
        self._back.setAccessibleName(self.tr("Back"))
        self.bar.show_state(state)
        self.sheet.setVisible(bool(state.panels))
        self._empty.setVisible(not state.panels)
        self.sheet.show_sheet(state)
