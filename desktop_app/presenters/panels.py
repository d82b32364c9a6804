"""The panels a definition draws, filled from a course: every item and derived value that names a panel. Pure.

No item is known here by its code; which curve stands where is the definition's. Days count from the infusion; before it
from the planned one, else from the first visit, and the panel says so.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from desktop_app.presenters import words
from desktop_app.presenters.flags import flag_of
from desktop_app.presenters.panel_breaks import breaks
from study import units
from study.course import Course, CurvePoint, VisitAt
from study.definition.model import DerivedSpec, Item, Line, Panel, Study
from study.judgement import derived_findings, findings, stands_at
from study.logs import filled
from study.past import LYMPHODEPLETION, baseline_visits
from study.reference import Interval
from study.specimen import IntervalOverDays
from study.text import Text
from study.values import Quantity
from ui.charts.state import Band, PanelState, Point, ReferenceLine, Series, Shade, Side, Tick
from ui.widgets.state import Flag

BAND_UNCONFIRMED = Text("band unconfirmed", "参考带待确认")


@dataclass(frozen=True)
class Drawn:
    """One curve: an item of a form, or a derived value (then `form` is ""), and its side."""

    form: str
    subject: Item | DerivedSpec
    side: Side


@dataclass(frozen=True)
class Origin:
    """The day that is 0 on the axis. `said`: which day that is, None when it is the infusion."""

    day: date
    said: Text | None = None


def origin(course: Course) -> Origin | None:
    """Where the days of a child's charts begin; None while no visit has a date."""
    if course.infusion:
        return Origin(course.infusion)
    if course.planned:
        event, day = course.study.day_zero, course.planned
        said = Text(f"days from the planned {event.en} {day}", f"自计划{event.zh}日 {day} 起的天数")
        return Origin(course.planned, said)
    first = min((at.day for at in course.visits if at.day), default=None)
    if first is None:
        return None
    return Origin(first, Text(f"days from the first visit {first}", f"自首次访视 {first} 起的天数"))


def curves(study: Study, panel: str) -> tuple[Drawn, ...]:
    """What the definition draws on a panel, the left axis first."""
    derived = [Drawn("", spec, c.axis) for spec in study.derived.values() for c in spec.curves if c.panel == panel]
    items = [
        Drawn(form.code, item, curve.axis)
        for form in study.forms.values()
        for item in form.items
        for curve in item.curves
        if curve.panel == panel
    ]
    return tuple(sorted([*derived, *items], key=lambda drawn: drawn.side))


def panel_states(course: Course, today: date) -> tuple[PanelState, ...]:
    """Every panel of curves that the definition draws anything on, in its order, with or without points."""
    begin = origin(course)
    if begin is None:
        return ()
    return tuple(
        panel_state(course, panel, begin, today)
        for panel in course.study.panels
        if panel.kind == "curves" and curves(course.study, panel.code)
    )


def panel_state(course: Course, panel: Panel, begin: Origin, today: date) -> PanelState:
    """One panel."""
    drawn = curves(course.study, panel.code)
    bands = _bands(course, drawn, begin)
    made = tuple(series(course, panel, each, begin, today) for each in drawn)
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=made,
        bands=bands,
        lines=tuple(found for line in panel.lines if (found := _line(course, line, made)) is not None),
        shades=shades(course, begin),
        ticks=ticks(course, begin, today),
        log_left=panel.log_left,
        log_right=panel.log_right,
        infusion=begin.said is None,
        subtitle=_subtitle(begin.said, bands, "left"),
        step=panel.step,
    )


def _line(course: Course, line: Line, made: tuple[Series, ...]) -> ReferenceLine | None:
    """A line where the definition puts it; one that is a part of the baseline only where there is a plain baseline."""
    if not line.of:
        return ReferenceLine(float(line.value), line.label, line.axis)
    base = next((base for each in made if each.code == line.of and (base := baseline_point(course, each.points))), None)
    if base is None or base.comparator:
        return None
    value = Decimal(base.shown.replace("\N{MINUS SIGN}", "-")) * line.value
    shown = units.rounded(value, 1)
    label = Text(f"{line.label.en} = {shown}", f"{line.label.zh} = {shown}")
    return ReferenceLine(float(value), label, line.axis)


