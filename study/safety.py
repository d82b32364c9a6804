"""The adverse events of a child: which are open, which serious, which came under treatment; a death without its event.

Pure. Reporting deadlines are `study.safety_clocks`, events proposed from grades `study.event_proposals`.
"""

from datetime import date, datetime

import msgspec

from study.address import Address
from study.event_grades import DEADLY, GradeOn, grade_of, grades, worst
from study.followup import Death, death
from study.logs import Row, rows
from study.past import treated_from
from study.text import Text
from study.timeline import Timeline

FORM = "AE"
OVER = frozenset({"REC", "SEQ", "FATAL"})
SERIOUS_BY = frozenset({"AESER", "AEOUT", "AETOXGR"})
"""What an event is serious by."""
Days = tuple[date, date]
"""The first and the last day that a partial date may mean."""


class Event(msgspec.Struct, frozen=True):
    """One adverse event. `emergent`: it began or worsened under treatment; None where that cannot be told."""

    place: Address
    term: str
    ctcae: str
    grade: int | None
    baseline: int | None
    begun: Days | None
    ended: Days | None
    open: bool
    serious: bool
    emergent: bool | None
    aware: datetime | None
    special: tuple[str, ...]
    related: str
    grades: tuple[GradeOn, ...] = ()
    """The grades over time, by their dates; `grade` is the highest of them and of the form's own."""
    undecided: bool = False
    """Not serious as far as it is decided, and nobody decided between two answers that may make it so."""


def events(line: Timeline) -> tuple[Event, ...]:
    """The adverse events of the log in the order in which they began."""
    treated = treated_from(line)
    begun = date.fromisoformat(treated[:10]) if isinstance(treated, str) and treated else None
    known = not isinstance(treated, Text)
    return tuple(_event(line, row, begun, known=known) for row in rows(line, FORM))


def began(line: Timeline) -> bool | None:
    """Whether treatment began (lymphodepletion, else infusion); None where that is not decided."""
    treated = treated_from(line)
    return None if isinstance(treated, Text) else bool(treated)


def _event(line: Timeline, row: Row, treated: date | None, *, known: bool) -> Event:
    grade, baseline = worst(line, row), grade_of(row, "AEBLGR")
    begun = row.days("AESTDTC")
    serious = row.code("AESER") == "Y" or grade == DEADLY or row.code("AEOUT") == "FATAL"
    return Event(
        place=row.place,
        term=row.text("AETERM"),
        ctcae=row.text("AECTC"),
        grade=grade,
        baseline=baseline,
        begun=begun,
        ended=row.days("AEENDTC"),
        open=not row.has("AEENDTC") and row.code("AEONGO") != "N" and row.code("AEOUT") not in OVER,
        serious=serious,
        emergent=emergent(begun, treated, grade, baseline) if known else None,
        aware=row.moment("SAEDTC"),
        special=row.codes("AESICAT"),
        related=row.code("AEREL"),
        grades=grades(line, row),
        undecided=not serious and not SERIOUS_BY.isdisjoint(line.undecided(row.place)),
    )


def emergent(begun: Days | None, treated: date | None, grade: int | None, baseline: int | None) -> bool | None:
    """Whether an event came under treatment: not before its first day, and worse than it was at baseline."""
    if treated is None or (begun is not None and begun[1] < treated):
        return False
    worse = None if grade is None or baseline is None else grade > baseline
    if worse is False:
        return False
    return worse if begun is not None and begun[0] >= treated else None


def death_without_event(line: Timeline) -> Death | None:
    """The death of a child of which no adverse event speaks: a serious event of grade 5 has to be opened."""
    if FORM not in line.study.forms or any(worst(line, row) == DEADLY for row in rows(line, FORM)):
        return None
    return death(line)
