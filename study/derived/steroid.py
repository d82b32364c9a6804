"""Prednisone equivalents of systemic glucocorticoids: the factors, and the mean dose over days.

Factors: 5 mg prednisone over the equivalent dose of the drug. Pulses (>= 250 mg/day methylprednisolone) are counted and
shown apart. Must not read a log (`study.derived.prescriptions`).
"""

from datetime import date, timedelta
from decimal import Decimal

import msgspec

EQUIVALENT_MG = {
    "prednisone": Decimal(5),
    "prednisolone": Decimal(5),
    "methylprednisolone": Decimal(4),
    "hydrocortisone": Decimal(20),
    "cortisone": Decimal(25),
    "dexamethasone": Decimal("0.75"),
    "betamethasone": Decimal("0.75"),
    "triamcinolone": Decimal(4),
    "deflazacort": Decimal(6),
}
IN_CHINESE = {
    "prednisone": "泼尼松",
    "prednisolone": "泼尼松龙",
    "methylprednisolone": "甲泼尼龙",
    "hydrocortisone": "氢化可的松",
    "cortisone": "可的松",
    "dexamethasone": "地塞米松",
    "betamethasone": "倍他米松",
    "triamcinolone": "曲安西龙",
    "deflazacort": "地夫可特",
}
UNCONFIRMED = frozenset({"deflazacort"})
"""Drugs whose equivalent dose nobody has compared with a printed source."""
PULSE_MG_DAY = Decimal(250) * 5 / 4
DAYS = 7


class SteroidRow(msgspec.Struct, frozen=True):
    """A systemic prescription: mg a dose, doses a day (0.5 = every other day), first and last day (None = goes on)."""

    drug: str
    mg: Decimal
    per_day: Decimal
    start: date
    end: date | None = None

    @property
    def prednisone_a_day(self) -> Decimal:
        """mg/day prednisone equivalent on a dosed day's average. Raises KeyError for an unknown drug."""
        return self.mg * self.per_day * 5 / EQUIVALENT_MG[self.drug]

    @property
    def pulse(self) -> bool:
        """True for a dose of 250 mg/day methylprednisolone or more."""
        return self.prednisone_a_day >= PULSE_MG_DAY


def mean_dose(rows: tuple[SteroidRow, ...], on: date, days: int = DAYS) -> Decimal:
    """Mean mg/day prednisone equivalent over the `days` days that end on `on`; no row means 0. Raises KeyError."""
    total = Decimal(0)
    for back in range(days):
        day = on - timedelta(days=back)
        total += sum(
            (row.prednisone_a_day for row in rows if row.start <= day and (row.end is None or day <= row.end)),
            Decimal(0),
        )
    return total / days
