"""Every formula by its code. A derived value of a study definition is computed by the formula of the same code."""

from study.derived.activity_set import ACTIVITY
from study.derived.body import BMI, BSA
from study.derived.dialysis import DIALYSIS
from study.derived.growth_set import GROWTH
from study.derived.heart import QTCB, QTCF
from study.derived.kidney import EGFR_SCHW, EGFR_U25
from study.derived.predeq import PREDEQ
from study.derived.result import Formula
from study.derived.toxicity_set import TOXICITY
from study.derived.urine import P24, P24_KG, P24_M2, UACR, UPCR

FORMULAS: dict[str, Formula] = {
    formula.code: formula
    for formula in (
        *(DIALYSIS, EGFR_SCHW, EGFR_U25, BSA, BMI, UPCR, UACR, P24, P24_M2, P24_KG, QTCB, QTCF, PREDEQ),
        *ACTIVITY,
        *TOXICITY,
        *GROWTH,
    )
}
