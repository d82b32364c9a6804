"""One child as a row of the table of children: next visit, measures with their trends, why somebody is needed. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.panel_bands import bands
from desktop_app.presenters.panel_ground import Drawn, Origin, curves, origin
from desktop_app.presenters.panels import series
from desktop_app.presenters.standing import Progress, progress
from desktop_app.presenters.twice import stands_aside
from desktop_app.records import Child
from study.address import Address
from study.age import age_years
from study.changes.facts import QueryAnswered
from study.course import Course, VisitAt
from study.definition.check_panels import MOST_LISTED
from study.definition.model import Study
from study.definition.panel import Panel
from study.followup import long_term, stops
from study.judgement import criticals
from study.registered import enrolled_on
from study.schedule import Stop, next_visit, offered
from study.status import status
from study.text import Text
from ui.children.state import ChildRow, Due, Mark, MarkKind, Measure, MeasureColumn, NextVisit, Standing
from ui.ids import SubjectId
from ui.widgets.state import Flag, Point, Spark


@dataclass(frozen=True)
class Around:
    """What a row needs beside the course: the day, whether names are shown, whom a held change concerns.

    `edc`: this workstation knows an EDC, so a code that has no number yet may still turn out to be taken.
    """

    today: date
    names: bool
    edc: bool = False
    held: frozenset[str] = frozenset()


def columns(study: Study) -> tuple[MeasureColumn, ...]:
    """The measures of the table: what the study lists, else what its first panel draws."""
    return tuple(
        MeasureColumn(
            drawn.subject.code,
            drawn.subject.short or drawn.subject.label,
            _scale(study, panel, drawn),
            judged=drawn.subject.better != "none",
        )
        for panel, drawn in _measured(study)
    )


def _measured(study: Study) -> tuple[tuple[Panel, Drawn], ...]:
    every = [(panel, drawn) for panel in study.panels if panel.kind == "curves" for drawn in curves(study, panel.code)]
    if not study.listed:
        return tuple(each for each in every if each[0] is study.panels[0])[:MOST_LISTED]
    found: dict[str, tuple[Panel, Drawn]] = {}
    for panel, drawn in every:
        found.setdefault(drawn.subject.code, (panel, drawn))
    return tuple(found[code] for code in study.listed if code in found)


def _scale(study: Study, panel: Panel, drawn: Drawn) -> Text:
    log = panel.log_left if drawn.side == "left" else panel.log_right
    logarithmic = Text("log", "对数") if log else None
    return words.join(words.both(words.unit_label(study, drawn.subject.unit)), logarithmic)


def row(child: Child, around: Around) -> ChildRow:
    """One child."""
    course, today = child.course, around.today
    birth, zero = course.person.birth, course.infusion
    every = stops(course, today)
    schedule = offered(every, long_term(course))
    far = tuple((at, progress(course, at)) for at in course.visits)
    under_way = next((at.visit.code for at, done in reversed(far) if _under_way(at, done, today)), "")
    reached = status(course, every, None)
    # Whose long-term visit may be made now is followed, although the study itself is complete.
    ended = reached.over and not any(stop.visit.optional and stop.state == "in_window" for stop in schedule)
    aside = stands_aside(child.aside)
    enrolment = course.record.enrolment.shown
    unnumbered = enrolment is not None and enrolment.placing.number is None
    return ChildRow(
        subject=SubjectId(child.subject.id),
        code=child.subject.code,
        name=child.identity.name if around.names else "",
        sex=words.SEXES.get(course.person.sex or "", Text("", "")),
        age=float(age_years(birth, today)) if birth else None,
        study_day=(today - zero).days if zero else None,
        next_visit=NextVisit("", Due.NONE) if ended or aside else upcoming(schedule, today, under_way),
        measures=measures(course, today),
        marks=tuple(marks(course, [done for _, done in far], child.subject.id in around.held)),
        standing=Standing.ENDED if ended or aside else Standing.FOLLOWED,
        ended=aside or (reached.words if ended else None),
        enrolled=aside is None and enrolled_on(course) is not None,
        provisional=child.subject.duplicate or (around.edc and unnumbered),
    )


def _under_way(at: VisitAt, done: Progress, today: date) -> bool:
    return at.day == today and not at.visit.repeating and not (done.complete or done.signed)


def upcoming(schedule: tuple[Stop, ...], today: date, under_way: str = "") -> NextVisit:
    """The next visit and how it stands; one that was made inside its window is shown until the window closes.

    `under_way` is the code of a visit that takes place today and is not complete.
    """
    if under_way:
        return NextVisit(under_way, Due.TODAY, today)
    stop = next_visit(schedule)
    made = [s for s in schedule if s.state == "done" and s.on and s.closes and today <= s.closes]
    if made and (stop is None or stop.state == "not_due"):
        return NextVisit(made[-1].visit.code, Due.DONE, made[-1].on)
    if stop is None:
        waiting = next((s for s in schedule if s.state == "unplanned" and not s.visit.optional), None)
        return NextVisit(waiting.visit.code if waiting else "", Due.NONE)
    if stop.state == "history":
        return NextVisit(stop.visit.code, Due.NONE)
    if stop.state == "overdue":
        return NextVisit(stop.visit.code, Due.OVERDUE, stop.target, stop.overdue_by(today))
    if stop.state == "in_window":
        return NextVisit(stop.visit.code, Due.TODAY if stop.target == today else Due.OPEN, stop.target)
    return NextVisit(stop.visit.code, Due.COMING, stop.target)


def measures(course: Course, today: date) -> tuple[Measure | None, ...]:
    """The last value of each column with its trend."""
    measured = _measured(course.study)
    begin = origin(course)
    if begin is None:
        return tuple(None for _ in measured)
    return tuple(_measure(course, panel, drawn, begin, today) for panel, drawn in measured)


def _measure(course: Course, panel: Panel, drawn: Drawn, begin: Origin, today: date) -> Measure | None:
    curve = series(course, panel, drawn, begin, today)
    if not curve.points:
        return None
    last = curve.points[-1]
    behind = bands(course, (drawn,), begin)
    band = behind[-1] if behind else None
    return Measure(
        shown=last.shown,
        number=last.value,
        flag=Flag(last.flag) if drawn.subject.better != "none" else Flag.NONE,
        spark=Spark(
            tuple(Point(p.day, p.value, p.comparator.startswith("<")) for p in curve.points),
            band.low if band else None,
            band.high if band else None,
            panel.log_left if drawn.side == "left" else panel.log_right,
        ),
    )


def marks(course: Course, far: Iterable[Progress], held: bool) -> Iterator[Mark]:
    """Why somebody is needed, the worst first."""
    # Of every visit: a later one, say for vital signs only, silences no potassium that nobody acknowledged.
    for found in (found for at in course.visits if at.day for found in criticals(course, at)):
        if found.loud:
            label = found.item.short or found.item.label
            en, zh = (words.value_text(course.study, found.item, found.fact.value, one) for one in ("en", "zh"))
            yield Mark(MarkKind.CRITICAL, Text(f"{label.en} {en}", f"{label.zh} {zh}"))
    if conflicts := len(course.record.conflicts):
        count = f" {conflicts}" if conflicts > 1 else ""
        yield Mark(MarkKind.CONFLICT, Text(f"conflict{count}", f"冲突{count}"))
    if held:
        yield Mark(MarkKind.HELD, Text("held", "待处理"))
    if any(done.void for done in far):
        yield Mark(MarkKind.VOID, Text("signature void", "签名失效"))
    asked = course.record.queries(Address(course.record.subject))
    if any(not isinstance(entry.fact, QueryAnswered) for entry in asked):
        yield Mark(MarkKind.QUERY, Text("query", "质疑"))
    if any(done.awaiting for done in far):
        yield Mark(MarkKind.AWAITING, Text("awaiting results", "待结果"))
