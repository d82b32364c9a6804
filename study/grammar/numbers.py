"""Numbers as people write them: comparator, digits, unit, the marks of a report.

Owns the reading of one number. Must not judge its size (`study.checks`), and never yields another number than written.
"""

import re
from decimal import Decimal

import msgspec

from study import units
from study.definition.model import Item, Study
from study.grammar.absent import says_below
from study.grammar.answers import Ask, Option, Reading, Refused, Understood
from study.grammar.fold import fold
from study.text import Text
from study.values import Comparator, Quantity

DIGITS = 18
_SIGNS: tuple[tuple[str, Comparator], ...] = (
    ("<=", "<="), ("=<", "<="), (">=", ">="), ("=>", ">="), ("<", "<"), (">", ">"),
    ("不超过", "<="), ("不大于", "<="), ("不高于", "<="), ("小于等于", "<="), ("不少于", ">="), ("不小于", ">="),
    ("不低于", ">="), ("大于等于", ">="), ("小于", "<"), ("低于", "<"), ("少于", "<"), ("大于", ">"), ("高于", ">"),
    ("超过", ">"), ("less than", "<"), ("below", "<"), ("greater than", ">"), ("more than", ">"), ("above", ">"),
)  # fmt: skip
_NUMBER = re.compile(r"(?P<sign>[+-]?) ?(?P<digits>[0-9][0-9.,]*|\.[0-9]+)(?P<power>[eE][+-]?[0-9]+)?(?P<rest>.*)")
_TIMES_TEN = re.compile(r"^[×xX*·] ?10(?:\^|\*\*|\*|e|E)?(?P<power>[+-]?[0-9]{1,3}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?P<rest>.*)$")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MARKS = re.compile(r"(?P<text>.*?) ?(?P<mark>[↑↓⬆⬇▲▼*]+|\([hlHL]\)| [hlHL]{1,2}|\((?:偏高|偏低|高|低)\))$")


_MEASURED_IN = {
    "l": ("l", "dl", "cl", "ml", "ul", "l/24h", "ml/24h", "l/min", "ml/min"),
    "h": ("h", "s", "ms", "min", "d", "24h", "wk", "mo", "a"),
}
"""Where a letter behind the number may be a unit and not the laboratory's mark for low or high."""


class Written(msgspec.Struct, frozen=True):
    """Digits as read: the number, whether a person must confirm it, and what was read into it."""

    number: str
    ask: bool = False
    note: Text | None = None


def split_comparator(text: str) -> tuple[Comparator, str]:
    """The comparator in front of a folded text, and the rest."""
    lower = text.lower()
    for sign, comparator in _SIGNS:
        if lower.startswith(sign):
            return comparator, text[len(sign) :].strip()
    return "", text


def tidy(digits: str) -> str:
    """Digits with a leading and without a dangling zero part: ".5" is "0.5", "5." is "5"; decimals stay as written."""
    whole, point, part = digits.partition(".")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{part}" if point and part else whole


def read_digits(digits: str) -> Written | None:
    """Digits with points and commas as one number; None when they are none."""
    if re.fullmatch(r"[0-9]+\.?[0-9]*|\.[0-9]+", digits):
        return Written(tidy(digits))
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", digits)
    if grouped:
        number = tidy(digits.replace(",", ""))
        if "." in digits or digits.count(",") > 1:
            return Written(number, note=Text(f"Commas read as thousands: {number}.", f"逗号按千分位读作 {number}。"))
        return Written(number, ask=True)
    if re.fullmatch(r"[0-9]+,[0-9]+", digits):
        number = tidy(digits.replace(",", "."))
        if len(digits.partition(",")[2]) == 3:
            return Written(number, ask=True)
        return Written(number, note=Text(f"The comma was read as a point: {number}.", f"逗号按小数点读作 {number}。"))
    return None


def scaled(number: str, power: int) -> str | None:
    """Number x 10^power without an exponent, or None when no result of any laboratory is that large or small."""
    if abs(power) > DIGITS or len(number) > 2 * DIGITS:
        return None
    return format(Decimal(number).scaleb(power), "f")


