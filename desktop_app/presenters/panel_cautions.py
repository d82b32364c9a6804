"""Points of a curve that do not tell what they seem to, such as an IgG after immunoglobulin was given. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from desktop_app.presenters.panel_ground import Drawn, Origin
from desktop_app.presenters.panel_lanes import end_unsaid, stretch
from study.address import parse_key
from study.course import Course
from study.definition.panel import Bar, Caution, Panel
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
        bars = tuple(bar for bar in panel.bars if bar.code and bar.code == caution.after)
        given = tuple(_Given(*each) for bar in bars for each in _stretches(course, bar, begin, today))
        points = tuple(_judged(course, drawn, caution, point, given) for point in made.points)
        made = replace(made, points=points)
    return made


class _Given(NamedTuple):
    """A stretch, and whether nobody said until when it lasted."""

    days: Stretch
    unsaid: bool


def _stretches(course: Course, bar: Bar, begin: Origin, today: date) -> Iterator[tuple[Stretch, bool]]:
    for row in filled(course, bar.form):
        made = stretch(course, bar, row, begin, today)
        if made is not None:
            yield made, end_unsaid(course, bar, row)


def _judged(course: Course, drawn: Drawn, caution: Caution, point: Point, given: tuple[_Given, ...]) -> Point:
    before = [
        point.day - min(each.days.to_day - 1, point.day)
        for each in given
        if each.days.from_day <= point.day < each.days.to_day + caution.days
    ]
    if before:
        ago = min(before)
        note = Text(f"{caution.note.en} ({ago} d before)", f"{caution.note.zh}（{ago}天前）")
        return replace(point, aside=True, note=note)
    if _said(course, drawn, caution, point):
        return replace(point, aside=True, note=caution.note)
    open_ = next((each.days for each in given if each.unsaid and each.days.to_day <= point.day), None)
    return replace(point, note=open_.shown) if open_ is not None and point.note is None else point


def _said(course: Course, drawn: Drawn, caution: Caution, point: Point) -> bool:
    """Whether the form of the result says it itself."""
    if not caution.when or not drawn.form:
        return False
    place = course.stands_at(parse_key(point.visit), drawn.form, drawn.subject.code)
    if place is None:
        return False
    scope = FormScope(course.study.forms[drawn.form], course.filled(place.in_form))
    return holds(parse(caution.when), scope) is True
