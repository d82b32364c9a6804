"""A child's swimmer: treatment, verdicts from visit to visit, toxicity and the logs that the definition names. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from desktop_app.presenters import words
from desktop_app.presenters.charts_treatment import treatment_rows
from desktop_app.presenters.episode_words import grade_words
from desktop_app.presenters.panels import Origin, curves, shades, ticks
from study.address import Address
from study.course import Course
from study.definition.model import Bar, DerivedSpec, Panel, Study
from study.event_grades import grade_of
from study.logs import Row, rows
from study.text import Text
from study.toxicity import BOTH, Spell, Which, spells
from study.values import Codes
from ui.charts.state import Lane, PanelState, Stretch, Tint, TreatmentBar, TreatmentRow

SEVERE = 3
"""CTCAE and ASTCT call grade 3 and more severe."""
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
        *(verdict_lane(course, drawn.subject, begin, today) for drawn in curves(course.study, panel.code)
          if isinstance(drawn.subject, DerivedSpec)),
        *(_episodes(course, which, begin, today) for which in BOTH if which in course.study.forms),
        *(lane for bar in panel.bars for lane in _log(course, bar, begin, today)),
    ]  # fmt: skip
    return PanelState(
        code=panel.code,
        title=panel.label,
        series=(),
        ticks=ticks(course, begin, today),
        shades=shades(course, begin),
        infusion=begin.said is None,
        subtitle=words.join(begin.said, Text("arrow: no end was written", "箭头：未填结束日期")),
        kind="lanes",
        lanes=tuple(lane for lane in lanes if lane.stretches),
    )


def _treatment(row: TreatmentRow) -> Lane:
    def stretch(bar: TreatmentBar) -> Stretch:
        shown = words.join(row.label, words.both(bar.label) if bar.label else None)
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


def verdict_label(study: Study, spec: DerivedSpec, verdict: str) -> Text:
    """The words for a verdict."""
    listed = study.codelists.get(spec.choices, ())
    return next((choice.label for choice in listed if choice.code == verdict), words.both(verdict))


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
        (start - begin.day).days, (end - begin.day).days + 1, shown, _severity(episode.worst), 1.0, mark, at.key,
        goes_on=episode.open,
    )  # fmt: skip


def _severity(grade: int | None) -> Tint:
    return "grey" if grade is None else "severe" if grade >= SEVERE else "mild"


def _log(course: Course, bar: Bar, begin: Origin, today: date) -> Iterator[Lane]:
    """The rows of a log, in as many lanes as keep those apart that overlap."""
    form = course.study.forms[bar.form]
    grade = Text(f", grade {bar.least}+", f"≥{bar.least}级") if bar.least else Text("", "")
    label = form.short or form.label
    lanes: list[list[Stretch]] = []
    found = [made for row in rows(course, bar.form) if (made := _stretch(course, bar, row, begin, today)) is not None]
    for each in sorted(found, key=lambda made: made.from_day):
        free = next((lane for lane in lanes if lane[-1].to_day <= each.from_day), None)
        if free is None:
            lanes.append([each])
        else:
            free.append(each)
    yield from (Lane(Text(label.en + grade.en, label.zh + grade.zh), tuple(lane)) for lane in lanes)


def _stretch(course: Course, bar: Bar, row: Row, begin: Origin, today: date) -> Stretch | None:
    """One row; None without a first day, for a day not settled, or under the least grade."""
    days = row.days(bar.starts)
    grade = grade_of(row, bar.grade) if bar.grade else None
    if days is None or (bar.least and (grade is None or grade < bar.least)):
        return None
    ended = row.days(bar.ends) if bar.ends else days
    start, end = days[0], ended[1] if ended is not None else today
    named = _named(course, row)
    said = f"{days[0]} – {ended[1] if ended is not None else '…'}"
    shown = words.join(named, grade_words(grade) if grade is not None else None, words.both(said))
    mark = words.both(f"G{grade}") if grade is not None else None
    tint: Tint = _severity(grade) if bar.grade else "grey"
    visit = Address(row.place.subject, row.place.visit, "", row.place.form).key
    return Stretch(
        (start - begin.day).days, max((end - begin.day).days, (start - begin.day).days) + 1, shown, tint, 1.0, mark,
        visit, goes_on=ended is None,
    )  # fmt: skip


def _named(course: Course, row: Row) -> Text | None:
    """What the row is called: its own words, or those of the answers."""
    form = course.study.forms[row.place.form]
    asked = next((item for item in form.items if item.code == form.named_by), None)
    value = row.values.get(form.named_by)
    if asked is None or not isinstance(value, Codes):
        return words.both(row.text(form.named_by)) if row.text(form.named_by) else None
    labels = {choice.code: choice.label for choice in course.study.codelists.get(asked.choices, ())}
    return _and(labels.get(code, words.both(code)) for code in value.codes)


def _and(texts: Iterable[Text]) -> Text:
    every = tuple(texts)
    return Text(", ".join(each.en for each in every), "、".join(each.zh for each in every))
