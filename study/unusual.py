"""What is unusual on a filled form and wants a word: values outside the usual limits, checks that certainly fail, live
vaccines against which something speaks, rows that name what was withdrawn.

The one answer from which strips, messages, marks and queries are made, so that they agree. Pure; must not store.
"""

import hashlib
from collections.abc import Iterator
from datetime import date

import msgspec

from study.address import Address
from study.changes.facts import MarkSet, ValueSet
from study.checks import check_form
from study.course import Course, VisitAt
from study.definition.model import Check, Form, Item
from study.dosing import asked
from study.event_grades import OddGrade, odd
from study.expression import Scope, parse
from study.judgement import findings
from study.links import gone_sentence, withdrawn_rows
from study.logs import Row
from study.prescribing import DOSE
from study.record import Record
from study.scope import VisitScope
from study.terms import OddTerm
from study.terms import odd as odd_terms
from study.text import Text
from study.vaccines import LIVE, live_vaccine
from study.values import Cleared, canonical

EXPLAINED = "explained"
SOFT = "soft"
"""The code under which a value outside its usual limits is queried; checks have their own."""
LIVE_VACCINE = "LIVE_VACCINE"
"""The same for a live vaccine while the B cells are depleted or under immunosuppression."""
GRADE_COURSE = "GRADE_COURSE"
"""The same for a grade over time that the event itself does not say, or that lies outside the event."""
GONE = "GONE"
"""The same for a row that names a row which was withdrawn."""


TERM = "TERM"
"""The same for a text that its dictionary does not have, and for an answer that the term beside it does not have."""


class Unusual(msgspec.Struct, frozen=True):
    """One thing that wants a word, under the item where it is shown; `fact` is what stands there (None: nothing).

    `code` is `SOFT` or the check's. `always`: it becomes a query with or without an explanation. `mark` is the standing
    explanation of a check and `values` names what it was said about, so that other values ask again.
    """

    address: Address
    item: Item
    fact: ValueSet | None
    code: str
    sentence: Text
    explanation: str
    always: bool = False
    mark: MarkSet | None = None
    values: str = ""

    @property
    def queried(self) -> bool:
        """True when the completion of the form makes it a query."""
        return self.always or not self.explanation


def unusual(course: Course, at: VisitAt, place: Address, on: date | None = None) -> tuple[Unusual, ...]:
    """Everything unusual on the form that stands at `place`. `on` stands in for the day of a visit without a date.

    A form on which nothing stands yet is not unusual, whatever its checks would say of missing values.
    """
    if not (course.filled(place) or course.undecided(place)):
        return ()
    scope = VisitScope(course, place.in_visit, place)
    return (
        *_outside(course, at, place, on),
        *_failing(course, place, scope),
        *_live_vaccine(course, place),
        *_grades(course, place),
        *_terms(course, place),
        *_gone(course, place),
        *_dosing(course, place),
    )


def _outside(course: Course, at: VisitAt, place: Address, on: date | None) -> Iterator[Unusual]:
    for item in course.study.forms[place.form].items:
        address = msgspec.structs.replace(place, item=item.code)
        fact = course.record.fact(address)
        if fact is None or course.record.value(address) is None:
            continue
        found = findings(course, at, item, fact, on)
        if found.soft is not None and found.critical is None:
            yield Unusual(address, item, fact, SOFT, found.soft, fact.explanation, item.always_query)


def _failing(course: Course, place: Address, scope: Scope) -> Iterator[Unusual]:
    form = course.study.forms[place.form]
    for check, sentence in check_form(form, scope):
        if check.severity == "critical":
            continue  # acknowledged, not explained: see `study.judgement.criticals`
        item = shown_under(form, check)
        address = msgspec.structs.replace(place, item=item.code)
        fact, values = _standing(course.record, address), _values(course.record, place, named_here(form, check))
        mark = _explained(course.record, address, check.code, fact, values)
        words = mark.note if mark is not None else _confirmed(course.record, place, form, check)
        yield Unusual(address, item, fact, check.code, sentence, words, check.query, mark, values)


def _live_vaccine(course: Course, place: Address) -> Iterator[Unusual]:
    """The word said about it holds while what stands behind the warning is the same."""
    found = live_vaccine(course, place)
    if found is None:
        return
    item = course.study.item(place.form, LIVE)
    address = msgspec.structs.replace(place, item=item.code)
    fact, values = _standing(course.record, address), hashlib.sha256(found.about.encode()).hexdigest()[:16]
    mark = _explained(course.record, address, LIVE_VACCINE, fact, values)
    said = Text(f"{found.sentence.en} {found.note.en}".rstrip(), f"{found.sentence.zh}{found.note.zh}")
    yield Unusual(address, item, fact, LIVE_VACCINE, said, mark.note if mark else "", mark=mark, values=values)


