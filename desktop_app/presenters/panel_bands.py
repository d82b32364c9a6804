"""Reference intervals behind curves: the child's own in steps where its age changes them, the grades of CTCAE. Pure."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from desktop_app.presenters.panel_ground import Drawn, Origin
from study.course import Course
from study.definition.model import Item
from study.definition.panel import Panel
from study.derived.ctcae import LOW_CUTS
from study.reference import Interval
from study.specimen import IntervalOverDays
from study.text import Text
from ui.charts.state import Band, Series, Side, Zone

SEVERE = 3
"""CTCAE and ASTCT call grade 3 and more severe."""


def bands(course: Course, drawn: tuple[Drawn, ...], begin: Origin) -> tuple[Band, ...]:
    """The interval of the first curve of each side that has one, in steps where the child's age changes it."""
    days = sorted({at.day for at in course.visits if at.day})
    found: list[Band] = []
    sides: set[Side] = set()
    for each in drawn:
        made = _steps(course, each, days, begin)
        if made and each.side not in sides:
            sides.add(each.side)
            found += made
    return tuple(found)


def unbanded(course: Course, made: tuple[tuple[Drawn, Series], ...], behind: tuple[Band, ...]) -> tuple[Text, ...]:
    """Which laboratory results beside a banded curve have no interval on any day: no band there means no judgement."""
    if not any(band.side == "left" for band in behind):
        return ()
    days = [at.day for at in course.visits if at.day]
    without = [
        each.label
        for drawn, each in made
        if each.points and drawn.side == "left" and isinstance(drawn.subject, Item) and drawn.subject.laboratory
        and not any(IntervalOverDays(course, drawn.form, drawn.subject).on(day) for day in days)
    ]  # fmt: skip
    if not without:
        return ()
    english, chinese = ", ".join(name.en for name in without), "、".join(name.zh for name in without)
    return (Text(f"no reference interval: {english}", f"无参考区间：{chinese}"),)


def _steps(course: Course, drawn: Drawn, days: list[date], begin: Origin) -> list[Band]:
    """Bands from the first visit's interval to the last one's; the outermost are open to the sides."""
    if not days:
        return []
    intervals = IntervalOverDays(course, drawn.form, drawn.subject)
    changes: list[tuple[date | None, Interval | None]] = [(None, intervals.on(days[0]))]
    for left, right in pairwise(days):
        day = left
        while intervals.on(day) != intervals.on(right):
            day = _first_change(intervals, day, right)
            changes.append((day, intervals.on(day)))
    ends = [start for start, _ in changes[1:]] + [None]
    of = drawn.subject.short or drawn.subject.label
    return [
        Band(
            _days(start, begin),
            _days(end, begin),
            _number(held.low),
            _number(held.high),
            drawn.side,
            held.confirmed,
            of,
        )
        for (start, held), end in zip(changes, ends, strict=True)
        if held is not None
    ]


def _first_change(intervals: IntervalOverDays, left: date, right: date) -> date:
    """The first day after `left` and not after `right` on which another interval holds."""
    held = intervals.on(left)
    low, high = 0, (right - left).days
    while high - low > 1:
        middle = (low + high) // 2
        if intervals.on(left + timedelta(days=middle)) == held:
            low = middle
        else:
            high = middle
    return left + timedelta(days=high)


def _days(day: date | None, begin: Origin) -> int | None:
    return None if day is None else begin.days_to(day)


def _number(limit: Decimal | None) -> float | None:
    return None if limit is None else float(limit)


def zones(panel: Panel) -> tuple[Zone, ...]:
    """The grades from 2 on as bands, each from the number below which it begins down to that of the next one."""
    cuts = sorted(LOW_CUTS.get(panel.graded, ()), key=lambda cut: cut[0])
    below = (*(float(number) for _grade, number in cuts[1:]), None)[: len(cuts)]
    return tuple(
        Zone(
            low, float(high), Text(f"CTCAE grade {grade}, below {high}", f"CTCAE {grade}级，<{high}"), f"G{grade}",
            grade >= SEVERE,
        )
        for (grade, high), low in zip(cuts, below, strict=True)
    )  # fmt: skip
