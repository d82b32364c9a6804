"""The one way in: which grammar reads the text of which item."""

import re
import unicodedata

from study.definition.model import Item, Study
from study.definition.patterns import fits
from study.definition.read_dictionary import dictionary_of
from study.grammar.absent import read_absent, read_not_done
from study.grammar.answers import Reading, Refused, Understood
from study.grammar.choices import read_choice, read_choices
from study.grammar.dates import read_date, read_datetime
from study.grammar.fold import bare, fold
from study.grammar.numbers import read_number
from study.grammar.ranges import is_range, looks_like_date, read_range, refused_date, refused_range
from study.grammar.terms import read_term
from study.text import Text
from study.values import Cleared, TextValue

LONGEST = {"text": 20_000, "multichoice": 2_000}
LONGEST_RESULT = 200
"""Characters that an answer may have; nothing longer is a number, a date or one answer."""


def understand(study: Study, item: Item, typed: str) -> Reading:
    """Read what a person typed into the field of `item`.

    A quantity keeps the unit it was written in. Empty text reads as *cleared*; whether that becomes a fact is the
    caller's decision (a field that never had a value stays without one). Never raises.
    """
    typed = typed.strip()
    if (impossible := _unreadable(item, typed)) is not None:
        return impossible
    if not fold(typed):
        return Understood(Cleared(), Text("empty", "空"))
    match item.type:
        case "number":
            return _number(study, item, typed)
        case "choice":
            return read_choice(study, item, typed)
        case "multichoice":
            return read_choices(study, item, typed)
        case "text":
            return _looked_up(study, item, typed) if item.dictionary else _text(item, typed)
        case "table":
            return Refused(
                Text(
                    f"{item.label.en} is entered row by row in its own form.",
                    f"“{item.label.zh}”请在对应表单中逐条录入。",
                )
            )
    absent = read_not_done(study, typed)
    if absent is not None:
        return absent
    return (
        read_datetime(item, typed) if item.type == "datetime" else read_date(item, typed, item.type == "partial_date")
    )


def _unreadable(item: Item, typed: str) -> Refused | None:
    """What no store could keep and no person could have meant."""
    most = LONGEST.get(item.type, LONGEST_RESULT)
    if len(typed) > most:
        return Refused(
            Text(
                f"{len(typed):,} characters are too long for {item.label.en}; it takes {most:,} at most.",
                f"“{item.label.zh}”最多{most}个字符，现有{len(typed)}个。",
            )
        )
    if any(unicodedata.category(character) == "Cs" for character in typed):
        return Refused(
            Text(
                f"{item.label.en}: the text holds a broken character; type it again.",
                f"“{item.label.zh}”的内容含有损坏的字符，请重新输入。",
            )
        )
    return None


def _number(study: Study, item: Item, typed: str) -> Reading:
    if looks_like_date(typed):
        return refused_date(item)
    if item.range and (found := read_range(study, item, typed)) is not None:
        return found
    absent = read_absent(study, item, typed)
    if absent is not None:
        return absent
    if is_range(typed):
        return refused_range(item)
    if re.fullmatch(r"[0-9]*:[0-9]*", bare(typed)):
        return Refused(
            Text(
                f"“{typed.strip()}” is a titre; {item.label.en} takes a number.",
                f"“{typed.strip()}”是滴度，“{item.label.zh}”需填数字。",
            )
        )
    return read_number(study, item, typed)


def _looked_up(study: Study, item: Item, typed: str) -> Reading:
    found = dictionary_of(study, item)
    return _text(item, typed) if found is None else read_term(found, study.tables[item.dictionary], item, typed)


def _text(item: Item, typed: str) -> Reading:
    # A line break or a tab that was pasted along is a space; other control characters would break exports.
    text = "".join(" " if unicodedata.category(each) == "Cc" else each for each in typed).strip()
    if item.pattern and not fits(item.pattern, text):
        for spelled in (fold(text), fold(text).upper()):
            if fits(item.pattern, spelled):
                return Understood(TextValue(spelled), Text(spelled, spelled))
        return Refused(
            Text(
                f"“{text}” does not have the form that {item.label.en} needs.",
                f"“{text}”不符合“{item.label.zh}”要求的格式。",
            )
        )
    return Understood(TextValue(text), Text(text, text))
