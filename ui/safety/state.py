"""What the room of safety shows and asks for. Plain data; words of the domain come as `Text`."""

from dataclasses import dataclass
from enum import StrEnum

from study.text import Text
from ui.child.trial_state import ProposalRow, TrialBlock, TrialLine
from ui.visit.state import Option


class Which(StrEnum):
    """Which events are shown."""

    OPEN = "open"
    SERIOUS = "serious"
    ALL = "all"


@dataclass(frozen=True)
class Filter:
    """Which events, and of which child ("" for all)."""

    which: Which = Which.OPEN
    child: str = ""


@dataclass(frozen=True)
class EventLine:
    """One adverse event, however many visits it lasts. `key` is the address key of its row.

    `grade` is the highest; `course` how it went, each step with its study day; `clock` says how its most urgent
    deadline stands, and `late` that it has passed.
    """

    key: str
    code: str
    name: str
    term: str
    grade: str
    course: str
    severe: bool
    serious: bool
    related: Text
    since: str
    outcome: Text
    open: bool
    clock: Text | None = None
    late: bool = False
    hint: Text | None = None


@dataclass(frozen=True)
class DayGrade:
    """The worst grade of a day (study day, or day of the episode where day 0 is not known); None: could not be told."""

    day: int
    grade: int | None


@dataclass(frozen=True)
class EpisodeLine:
    """One episode of CRS or ICANS with its grades by day. `warn`: a gap or a missing grade, which `note` says."""

    key: str
    code: str
    name: str
    text: Text
    span: Text
    days: tuple[DayGrade, ...]
    open: bool = False
    warn: bool = False
    note: Text | None = None
    hint: Text | None = None


NO_LINES = TrialBlock()


@dataclass(frozen=True)
class SafetyState:
    """The whole room. `counts` are over all events of the chosen child; `more` proposals are not shown."""

    events: tuple[EventLine, ...] = ()
    clocks: TrialBlock = NO_LINES
    proposals: tuple[ProposalRow, ...] = ()
    held: tuple[TrialLine, ...] = ()
    """Proposals of children whose record is frozen: shown, not answered."""
    more: int = 0
    episodes: tuple[EpisodeLine, ...] = ()
    chosen: Filter = Filter()
    children: tuple[Option, ...] = ()
    counts: tuple[tuple[Which, int], ...] = ()
    names_hidden: Text | None = None
    may_edit: bool = True
    may_give: bool = False
    """Whether this person gives the pack for the monitoring board out."""
    loading: bool = False
    read: int = 0
    unread: int = 0
    """How many children are in it, and how many are not yet."""
