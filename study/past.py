"""Which filled form of another visit counts: at baseline, at the visit before, at a named visit, or carried forward.

Baseline is the last one before the first dose of lymphodepletion (form LDC, by its own date), else before the
infusion; nothing but the date decides. On the day of that dose only what has an earlier time than it counts.
"""

from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from study.address import Address
from study.definition.model import Study
from study.text import Text
from study.timeline import Timeline, VisitAt
from study.values import DateTimeValue

LYMPHODEPLETION = "LDC"
Holds = Callable[[Address], bool]
"""Whether a filled form holds what is looked for."""
NO_BASELINE = Text("none before treatment", "治疗前无结果")
BASELINE_LATER = Text("the baseline comes after this visit", "基线晚于本次访视")
BASELINE_UNSURE = Text("when lymphodepletion began is not settled", "清淋开始日期未确定")
NONE_BEFORE = Text("no visit before has it", "此前访视无结果")


class Found(msgspec.Struct, frozen=True):
    """A filled form of another visit and the day it is about (None where neither it nor its visit has a date)."""

    place: Address
    at: VisitAt
    on: date | None


def previous(timeline: Timeline, visit: Address, form: str, holds: Holds) -> Found | Text:
    """The last one of the visits before."""
    for at in timeline.visits_before(visit):
        for place in _places(timeline, at, form):
            if holds(place):
                return Found(place, at, timeline.day_at(place))
    return NONE_BEFORE


def named(timeline: Timeline, code: str, form: str, holds: Holds) -> Found | Text:
    """The last one of a visit of that code."""
    for at in reversed(timeline.visits):
        if at.visit.code == code:
            for place in _places(timeline, at, form):
                if holds(place):
                    return Found(place, at, timeline.day_at(place))
    return Text(f"none at {code}", f"{code}无结果")


def baseline(timeline: Timeline, visit: Address, form: str, holds: Holds) -> Found | Text:
    """The last one before treatment; not for visits that come before it."""
    end = treated_from(timeline)
    if isinstance(end, Text):
        return end
    dated = [(moment(timeline, found.place, found.on), found) for found in _dated(timeline, form, holds)]
    before = [each for each in dated if not end or precedes(each[0], end)]
    return _not_after(timeline, visit, max(before, key=lambda each: each[0])[1]) if before else NO_BASELINE


def baseline_visits(timeline: Timeline) -> tuple[VisitAt, ...] | Text:
    """The dated visits before treatment, the last first, or why they are not known."""
    end = treated_from(timeline)
    if isinstance(end, Text):
        return end
    dated = [at for at in timeline.visits if at.day is not None]
    return tuple(at for at in reversed(dated) if not end or precedes(str(at.day), end))


def carried(timeline: Timeline, visit: VisitAt, form: str, holds: Holds) -> Found | None:
    """The latest one that is not of this visit and not after its day."""
    earlier = [
        (moment(timeline, found.place, found.on), found)
        for found in _dated(timeline, form, holds)
        if found.at.address != visit.address and found.on is not None and visit.day and found.on <= visit.day
    ]
    return max(earlier, key=lambda each: each[0])[1] if earlier else None


def treated_from(timeline: Timeline) -> str | Text:
    """When treatment began, in ISO form (a day or a time); "" while it has not; why it is not known."""
    days: list[str] = []
    for place in _all_places(timeline, LYMPHODEPLETION):
        dated_by = timeline.study.forms[LYMPHODEPLETION].dated_by
        if dated_by in timeline.undecided(place):
            return BASELINE_UNSURE
        days.append(timeline.time_of(place))
    if any(0 < len(day) < len("2026-08-18") for day in days):
        return BASELINE_UNSURE
    dosed = min((day for day in days if day), default="")
    return dosed or _infused(timeline)


def _infused(timeline: Timeline) -> str | Text:
    address = timeline.anchor("infusion")
    if address is not None and timeline.disputed(address):
        return Text("the day of the infusion is not settled", "回输日期未确定")
    value = timeline.anchored("infusion")
    return value.at if isinstance(value, DateTimeValue) else ""


def precedes(when: str, end: str) -> bool:
    """True for an earlier day, and on the same day for an earlier time where both have one."""
    if when[:10] != end[:10]:
        return when[:10] < end[:10]
    return len(when) > len("2026-08-18") and len(end) > len("2026-08-18") and when < end


def _not_after(timeline: Timeline, visit: Address, found: Found) -> Found | Text:
    day = timeline.visit_at(visit).day
    same = found.at.address == visit
    return found if same or day is None or (found.on is not None and found.on <= day) else BASELINE_LATER


def moment(timeline: Timeline, place: Address, on: date | None) -> str:
    """When a filled form of the day `on` is about, in ISO form: its own time where that is of that day, else `on`."""
    own = timeline.time_of(place)
    return own if on is not None and own.startswith(on.isoformat()) else str(on)


def _dated(timeline: Timeline, form: str, holds: Holds) -> Iterator[Found]:
    """Every filled form that holds it and has a day, the last visits first."""
    for at in reversed(timeline.visits):
        for place in _places(timeline, at, form):
            if holds(place) and (on := timeline.day_at(place)) is not None:
                yield Found(place, at, on)


def _places(timeline: Timeline, at: VisitAt, form: str) -> tuple[Address, ...]:
    """Where the form stands at a visit, the latest first."""
    return tuple(reversed(timeline.form_places(at.address, form))) if form in at.visit.forms else ()


def _all_places(timeline: Timeline, form: str) -> Iterator[Address]:
    for at in timeline.visits if form in timeline.study.forms else ():
        yield from _places(timeline, at, form)


def stands_once(study: Study, form: str) -> str:
    """The code of the only visit in which a form stands, "" when there are several or it may come again."""
    visits = [visit for visit in study.visits if form in visit.forms]
    return visits[0].code if len(visits) == 1 and not visits[0].repeating else ""
