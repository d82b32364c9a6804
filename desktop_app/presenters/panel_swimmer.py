"""A child's swimmer: treatment, verdicts from visit to visit, toxicity and the logs that the definition names. Pure."""

from datetime import date, datetime, time, timedelta

from desktop_app.presenters import words
from desktop_app.presenters.charts_treatment import treatment_rows
from desktop_app.presenters.episode_words import grade_words
from desktop_app.presenters.panel_empty import empty_words
from desktop_app.presenters.panel_ground import Origin, shades, ticks, verdicts
from desktop_app.presenters.panel_lanes import logs, severity, span_lane, verdict_label
from study.course import Course
from study.definition.model import DerivedSpec, Study
from study.definition.panel import Panel
from study.text import Text
from study.toxicity import BOTH, Spell, Which, spells
from ui.charts.state import Lane, PanelState, Stretch, Tint, TreatmentBar, TreatmentRow

SHORT = 2
"""Verdicts of so many letters, such as CR, are known by them."""
NOT_EVALUABLE = "NE"
_TINTS: tuple[Tint, ...] = ("first", "second", "third", "grey")


def swimmer_state(course: Course, panel: Panel, begin: Origin, today: date) -> PanelState:
    """Everything that went on for days; lanes without anything are left out."""
    last = max((today - begin.day).days, 1)
    first = min((tick.day for tick in ticks(course, begin, today)), default=0)
    lanes = [
        *(_treatment(row) for row in treatment_rows(course, begin.day, (first, last))),
        *(span_lane(course, span, begin) for span in panel.spans),
        *(verdict_lane(course, spec, begin, today) for spec in verdicts(course.study, panel.code)),
        *(_episodes(course, which, begin, today) for which in BOTH if which in course.study.forms),
        *logs(course, panel.bars, begin, today),
    ]
    shown = tuple(lane for lane in lanes if lane.stretches)
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=(),
        ticks=ticks(course, begin, today),
        shades=shades(course, begin),
        infusion=begin.said is None,
        subtitle=words.join(begin.said, Text("arrow: no end was written", "箭头：未填结束日期")),
        kind="lanes",
        lanes=shown,
        empty=None if shown else empty_words(course.study, panel),
    )


def _treatment(row: TreatmentRow) -> Lane:
    def stretch(bar: TreatmentBar) -> Stretch:
        shown = words.join(row.label, words.both(bar.label), words.both(bar.full))
        tint: Tint = "first" if row.graded else "grey"
        return Stretch(bar.from_day, bar.to_day, shown, tint, bar.height, words.both(bar.label) if bar.label else None)

    return Lane(row.label, tuple(stretch(bar) for bar in row.bars))


def verdict_lane(course: Course, spec: DerivedSpec, begin: Origin, today: date) -> Lane:
    """A verdict from each visit that has one to the next such visit; the last one to the day of that visit."""
    found = [
        (at.day, at.address, made.verdict)
        for at in course.visits
        if at.day and (made := course.derived_one(at.address, spec.code)) is not None and made.verdict
    ]
    ends = [day for day, _visit, _verdict in found[1:]]
    stretches = []
    for place, (day, visit, verdict) in enumerate(found):
        end = ends[place] if place < len(ends) else min(day + timedelta(days=1), today + timedelta(days=1))
        label = verdict_label(course.study, spec, verdict)
        shown = words.join(label, words.both(words.day_text((day - begin.day).days)))
        start, stop = (day - begin.day).days, (end - begin.day).days
        mark = words.both(verdict) if len(verdict) <= SHORT else label
        stretches.append(Stretch(start, stop, shown, tint_of(course.study, spec, verdict), 1.0, mark, visit.key))
    return Lane(spec.short or spec.label, tuple(stretches))


def tint_of(study: Study, spec: DerivedSpec, verdict: str) -> Tint:
    """By its place in the list of verdicts, of which the best stands first; what cannot be judged is open."""
    listed = [choice.code for choice in study.codelists.get(spec.choices, ())]
    if verdict == NOT_EVALUABLE or verdict not in listed:
        return "open"
    return _TINTS[min(listed.index(verdict), len(_TINTS) - 1)]


def _episodes(course: Course, which: Which, begin: Origin, today: date) -> Lane:
    now = datetime.combine(today, time.max)
    return Lane(Text(which, which), tuple(_spell(each, begin) for each in spells(course, which, now)))


def _spell(spell: Spell, begin: Origin) -> Stretch:
    episode = spell.episode
    worst = grade_words(episode.worst, at_least=spell.at_least)
    start, end = episode.onset.date(), (episode.end or episode.seen).date()
    mark = words.both(f"{'≥' if spell.at_least else ''}G{episode.worst}")
    shown = Text(f"{spell.which} {worst.en} · {start} – {end}", f"{spell.which} {worst.zh} · {start} – {end}")
    at = max(spell.assessments, key=lambda each: each.grade or 0).place.in_visit
    return Stretch(
        (start - begin.day).days, (end - begin.day).days + 1, shown, severity(episode.worst), 1.0, mark, at.key,
        goes_on=episode.open,
    )  # fmt: skip