def refused_number(study: Study, item: Item, typed: str) -> Refused:
    """The sentence for a text that is no number."""
    unit = units.label(study, item.unit) if item.unit not in ("", units.DIMENSIONLESS) else ""
    en, zh = (f" ({unit})", f"（{unit}）") if unit else ("", "")
    return Refused(
        Text(
            f"“{typed.strip()}” is not a number. {item.label.en}{en} takes a number such as 12.4.",
            f"“{typed.strip()}”不是数字。“{item.label.zh}”{zh}请输入数字，如 12.4。",
        )
    )


def _negative_allowed(item: Item) -> bool:
    return item.hard is not None and item.hard.low is not None and item.hard.low < 0


def _no_comparator(item: Item) -> Refused:
    return Refused(
        Text(
            f"{item.label.en} takes an exact number, without < or >.",
            f"“{item.label.zh}”需填确切数字，不能带 < 或 >。",
        )
    )


def _wrong_unit(study: Study, item: Item, written: str) -> Refused:
    written = written.strip()
    if units.known(study, written) is not None:
        return Refused(units.no_conversion(item, written, study))
    takes = "、".join(filter(None, (units.label(study, code) for code in units.units_of(item))))
    return Refused(
        Text(
            f"“{written}” after the number is not understood. {item.label.en} takes "
            + (f"a number in {takes.replace('、', ', ')}." if takes else "a number without a unit."),
            f"数字后的“{written}”无法识别。“{item.label.zh}”" + (f"可用单位：{takes}。" if takes else "没有单位。"),
        )
    )


def show(study: Study, item: Item, quantity: Quantity) -> Text:
    """The quantity as it is shown back: as written and, if converted, in the item's unit as well."""
    sign = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "": ""}[quantity.comparator]
    text = f"{sign}{quantity.number} {units.label(study, quantity.unit)}".rstrip()
    if quantity.unit not in ("", item.unit) and isinstance(units.to_base(item, quantity), Quantity):
        base = f"{sign}{units.shown_number(item, quantity)} {units.label(study, item.unit)}"
        text = f"{text} = {base.rstrip()}"
    return Text(text, text)


def _unit(study: Study, item: Item, rest: str) -> str | None:
    """The unit that was written; "" for none, None for one the item does not take."""
    return "" if not rest.strip() else units.recognise(study, item, rest)


def _without_mark(study: Study, item: Item, text: str) -> tuple[str, Text | None]:
    """The text without the arrow or letter a laboratory prints beside an abnormal result."""
    found = _MARKS.fullmatch(text)
    if not found or not found["text"] or units.recognise(study, item, found["mark"]) is not None:
        return text, None
    mark = found["mark"].strip()
    if units.spelling(item.unit).casefold() in _MEASURED_IN.get(mark.casefold(), ()):
        return text, None  # "12 L" of a volume in mL is litres, not a low result
    behind = re.sub(r"^[<>=≤≥ ]*[0-9.,]+", "", text).strip()
    if behind != mark and units.known(study, behind) is not None:
        return text, None  # the letter belongs to the unit: "0.35 g/24 h"
    return found["text"], Text(
        f"The mark “{mark}” is not stored; the result is judged here.", f"报告标记“{mark}”不保存，由本系统重新判断。"
    )


def _power(study: Study, item: Item, number: str, rest: str) -> tuple[str, str] | Reading:
    """A factor x10^n behind the number, when it is not part of the unit: the number in full and the rest."""
    found = _TIMES_TEN.match(rest.strip())
    if found is None:
        return number, rest
    power = int(found["power"].translate(_SUPERSCRIPTS) or "0")
    if not found["rest"].strip() and units.spelling(item.unit).startswith(f"10{power}/"):
        quantity = Quantity(number, item.unit)
        return Ask(
            Text(f"Is this {number} in {item.unit}?", f"是 {number}（单位 {item.unit}）吗？"),
            (Option(show(study, item, quantity), quantity),),
        )
    full = scaled(number, power)
    return (full, found["rest"]) if full is not None else _too_large(item)


def _too_large(item: Item) -> Refused:
    return Refused(
        Text(
            f"This number is too long or too large for {item.label.en}.", f"数字过长或过大，不能作为“{item.label.zh}”。"
        )
    )