def _grades(course: Course, place: Address) -> Iterator[Unusual]:
    """What is odd of an event's grades over time; a word said about it holds while both sides are the same."""
    for found in odd(course, Row(place, None, course.filled(place))):
        yield _about(course, place, GRADE_COURSE, found)


def _terms(course: Course, place: Address) -> Iterator[Unusual]:
    """What is odd of terms of a dictionary; a word said about it holds while the term and the answer are the same."""
    for found in odd_terms(course.study, course.study.forms[place.form], course.filled(place)):
        yield _about(course, place, TERM, found)


def _about(course: Course, place: Address, code: str, found: OddGrade | OddTerm) -> Unusual:
    """One thing that is odd, with the word that was said while it was about the same."""
    item = course.study.item(place.form, found.item)
    address = msgspec.structs.replace(place, item=item.code)
    fact, values = _standing(course.record, address), hashlib.sha256(found.about.encode()).hexdigest()[:16]
    mark = _explained(course.record, address, code, fact, values)
    words = mark.note if mark else ""
    return Unusual(address, item, fact, code, found.sentence, words, mark=mark, values=values)


def _gone(course: Course, place: Address) -> Iterator[Unusual]:
    """The rows that this one names and that were withdrawn since; a word said holds while they are the same."""
    row = Row(place, None, course.filled(place))
    for item in course.study.forms[place.form].items:
        codes = withdrawn_rows(course, row, item) if item.links else ()
        if codes:
            address = row.item(item.code)
            fact, values = _standing(course.record, address), hashlib.sha256(" ".join(codes).encode()).hexdigest()[:16]
            mark = _explained(course.record, address, GONE, fact, values)
            said = gone_sentence(course, item, codes)
            yield Unusual(address, item, fact, GONE, said, mark.note if mark else "", mark=mark, values=values)


def _dosing(course: Course, place: Address) -> Iterator[Unusual]:
    """What was said of the dose when its line was entered holds for how often, too: the line asks both in one."""
    line = course.record.settled(msgspec.structs.replace(place, item=DOSE)).shown
    said = line.fact.explanation if line is not None and isinstance(line.fact, ValueSet) else ""
    for found in asked(course, place):
        item = course.study.item(place.form, found.doubt.item)
        address = msgspec.structs.replace(place, item=item.code)
        shown = course.record.settled(address).shown
        mark = _explained(course.record, address, found.code, _standing(course.record, address), found.about)
        together = shown is None or (line is not None and line.change == shown.change)
        words = mark.note if mark else said if together else ""
        fact = _standing(course.record, address)
        yield Unusual(address, item, fact, found.code, found.doubt.sentence, words, mark=mark, values=found.about)


def named_here(form: Form, check: Check) -> tuple[str, ...]:
    """The items of the form that a check names, in its order."""
    codes = {item.code for item in form.items}
    names = (name.removeprefix(f"{form.code}.") for name in parse(check.holds).items)
    return tuple(dict.fromkeys(name for name in names if name in codes))


def shown_under(form: Form, check: Check) -> Item:
    """The item under which a check is shown: its `at`, the first of the form that it names, else the form's first."""
    return form.item(check.at or next(iter(named_here(form, check)), form.items[0].code))


def broken(form: Form, item: str, scope: Scope) -> Text | None:
    """The sentence of the hard check that a value of this item certainly breaks."""
    failing = check_form(form, scope)
    return next((s for check, s in failing if check.severity == "hard" and item in named_here(form, check)), None)


def _standing(record: Record, address: Address) -> ValueSet | None:
    fact = record.fact(address)
    return None if fact is None or isinstance(fact.value, Cleared) else fact


def _values(record: Record, place: Address, codes: tuple[str, ...]) -> str:
    """A short name of what stands in these items now: equal values, equal name."""
    standing = ((code, record.value(msgspec.structs.replace(place, item=code))) for code in sorted(codes))
    said = "\n".join(f"{code} {canonical(value) if value is not None else ()}" for code, value in standing)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _explained(record: Record, address: Address, check: str, fact: ValueSet | None, values: str) -> MarkSet | None:
    """The last explanation of this check that was said about just these values."""
    for entry in reversed(record.marks(EXPLAINED, address)):
        mark = entry.fact
        if isinstance(mark, MarkSet) and mark.data.get("check") == check:
            same = mark.data["values"] == values if "values" in mark.data else fact and mark.target == fact.id
            return mark if same else None
    return None


def _confirmed(record: Record, place: Address, form: Form, check: Check) -> str:
    """The reason of an investigator who confirmed on the report a value that breaks a hard check."""
    if check.severity != "hard":
        return ""
    facts = (_standing(record, msgspec.structs.replace(place, item=code)) for code in named_here(form, check))
    return next((fact.reason for fact in facts if fact is not None and fact.confirmed and fact.reason), "")
