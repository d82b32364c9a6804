"""Numbers with their units in a prescription line: 5mg, 0.4g/kg, 半片, 1/2片, 2片半, 100万U, 5mg/片, 1mg/kg/d.

A range, a sign, a unit of no list make a piece "odd": it says why, and is never read as another number.
"""

import re
from decimal import Decimal

import msgspec

from study.grammar.numbers import DIGITS, read_digits
from study.grammar.prescription.compact import letter
from study.grammar.prescription.known import Known
from study.grammar.prescription.model import NEUTRAL, Token
from study.grammar.prescription.words import COUNTED
from study.text import Text

_FRACTION = re.compile(r"(?:(?P<whole>[0-9]{1,2})(?:又|\+))?(?P<up>[1-9])/(?P<down>[2348])(?![0-9/.,])")
_SIGNS = re.compile(r"(?:(?P<whole>[0-9]{1,2})又?)?(?P<sign>[½¼¾⅓⅔])")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*|\.[0-9]+")
_NUMERAL = re.compile(r"[一二两三四五六七八九十半]")
_NUMERALS = {word: str(n) for n, word in enumerate("一二三四五六七八九十", 1)} | {"两": "2", "半": "0.5"}
_PARTS = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "", "⅔": ""}
_SIGN_BEFORE = re.compile(r"[-+<>=~≈±^!?]+ *(?=[0-9.½¼¾])")
_RANGE = re.compile(r"(?:-|~|至|到|±)(?=[0-9.½¼¾])")
_DAILY = re.compile(r"/(?:d(?:ay)?|日|天|24h)")
_EACH = re.compile(r"/(?:次|dose)")
_OF_ONE = re.compile(r"/(?:片|粒|支|瓶|颗|tab(?:let)?|vial|cap)")
_RANGE_WHY = Text("a range is not one dose", "范围不是一个剂量")
_SIGN_WHY = Text("a sign in front of a number is not understood in a prescription", "处方数字前的符号无法识别")
_THIRD_WHY = Text("a third is no decimal number; write it as 0.33", "三分之一不是有限小数，请写作 0.33")
_STOPS = NEUTRAL - {":"} | frozenset('“”"「」『』‘’→')
_NO_NUMBER = Text("this is not one number", "不是一个数字")


class Number(msgspec.Struct, frozen=True):
    """A plain decimal ("" = it is none) and the place behind it."""

    text: str
    after: int
    doubt: bool = False
    counted: bool = False
    """Written in characters that stand before counted units only: 半, 两."""


def number_at(text: str, place: int) -> Number | None:
    """The number that begins here."""
    fraction = _FRACTION.match(text, place)
    if fraction:
        up, down = int(fraction["up"]), int(fraction["down"])
        whole = int(fraction["whole"] or 0)
        exact = "" if down == 3 or up >= down else format(whole + Decimal(up) / down, "f")
        return Number(exact, fraction.end())
    sign = _SIGNS.match(text, place)
    if sign:
        part = _PARTS[sign["sign"]]
        return Number(format(int(sign["whole"] or 0) + Decimal(part), "f") if part else "", sign.end())
    digits = _DIGITS.match(text, place)
    if digits:
        written = read_digits(digits[0]) if len(digits[0]) <= DIGITS else None
        if written is None:
            return Number("", digits.end())
        return Number(written.number, digits.end(), doubt=written.ask or written.note is not None)
    numeral = _NUMERAL.match(text, place)
    return Number(_NUMERALS[numeral[0]], numeral.end(), counted=True) if numeral else None


def amount_at(known: Known, place: int) -> tuple[Token, int] | None:
    """The amount, the bare number or the odd piece that begins here; None where no number does."""
    text = known.line.text
    sign = _SIGN_BEFORE.match(text, place)
    if sign:
        return _odd(known, place, _end_of_number(known, sign.end()), _SIGN_WHY)
    number = number_at(text, place)
    if number is None:
        return None
    after = number.after
    unit = known.unit_at(after)
    if number.counted and (unit is None or unit[0] not in COUNTED):
        return None
    if unit is None and text.startswith("万", after):
        unit = known.unit_at(after + 1)
        if unit is not None and number.text:
            many = format((Decimal(number.text) * 10000).normalize(), "f")
            number = msgspec.structs.replace(number, text=many)
    between = _RANGE.match(text, unit[1] if unit else after)
    if between:
        return _odd(known, place, _end_of_number(known, between.end()), _RANGE_WHY)
    if not number.text:
        third = "3" in text[place:after] and "/" in text[place:after]
        return _odd(known, place, _end_of(known, after), _THIRD_WHY if third or text[after - 1] in "⅓⅔" else _NO_NUMBER)
    return _bare(known, place, number) if unit is None else _amount(known, (place, unit[1]), number, unit[0])


def _amount(known: Known, places: tuple[int, int], number: Number, unit: str) -> tuple[Token, int]:
    text, (place, after) = known.line.text, places
    if unit in COUNTED and text.startswith("半", after):
        more = format(Decimal(number.text) + Decimal("0.5"), "f")
        number, after = msgspec.structs.replace(number, text=more), after + 1
    daily = of_one = False
    for pattern in (_DAILY, _EACH, _OF_ONE):
        found = pattern.match(text, after)
        if found and known.ends(found.end()):
            daily, of_one, after = pattern is _DAILY, pattern is _OF_ONE, found.end()
            break
    if after < len(text) and text[after] in "/:%^":
        written = text[after : _end_of(known, after)]
        why = Text(f"“{written}” behind the unit is not understood", f"单位后的“{written}”无法识别")
        return _odd(known, place, _end_of(known, after), why)
    start, end = known.line.span(place, after)
    return (
        Token(
            "amount", start, end, known.line.line[start:end], code=unit, number=number.text, daily=daily,
            of_one=of_one, doubt=number.doubt,
        ),
        after,
    )  # fmt: skip


def _bare(known: Known, place: int, number: Number) -> tuple[Token, int]:
    """A number without a unit; with something unknown at its end it is odd."""
    text, after = known.line.text, number.after
    follows = after < len(text) and (known.line.glued(after) or letter(text[after]) or text[after] in "/%:^")
    plain = after >= len(text) or text[after] in NEUTRAL or text[after] == "x"
    if follows and not plain and not _known_behind(known, after):
        written = text[after : _end_of(known, after)]
        why = Text(f"“{written}” is no unit of a dose here", f"“{written}”不是本表可用的剂量单位")
        return _odd(known, place, _end_of(known, after), why)
    start, end = known.line.span(place, after)
    return Token("bare", start, end, known.line.line[start:end], number=number.text, doubt=number.doubt), after


def _known_behind(known: Known, place: int) -> bool:
    if letter(known.line.text[place]):
        return known.word_at(place) is not None
    return known.starts_known(place)


def _end_of(known: Known, place: int) -> int:
    """Up to a space or a sign between pieces."""
    text, line = known.line.text, known.line
    after = min(place + 1, len(text))
    while after < len(text) and line.glued(after) and (text[after] not in _STOPS):
        after += 1
    return after


def _end_of_number(known: Known, place: int) -> int:
    """Behind the number that begins here and its unit, whatever spaces are between."""
    number = number_at(known.line.text, place)
    after = number.after if number is not None else place
    unit = known.unit_at(after)
    return unit[1] if unit is not None else _end_of(known, max(after - 1, 0))


def _odd(known: Known, place: int, after: int, why: Text) -> tuple[Token, int]:
    start, end = known.line.span(place, after)
    return Token("odd", start, end, known.line.line[start:end], why=why), after
