"""Which items stand in a shared set, as what, and which are left out with why. Pure; knows a definition, no child.

Kept are numbers, answers of lists and days. Whatever a person may have typed in words is left out.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from study.definition.model import Form, Item, Study
from study.definition.read_dictionary import dictionary_of
from study.text import Text

Kind = Literal["number", "answer", "day", "word", "term"]
Reason = Literal["identity", "free_text", "rows", "withheld"]
REASONS: dict[Reason, Text] = {
    "identity": Text("identity: never given out", "身份信息：不外传"),
    "free_text": Text("free text: may hold a name", "自由文本：可能含姓名"),
    "rows": Text("stands for rows of a log", "对应记录中的行"),
    "withheld": Text("may single a child out (protocol.yaml, sharing)", "可能识别个体（protocol.yaml，sharing）"),
}
HOW: dict[Kind, Text] = {
    "number": Text(
        "as written, in the unit named, with its sign: “<40” is not 40; “a..b” is a range",
        "按原值、换算为所列单位，保留比较符（“<40”不等于40）；“a..b”为范围",
    ),
    "answer": Text("code of the list; several with “+”", "代码；多选以“+”连接"),
    "day": Text(
        "study day (0 is the infusion), with the time where one was written; “a..b”: a day known in part, from a to b "
        "(widened to multiples of 91 days, so that the calendar can't be told from it)",
        "研究日（回输日为0），有时间者附时间；“a..b”：日期不完整，介于a与b之间（放宽至91天的倍数，以免据此推知日历日期）",
    ),
    "word": Text("code", "代码"),
    "term": Text(
        "name in English of a term of the dictionary named; OTHER: words that are no term of it, left out",
        "所列词典术语的英文名；OTHER：非词典术语的文字，未纳入",
    ),
}
NOT_DONE, UNDECIDED, UNLISTED, NO_UNIT = "ND", "CONFLICT", "OTHER", "UNIT?"
"""In the place of a value: not done (with the code of its reason), two values undecided, an answer that no list has, a
number whose unit does not lead to the item's.
"""
_NUMBER = r"(?:<=|>=|<|>)?-?\d+(?:\.\d+)?"
_DAY = r"-?\d+"
_SHAPES: dict[Kind, re.Pattern[str]] = {
    "number": re.compile(rf"{_NUMBER}(?:\.\.(?:{_NUMBER})?)?|{re.escape(NO_UNIT)}"),
    "day": re.compile(rf"{_DAY}(?: \d\d:\d\d(?::\d\d)?)?|{_DAY}\.\.{_DAY}"),
}


class Column(msgspec.Struct, frozen=True):
    """A column of a file: its code, words, unit, what may stand in it. `codes` are all answers it may hold."""

    code: str
    label: Text
    kind: Kind
    unit: str = ""
    codes: tuple[tuple[str, Text], ...] = ()

    def allows(self, cell: str) -> bool:
        """Whether a cell is one that the program wrote, of digits and codes alone."""
        if cell in ("", UNDECIDED):
            return True
        known = {code for code, _ in self.codes}
        if cell.startswith(f"{NOT_DONE}:"):
            return re.fullmatch(r"[A-Z0-9_]{1,24}", cell.removeprefix(f"{NOT_DONE}:")) is not None
        if self.kind in _SHAPES:
            return _SHAPES[self.kind].fullmatch(cell) is not None
        if self.kind == "term":
            return cell in known or cell == UNLISTED
        if self.kind == "word":
            return re.fullmatch(r"[A-Za-z0-9_.\-+]{1,24}", cell) is not None and (not known or cell in known)
        return all(part in known or part == UNLISTED for part in cell.split("+"))


class LeftOut(msgspec.Struct, frozen=True):
    """An item that is not in the set."""

    form: str
    item: Item
    reason: Reason


def columns(study: Study, form: Form) -> tuple[Column, ...]:
    """The items of a form that are kept, in their order."""
    return tuple(_column(study, item) for item in form.items if reason_against(study, form.code, item) is None)


def left_out(study: Study) -> Iterator[LeftOut]:
    """Every item that is not in the set, with the reason."""
    for form in study.forms.values():
        for item in form.items:
            reason = reason_against(study, form.code, item)
            if reason is not None:
                yield LeftOut(form.code, item, reason)


def reason_against(study: Study, form: str, item: Item) -> Reason | None:
    """Why an item is left out; None for one that is kept."""
    if item.identity:
        return "identity"
    if f"{form}/{item.code}" in study.protocol.sharing.withheld:
        return "withheld"
    if item.type == "text" and dictionary_of(study, item) is None:
        return "free_text"
    return "rows" if item.type == "table" or item.rows else None


def _column(study: Study, item: Item) -> Column:
    if item.type == "number":
        return Column(item.code, item.label, "number", item.unit)
    if item.type in ("choice", "multichoice"):
        listed = tuple((choice.code, choice.label) for choice in study.codelists.get(item.choices, ()))
        return Column(item.code, item.label, "answer", codes=listed)
    terms = dictionary_of(study, item)
    if terms is not None:
        label = Text(f"{item.label.en} ({terms.name.en})", f"{item.label.zh}（{terms.name.zh}）")
        return Column(item.code, label, "term", codes=tuple((term.label.en, term.label) for term in terms.terms))
    return Column(item.code, item.label, "day")
