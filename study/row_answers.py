"""The rows of a child's logs as answers: what an item offers that names other rows, and how such a row is called. Pure.

A definition knows no rows; a child's does, so that whatever reads or shows an answer finds them where it finds every
other list. A withdrawn row is offered nowhere and is still called by its name where a row names it.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from study.address import LOG, Address
from study.definition.model import Choice, Form, Study, answers_from, gone_from
from study.record import Record
from study.text import Text
from study.values import Cleared, Codes, DateTimeValue, DateValue, TextValue, Value


def with_rows(study: Study, record: Record) -> Study:
    """The definition with the child's rows in the lists of the items that name rows."""
    logs = {item.rows for form in study.forms.values() for item in form.items if item.links}
    lists = {name: found for log in sorted(logs) for name, found in _lists(study, record, study.forms[log])}
    if all(study.codelists.get(name, ()) == answers for name, answers in lists.items()):
        return study
    return msgspec.structs.replace(study, codelists={**study.codelists, **lists})


def row_answers(study: Study, record: Record, form: Form) -> tuple[Choice, ...]:
    """One answer a row that stands, by its name and its date; a row that has neither is called by its number."""
    places = (repeat.address for repeat in record.form_repeats(Address(record.subject, LOG, form=form.code)))
    return tuple(_told_apart(tuple(_answers(study, record, form, places))))


def _lists(study: Study, record: Record, form: Form) -> Iterable[tuple[str, tuple[Choice, ...]]]:
    yield answers_from(form.code), row_answers(study, record, form)
    gone = record.withdrawn_repeats(Address(record.subject, LOG, form=form.code))
    called = _answers(study, record, form, (repeat.address for repeat in gone))
    yield gone_from(form.code), tuple(msgspec.structs.replace(each, label=_withdrawn(each.label)) for each in called)


def _withdrawn(label: Text) -> Text:
    return Text(f"{label.en} (withdrawn)", f"{label.zh}（已撤回）")


def _told_apart(answers: tuple[Choice, ...]) -> Iterable[Choice]:
    """The same answers; those of one name and date are counted, so that each can be chosen by what it is called."""
    of_label = Counter(each.label for each in answers)
    before: Counter[Text] = Counter()
    for each in answers:
        if of_label[each.label] > 1:
            before[each.label] += 1
            n = before[each.label]
            yield msgspec.structs.replace(each, label=Text(f"{each.label.en} (no. {n})", f"{each.label.zh}（第{n}条）"))
        else:
            yield each


def _answers(study: Study, record: Record, form: Form, places: Iterable[Address]) -> Iterable[Choice]:
    for number, place in enumerate(places, 1):
        name = _name(study, form, _at(record, place, form.named_by))
        on = _day(_at(record, place, form.dated_by))
        parts = [Text(on, on)] if on else []
        label = Text(
            " · ".join(part.en for part in (name, *parts) if part.en) or str(number),
            " · ".join(part.zh for part in (name, *parts) if part.zh) or str(number),
        )
        yield Choice(place.form_repeat, label, tuple(dict.fromkeys(word for word in (name.en, name.zh) if word)))


def _at(record: Record, place: Address, item: str) -> Value | None:
    """What stands there, on a withdrawn row too."""
    fact = record.fact(msgspec.structs.replace(place, item=item)) if item else None
    return None if fact is None or isinstance(fact.value, Cleared) else fact.value


def _name(study: Study, form: Form, value: Value | None) -> Text:
    match value:
        case TextValue(text=text):
            return Text(text, text)
        case Codes(codes=codes):
            labels = {choice.code: choice.label for choice in study.codelists.get(form.item(form.named_by).choices, ())}
            called = [labels.get(code, Text(code, code)) for code in codes]
            return Text(", ".join(each.en for each in called), "、".join(each.zh for each in called))
        case _:
            return Text("", "")


def _day(value: Value | None) -> str:
    return value.date if isinstance(value, DateValue) else value.at[:10] if isinstance(value, DateTimeValue) else ""
