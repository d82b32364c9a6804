"""Exclusion criterion 3 of the trial (ChiCTR2500105227) in numbers: creatinine, ALT or AST, bilirubin.

Each must be strictly above its limit. Each limb says yes (excluded), no, or unknown; a missing
result or limit is unknown, which asks, and never no.
"""

from decimal import Decimal

from study.derived.given import Given, first
from study.derived.limbs import Truth, scaled, some
from study.derived.possible import above, at, negative, possible
from study.derived.result import Formula, Outcome, Said
from study.text import Text
from study.values import Quantity
from study.writing import plain

CREATININE_UMOL, BILIRUBIN_UMOL, TRANSAMINASE_TIMES = Decimal(220), Decimal(34), Decimal(5)
_INPUTS = ("creat", "alt", "ast", "uln_alt", "uln_ast", "bili")
_CODES: dict[Truth, str] = {True: "Y", False: "N", None: "unknown"}
_WORDS: dict[Truth, Text] = {
    True: Text("above", "超过"),
    False: Text("not above", "未超过"),
    None: Text("unknown, ask", "未知，需质疑"),
}


def _shown(given: Given, name: str) -> str:
    value = given.values.get(name)
    return f"{value.comparator}{value.number}" if isinstance(value, Quantity) else "?"


def _note(label: Text, shown: str, limit: str, truth: Truth) -> Text:
    word = _WORDS[truth]
    return Text(f"{label.en} {shown}, limit {limit}: {word.en}.", f"{label.zh} {shown}，界限 {limit}：{word.zh}。")


def _fixed(given: Given, name: str, label: Text, limit: Decimal) -> tuple[Truth, Text]:
    truth = above(possible(given, name), at(limit))
    return truth, _note(label, _shown(given, name), f"{plain(limit)} µmol/L", truth)


def _multiple(given: Given, name: str, label: Text) -> tuple[Truth, Text]:
    upper = f"uln_{name}"
    truth = above(possible(given, name), scaled(possible(given, upper), TRANSAMINASE_TIMES))
    return truth, _note(label, _shown(given, name), f"5 x {_shown(given, upper)} U/L", truth)


def _exclusion_3(given: Given) -> Outcome:
    why = first(negative(given, "creat", "alt", "ast", "bili"), given.not_positive("uln_alt", "uln_ast"))
    if why:
        return Outcome(why=why)
    creat, creat_note = _fixed(given, "creat", Text("Creatinine", "肌酐"), CREATININE_UMOL)
    alt, alt_note = _multiple(given, "alt", Text("ALT", "ALT"))
    ast, ast_note = _multiple(given, "ast", Text("AST", "AST"))
    bili, bili_note = _fixed(given, "bili", Text("Bilirubin", "胆红素"), BILIRUBIN_UMOL)
    limbs = (("creat", creat), ("alt_ast", some((alt, ast))), ("bili", bili))
    missing = given.missing(*_INPUTS)
    return Outcome(
        verdict=_CODES[some(truth for _, truth in limbs)],
        said=tuple(Said(name, _CODES[truth]) for name, truth in limbs),
        notes=(creat_note, alt_note, ast_note, bili_note, *((missing,) if missing else ())),
        used=_INPUTS,
    )


EXCL3 = Formula(
    "EXCL3",
    "",
    0,
    "1",
    "ChiCTR2500105227, exclusion criterion 3",
    _INPUTS,
    _exclusion_3,
    "several",
    verdicts=("Y", "N", "unknown"),
    parts=("creat", "alt_ast", "bili"),
)
