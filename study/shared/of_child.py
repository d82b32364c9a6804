"""One child's part of a shared set: who (under an alias), the rows of every form and of derived values. Pure."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec

from study.address import LOG, Address
from study.age import completed
from study.course import Course
from study.derived.result import Derived
from study.eligibility import eligible_on
from study.followup import stops
from study.shared.columns import UNDECIDED, reason_against
from study.shared.values import written
from study.status import last_contact, status
from study.timeline import VisitAt
from study.units import plain

ALIAS_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for one another: 32, five bits each."""


class Shared(msgspec.Struct, frozen=True):
    """`who` is a line of subjects.csv, `forms` the rows by form, `derived` those of derived values."""

    who: tuple[str, ...]
    forms: dict[str, tuple[tuple[str, ...], ...]]
    derived: tuple[tuple[str, ...], ...]


def alias_of(secret: bytes) -> str:
    """What a child is called in the set, from what the site's key makes of it: eight letters."""
    number = int.from_bytes(secret[:5], "big")
    return "S-" + "".join(ALIAS_LETTERS[number >> shift & 31] for shift in range(35, -5, -5))


def shared_of(course: Course, alias: str, today: date) -> Shared:
    """Everything of a child that is shared."""
    forms = {code: tuple(_rows(course, alias, code)) for code in course.study.forms}
    return Shared(_who(course, alias, today), forms, tuple(_derived(course, alias)))


def _who(course: Course, alias: str, today: date) -> tuple[str, ...]:
    zero, person = course.infusion, course.person
    old = completed(person.birth, zero)[0] if person.birth and zero and zero >= person.birth else None
    stands = status(course, stops(course, today), eligible_on(course))
    last = last_contact(course)
    day = str((last - zero).days) if last is not None and zero is not None else ""
    open_ = course.infusion_undecided
    return (
        alias,
        person.sex or "",
        "" if old is None else str(old),
        UNDECIDED if open_ else "N" if zero is None else "Y",
        UNDECIDED if open_ and not stands.over else stands.code,
        day,
    )


def _rows(course: Course, alias: str, form: str) -> Iterator[tuple[str, ...]]:
    """A row a filled form: whose, which visit (and which repeat of it), which repeat of the form, study day, items."""
    kept = [item for item in course.study.forms[form].items if reason_against(course.study, form, item) is None]
    for visit, number, places in _standing(course, form):
        for row, place in enumerate(places, 1):
            values, open_ = course.filled(place), course.undecided(place)
            if not values and not open_:
                continue
            cells = [
                UNDECIDED if item.code in open_ else
                written(course.study, item, values[item.code], course.infusion) if item.code in values else ""
                for item in kept
            ]  # fmt: skip
            yield (alias, visit, str(number), str(row), _day(course, place), *cells)


def _standing(course: Course, form: str) -> Iterator[tuple[str, int, tuple[Address, ...]]]:
    """Where a form stands: the visit, which of its repeats, and the places of the form there."""
    numbers = _numbered(course)
    for at in course.visits:
        if form in at.visit.forms:
            yield at.visit.code, numbers[at.address], course.form_places(at.address, form)
    if any(visit.code == LOG and form in visit.forms for visit in course.study.visits):
        yield LOG, 1, course.form_places(Address(course.record.subject, LOG), form)


def _numbered(course: Course) -> dict[Address, int]:
    """Each visit's number among its repeats, by day: an identifier of the record says when it was made."""
    counts: dict[str, int] = {}
    found: dict[Address, int] = {}
    for at in course.visits:
        counts[at.visit.code] = counts.get(at.visit.code, 0) + 1
        found[at.address] = counts[at.visit.code]
    return found


def _day(course: Course, place: Address) -> str:
    zero = course.infusion
    on = course.day_at(place) if zero is not None else None
    return str((on - zero).days) if on is not None and zero is not None else ""


def _derived(course: Course, alias: str) -> Iterator[tuple[str, ...]]:
    """A row a derived value with a result, at every dated visit that shows it."""
    numbers = _numbered(course)
    for at in course.visits:
        shown = {code for form in at.visit.forms for code in course.study.forms[form].derived}
        for code in course.study.derived:
            found = course.derived_one(at.address, code) if code in shown and at.day is not None else None
            if found is not None and found.known:
                yield _result(course, alias, at, numbers[at.address], found)


def _result(course: Course, alias: str, at: VisitAt, number: int, found: Derived) -> tuple[str, ...]:
    day = str(at.study_day) if course.infusion is not None and at.study_day is not None else ""
    value = "" if found.value is None else f"{found.comparator}{plain(_short(found))}"
    return (alias, at.visit.code, str(number), day, found.code, value, found.verdict)


def _short(found: Derived) -> Decimal:
    """The number as it is rounded for people: a tail of digits could be matched elsewhere."""
    return Decimal(found.shown.lstrip("<>="))
