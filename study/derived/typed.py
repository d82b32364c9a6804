"""One derived value from typed inputs, for the command line: `height_cm=132 creat_umolL=48.0`, `prot_mgL=<40`."""

from collections.abc import Mapping

from study.derived.given import Given
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.errors import KnownError
from study.grammar.fold import bare, fold
from study.grammar.numbers import read_digits, split_comparator
from study.values import Quantity, TextValue

_WORDS = {
    "sex": {"f": "F", "female": "F", "女": "F", "m": "M", "male": "M", "男": "M"},
    "dialysis": {"y": "Y", "yes": "Y", "是": "Y", "n": "N", "no": "N", "否": "N"},
    "complete": {"y": "Y", "yes": "Y", "是": "Y", "n": "N", "no": "N", "否": "N"},
}


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
    return apply(formula, Given({name: _read(name, text) for name, text in typed.items()}))


def _read(name: str, text: str) -> Quantity | TextValue:
    if NAMES[name].word:
        word = _WORDS.get(name, {}).get(bare(text)) if name in _WORDS else bare(text)
        if not word:
            raise _unreadable(name, text)
        return TextValue(word)
    comparator, rest = split_comparator(fold(text))
    written = read_digits(rest)
    if written is None or written.ask or len(rest) > 30:
        raise _unreadable(name, text)
    return Quantity(written.number, NAMES[name].unit, comparator)


def _unreadable(name: str, text: str) -> KnownError:
    label = NAMES[name].label
    return KnownError(
        "derived.unreadable",
        f"“{text}” is no value of {name} ({label.en}).",
        f"“{text}”不是 {name}({label.zh})的有效值。",
    )
