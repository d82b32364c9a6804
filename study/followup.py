"""What the record of a child says to the schedule: visits made, records that serve as another visit, the end of the
follow-up, since when the child is in this record, and what was entered from old records.

Pure reading. The rules of windows and states are `study.schedule`; which status a child has is `study.status`.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from study.address import Address
from study.changes.facts import MarkSet, VisitStatus
from study.event_grades import DEADLY, worst
from study.logs import Row, filled, rows
from study.schedule import (
    BACK_ENTRY,
    Candidate,
    Ending,
    FollowUp,
    Recorded,
    Stop,
    counting,
    in_window,
    strip,
)
from study.timeline import Timeline, VisitAt
from study.values import Codes

SERVES = "serves-visit"
"""A mark on a record that serves as another visit too; its target is that visit's code."""
SOURCE = "source"
"""A mark on a form that says where its data come from: `data["source"]` is an answer of the visit's question."""
STATUSES = "VISITSTAT"
COMPLETE, CHANGED_MIND, LOST = "COMPLETE", "WITHDRAW", "LTFU_LOST"
DEATHS = frozenset({"DEATH", "DECEASED"})
STOPS_VISITS = frozenset({"VISIT", "CONTACT"})
"""What a consent may be withdrawn from (item WDSCOPE of ICF) so that nobody is asked to come any more."""


class Death(msgspec.Struct, frozen=True):
    """A death and the row that says so; `on` is the last day it may mean, None where no date was written."""

    on: date | None
    place: Address


class Leaving(msgspec.Struct, frozen=True):
    """Somebody ended the study for the child: code of the reason, the day, the row that says so."""

    reason: str
    on: date | None
    place: Address


class Dual(msgspec.Struct, frozen=True):
    """A record of a repeating visit that lies in the window of a scheduled one; `marked`: it serves as that too."""

    at: VisitAt
    visit: str
    marked: bool


def stops(line: Timeline, today: date) -> tuple[Stop, ...]:
    """The visits of the schedule as they stand on a day; planned while there was no infusion."""
    return strip(line.study, line.infusion, line.planned, recorded(line), today, follow=follow_up(line))


def follow_up(line: Timeline) -> FollowUp:
    """What bears on what is due, beside the visits."""
    return FollowUp(ending(line), kept_since(line), long_term(line))


def recorded(line: Timeline) -> dict[str, Recorded]:
    """Date and status of the visits that were made, and of each the record that counts as it."""
    own = {at.visit.code: at for at in line.visits if not at.visit.repeating}
    extra: dict[str, list[Dual]] = {}
    for dual in duals(line):
        extra.setdefault(dual.visit, []).append(dual)
    found = {code: Recorded(at.day, _status(line, at.address)) for code, at in own.items()}
    for code, several in extra.items():
        found[code] = _counted(line, own.get(code), found.get(code, Recorded()), several)
    return found


def _counted(line: Timeline, own: VisitAt | None, recorded: Recorded, several: list[Dual]) -> Recorded:
    """The record nearest to the target among the visit's own and those marked to serve; all others are named."""
    candidates = [Candidate(own.address.key, own.day)] if own is not None and own.day is not None else []
    candidates += [Candidate(d.at.address.key, d.at.day) for d in several if d.marked and d.at.day is not None]
    chosen = counting(line.study.visit(several[0].visit), line.day_zero, candidates)
    keys = dict.fromkeys((*(each.key for each in candidates), *(d.at.address.key for d in several)))
    if chosen is None:
        return msgspec.structs.replace(recorded, others=tuple(keys))
    by = "" if own is not None and chosen.key == own.address.key else chosen.key
    return Recorded(chosen.on, recorded.status, by, tuple(key for key in keys if key != chosen.key))


def duals(line: Timeline) -> Iterator[Dual]:
    """Records of repeating visits that lie in the window of a scheduled visit, or were marked to serve as one."""
    scheduled = [v for v in line.study.visits if v.window is not None and v.target_day is not None and not v.repeating]
    for at in line.visits:
        if not at.visit.repeating or at.day is None:
            continue
        marked = {mark.fact.target for mark in line.record.marks(SERVES, at.address) if isinstance(mark.fact, MarkSet)}
        for visit in scheduled:
            inside = at.study_day is not None and in_window(visit, at.study_day) and not visit.optional
            if visit.code in marked or inside:
                yield Dual(at, visit.code, visit.code in marked)


