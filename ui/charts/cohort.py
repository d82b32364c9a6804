"""The page of all children: curves over each other with their median, response by visit, the swimmer of all.

State in, signals out. Children stand here by code.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.charts.drawer import Drawer
from ui.charts.page import ChartPage
from ui.charts.state import CohortState
from ui.look import Look
from ui.widgets.labels import label
from ui.widgets.reading import Reading
from ui.widgets.segmented import Segmented


class CohortView(ChartPage[CohortState]):
    """The page of all children; `everyone_chosen`: also those who were not infused."""

    everyone_chosen = Signal(bool)

    def __init__(self, look: Look, drawer: Drawer, parent: QWidget | None = None) -> None:
        super().__init__(look, drawer, "children", parent)
        self._title = label("", "title", bold=True)
        self.who = Segmented()
        self.who.chosen.connect(lambda key: self.everyone_chosen.emit(key == "all"))
        self.reading = Reading(look)
        self.reading.setContentsMargins(0, 10, 0, 0)
        self._compose((self._title,), self.who, self.reading)

    def _show(self, state: CohortState) -> None:
        self._title.setText(self.tr("All children"))
        self.who.offer(
            [("infused", self.tr("Infused")), ("all", self.tr("All"))], "all" if state.everyone else "infused"
        )
        self.reading.show_far(state.read, state.of)
        if state.read < state.of:
            self._empty.say(self.tr("Reading the children…"), "")
        else:
            self._empty.say(
                self.tr("Nothing to show yet"),
                self.tr("Here the children lie over each other from the day of infusion, by code, with their median."),
                self.tr("Choose panels") if state.choices else "",
            )
        self._show_page(state)