def _core(study: Study, item: Item, text: str, typed: str) -> tuple[Written, str] | Reading:
    """Sign, digits, power and unit of a folded text: the number and the unit's code ("" when none is written)."""
    found = _NUMBER.fullmatch(text)
    written = read_digits(found["digits"]) if found else None
    if found is None or written is None:
        return refused_number(study, item, typed)
    if len(found["digits"]) > DIGITS:
        return _too_large(item)
    number, rest = written.number, found["rest"]
    if found["power"]:
        exponent = found["power"][1:]
        full = scaled(number, int(exponent)) if len(exponent) < 6 else None
        if full is None:
            return _too_large(item)
        number = full
    unit = _unit(study, item, rest)
    if unit is None:
        powered = _power(study, item, number, rest)
        if not isinstance(powered, tuple):
            return powered
        number, rest = powered
        unit = _unit(study, item, rest)
    if unit is None:
        return _half_a_unit(study, item, number, rest) or _wrong_unit(study, item, rest)
    if found["sign"] == "-" and Decimal(number):
        if not _negative_allowed(item):
            return Refused(
                Text(f"{item.label.en} cannot be negative.", f"“{item.label.zh}”不能为负数。"),
            )
        number = f"-{number}"
    return Written(number, written.ask, written.note), unit


def _half_a_unit(study: Study, item: Item, number: str, rest: str) -> Ask | None:
    """A unit that leaves open of what, where the item knows one such unit: urea in mg/dL is asked whether it is BUN."""
    found = units.annotated(study, item, rest)
    if not found:
        return None
    name = [units.label(study, unit) for unit in found]
    return Ask(
        Text(
            f"“{rest.strip()}” of what? Is it {' or '.join(name)}?",
            f"“{rest.strip()}”指什么？是 {' 还是 '.join(name)}{' 吗' if len(name) == 1 else ''}?",
        ),
        tuple(_option(study, item, Quantity(number, unit)) for unit in found),
    )


def _option(study: Study, item: Item, quantity: Quantity) -> Option:
    return Option(show(study, item, quantity), quantity)


def _which_unit(study: Study, item: Item, number: str, comparator: Comparator) -> Ask:
    """A bare number of an item whose units have no factor between them: the kit's unit must be said."""
    return Ask(
        Text(
            f"In which unit is {item.label.en} printed? No factor leads from one to the other.",
            f"“{item.label.zh}”的报告单位是哪一个？各单位之间不能换算。",
        ),
        tuple(_option(study, item, Quantity(number, unit, comparator)) for unit in units.units_of(item)),
    )


def _limited(study: Study, item: Item, asked: Ask, comparator: Comparator) -> Ask:
    """The same question about a result such as "<5"."""
    found = []
    for option in asked.options:
        if isinstance(option.value, Quantity):
            quantity = Quantity(option.value.number, option.value.unit, comparator)
            found.append(Option(show(study, item, quantity), quantity))
    return Ask(asked.question, tuple(found))


def _limit_in_words(text: str) -> str:
    """Read "not detected (<0.5)" and "<LOD 0.5" as "<0.5"; any other text stays unchanged."""
    found = re.fullmatch(r"(?P<word>[^0-9(]+?) ?\(? ?<? ?=? ?(?P<number>[0-9][0-9.]*[^()]*)\)?", text)
    word = found["word"].strip() if found else ""
    if found and (says_below(word) or (word.casefold() == "nd" and "<" in text)):
        return f"<{found['number']}"
    return text


def read_number(study: Study, item: Item, typed: str) -> Reading:
    """One number with its comparator and unit."""
    text, mark = _without_mark(study, item, _limit_in_words(fold(typed)))
    comparator, rest = split_comparator(text)
    if comparator and not (item.censored or item.laboratory or item.range):
        return _no_comparator(item)
    read = _core(study, item, rest, typed)
    if not isinstance(read, tuple):
        return _limited(study, item, read, comparator) if isinstance(read, Ask) and comparator else read
    written, unit = read
    if not unit and not units.one_scale(item):
        return _which_unit(study, item, written.number, comparator)
    quantity = Quantity(written.number, unit or item.unit, comparator)
    shown = show(study, item, quantity)
    if written.ask:
        return Ask(
            Text(
                f"“{typed.strip()}”: is the number {written.number}? If not, type it without a comma.",
                f"“{typed.strip()}”：数值是 {written.number} 吗？如不是，请去掉逗号重新输入。",
            ),
            (Option(shown, quantity),),
        )
    return Understood(quantity, shown, written.note or mark)
