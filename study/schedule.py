"""The schedule of one child: study day, windows, the state of each visit, which record counts, what comes next.

Days count from the infusion (day 0); until it is given the planned date stands in and everything is provisional.
Must not know today: the caller says which day it is at the site. What a record says is read by `study.followup`.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from study.definition.model import Study, Visit

VisitState = Literal[
    "unplanned",  # no day is known for it
    "not_due",  # before its window
    "in_window",
    "overdue",  # its window is over and nothing says that it took place
    "history",  # as overdue, but its window closed before anybody could enter it: comes from old records
    "skipped",  # an optional visit whose window is over
    "stopped",  # the follow-up ended before its window closed
    "early",  # took place, before its window
    "done",  # took place in its window, or has none
    "late",  # took place, after its window
    "missed",  # a person said so
]
MISSED = "MISSED"
TERMINATION_DAYS = 14
"""An early termination visit is asked for within so many days of the decision."""
BACK_ENTRY = timedelta(days=7)
"""What is entered longer than this after its day comes from old records."""


class Anchor(msgspec.Struct, frozen=True):
    """Day 0; provisional while the infusion is only planned."""

    day0: date
    provisional: bool


class Recorded(msgspec.Struct, frozen=True):
    """What the record says of a visit: its date and the code of its status (code list VISITSTAT).

    `by` is the key of the record that counts as the visit where it was begun as another one ("" = the visit itself);
    `others` are keys of records that lie in the window too and do not count.
    """

    on: date | None = None
    status: str = ""
    by: str = ""
    others: tuple[str, ...] = ()


class Ending(msgspec.Struct, frozen=True):
    """The last day of the follow-up; `visit`: a closing visit is still asked for (never after a death)."""

    on: date
    visit: bool = False


class FollowUp(msgspec.Struct, frozen=True):
    """What bears on what is due, beside the visits: the end of the follow-up, since when the child is in this record,
    and whether somebody decided for or against the long-term follow-up (None: nobody did).
    """

    ending: Ending | None = None
    kept_since: date | None = None
    long_term: bool | None = None


ORDINARY = FollowUp()


class Stop(msgspec.Struct, frozen=True):
    """One visit on the strip; `day` is the study day on which it took place.

    `off` is how many days outside the window that was, negative before it. `by` and `others`: see `Recorded`.
    """

    visit: Visit
    state: VisitState
    target: date | None = None
    opens: date | None = None
    closes: date | None = None
    on: date | None = None
    day: int | None = None
    provisional: bool = False
    off: int = 0
    by: str = ""
    others: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """True while the visit still has to take place; an optional one never has to."""
        return self.state in ("not_due", "in_window", "overdue", "history") and not self.visit.optional

    @property
    def took_place(self) -> bool:
        """True when the visit was made, in its window or not."""
        return self.state in ("early", "done", "late")

    def overdue_by(self, today: date) -> int:
        """Days since the window closed without the visit; 0 when it is not overdue."""
        return (today - self.closes).days if self.state == "overdue" and self.closes is not None else 0


class Candidate(msgspec.Struct, frozen=True):
    """A record that may count as a visit: its key and its day."""

    key: str
    on: date


def anchor(infusion: date | None, planned: date | None) -> Anchor | None:
    """Day 0 from the infusion, else from the planned date, else None."""
    if infusion is not None:
        return Anchor(infusion, provisional=False)
    return Anchor(planned, provisional=True) if planned is not None else None


def study_day(on: date, day0: date) -> int:
    """Days since the infusion: 0 on its day, negative before it, no day skipped."""
    return (on - day0).days


def in_window(visit: Visit, day: int) -> bool | None:
    """True when the study day lies in the visit's window; None for a visit without one."""
    return None if visit.window is None else off_by(visit, day) == 0


def off_by(visit: Visit, day: int) -> int:
    """Days between a study day and the window: negative before it, positive after it, 0 within or without a window."""
    if visit.window is None:
        return 0
    first, last = visit.window
    return min(day - first, 0) or max(day - last, 0)


def counting(visit: Visit, day0: date | None, candidates: Sequence[Candidate]) -> Candidate | None:
    """The record that counts as the visit: of those in the window the one nearest to the target, else the nearest to
    the window. Of equals the first of `candidates` counts; while there is no day 0, or no target, the first.
    """
    if day0 is None or visit.target_day is None:
        return candidates[0] if candidates else None
    target = visit.target_day

    def far(each: Candidate) -> tuple[int, int]:
        day = study_day(each.on, day0)
        return abs(off_by(visit, day)), abs(day - target)

    return min(candidates, key=far, default=None)


