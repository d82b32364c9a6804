"""The schedule of one child: study day, target days, windows, the state of each visit, what comes next.

Days count from the infusion (day 0); until it is given the planned date stands in and everything is provisional.
Must not know today: the caller says which day it is at the site.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

from study.definition.model import Study, Visit

VisitState = Literal["unplanned", "not_due", "in_window", "overdue", "done", "out_of_window", "missed"]
MISSED = "MISSED"


class Anchor(msgspec.Struct, frozen=True):
    """Day 0; provisional while the infusion is only planned."""

    day0: date
    provisional: bool


class Recorded(msgspec.Struct, frozen=True):
    """What the record says of a visit: its date and the code of its status (code list VISITSTAT)."""

    on: date | None = None
    status: str = ""


class Stop(msgspec.Struct, frozen=True):
    """One visit on the strip; `day` is the study day on which it took place."""

    visit: Visit
    state: VisitState
    target: date | None = None
    opens: date | None = None
    closes: date | None = None
    on: date | None = None
    day: int | None = None
    provisional: bool = False

    @property
    def open(self) -> bool:
        """True while the visit still has to take place; an optional one never has to."""
        return self.state in ("not_due", "in_window", "overdue") and not self.visit.optional


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
    return None if visit.window is None else visit.window[0] <= day <= visit.window[1]


def strip(
    study: Study,
    infusion: date | None,
    planned: date | None,
    recorded: Mapping[str, Recorded],
    today: date,
) -> tuple[Stop, ...]:
    """The scheduled visits in the order of the schedule, and optional ones without a day (early termination).

    Repeating visits and LOG are not on the strip.
    """
    day0 = anchor(infusion, planned)
    return tuple(
        _stop(visit, day0, recorded.get(visit.code, Recorded()), today)
        for visit in study.visits
        if (visit.window is not None or visit.optional) and not visit.repeating
    )


def _stop(visit: Visit, day0: Anchor | None, recorded: Recorded, today: date) -> Stop:
    if day0 is None or visit.window is None:
        return Stop(visit, _state(visit, recorded, None, today), on=recorded.on)
    first, last = (day0.day0 + timedelta(days=day) for day in visit.window)
    day = study_day(recorded.on, day0.day0) if recorded.on is not None else None
    return Stop(
        visit=visit,
        state=_state(visit, recorded, day0, today),
        target=None if visit.target_day is None else day0.day0 + timedelta(days=visit.target_day),
        opens=first,
        closes=last,
        on=recorded.on,
        day=day,
        provisional=day0.provisional,
    )


def _state(visit: Visit, recorded: Recorded, day0: Anchor | None, today: date) -> VisitState:
    if recorded.status == MISSED:
        return "missed"
    if recorded.on is not None:
        outside = day0 is not None and in_window(visit, study_day(recorded.on, day0.day0)) is False
        return "out_of_window" if outside else "done"
    if day0 is None or visit.window is None:
        return "unplanned"
    day = study_day(today, day0.day0)
    if day < visit.window[0]:
        return "not_due"
    if day <= visit.window[1]:
        return "in_window"
    return "unplanned" if visit.optional else "overdue"


def next_visit(stops: tuple[Stop, ...]) -> Stop | None:
    """The visit to see to next: the first that is open and follows every visit that took place; else the first open;
    else an optional one whose window is open.
    """
    done = [number for number, stop in enumerate(stops) if stop.state in ("done", "out_of_window")]
    later = stops[done[-1] + 1 :] if done else stops
    offered = (stop for stop in stops if stop.visit.optional and stop.state == "in_window")
    return next((stop for stop in (*later, *stops) if stop.open), next(offered, None))


def nearest(study: Study, on: date, day0: date) -> Visit | None:
    """The scheduled visit in whose window a day lies; of two, the one whose target is nearer."""
    day = study_day(on, day0)
    fitting = [visit for visit in study.visits if not visit.repeating and in_window(visit, day)]
    return min(fitting, key=lambda visit: abs(day - (visit.target_day or 0)), default=None)
