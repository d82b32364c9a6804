"""Assessments of CRS and ICANS of all visits and repeats, and the episodes they make. Pure.

The grade an investigator set stands in place of the computed one and is named with its reason. How assessments make an
episode is `study.derived.episodes`; how one is graded is the formula's.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Literal

import msgspec

from study.address import Address
from study.derived.episodes import Assessment, Episode, Gap, episodes
from study.derived.result import Derived
from study.logs import Row, filled
from study.text import Text
from study.timeline import Timeline

Which = Literal["CRS", "ICANS"]
BOTH: tuple[Which, ...] = ("CRS", "ICANS")
GRADES: dict[Which, str] = {"CRS": "CRSG", "ICANS": "ICANSG"}
"""The derived value that grades one assessment, by the code of its form."""
UNDECIDED = Text("two grades, undecided", "两个分级待裁定")
NO_REASON = Text("no reason is given", "未说明理由")


class Graded(msgspec.Struct, frozen=True):
    """One assessment. `at_least`: the grade is that or worse. `computed` is what the formula says of it.

    With `by_investigator` the grade is the investigator's, and `reason` says why; else `reason` says why there is none.
    """

    place: Address
    at: datetime
    grade: int | None
    at_least: bool = False
    by_investigator: bool = False
    reason: Text | None = None
    computed: int | None = None
    tocilizumab: bool = False


class Spell(msgspec.Struct, frozen=True):
    """One episode with its assessments, the first one first."""

    which: Which
    episode: Episode
    assessments: tuple[Graded, ...]

    @property
    def at_least(self) -> bool:
        """True when it may have been worse than `episode.worst`: a grade was only a limit, or there was none."""
        return self.episode.ungraded > 0 or any(each.at_least for each in self.assessments)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The stretches without an assessment."""
        return self.episode.gaps


class Highest(msgspec.Struct, frozen=True):
    """The highest grade of all assessments; `at_least`: of some the grade is not known, or known only as a limit."""

    grade: int
    at_least: bool

    @property
    def told(self) -> bool:
        """False where it says nothing: no grade above 0 is known, and one may be there."""
        return self.grade > 0 or not self.at_least


def highest(every: Sequence[Graded]) -> Highest | None:
    """The highest grade of assessments, in an episode or not; None without any assessment."""
    if not every:
        return None
    known = max((each.grade for each in every if each.grade is not None), default=0)
    return Highest(known, any(each.grade is None or each.at_least for each in every))


def assessments(line: Timeline, which: Which) -> tuple[Graded, ...]:
    """Every assessment of which the day is known, by time; a study without the form has none."""
    graded: dict[Address, Derived] = {}
    for visit in line.visits:
        if which in line.study.forms and which in visit.visit.forms:
            graded.update(line.derived_each(visit.address, GRADES[which], which))
    given: set[str] = set()
    found: list[Graded] = []
    timed = ((_time(line, row), row) for row in filled(line, which))
    for at, row in sorted(((at, row) for at, row in timed if at is not None), key=lambda each: each[0]):
        made = _graded(line, row, at, graded.get(row.place))
        found.append(msgspec.structs.replace(made, tocilizumab=_new_dose(row, given)))
    return tuple(found)


def spells(line: Timeline, which: Which, until: datetime | None = None) -> tuple[Spell, ...]:
    """The episodes in the order of time; `until` is the time up to which an open one should have been assessed."""
    every = assessments(line, which)
    found = episodes((Assessment(each.at, each.grade, each.tocilizumab) for each in every), until)
    return tuple(
        Spell(which, episode, tuple(each for each in every if episode.onset <= each.at <= episode.seen))
        for episode in found
    )


def _time(line: Timeline, row: Row) -> datetime | None:
    """When it was made; where it says no time, the day of its visit."""
    dated_by = line.study.forms[row.place.form].dated_by
    day = line.day_at(row.place)
    return row.moment(dated_by) or (datetime.combine(day, time.min) if day is not None else None)


def _new_dose(row: Row, given: set[str]) -> bool:
    """Whether tocilizumab is recorded here for the first time: later assessments may name the same dose again."""
    if row.code("TOCI") != "Y":
        return False
    moment = row.moment("TOCIDTC")
    dose = row.place.key if moment is None else moment.isoformat()
    new = dose not in given
    given.add(dose)
    return new


def _graded(line: Timeline, row: Row, at: datetime, derived: Derived | None) -> Graded:
    exact = derived is not None and derived.comparator == ""
    limit = derived is not None and derived.comparator in (">", ">=")
    value = derived.value if derived is not None and (exact or limit) else None
    computed = None if value is None else int(value)
    why_not = derived.why if derived is not None else None
    made = Graded(row.place, at, computed, limit and value is not None, reason=why_not, computed=computed)
    item = f"{row.place.form}GRINV"
    if item in line.undecided(row.place):
        return msgspec.structs.replace(made, grade=None, at_least=False, reason=UNDECIDED)
    own = row.code(item)
    if not own.isdecimal():
        return made
    said = row.text(f"{row.place.form}GRWHY")
    why = Text(said, said) if said else NO_REASON
    return msgspec.structs.replace(made, grade=int(own), at_least=False, by_investigator=True, reason=why)
