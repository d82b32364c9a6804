"""The panels of all children: curves over each other with their median, response by visit, the swimmer. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from desktop_app.presenters import words
from desktop_app.presenters.charts_compare import compared_panel, targets
from desktop_app.presenters.cohort_kept import Keep, anew
from desktop_app.presenters.cohort_median import median
from desktop_app.presenters.panel_ground import Drawn, Origin, curves, origin, verdicts
from desktop_app.presenters.panel_swimmer import tint_of, verdict_lane
from desktop_app.presenters.panels import decimals
from desktop_app.records import Child
from study.address import Address
from study.definition.model import DerivedSpec, Study, Visit
from study.definition.panel import Panel
from study.followup import stops
from study.ranks import LEAST
from study.schedule import Stop
from study.status import status
from study.text import Text
from ui.charts.state import Lane, PanelState, Point, Series, Stretch, Tick

SWIMMER = "SWIM"
MOST = 300
"""So many curves and lanes are drawn at most: of thousands none can be told from another, and no picture is as high."""
NOT_EVALUABLE, MISSING, ENDED = "NE", "–", "×"
NO_VERDICT = Text("Not evaluable", "不可评价")
NOT_MADE = Text("Visit missing", "缺访视")
LEFT = Text("Follow-up ended", "随访已结束")
MEDIAN = Text("Median", "中位数")
_FROM = Text(f"median from {LEAST} children on, on the visit's target day", f"≥{LEAST}例计算中位数，绘于访视目标日")


def crowd(
    children: tuple[Child, ...],
    panel: Panel,
    today: date,
    *,
    early: bool,
    keep: Keep = anew,
    alike: bool | None = None,
) -> Iterator[PanelState]:
    """Each value of a panel as the curves of all children with their median; values nobody has are left out."""
    study = children[0].course.study
    for drawn in curves(study, panel.code):
        made = compared_panel(children, panel, drawn, today, early=early, keep=keep, alike=alike)
        kept = tuple(replace(each, tint="") for each in made.series if each.points)
        if kept:
            infused = frozenset(child.subject.code for child in children if child.course.infusion)
            middle = _median(study, tuple(each for each in kept if each.label.en in infused), drawn, made.window)
            some = kept[:: -(-len(kept) // MOST)]
            count = Text(f"n = {len(kept)}", f"n = {len(kept)}")
            told = words.join(count, _some(len(some), len(kept)), _FROM, made.subtitle)
            yield replace(made, series=(*some, middle), subtitle=told, kind="crowd")


def _some(drawn: int, of: int) -> Text | None:
    """That not every curve is drawn; the median is of all."""
    if drawn == of:
        return None
    return Text(
        f"{drawn} of {of} curves drawn, the median is of all", f"绘出 {of} 条曲线中的 {drawn} 条，中位数按全部计算"
    )


def _median(study: Study, every: tuple[Series, ...], drawn: Drawn, window: tuple[int, int] | None) -> Series:
    """The median at each visit of the schedule, with how many children it is of; its last one of the days shown."""
    here: dict[str, list[Point]] = {}
    for each in every:
        for point in each.points:
            here.setdefault(point.visit_label, []).append(point)
    points = tuple(
        found
        for visit in study.visits
        if visit.target_day is not None and not visit.repeating
        if (found := _middle(visit, here.get(visit.code, []), decimals(drawn))) is not None
    )
    seen = [point for point in points if window is None or window[0] <= point.day <= window[1]]
    last = seen[-1].shown if seen else ""
    return Series("median", MEDIAN, every[0].unit if every else "", points, last=last, tint="first")


def _middle(visit: Visit, here: list[Point], places: int) -> Point | None:
    found = median([(Decimal(repr(point.value)), point.comparator) for point in here], places)
    if found is None or visit.target_day is None:
        return None
    count = f"n = {len(here)}"
    return Point(
        visit.target_day, float(found.value), f"{found.shown} ({count})", "", visit.code,
        comparator=found.comparator, name=count,
    )  # fmt: skip


def response(children: tuple[Child, ...], panel: Panel, today: date, *, keep: Keep = anew) -> PanelState:
    """How many children had which verdict at each visit that is due for them, and for how many there is none."""
    study = children[0].course.study
    spec = verdicts(study, panel.code)[0]
    visits = judged_visits(study, spec)
    counts = {visit.code: Counter[str]() for visit in visits}
    for child in children:
        for visit, part in keep(child, ("response", spec.code), partial(_parts, child, spec, today)):
            counts[visit][part] += 1
    listed = {choice.code: choice.label for choice in study.codelists.get(spec.choices, ())}
    kinds = {**listed, NOT_EVALUABLE: listed.get(NOT_EVALUABLE, NO_VERDICT), ENDED: LEFT, MISSING: NOT_MADE}
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=tuple(_counted(study, spec, code, label, counts) for code, label in kinds.items()),
        ticks=tuple(Tick(visit.target_day or 0, visit.code) for visit in visits if sum(counts[visit.code].values())),
        subtitle=Text("children whose visit is due", "访视已到期的患儿"),
        kind="stack",
    )


def judged_visits(study: Study, spec: DerivedSpec) -> tuple[Visit, ...]:
    """The visits after day 0 with a form that shows the verdict."""
    forms = {form.code for form in study.forms.values() if spec.code in form.derived}
    return tuple(
        visit
        for visit in study.visits
        if visit.target_day is not None and visit.target_day > 0 and not visit.repeating and forms & set(visit.forms)
    )


def _parts(child: Child, spec: DerivedSpec, today: date) -> tuple[tuple[str, str], ...]:
    """Into which part of which visit's column a child belongs."""
    judged = {visit.code for visit in judged_visits(child.course.study, spec)}
    found = ((stop.visit.code, _part(child, spec, stop)) for stop in stops(child.course, today))
    return tuple((visit, part) for visit, part in found if visit in judged and part)


