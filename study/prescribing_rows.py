"""A row of the log of medicines as the line that stands for it, what another line changes in it, and how it is ended.

Pure. A line says only some of a row: what it cannot say stays as it stands, and a row that no line says is not offered.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import msgspec

from study.definition.model import Study
from study.derived.prescriptions import days_of
from study.grammar.prescription import Dose, Vocabulary, read_line, write_line
from study.grammar.prescription import Prescription as Said
from study.grammar.prescription.asking import quoted
from study.grammar.prescription.words import key
from study.medication import FORM
from study.prescribing import LINE, ONCE, Items, Order, order_of, said_of
from study.text import Language, Text
from study.values import Cleared, Codes, DateValue, Quantity, TextValue, Value, same

END, WHY = "CMENDTC", "CMREAS"
CARRIED = ("CMINDC", "CMINDTX", "CMAES")
"""What the next row of the same medicine takes over: what it is given for."""
_SAID = ("CMSTRN", "CMDOSE", "CMDOSU", "CMFRQ", "CMFRQN", "CMROUTE", "CMSTDTC", END)
_BY_NAME = ("CMCLASS", "CMSTER")
_FULL = len("2026-11-17")


class Offered(NamedTuple):
    """The line that stands for a row, and what it was read as."""

    line: str
    order: Order


def offered(study: Study, words: Vocabulary, row: Items, today: date, language: Language = "zh") -> Offered | None:
    """The line as it was written while the row still says the same, else one written from its items in a language.

    None where no line says what the row says: a name that is read as something else, two answers that disagree.
    """
    for line in _lines(study, words, row, today, language):
        order = order_of(study, words, read_line(words, line, today), None)
        if order.ready and len(order.rows) == 1 and _agrees(words, row, order.rows[0]):
            return Offered(line, order)
    return None


def _lines(study: Study, words: Vocabulary, row: Items, today: date, language: Language) -> Iterator[str]:
    kept = row.get(LINE)
    written = kept.text if isinstance(kept, TextValue) else ""
    if written:
        yield written
    said = _said(study, words, row, written, today)
    yield write_line(words, said, language)
    if not said.drug:
        yield write_line(words, msgspec.structs.replace(said, name=quoted(said.name)), language)


def _said(study: Study, words: Vocabulary, row: Items, written: str, today: date) -> Said:
    """The items, with what only the line as written holds: words, how long, the time of the day of its dose."""
    said = msgspec.structs.replace(said_of(words, row), start=_day(row, "CMSTDTC"), end=_day(row, END))
    before = order_of(study, words, read_line(words, written, today), None) if written else None
    if before is None:
        return said
    was = before.read.said
    said = msgspec.structs.replace(said, words=was.words, days=was.days if not said.start else 0)
    moment = next((dose.moment for dose, made in zip(was.doses, before.rows, strict=False)
                   if dose.moment and all(made.get(code) == row.get(code) for code in _SAID[:5])), "")  # fmt: skip
    if not moment or not said.doses:
        return said
    return msgspec.structs.replace(said, doses=(_at(said.doses[0], moment),))


def _at(dose: Dose, moment: str) -> Dose:
    return msgspec.structs.replace(dose, moment=moment)


def _day(row: Items, code: str) -> str:
    """A whole day; a month or a year is nothing that a line says."""
    value = row.get(code)
    return value.date if isinstance(value, DateValue) and len(value.date) == _FULL else ""


def _agrees(words: Vocabulary, row: Items, made: Items) -> bool:
    """Whether the line says of each item what stands there, and nothing of those it cannot say."""
    if not _same_drug(words, row, made):
        return False
    for code in _SAID:
        value = row.get(code)
        here, there = value if value is not None and _sayable(value) else None, made.get(code)
        if (here is None) is not (there is None) or (here is not None and there is not None and not same(here, there)):
            return False
    return True


def _sayable(value: Value) -> bool:
    match value:
        case Quantity(comparator=comparator):
            return not comparator
        case DateValue(date=day):
            return len(day) == _FULL
        case Codes(codes=codes):
            return len(codes) == 1
        case _:
            return False


def _same_drug(words: Vocabulary, left: Items, right: Items) -> bool:
    here, there = (_drug(words, row) for row in (left, right))
    return here == there


def _drug(words: Vocabulary, row: Items) -> str:
    name = row.get("CMTRT")
    text = name.text if isinstance(name, TextValue) else ""
    word = words.words.get(key(text))
    return f"drug {word.code}" if word is not None and word.kind == "drug" else text


# What a line changes


def changes(row: Items, before: Order, after: Order) -> dict[str, Value]:
    """The items that another line says otherwise, as they are to stand; empty when it says the same.

    Compared with what the offered line said and not with the row: what it could not say is not touched.
    """
    was, now = before.rows[0], after.rows[0]
    found: dict[str, Value] = {}
    for code in (*was, *(code for code in now if code not in was)):
        old, new = was.get(code), now.get(code, Cleared())
        if code == LINE or (old is not None and same(old, new)) or same(row.get(code, Cleared()), new):
            continue
        found[code] = new
    words = before.read.said.words != after.read.said.words or before.read.said.days != after.read.said.days
    if (found or words) and LINE in now:
        found[LINE] = now[LINE]
    return found | _stopped(row, found.get(END))


def _stopped(row: Items, end: Value | None) -> dict[str, Value]:
    """A row that is said to go on and gets a last day goes on no more."""
    ends = isinstance(end, DateValue) and row.get("CMONGO") == Codes(("Y",))
    return {"CMONGO": Codes(("N",))} if ends else {}


def ending(row: Items, day: date, why: str) -> dict[str, Value]:
    """The items of a row that ends on `day`; `why` is an answer of CMREAS, "" where the study has none."""
    end = DateValue(day.isoformat())
    return {END: end, **({WHY: Codes((why,))} if why else {}), **_stopped(row, end)}


def cannot_end(row: Items, day: date | None = None) -> Text | None:
    """Why a row cannot be ended (on `day`); None where it can."""
    end = row.get(END)
    if row.get("CMFRQ") == Codes((ONCE,)):
        return Text("A single dose ends by itself.", "单次用药无需停药。")
    if isinstance(end, DateValue):
        return Text(
            f"It ended on {end.date} already. Edit its line to give another day.",
            f"该药已于 {end.date} 停用；如需更改日期，请修改该行。",
        )
    start = row.get("CMSTDTC")
    begun = days_of(start.date) if isinstance(start, DateValue) else None
    if day is not None and begun is not None and day < begun.first:
        return Text(
            f"It would end on {day}, before it began ({_date(start)}). Edit its line if the dose was entered wrongly.",
            f"停药日期 {day} 早于开始日期 {_date(start)}；若剂量录错，请修改该行。",
        )
    return None


def _date(value: Value | None) -> str:
    return value.date if isinstance(value, DateValue) else ""


def carried(words: Vocabulary, row: Items, made: Items) -> Mapping[str, Value]:
    """What the next row of a medicine takes over from the one before; of another drug nothing."""
    if not _same_drug(words, row, made):
        return {}
    return {code: row[code] for code in (*CARRIED, *_BY_NAME) if code in row and code not in made}


def answers(study: Study) -> tuple[tuple[str, Text], ...]:
    """Why a medicine is stopped or changed, as the form asks; none where it does not ask."""
    item = next((item for item in study.forms[FORM].items if item.code == WHY), None)
    return tuple((choice.code, choice.label) for choice in study.codelists.get(item.choices, ())) if item else ()
