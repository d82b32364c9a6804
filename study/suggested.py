"""What the record suggests for an item of a form: a SLEDAI-2K descriptor, the tool of ICANS, an event's worst grade,
the term of a dictionary that the row's own name is.

A suggestion fills nothing by itself: a person takes it, or answers otherwise. Pure.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from study import sledai_evidence
from study.address import Address
from study.derived.sledai import PREFIX
from study.event_grades import EVENTS, WORST, grades
from study.logs import Row
from study.past import Found, baseline
from study.terms import named_term
from study.text import Text
from study.timeline import Timeline
from study.toxicity import spells
from study.values import Codes

NONE, ASK = "NONE", "ASK"
"""What `code` says of an item without a suggestion, and of one that a person must look at."""


class Suggested(msgspec.Struct, frozen=True):
    """What is suggested for an item: `code` is the answer (of a text the term), "" where a person must look; `why`
    names what it stands on.
    """

    code: str
    why: Text


def suggested(line: Timeline, place: Address, item: str) -> Suggested | None:
    """What is suggested for an item of the filled form at `place`; None where there is nothing to suggest."""
    by = _BY_FORM.get(place.form)
    return (by(line, place, item) if by is not None else None) or _term(line, place, item)


def code(line: Timeline, place: Address, item: str) -> str:
    """The same as one word: the answer, `ASK` or `NONE`."""
    found = suggested(line, place, item)
    return NONE if found is None else found.code or ASK


def _sledai(line: Timeline, place: Address, item: str) -> Suggested | None:
    if not item.startswith(PREFIX):
        return None
    for each in sledai_evidence.suggested(line, place.in_visit):
        if PREFIX + each.code == item:
            return Suggested("" if each.present is None else "Y" if each.present else "N", each.why)
    return None


def _icans(line: Timeline, place: Address, item: str) -> Suggested | None:
    """The tool of the baseline, else of the episode that goes on: two tools do not grade alike."""
    if item != "ICTOOL":
        return None
    return _of_baseline(line, place) or _of_episode(line, place)


def _of_baseline(line: Timeline, place: Address) -> Suggested | None:
    found = baseline(line, place.in_visit, place.form, lambda each: each != place and bool(_tool(line, each)))
    if not isinstance(found, Found) or found.at.address == place.in_visit:
        return None
    on = found.on.isoformat() if found.on is not None else ""
    return Suggested(_tool(line, found.place), Text(f"the tool of the baseline, {on}", f"基线所用工具，{on}"))


def _of_episode(line: Timeline, place: Address) -> Suggested | None:
    moment = Row(place, None, line.filled(place)).moment("ICANSDTC")
    for spell in reversed(spells(line, "ICANS")):
        first, episode = spell.assessments[0].place, spell.episode
        if first != place and _tool(line, first) and _inside(moment, episode.onset, episode.end):
            on = episode.onset.isoformat(" ", "minutes")
            return Suggested(
                _tool(line, first), Text(f"the tool of this episode since {on}", f"自 {on} 起本次发作所用工具")
            )
    return None


def _tool(line: Timeline, place: Address) -> str:
    value = line.filled(place).get("ICTOOL")
    return value.codes[0] if isinstance(value, Codes) and len(value.codes) == 1 else ""


def _inside(moment: datetime | None, onset: datetime, end: datetime | None) -> bool:
    """Whether an assessment made then, or one whose time is not written yet, belongs to the episode."""
    if moment is None:
        return end is None
    return onset <= moment and (end is None or moment <= end)


def _event(line: Timeline, place: Address, item: str) -> Suggested | None:
    """The worst grade of an event: the highest of its grades over time."""
    if item != WORST:
        return None
    found = grades(line, Row(place, None, line.filled(place)))
    if not found:
        return None
    highest = max(found, key=lambda each: each.grade)
    on = highest.days[0].isoformat() if highest.days is not None else ""
    return Suggested(
        str(highest.grade),
        Text(f"the highest of the grades over time {on}".rstrip(), f"分级变化中的最高分级 {on}".rstrip()),
    )


def _term(line: Timeline, place: Address, item: str) -> Suggested | None:
    """The term that the name of a row is, in either language or by another word for it; only while none is chosen."""
    form = line.study.forms[place.form]
    asked = next((each for each in form.items if each.code == item), None)
    if asked is None or not asked.dictionary or not form.named_by or line.filled(place).get(item) is not None:
        return None
    name = Row(place, None, line.filled(place)).text(form.named_by)
    term = named_term(line.study, asked, name) if name else None
    if term is None:
        return None
    called = form.item(form.named_by).label
    return Suggested(term.label.en, Text(f"as in {called.en}: {name}", f"与“{called.zh}”一致：{name}"))


_BY_FORM: dict[str, Callable[[Timeline, Address, str], Suggested | None]] = {
    sledai_evidence.FORM: _sledai,
    "ICANS": _icans,
    EVENTS: _event,
}
