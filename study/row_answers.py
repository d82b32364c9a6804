"""The rows of a child's logs as answers: what an item offers that names the row it belongs to. Pure.

Owns how a row is called as an answer. A definition knows no rows; a child's does, so that whatever reads or shows an
answer finds them where it finds every other list.
"""

import msgspec

from study.address import LOG, Address
from study.definition.model import Choice, Form, Study, answers_from
from study.record import Record
from study.text import Text
from study.values import Codes, DateTimeValue, DateValue, TextValue, Value


def with_rows(study: Study, record: Record) -> Study:
    """The definition with the child's rows in the lists of the items that name rows."""
    logs = {item.rows for form in study.forms.values() for item in form.items if item.type == "choice" and item.rows}
    offered = {answers_from(log): _answers(study, record, study.forms[log]) for log in sorted(logs)}
    if all(study.codelists.get(name, ()) == answers for name, answers in offered.items()):
        return study
    return msgspec.structs.replace(study, codelists={**study.codelists, **offered})


def _answers(study: Study, record: Record, form: Form) -> tuple[Choice, ...]:
    """One answer a row that stands, by its name and its date; a row that has neither is called by its number."""
    found = []
    repeats = record.form_repeats(Address(record.subject, LOG, form=form.code))
    for number, repeat in enumerate(repeats, 1):
        place = repeat.address
        name = _name(study, form, _at(record, place, form.named_by))
        on = _day(_at(record, place, form.dated_by))
        parts = [Text(on, on)] if on else []
        label = Text(
            " · ".join(part.en for part in (name, *parts) if part.en) or str(number),
            " · ".join(part.zh for part in (name, *parts) if part.zh) or str(number),
        )
        found.append(
            Choice(place.form_repeat, label, tuple(dict.fromkeys(word for word in (name.en, name.zh) if word)))
        )
    return tuple(found)


def _at(record: Record, place: Address, item: str) -> Value | None:
    return record.value(msgspec.structs.replace(place, item=item)) if item else None


def _name(study: Study, form: Form, value: Value | None) -> Text:
    match value:
        case TextValue(text=text):
            return Text(text, text)
        case Codes(codes=codes):
            labels = {choice.code: choice.label for choice in study.codelists.get(form.item(form.named_by).choices, ())}
            named = [labels.get(code, Text(code, code)) for code in codes]
            return Text(", ".join(each.en for each in named), "、".join(each.zh for each in named))
        case _:
            return Text("", "")


def _day(value: Value | None) -> str:
    return value.date if isinstance(value, DateValue) else value.at[:10] if isinstance(value, DateTimeValue) else ""
