"""One derived value from typed inputs, for the command line: `height_cm=132 creat_umolL=48.0`, `prot_mgL=<40`."""

import re
from collections.abc import Mapping
from datetime import date

from study.derived.given import Day, Given, Input, Numbers, Words
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.errors import KnownError
from study.grammar.fold import bare, fold
from study.grammar.numbers import read_digits, split_comparator
from study.values import Quantity, TextValue

FLAGS = {
    **dict.fromkeys(("y", "yes", "true", "1", "是", "有"), "Y"),
    **dict.fromkeys(("n", "no", "false", "0", "否", "无"), "N"),
}
NOTHING = ("", "null", "none")
_LIST = re.compile(r"[,;，；、\s]+")


def derive(code: str, typed: Mapping[str, str]) -> Derived:
    """The derived value `code` from inputs by name, each in the unit of its name; a comparator may stand in front.

    A missing input is no error: the result says why there is no number. Raises KnownError for an unknown code, an
    unknown input name or a text that is no number.
    """
    formula = FORMULAS.get(code.upper())
    if formula is None:
        raise KnownError(
            "derived.unknown",
            f"There is no derived value “{code}”. There are {', '.join(FORMULAS)}.",
            f"没有衍生值“{code}”。可用:{'、'.join(FORMULAS)}。",
        )
    for name in typed:
        if name not in formula.inputs:
            raise KnownError(
                "derived.input",
                f"{formula.code} has no input “{name}”. It takes {', '.join(formula.inputs)}.",
                f"{formula.code} 没有输入项“{name}”。可用:{'、'.join(formula.inputs)}。",
            )
    given = {name: _read(name, text) for name, text in typed.items() if not _nothing(name, text)}
    return apply(formula, Given(given))


def _nothing(name: str, text: str) -> bool:
    """An input typed as nothing is missing; an empty set of codes is a set."""
    return NAMES[name].kind != "words" and bare(text) in NOTHING


def _read(name: str, text: str) -> Input:
    named = NAMES[name]
    match named.kind:
        case "word" | "flag":
            return TextValue(_word(name, text))
        case "words":
            return Words(tuple(_listed(text)))
        case "numbers":
            return Numbers(tuple(_number(name, word).decimal for word in _listed(text)))
        case "day":
            return Day(_day(name, text))
        case "number":
            return _number(name, text)
        case _:
            raise _unreadable(name, text)


def _word(name: str, text: str) -> str:
    answers = FLAGS if NAMES[name].kind == "flag" else NAMES[name].answers
    word = answers.get(bare(text), "") if answers else fold(text).strip()
    if not word:
        raise _unreadable(name, text)
    return word


def _listed(text: str) -> list[str]:
    """The words of "a, b", of "a b" and of a JSON list."""
    return [word for part in _LIST.split(fold(text).strip("[]() ")) if (word := part.strip("\"' "))]


def _number(name: str, text: str) -> Quantity:
    comparator, rest = split_comparator(fold(text))
    minus = "-" if rest.startswith("-") and NAMES[name].signed else ""
    written = read_digits(rest.removeprefix(minus).strip())
    if written is None or written.ask or len(rest) > 30:
        raise _unreadable(name, text)
    return Quantity(minus + written.number, NAMES[name].unit, comparator)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(fold(text).strip())
    except ValueError:
        raise _unreadable(name, text) from None


def _unreadable(name: str, text: str) -> KnownError:
    label = NAMES[name].label
    return KnownError(
        "derived.unreadable",
        f"“{text}” is no value of {name} ({label.en}).",
        f"“{text}”不是 {name}({label.zh})的有效值。",
    )
