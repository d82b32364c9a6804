"""What the answers to proposals write down: a row of the log, a dismissal with its reason, a record that serves as two.

Pure. The row of a proposal has the proposal's own id (`study.proposing`); only items that the study has are written.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import msgspec

from desktop_app.presenters.child_safety import death_name, graded_words
from study.address import Address
from study.changes.facts import Fact, MarkSet, MarkWithdrawn, RowCreated, ValueSet
from study.course import Course
from study.deviations import FORM as DEVIATIONS
from study.deviations import proposed
from study.event_grades import DAY, GRADE, GRADES
from study.event_proposals import EventProposal, proposals
from study.followup import SERVES, death
from study.links import link_of
from study.logs import filled
from study.proposing import NO_DEVIATION, NO_EVENT, log_form, proposal_id
from study.safety import FORM as EVENTS
from study.text import Language
from study.values import Codes, DateValue, TextValue, Value

NewId = Callable[[], str]


def accepted(
    course: Course, kind: str, name: str, new_id: NewId, *, now: datetime, language: Language
) -> tuple[Fact, ...]:
    """The facts that make a row of a proposal; none when it is no longer proposed."""
    form = DEVIATIONS if kind == "deviation" else EVENTS
    values = _deviation(course, name, now, language) if kind == "deviation" else _event(course, name, language)
    why = "" if kind == "deviation" else _why(course, name)
    if not values:
        return ()
    place = log_form(course.record.subject, form)
    row = msgspec.structs.replace(place, form_repeat=name)
    asked = {item.code for item in course.study.forms[form].items}
    written = (
        ValueSet(
            id=new_id(),
            address=msgspec.structs.replace(row, item=code),
            value=value,
            typed=_typed(value),
            explanation=why,
        )
        for code, value in values.items()
        if code in asked
    )
    return (RowCreated(id=name, address=place, level="form"), *written, *_course(course, kind, name, new_id))


def _course(course: Course, kind: str, name: str, new_id: NewId) -> Iterator[Fact]:
    """The grades over time that the results of an episode show, as rows under its event; two devices make the same."""
    each = next((each for each in proposals(course) if each.episode == name), None) if kind != "deviation" else None
    log = course.study.forms.get(GRADES)
    link = link_of(log, EVENTS) if log is not None else None
    if each is None or link is None:
        return
    place = log_form(course.record.subject, GRADES)
    for on, grade in _changes(each):
        row = proposal_id(course.record.subject, "grade", name, on.isoformat())
        at = msgspec.structs.replace(place, form_repeat=row)
        yield RowCreated(id=row, address=place, level="form")
        said: dict[str, Value] = {
            link.code: Codes((name,)),
            DAY: DateValue(on.isoformat()),
            GRADE: Codes((str(grade),)),
        }
        for code, value in said.items():
            yield ValueSet(id=new_id(), address=msgspec.structs.replace(at, item=code), value=value)


def _changes(each: EventProposal) -> Iterator[tuple[date, int]]:
    """The days on which the grade became another one, each with the highest grade of the day."""
    days: dict[date, int] = {}
    for graded in each.seen:
        if graded.grade is not None:
            days[graded.on] = max(graded.grade, days.get(graded.on, 0))
    last: int | None = None
    for on in sorted(days):
        if days[on] != last:
            yield on, days[on]
        last = days[on]


def _why(course: Course, name: str) -> str:
    """The graded results that propose an event, and that no grade before is known; "" for one that nothing graded."""
    each = next((each for each in proposals(course) if each.episode == name), None)
    if each is None:
        return ""
    seen = graded_words(course.study, each.seen)
    zh, en = (f";{each.before.zh}", f"; {each.before.en}") if each.baseline is None else ("", "")
    return f"由分级结果提示：{seen}{zh} / proposed from graded results: {seen}{en}"


def _typed(value: Value) -> str:
    return value.text if isinstance(value, TextValue) else ""


def _deviation(course: Course, name: str, now: datetime, language: Language) -> dict[str, Value]:
    each = next((each for each in proposed(course, now) if each.name == name), None)
    if each is None:
        return {}
    values: dict[str, Value] = {
        "DVTERM": TextValue(each.sentence.get(language)),
        "DVSTDTC": DateValue(each.on.isoformat()),
        "DVCAT": Codes((each.category,)),
    }
    return {**values, "DVVIS": TextValue(each.visit)} if each.visit else values


def _event(course: Course, name: str, language: Language) -> dict[str, Value]:
    if name == death_name(course):
        return _death(course, language)
    each = next((each for each in proposals(course) if each.episode == name), None)
    if each is None:
        return {}
    values: dict[str, Value] = {
        "AETERM": TextValue(each.term.get(language)),
        "AECTC": TextValue(each.term.en),
        "AESTDTC": DateValue(each.begun.isoformat()),
        "AETOXGR": Codes((str(each.worst),)),
        "AEONGO": Codes(("N" if each.ended else "Y",)),
    }
    if each.baseline is not None:
        values["AEBLGR"] = Codes((str(each.baseline),))
    return {**values, "AEENDTC": DateValue(each.ended.isoformat())} if each.ended else values


def _death(course: Course, language: Language) -> dict[str, Value]:
    """A serious event of grade 5; its cause where it was written, and never a date of onset that nobody said."""
    died = death(course)
    if died is None:
        return {}
    cause = next((row.text("DTHCAUS") for row in filled(course, "DS") if row.text("DTHCAUS")), "")
    values: dict[str, Value] = {
        "AETERM": TextValue(cause or ("Death NOS" if language == "en" else "死亡（原因未明）")),
        "AETOXGR": Codes(("5",)),
        "AEOUT": Codes(("FATAL",)),
        "AESER": Codes(("Y",)),
        "AESCRIT": Codes(("DEATH",)),
        "AEONGO": Codes(("N",)),
    }
    return {**values, "AEENDTC": DateValue(died.on.isoformat())} if died.on is not None else values


def dismissed(course: Course, kind: str, name: str, reason: str, new_id: NewId) -> tuple[Fact, ...]:
    """The mark that a proposal is no deviation or no event, with the reason; an episode is remembered by its days."""
    subject = course.record.subject
    if kind == "deviation":
        return (
            MarkSet(id=new_id(), kind=NO_DEVIATION, address=log_form(subject, DEVIATIONS), target=name, note=reason),
        )
    episode = next((each for each in proposals(course) if each.episode == name), None)
    about = _about(episode) if episode is not None else {}
    return (
        MarkSet(id=new_id(), kind=NO_EVENT, address=log_form(subject, EVENTS), target=name, note=reason, data=about),
    )


def _about(episode: EventProposal) -> dict[str, str]:
    return {"code": episode.code, "begun": episode.begun.isoformat()}


def served(
    course: Course, record: Address, visit: str, new_id: NewId, *, on: bool, reason: str = ""
) -> tuple[Fact, ...]:
    """The facts by which a record serves as another visit too, or no longer does, and why."""
    standing = [
        entry.fact
        for entry in course.record.marks(SERVES, record)
        if isinstance(entry.fact, MarkSet) and entry.fact.target == visit
    ]
    if not on:
        return tuple(
            MarkWithdrawn(id=new_id(), bases=(mark.id,), mark=mark.id, address=mark.address, reason=reason)
            for mark in standing
        )
    return () if standing else (MarkSet(id=new_id(), kind=SERVES, address=record, target=visit),)