def baseline_point(course: Course, points: tuple[Point, ...]) -> Point | None:
    """The last point before treatment, which is what everything later is compared with."""
    found = baseline_visits(course)
    by_visit = {point.visit: point for point in points}
    places = found if not isinstance(found, Text) else ()
    return next((by_visit[at.address.key] for at in places if at.address.key in by_visit), None)


def shades(course: Course, begin: Origin) -> tuple[Shade, ...]:
    """The days of lymphodepletion."""
    given = [(row.day("LDSTDTC"), row.day("LDENDTC")) for row in filled(course, LYMPHODEPLETION)]
    label = Text("lymphodepletion", "清淋")
    return tuple(
        Shade((start - begin.day).days, ((end or start) - begin.day).days + 1, label) for start, end in given if start
    )


def _subtitle(said: Text | None, bands: tuple[Band, ...], side: Side) -> Text | None:
    """From where the days count, and whether the band that is drawn was checked in print."""
    unsure = any(not band.confirmed for band in bands if band.side == side)
    joined = words.join(said, BAND_UNCONFIRMED if unsure else None)
    return joined if joined.en else None


def ticks(course: Course, begin: Origin, today: date) -> tuple[Tick, ...]:
    """The visits that took place."""
    return tuple(Tick((at.day - begin.day).days, at.visit.code, at.day == today) for at in course.visits if at.day)


def series(course: Course, panel: Panel, drawn: Drawn, begin: Origin, today: date) -> Series:
    """One curve with everything that can be read of it."""
    subject, values = drawn.subject, _values(course, drawn)
    made = [point for each in values if (point := _point(course, drawn, each, begin, today))]
    log = panel.log_left if drawn.side == "left" else panel.log_right
    return Series(
        code=subject.code,
        label=subject.short or subject.label,
        unit=words.unit_label(course.study, subject.unit),
        points=tuple(made),
        side=drawn.side,
        last=made[-1].shown if made else "",
        detail=_lines(_axis(drawn, log), _since_baseline(course, made, drawn, log) if made else None),
        breaks=breaks(course, drawn.form, subject, values, begin.day) if isinstance(subject, Item) else (),
    )


def _lines(axis: Text, baseline: Text | None) -> Text:
    """What the legend says below the last value, a line each."""
    return Text(f"{axis.en}\n{baseline.en}", f"{axis.zh}\n{baseline.zh}") if baseline else axis


def _axis(drawn: Drawn, log: bool) -> Text:
    """Which axis a curve is read on, and whether what it shows is unconfirmed."""
    side = Text("left", "左轴") if drawn.side == "left" else Text("right", "右轴")
    axis = Text(f"{side.en}, log", f"{side.zh}（对数）") if log else side
    return words.join(axis, None if drawn.subject.confirmed else words.UNCONFIRMED)


def _values(course: Course, drawn: Drawn) -> tuple[CurvePoint, ...]:
    if isinstance(drawn.subject, DerivedSpec):
        return course.derived_curve(drawn.subject.code)
    return course.curve(drawn.form, drawn.subject)


def _point(course: Course, drawn: Drawn, found: CurvePoint, begin: Origin, today: date) -> Point | None:
    """A value as a point in the unit of its curve; None where its unit cannot be converted."""
    at, subject = found.at, drawn.subject
    if at.day is None:
        return None
    if isinstance(subject, DerivedSpec):
        base: Quantity | units.NoConversion = found.quantity
        shown = f"{found.quantity.comparator}{units.rounded(found.quantity.decimal, subject.decimals)}"
    else:
        base = units.to_base(subject, found.quantity)
        shown = words.value_text(course.study, subject, found.quantity, "en")
    if isinstance(base, units.NoConversion):
        return None
    return Point(
        day=(at.day - begin.day).days,
        value=float(base.decimal),
        shown=shown,
        visit=at.address.key,
        visit_label=at.visit.code,
        date=at.day.isoformat(),
        comparator=base.comparator,
        flag=_flag(course, at, drawn).value,
        today=at.day == today,
    )


