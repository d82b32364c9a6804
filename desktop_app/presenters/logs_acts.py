"""What is done to a row of the log of medicines from the line: edited, its dose changed from a day on, stopped.

Owns what stands on a row, the line that is offered for it, and the facts of each act. Pure; must not write.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import msgspec

from desktop_app.presenters import words as w
from study.address import Address
from study.changes.facts import ValueSet
from study.course import Course
from study.definition.model import Study
from study.grammar.prescription import Prescription as Said
from study.grammar.prescription import Vocabulary, read_line, write_line
from study.medication import FORM, Prescription
from study.prescribing import LINE, Items, Order, order_of
from study.prescribing_rows import (
    CARRIED,
    END,
    Offered,
    cannot_end,
    carried,
    changes,
    ending,
    offered,
)
from study.record import heads
from study.signing import wants_reason
from study.text import Language, Text
from study.values import Cleared, DateValue, Value

Kind = Literal["edit", "change", "stop"]
KINDS: tuple[Kind, ...] = ("edit", "change", "stop")
NAMES: dict[str, Text] = {
    "edit": Text("Edit this row", "修改该行"),
    "change": Text("Change dose", "调整剂量"),
    "stop": Text("Stop", "停药"),
}
MOVED = Text(
    "This row was changed meanwhile and nothing was entered. Press Esc and begin again from what stands now.",
    "该行此间已被更改，尚未记入；请按 Esc，再从现有内容重新开始。",
)
_OTHERWISE = Text(
    "No line says all that this row says. Press Enter to open the row itself.",
    "该行内容无法写成一行医嘱，请按 Enter 打开该行修改。",
)
_UNDECIDED = Text("Two values stand on this row. Decide between them first.", "该行有字段存在两个不同的值，请先裁定。")
_ONE_DOSE = Text(
    "A row is one dose of the day; enter the other one as a line of its own.",
    "一行只记一个时间的剂量，其他剂量请另写一行。",
)
_LAST_DAY_ONLY = Text(
    "Here only the last day is given. Press Esc, then E, to change anything else.",
    "此处只填写停药日期；如需修改其他内容，请按 Esc，再按 E。",
)
_NO_LAST_DAY = Text("Write the last day, such as 2026-11-17停.", "请写停药日期，如“2026-11-17停”。")
_NO_FIRST_DAY = Text(
    "Write from which day the new dose is given, such as 2026-11-17起.", "请写新剂量的开始日期，如“2026-11-17起”。"
)
_SAME_DOSE = Text("The dose is still the same.", "剂量未作更改。")


@dataclass(frozen=True)
class RowSeen:
    """A row as the person saw it: values, facts and heads by item; `reasoned` change only with a reason."""

    place: Address
    values: Items
    facts: Mapping[str, ValueSet | None]
    heads: Mapping[str, tuple[str, ...]]
    undecided: frozenset[str] = frozenset()
    reasoned: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Act:
    """An act begun on a row: the line that stands for the row, and the text that was put into the field."""

    kind: Kind
    row: RowSeen
    offered: Offered
    text: str
    words: Vocabulary

    @property
    def said(self) -> Said:
        """What the row says."""
        return self.offered.order.read.said

    def called(self, language: Language) -> str:
        """The row as a line without its days."""
        return write_line(self.words, _undated(self.said), language)


@dataclass(frozen=True)
class Meant:
    """What an act comes to: what stands in its way, or the items of the row that change and of rows that begin."""

    refusals: tuple[Text, ...] = ()
    changed: Mapping[str, Value] | None = None
    begun: tuple[Items, ...] = ()


def row_seen(course: Course, row: Prescription) -> RowSeen:
    """What stands on a row, for the line to be offered and for facts that rest on it."""
    record = course.record
    places = {item.code: msgspec.structs.replace(row.place, item=item.code) for item in course.study.forms[FORM].items}
    return RowSeen(
        row.place,
        row.values,
        {code: record.fact(place) for code, place in places.items()},
        {code: heads(record.settled(place)) for code, place in places.items()},
        row.undecided,
        frozenset(code for code, place in places.items() if wants_reason(record, place)),
    )


def begin(kind: Kind, row: RowSeen, study: Study, words: Vocabulary, *, today: date, language: Language) -> Act | Text:
    """The act with its line, or why it cannot be done."""
    if row.undecided:
        return _UNDECIDED
    why = cannot_end(row.values) if kind != "edit" else None
    if why is not None:
        return why
    found = offered(study, words, row.values, today, language)
    if found is None:
        return _OTHERWISE
    said = found.order.read.said
    text = found.line
    if kind == "stop":
        text = write_line(words, msgspec.structs.replace(said, days=0, end=today.isoformat()), language)
    if kind == "change":
        text = write_line(words, msgspec.structs.replace(_undated(said), start=today.isoformat()), language)
    if kind != "edit":
        # What the written line is read as is what differs from the row; words in it are the same ones.
        order = order_of(study, words, read_line(words, text, today), None)
        if not order.ready or len(order.rows) != 1:
            return _OTHERWISE
    return Act(kind, row, found, text, words)


def _undated(said: Said) -> Said:
    return msgspec.structs.replace(said, start="", end="", days=0)


def meant(act: Act, order: Order) -> Meant:
    """What the line as it stands now would do to the row."""
    if not order.ready:
        return Meant()
    if act.kind == "edit":
        if len(order.rows) != 1:
            return Meant((_ONE_DOSE,))
        return Meant(changed=changes(act.row.values, act.offered.order, order))
    return _stopping(act, order) if act.kind == "stop" else _changing(act, order)


def _stopping(act: Act, order: Order) -> Meant:
    if len(order.rows) != 1:
        return Meant((_ONE_DOSE,))
    end = order.rows[0].get(END)
    others = {code for code in changes(act.row.values, act.offered.order, order) if code not in (END, LINE, "CMONGO")}
    if others:
        return Meant((_LAST_DAY_ONLY,))
    if not isinstance(end, DateValue):
        return Meant((_NO_LAST_DAY,))
    day = date.fromisoformat(end.date)
    why = cannot_end(act.row.values, day)
    return Meant((why,)) if why is not None else Meant(changed=ending(act.row.values, day, ""))


def _changing(act: Act, order: Order) -> Meant:
    start = order.rows[0].get("CMSTDTC")
    if not isinstance(start, DateValue):
        return Meant((_NO_FIRST_DAY,))
    day = date.fromisoformat(start.date) - timedelta(days=1)
    why = cannot_end(act.row.values, day)
    if why is not None:
        return Meant((why,))
    before, now = (msgspec.structs.replace(_undated(said), words=()) for said in (act.said, order.read.said))
    if before == now:
        return Meant((_SAME_DOSE,))
    begun = tuple({**row, **carried(act.words, act.row.values, row)} for row in order.rows)
    return Meant(changed=ending(act.row.values, day, ""), begun=begun)


def facts_on_row(
    act: Act, changed: Mapping[str, Value], new_id: Callable[[], str], *, typed: str, reason: str, explanation: str
) -> tuple[ValueSet, ...]:
    """The facts of the items that change; `reason` goes with those that demand one, `explanation` with the dose."""
    return tuple(
        ValueSet(
            id=new_id(),
            bases=act.row.heads.get(code, ()),
            address=msgspec.structs.replace(act.row.place, item=code),
            value=value,
            typed=typed if code == LINE else "",
            reason=reason if code in act.row.reasoned else "",
            explanation=explanation if code == "CMDOSE" else "",
        )
        for code, value in changed.items()
    )


def doses_moved(result: Meant) -> bool:
    """Whether the act says another dose, which is to be compared with what is usual."""
    return bool(result.begun) or bool(_DOSED & set(result.changed or ()))


def notes(study: Study, act: Act, result: Meant) -> Iterator[Text]:
    """What Enter would do, in words."""
    changed = result.changed
    if changed is None:
        return
    if act.kind == "edit":
        told = [_difference(study, act, code, value) for code, value in changed.items() if code != LINE]
        yield w.join(*told) if told else _WORDS_ONLY if changed else _NOTHING
        return
    end = changed[END]
    day = end.date if isinstance(end, DateValue) else ""
    yield Text(f"Ends: {act.called('en')}, last day {day}", f"将结束：{act.called('zh')}（至 {day}）")
    kept = [code for code in CARRIED if any(code in row for row in result.begun)]
    if kept:
        en, zh = (_values(study, {code: result.begun[0][code] for code in kept}, one) for one in _LANGUAGES)
        yield Text(f"The indication stays: {en}", f"适应证沿用：{zh}")


_DOSED = frozenset({"CMTRT", "CMDOSE", "CMDOSU", "CMSTRN", "CMFRQ", "CMFRQN"})
_LANGUAGES: tuple[Language, ...] = ("en", "zh")
_NOTHING = Text("Nothing differs yet.", "尚无更改。")
_WORDS_ONLY = Text("Changes the line as it was written", "将修改医嘱原文")


def _difference(study: Study, act: Act, code: str, value: Value) -> Text:
    """单次剂量 3 → 2."""
    item = study.item(FORM, code)
    label = item.short or item.label
    before = act.row.values.get(code)

    def said(each: Value | None, language: Language) -> str:
        gone = each is None or isinstance(each, Cleared)
        return "—" if gone or each is None else w.value_text(study, item, each, language)

    en, zh = (f"{label.get(one)} {said(before, one)} → {said(value, one)}" for one in _LANGUAGES)
    return Text(en, zh)


def _values(study: Study, items: Mapping[str, Value], language: Language) -> str:
    return " · ".join(w.value_text(study, study.item(FORM, code), value, language) for code, value in items.items())


def without(act: Act | None, taken: tuple[Prescription, ...]) -> tuple[Prescription, ...]:
    """What goes on beside the row that is acted on."""
    return taken if act is None else tuple(each for each in taken if each.place != act.row.place)


def moved(act: Act, rows: Mapping[str, RowSeen]) -> bool:
    """Whether the row is not any more what the person began with."""
    now = rows.get(act.row.place.key)
    return now is None or dict(now.heads) != dict(act.row.heads)
