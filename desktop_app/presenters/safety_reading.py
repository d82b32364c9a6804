"""The room of safety as read from children: events, deadlines, proposals, episodes by day. Pure; knows no page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from desktop_app.presenters import words
from desktop_app.presenters.child_safety import ClockLine, clocks, event_proposals
from desktop_app.presenters.episode_words import span_words, spell_lines
from desktop_app.presenters.repeats import when_text
from study.course import Course
from study.event_proposals import proposals
from study.safety import Event, events
from study.safety_clocks import ClockState
from study.text import Text
from study.toxicity import BOTH, Spell, spells
from ui.child.trial_state import ProposalRow, TrialLine
from ui.safety.state import DayGrade, EpisodeLine, EventLine

_SEVERE = 3
_WAITS: frozenset[ClockState] = frozenset({"overdue", "running", "unaware", "untold"})


class Proposed(NamedTuple):
    """A proposal, with what it sorts by: a death, then what goes on, then the worst, then the latest."""

    order: tuple[bool, bool, int, int]
    row: ProposalRow


@dataclass(frozen=True)
class OfChild:
    """What the room says of one child."""

    events: tuple[EventLine, ...]
    clocks: tuple[ClockLine, ...]
    proposals: tuple[Proposed, ...]
    episodes: tuple[EpisodeLine, ...]


def of_child(course: Course, name: str, now: datetime) -> OfChild:
    """All of one child at a wall-clock time of the site; `name` is empty where it must not be shown."""
    code = course.code
    running = clocks(course, now)
    return OfChild(
        tuple(_event(course, each, name, running) for each in events(course)),
        tuple(each._replace(line=_named(code, each.line)) for each in running),
        tuple(_proposed(course)),
        tuple(_episode(course, spell, name) for which in BOTH for spell in reversed(spells(course, which, now))),
    )


def _proposed(course: Course) -> Iterator[Proposed]:
    known = {each.episode: each for each in proposals(course)}
    for row in event_proposals(course):
        named = replace(row, text=_coded(course.code, row.text))
        each = known.get(row.name)
        order = (each.ended is not None, -each.worst, -each.begun.toordinal()) if each is not None else (False, 0, 0)
        yield Proposed((each is not None, *order), named)


def runs(made: OfChild) -> bool:
    """Whether it is to be said anew as time goes by: a deadline is to be seen to, an episode goes on."""
    return any(map(waits, made.clocks)) or any(each.open for each in made.episodes)


def waits(clock: ClockLine) -> bool:
    """Whether a deadline is still to be seen to."""
    return clock.state in _WAITS


def _named(code: str, line: TrialLine) -> TrialLine:
    return replace(line, text=_coded(code, line.text))


def _coded(code: str, text: Text) -> Text:
    return words.join(words.both(code), text)


def _event(course: Course, event: Event, name: str, running: list[ClockLine]) -> EventLine:
    clock = _clock_of(event, running)
    late = clock is not None and clock.state == "overdue"
    return EventLine(
        key=event.place.key,
        code=course.code,
        name=name,
        term=event.term or "?",
        grade=f"G{event.grade}" if event.grade is not None else "?",
        course=_course(course, event),
        severe=(event.grade or 0) >= _SEVERE,
        serious=event.serious,
        related=_choice(course, "AEREL", event.related),
        since=when_text(course, event.place).en,
        outcome=_choice(course, "AEOUT", _outcome(course, event)),
        open=event.open,
        clock=clock.line.aside if clock is not None else None,
        late=late,
        hint=_hint(event),
    )


def _clock_of(event: Event, running: list[ClockLine]) -> ClockLine | None:
    """The most urgent deadline that is of this event and still to be seen to, where it is serious."""
    mine = (each for each in running if event.serious and waits(each) and each.about == event.place)
    return next(mine, None)


def _course(course: Course, event: Event) -> str:
    """How the grade went: G1 D+1 → G3 D+4."""
    return " → ".join(f"G{each.grade} {_on(course, each.days)}".rstrip() for each in event.grades)


def _on(course: Course, days: tuple[date, date] | None) -> str:
    """The study day, or the date where day 0 is not known or the date is partial."""
    zero = course.day_zero
    if days is None:
        return ""
    if days[0] != days[1] or zero is None:
        return days[0].isoformat()[: 10 if days[0] == days[1] else 7]
    return words.day_text((days[0] - zero).days)


def _outcome(course: Course, event: Event) -> str:
    value = course.filled(event.place).get("AEOUT")
    codes = getattr(value, "codes", ())
    return codes[0] if codes else ""


def _choice(course: Course, listed: str, code: str) -> Text:
    found = {choice.code: choice.label for choice in course.study.codelists.get(listed, ())}
    return found.get(code, words.both(code))


def _hint(event: Event) -> Text:
    """The whole event in a sentence, where columns cut it short."""
    steps = " → ".join(f"G{each.grade} {each.days[0]}" if each.days else f"G{each.grade}" for each in event.grades)
    ctcae = words.both(f"CTCAE: {event.ctcae}") if event.ctcae else None
    return words.join(words.both(event.term or "?"), ctcae, words.both(steps) if steps else None)


def _episode(course: Course, spell: Spell, name: str) -> EpisodeLine:
    first, *said = spell_lines(spell)
    notes = [each.text for each in said if each.warn]
    return EpisodeLine(
        key=first.key,
        code=course.code,
        name=name,
        text=first.text,
        span=span_words(spell),
        hint=first.detail,
        days=tuple(_days(course, spell)),
        open=first.open,
        warn=bool(notes),
        note=notes[0] if notes else None,
    )


def _days(course: Course, spell: Spell) -> Iterator[DayGrade]:
    """The worst grade of each day with an assessment; without a day 0 the days of the episode."""
    zero = course.day_zero or spell.episode.onset.date()
    worst: dict[int, int | None] = {}
    for each in spell.assessments:
        day = (each.at.date() - zero).days
        known = worst.get(day)
        worst[day] = each.grade if known is None else known if each.grade is None else max(known, each.grade)
    return (DayGrade(day, grade) for day, grade in sorted(worst.items()))