def _flag(course: Course, at: VisitAt, drawn: Drawn) -> Flag:
    if isinstance(drawn.subject, DerivedSpec):
        derived = course.derived_one(at.address, drawn.subject.code)
        return flag_of(derived_findings(course, at, derived)) if derived is not None else Flag.NONE
    address = stands_at(course, at.address, drawn.form, drawn.subject.code)
    fact = course.record.fact(address) if address else None
    return flag_of(findings(course, at, drawn.subject, fact)) if fact else Flag.NONE


def _since_baseline(course: Course, points: list[Point], drawn: Drawn, log: bool) -> Text | None:
    """The value at baseline and how far the last one is from it: a share where the axis is logarithmic."""
    baseline = {at.address.key for at in course.visits if at.visit.baseline}
    base = next((point for point in points if point.visit in baseline), None)
    if base is None or base is points[-1]:
        return None
    moved = ""
    if not (base.comparator or points[-1].comparator):
        moved = ", " + moved_words(Decimal(base.shown), Decimal(points[-1].shown), decimals(drawn), log)
    return Text(f"baseline {base.shown}{moved}", f"基线 {base.shown}{moved}")


def decimals(drawn: Drawn) -> int:
    """How many decimals a change of a curve is told with."""
    return drawn.subject.decimals if drawn.subject.decimals is not None else 2


def moved_words(before: Decimal, now: Decimal, places: int, share: bool) -> str:
    """How far a number moved: in per cent, or in its unit with that many decimals at most."""
    if share and before:
        percent = Decimal(units.rounded((now - before) * 100 / abs(before), 0))
        return f"{words.signed_change(percent)} %"
    return words.signed_change(Decimal(units.rounded(now - before, places)))


def _bands(course: Course, drawn: tuple[Drawn, ...], begin: Origin) -> tuple[Band, ...]:
    """The interval of the first curve of each side that has one, in steps where the child's age changes it."""
    days = sorted({at.day for at in course.visits if at.day})
    found: list[Band] = []
    sides: set[Side] = set()
    for each in drawn:
        bands = _steps(course, each, days, begin)
        if bands and each.side not in sides:
            sides.add(each.side)
            found += bands
    return tuple(found)


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
    return [
        Band(_days(start, begin), _days(end, begin), _number(held.low), _number(held.high), drawn.side, held.confirmed)
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
    return None if day is None else (day - begin.day).days


def _number(limit: Decimal | None) -> float | None:
    return None if limit is None else float(limit)


def small_panels(panels: tuple[PanelState, ...]) -> tuple[PanelState, ...]:
    """The panels as small charts, one an axis, so that each has one scale; axes without points are left out."""
    return tuple(small for panel in panels for side in ("left", "right") if (small := _small(panel, side)))


def _small(panel: PanelState, side: Side) -> PanelState | None:
    kept = [each for each in panel.series if each.side == side and each.points]
    if not kept:
        return None
    log = panel.log_left if side == "left" else panel.log_right
    last = " / ".join(each.last for each in kept)
    return replace(
        panel,
        code=f"{panel.code} {side}",
        title=words.join(*(each.label for each in kept)),
        series=tuple(replace(each, side="left", last=last) for each in kept),
        bands=tuple(replace(band, side="left") for band in panel.bands if band.side == side),
        lines=tuple(replace(line, side="left") for line in panel.lines if line.side == side),
        log_left=log,
        log_right=False,
        subtitle=panel.subtitle if side == "left" else _subtitle(None, panel.bands, side),
        small=True,
    )
