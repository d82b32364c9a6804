"""Points of a curve that do not tell what they seem to, such as an IgG after immunoglobulin was given. Pure."""

from dataclasses import replace
from datetime import date

from desktop_app.presenters.panel_ground import Drawn, Origin
from desktop_app.presenters.panel_lanes import stretch
from study.address import parse_key
from study.course import Course
from study.definition.panel import Caution, Panel
from study.expression import holds, parse
from study.logs import filled
from study.scope import FormScope
from study.text import Text
from ui.charts.state import Point, Series, Stretch


def cautioned(course: Course, panel: Panel, of: tuple[Drawn, Series], begin: Origin, today: date) -> Series:
    """The curve with those of its points half filled that a caution of the panel is for."""
    drawn, made = of
    for caution in panel.cautions:
        if caution.of != drawn.subject.code:
            continue
        given = tuple(
            each
            for bar in panel.bars
            if bar.code and bar.code == caution.after
            for row in filled(course, bar.form)
            if (each := stretch(course, bar, row, begin, today)) is not None
        )
        points = tuple(_judged(course, drawn, caution, point, given) for point in made.points)
        made = replace(made, points=points)
    return made


def _judged(course: Course, drawn: Drawn, caution: Caution, point: Point, given: tuple[Stretch, ...]) -> Point:
    before = [
        point.day - min(each.to_day - 1, point.day)
        for each in given
        if each.from_day <= point.day < each.to_day + caution.days
    ]
    if before:
        ago = min(before)
        note = Text(f"{caution.note.en} ({ago} d before)", f"{caution.note.zh}（{ago}天前）")
        return replace(point, aside=True, note=note)
    return replace(point, aside=True, note=caution.note) if _said(course, drawn, caution, point) else point


def _said(course: Course, drawn: Drawn, caution: Caution, point: Point) -> bool:
    """Whether the form of the result says it itself."""
    if not caution.when or not drawn.form:
        return False
    place = course.stands_at(parse_key(point.visit), drawn.form, drawn.subject.code)
    if place is None:
        return False
    scope = FormScope(course.study.forms[drawn.form], course.filled(place.in_form))
    return holds(parse(caution.when), scope) is True
