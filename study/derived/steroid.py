"""Prednisone equivalent of systemic glucocorticoids, mg/day: one prescription, or the mean over days from dosed rows.

Factors: 5 mg prednisone over the equivalent dose of the drug. The mean covers the 7 days that end on the visit day;
pulses (>= 250 mg/day methylprednisolone) are counted and shown apart, and mg/kg/day needs a weight.
"""

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.result import Also, Formula, Outcome
from study.text import Text

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
PULSE_MG_DAY = Decimal(250) * 5 / 4
DAYS = 7
_INPUTS = ("drug", "mg", "per_day", "weight_kg")


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


class SteroidMean(msgspec.Struct, frozen=True):
    """Mean mg/day prednisone equivalent over the days, pulses counted in and shown apart."""

    mg_day: Decimal
    pulses_mg_day: Decimal
    mg_kg_day: Decimal | None


def mean_dose(rows: tuple[SteroidRow, ...], on: date, weight_kg: Decimal | None, days: int = DAYS) -> SteroidMean:
    """The mean over the `days` days that end on `on`; no row means 0. Raises KeyError for an unknown drug."""
    total = pulses = Decimal(0)
    for back in range(days):
        day = on - timedelta(days=back)
        for row in rows:
            if row.start <= day and (row.end is None or day <= row.end):
                total += row.prednisone_a_day
                pulses += row.prednisone_a_day if row.prednisone_a_day >= PULSE_MG_DAY else 0
    mean = total / days
    return SteroidMean(mean, pulses / days, mean / weight_kg if weight_kg else None)


def _predeq(given: Given) -> Outcome:
    drug = given.word("drug").lower()
    unknown = Text(
        f"“{drug}” is no glucocorticoid of the list: {', '.join(EQUIVALENT_MG)}.",
        f"“{drug}”不在糖皮质激素列表中:{'、'.join(EQUIVALENT_MG)}。",
    )
    why = first(
        given.missing("drug", "mg", "per_day"),
        None if drug in EQUIVALENT_MG else unknown,
        given.not_positive("weight_kg"),
    )
    comparator = given.comparator(("mg", "per_day"))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    value = given.number("mg") * given.number("per_day") * 5 / EQUIVALENT_MG[drug]
    also: tuple[Also, ...] = ()
    per_kg = given.comparator(("mg", "per_day"), ("weight_kg",))
    if given.has("weight_kg") and per_kg is not None:
        also = (Also("mg_kg_d", value / given.number("weight_kg"), "mg/kg/day", 2, per_kg),)
    pulse = Text("A pulse: shown apart from the daily dose.", "冲击剂量,与日常剂量分开显示。")
    return Outcome(value, comparator, notes=(pulse,) if value >= PULSE_MG_DAY else (), also=also, used=_INPUTS)


PREDEQ = Formula("PREDEQ", "mg/day", 2, "1", "5 mg prednisone / equivalent dose", _INPUTS, _predeq)
