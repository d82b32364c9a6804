"""Late haematotoxicity after CAR-T (neutrophils), from day 31 to day 100. ICAHT: Rejeski et al., Blood 2023;142:865.

The lowest count decides, when a second day is at 1.5 or below as well: what one day alone shows is transient. A single
count is graded by itself (Liang et al., Bone Marrow Transplant 2024;59:910). Limits unconfirmed.
"""

from decimal import Decimal

from study.derived.daily import how_many, measured
from study.derived.given import Given
from study.derived.limbs import Truth, at_most, every, some
from study.derived.possible import Rungs, between, decided
from study.derived.result import Formula, Outcome
from study.text import Text

DAYS = range(31, 101)
_LIMITS = ((4, "0.1"), (3, "0.5"), (2, "1.0"), (1, "1.5"))
_NONE = Text("There is no neutrophil count from day 31 to day 100.", "第31至100天无中性粒细胞计数。")
_SINGLE = Text("One count only: to be confirmed by a second.", "仅有一次计数，需第二次确认。")
_TRANSIENT = Text("At or below 1.5 on one day only: transient, not graded.", "仅一天不高于1.5，为一过性，不分级。")


def _late(given: Given) -> Outcome:
    counts = [count for day, count in measured(given.series("counts")).items() if day in DAYS]
    if not counts:
        return Outcome(why=_NONE)
    reached = {grade: [at_most(count, Decimal(limit)) for count in counts] for grade, limit in _LIMITS}
    least, most = how_many(reached[1])
    single = len(counts) == 1
    lasting: Truth = True if single or least >= 2 else None if most >= 2 else False
    rungs: Rungs = tuple((grade, every((lasting, some(truths)))) for grade, truths in reached.items())
    notes = (_SINGLE,) if single else (_TRANSIENT,) if lasting is False and least else ()
    return decided(between(rungs), None, ("counts",), notes)


ICAHT_LATE = Formula("ICAHT_LATE", "grade", 0, "1", "Rejeski 2023 (unconfirmed)", ("counts",), _late, "grade")
