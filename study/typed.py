"""One derived value from typed inputs, for the command line: `height_cm=132 creat_umolL=48.0`, `prot_mgL=<40`.

A code is a formula's own (CTC_TRANS) or one that a definition gives a formula under (CTC_ALT); then what the definition
says itself, such as which test is graded and the investigator's settings, need not be typed. A series is typed by study
days: `creats=0:60,2:<95`. The rows of a log cannot be typed.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from typing import NamedTuple

import msgspec

from study.definition.model import DerivedSpec, Study
from study.derived.given import Day, Given, Input, Numbers, Point, Series, Words
from study.derived.names import NAMES
from study.derived.registry import FORMULAS
from study.derived.result import Derived, Formula, apply, part_of
from study.errors import KnownError
from study.grammar.fold import bare, fold
from study.grammar.numbers import read_digits, split_comparator
from study.values import Quantity, TextValue

FLAGS = {
    **dict.fromkeys(("y", "yes", "true", "1", "是", "有"), "Y"),
    **dict.fromkeys(("n", "no", "false", "0", "否", "无"), "N"),
}
NOTHING = ("", "null", "none")
OFF = "off"
DAY_ZERO = date(2000, 1, 1)
"""Stands for the day of the infusion: a typed series is of study days, and only their distances count."""
_LIST = re.compile(r"[,;，；、\s]+")
_STUDY_DAY = re.compile(r"-?[0-9]{1,4}", re.ASCII)


class _Asked(NamedTuple):
    """The formula of a code, with what the definition says of it."""

    formula: Formula
    spec: DerivedSpec | None


def derive(code: str, typed: Mapping[str, str], study: Study | None = None) -> Derived:
    """The derived value `code` from inputs by name, each in the unit of its name; a comparator may stand in front.

    `study` adds its own codes, its words and its settings; a setting that is typed wins. A missing input is no error:
    the result says why there is no number. Raises KnownError for an unknown code, an unknown input name or a text that
    is no number, and for a word that the definition fixes otherwise.
    """
    formula, spec = _find(code, study)
    for name in typed:
        if name not in formula.inputs:
            raise KnownError(
                "derived.input",
                f"{code.upper()} has no input “{name}”. It takes {', '.join(formula.inputs)}.",
                f"{code.upper()} 没有输入项“{name}”。可用：{'、'.join(formula.inputs)}。",
            )
    given = {name: _read(name, text) for name, text in typed.items() if not _nothing(name, text)}
    if spec is None or study is None:
        return apply(formula, Given(given))
    derived = apply(formula, Given({**_settings(study, spec, formula), **given, **_words(spec, formula, given)}))
    if spec.part:
        derived = part_of(derived, spec.code, spec.part)
    return msgspec.structs.replace(derived, code=spec.code)


def _find(code: str, study: Study | None) -> _Asked:
    """What the definition calls by this code, else the formula of that name."""
    spec = study.derived.get(code.upper()) if study is not None else None
    formula = FORMULAS.get(spec.formula or spec.code if spec is not None else code.upper())
    if formula is None:
        raise _unknown(code, tuple(dict.fromkeys((*(study.derived if study is not None else ()), *FORMULAS))))
    return _Asked(formula, spec)


def _unknown(code: str, known: tuple[str, ...]) -> KnownError:
    """Names the codes that look most like it; all of them where none does."""
    folded = bare(code).upper()
    within = [each for each in known if len(folded) > 1 and folded in each]
    near = list(dict.fromkeys((*get_close_matches(folded, known, 5), *within)))[:8]
    en = f"The nearest are {', '.join(near)}." if near else f"There are {', '.join(known)}."
    zh = f"相近的有：{'、'.join(near)}。" if near else f"可用：{'、'.join(known)}。"
    return KnownError("derived.unknown", f"There is no derived value “{code}”. {en}", f"没有衍生值“{code}”。{zh}")


def _words(spec: DerivedSpec, formula: Formula, given: Mapping[str, Input]) -> dict[str, Input]:
    """The words that the definition says itself, such as ALT in CTC_ALT; another one typed is another value."""
    found: dict[str, Input] = {}
    for name in formula.inputs:
        said = next((source.of for source in spec.inputs.get(name, ()) if source.kind == "word"), None)
        if said is None:
            continue
        if name in given and given[name] != TextValue(said):
            raise KnownError(
                "derived.input",
                f"In {spec.code} {name} is {said} and nothing else.",
                f"{spec.code} 中 {name} 固定为 {said}。",
            )
        found[name] = TextValue(said)
    return found


def _settings(study: Study, spec: DerivedSpec, formula: Formula) -> dict[str, Input]:
    """The investigator's settings that feed the formula; one that is switched off is none."""
    found: dict[str, Input] = {}
    for name in formula.inputs:
        sources = (source for source in spec.inputs.get(name, ()) if source.kind == "setting")
        text = next((study.settings.get(source.of, "") for source in sources), "")
        if text and not _nothing(name, text) and text != OFF:
            found[name] = _read(name, text)
    return found


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
        case "series":
            return Series(tuple(sorted((_point(name, word) for word in _listed(text)), key=lambda point: point.on)))
        case "rows":
            raise _rows_untyped(name)
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


def _point(name: str, word: str) -> Point:
    """A result with its study day in front: 14:<0.5."""
    day, colon, number = word.partition(":")
    if not colon or not _STUDY_DAY.fullmatch(day):
        raise _unreadable(name, word)
    return Point(DAY_ZERO + timedelta(days=int(day)), int(day), _number(name, number))


def _rows_untyped(name: str) -> KnownError:
    label = NAMES[name].label
    return KnownError(
        "derived.rows",
        f"{name} ({label.en}) are rows of a record and cannot be typed here.",
        f"{name}（{label.zh}）为记录中的多行，无法在此输入。",
    )


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
        f"“{text}”不是 {name}（{label.zh}）的有效值。",
    )