def _part(child: Child, spec: DerivedSpec, stop: Stop) -> str:
    """Into which part of the column a child belongs; "" while the visit is not due."""
    if stop.took_place:
        made = child.course.derived_one(Address(child.subject.id, stop.visit.code), spec.code)
        return made.verdict if made is not None and made.verdict else NOT_EVALUABLE
    if stop.state in ("overdue", "missed", "history"):
        return MISSING
    return ENDED if stop.state == "stopped" else ""


def _counted(study: Study, spec: DerivedSpec, code: str, label: Text, counts: dict[str, Counter[str]]) -> Series:
    points = []
    for visit, found in counts.items():
        target = study.visit(visit).target_day or 0
        points.append(Point(target, float(found[code]), f"{found[code]} / {sum(found.values())}", "", visit))
    tint = "hatched" if code == MISSING else "grey" if code == ENDED else tint_of(study, spec, code)
    return Series(code, label, "", tuple(point for point in points if point.value), tint=tint)


def swimmer(children: tuple[Child, ...], today: date, *, keep: Keep = anew) -> PanelState:
    """A lane a child from day 0 on, the longest followed first; verdicts from visit to visit."""
    study = children[0].course.study
    specs = [spec for panel in study.panels if panel.kind == "response" for spec in verdicts(study, panel.code)]
    spec = specs[0] if specs else None
    lanes = (keep(child, ("lane", spec.code if spec else ""), partial(_lane, child, spec, today)) for child in children)
    made = [lane for lane in lanes if lane is not None]
    made.sort(key=lambda lane: -lane.stretches[-1].to_day)
    few = Text(f"the {MOST} longest followed of {len(made)}", f"{len(made)} 名中随访最长的 {MOST} 名")
    said = Text("open: no verdict; arrow: still followed", "空心：尚无结论；箭头：仍在随访")
    names = [
        Text(f"{choice.code}: {choice.label.en}", f"{choice.code}：{choice.label.zh}")
        for spec in specs[:1]
        for choice in study.codelists.get(spec.choices, ())
    ]
    return PanelState(
        code=SWIMMER,
        title=Text("All children from infusion on", "全部患儿：自回输起"),
        series=(),
        ticks=targets(study, max((lane.stretches[-1].to_day for lane in made), default=0)),
        subtitle=words.join(few if len(made) > MOST else None, *names, said),
        kind="lanes",
        lanes=tuple(made[:MOST]),
    )  # fmt: skip


def _lane(child: Child, spec: DerivedSpec | None, today: date) -> Lane | None:
    course = child.course
    begin = origin(course)
    if begin is None or begin.said is not None:
        return None
    over = status(course, stops(course, today), None).over
    last = max((at.day for at in course.visits if at.day), default=today)
    end = max((min(last if over else today, today) - begin.day).days, 1)
    verdicts = verdict_lane(course, spec, begin, today).stretches if spec is not None else ()
    judged = tuple(each for each in verdicts if each.from_day >= 0)
    return Lane(words.both(child.subject.code), tuple(_filled(child, judged, end, begin, still=not over)))


def _filled(child: Child, judged: tuple[Stretch, ...], end: int, begin: Origin, *, still: bool) -> Iterator[Stretch]:
    """The verdicts, and around them the days without one; each leads to the child."""
    place = Address(child.subject.id).key
    followed = Text("in follow-up, no verdict", "随访中，无结论")

    def without(start: int, stop: int) -> Stretch:
        to = (begin.day + timedelta(days=stop)).isoformat()
        shown = words.join(followed, Text(f"to {to}", f"至 {to}"))
        return Stretch(start, stop, shown, "open", 0.5, None, place, goes_on=still and stop == end)

    first = judged[0].from_day if judged else end
    if first > 0:
        yield without(0, first)
    for each in judged:
        yield replace(each, visit=place)
    if judged and judged[-1].to_day < end:
        yield without(judged[-1].to_day, end)
