"""What is counted of a child: each visit of the schedule, each form that stands, the outcomes, source verification.

Pure; reads a course and a day. Must not know a database or words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

import msgspec

from study.address import LOG, Address, parse_key
from study.changes.facts import MarkSet, QueryAnswered
from study.course import Course
from study.definition.model import Form
from study.followup import stops
from study.outcomes import EXPECTED, Standing, count_form, standings
from study.record import Record
from study.rights import ASIDE, NOT_ONE
from study.schedule import VisitState
from study.signing import state
from study.twice import Decided, Decision, decisions

SOURCE_VERIFIED = "source-verified"


class FormFigure(msgspec.Struct, frozen=True):
    """One filled form (of a repeating one: one repeat). `signed`: "", "signed" or "void"."""

    key: str
    form: str
    total: int
    filled: int
    awaiting: int
    complete: bool
    signed: str
    queries: int
    answered: int
    conflicts: int
    verified: int
    unverified: int
    frozen: str
    order: str = ""

    @property
    def entered(self) -> bool:
        """True when something stands on it."""
        return self.filled > 0


class VisitFigure(msgspec.Struct, frozen=True):
    """A visit of the schedule, or one that was made beside it (`scheduled` false). `forms` are those that apply."""

    code: str
    key: str
    state: VisitState
    scheduled: bool
    opens: date | None
    closes: date | None
    on: date | None
    overdue: int
    forms: tuple[FormFigure, ...] = ()

    @property
    def expected(self) -> bool:
        """Asked for by today."""
        return self.scheduled and self.state in EXPECTED

    @property
    def entered(self) -> bool:
        """Something stands on one of its forms."""
        return any(form.entered for form in self.forms)

    @property
    def complete(self) -> bool:
        """Every form that applies was declared complete."""
        return self.entered and all(form.complete for form in self.forms)

    @property
    def signed(self) -> bool:
        """Every form on which something stands bears a signature that still holds."""
        return self.entered and all(form.signed == "signed" for form in self.forms if form.entered)

    @property
    def filled(self) -> int:
        """Forms on which something stands."""
        return sum(form.entered for form in self.forms)


class ChildFigure(msgspec.Struct, frozen=True):
    """Everything that is counted of a child. `logs` are the filled forms of its logs; `decided` is what was decided of
    this record and another one that may be the same child's.
    """

    subject: str
    code: str
    enrolled: bool
    visits: tuple[VisitFigure, ...]
    logs: tuple[FormFigure, ...]
    outcomes: tuple[Standing, ...]
    decided: tuple[Decision, ...] = ()

    @property
    def forms(self) -> Iterator[FormFigure]:
        """Every filled form."""
        for visit in self.visits:
            yield from visit.forms
        yield from self.logs

    def visit(self, code: str) -> VisitFigure | None:
        """A visit of the schedule."""
        return next((each for each in self.visits if each.code == code and each.scheduled), None)


def child_figure(course: Course, today: date) -> ChildFigure:
    """Count a child as it stands on a day."""
    marks = _Marks(course.record)
    begun = {at.address: at for at in course.visits}
    visits: list[VisitFigure] = []
    for stop in stops(course, today):
        place = parse_key(stop.by) if stop.by else Address(course.record.subject, stop.visit.code)
        here = begun.pop(place, None)
        if stop.by:
            begun.pop(Address(course.record.subject, stop.visit.code), None)
        forms = tuple(_forms(course, place, stop.visit.forms, marks)) if here or stop.state in EXPECTED else ()
        visits.append(
            VisitFigure(
                stop.visit.code, place.key, stop.state, not stop.visit.optional or here is not None, stop.opens,
                stop.closes, stop.on, stop.overdue_by(today), forms,
            )
        )  # fmt: skip
    visits += [
        VisitFigure(at.visit.code, place.key, "done", False, None, None, at.day, 0,
                    tuple(_forms(course, place, at.visit.forms, marks)))
        for place, at in begun.items()
    ]  # fmt: skip
    return ChildFigure(
        course.record.subject, course.code, bool(course.record.enrolment.heads), tuple(visits),
        tuple(_logs(course, marks)), standings(course, today), decided(course.record),
    )  # fmt: skip


def decided(record: Record) -> tuple[Decision, ...]:
    """What was decided of this record and another one that may be the same child's."""
    child = Address(record.subject)
    return decisions(entry for kind in (ASIDE, NOT_ONE) for entry in record.marks(kind, child))


