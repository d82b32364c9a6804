"""Where a child stands in the trial, derived from what was written, and the flags that the analysis needs.

Pure. Nothing here makes a child ineligible: that is `study.eligibility`.
"""

from datetime import date
from typing import Literal

import msgspec

from study.definition.model import Age
from study.followup import LOST, death, kept_since, leaving, refused_visits
from study.logs import Row, filled, rows
from study.schedule import Stop
from study.text import Text
from study.timeline import Timeline

StatusCode = Literal[
    "screened", "enrolled", "apheresed", "infused", "follow_up",
    "completed", "withdrawn", "died", "screen_failure", "ended_early",
]  # fmt: skip
OVER: frozenset[StatusCode] = frozenset({"completed", "withdrawn", "died", "screen_failure", "ended_early"})
WORDS: dict[StatusCode, Text] = {
    "screened": Text("screened", "筛选中"),
    "enrolled": Text("enrolled", "已入组"),
    "apheresed": Text("apheresis done", "已单采"),
    "infused": Text("infused", "已回输"),
    "follow_up": Text("in follow-up", "随访中"),
    "completed": Text("completed", "完成研究"),
    "withdrawn": Text("consent withdrawn", "撤回同意"),
    "died": Text("died", "死亡"),
    "screen_failure": Text("screen failure", "筛选失败"),
    "ended_early": Text("ended early", "提前终止"),
}
EARLY_LOSS = Age(months=3)
"""Lost before three months after the infusion (exclusion criterion 7 of the registry): calendar months."""
ANSWERED = frozenset({"REACHED", "REFUSED"})
"""Outcomes of a call at which somebody was spoken to."""


class Status(msgspec.Struct, frozen=True):
    """The status, the day it holds from (None where nobody wrote one) and the code of the reason of an early end."""

    code: StatusCode
    on: date | None = None
    reason: str = ""

    @property
    def over(self) -> bool:
        """True when the study is over for the child."""
        return self.code in OVER

    @property
    def words(self) -> Text:
        """The status in words."""
        return WORDS[self.code]


class EarlyLoss(msgspec.Struct, frozen=True):
    """A child that was lost before three months after the infusion: the last contact, and how often it was tried."""

    last_contact: date
    limit: date
    attempts: int


def status(line: Timeline, stops: tuple[Stop, ...], enrolled: date | None) -> Status:
    """The status of a child. `stops` are its visits, `enrolled` the day it was found eligible (None: not yet)."""
    return _ended(line) or _completed(stops) or _under_way(line, enrolled)


def _ended(line: Timeline) -> Status | None:
    died, refused, left = death(line), refused_visits(line), leaving(line)
    if died is not None:
        return Status("died", died.on)
    if left is None:
        return Status("withdrawn", refused.on) if refused is not None else None
    match left.reason:
        case "COMPLETE":
            return Status("completed", left.on)
        case "WITHDRAW":
            return Status("withdrawn", left.on)
        case "SCREENFAIL":
            return Status("screen_failure", left.on)
    return Status("ended_early", left.on, left.reason)


def _completed(stops: tuple[Stop, ...]) -> Status | None:
    """Completed by the last asked visit, while nobody wrote the end down."""
    asked = [stop for stop in stops if not stop.visit.optional]
    return Status("completed", asked[-1].on) if asked and asked[-1].took_place else None


def _under_way(line: Timeline, enrolled: date | None) -> Status:
    if line.infusion is not None:
        after = [at.day for at in line.visits if at.day is not None and at.day > line.infusion]
        return Status("follow_up", min(after)) if after else Status("infused", line.infusion)
    collected = apheresis(line)
    if collected is not None:
        return Status("apheresed", collected)
    return Status("enrolled", enrolled) if enrolled is not None else Status("screened", screened(line))


def apheresis(line: Timeline) -> date | None:
    """The day of the first apheresis."""
    return min((day for row in filled(line, "APH") if (day := row.day("LEUKDTC")) is not None), default=None)


def screened(line: Timeline) -> date | None:
    """The day the child came to be screened: its first visit, else the day it entered this record."""
    return min((at.day for at in line.visits if at.day is not None), default=kept_since(line))


def lost_early(line: Timeline) -> EarlyLoss | None:
    """The analysis flag of exclusion criterion 7: lost to follow-up, last contact before three months were over.

    The last contact is the latest of what the end-of-study form says, a visit, and a call that was answered.
    """
    left = leaving(line)
    if left is None or left.reason != LOST or line.infusion is None:
        return None
    last = last_contact(line)
    if last is None or EARLY_LOSS.reached(line.infusion, last):
        return None
    return EarlyLoss(last, EARLY_LOSS.starts(line.infusion), attempts_since(line, last))


def last_contact(line: Timeline) -> date | None:
    """The last day on which anybody saw or reached the child or its family."""
    said = [row.day("LASTCONT") for row in filled(line, "DS")]
    reached = [_contact(row) for row in rows(line, "CONT") if row.code("CONTOUT") in ANSWERED]
    seen = [at.day for at in line.visits]
    return max((day for day in (*said, *reached, *seen) if day is not None), default=None)


def attempts_since(line: Timeline, day: date) -> int:
    """How many calls were tried in vain after a day."""
    tried = (row for row in rows(line, "CONT") if row.code("CONTOUT") not in ("", *ANSWERED))
    return sum(1 for row in tried if (on := _contact(row)) is not None and on > day)


def _contact(row: Row) -> date | None:
    days = row.days("CONTDTC")
    return days[1] if days is not None else None