def strip(
    study: Study,
    infusion: date | None,
    planned: date | None,
    recorded: Mapping[str, Recorded],
    today: date,
    *,
    follow: FollowUp = ORDINARY,
) -> tuple[Stop, ...]:
    """The scheduled visits in the order of the schedule, and optional ones without a day (early termination).

    Repeating visits and LOG are not on the strip.
    """
    day0 = anchor(infusion, planned)
    return tuple(
        _stop(visit, day0, recorded.get(visit.code, Recorded()), today, follow)
        for visit in study.visits
        if (visit.window is not None or visit.optional) and not visit.repeating
    )


def _stop(visit: Visit, day0: Anchor | None, recorded: Recorded, today: date, follow: FollowUp) -> Stop:
    span = _window(visit, day0, follow)
    day = study_day(recorded.on, day0.day0) if recorded.on is not None and day0 is not None else None
    off = off_by(visit, day) if day is not None else 0
    target = None if day0 is None or visit.target_day is None else day0.day0 + timedelta(days=visit.target_day)
    return Stop(
        visit=visit,
        state=_made(recorded, off) or _open_state(visit, span, today, follow),
        target=target,
        opens=span[0] if span else None,
        closes=span[1] if span else None,
        on=recorded.on,
        day=day,
        provisional=day0.provisional if day0 is not None and visit.window is not None else False,
        off=off,
        by=recorded.by,
        others=recorded.others,
    )


def _window(visit: Visit, day0: Anchor | None, follow: FollowUp) -> tuple[date, date] | None:
    """First and last day: from day 0, or from the decision to stop for the visit that closes the follow-up."""
    if visit.window is None:
        asked = follow.ending is not None and follow.ending.visit
        return (follow.ending.on, follow.ending.on + timedelta(TERMINATION_DAYS)) if asked and follow.ending else None
    if day0 is None:
        return None
    return day0.day0 + timedelta(days=visit.window[0]), day0.day0 + timedelta(days=visit.window[1])


def _made(recorded: Recorded, off: int) -> VisitState | None:
    if recorded.status == MISSED:
        return "missed"
    if recorded.on is None:
        return None
    return "early" if off < 0 else "late" if off > 0 else "done"


def _open_state(visit: Visit, span: tuple[date, date] | None, today: date, follow: FollowUp) -> VisitState:
    """The state of a visit that nobody recorded."""
    if span is None:
        return "unplanned"
    first, last = span
    ended = follow.ending.on if follow.ending is not None and visit.window is not None else None
    if ended is not None and ended <= last:
        return "stopped"
    if today < first:
        return "not_due"
    if today <= last:
        return "in_window"
    if visit.optional:
        return "skipped"
    before = follow.kept_since is not None and last + BACK_ENTRY < follow.kept_since
    return "history" if ended is not None or before else "overdue"


def next_visit(stops: tuple[Stop, ...]) -> Stop | None:
    """The visit to see to next: the first that is open and follows every visit that took place; else the first open,
    those of old records last; else an optional one whose window is open.
    """
    done = [number for number, stop in enumerate(stops) if stop.took_place]
    later = stops[done[-1] + 1 :] if done else stops
    waiting = [stop for stop in (*later, *stops) if stop.open]
    offered = (stop for stop in stops if stop.visit.optional and stop.state == "in_window")
    now = next((stop for stop in waiting if stop.state != "history"), None)
    return now or next(offered, None) or next(iter(waiting), None)


def offered(stops: Sequence[Stop], long_term: bool | None, begun: Collection[str] = frozenset()) -> tuple[Stop, ...]:
    """The visits that are asked or offered: of the yearly ones those begun (their codes), and the next one, once the
    last asked visit is over or somebody chose to go on (`long_term`); none where somebody chose not to.
    """
    asked = [stop for stop in stops if not stop.visit.optional]
    over = not asked or asked[-1].took_place or asked[-1].state == "missed"
    more = over if long_term is None else long_term
    found = []
    for stop in stops:
        yearly = stop.visit.optional and stop.visit.window is not None
        written = stop.took_place or stop.state == "missed" or stop.visit.code in begun
        if not yearly or written or (more and stop.state != "stopped"):
            found.append(stop)
        if yearly and stop.state in ("not_due", "in_window"):
            more = False
    return tuple(found)


def nearest(study: Study, on: date, day0: date) -> Visit | None:
    """The scheduled visit in whose window a day lies; of two, the one whose target is nearer."""
    day = study_day(on, day0)
    fitting = [visit for visit in study.visits if not visit.repeating and in_window(visit, day)]
    return min(fitting, key=lambda visit: abs(day - (visit.target_day or 0)), default=None)


def outlasting(stops: Sequence[Stop], runs_to: date | None) -> Stop | None:
    """The last asked visit, when its window is not over by the end of the study and it was not made or given up."""
    asked = [stop for stop in stops if not stop.visit.optional]
    if runs_to is None or not asked or asked[-1].closes is None or asked[-1].closes <= runs_to:
        return None
    last = asked[-1]
    return None if last.took_place or last.state in ("stopped", "missed") else last
