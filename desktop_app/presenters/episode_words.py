"""Episodes of CRS and ICANS in words: onset, end, worst grade, how long, tocilizumab, what nobody saw. Pure."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from desktop_app.presenters import words
from study.address import Address
from study.course import Course
from study.text import Text
from study.toxicity import Graded, Spell, Which, assessments, spells
from study.units import rounded

DAYS_FROM_HOURS = 72


class EpisodeLine(msgspec.Struct, frozen=True):
    """One episode, or something to be said of it. `warn`: somebody should look; `key` is the place it is about."""

    text: Text
    detail: Text | None = None
    warn: bool = False
    open: bool = False
    key: str = ""


def episode_lines(course: Course, which: Which, now: datetime) -> Iterator[EpisodeLine]:
    """The episodes, the latest first, each followed by what is to be said of its grades and gaps."""
    for spell in reversed(spells(course, which, now)):
        yield from spell_lines(spell)


def spell_lines(spell: Spell) -> Iterator[EpisodeLine]:
    """The episode, then what is to be said of its grades and gaps."""
    yield _episode(spell)
    for each in spell.assessments:
        if each.by_investigator:
            yield EpisodeLine(_at(each, _by_investigator(each)), key=each.place.key)
        elif each.grade is None:
            yield EpisodeLine(_at(each, _no_grade(each)), warn=True, key=each.place.key)
    for gap in spell.gaps:
        yield EpisodeLine(gap.sentence, warn=True, key=spell.assessments[-1].place.key)


def assessment_line(course: Course, which: Which, place: Address) -> EpisodeLine | None:
    """The grade of one assessment by itself; None where nothing was assessed yet."""
    found = next((each for each in assessments(course, which) if each.place == place), None)
    if found is None:
        return None
    if found.by_investigator:
        said = _by_investigator(found)
    elif found.grade is None:
        said = _no_grade(found)
    else:
        said = grade_words(found.grade, at_least=found.at_least)
    text = Text(f"This assessment: {said.en}", f"本次评估：{said.zh}")
    return EpisodeLine(text, warn=found.grade is None)


def grade_words(grade: int, *, at_least: bool = False) -> Text:
    """Grade 2, or at least that."""
    return Text(f"at least grade {grade}", f"至少{grade}级") if at_least else Text(f"grade {grade}", f"{grade}级")


def _episode(spell: Spell) -> EpisodeLine:
    episode = spell.episode
    worst = grade_words(episode.worst, at_least=spell.at_least)
    text = Text(f"{spell.which} {worst.en}", f"{spell.which} {worst.zh}")
    onset = episode.onset.isoformat(" ", "minutes")
    if episode.end is None:
        when = Text(f"open since {onset}", f"自 {onset} 起，未结束")
    else:
        end = episode.end.isoformat(" ", "minutes")
        when = Text(f"{onset} to {end}", f"{onset} 至 {end}")
    worst_at = max(spell.assessments, key=lambda each: each.grade or 0)
    detail = words.join(when, span_words(spell))
    return EpisodeLine(text, detail, open=episode.open, key=worst_at.place.key)


def span_words(spell: Spell) -> Text:
    """How long it lasted, and the doses of tocilizumab."""
    given = spell.episode.tocilizumab
    doses = Text(f"tocilizumab {given}×", f"托珠单抗{given}次") if given else None
    return words.join(_lasted(spell), doses)


def _lasted(spell: Spell) -> Text:
    """Hours, from three days on days; an open episode lasts at least so long."""
    hours = spell.episode.hours
    long = hours >= DAYS_FROM_HOURS
    number = rounded(hours / 24, 1) if long else rounded(hours, 0)
    span = Text(f"{number} d", f"{number}天") if long else Text(f"{number} h", f"{number}小时")
    return Text(f"at least {span.en}", f"至少{span.zh}") if spell.episode.open else span


def _at(each: Graded, said: Text) -> Text:
    at = each.at.isoformat(" ", "minutes")
    return Text(f"{at}: {said.en}", f"{at}：{said.zh}")


def _by_investigator(each: Graded) -> Text:
    reason = each.reason or Text("", "")
    computed = f", computed {each.computed}" if each.computed is not None else ""
    zh = f"，自动分级{each.computed}级" if each.computed is not None else ""
    return Text(
        f"grade {each.grade} set by the investigator{computed}: {reason.en}",
        f"研究者判定{each.grade}级{zh}：{reason.zh}",
    )


def _no_grade(each: Graded) -> Text:
    why = each.reason or Text("", "")
    return Text(f"no grade. {why.en}".strip(), f"无法分级。{why.zh}")
