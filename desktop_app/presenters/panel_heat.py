"""A heat map of a course: each result as a fold of its baseline. Pure.

Two results are compared only where what the definition asks to be alike is the same. Below a limit of quantification a
fold is itself only a limit; where both are limits of one kind nobody can tell.
"""

from dataclasses import replace
from datetime import date
from math import log2

from desktop_app.presenters.panel_breaks import answer
from desktop_app.presenters.panel_empty import empty_words
from desktop_app.presenters.panel_ground import Drawn, Origin, curves
from desktop_app.presenters.panel_lines import baseline_point
from desktop_app.presenters.panels import series
from study.address import Address, parse_key
from study.course import Course
from study.definition.model import Item
from study.definition.panel import Panel
from study.specimen import said_at
from study.text import Text
from ui.charts.state import PanelState, Point, Series
from ui.charts.words import fold_words

NO_BASELINE = Text("no baseline before treatment", "治疗前无基线结果")
BOTH_LIMITS = Text("both are limits: the fold is not known", "两者均为界值，倍数无法确定")
NOTHING = Text("zero has no fold", "数值为零，无法计算倍数")
NOTES = (
    Text("colour: fold over baseline", "颜色：相对基线倍数"),
    Text("open: a limit of quantification", "空心：含定量限"),
    Text("hatched: not compared", "斜线：不作比较"),
)


def heat_state(course: Course, panel: Panel, begin: Origin, today: date) -> PanelState:
    """The folds of every value that the definition draws on a heat map; rows without any value are left out."""
    rows = tuple(_row(course, panel, drawn, begin, today) for drawn in curves(course.study, panel.code))
    shown = tuple(row for row in rows if row.points)
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=shown,
        infusion=begin.said is None,
        subtitle=begin.said,
        kind="heat",
        notes=NOTES,
        empty=None if shown else empty_words(course.study, panel),
    )


def _row(course: Course, panel: Panel, drawn: Drawn, begin: Origin, today: date) -> Series:
    made = series(course, panel, drawn, begin, today)
    base = baseline_point(course, made.points)
    points = tuple(_fold(course, panel, drawn, point, base) for point in made.points)
    return replace(made, points=points, detail=None, breaks=())


def _fold(course: Course, panel: Panel, drawn: Drawn, point: Point, base: Point | None) -> Point:
    """A result as a power of two of the baseline."""
    if base is None:
        return replace(point, compared=False, note=NO_BASELINE)
    other = _unlike(course, panel, drawn, point, base)
    if other is not None:
        return replace(point, compared=False, note=other)
    if point.value <= 0 or base.value <= 0:
        return replace(point, compared=False, note=NOTHING)
    limit = _limit(point.comparator, base.comparator)
    if limit is None:
        return replace(point, compared=False, note=BOTH_LIMITS)
    power = log2(point.value / base.value)
    fold = f"{limit}{fold_words(power)}"
    note = Text(f"{fold} of the baseline {base.shown}", f"基线 {base.shown} 的 {fold}")
    return replace(point, value=power, comparator=limit, note=note)


def _limit(now: str, before: str) -> str | None:
    """Which limit the fold is, "" where it is exact; None where two limits say nothing."""
    if not before:
        return now
    turned = {"<": ">", ">": "<"}[before[0]]
    return turned if not now or now[0] == turned else None


def _unlike(course: Course, panel: Panel, drawn: Drawn, point: Point, base: Point) -> Text | None:
    """What differs between two results that would have to be alike; None where nothing is known to differ."""
    if not isinstance(drawn.subject, Item):
        return None
    places = [course.stands_at(_visit(each), drawn.form, drawn.subject.code) for each in (point, base)]
    asked = dict.fromkeys((drawn.subject.method, *panel.alike))
    for item in asked:
        now, before = (said_at(course, place, item) if place is not None and item else "" for place in places)
        if now and before and now != before:
            return _differs(course, drawn.form, item, before, now)
    return None


def _differs(course: Course, form: str, item: str, before: str, now: str) -> Text:
    label = course.study.forms[form].item(item).label
    old, new = answer(course, form, item, before), answer(course, form, item, now)
    return Text(f"not compared; {label.en}: {old.en}, now {new.en}", f"不作比较；{label.zh}：{old.zh} → {new.zh}")


def _visit(point: Point) -> Address:
    return parse_key(point.visit)
