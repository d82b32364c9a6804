"""What the room of today shows. Plain data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from study.text import Text
from ui.outcomes.state import Sum
from ui.widgets.state import Completeness, Tone, WindowSpan

AXIS = (-30, 40)
"""The days before and after today that the bar of a window spans."""


class Group(StrEnum):
    """How a row stands, in the order of the table."""

    OVERDUE = "overdue"
    BEGUN = "begun"
    OPEN = "open"
    COMING = "coming"


@dataclass(frozen=True)
class TodayRow:
    """One thing that somebody has to see to: a visit, a consent, a report.

    `place` is the address key it opens. `when` is the study day and the target day of a visit, of other things the day
    or hour by which. `span` counts days from today; None for what has no window. `parts` is None for what has no form
    to fill. `hint` is the whole of it in words.
    """

    place: str
    code: str
    name: str
    group: Group
    what: Text
    when: Text
    status: Text
    span: WindowSpan | None = None
    parts: Completeness | None = None
    under_way: bool = False
    hint: Text | None = None


class NeedKind(StrEnum):
    """Why somebody is needed, the most urgent first."""

    CRITICAL = "critical"
    CONFLICT = "conflict"
    TWICE = "twice"
    QUERY = "query"
    VOID = "void"
    HELD = "held"
    SIGN = "sign"
    AWAITING = "awaiting"
    UNSENT = "unsent"


@dataclass(frozen=True)
class Need:
    """One card at the right: what it is, of whom or how much; `place` is where it leads, "" where the kind says it."""

    kind: NeedKind
    title: Text
    detail: Text
    place: str = ""
    count: int = 1


@dataclass(frozen=True)
class TodayState:
    """The day. `ahead`: how many days ahead are looked at. `names_hidden` says why names are not shown.

    `unread`: how many of `children` are not in it yet. `outcomes`: how far the primary ones are.
    """

    today: date
    weekday: Text
    ahead: int
    rows: tuple[TodayRow, ...] = ()
    needs: tuple[Need, ...] = ()
    names_hidden: Text | None = None
    loading: bool = False
    children: int = 0
    unread: int = 0
    outcomes: tuple[Sum, ...] = ()


NEED_TONE: dict[NeedKind, Tone] = {
    NeedKind.CRITICAL: Tone.CRITICAL,
    NeedKind.CONFLICT: Tone.AMBER,
    NeedKind.TWICE: Tone.AMBER,
    NeedKind.QUERY: Tone.AMBER,
    NeedKind.VOID: Tone.AMBER,
    NeedKind.HELD: Tone.AMBER,
    NeedKind.SIGN: Tone.PLAIN,
    NeedKind.AWAITING: Tone.PLAIN,
    NeedKind.UNSENT: Tone.AMBER,
}
NEED_ICON: dict[NeedKind, str] = {
    NeedKind.CRITICAL: "critical",
    NeedKind.CONFLICT: "fork",
    NeedKind.TWICE: "children",
    NeedKind.QUERY: "query",
    NeedKind.VOID: "warning",
    NeedKind.HELD: "pause",
    NeedKind.SIGN: "pen",
    NeedKind.AWAITING: "clock",
    NeedKind.UNSENT: "offline",
}
