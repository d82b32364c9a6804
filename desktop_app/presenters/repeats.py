"""What a repeat of a form is called: its number, what names it (drug, event), when it was. Pure."""

import msgspec

from desktop_app.presenters import words
from study.address import Address
from study.course import Course
from study.definition.model import Item
from study.links import named_by_another
from study.text import Language, Text
from study.values import DateTimeValue, DateValue, Value


def repeat_label(course: Course, place: Address, number: int | None = None) -> Text:
    """For lists of repeats; "" for a repeat that says neither, where no number is given."""
    parts = (
        words.both(str(number)) if number is not None else None,
        repeat_name(course, place),
        when_text(course, place),
    )
    return words.join(*parts)


def repeat_name(course: Course, place: Address) -> Text:
    """The value of the item that names a repeat; "" while it has none."""
    named_by = course.study.forms[place.form].named_by
    if not named_by:
        return Text("", "")
    value = _written(course, place, named_by)
    item = course.study.item(place.form, named_by)

    def written(language: Language) -> str:
        return words.value_text(course.study, item, value, language)

    return Text(written("en"), written("zh"))


def row_called(course: Course, place: Address, link: Item | None) -> Text:
    """A row beside the row that it names by `link`: by its name and date, or by what it says where it has no name."""
    if link is None:
        return repeat_name(course, place)
    if named_by_another(course.study.forms[place.form]):
        return _row_words(course, place, link)
    on = course.time_of(place)[:10]
    return words.join(repeat_name(course, place), words.both(on) if on else None)


def _row_words(course: Course, place: Address, link: Item) -> Text:
    """What a row says beside the row it belongs to: its day and its short answers, such as "2026-08-22 Grade 3"."""
    values = course.filled(place)
    shown = [item for item in course.study.forms[place.form].items if item.type != "text" and item != link]

    def said(language: Language) -> str:
        texts = (words.with_unit(course.study, item, values.get(item.code), language) for item in shown)
        return " ".join(text for text in texts if text)

    return Text(said("en"), said("zh"))


def when_text(course: Course, place: Address) -> Text:
    """When the repeat was, short where a time says it: 11-17 08:10."""
    dated_by = course.study.forms[place.form].dated_by
    value = _written(course, place, dated_by) if dated_by else None
    if isinstance(value, DateTimeValue):
        return words.both(value.at[5:].replace("T", " "))
    return words.both(value.date if isinstance(value, DateValue) else "")


def _written(course: Course, place: Address, item: str) -> Value | None:
    """What stands there, on a withdrawn repeat too: its name must still be told."""
    fact = course.record.fact(msgspec.structs.replace(place, item=item))
    return fact.value if fact else None
