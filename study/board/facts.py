"""What a monitoring board is told of one child, gathered once: pure, by the rules that the screens use too.

Must not count over children (`study.board.pack`) and must not know a name.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from study.address import Address
from study.board.rules import Judged, judged
from study.board.terms import Named, named
from study.changes.facts import QueryAnswered
from study.course import Course
from study.derived.result import Derived
from study.deviations import FORM as DEVIATIONS
from study.deviations import proposed
from study.event_proposals import proposals
from study.followup import Death, death, stops
from study.logs import Row, filled, rows
from study.naming import KnownIdentity
from study.registered import enrolled_on
from study.safety import Event, began, death_without_event, events
from study.safety_clocks import Deadline, deadlines
from study.schedule import Stop
from study.status import Status, last_contact, status
from study.toxicity import BOTH, Highest, Spell, assessments, highest, spells
from study.values import Quantity

SAFETY_FORMS = ("AE", "AEGR", "SAE", "INFE", "CRS", "ICANS", "DS", "DV")
"""Where a query or an undecided value bears on safety."""
WORST = ("CTC_NEUT", "CTC_PLAT", "CTC_HGB", "KDIGO_AKI")
"""Grades of which the highest of all visits after the infusion counts."""
LATEST = ("BCELL", "IGGBAND", "BRECON", "NICAHT", "TICAHT", "ICAHT_LATE", "DIALYSIS")
"""Results of which the latest after the infusion counts: what they rest on grows from visit to visit."""
COURSES = ("EGFR_U25",)


class Dose(msgspec.Struct, frozen=True):
    """One infusion: its day, cells per kg, fresh or frozen (code), and whether it was completed (code)."""

    on: date | None
    per_kg: Quantity | None
    fresh: str
    completed: str


class Infection(msgspec.Struct, frozen=True):
    """One infection: grade (None: not given), kind of organism (code), first day, whether it goes on."""

    grade: int | None
    kind: str
    begun: date | None
    open: bool
    since_infusion: bool | None


class Asked(msgspec.Struct, frozen=True):
    """A query on a form of safety that is not closed: where, whether it was answered, since when."""

    form: str
    answered: bool
    since: date | None


class At(msgspec.Struct, frozen=True):
    """A derived value with its visit and study day."""

    visit: str
    day: int | None
    found: Derived


class Facts(msgspec.Struct, frozen=True):
    """One child. `names` are the events' terms in their order; `followed`: days from infusion to last contact."""

    code: str
    status: Status
    enrolled: date | None
    infusion: date | None
    infusion_unsettled: bool
    doses: tuple[Dose, ...]
    followed: int | None
    death: Death | None
    death_untold: bool
    events: tuple[Event, ...]
    names: tuple[Named, ...]
    treated: bool | None
    """Whether treatment (lymphodepletion, else infusion) began; None where that is not decided."""
    rows: tuple[Row, ...]
    """The rows of the events, in their order: what is only answered there."""
    deadlines: tuple[Deadline, ...]
    proposed_events: int
    spells: tuple[Spell, ...]
    highest: dict[str, Highest | None]
    """Of CRS and ICANS, by the code of the form."""
    infections: tuple[Infection, ...]
    worst: dict[str, At]
    latest: dict[str, At]
    courses: dict[str, tuple[At, ...]]
    deviations: tuple[tuple[str, str], ...]
    proposed_deviations: dict[str, int]
    queries: tuple[Asked, ...]
    unsettled: int
    rules: dict[str, Judged]
    stops: tuple[Stop, ...]

    def day(self, on: date | None) -> int | None:
        """The study day of a day; None without an infusion."""
        return (on - self.infusion).days if on is not None and self.infusion is not None else None


