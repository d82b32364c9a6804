"""Calcium corrected for albumin, in mmol/L. Payne et al., BMJ 1973;4:643. Measured ionised calcium comes first."""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.possible import negative
from study.derived.result import Formula, Outcome
from study.text import Text

NEPHROTIC_ALBUMIN_G_L = Decimal(30)
_INPUTS = ("ca", "alb", "ica", "nephrotic")
_NEPHROTIC = Text(
    "Unreliable in the nephrotic state (albumin below 30 g/L, IPNA 2020): measure ionised calcium.",
    "肾病状态（白蛋白<30 g/L，IPNA 2020）下校正钙不可靠，宜测离子钙。",
)


def _calcium(given: Given) -> Outcome:
    why = first(given.missing("ca", "alb"), given.not_positive("ca"), negative(given, "alb"))
    comparator = given.comparator(("ca",), ("alb",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    albumin = given.number("alb")
    notes = []
    if given.flag("nephrotic") or albumin < NEPHROTIC_ALBUMIN_G_L:
        notes.append(_NEPHROTIC)
    if given.has("ica"):
        ionised = given.number("ica")
        notes.append(
            Text(f"Ionised calcium is {ionised} mmol/L: prefer it.", f"离子钙为 {ionised} mmol/L，应以其为准。")
        )
    value = given.number("ca") + Decimal("0.02") * (40 - albumin)
    return Outcome(value, comparator, notes=tuple(notes), used=_INPUTS)


CACORR = Formula("CACORR", "mmol/L", 2, "1", "Payne 1973", _INPUTS, _calcium)
