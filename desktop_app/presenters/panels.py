"""The panels of curves a definition draws, filled from a course: every item and derived value that names one. Pure.

No item is known here by its code; what a panel stands on is `panel_ground`, what lies behind and below its curves
`panel_bands`, `panel_lines`, `panel_lanes`.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from desktop_app.presenters import words
from desktop_app.presenters.flags import flag_of
from desktop_app.presenters.panel_bands import bands, unbanded, zones
from desktop_app.presenters.panel_breaks import breaks
from desktop_app.presenters.panel_cautions import cautioned
from desktop_app.presenters.panel_conflicts import in_conflict
from desktop_app.presenters.panel_empty import empty_words
from desktop_app.presenters.panel_ground import Drawn, Origin, curves, origin, shades, ticks
from desktop_app.presenters.panel_lanes import lanes_below
from desktop_app.presenters.panel_lines import lines
from study import units
from study.course import Course, CurvePoint, VisitAt
from study.definition.model import DerivedSpec
from study.definition.panel import Panel
from study.judgement import derived_findings, findings, stands_at
from study.text import Text
from study.values import Quantity
from ui.charts.state import Band, Break, PanelState, Point, Series, Side
from ui.widgets.state import Flag

BAND_UNCONFIRMED = Text("band unconfirmed", "参考带待确认")
HALF_FILLED = Text("half filled", "半填充")


def panel_states(course: Course, today: date) -> tuple[PanelState, ...]:
    """Every panel of curves that the definition draws anything on, over all days, with or without points."""
    begin = origin(course)
    if begin is None:
        return ()
    return tuple(
        panel_state(course, panel, begin, today, early=False)
        for panel in course.study.panels
        if panel.kind == "curves" and curves(course.study, panel.code)
    )


def panel_state(course: Course, panel: Panel, begin: Origin, today: date, *, early: bool = True) -> PanelState:
    """One panel; one of the early days is clipped to them when `early`."""
    drawn = curves(course.study, panel.code)
    behind, conflict = bands(course, drawn, begin), in_conflict(course, drawn)
    days = panel.days if begin.said is None else None
    window = days if early else None
    made = tuple((each, series(course, panel, each, begin, today, window=window)) for each in drawn)
    told = tuple(cautioned(course, panel, each, begin, today) for each in made)
    below = lanes_below(course, panel, begin, today)
    several = {side for side in ("left", "right") if sum(each.side == side for each in told) > 1}
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=told,
        bands=behind,
        lines=lines(course, panel, made),
        shades=shades(course, begin),
        ticks=ticks(course, begin, today),
        log_left=panel.log_left,
        log_right=panel.log_right,
        zero_left=panel.zero_left,
        zero_right=panel.zero_right,
        range_left=_range(panel.range_left),
        range_right=_range(panel.range_right),
        infusion=begin.said is None,
        subtitle=_subtitle(
            (conflict, begin.said),
            behind,
            "left",
            told=(*unbanded(course, made, behind), *_notes(panel, told)),
            named="left" in several,
        ),
        step=panel.step,
        lanes=below,
        zones=zones(panel),
        window=window,
        early=days,
        empty=None if below or any(each.points for each in told) else conflict or empty_words(course.study, panel),
        undecided=conflict is not None,
    )


def _range(fixed: tuple[Decimal, Decimal] | None) -> tuple[float, float] | None:
    return (float(fixed[0]), float(fixed[1])) if fixed is not None else None


def _notes(panel: Panel, made: tuple[Series, ...]) -> tuple[Text, ...]:
    """What half filled points are."""
    shown = {each.code for each in made if any(point.aside for point in each.points)}
    return tuple(
        Text(f"{HALF_FILLED.en}: {caution.note.en}", f"{HALF_FILLED.zh}：{caution.note.zh}")
        for caution in panel.cautions
        if caution.of in shown
    )


def _subtitle(
    said: tuple[Text | None, ...],
    behind: tuple[Band, ...],
    side: Side,
    *,
    told: tuple[Text, ...] = (),
    named: bool = False,
) -> Text | None:
    """From where the days count, whose band is drawn among several curves, whether it was checked in print."""
    here = [band for band in behind if band.side == side]
    of = next((band.of for band in here if band.of is not None), None) if named else None
    band = Text(f"band: {of.en}", f"参考带：{of.zh}") if of is not None else None
    unsure = BAND_UNCONFIRMED if any(not band.confirmed for band in here) else None
    joined = words.join(*said, band, unsure, *told)
    return joined if joined.en else None


def series(
    course: Course, panel: Panel, drawn: Drawn, begin: Origin, today: date, *, window: tuple[int, int] | None = None
) -> Series:
    """One curve with everything that can be read of it; what is said of its last value is of the days in `window`."""
    subject, values = drawn.subject, _values(course, drawn)
    cut = breaks(course, drawn, values, begin.day)
    made = [point for each in values if (point := _point(course, drawn, each, begin, today))]
    seen = [point for point in made if window is None or window[0] <= point.day <= window[1]]
    log = panel.log_left if drawn.side == "left" else panel.log_right
    return Series(
        code=subject.code,
        label=subject.short or subject.label,
        unit=words.unit_label(course.study, subject.unit),
        points=tuple(made),
        side=drawn.side,
        last=seen[-1].shown if seen else "",
        detail=_lines(_axis(drawn, log), _since_baseline(course, made, seen, cut, (drawn, log)) if seen else None),
        breaks=cut,
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
        number = units.rounded(found.quantity.decimal, subject.decimals).replace("-", "\N{MINUS SIGN}")
        shown = f"{found.quantity.comparator}{number}"
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


def _since_baseline(
    course: Course, points: list[Point], seen: list[Point], cut: tuple[Break, ...], how: tuple[Drawn, bool]
) -> Text | None:
    """The value at baseline and how far the last one `seen` is from it: a share where the axis is logarithmic.

    Not where it was measured in another way since.
    """
    baseline = {at.address.key for at in course.visits if at.visit.baseline}
    base, last = next((point for point in points if point.visit in baseline), None), seen[-1]
    if base is None or last.day <= base.day:
        return None
    if any(base.day < each.day <= last.day for each in cut):
        return Text(f"baseline {base.shown}, not compared", f"基线 {base.shown}，不作比较")
    moved = ""
    if not (base.comparator or last.comparator):
        drawn, log = how
        moved = ", " + moved_words(
            words.shown_decimal(base.shown), words.shown_decimal(last.shown), decimals(drawn), log
        )
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
        zero_left=panel.zero_left if side == "left" else panel.zero_right,
        range_left=panel.range_left if side == "left" else panel.range_right,
        subtitle=panel.subtitle if side == "left" else _subtitle((), panel.bands, side),
        small=True,
        zones=panel.zones if side == "left" else (),
        lanes=(),
        notes=(),
    )
