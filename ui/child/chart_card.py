"""A small chart of the child's page with its name, last value and flag."""

from PySide6.QtCore import Signal

from ui.charts.drawer import Drawer
from ui.charts.panel import PanelChart
from ui.charts.state import PanelState, Series
from ui.language import study_day
from ui.look import Look
from ui.widgets.cards import Card
from ui.widgets.labels import CutLabel, label
from ui.widgets.marks import FlagMark
from ui.widgets.state import Flag

_FLAGS = {"low": Flag.LOW, "high": Flag.HIGH, "critical_low": Flag.CRITICAL_LOW, "critical_high": Flag.CRITICAL_HIGH}


def _when(panel: PanelState, series: Series) -> str:
    """The day of the last value where later visits have none: an old number must not pass for today's."""
    last = series.points[-1].day if series.points else None
    later = last is not None and any(tick.day > last for tick in panel.ticks)
    return study_day(last) if last is not None and later and panel.infusion else ""


class ChartCard(Card):
    """One panel in small. `visit_chosen` carries a visit's address key."""

    visit_chosen = Signal(str)

    def __init__(self, look: Look, drawer: Drawer) -> None:
        super().__init__((12, 8, 8, 4), 2)
        self._look = look
        self._title = CutLabel("body", bold=True)
        self._unit = label("", "key", "text_3", wrap=True)
        # The names of several curves must not push the page apart; all of them stand in the tip.
        for words in (self._title, self._unit):
            words.setMinimumWidth(24)
        self._flag = FlagMark(look)
        self._last = label("", "pane", bold=True)
        self.chart = PanelChart(look, drawer)
        self.chart.point_chosen.connect(self.visit_chosen)
        _holder, head = self.head()
        head.addWidget(self._title)
        head.addWidget(self._unit, 1)
        head.addWidget(self._flag)
        head.addWidget(self._last)
        self.column.addWidget(self.chart, 1)

    def show_panel(self, panel: PanelState, days: tuple[float, float] | None) -> None:
        """Show a panel; its first series gives the last value."""
        self._title.setText(self._look.text(panel.title))
        self._title.setToolTip(self._title.text())
        first = panel.series[0] if panel.series else None
        flag = _FLAGS.get(first.points[-1].flag, Flag.NONE) if first is not None and first.points else Flag.NONE
        self._unit.setText(" · ".join(part for part in (first.unit, _when(panel, first)) if part) if first else "")
        self._unit.setToolTip(self._unit.text())
        self._last.setText(first.last if first is not None else "")
        self._flag.setVisible(flag is not Flag.NONE)
        self._flag.setFixedWidth(74 if flag.critical else 52)
        self._flag.show_flag(flag)
        self.chart.show_panel(panel, days)
