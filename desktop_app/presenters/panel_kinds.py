"""Every panel of a child, of whatever kind the definition says. Pure."""

from dataclasses import replace
from datetime import date

from desktop_app.presenters.panel_ground import Origin, drawn_on, origin, with_axes
from desktop_app.presenters.panel_heat import heat_state
from desktop_app.presenters.panel_swimmer import swimmer_state
from desktop_app.presenters.panels import panel_state
from study.course import Course
from study.definition.panel import Panel
from study.text import Text
from ui.charts.state import PanelState

NOTHING_EARLY = Text(
    "Nothing on these days: “All days” shows what there is.", "该时段无数据，选择“全程”可查看其他时段。"
)


def every_panel(course: Course, today: date, *, early: bool = True, log_axes: bool = True) -> tuple[PanelState, ...]:
    """The panels of the definition in its order, with or without anything on them; those of all children left out.

    Panels of the early days are clipped to them when `early`; without `log_axes` no axis is logarithmic.
    """
    begin = origin(course)
    return (
        ()
        if begin is None
        else tuple(
            _made(course, with_axes(p, log_axes), begin, today, early=early)
            for p in course.study.panels
            if _of_one(course, p)
        )
    )


def _of_one(course: Course, panel: Panel) -> bool:
    return panel.kind == "swimmer" or (panel.kind != "response" and bool(drawn_on(course.study, panel.code)))


def _made(course: Course, panel: Panel, begin: Origin, today: date, *, early: bool) -> PanelState:
    match panel.kind:
        case "heat":
            return heat_state(course, panel, begin, today)
        case "swimmer":
            return swimmer_state(course, panel, begin, today)
        case _:
            return panel_state(course, panel, begin, today, early=early)


def shows_anything(panel: PanelState) -> bool:
    """True when there is anything to see."""
    return panel.undecided or any(each.points for each in panel.series) or bool(panel.lanes)


def with_nothing_early(panels: tuple[PanelState, ...]) -> tuple[PanelState, ...]:
    """The panels; one that is clipped to early days on which there is nothing says so."""
    return tuple(replace(panel, empty=NOTHING_EARLY) if _later(panel) else panel for panel in panels)


def _later(panel: PanelState) -> bool:
    """True for an early panel on which everything came before or after its days."""
    if panel.window is None or panel.empty is not None:
        return False
    first, last = panel.window
    points = any(first <= point.day <= last for series in panel.series for point in series.points)
    rows = any(each.from_day <= last and each.to_day > first for lane in panel.lanes for each in lane.stretches)
    return not points and not rows
