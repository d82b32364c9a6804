"""Where a curve is interrupted: the laboratory or the method is another one than before. Pure.

What was not said breaks nothing: the last one that was said goes on.
"""

from collections.abc import Iterator
from datetime import date

from study.course import Course, CurvePoint
from study.definition.model import Item
from study.lab_table import LABORATORY
from study.specimen import circumstances
from study.text import Text
from ui.charts.state import Break


def breaks(course: Course, form: str, item: Item, points: tuple[CurvePoint, ...], zero: date) -> tuple[Break, ...]:
    """Between which points of an item's curve nothing may be joined, by the day of the later one; `zero` is day 0."""
    return tuple(_breaks(course, form, item, points, zero))


def _breaks(course: Course, form: str, item: Item, points: tuple[CurvePoint, ...], zero: date) -> Iterator[Break]:
    method = laboratory = ""
    for point in points:
        place = course.stands_at(point.at.address, form, item.code)
        if place is None or point.at.day is None:
            continue
        around = circumstances(course, item, place, point.at.day)
        where = " ".join(part for part in (around.laboratory, around.laboratory_name) if part)
        told = []
        if method and around.method and around.method != method:
            told.append(_method(course, form, item, around.method))
        if laboratory and where and where != laboratory:
            told.append(_laboratory(course, form, around.laboratory, around.laboratory_name))
        method, laboratory = around.method or method, where or laboratory
        if told:
            words = Text("; ".join(each.en for each in told), "；".join(each.zh for each in told))
            yield Break((point.at.day - zero).days, words)


def _method(course: Course, form: str, item: Item, code: str) -> Text:
    word = answer(course, form, item.method, code)
    return Text(f"other method: {word.en}", f"检测方法改变：{word.zh}")


def _laboratory(course: Course, form: str, code: str, name: str) -> Text:
    word = answer(course, form, LABORATORY, code)
    return Text(f"other laboratory: {name or word.en}", f"检测实验室改变：{name or word.zh}")


def answer(course: Course, form: str, item: str, said: str) -> Text:
    """The words for what was answered to a question of a form: of its list, else as written."""
    asked = next((each for each in course.study.forms[form].items if each.code == item), None)
    listed = course.study.codelists.get(asked.choices, ()) if asked is not None else ()
    return next((choice.label for choice in listed if choice.code == said), Text(said, said))
