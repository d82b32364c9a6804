"""Inputs that gather many visits: all results of an item over days, and the rows of one of the child's logs.

Nothing that came after the visit goes in: a derived value of a visit says what was known of the child then.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from study.address import LOG, Address
from study.definition.model import Source
from study.definition.target import Target
from study.derivation.case import Answer, Case, Resolved
from study.derivation.fit import number
from study.derived.given import SEEN_ON, Point, Rows, Series
from study.text import Text
from study.values import DateValue, NotDone, Quantity, Value

_NO_DAY_ZERO = Text("the day of the infusion is not known", "回输日期未知")
_NO_RESULT = Text("no result up to this visit", "截至本次访视无结果")


def series(case: Case, target: Target, source: Source) -> Answer:
    """Every result of an item at all visits and repeats up to this visit, by the time of its specimen."""
    form, definition = case.item(source.of)
    zero = case.timeline.infusion
    if source.days is not None and zero is None:
        return _NO_DAY_ZERO
    points: list[tuple[str, str, Point]] = []
    undecided = strange = 0
    for place, on in _places(case, form, source):
        if definition.code in case.timeline.undecided(place):
            undecided += 1
        value = case.timeline.filled(place).get(definition.code)
        if value is None or isinstance(value, NotDone):
            continue
        quantity = number(target, definition, value)
        if isinstance(quantity, Quantity):
            day = (on - zero).days if zero else None
            points.append((case.timeline.time_of(place) or on.isoformat(), place.key, Point(on, day, quantity)))
        else:
            strange += 1
    notes = (*_left_out(target, undecided, Text("undecided", "待裁定")), *_left_out(target, strange, _UNUSABLE))
    if not points:
        return notes[0] if notes else _NO_RESULT
    return Resolved(Series(tuple(point for *_, point in sorted(points, key=lambda each: each[:2]))), notes)


_UNUSABLE = Text("no number in its unit", "不是所需单位的数值")


def _places(case: Case, form: str, source: Source) -> Iterator[tuple[Address, date]]:
    """Where the form stands, with its day, within the study days asked for and not after this visit."""
    zero, until = case.timeline.infusion, case.at.day
    for at in case.timeline.visits:
        for place in case.timeline.form_places(at.address, form) if form in at.visit.forms else ():
            on = case.timeline.day_at(place)
            if on is None or until is None or (on > until and at.address != case.at.address):
                continue
            if source.days is None or (zero and source.days[0] <= (on - zero).days <= source.days[1]):
                yield place, on


def _left_out(target: Target, count: int, why: Text) -> tuple[Text, ...]:
    if not count:
        return ()
    label = target.label
    return (Text(f"{label.en}: {count} left out, {why.en}.", f"{label.zh}：{count}个未计入（{why.zh}）。"),)


def rows(case: Case, target: Target, source: Source) -> Answer:
    """The rows of a log, or the specimens of a form up to this visit, each with its day; withdrawn ones are left out.

    What is undecided in a row is missing from it.
    """
    places, found = _specimens(case, source) if not _is_log(case, source) else _logged(case, source)
    undecided = tuple(case.timeline.undecided(place) for place in places)
    notes = _left_out(target, sum(map(len, undecided)), Text("undecided", "待裁定"))
    return Resolved(Rows(tuple(found), undecided), notes)


def _is_log(case: Case, source: Source) -> bool:
    logs = next((visit.forms for visit in case.timeline.study.visits if visit.code == LOG), ())
    return source.of in logs


def _logged(case: Case, source: Source) -> tuple[tuple[Address, ...], list[Mapping[str, Value]]]:
    places = case.timeline.form_places(Address(case.at.address.subject, LOG), source.of)
    return places, [case.timeline.filled(place) for place in places]


def _specimens(case: Case, source: Source) -> tuple[tuple[Address, ...], list[Mapping[str, Value]]]:
    dated = list(_places(case, source.of, source))
    values = [{**case.timeline.filled(place), SEEN_ON: DateValue(on.isoformat())} for place, on in dated]
    return tuple(place for place, _ in dated), [*values]


KINDS: dict[str, Callable[[Case, Target, Source], Answer]] = {"series": series, "rows": rows}
