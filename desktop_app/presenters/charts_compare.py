"""Several children's curves over each other: one panel a value, one curve a child, by code and never by name. Pure."""

from dataclasses import replace
from datetime import date
from functools import partial

import msgspec

from desktop_app.presenters import words
from desktop_app.presenters.cohort_kept import Keep, anew
from desktop_app.presenters.panel_ground import Drawn, curves, origin, with_axes
from desktop_app.presenters.panels import series
from desktop_app.records import Child
from study.definition.model import DerivedSpec, Study
from study.definition.panel import Panel
from study.text import Text
from ui.charts.state import Other, PanelState, Point, ReferenceLine, Series, Side, Tick

NO_BAND = Text("no band: ages and laboratories differ", "年龄与实验室不同，不绘参考带")
NOT_INFUSED = Text("not infused: days from the planned infusion or the first visit", "未回输：自计划回输日或首次访视起")


def others(children: tuple[Child, ...], subject: str) -> tuple[Other, ...]:
    """Whom this child may be compared with: not with itself, nor with a record that stands aside for another."""
    return tuple(_other(child) for child in children if child.subject.id != subject and child.aside is None)


def _other(child: Child) -> Other:
    person, zero = child.course.person, child.course.infusion
    sex = words.SEXES.get(person.sex or "")
    infused = words.both(zero.isoformat()) if zero else Text("not infused", "未回输")
    return Other(child.subject.id, child.subject.code, words.join(sex, infused))


def compared_panels(
    study: Study,
    children: tuple[Child, ...],
    today: date,
    chosen: tuple[str, ...] | None,
    *,
    early: bool,
    log_axes: bool = True,
) -> tuple[PanelState, ...]:
    """The panels of curves, one for each value that at least one of the children has."""
    made = (
        compared_panel(children, with_axes(panel, log_axes), drawn, today, early=early)
        for panel in study.panels
        if panel.kind == "curves" and (chosen is None or panel.code in chosen)
        for drawn in curves(study, panel.code)
    )
    return tuple(panel for panel in made if any(each.points for each in panel.series))


def compared_panel(
    children: tuple[Child, ...],
    panel: Panel,
    drawn: Drawn,
    today: date,
    *,
    early: bool,
    keep: Keep = anew,
    alike: bool | None = None,
) -> PanelState:
    """One value of several children, each from the day that is 0 for them; an early panel is clipped when `early`.

    `alike`: day 0 is the infusion of each (None: as these children have it).
    """
    study = children[0].course.study
    log = panel.log_left if drawn.side == "left" else panel.log_right
    alike = all(child.course.infusion for child in children) if alike is None else alike
    days = panel.days if alike else None
    window = days if early else None
    key = ("curve", panel.code, log, drawn.form, drawn.subject.code, drawn.side, window)
    made = (keep(child, key, partial(of_child, child, panel, drawn, today, window)) for child in children)
    every = tuple(found for found in made if found is not None)
    unit = words.unit_label(study, drawn.subject.unit)
    label = drawn.subject.short or drawn.subject.label
    return PanelState(
        code=f"{panel.code} {drawn.form} {drawn.subject.code}",
        title=words.join(label, words.both(unit) if unit else None),
        series=every,
        lines=tuple(
            ReferenceLine(float(line.value), line.label)
            for line in panel.lines
            if line.axis == drawn.side and line.value is not None and not line.of
        ),
        ticks=targets(study, max((p.day for each in every for p in each.points), default=0)),
        log_left=log,
        zero_left=panel.zero_left if drawn.side == "left" else panel.zero_right,
        range_left=_range(panel, drawn.side),
        window=window,
        early=days,
        subtitle=words.join(NO_BAND if _has_band(drawn) else None, None if alike else NOT_INFUSED),
        step=panel.step,
    )


def _range(panel: Panel, side: Side) -> tuple[float, float] | None:
    fixed = panel.range_left if side == "left" else panel.range_right
    return (float(fixed[0]), float(fixed[1])) if fixed is not None else None


def _has_band(drawn: Drawn) -> bool:
    return not isinstance(drawn.subject, DerivedSpec) and drawn.subject.reference is not None


def of_child(
    child: Child, panel: Panel, drawn: Drawn, today: date, window: tuple[int, int] | None = None
) -> Series | None:
    """The curve of one child, called by the child's code; None for a child without any day to count from."""
    begin = origin(child.course)
    if begin is None:
        return None
    alone = panel if drawn.side == "left" else msgspec.structs.replace(panel, log_left=panel.log_right)
    made = series(child.course, alone, replace(drawn, side="left"), begin, today, window=window)
    code = child.subject.code
    points: tuple[Point, ...] = tuple(replace(point, name=code) for point in made.points)
    return replace(made, label=Text(code, code), points=points)


def targets(study: Study, last: int) -> tuple[Tick, ...]:
    """The visits of the schedule up to a day, on their target days: of several children no day is everybody's."""
    return tuple(
        Tick(visit.target_day, visit.code)
        for visit in study.visits
        if visit.target_day is not None and visit.target_day <= last and not visit.repeating
    )
