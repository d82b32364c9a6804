"""The horizontal lines of a panel: fixed ones, parts of the baseline, the cut-offs that reports print. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from desktop_app.presenters.panel_ground import Drawn
from study import units
from study.address import parse_key
from study.course import Course
from study.definition.model import Item
from study.definition.panel import Line, Panel
from study.limits import Limit, limit_of
from study.past import baseline_visits
from study.text import Text
from ui.charts.state import Point, ReferenceLine, Series


def lines(course: Course, panel: Panel, made: tuple[tuple[Drawn, Series], ...]) -> tuple[ReferenceLine, ...]:
    """Every line of the definition for which there is something to stand on."""
    return tuple(found for line in panel.lines for found in _line(course, line, made))


def _line(course: Course, line: Line, made: tuple[tuple[Drawn, Series], ...]) -> Iterator[ReferenceLine]:
    if line.value is not None and not line.of:
        yield ReferenceLine(float(line.value), line.label, line.axis)
    for drawn, series in made:
        if drawn.subject.code == line.of and (line.less_by or line.value is not None):
            yield from _of_baseline(course, line, series)
        elif drawn.subject.code == line.of:
            yield from _cut_offs(course, line, drawn, series)


def _of_baseline(course: Course, line: Line, series: Series) -> Iterator[ReferenceLine]:
    """A part of the baseline, where that is a plain number; up to where the curve is measured in another way."""
    share = _share(course, line.less_by) if line.value is None else 1 - line.value
    base = baseline_point(course, series.points)
    if share is None or base is None or base.comparator:
        return
    value = Decimal(base.shown.replace("\N{MINUS SIGN}", "-")) * (1 - share)
    less = f"−{units.plain((share * 100).normalize())} % " if line.value is None else ""
    said = f"{less}= {units.rounded(value, 1)}"
    end = next((each.day for each in series.breaks if each.day > base.day), None)
    label = Text(f"{line.label.en} {said}", f"{line.label.zh}{said}")
    yield ReferenceLine(float(value), label, line.axis, to_day=end)


def _share(course: Course, setting: str) -> Decimal | None:
    """A share that a setting says; None where it is off."""
    try:
        share = Decimal(course.study.settings.get(setting, ""))
    except ArithmeticError:
        return None
    return share if 0 < share < 1 else None


def _cut_offs(course: Course, line: Line, drawn: Drawn, series: Series) -> Iterator[ReferenceLine]:
    """The upper limit of each result's own report (or laboratory), from its day to that of another one."""
    found: list[tuple[int, Decimal | None]] = []
    for point in series.points:
        limit = _upper(course, drawn, point)
        if not found or found[-1][1] != limit:
            found.append((point.day, limit))
    ends = (*(day for day, _ in found[1:]), None)[: len(found)]
    for place, ((day, limit), end) in enumerate(zip(found, ends, strict=True)):
        if limit is not None:
            said = units.plain(limit)
            label = Text(f"{line.label.en} {said}", f"{line.label.zh} {said}")
            yield ReferenceLine(float(limit), label, line.axis, None if place == 0 else day, end)


def _upper(course: Course, drawn: Drawn, point: Point) -> Decimal | None:
    if not isinstance(drawn.subject, Item):
        return None
    at = course.visit_at(parse_key(point.visit))
    place = course.stands_at(at.address, drawn.form, drawn.subject.code)
    found = limit_of(course, (drawn.form, drawn.subject), place, at.day, "high") if place is not None else None
    return found.number if isinstance(found, Limit) else None


def baseline_point(course: Course, points: tuple[Point, ...]) -> Point | None:
    """The last point before treatment, which is what everything later is compared with."""
    found = baseline_visits(course)
    by_visit = {point.visit: point for point in points}
    places = found if not isinstance(found, Text) else ()
    return next((by_visit[at.address.key] for at in places if at.address.key in by_visit), None)
