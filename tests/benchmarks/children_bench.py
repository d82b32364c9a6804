"""Five thousand children in the table: read, filtered letter by letter, sorted by every column; the slowest counts."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from study.text import Text
from tests.benchmarks.measure import Benchmark, Measured, Setting, once
from ui.children.children_view import ChildrenView
from ui.children.state import ChildrenState, ChildRow, Due, Measure, MeasureColumn, NextVisit, Standing
from ui.ids import SubjectId
from ui.language import Language
from ui.look import Look
from ui.theme.theme import Theme
from ui.today.state import Group, TodayRow, TodayState
from ui.today.view import TodayView
from ui.widgets.state import Flag, Point, Spark, WindowSpan

CHILDREN = 5_000
_DAY = date(2026, 11, 17)
_WORDS = ("LN-4", "LN-49", "LN-499", "LN-4999", "")


def run(setting: Setting) -> Sequence[Measured]:
    """The table, then the day."""
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication([])
    look = Look(Theme("light"), Language("zh"))
    look.theme.dress(application)
    return [*table(look, setting.seed), day(look)]


def table(look: Look, seed: int) -> list[Measured]:
    """Shown, filtered, sorted."""
    view = ChildrenView(look)
    view.resize(1294, 724)
    view.show()
    state = children(seed)
    shown = _turn(lambda: view.render(state))
    groups = max(_turn(partial(view.groups.chosen.emit, group)) for group in ("needs", "ended", "all"))
    words = max(_turn(partial(view.search.setText, word)) for word in _WORDS)
    order = (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder)
    columns = range(view.model.columnCount())
    sort = max(_turn(partial(view.table.sortByColumn, column, way)) for column in columns for way in order)
    view.close()
    what = f"{CHILDREN} children, the slowest of all"
    return [
        Measured("table: shown", shown, None, f"{CHILDREN} rows that were read"),
        Measured("table: filtered", max(words, groups), None, what),
        Measured("table: sorted", sort, None, what),
    ]


def day(look: Look) -> Measured:
    """Today with a visit of every child."""
    view = TodayView(look)
    view.resize(1294, 724)
    view.show()
    groups = tuple(Group)
    state = today(groups)
    took = _turn(lambda: view.render(state))
    view.close()
    return Measured("today: shown", took, None, f"{CHILDREN} visits that were read")


def _turn(act: Callable[[], object]) -> float:
    """Milliseconds until what was asked for is painted."""

    def acted() -> None:
        act()
        QApplication.processEvents()

    return once(acted)


def children(seed: int, count: int = CHILDREN) -> ChildrenState:
    """So many invented rows."""
    draw = random.Random(seed)
    columns = tuple(MeasureColumn(code, Text(code, code), Text("u", "u")) for code in ("UPCR", "EGFR", "C3", "CD19"))
    rows = tuple(_child(draw, place, len(columns)) for place in range(count))
    return ChildrenState(_DAY, columns, rows)


def _child(draw: random.Random, place: int, columns: int) -> ChildRow:
    spark = Spark(tuple(Point(30 * n, draw.random(), False) for n in range(8)), 0.2, 0.8, False)
    numbers = [draw.random() * 100 for _ in range(columns)]
    return ChildRow(
        subject=SubjectId(f"s{place}"),
        code=f"LN-{place:04d}",
        name=f"儿{place}",
        sex=Text("F", "女"),
        age=draw.uniform(3, 17),
        study_day=draw.randrange(-30, 365),
        next_visit=NextVisit("M3", draw.choice(list(Due)), _DAY + timedelta(days=draw.randrange(-40, 40)), 5),
        measures=tuple(Measure(f"{number:.1f}", number, Flag.NONE, spark) for number in numbers),
        standing=draw.choice(list(Standing)),
    )


def today(groups: Sequence[Group], count: int = CHILDREN) -> TodayState:
    """As many visits that are overdue, open or coming."""
    what, word = Text("M3 · 3 months", "M3 · 3个月"), Text("open", "时间窗内")
    span = WindowSpan(-5, 5, 0)
    rows = [
        TodayRow(f"s{n}/M3/////", f"LN-{n:04d}", f"儿{n}", groups[n % len(groups)], what, what, word, span)
        for n in range(count)
    ]
    return TodayState(_DAY, Text("Tuesday", "星期二"), 14, tuple(rows), children=count)


BENCHMARK = Benchmark("children", run)
