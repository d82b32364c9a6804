"""Where a curve is interrupted: the laboratory, the method or the way of computing is another one than before. Pure.

A derived curve is as little of one piece as what it was computed from. What was not said breaks nothing: the last one
that was said goes on.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from desktop_app.presenters.panel_ground import Drawn
from study.address import Address
from study.course import Course, CurvePoint
from study.definition.model import DerivedSpec, Item
from study.lab_table import LABORATORY
from study.specimen import circumstances
from study.text import Text
from ui.charts.state import Break

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Measured(NamedTuple):
    """One entry behind a point: its item, where it stands; `said` names the item where the curve is of another."""

    item: Item
    place: Address
    said: bool


def breaks(course: Course, drawn: Drawn, points: tuple[CurvePoint, ...], zero: date) -> tuple[Break, ...]:
    """Between which points of a curve nothing may be joined, by the day of the later one; `zero` is day 0."""
    known: dict[str, str] = {}
    found = []
    for point in points:
        told = tuple(dict.fromkeys(_told(course, drawn, point, known))) if point.at.day is not None else ()
        if told and point.at.day is not None:
            words = Text("; ".join(each.en for each in told), "；".join(each.zh for each in told))
            found.append(Break((point.at.day - zero).days, words))
    return tuple(found)


def _told(course: Course, drawn: Drawn, point: CurvePoint, known: dict[str, str]) -> Iterator[Text]:
    """What is another than before; `known` is what was said last, by what it was said of."""
    for each in _measured(course, drawn, point):
        around = circumstances(course, each.item, each.place, point.at.day)
        name = f"{each.place.form}/{each.item.code}"
        if _another(known, f"{name} method", around.method):
            yield _method(course, each, around.method)
        where = " ".join(part for part in (around.laboratory, around.laboratory_name) if part)
        if _another(known, f"{name} laboratory", where):
            yield _laboratory(course, each.place.form, around.laboratory, around.laboratory_name)
    route = _route(course, drawn, point)
    if route is not None and _another(known, "route", _DATE.sub("", route.en)):
        yield Text(f"computed otherwise: {route.en}", f"计算方式改变：{route.zh}")


def _another(known: dict[str, str], of: str, said: str) -> bool:
    before = known.get(of, "")
    known[of] = said or before
    return bool(before and said and before != said)


def _measured(course: Course, drawn: Drawn, point: CurvePoint) -> Iterator[_Measured]:
    """The entries behind a point: its own, or those from which a derived value was computed."""
    if isinstance(drawn.subject, Item):
        place = course.stands_at(point.at.address, drawn.form, drawn.subject.code)
        if place is not None:
            yield _Measured(drawn.subject, place, said=False)
        return
    derived = course.derived_one(point.at.address, drawn.subject.code)
    for place in derived.stands if derived is not None else ():
        item = course.study.item(place.form, place.item)
        if item.laboratory or item.method:
            yield _Measured(item, place, said=True)


def _route(course: Course, drawn: Drawn, point: CurvePoint) -> Text | None:
    """By which way a derived value was computed; a date in it makes it no other way."""
    if not isinstance(drawn.subject, DerivedSpec):
        return None
    derived = course.derived_one(point.at.address, drawn.subject.code)
    return derived.route if derived is not None else None


def _method(course: Course, each: _Measured, code: str) -> Text:
    word = answer(course, each.place.form, each.item.method, code)
    named = each.item.short or each.item.label
    if each.said:
        return Text(f"{named.en} by another method: {word.en}", f"{named.zh}检测方法改变：{word.zh}")
    return Text(f"other method: {word.en}", f"检测方法改变：{word.zh}")


def _laboratory(course: Course, form: str, code: str, name: str) -> Text:
    word = answer(course, form, LABORATORY, code)
    return Text(f"other laboratory: {name or word.en}", f"检测实验室改变：{name or word.zh}")


def answer(course: Course, form: str, item: str, said: str) -> Text:
    """The words for what was answered to a question of a form: of its list, else as written."""
    asked = next((each for each in course.study.forms[form].items if each.code == item), None)
    listed = course.study.codelists.get(asked.choices, ()) if asked is not None else ()
    return next((choice.label for choice in listed if choice.code == said), Text(said, said))
