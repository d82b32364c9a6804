"""What one child has of each measure at each visit: numbers it may stand for, an answer, or why there is none. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

import msgspec

from study import units
from study.address import Address, parse_key
from study.course import Course
from study.derived.result import Derived
from study.followup import stops
from study.past import Found, baseline, baseline_visits
from study.results.measures import BASELINE, Measure, measures, visits_of
from study.schedule import Stop
from study.span import Span, span_of
from study.status import lost_early
from study.text import Text
from study.values import Codes, NotDone, Quantity, Range, Value

Missing = Literal["not_due", "not_made", "ended", "not_done", "undecided", "not_entered", "no_number", "not_computed"]
WHY: dict[Missing, Text] = {
    "not_due": Text("visit not due yet", "访视未到期"),
    "not_made": Text("visit missed or not entered", "访视缺失或未录入"),
    "ended": Text("follow-up ended before", "随访已结束"),
    "not_done": Text("not done, with a reason", "未做（有原因）"),
    "undecided": Text("two values, undecided", "两值待裁定"),
    "not_entered": Text("nothing entered", "未录入"),
    "no_number": Text("no number in its unit", "非数值或单位无法换算"),
    "not_computed": Text("cannot be computed", "无法计算"),
}


NOT_EVALUABLE = "NE"
"""The verdict that there is none."""


class Had(msgspec.Struct, frozen=True):
    """A result: the numbers it may stand for, or an answer's code; with neither, why there is none."""

    span: Span | None = None
    answer: str = ""
    missing: Missing | None = None


Key = tuple[str, str, str]
"""Form ("" for a derived value), code and visit of a measure."""


class Results(msgspec.Struct, frozen=True):
    """One child. `infused`: it belongs to those whose results are told; others have none here. `undecided`: nobody
    decided which day the infusion was on.
    """

    code: str
    infused: bool
    lost_early: bool
    had: Mapping[Key, Had]
    undecided: bool = False


def key_of(measure: Measure, visit: str) -> Key:
    """Under which a result is kept."""
    return ("" if measure.derived else measure.form, measure.code, visit)


def results_of(course: Course, today: date) -> Results:
    """Every measure of a child at baseline and at each visit that asks it; empty without an infusion."""
    if course.infusion is None:
        return Results(course.code, infused=False, lost_early=False, had={}, undecided=course.infusion_undecided)
    schedule = {stop.visit.code: stop for stop in stops(course, today)}
    had = dict(_every(course, schedule))
    return Results(course.code, infused=True, lost_early=lost_early(course) is not None, had=had)


def _every(course: Course, schedule: Mapping[str, Stop]) -> Iterator[tuple[Key, Had]]:
    for measure in measures(course.study):
        if not measure.since_baseline:
            yield key_of(measure, BASELINE), _baseline(course, measure)
        for visit in visits_of(course.study, measure):
            stop = schedule.get(visit.code)
            yield key_of(measure, visit.code), _at_stop(course, measure, stop)


def _at_stop(course: Course, measure: Measure, stop: Stop | None) -> Had:
    if stop is None or stop.state in ("unplanned", "not_due", "in_window"):
        return Had(missing="not_due")
    if stop.state == "stopped":
        return Had(missing="ended")
    if not stop.took_place:
        return Had(missing="not_made")
    place = parse_key(stop.by) if stop.by else Address(course.record.subject, stop.visit.code)
    if measure.derived:
        return _computed(course.derived_one(place.in_visit, measure.code))
    return _item_at(course, measure, place.in_visit)


def _item_at(course: Course, measure: Measure, visit: Address) -> Had:
    """Of a repeating form the latest repeat that has it; undecided where any repeat is in doubt."""
    if measure.form not in course.study.visit(visit.visit).forms:
        return Had(missing="not_entered")
    places = course.form_places(visit, measure.form)
    if any(measure.code in course.undecided(place) for place in places):
        return Had(missing="undecided")
    at = course.stands_at(visit, measure.form, measure.code)
    return _valued(course, measure, course.value(at) if at is not None else None)


def _valued(course: Course, measure: Measure, value: Value | None) -> Had:
    item = course.study.item(measure.form, measure.code)
    match value:
        case None:
            return Had(missing="not_entered")
        case NotDone():
            return Had(missing="not_done")
        case Codes(codes=codes) if measure.kind == "answer" and codes:
            return Had(answer=codes[0])
        case Quantity() if measure.kind == "number":
            base = units.to_base(item, value)
            return Had(span=span_of(base)) if isinstance(base, Quantity) else Had(missing="no_number")
        case Range() if measure.kind == "number" and value.unit in ("", item.unit):
            return Had(span=span_of(value))
    return Had(missing="no_number")


def _computed(found: Derived | None) -> Had:
    if found is None or not found.known or found.verdict == NOT_EVALUABLE:
        return Had(missing="not_computed")
    quantity = found.quantity
    return Had(answer=found.verdict) if found.verdict or quantity is None else Had(span=span_of(quantity))


def _baseline(course: Course, measure: Measure) -> Had:
    """The last before treatment; for an item by `study.past`, for a derived value at the last visit that has it."""
    if measure.derived:
        before = baseline_visits(course)
        known = (
            (_computed(course.derived_one(at.address, measure.code)) for at in before)
            if not isinstance(before, Text)
            else ()
        )
        return next((had for had in known if had.missing is None), Had(missing="not_computed"))
    infusion = next((at.address for at in course.visits if at.visit.target_day == 0), None)
    if infusion is None:
        return Had(missing="not_entered")

    def holds(place: Address) -> bool:
        value = course.filled(place).get(measure.code)
        return measure.code in course.undecided(place) or (value is not None and not isinstance(value, NotDone))

    found = baseline(course, infusion, measure.form, holds)
    if not isinstance(found, Found):
        return Had(missing="not_entered")
    if measure.code in course.undecided(found.place):
        return Had(missing="undecided")
    return _valued(course, measure, course.filled(found.place)[measure.code])
