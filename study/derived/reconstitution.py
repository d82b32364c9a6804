"""How long the B cells stay away after CAR-T, from the series of CD19 counts (cells/uL) from day 0 on.

Aplasia starts on the first day below the threshold (20/uL, a setting). Reconstitution is the first later day at the
threshold or above that the next sample confirms. A count such as "<40" may be either: every course of events that the
counts allow is followed, and the answer is given when all of them agree.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

from study.derived.daily import measured
from study.derived.given import Given, first
from study.derived.immune import DEPLETED_UL
from study.derived.possible import above, at, possible
from study.derived.result import Also, Formula, Outcome, Said
from study.text import Text

_INPUTS = ("cd19s", "threshold")
State = Literal["never_depleted", "depleted", "unconfirmed", "reconstituted"]
_WORDS: dict[State, Text] = {
    "never_depleted": Text("no aplasia seen", "未见B细胞耗竭"),
    "depleted": Text("still depleted", "仍处于耗竭"),
    "unconfirmed": Text("back in the last sample, not yet confirmed", "末次已恢复，尚待确认"),
    "reconstituted": Text("reconstituted", "已重建"),
}
_NO_COUNT = Text("There is no CD19 count from day 0 on.", "第0天起无CD19计数。")


class Course(NamedTuple):
    """Where the B cells are: since when they were away, and the day they were back."""

    state: State = "never_depleted"
    start: int = 0
    back: int = 0

    def after(self, day: int, depleted: bool) -> "Course":
        """The course with one more sample."""
        if self.state == "reconstituted":
            return self
        if depleted:
            return Course("depleted", day if self.state == "never_depleted" else self.start)
        if self.state == "depleted":
            return Course("unconfirmed", self.start, day)
        return self._replace(state="reconstituted") if self.state == "unconfirmed" else self


def _brecon(given: Given) -> Outcome:
    counts = {day: count for day, count in measured(given.series("cd19s")).items() if day >= 0}
    why = first(None if counts else _NO_COUNT, given.not_positive("threshold"))
    if why:
        return Outcome(why=why)
    limit = possible(given, "threshold") if given.has("threshold") else at(DEPLETED_UL)
    courses = {Course()}
    for day, count in counts.items():
        depleted = above(limit, count)
        readings = (True, False) if depleted is None else (depleted,)
        courses = {course.after(day, reading) for course in courses for reading in readings}
    if len(courses) > 1:
        return Outcome(why=_undecided(courses))
    return _told(courses.pop(), max(counts))


def _undecided(courses: set[Course]) -> Text:
    states = [state for state in _WORDS if any(course.state == state for course in courses)]
    return Text(
        f"Counts that are only limits leave it open: {' or '.join(_WORDS[state].en for state in states)}.",
        f"部分计数仅为界限值，无法判断：{'或'.join(_WORDS[state].zh for state in states)}。",
    )


def _told(course: Course, last: int) -> Outcome:
    """The state, with the days of start and return and the days in between (so far: ">=")."""
    also: tuple[Also, ...] = ()
    if course.state != "never_depleted":
        done = course.state == "reconstituted"
        days = (last if course.state == "depleted" else course.back) - course.start
        also = (
            Also("aplasia_start", Decimal(course.start), "d", 0),
            *((Also("recon_day", Decimal(course.back), "d", 0),) if done else ()),
            # Until a second sample confirms the return, the aplasia may go on.
            Also("aplasia_days", Decimal(days), "d", 0, "" if done else ">="),
        )
    notes = (_WORDS[course.state],) if course.state != "reconstituted" else ()
    return Outcome(verdict=course.state, said=(Said("state", course.state),), also=also, notes=notes, used=_INPUTS)


BRECON = Formula(
    "BRECON",
    "d",
    0,
    "1",
    "rule of the trial (unconfirmed)",
    _INPUTS,
    _brecon,
    "several",
    verdicts=tuple(_WORDS),
    parts=("state", "aplasia_start", "recon_day", "aplasia_days"),
)
