"""What the checks say of values that stand on a course: flags, intervals, critical values nobody acknowledged. Pure.

Owns no limit and no sentence of its own; those are the definition's and `study.checks`'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from study import units
from study.address import Address
from study.changes.facts import MarkSet, ValueSet
from study.checks import CheckContext, Findings, check, check_derived
from study.course import Course, VisitAt
from study.definition.model import DerivedSpec, Item
from study.derived.result import Derived
from study.reference import Interval, interval
from study.values import Quantity
from ui.widgets.state import Flag

ACKNOWLEDGED = "critical-acknowledged"
AWAITING = "awaiting-results"


@dataclass(frozen=True)
class Critical:
    """A critical value: where it stands, the fact that says so, whether somebody acknowledged it."""

    address: Address
    item: Item
    fact: ValueSet
    acknowledged: bool


def flag_of(findings: Findings) -> Flag:
    """The flag a screen shows; a limit of which one cannot tell shows none."""
    return Flag.NONE if findings.flag == "unclear" else Flag(findings.flag)


def context(course: Course, at: VisitAt, item: Item | None = None, fact: ValueSet | None = None) -> CheckContext:
    """What a judgement of a value at a visit needs; the limits of its report where it came with some."""
    person, report = course.person, fact.report if fact else None
    return CheckContext(
        visit=at.visit.code,
        birth=person.birth,
        sex=person.sex,
        on=at.day,
        low=_limit(item, fact, report.low) if report and item and fact else None,
        high=_limit(item, fact, report.high) if report and item and fact else None,
        confirmed=bool(fact and fact.confirmed),
    )


def findings(course: Course, at: VisitAt, item: Item, fact: ValueSet) -> Findings:
    """The judgement of one value that stands."""
    return check(course.study, item, fact.value, context(course, at, item, fact))


def derived_findings(course: Course, at: VisitAt, derived: Derived) -> Findings:
    """The judgement of a derived value."""
    return check_derived(course.study, derived, context(course, at))


def interval_on(course: Course, subject: Item | DerivedSpec, on: date) -> Interval | None:
    """The default interval of this child on a day."""
    return interval(subject, course.person.birth, on, course.person.sex)


def stands_at(course: Course, visit: Address, form: str, item: str) -> Address | None:
    """Where the value that `Course.values` gives for an item stands: of a repeating form the latest repeat with one."""
    for place in reversed(course.form_places(visit, form)):
        address = msgspec.structs.replace(place, item=item)
        if course.record.value(address) is not None and not course.record.settled(address).conflict:
            return address
    return None


def criticals(course: Course, at: VisitAt) -> Iterator[Critical]:
    """Every critical value of a visit, of every repeat of its forms."""
    for form in at.visit.forms:
        items = [item for item in course.study.forms[form].items if item.critical is not None]
        for place in course.form_places(at.address, form) if items else ():
            for item in items:
                address = msgspec.structs.replace(place, item=item.code)
                fact = course.record.fact(address)
                if fact is None or course.record.value(address) is None:
                    continue
                if findings(course, at, item, fact).critical is not None:
                    yield Critical(address, item, fact, _acknowledged(course, address, fact))


def _acknowledged(course: Course, address: Address, fact: ValueSet) -> bool:
    marks = course.record.marks(ACKNOWLEDGED, address)
    return any(isinstance(mark.fact, MarkSet) and mark.fact.target == fact.id for mark in marks)


def _limit(item: Item, fact: ValueSet, text: str) -> Decimal | None:
    """A printed limit in the item's unit; None where there is none or it is no number."""
    unit = fact.value.unit if isinstance(fact.value, Quantity) else item.unit
    try:
        base = units.to_base(item, Quantity(str(Decimal(text)), unit)) if text else None
    except InvalidOperation:
        return None
    return base.decimal if isinstance(base, Quantity) else None
