"""The page of all children: curves over each other with their median, response by visit, the swimmer of all.

State in, signals out. Children stand here by code.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.charts.bar import ChartBar, ExportAsked
from ui.charts.drawer import Drawer
from ui.charts.sheet import ChartSheet
from ui.charts.state import CohortState
from ui.look import Look
from ui.view import View
from ui.widgets.buttons import Button
from ui.widgets.cards import EmptyState
from ui.widgets.labels import label
from ui.widgets.segmented import Segmented


class CohortView(View[CohortState]):
    """The page of all children. `visit_opened` carries the address key of what was clicked."""

    visit_opened = Signal(str)
    panels_chosen = Signal(tuple)
    everyone_chosen = Signal(bool)
    log_axes_chosen = Signal(bool)
    export_asked = Signal(ExportAsked)
    print_asked = Signal(object)
    back_asked = Signal()

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setProperty("ground", "bg")
        self._title = label("", "title", bold=True)
        self._about = label("", "body", "text_2")
        self._back = Button(look, "quiet", "small", "back")
        self._back.setFixedWidth(28)
        self._back.clicked.connect(self.back_asked)
        self.who = Segmented()
        self.who.chosen.connect(lambda key: self.everyone_chosen.emit(key == "all"))
        self.bar = ChartBar(look)
        self.sheet = ChartSheet(look, drawer)
        self._empty = EmptyState(look, "children")
        self._empty.asked.connect(self.bar.offer_panels)
        self._connect()
        self._compose()

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
        for part in (self._back, self._title, self._about):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.who)
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

    def _show(self, state: CohortState) -> None:
        self._title.setText(self.tr("All children"))
        self._about.setText(self.look.text(state.about))
        self._back.setToolTip(self.tr("Back"))
        self._back.setAccessibleName(self.tr("Back"))
        self.who.offer(
            [("infused", self.tr("Infused")), ("all", self.tr("All"))], "all" if state.everyone else "infused"
        )
        self.bar.show_state(state)
        self.sheet.setVisible(bool(state.panels))
        self._empty.setVisible(not state.panels)
        self._empty.say(
            self.tr("Nothing to show yet"),
            self.tr("Here the children lie over each other from the day of infusion, by code, with their median."),
            self.tr("Choose panels") if state.choices else "",
        )
        self.sheet.show_sheet(state)
