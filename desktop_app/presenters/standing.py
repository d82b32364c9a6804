"""How far the visits of a child are: how full, complete, signed (`study.signing`). Pure. Which are due is
`study.followup`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from study.address import Address
from study.course import Course, VisitAt
from study.definition.model import Form
from study.judgement import AWAITING
from study.progress import completeness
from study.relevance import relevance
from study.signing import places as signing_places
from study.signing import state, waiting_at
from study.values import Value


@dataclass(frozen=True)
class Progress:
    """How far a visit is. `void`: a signature on it no longer covers what stands there; `waiting`: how many forms wait
    for a signature.
    """

    filled: int = 0
    awaiting: int = 0
    total: int = 0
    begun: bool = False
    complete: bool = False
    signed: bool = False
    void: bool = False
    waiting: int = 0


def progress(course: Course, at: VisitAt) -> Progress:
    """How far a visit is, over all its forms that apply; of a repeating form the latest repeat counts.

    Complete and signed are judged by the forms that hold something or ask for something required; a repeating form
    of which none was begun asks for nothing.
    """
    filled = awaiting = total = 0
    complete: list[bool] = []
    begun = False
    for form in (course.study.forms[code] for code in at.visit.forms):
        places = course.form_places(at.address, form.code)
        values = _values(course, form, places)
        waits = any(course.record.marks(AWAITING, place) for place in places or (_form(at, form),))
        relevant = relevance(course, places[-1] if places else _form(at, form))
        counts = completeness(form, values, awaiting=waits, relevance=relevant)
        filled += counts.filled + counts.not_done
        awaiting += counts.awaiting
        total += counts.total
        begun = begun or bool(values)
        if values or (places and (counts.missing or counts.awaiting)):
            complete.append(bool(places) and all(_done(course, place) for place in places))
    states = [state(course.record, place) for place in signing_places(course, at.address)]
    return Progress(
        filled,
        awaiting,
        total,
        begun,
        begun and all(complete),
        begun and all(complete) and bool(states) and all(each == "signed" for each in states),
        any(each == "void" for each in states),
        len(waiting_at(course, at.address)),
    )


def _done(course: Course, place: Address) -> bool:
    """Whether a form was declared complete, or signed."""
    return course.record.form_state(place) == "complete" or state(course.record, place) == "signed"


def _form(at: VisitAt, form: Form) -> Address:
    """The form without a repeat."""
    return Address(*at.address.parts[:3], form.code)


def _values(course: Course, form: Form, places: tuple[Address, ...]) -> dict[str, Value]:
    """What stands on a form, or on the latest repeat of one."""
    return dict(_standing(course, form, places[-1])) if places else {}


def _standing(course: Course, form: Form, place: Address) -> Iterator[tuple[str, Value]]:
    for item in form.items:
        value = course.record.value(msgspec.structs.replace(place, item=item.code))
        if value is not None:
            yield item.code, value