def _status(line: Timeline, visit: Address) -> str:
    """The status a person gave the visit, on the visit itself or in the item that asks for it."""
    shown = line.record.visit_settled(visit).shown
    if shown is not None and isinstance(shown.fact, VisitStatus):
        return shown.fact.status
    for form in line.study.visit(visit.visit).forms:
        asked = [item.code for item in line.study.forms[form].items if item.choices == STATUSES]
        for place in line.form_places(visit, form) if asked else ():
            for value in (line.filled(place).get(code) for code in asked):
                if isinstance(value, Codes) and value.codes:
                    return value.codes[0]
    return ""


def kept_since(line: Timeline) -> date | None:
    """The day the child entered this record."""
    shown = line.record.enrolment.shown
    made = line.made(shown.change) if shown is not None else None
    return made.date() if made is not None else None


def death(line: Timeline) -> Death | None:
    """The death of the child, from the form that ends the study or from a fatal adverse event."""
    for row in filled(line, "DS"):
        if row.has("DTHDTC") or row.code("DSDECOD") in DEATHS:
            return Death(_last_day(row, "DTHDTC") or row.day("DSSTDTC"), row.place)
    for row in rows(line, "AE"):
        if row.code("AEOUT") == "FATAL" or worst(line, row) == DEADLY:
            return Death(_last_day(row, "AEENDTC"), row.place)
    return None


def _last_day(row: Row, item: str) -> date | None:
    days = row.days(item)
    return days[1] if days is not None else None


def leaving(line: Timeline) -> Leaving | None:
    """The end of the study that a person wrote down for the child; of several the last."""
    found = [
        Leaving(row.code("DSDECOD"), row.day("DSSTDTC") or (row.at.day if row.at else None), row.place)
        for row in filled(line, "DS")
        if row.code("DSDECOD")
    ]
    return found[-1] if found else None


def refused_visits(line: Timeline) -> Leaving | None:
    """A consent that was withdrawn so that nobody may ask the child to come any more."""
    for row in rows(line, "ICF"):
        if STOPS_VISITS & set(row.codes("WDSCOPE")):
            return Leaving(CHANGED_MIND, row.day("ICFWDTC"), row.place)
    return None


def ending(line: Timeline) -> Ending | None:
    """From when on no visit is due: a death, a withdrawal, a termination. Completing the study ends nothing.

    An end whose day nobody wrote counts from the day of its visit, else from the last visit that was made.
    """
    died, left, refused = death(line), leaving(line), refused_visits(line)
    if died is not None:
        return Ending(died.on or _last_made(line) or date.min)
    if refused is not None:
        return Ending(refused.on or _last_made(line) or date.min)
    if left is None or left.reason == COMPLETE:
        return None
    return Ending(left.on or _last_made(line) or date.min, visit=left.reason != LOST and left.on is not None)


def _last_made(line: Timeline) -> date | None:
    return max((at.day for at in line.visits if at.day is not None), default=None)


def long_term(line: Timeline) -> bool | None:
    """Whether somebody chose to go on with the yearly follow-up; None while nobody was asked."""
    answers = [row.code("DSLT") for row in filled(line, "DS") if row.code("DSLT")]
    return answers[-1] == "Y" if answers else None


def first_entered(line: Timeline, visit: Address) -> datetime | None:
    """When the visit was begun here, or the first of what stands on it was entered; a correction does not move it."""
    return line.remember("first_entered", visit, lambda: _first_entered(line, visit))


def _first_entered(line: Timeline, visit: Address) -> datetime | None:
    begun = [entry.change for entry in line.record.visit_settled(visit).heads]
    begun += [repeat.entry.change for repeat in line.record.visit_repeats(visit.visit) if repeat.address == visit]
    made = [line.made(change) for change in begun]
    child = Address(line.record.subject)
    standing = line.remember("standing", child, lambda: _by_visit(line.record.values)).get(visit, ())
    made += [line.entered(address) for address in standing]
    return min((moment for moment in made if moment is not None), default=None)


def _by_visit(places: Iterable[Address]) -> dict[Address, list[Address]]:
    found: dict[Address, list[Address]] = {}
    for place in places:
        found.setdefault(place.in_visit, []).append(place)
    return found


def entered_late(line: Timeline, at: VisitAt) -> int | None:
    """Days from the visit to its entry, where it comes from old records; None where it was entered in time."""
    first = first_entered(line, at.address)
    if at.day is None or first is None or first.date() - at.day <= BACK_ENTRY:
        return None
    return (first.date() - at.day).days
