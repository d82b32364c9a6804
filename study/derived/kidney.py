"""Estimated glomerular filtration rate from serum creatinine, in mL/min/1.73m2. On dialysis there is none.

Bedside Schwartz: Schwartz et al., J Am Soc Nephrol 2009;20:629. CKiD U25: Pierce et al., Kidney Int 2021;99:948.
"""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Formula, Outcome
from study.text import Text

UNIT = "mL/min/1.73m2"
UMOL_PER_MG_DL = Decimal("88.4")
_SCHWARTZ = ("height_cm", "creat_umolL", "age_y", "dialysis")
_U25 = ("height_cm", "creat_umolL", "age_y", "sex", "dialysis")
ON_DIALYSIS = Text(
    "On dialysis, or within 7 days after it: creatinine does not show kidney function.",
    "透析期间或透析后7天内,肌酐不能反映肾功能,不计算。",
)
_IMPRECISE = Text("Above 120 the bedside formula is imprecise.", "大于120时床旁Schwartz公式不精确。")
_AGE_UNCHECKED = Text("Age not given: valid from 1 to under 18 years only.", "未提供年龄:仅适用于1岁至不满18岁。")


def _dialysis(given: Given) -> Text | None:
    return ON_DIALYSIS if given.word("dialysis") == "Y" else None


def _schwartz(given: Given) -> Outcome:
    aged = given.has("age_y")
    why = first(
        _dialysis(given),
        given.missing("height_cm", "creat_umolL", *(("age_y",) if "age_y" in given.absent else ())),
        given.not_positive("height_cm", "creat_umolL"),
        Text(
            "The bedside Schwartz formula is for ages from 1 to under 18 years.",
            "床旁Schwartz公式适用于1岁至不满18岁。",
        )
        if aged and not 1 <= given.number("age_y") < 18
        else None,
    )
    comparator = given.comparator(("height_cm",), ("creat_umolL",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    value = Decimal("0.413") * given.number("height_cm") * UMOL_PER_MG_DL / given.number("creat_umolL")
    notes = (() if aged else (_AGE_UNCHECKED,)) + ((_IMPRECISE,) if value > 120 else ())
    return Outcome(value, comparator, notes=notes, used=_SCHWARTZ)


def u25_k(sex: str, age_y: Decimal) -> Decimal:
    """The constant k of CKiD U25 for creatinine, by sex ("F" or "M") and decimal age."""
    at_12, before, until_18, adult = (
        ("36.1", "1.008", "1.023", "41.4") if sex == "F" else ("39.0", "1.008", "1.045", "50.8")
    )
    if age_y >= 18:
        return Decimal(adult)
    return Decimal(at_12) * Decimal(before if age_y < 12 else until_18) ** (age_y - 12)


def _u25(given: Given) -> Outcome:
    why = first(
        _dialysis(given),
        given.missing("height_cm", "creat_umolL", "age_y", "sex"),
        Text("Sex must be F or M.", "性别须为女(F)或男(M)。") if given.word("sex") not in ("F", "M") else None,
        given.outside("age_y", "1", "25"),
        given.outside("height_cm", "60", "200"),
        given.outside("creat_umolL", "8.84", "884"),
    )
    comparator = given.comparator(("height_cm",), ("creat_umolL",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    k = u25_k(given.word("sex"), given.number("age_y"))
    height_m = given.number("height_cm") / 100
    return Outcome(k * height_m * UMOL_PER_MG_DL / given.number("creat_umolL"), comparator, used=_U25)


EGFR_SCHW = Formula("EGFR_SCHW", UNIT, 1, "1", "Schwartz 2009", _SCHWARTZ, _schwartz)
EGFR_U25 = Formula("EGFR_U25", UNIT, 1, "1", "Pierce 2021", _U25, _u25)
