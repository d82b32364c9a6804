"""Episodes of CRS or ICANS from the repeating assessments: onset, end, worst grade, duration, tocilizumab.

An episode begins at the first assessment of grade 1 or more and ends at the first later one of grade 0; what comes
after it is a new episode. An assessment without a grade neither begins nor ends one. More than 72 h between two
assessments (or until `until`) of an open episode is named: what happened in between is not known.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import msgspec

from study.text import Text
from study.writing import rounded

LONGEST_GAP = timedelta(hours=72)
IN_DAYS = 240
"""Hours from which a gap is told in days."""


class Assessment(msgspec.Struct, frozen=True):
    """One assessment at a wall-clock time of the site; `grade` None: it could not be graded."""

    at: datetime
    grade: int | None
    tocilizumab: bool = False


class Gap(msgspec.Struct, frozen=True):
    """A stretch of an episode without an assessment, longer than 72 h."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> Decimal:
        """Its length."""
        return hours_between(self.start, self.end)

    @property
    def sentence(self) -> Text:
        """What is wrong with it."""
        start, end = self.start.isoformat(" ", "minutes"), self.end.isoformat(" ", "minutes")
        long = self.hours >= IN_DAYS
        number = rounded(self.hours / 24, 0) if long else rounded(self.hours, 0)
        en, zh = (f"{number} d", f"{number}天") if long else (f"{number} h", f"{number}小时")
        return Text(
            f"No assessment for {en}, {start} to {end}: what happened in between is not known.",
            f"{start} 至 {end} 共{zh}无评估，其间情况未知。",
        )


class Episode(msgspec.Struct, frozen=True):
    """`end` is None while it is open; `seen` is its last assessment (the grade 0 one when it ended)."""

    onset: datetime
    end: datetime | None
    seen: datetime
    worst: int
    tocilizumab: int
    ungraded: int
    gaps: tuple[Gap, ...]

    @property
    def open(self) -> bool:
        """True until an assessment of grade 0."""
        return self.end is None

    @property
    def hours(self) -> Decimal:
        """From onset to the end; of an open episode to the last assessment: it lasts at least so long."""
        return hours_between(self.onset, self.seen)


def hours_between(start: datetime, end: datetime) -> Decimal:
    """Hours from one time to another."""
    return Decimal(int((end - start).total_seconds())) / 3600


def episodes(assessments: Iterable[Assessment], until: datetime | None = None) -> tuple[Episode, ...]:
    """The episodes in the order of time. Of several assessments at one time the worst grade counts.

    `until` is the time up to which assessments are expected (now, or the end of the ward stay); it only names a gap.
    """
    found: list[Episode] = []
    running: list[Assessment] = []
    for assessment in _by_time(assessments):
        if running or (assessment.grade or 0) > 0:
            running.append(assessment)
        if running and assessment.grade == 0:
            found.append(_episode(running, ended=True, until=None))
            running = []
    if running:
        found.append(_episode(running, ended=False, until=until))
    return tuple(found)


def _by_time(assessments: Iterable[Assessment]) -> list[Assessment]:
    """One assessment a time, sorted: the worst grade, and tocilizumab once when any of them says so."""
    merged: dict[datetime, Assessment] = {}
    for new in assessments:
        old = merged.get(new.at, new)
        grades = [grade for grade in (old.grade, new.grade) if grade is not None]
        merged[new.at] = Assessment(new.at, max(grades, default=None), old.tocilizumab or new.tocilizumab)
    return [merged[at] for at in sorted(merged)]


def _episode(running: list[Assessment], *, ended: bool, until: datetime | None) -> Episode:
    times = [assessment.at for assessment in running]
    last = times[-1]
    followed = [*times, until] if until is not None and until > last else times
    return Episode(
        onset=times[0],
        end=last if ended else None,
        seen=last,
        worst=max(assessment.grade or 0 for assessment in running),
        tocilizumab=sum(assessment.tocilizumab for assessment in running),
        ungraded=sum(assessment.grade is None for assessment in running),
        gaps=tuple(Gap(start, end) for start, end in pairwise(followed) if end - start > LONGEST_GAP),
    )