class Decidable(Protocol):
    """What has to be known of a record to say whether it stands aside."""

    @property
    def subject(self) -> str:
        """Its id."""

    @property
    def code(self) -> str:
        """Its code; "" while there is none."""

    @property
    def enrolled(self) -> bool:
        """Whether it was enrolled."""

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What was decided of it and another one."""


def aside(figures: Sequence[Decidable]) -> dict[str, str]:
    """Who stands aside for another record of the same child, by subject, with the code that goes on."""
    codes = {each.subject: each.code or each.subject[:8] for each in figures}
    there = {each.subject for each in figures if each.enrolled}
    found = Decided((said for each in figures for said in each.decided), there)
    return {subject: codes[found.goes_on(subject)] for subject in found.aside}


def counted_once(figures: Sequence[ChildFigure]) -> list[ChildFigure]:
    """Those that do not stand aside for another record of the same child."""
    beside = aside(figures)
    return [each for each in figures if each.subject not in beside]


class _Marks:
    """The source verification marks of a child, read once: by item and by form."""

    def __init__(self, record: Record) -> None:
        self.items: dict[Address, dict[Address, MarkSet]] = defaultdict(dict)
        self.forms: dict[Address, MarkSet] = {}
        for entry in record.marks(SOURCE_VERIFIED, Address(record.subject)):
            if isinstance(entry.fact, MarkSet) and entry.fact.address.item:
                self.items[entry.fact.address.in_form][entry.fact.address] = entry.fact
            elif isinstance(entry.fact, MarkSet):
                self.forms[entry.fact.address] = entry.fact


def verified(record: Record, place: Address) -> dict[Address, str]:
    """How source verification of each value on a form stands: "verified", or "changed" since; others are not in it."""
    return _verified(record, place, _Marks(record))


def _verified(record: Record, place: Address, marks: _Marks) -> dict[Address, str]:
    whole = marks.forms.get(place)
    found: dict[Address, str] = {}
    if whole is not None:
        now = "verified" if whole.target == record.digest(place) else "changed"
        found = {address: now for address in record.values if place.covers(address)}
    for address, mark in marks.items.get(place, {}).items():
        shown = record.settled(address).shown
        found[address] = "verified" if shown is not None and shown.fact.id == mark.target else "changed"
    return found


def _logs(course: Course, marks: _Marks) -> Iterator[FormFigure]:
    logs = next((visit for visit in course.study.visits if visit.code == LOG), None)
    place = Address(course.record.subject, LOG)
    found = _forms(course, place, logs.forms, marks) if logs else ()
    yield from (form for form in found if form.entered)


def _forms(course: Course, visit: Address, codes: tuple[str, ...], marks: _Marks) -> Iterator[FormFigure]:
    for code in codes:
        form = course.study.forms[code]
        # A specimen form without a specimen is still to be filled; an event form without an event is not.
        empty = (Address(visit.subject, visit.visit, visit.visit_repeat, code),) if form.specimen else ()
        for number, place in enumerate(course.form_places(visit, code) or empty):
            figure = _form(course, form, place, marks, str(number + 1) if form.repeating else "")
            if figure is not None:
                yield figure


def _form(course: Course, form: Form, place: Address, marks: _Marks, order: str) -> FormFigure | None:
    record, counts = course.record, count_form(course, place)
    if counts is None:
        return None
    queries = [entry.fact for entry in record.queries(place)]
    standing = _verified(record, place, marks)
    good = sum(each == "verified" for each in standing.values())
    frozen = record.freeze(place)
    return FormFigure(
        key=place.key, form=form.code, total=counts.total, filled=counts.filled, awaiting=counts.awaiting,
        complete=counts.complete, signed=state(record, place), queries=len(queries),
        answered=sum(isinstance(query, QueryAnswered) for query in queries), conflicts=len(course.undecided(place)),
        verified=good, unverified=max(0, len(course.filled(place)) - good),
        frozen=type(frozen).__name__.lower() if frozen else "", order=order,
    )  # fmt: skip
