"""Stopping rules as a definition sets them, judged: three-valued for each child, then over all of them.

Pure. A rule is met only where it certainly is; what is missing or undecided leaves it open, and the children are named.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from study.address import LOG, Address
from study.course import Course
from study.definition.trial import StoppingRule
from study.event_grades import EVENTS, WORST, grade_of, worst
from study.expression import holds, parse
from study.logs import Row
from study.registered import enrolled_on
from study.scope import VisitScope
from study.text import Text
from study.values import Codes, Value

Truth = bool | None


class Judged(msgspec.Struct, frozen=True):
    """Whether a child is among those that count, and whether what the rule counts happened to it; None: unknown."""

    among: Truth
    happened: Truth


class Standing(msgspec.Struct, frozen=True):
    """A rule over all children: how many certainly count and of how many, what may come to it, and how it stands.

    `unsure` are the codes of the children that leave it open; `why` says so where it is open.
    """

    rule: StoppingRule
    numerator: int
    denominator: int
    unsure: tuple[str, ...]
    state: Literal["met", "not_met", "open"]
    why: Text | None = None


def judged(course: Course, rule: StoppingRule) -> Judged:
    """One child under a rule."""
    if rule.form not in course.study.forms:
        return Judged(_among(course, rule), None)
    condition = parse(rule.when)
    found = [_and(_in_time(course, rule, row), holds(condition, _scope(course, row))) for row in _places(course, rule)]
    happened = True if True in found else None if None in found else False
    return Judged(_among(course, rule), happened)


def standing(rule: StoppingRule, children: Sequence[tuple[str, Judged]]) -> Standing:
    """A rule over all children, each with its code."""
    sure = [(code, each) for code, each in children if each.among]
    perhaps = [(code, each) for code, each in children if each.among is None]
    count = sum(each.happened is True for _, each in sure)
    unsure = [code for code, each in sure if each.happened is None]
    more, others = (
        sum(each.happened is not truth for _, each in perhaps) for truth in (False, True)
    )  # who may come to it, and who may be of those it counts among alone
    named = tuple(sorted({*unsure, *(code for code, _ in perhaps)}))
    least = _share(rule, count, len(sure) + others)
    most = _share(rule, count + len(unsure) + more, len(sure) + more)
    limit = Decimal(rule.count) if rule.count is not None else rule.proportion
    if limit is None or (rule.proportion is not None and not sure):
        why = Text("nobody is among those it counts yet", "尚无纳入计数的患儿")
        return Standing(rule, count, len(sure), named, "open", why)
    if least is not None and least >= limit:
        return Standing(rule, count, len(sure), named, "met")
    if most is not None and most < limit:
        return Standing(rule, count, len(sure), named, "not_met")
    why = Text(
        f"values are missing or undecided for {', '.join(named)}", f"以下患儿数据缺失或未裁定：{'、'.join(named)}"
    )
    return Standing(rule, count, len(sure), named, "open", why)


def _share(rule: StoppingRule, count: int, of: int) -> Decimal | None:
    if rule.count is not None:
        return Decimal(count)
    return Decimal(count) / of if of else None


def _among(course: Course, rule: StoppingRule) -> Truth:
    if rule.among == "enrolled":
        return enrolled_on(course) is not None
    return None if course.infusion_undecided else course.infusion is not None


def _places(course: Course, rule: StoppingRule) -> Iterator[Row]:
    """Every filled form of the rule, also one of which nothing is decided."""
    at_visits = [
        (at, place)
        for at in course.visits
        if rule.form in at.visit.forms
        for place in course.form_places(at.address, rule.form)
    ]
    logs = any(visit.code == LOG and rule.form in visit.forms for visit in course.study.visits)
    in_logs = course.form_places(Address(course.record.subject, LOG), rule.form) if logs else ()
    for at, place in (*at_visits, *((None, place) for place in in_logs)):
        if course.filled(place) or course.undecided(place):
            yield Row(place, at, course.filled(place))


def _scope(course: Course, row: Row) -> VisitScope:
    """The form as the rule reads it; of an adverse event the highest grade stands as its worst."""
    typed: dict[Address, Value] = {}
    if row.place.form == EVENTS:
        highest = worst(course, row)
        if highest is not None and highest != grade_of(row, WORST):
            typed[row.item(WORST)] = Codes((str(highest),))
    return VisitScope(course, row.place.in_visit, row.place, typed=typed)


def _in_time(course: Course, rule: StoppingRule, row: Row) -> Truth:
    """Whether what stands on the form lies in the rule's days."""
    if rule.days is None:
        return True
    days, zero = _days(course, row), course.infusion
    if days is None or zero is None:
        return None
    first, last = (days[0] - zero).days, (days[1] - zero).days
    inside = [rule.days[0] <= day <= rule.days[1] for day in (first, last)]
    if all(inside):
        return True
    apart = last < rule.days[0] or first > rule.days[1]
    return False if apart else None


def _days(course: Course, row: Row) -> tuple[date, date] | None:
    dated_by = course.study.forms[row.place.form].dated_by
    own = row.days(dated_by) if dated_by else None
    if own is not None or row.at is None:
        return own
    return (row.at.day, row.at.day) if row.at.day is not None else None


def _and(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
