"""What the checks say of values that stand on a course: flags, intervals, critical values nobody acknowledged. Pure.

Owns how a judgement gets its circumstances (age on the day, the report's limits, when it was drawn and entered, what
was known by then); limits and sentences are the definition's and `study.checks`'.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

import msgspec

from study.address import Address
from study.changes.facts import Fact, MarkSet, ValueSet
from study.checks import (
    CheckContext,
    Findings,
    asking,
    check,
    check_derived,
    check_form,
    day_for_limits,
    old_entry,
    operand,
)
from study.course import Course, VisitAt
from study.definition.model import Check, Item
from study.derived.result import Derived
from study.followup import first_entered
from study.limits import judged_limit
from study.reference import kept
from study.scope import VisitScope
from study.span import Span
from study.specimen import circumstances
from study.state.slots import content
from study.text import Text
from study.values import Cleared, DateTimeValue, Value

ACKNOWLEDGED = "critical-acknowledged"
AWAITING = "awaiting-results"
_NOT_COMPARABLE = Span(None, None)


class Critical(msgspec.Struct, frozen=True):
    """A critical value: where it stands, the fact that says so, whether it alarms and who acknowledged it.

    `check` is the critical check that it breaks; None where it lies outside the item's own critical limits. `entered`
    is when this value was entered, by the site's wall clock.
    """

    address: Address
    item: Item
    fact: ValueSet
    alarm: bool
    acknowledged: MarkSet | None
    sentence: Text
    check: Check | None = None
    entered: datetime | None = None

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
    specimen = circumstances(course, item, address, day) if item is not None and address is not None else None
    return CheckContext(
        birth=person.birth,
        sex=person.sex,
        on=day,
        low=low,
        high=high,
        collected=_collected(course, address) if address else None,
        entered=entered or (course.entered(address) if address else None),
        confirmed=bool(fact and fact.confirmed),
        form=address.form if address else "",
        specimen=specimen,
        tables=course.tables,
        study_day=day_for_limits(specimen.on if specimen is not None else day, course.infusion, course.planned),
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


def criticals(course: Course, at: VisitAt) -> tuple[Critical, ...]:
    """Every critical value of a visit, of every repeat of its forms: by its own limits or by a critical check.

    Where two values stand and nobody decided, each of them counts: the one that is not shown may be the true one.
    """
    return course.remember("criticals", at.address, lambda: tuple(_criticals(course, at)))


def _criticals(course: Course, at: VisitAt) -> Iterator[Critical]:
    for code in at.visit.forms:
        form = course.study.forms[code]
        items = [item for item in form.items if item.critical is not None]
        rules = [rule for rule in form.checks if rule.severity == "critical"]
        for place in course.form_places(at.address, code) if items or rules else ():
            for item in items:
                yield from _by_limits(course, at, place, item)
            for rule in rules:
                yield from _by_check(course, at, place, rule)


def _by_limits(course: Course, at: VisitAt, place: Address, item: Item) -> Iterator[Critical]:
    address = msgspec.structs.replace(place, item=item.code)
    for fact, entered in _standing(course, address):
        found = check(course.study, item, fact.value, context(course, at, address, fact, entered=entered))
        if found.critical is not None:
            mark = acknowledgement(course, fact)
            yield Critical(address, item, fact, found.alarm, mark, found.critical, entered=entered)


def _by_check(course: Course, at: VisitAt, place: Address, rule: Check) -> Iterator[Critical]:
    """A critical check that certainly fails, at the value that it names, by what was known when that was measured.

    Where that is undecided, not done or in a unit without a factor the check would speak of another value: nothing.
    """
    form = course.study.forms[place.form]
    address, item = msgspec.structs.replace(place, item=rule.at), form.item(rule.at)
    for fact, entered in _standing(course, address):
        alone = course.typing({address: fact.value}) if course.disputed(address) else course
        if operand(item, alone.filled(place).get(item.code)) in (None, _NOT_COMPARABLE):
            continue
        scope = VisitScope(alone, at.address, place, typed=_measured_later(alone, at, address))
        for _, said in check_form(msgspec.structs.replace(form, checks=(rule,)), scope):
            old = old_entry(context(course, at, address, fact, entered=entered))
            stop = Text(f"Critical: {said.en}.", f"危急值：{said.zh}。")
            mark = acknowledgement(course, fact, rule.code)
            yield Critical(address, item, fact, old is None, mark, asking(stop, old), rule, entered)


def _measured_later(course: Course, at: VisitAt, address: Address) -> Mapping[Address, Value]:
    """The later values of the item that a visit's derived values would take in, as if they had not come yet.

    Without this a second specimen of the same day would answer for the first, and silence it.
    """
    here = _moment(course, address.in_form)
    visits = (other for other in course.visits if address.form in other.visit.forms)
    places = (place for other in visits for place in course.form_places(other.address, address.form))
    return {
        msgspec.structs.replace(place, item=address.item): Cleared()
        for place in places
        if _moment(course, place) > here and address.item in course.filled(place) and _by_then(course, at, place)
    }


def _by_then(course: Course, at: VisitAt, place: Address) -> bool:
    """Whether a form belongs to the visit or to a day up to it."""
    day = course.day_at(place)
    return place.in_visit == at.address or (day is not None and at.day is not None and day <= at.day)


def _moment(course: Course, place: Address) -> tuple[str, str]:
    """When a form was filled or its specimen drawn, in the order in which series are read."""
    on = course.day_at(place)
    return course.time_of(place) or (on.isoformat() if on else ""), place.key


def _standing(course: Course, address: Address) -> Iterator[tuple[ValueSet, datetime | None]]:
    """Every value that stands, with when it was entered: the shown one, in a conflict each that says something else.

    Nothing where it was cleared or withdrawn.
    """
    settled, said = course.record.settled(address), []
    for entry in () if course.record.withdrawn(address) else settled.heads if settled.conflict else settled.heads[:1]:
        fact = entry.fact
        if isinstance(fact, ValueSet) and not isinstance(fact.value, Cleared) and content(fact) not in said:
            said.append(content(fact))
            yield fact, course.made(entry.change)


def acknowledgement(course: Course, fact: ValueSet, check: str = "") -> MarkSet | None:
    """Who acknowledged exactly this value, with when and what was done; a newer value wants a new acknowledgement.

    The same value, entered on two workstations that did not see each other, was told once whichever of the two is
    named. `check` is the code of the critical check that it breaks; "" asks about its own limits.
    """
    heads = course.record.settled(fact.address).heads
    same = {fact.id, *(head.fact.id for head in heads if content(head.fact) == content(fact))}
    for mark in course.record.marks(ACKNOWLEDGED, fact.address):
        if isinstance(mark.fact, MarkSet) and mark.fact.target in same and mark.fact.data.get("check", "") == check:
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
