"""What the checks say of values that stand on a course: flags, intervals, critical values nobody acknowledged. Pure.

Owns how a judgement gets its circumstances (age on the day, the report's limits, when it was drawn and entered); limits
and sentences are the definition's and `study.checks`'.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

import msgspec

from study.address import Address
from study.changes.facts import Fact, MarkSet, ValueSet
from study.checks import CheckContext, Findings, check, check_derived
from study.course import Course, VisitAt
from study.definition.model import Item
from study.derived.result import Derived
from study.followup import first_entered
from study.limits import judged_limit
from study.reference import kept
from study.specimen import circumstances
from study.values import DateTimeValue

ACKNOWLEDGED = "critical-acknowledged"
AWAITING = "awaiting-results"


class Critical(msgspec.Struct, frozen=True):
    """A critical value: where it stands, the fact that says so, whether it alarms and who acknowledged it."""

    address: Address
    item: Item
    fact: ValueSet
    alarm: bool
    acknowledged: MarkSet | None

    @property
    def loud(self) -> bool:
        """True while somebody has to acknowledge it."""
        return self.alarm and self.acknowledged is None


def context(
    course: Course,
    at: VisitAt,
    address: Address | None = None,
    fact: ValueSet | None = None,
    *,
    on: date | None = None,
    entered: datetime | None = None,
) -> CheckContext:
    """What a judgement at a visit needs. `on` stands in for the visit's day; `entered` (wall clock of the site) for the
    moment at which the value that stands at `address` was entered.
    """
    person, day = course.person, on or at.day
    low, high = _report_limits(course, address, fact)
    item = course.study.item(address.form, address.item) if address is not None and address.item else None
    return CheckContext(
        visit=at.visit.code,
        birth=person.birth,
        sex=person.sex,
        on=day,
        low=low,
        high=high,
        collected=_collected(course, address) if address else None,
        entered=entered or (course.entered(address) if address else None),
        confirmed=bool(fact and fact.confirmed),
        form=address.form if address else "",
        specimen=circumstances(course, item, address, day) if item else None,
        tables=course.tables,
    )


def findings(course: Course, at: VisitAt, item: Item, fact: ValueSet, on: date | None = None) -> Findings:
    """The judgement of one value that stands, as of the moment it was entered."""
    return check(course.study, item, fact.value, context(course, at, fact.address, fact, on=on))


def derived_findings(course: Course, at: VisitAt, derived: Derived, on: date | None = None) -> Findings:
    """The judgement of a derived value."""
    return check_derived(course.study, derived, context(course, at, on=on, entered=first_entered(course, at.address)))


def judged(course: Course, facts: Iterable[Fact], today: date | None = None) -> tuple[Fact, ...]:
    """Facts that are about to be kept, each number with the interval by which it is judged where it comes to stand.

    `today` stands in for the day of a visit that has none.
    """
    made = tuple(facts)
    ahead = course.typing({fact.address: fact.value for fact in made if isinstance(fact, ValueSet)})
    return tuple(_with_interval(ahead, fact, today) if isinstance(fact, ValueSet) else fact for fact in made)


def _with_interval(course: Course, fact: ValueSet, today: date | None) -> ValueSet:
    item = course.study.item(fact.address.form, fact.address.item)
    if item.type != "number":
        return fact
    at = course.visit_at(fact.address.in_visit)
    found = check(course.study, item, fact.value, context(course, at, fact.address, fact, on=at.day or today))
    return msgspec.structs.replace(fact, judged=kept(found.interval, course.study.digest))


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
        items = [item for item in course.study.forms[form].items if item.critical_at(at.visit.code) is not None]
        for place in course.form_places(at.address, form) if items else ():
            for item in items:
                address = msgspec.structs.replace(place, item=item.code)
                fact = course.record.fact(address)
                if fact is None or course.record.value(address) is None:
                    continue
                found = findings(course, at, item, fact)
                if found.critical is not None:
                    yield Critical(address, item, fact, found.alarm, acknowledgement(course, fact))


def acknowledgement(course: Course, fact: ValueSet) -> MarkSet | None:
    """Who acknowledged exactly this value, with when and what was done; a newer value wants a new acknowledgement."""
    for mark in course.record.marks(ACKNOWLEDGED, fact.address):
        if isinstance(mark.fact, MarkSet) and mark.fact.target == fact.id:
            return mark.fact
    return None


def _collected(course: Course, address: Address) -> datetime | None:
    dated_by = course.study.forms[address.form].dated_by
    if not dated_by:
        return None
    value = course.record.value(msgspec.structs.replace(address, item=dated_by))
    try:
        return datetime.fromisoformat(value.at) if isinstance(value, DateTimeValue) else None
    except ValueError:
        return None


def _report_limits(
    course: Course, address: Address | None, fact: ValueSet | None
) -> tuple[Decimal | None, Decimal | None]:
    if address is None or fact is None or fact.report is None:
        return None, None
    item = course.study.item(address.form, address.item)
    return judged_limit(item, fact, "low"), judged_limit(item, fact, "high")
