"""Printed ranges of the sediment (3-5 /HP, full field, occasional, +) and what a spreadsheet makes of them.

Owns ranges only; both ends are kept as printed and nothing is counted that was not.
"""

import re
from decimal import Decimal

from study import units
from study.definition.model import Item, Study
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.fold import bare, fold
from study.text import Text
from study.values import Quantity, Range, TextValue

FULL_FIELD = "50"
_RANGE = re.compile(
    r"(?P<low>[0-9]+(?:\.[0-9]+)?) ?(?![eE]-)(?P<unit1>[^0-9~至到. -]*) ?"
    r"(?:-|~|至|到) ?(?P<high>[0-9]+(?:\.[0-9]+)?)(?P<rest>[^0-9]?.*)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"[0-9]{{1,4}} ?年?.*月.*|[0-9]{{1,2}}[- /]?{_MONTH}\.?(?:[- /]?[0-9]{{2,4}})?|{_MONTH}[- /]?[0-9]{{1,4}}"
    r"|(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[ t].*)?"
    r"|[0-9]{1,2}[-/][0-9]{1,2}[-/](?:19|20)?[0-9]{2}(?: .*)?"
    r"|0[1-9][-/](?:0[1-9]|[12][0-9]|3[01])|[1-9][-/]0[1-9]|[0-9]{1,2}/[0-9]{1,2}",
    re.IGNORECASE,
)
_FULL = frozenset(
    ["满视野", "满视野/hp", "布满视野", "满", "full", "fullfield", "packed", "packedfield", "tntc", "满布"]
)
_SOME = frozenset(["偶见", "偶见/hp", "少见", "occasional", "rare", "少量", "少许"])
_NONE = frozenset(["阴性", "(-)", "-", "neg", "negative", "未见", "无", "未见异常", "none", "阴"])


def looks_like_date(typed: str) -> bool:
    """True when the text has the look of a date, which no number of a report has."""
    return _DATE.fullmatch(fold(typed)) is not None


def refused_date(item: Item) -> Refused:
    """The sentence about spreadsheets that turn 3-5 into a date."""
    return Refused(
        Text(
            f"This is a date, not a result of {item.label.en}. Excel turns a range such as 3-5 into the date 5 March; "
            "type what the report prints.",
            f"这是日期，不是“{item.label.zh}”的结果。Excel 会把 3-5 这样的范围变成日期（3月5日），请按报告原文输入。",
        )
    )


def is_range(typed: str) -> bool:
    """True when the text is two numbers with a dash between them."""
    return _RANGE.fullmatch(fold(typed)) is not None


def refused_range(item: Item) -> Refused:
    """The sentence for a range where one number belongs."""
    return Refused(
        Text(f"{item.label.en} takes one number, not a range.", f"“{item.label.zh}”只填一个数字，不能填范围。")
    )


def _show(study: Study, value: Range) -> Text:
    unit = units.label(study, value.unit)
    text = f"{value.low}-{value.high} {unit}" if value.high else f"> {value.low} {unit}"
    return Text(text.rstrip(), text.rstrip())


def _two_ends(study: Study, item: Item, typed: str) -> Reading | None:
    found = _RANGE.fullmatch(fold(typed))
    if found is None:
        return None
    written = found["rest"].strip() or found["unit1"].strip()
    unit = units.recognise(study, item, written) if written else item.unit
    if unit is None:
        return Refused(units.no_conversion(item, written, study))
    low, high = found["low"], found["high"]
    if max(len(low), len(high)) > 12 or Decimal(low) > Decimal(high):
        return Refused(
            Text(
                f"The range {low}-{high} starts above its end; look at the report again.",
                f"范围 {low}-{high} 的下限大于上限，请核对报告。",
            )
        )
    value = Range(low, high, unit)
    return Understood(value, _show(study, value))


def _as_printed(typed: str) -> Option:
    text = typed.strip()
    return Option(Text(f"Keep “{text}” as printed, without a count", f"按原文保存“{text}”，不计数"), TextValue(text))


def _words(study: Study, item: Item, typed: str) -> Reading | None:
    word = bare(typed)
    if word in _FULL:
        value = Range(FULL_FIELD, "", item.unit)
        return Understood(value, _show(study, value), Text("Full field: “> 50 as printed”.", "满视野：按“> 50”记录。"))
    if word in _SOME:
        few = Range("0", "1", item.unit)
        return Ask(
            Text(f"“{typed.strip()}” as a count?", f"“{typed.strip()}”按多少计数？"),
            (Option(_show(study, few), few), _as_printed(typed)),
        )
    if word in _NONE:
        none = Quantity("0", item.unit)
        shown = Text(f"0 {units.label(study, item.unit)}".rstrip(), f"0 {units.label(study, item.unit)}".rstrip())
        return Ask(
            Text(f"“{typed.strip()}”: none seen?", f"“{typed.strip()}”：是未见到（0）吗？"),
            (Option(shown, none), _as_printed(typed)),
        )
    if re.fullmatch(r"\(?(?:\++|[1-4]\+|\+[1-4]|±|\+-|\+/-)\)?", word):
        return Ask(
            Text(
                f"“{typed.strip()}” has no agreed count. Type the count if the report prints one.",
                f"“{typed.strip()}”没有统一的计数。报告若印有计数，请输入计数。",
            ),
            (_as_printed(typed),),
        )
    return None


def read_range(study: Study, item: Item, typed: str) -> Reading | None:
    """A range or one of the words of the sediment; None when the text is neither."""
    return _words(study, item, typed) or _two_ends(study, item, typed)
