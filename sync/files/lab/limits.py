"""The interval and the mark printed beside a result: 27-66, <5.2, 0~5, 男:59-104 女:45-84, 阴性, ↑.

Owns their reading. A text that is not surely one interval gives none; it is still shown as printed.
"""

import re
from decimal import Decimal

import msgspec

from study import units
from study.definition.model import Item, Sex, Study
from study.grammar import Understood, understand
from study.grammar.fold import bare, fold
from study.values import Codes, Quantity, Range, Value

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_BOTH = re.compile(rf"(?P<low>{_NUMBER}) ?(?:-{{1,3}}|~|至|到|to) ?(?P<high>{_NUMBER}) ?(?P<rest>.*)")
_UPPER = re.compile(rf"(?:<=|<|≤|不超过|小于|低于|up to) ?(?P<high>{_NUMBER}) ?(?P<rest>.*)", re.IGNORECASE)
_LOWER = re.compile(rf"(?:>=|>|≥|不低于|大于|高于) ?(?P<low>{_NUMBER}) ?(?P<rest>.*)", re.IGNORECASE)
_SEXES = re.compile(
    r"(?<![a-zμµ])(?P<sex>男|女|male|female|m|f)(?:性|童|孩)? ?[:(]? ?(?P<text>[<>≤≥=]*[0-9][^男女mf;]*)", re.IGNORECASE
)
_MARKS = {
    "H": ("↑", "⬆", "▲", "h", "高", "偏高", "high", "(h)", "+h", "升高"),
    "L": ("↓", "⬇", "▼", "l", "低", "偏低", "low", "(l)", "降低"),
    "HH": ("↑↑", "hh", "危急高", "极高"),
    "LL": ("↓↓", "ll", "危急低", "极低"),
    "A": ("*", "异常", "a", "abnormal", "阳性", "p", "pos", "+"),
    "": ("", "正常", "n", "normal", "-", "--", "m", "阴性", "z"),
}
_MARK = {text: code for code, texts in _MARKS.items() for text in texts}


class PrintedLimits(msgspec.Struct, frozen=True):
    """An interval as printed: numbers in the unit of the result, or the answers that count as normal."""

    low: str = ""
    high: str = ""
    expected: tuple[str, ...] = ()


NONE = PrintedLimits()


def read_limits(study: Study, item: Item, printed: str, sex: Sex | None = None) -> PrintedLimits:
    """The limits in a printed interval; `NONE` when the text has none or more than one that could hold."""
    text = fold(printed)
    if item.type in ("choice", "multichoice"):
        reading = understand(study, item, text) if text else None
        expected = reading.value if isinstance(reading, Understood) else None
        return PrintedLimits(expected=expected.codes) if isinstance(expected, Codes) else NONE
    by_sex = {_sex(found["sex"]): found["text"].strip(" ,)") for found in _SEXES.finditer(text)}
    if by_sex:
        text = by_sex.get(sex, "") if sex else ""
    for pattern in (_BOTH, _UPPER, _LOWER):
        found = pattern.fullmatch(text.strip("()[] "))
        if found is not None:
            low, high = (found.groupdict().get(end) or "" for end in ("low", "high"))
            return _checked(study, item, low, high, found["rest"])
    return NONE


def _sex(word: str) -> Sex:
    return "M" if word.lower() in ("男", "m", "male") else "F"


def _checked(study: Study, item: Item, low: str, high: str, rest: str) -> PrintedLimits:
    """Nothing but a unit may follow, and the limits must be in order."""
    if rest.strip(") ") and units.recognise(study, item, rest) is None and units.known(study, rest) is None:
        return NONE
    if low and high and Decimal(low) > Decimal(high):
        return NONE
    return PrintedLimits(low.lstrip("+"), high.lstrip("+"))


def in_base(item: Item, limits: PrintedLimits, value: Value) -> tuple[Decimal | None, Decimal | None]:
    """The limits in the unit in which the value is judged; they are printed in its own. None where open or strange."""
    unit = value.unit if isinstance(value, Quantity | Range) else item.unit
    return _base(item, limits.low, unit), _base(item, limits.high, unit)


def _base(item: Item, number: str, unit: str) -> Decimal | None:
    if not number:
        return None
    base = units.comparable(item, Quantity(number, unit))
    return base.decimal if base is not None else None


def read_mark(printed: str) -> str:
    """The laboratory's mark as H, L, HH, LL, A (abnormal) or ""; a mark of its own stays as printed."""
    return _MARK.get(bare(printed), printed.strip())
