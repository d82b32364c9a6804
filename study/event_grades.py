"""The grades of an adverse event over time: each day and grade that was written down, and the highest of all.

Pure. The form's own "worst grade" and the rows of the grades' log count alike: whichever is higher is how bad it was.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from study.links import belonging, belongs_to
from study.logs import Row
from study.terms import lacks
from study.text import Text
from study.timeline import Timeline

EVENTS, GRADES = "AE", "AEGR"
WORST, DAY, GRADE = "AETOXGR", "AEGRDTC", "AEGRGR"
BEGUN, OVER = "AESTDTC", "AEENDTC"
DEADLY = 5
"""The grade of an event that the child died of."""
Days = tuple[date, date]


class GradeOn(msgspec.Struct, frozen=True):
    """A grade and the first and last day that its date may mean (None: no date)."""

    days: Days | None
    grade: int


class OddGrade(msgspec.Struct, frozen=True):
    """What is odd of an event's grades, under which item, and what it is about in one word that changes with it."""

    item: str
    sentence: Text
    about: str


def grades(line: Timeline, event: Row) -> tuple[GradeOn, ...]:
    """The grades written down for an event, by their dates."""
    found = [(row.days(DAY), grade_of(row, GRADE)) for row in belonging(line, event.place, GRADES)]
    known = [GradeOn(days, grade) for days, grade in found if grade is not None]
    return tuple(sorted(known, key=lambda each: each.days or (date.max, date.max)))


def worst(line: Timeline, event: Row) -> int | None:
    """The highest grade of an event, as it says itself or as one of its days does; None where no grade is known."""
    own = grade_of(event, WORST)
    known = [each.grade for each in grades(line, event)] + ([own] if own is not None else [])
    return max(known, default=None)


def grade_of(row: Row, item: str) -> int | None:
    """A grade answered; None without one, or for an answer that is no grade."""
    code = row.code(item)
    return int(code) if code.isdecimal() else None


def odd(line: Timeline, row: Row) -> Iterator[OddGrade]:
    """An event whose highest grade is not its worst; a grade on a day on which its event was not."""
    if row.place.form == EVENTS:
        yield from _worst_is_not(line, row)
    elif row.place.form == GRADES:
        yield from _beside(line, row)


def _worst_is_not(line: Timeline, event: Row) -> Iterator[OddGrade]:
    own, highest = grade_of(event, WORST), worst(line, event)
    if own is not None and highest is not None and own < highest:
        yield OddGrade(
            WORST,
            Text(f"A grade over time is higher: G{highest}", f"分级变化中有更高的分级：{highest}级"),
            f"{own} {highest}",
        )


def _not_of_its_term(line: Timeline, event: Row, grade: str) -> Iterator[OddGrade]:
    """A grade that the term of its event does not have, as it is asked of the event's own worst grade."""
    for item in line.study.forms[EVENTS].items:
        if item.dictionary and item.narrows == WORST:
            said = lacks(line.study, item, event.text(item.code), grade)
            if said is not None:
                yield OddGrade(GRADE, said, f"{event.text(item.code)} {grade}")


def _beside(line: Timeline, row: Row) -> Iterator[OddGrade]:
    place, on = belongs_to(line, row), row.days(DAY)
    if place is None:
        return
    event = Row(place, None, line.filled(place))
    yield from _not_of_its_term(line, event, row.code(GRADE))
    if on is None:
        return
    begun, over = event.days(BEGUN), event.days(OVER)
    if begun is not None and on[1] < begun[0]:
        yield OddGrade(DAY, Text("The grade is from before the event", "分级日期早于事件发生日期"), f"{on} {begun}")
    if over is not None and over[1] < on[0]:
        yield OddGrade(DAY, Text("The grade is from after the event", "分级日期晚于事件结束日期"), f"{on} {over}")
