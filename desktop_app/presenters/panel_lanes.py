"""Rows of days, below the curves of a panel or on a swimmer: logs, grades, verdicts, derived spans. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from desktop_app.presenters import words
from desktop_app.presenters.episode_words import grade_words
from desktop_app.presenters.panel_bands import SEVERE
from desktop_app.presenters.panel_ground import Origin, verdicts
from study.address import Address
from study.course import Course
from study.definition.model import DerivedSpec, Study
from study.definition.panel import Bar, Panel, Span
from study.derived.result import Derived
from study.event_grades import grade_of
from study.expression import holds, parse
from study.logs import Row, filled
from study.scope import FormScope
from study.text import Text
from study.toxicity import BOTH, Graded, Spell, Which, spells
from study.values import Codes
from ui.charts.state import Lane, Stretch, Tint

_SCALE: tuple[Tint, ...] = ("open", "grey", "mild", "severe")
"""Of verdicts whose list goes from the best to the worst."""
MOST_GRADES = 4
BEFORE = 90
"""Days before the first visit from which on rows stand below curves: older ones would press the curves together."""
END_UNSAID = Text("end not said", "未填结束日期")


def lanes_below(course: Course, panel: Panel, begin: Origin, today: date) -> tuple[Lane, ...]:
    """What stands below the curves of a panel; lanes without anything are left out."""
    made = (
        *(ribbon(course, which, begin, today) for which in BOTH if which in panel.toxicity),
        *(span_lane(course, span, begin) for span in panel.spans),
        *logs(course, panel.bars, begin, today),
        *(verdict_marks(course, spec, begin) for spec in verdicts(course.study, panel.code)),
    )
    first = min((at.day for at in course.visits if at.day is not None), default=None)
    cut = (_since(lane, begin.days_to(first) - BEFORE) for lane in made) if first is not None else made
    return tuple(lane for lane in cut if lane.stretches)


def _since(lane: Lane, day: int) -> Lane:
    """A lane from a day on; what began before it is cut there and still says when it began."""
    later = (each for each in lane.stretches if each.to_day > day)
    return replace(lane, stretches=tuple(replace(each, from_day=max(each.from_day, day)) for each in later))


def logs(course: Course, bars: tuple[Bar, ...], begin: Origin, today: date) -> Iterator[Lane]:
    """Bars of one label together, in as many lanes as keep those apart that overlap."""
    for label, group in groupby(bars, key=lambda bar: _label(course.study, bar)):
        found = [
            (bar, made)
            for bar in group
            for row in filled(course, bar.form)
            if (made := stretch(course, bar, row, begin, today)) is not None
        ]
        yield from _apart(label, found)


def _apart(label: Text, found: list[tuple[Bar, Stretch]]) -> Iterator[Lane]:
    lanes: list[list[Stretch]] = []
    days: set[int] = set()
    for bar, each in sorted(found, key=lambda made: made[1].from_day):
        if bar.label is not None and each.from_day in days:
            # Two forms say the same dose.
            continue
        days.add(each.from_day)
        free = next((lane for lane in lanes if lane[-1].to_day <= each.from_day), None)
        if free is None:
            lanes.append([each])
        else:
            free.append(each)
    yield from (Lane(label, tuple(lane)) for lane in lanes)


def _label(study: Study, bar: Bar) -> Text:
    if bar.label is not None:
        return bar.label
    form = study.forms[bar.form]
    label = form.short or form.label
    grade = Text(f", grade {bar.least}+", f"≥{bar.least}级") if bar.least else Text("", "")
    return Text(label.en + grade.en, label.zh + grade.zh)


def stretch(course: Course, bar: Bar, row: Row, begin: Origin, today: date) -> Stretch | None:
    """One row; None without a first day, for a day not settled, under the least grade, where the bar is of others."""
    days = row.days(bar.starts)
    grade = grade_of(row, bar.grade) if bar.grade else None
    if days is None or (bar.least and (grade is None or grade < bar.least)) or not meant(course, bar, row):
        return None
    unsaid = end_unsaid(course, bar, row)
    ended = days[1] if unsaid else _end(row, bar, days)
    start, end = days[0], ended or today
    said = f"{days[0]} – {ended or '…'}" if ended != days[0] else f"{days[0]}"
    graded = grade_words(grade) if grade is not None else None
    shown = words.join(_named(course, row), graded, words.both(said), END_UNSAID if unsaid else None)
    mark = words.both(f"G{grade}") if grade is not None else None
    tint: Tint = severity(grade) if bar.grade else "grey"
    first = begin.days_to(start)
    return Stretch(
        first, max(begin.days_to(end), first) + 1, shown, tint, 1.0, mark, _opens(row), goes_on=ended is None
    )


def _opens(row: Row) -> str:
    """A row of a log leads to that log, a filled form to its visit."""
    if row.at is not None:
        return row.at.address.key
    return Address(row.place.subject, row.place.visit, "", row.place.form).key


def _end(row: Row, bar: Bar, begun: tuple[date, date]) -> date | None:
    """The last day it may be; a row without a question for one, or of a single dose, ends as it begins."""
    if not bar.ends or row.code("CMFRQ") == "once":
        return begun[1]
    ended = row.days(bar.ends)
    return ended[1] if ended is not None else None


def end_unsaid(course: Course, bar: Bar, row: Row) -> bool:
    """Whether nobody said until when a row was given that does not go on by itself: it stands on its first day."""
    days = row.days(bar.starts)
    if not bar.lasting or days is None or _end(row, bar, days) is not None:
        return False
    return holds(parse(bar.lasting), FormScope(course.study.forms[bar.form], row.values)) is not True


def meant(course: Course, bar: Bar, row: Row) -> bool:
    """Whether a row is one of those the bar is for; one that cannot be told is not."""
    return not bar.when or holds(parse(bar.when), FormScope(course.study.forms[bar.form], row.values)) is True


def severity(grade: int | None) -> Tint:
    """How a grade is filled."""
    return "grey" if grade is None else "severe" if grade >= SEVERE else "mild"


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


def ribbon(course: Course, which: Which, begin: Origin, today: date) -> Lane:
    """The worst grade of each day of the episodes; days nobody assessed are open."""
    now = datetime.combine(today, time.max)
    found = [each for spell in spells(course, which, now) for each in _days_of(spell, begin)]
    return Lane(Text(which, which), tuple(found))


def _days_of(spell: Spell, begin: Origin) -> Iterator[Stretch]:
    episode = spell.episode
    last = (episode.end or episode.seen).date()
    by_day = {day: tuple(each) for day, each in groupby(spell.assessments, key=lambda one: one.at.date())}
    every = [episode.onset.date() + timedelta(days=n) for n in range((last - episode.onset.date()).days + 1)]
    kinds = [(day, max(by_day[day], key=_rank) if day in by_day else None) for day in every]
    for key, group in groupby(kinds, key=lambda each: (each[1] is None, _rank(each[1]))):
        days = list(group)
        yield _graded_days(spell, begin, [day for day, _ in days], None if key[0] else days[0][1])


def _rank(each: Graded | None) -> tuple[int, bool]:
    return (-1, False) if each is None or each.grade is None else (each.grade, each.at_least)


def _graded_days(spell: Spell, begin: Origin, days: list[date], worst: Graded | None) -> Stretch:
    start, end = begin.days_to(days[0]), begin.days_to(days[-1]) + 1
    said = f"{days[0]} – {days[-1]}" if days[0] != days[-1] else f"{days[0]}"
    if worst is None or worst.grade is None:
        none = Text("not assessed", "未评估") if worst is None else Text("no grade", "无分级")
        return Stretch(start, end, words.join(none, words.both(said)), "open", 0.4)
    at_least = "≥" if worst.at_least else ""
    shown = words.join(grade_words(worst.grade, at_least=worst.at_least), words.both(said))
    height = 0.6 + 0.4 * min(worst.grade, MOST_GRADES) / MOST_GRADES
    tint: Tint = "open" if worst.grade == 0 else severity(worst.grade)
    mark = words.both(f"{at_least}G{worst.grade}")
    return Stretch(start, end, shown, tint, height, mark, worst.place.in_visit.key)


def verdict_marks(course: Course, spec: DerivedSpec, begin: Origin) -> Lane:
    """A mark at each visit that has a verdict, the taller the further down it stands in the list."""
    listed = [choice.code for choice in course.study.codelists.get(spec.choices, ())]
    marks = []
    for at in course.visits:
        made = course.derived_one(at.address, spec.code) if at.day else None
        if at.day is None or made is None or not made.verdict:
            continue
        day, rank = begin.days_to(at.day), listed.index(made.verdict) if made.verdict in listed else len(listed)
        label = verdict_label(course.study, spec, made.verdict)
        tint: Tint = _SCALE[rank] if rank < len(_SCALE) else "hatched"
        height = 0.25 + 0.75 * min(rank / (len(_SCALE) - 1), 1)
        number = "".join(sign for sign in made.verdict if sign.isdecimal())
        marks.append(
            Stretch(
                day, day + 1, label, tint, height, words.both(number) if number else None, at.address.key, point=True
            )
        )
    return Lane(spec.short or spec.label, tuple(marks), marks[-1].shown if marks else None)


def verdict_label(study: Study, spec: DerivedSpec, verdict: str) -> Text:
    """The words for a verdict."""
    listed = study.codelists.get(spec.choices, ())
    return next((choice.label for choice in listed if choice.code == verdict), words.both(verdict))


def span_lane(course: Course, span: Span, begin: Origin) -> Lane:
    """The days a derived value tells: between two of its parts, else up to each visit."""
    made = [
        (at.day, found)
        for at in course.visits
        if at.day and (found := course.derived_one(at.address, span.of)) is not None and found.known
    ]
    if not span.starts:
        return Lane(span.label, tuple(_up_to(span, made, begin)))
    return Lane(span.label, tuple(_between(span, made[-1][1], course.infusion)) if made else ())


def _between(span: Span, derived: Derived, zero: date | None) -> Iterator[Stretch]:
    parts = {also.name: also for also in derived.also}
    start, end = parts.get(span.starts), parts.get(span.ends)
    long = next((also for also in derived.also if also.name not in (span.starts, span.ends)), None)
    if start is None or zero is None or (end is None and long is None):
        return
    first = int(start.value)
    last = int(end.value) if end is not None else first + int(long.value if long is not None else 0)
    days = f"{long.shown.replace('>=', '≥')} d" if long is not None else f"{last - first} d"
    note = next(iter(derived.notes), None) if end is None else None
    shown = words.join(words.both(f"{words.day_text(first)} – {words.day_text(last)}"), words.both(days), note)
    yield Stretch(first, max(last, first + 1), shown, "first", 1.0, words.both(days), goes_on=end is None)
    if end is not None and span.reached is not None:
        at = words.day_text(last)
        told = Text(f"{span.reached.en} {at}", f"{span.reached.zh} {at}")
        yield Stretch(max(last, first + 1), max(last, first + 1) + 1, told, "third", 1.0, told, point=True)


def _up_to(span: Span, made: list[tuple[date, Derived]], begin: Origin) -> list[Stretch]:
    """Of visits that tell of one beginning, the last one."""
    found: dict[int, Stretch] = {}
    for day, derived in made:
        if derived.value is None or derived.value <= 0:
            continue
        end = begin.days_to(day)
        start = end - int(derived.value)
        days = f"{derived.shown.replace('>=', '≥')} d"
        shown = words.join(words.both(f"{words.day_text(start)} – {words.day_text(end)}"), words.both(days))
        found[start] = Stretch(start, end, shown, "second", 1.0, words.both(days))
    return list(found.values())
