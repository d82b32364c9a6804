"""Left ventricle by M-mode: volumes (mL), ejection fraction, fractional shortening (%).

Teichholz et al., Am J Cardiol 1976;37:7. It holds for a normally shaped ventricle without wall
motion abnormality, which a person must judge.
"""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Also, Formula, Outcome
from study.text import Text

_D, _S = "lvidd_mm", "lvids_mm"
_INPUTS = (_D, _S)
_REVERSED = Text("The systolic diameter is larger than the diastolic one.", "收缩末期内径大于舒张末期内径。")
_SHORTENING = Text("Fractional shortening is outside the usual 25-45 %.", "短轴缩短率超出常见范围25-45%。")


def volume(diameter_mm: Decimal) -> Decimal:
    """The volume in mL of a ventricle of this inner diameter."""
    cm = diameter_mm / 10
    return Decimal(7) / (Decimal("2.4") + cm) * cm**3


def _teichholz(given: Given) -> Outcome:
    why = first(given.missing(*_INPUTS), given.not_positive(*_INPUTS))
    if why:
        return Outcome(why=why)
    diastolic, systolic = given.number(_D), given.number(_S)
    comparator = given.comparator((_D,), (_S,))
    if systolic > diastolic:
        return Outcome(why=_REVERSED)
    if comparator is None:
        return Outcome(why=CANNOT_TELL)
    edv, esv = volume(diastolic), volume(systolic)
    ejected, shortened = (edv - esv) / edv * 100, (diastolic - systolic) / diastolic * 100
    also = (
        Also("EDV", edv, "mL", 1, given.comparator((_D,)) or ""),
        Also("ESV", esv, "mL", 1, given.comparator((_S,)) or ""),
        Also("EF", ejected, "%", 1, comparator),
        Also("FS", shortened, "%", 1, comparator),
    )
    usual = 25 <= shortened <= 45
    return Outcome(ejected, comparator, also=also, notes=() if usual else (_SHORTENING,), used=_INPUTS)


TEICH = Formula(
    "TEICH", "%", 1, "1", "Teichholz 1976", _INPUTS, _teichholz, "several", parts=("EDV", "ESV", "EF", "FS")
)
