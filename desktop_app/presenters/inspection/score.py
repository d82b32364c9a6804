"""The question how scores and responses came about: every input with its formula, and who entered it when."""

from collections.abc import Iterator
from decimal import Decimal

from desktop_app.presenters import words
from desktop_app.presenters.inspection.children import CHILD
from desktop_app.presenters.inspection.model import Cell, Inspected, Row, Table, day
from study.address import Address
from study.course import Course
from study.definition.model import DerivedSpec, Source
from study.derived.given import Day, Input, Numbers, Rows, Series, Words
from study.derived.names import NAMES
from study.derived.part_names import ANSWERS
from study.derived.result import Derived
from study.text import Text
from study.timeline import VisitAt
from study.values import Quantity, TextValue

SHOWN = ("SLEDAI2K", "RENAL")
"""The score and the response whose inputs are listed; a study without them has no rows."""
_DIGITS = 6
"""Significant digits of an input that was itself computed."""
_ON_A_FORM = frozenset({"item", "rate", "hours"})


def score_and_response(asked: Inspected) -> Table:
    """8. Every SLEDAI-2K and renal response with all inputs, formula version, and who entered what it rests on."""
    rows = [
        row
        for child in asked.children
        for at in child.course.visits
        for code in SHOWN
        for row in _derived(asked, child.course, at, child.course.derived_one(at.address, code))
    ]
    columns = (
        CHILD, Text("Visit", "访视"), Text("Day", "日期"), Text("Value", "指标"), Text("Result", "结果"),
        Text("Formula, version", "公式版本"), Text("Input", "输入项"), Text("Given", "取值"),
        Text("Entered by, when", "录入人与时间"),
    )  # fmt: skip
    note = Text(
        "Entered by: whoever entered the values of this visit behind an input. What was taken from another visit, from "
        "a log or from the definition, and every change before it, stands in the audit trail.",
        "录入人：本次访视中该输入项所依据数值的录入人。取自其他访视、患儿记录或研究定义的内容及此前的修改，见稽查轨迹。",
    )
    return Table(columns, tuple(rows), (note,))


def _derived(asked: Inspected, course: Course, at: VisitAt, found: Derived | None) -> Iterator[Row]:
    if found is None or not found.known:
        return
    spec = asked.study.derived[found.code]
    head: tuple[Cell, ...] = (
        course.code,
        at.address.visit,
        day(at.day),
        spec.label,
        words.derived_value(asked.study, spec, found),
        found.version,
    )
    for name, given in found.inputs:
        label = NAMES[name].label if name in NAMES else name
        yield (*head, label, _given(asked, given), _entered(asked, course, at.address, spec, name))


def _given(asked: Inspected, given: Input) -> Cell:
    match given:
        case Quantity(number=number, unit=unit, comparator=comparator):
            return f"{comparator}{_rounded(Decimal(number))} {words.unit_label(asked.study, unit)}".strip()
        case TextValue(text=text):
            return ANSWERS.get(text, text)
        case Words(words=codes):
            return _labels(asked, codes)
        case Numbers(numbers=numbers):
            return ", ".join(map(_rounded, numbers))
        case Series(points=points):
            return "; ".join(f"{point.on} {point.quantity.comparator}{point.quantity.number}" for point in points)
        case Rows(rows=rows):
            return Text(f"{len(rows)} rows of the log", f"记录{len(rows)}行")
        case Day(on=on):
            return str(on)


def _rounded(number: Decimal) -> str:
    """As entered, but for the tail of a division."""
    if len(number.as_tuple().digits) <= _DIGITS:
        return f"{number:f}"
    return f"{Decimal(f'{number:.{_DIGITS - 1}e}'):f}"


def _labels(asked: Inspected, codes: tuple[str, ...]) -> Text:
    """Items by their labels."""
    if not codes:
        return Text("none", "无")
    known = {item.code: item.short or item.label for form in asked.study.forms.values() for item in form.items}
    named = [known.get(code, words.both(code)) for code in codes]
    return Text(", ".join(text.en for text in named), "、".join(text.zh for text in named))


def _entered(asked: Inspected, course: Course, visit: Address, spec: DerivedSpec, name: str) -> str:
    """Who entered the values of this visit that an input rests on, and when; "" where it rests on none."""
    said: dict[str, None] = {}
    for change in dict.fromkeys(_changes(course, visit, spec, name)):
        author, made = course.record.authors.get(change, ""), course.made(change)
        said[f"{asked.people.get(author, author)} {made:%Y-%m-%d %H:%M}" if made else asked.people.get(author, "")] = (
            None
        )
    return "; ".join(said)


def _changes(course: Course, visit: Address, spec: DerivedSpec, name: str) -> Iterator[str]:
    for source in spec.inputs.get(name, ()):
        found = () if source.at else tuple(_of_source(course, visit, source))
        yield from found
        if found:
            return


def _of_source(course: Course, visit: Address, source: Source) -> Iterator[str]:
    form, _, code = source.of.partition("/")
    if source.kind in _ON_A_FORM:
        yield from _of_item(course, visit, form, code)
    elif source.kind == "codes" and form in course.study.forms:
        begins = code.rstrip("*")
        for item in course.study.forms[form].items:
            if item.code.startswith(begins):
                yield from _of_item(course, visit, form, item.code)
    elif source.kind == "derived":
        under, spec = course.derived_one(visit, source.of), course.study.derived.get(source.of)
        if under is not None and under.known and spec is not None:
            for name, _given_there in under.inputs:
                yield from _changes(course, visit, spec, name)


def _of_item(course: Course, visit: Address, form: str, code: str) -> Iterator[str]:
    """The change that set an item here; of a form with several that hold it nobody can tell which was taken."""
    if form not in course.study.visit(visit.visit).forms:
        return
    holding = [place for place in course.form_places(visit, form) if code in course.filled(place)]
    place = course.stands_at(visit, form, code)
    if len(holding) == 1 and place is not None:
        shown = course.record.settled(place).shown
        if shown is not None:
            yield shown.change
