"""Estimated glomerular filtration rate from creatinine and cystatin C, in mL/min/1.73m2. On dialysis there is none.

Bedside Schwartz: Schwartz et al., J Am Soc Nephrol 2009;20:629. CKiD U25: Pierce et al., Kidney Int 2021;99:948. Both
are made for enzymatic creatinine and cystatin C traceable to the IFCC material. The ages for which they hold go by
completed years (`age`), the constants of CKiD U25 by decimal years (`age_y`). Only one specimen's creatinine and
cystatin C are averaged.
"""

from decimal import Decimal

from study.derived.ages import out_of_age
from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Also, Formula, Outcome
from study.text import Text

UNIT = "mL/min/1.73m2"
UMOL_PER_MG_DL = Decimal("88.4")
_SCHWARTZ = ("height_cm", "creat_umolL", "age_y", "age", "dialysis", "method")
_U25 = ("height_cm", "creat_umolL", "age_y", "age", "sex", "dialysis", "method")
_CYSTATIN = ("cysC", "age_y", "age", "sex", "dialysis")
_AVERAGE = (*_U25, "cysC")
ON_DIALYSIS = Text(
    "On dialysis, or within 7 days after it: creatinine does not show kidney function.",
    "透析期间或透析后7天内，肌酐不能反映肾功能，不计算。",
)
_MAYBE_ON_DIALYSIS = Text("Whether there was dialysis within 7 days cannot be told.", "无法判断7天内是否透析，不计算。")
_CYSTATIN_ON_DIALYSIS = Text(
    "On dialysis, or within 7 days after it: cystatin C does not show kidney function.",
    "透析期间或透析后7天内，胱抑素C不能反映肾功能，不计算。",
)
_JAFFE = Text(
    "Creatinine by the Jaffe method: this formula is made for enzymatic creatinine.",
    "肌酐采用苦味酸法检测：本公式适用于酶法肌酐。",
)
_STEROID = Text("High doses of steroid raise cystatin C.", "大剂量激素可使胱抑素C升高。")
_IMPRECISE = Text("Above 120 the bedside formula is imprecise.", "大于120时床旁Schwartz公式不精确。")
_AGE_UNCHECKED = Text("Age not given: valid from 1 to under 18 years only.", "未提供年龄：仅适用于1岁至不满18岁。")


def on_dialysis(given: Given, said: Text = ON_DIALYSIS) -> Text | None:
    """Why kidney function is not told: on dialysis, or perhaps; None otherwise."""
    return {"Y": said, "U": _MAYBE_ON_DIALYSIS}.get(given.word("dialysis"))


def _method(given: Given) -> tuple[Text, ...]:
    return (_JAFFE,) if given.word("method").upper() == "JAFFE" else ()


def _sex(given: Given) -> Text | None:
    return None if given.word("sex") in ("F", "M") else Text("Sex must be F or M.", "性别须为女（F）或男（M）。")


def _schwartz(given: Given) -> Outcome:
    aged = given.has("age") or given.has("age_y")
    why = first(
        on_dialysis(given),
        given.missing("height_cm", "creat_umolL", *(("age_y",) if "age_y" in given.absent else ())),
        given.not_positive("height_cm", "creat_umolL"),
        out_of_age(given, 1, 18),
    )
    comparator = given.comparator(("height_cm",), ("creat_umolL",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    value = Decimal("0.413") * given.number("height_cm") * UMOL_PER_MG_DL / given.number("creat_umolL")
    notes = (() if aged else (_AGE_UNCHECKED,)) + ((_IMPRECISE,) if value > 120 else ())
    return Outcome(value, comparator, notes=(*notes, *_method(given)), used=_SCHWARTZ)


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
        on_dialysis(given),
        given.missing("height_cm", "creat_umolL", "age_y", "sex"),
        _sex(given),
        out_of_age(given, 1, 25),
        given.outside("height_cm", "60", "200"),
        given.outside("creat_umolL", "8.84", "884"),
    )
    comparator = given.comparator(("height_cm",), ("creat_umolL",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    k = u25_k(given.word("sex"), given.number("age_y"))
    height_m = given.number("height_cm") / 100
    value = k * height_m * UMOL_PER_MG_DL / given.number("creat_umolL")
    return Outcome(value, comparator, notes=_method(given), used=_U25)


def cystatin_k(sex: str, age_y: Decimal) -> Decimal:
    """The constant k of CKiD U25 for cystatin C, by sex ("F" or "M") and decimal age."""
    turn, at_turn, before, until_18, adult = (
        (12, "79.9", "1.004", "0.974", "68.3") if sex == "F" else (15, "87.2", "1.011", "0.960", "77.1")
    )
    if age_y >= 18:
        return Decimal(adult)
    return Decimal(at_turn) * Decimal(before if age_y < turn else until_18) ** (age_y - turn)


def _u25_cystatin(given: Given) -> Outcome:
    why = first(
        on_dialysis(given, _CYSTATIN_ON_DIALYSIS),
        given.missing("cysC", "age_y", "sex"),
        _sex(given),
        out_of_age(given, 1, 25),
        given.outside("cysC", "0.2", "8"),
    )
    comparator = given.comparator((), ("cysC",))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    k = cystatin_k(given.word("sex"), given.number("age_y"))
    return Outcome(k / given.number("cysC"), comparator, notes=(_STEROID,), used=_CYSTATIN)


def _u25_average(given: Given) -> Outcome:
    both = given.missing("height_cm", "creat_umolL", "cysC", "age_y", "sex")
    by_creatinine, by_cystatin = _u25(given), _u25_cystatin(given)
    why = first(on_dialysis(given), given.two_specimens(), both, by_creatinine.why, by_cystatin.why)
    comparator = given.comparator(("height_cm",), ("creat_umolL", "cysC"))
    if why or comparator is None or by_creatinine.value is None or by_cystatin.value is None:
        return Outcome(why=why or CANNOT_TELL)
    also = (
        Also("creatinine", by_creatinine.value, UNIT, 1, by_creatinine.comparator),
        Also("cystatin_c", by_cystatin.value, UNIT, 1, by_cystatin.comparator),
    )
    value = (by_creatinine.value + by_cystatin.value) / 2
    return Outcome(value, comparator, notes=(*by_creatinine.notes, *by_cystatin.notes), also=also, used=_AVERAGE)


EGFR_SCHW = Formula("EGFR_SCHW", UNIT, 1, "2", "Schwartz 2009", _SCHWARTZ, _schwartz)
EGFR_U25 = Formula("EGFR_U25", UNIT, 1, "2", "Pierce 2021", _U25, _u25)
EGFR_U25CYS = Formula("EGFR_U25CYS", UNIT, 1, "2", "Pierce 2021", _CYSTATIN, _u25_cystatin)
EGFR_U25AVG = Formula(
    "EGFR_U25AVG",
    UNIT,
    1,
    "2",
    "Pierce 2021",
    _AVERAGE,
    _u25_average,
    parts=("creatinine", "cystatin_c"),
    one_specimen=("creat_umolL", "cysC"),
)