def facts_of(course: Course, now: datetime, known: KnownIdentity) -> Facts:
    """Everything of a child at a wall-clock time of the site; `known` is what no word may hold."""
    today = now.date()
    schedule, enrolled = stops(course, today), enrolled_on(course)
    found = events(course)
    by_place = {row.place: row for row in rows(course, "AE")}
    here = tuple(by_place[event.place] for event in found)
    return Facts(
        code=course.code,
        status=status(course, schedule, enrolled),
        enrolled=enrolled,
        infusion=course.infusion,
        infusion_unsettled=course.infusion_undecided,
        doses=tuple(_dose(row) for row in filled(course, "INF")),
        followed=_followed(course, today),
        death=death(course),
        death_untold=death_without_event(course) is not None,
        events=found,
        names=tuple(named(course.study, event, known) for event in found),
        treated=began(course),
        rows=here,
        deadlines=deadlines(course),
        proposed_events=len(proposals(course)),
        spells=tuple(spell for which in BOTH for spell in spells(course, which, now)),
        highest={which: highest(assessments(course, which)) for which in BOTH},
        infections=tuple(_infection(course, row) for row in rows(course, "INFE")),
        worst=_worst(course),
        latest=_latest(course),
        courses={code: tuple(_every(course, code)) for code in COURSES if code in course.study.derived},
        deviations=tuple((row.code("DVCAT"), row.code("DVSEV")) for row in rows(course, DEVIATIONS)),
        proposed_deviations=dict(Counter(each.category for each in proposed(course, now))),
        queries=tuple(_queries(course)),
        unsettled=sum(place.form in SAFETY_FORMS for place in course.record.conflicts),
        rules={rule.code: judged(course, rule) for rule in course.study.protocol.stopping_rules},
        stops=schedule,
    )


def _followed(course: Course, today: date) -> int | None:
    """Days from the infusion to the last contact or the death, never beyond today."""
    if course.infusion is None:
        return None
    died = death(course)
    seen = died.on if died is not None and died.on is not None else last_contact(course)
    return None if seen is None else max(0, (min(seen, today) - course.infusion).days)


def _dose(row: Row) -> Dose:
    days = row.days("INFDTC")
    return Dose(days[0] if days else None, row.number("CARDOSE"), row.code("FRESH"), row.code("INFCOMP"))


def _infection(course: Course, row: Row) -> Infection:
    grade, days = row.code("INFGR"), row.days("INFST")
    over = row.has("INFEN") or row.code("INFOUT") in ("REC", "SEQ", "FATAL")
    infused = course.infusion
    since = None if days is None else infused is not None and days[0] >= infused
    if days is not None and infused is not None and days[0] < infused <= days[1]:
        since = None
    return Infection(
        int(grade) if grade.isdecimal() else None, row.code("INFTYPE"), days[0] if days else None, not over, since
    )


def _every(course: Course, code: str) -> Iterator[At]:
    """A derived value at every dated visit that shows it and where it has a result."""
    forms = {form.code for form in course.study.forms.values() if code in form.derived}
    for at in course.visits:
        if at.day is None or not forms & set(at.visit.forms):
            continue
        found = course.derived_one(at.address, code)
        if found is not None and found.known:
            yield At(at.visit.code, at.study_day, found)


def _worst(course: Course) -> dict[str, At]:
    """The highest of each grade after the infusion; of several alike the first."""
    made: dict[str, At] = {}
    for code in WORST:
        after = [at for at in _after(course, code) if at.found.value is not None]
        if after:
            made[code] = max(after, key=lambda at: (at.found.value or 0, -(at.day or 0)))
    return made


def _after(course: Course, code: str) -> Iterator[At]:
    """A derived value from the day of the infusion on; none where the definition has no such value."""
    if course.infusion is None or code not in course.study.derived:
        return
    yield from (at for at in _every(course, code) if at.day is not None and at.day >= 0)


def _latest(course: Course) -> dict[str, At]:
    made: dict[str, At] = {}
    for code in LATEST:
        for at in _after(course, code):
            made[code] = at
    return made


def _queries(course: Course) -> Iterator[Asked]:
    for entry in course.record.queries(Address(course.record.subject)):
        place = getattr(entry.fact, "address", None)
        if not isinstance(place, Address) or place.form not in SAFETY_FORMS:
            continue
        made = course.made(entry.change)
        yield Asked(place.form, isinstance(entry.fact, QueryAnswered), made.date() if made is not None else None)
