"""Disease activity, response and flare: the formulas of this field, gathered."""

from study.derived.drug_free import DRUGFREE
from study.derived.flare import FLARE
from study.derived.kidney import EGFR_U25AVG, EGFR_U25CYS
from study.derived.renal import RENAL
from study.derived.response import CCR, DORIS, LLDAS
from study.derived.result import Formula
from study.derived.sledai import SLEDAI2K
from study.derived.sri import SRI4

ACTIVITY: tuple[Formula, ...] = (
    *(SLEDAI2K, DORIS, CCR, LLDAS, SRI4, FLARE),
    *(RENAL, DRUGFREE, EGFR_U25CYS, EGFR_U25AVG),
)
