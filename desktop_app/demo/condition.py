"""How a child of the demonstration is on one study day: size, kidney, steroid dose. Pure; owns the interpolation.

What hangs together in a patient hangs together here: growth and steroid move the weight, protein loss moves albumin
and oedema, and creatinine follows from the filtration rate by the formula that later computes it back.
"""

import math
from datetime import date
from itertools import pairwise

import msgspec

from desktop_app.demo.cast import Child, Points
from desktop_app.demo.fates import FATES, Fate
from study.age import age_years
from study.derived.kidney import UMOL_PER_MG_DL, u25_k


class Condition(msgspec.Struct, frozen=True):
    """cm, kg, g/g, mL/min/1.73m2, mg/day; `weight` includes oedema, `dry` does not."""

    child: Child
    visit: str
    day: int
    on: date
    age: float
    height: float
    dry: float
    weight: float
    upcr: float
    egfr: float
    prednisone: float

    @property
    def bsa(self) -> float:
        """Body surface area, m2 (Mosteller 1987)."""
        return math.sqrt(self.height * self.dry / 3600)

    @property
    def creatinine(self) -> float:
        """Serum creatinine in umol/L that the filtration rate goes with."""
        k = float(u25_k(self.child.sex, age_years(self.child.birth, self.on)))
        return k * self.height / 100 * float(UMOL_PER_MG_DL) / self.egfr

    @property
    def albumin(self) -> float:
        """Serum albumin in g/L: falls with the protein that is lost."""
        return 45 - 11 * math.log10(1 + 10 * self.upcr)

    @property
    def oedema(self) -> int:
        """Grade 0 to 2."""
        return 2 if self.upcr > 4.4 else 1 if self.upcr > 2.4 else 0

    @property
    def hypertensive(self) -> bool:
        """Whether the child is on medicine for the blood pressure."""
        return self.child.dialysis or self.child.upcr[0][1] > 3.5

    @property
    def fate(self) -> Fate:
        """What befalls this child."""
        return FATES[self.child.code]

    @property
    def age_at_baseline(self) -> float:
        """Years on the day of the infusion, when the tool for neurotoxicity is chosen."""
        return float(age_years(self.child.birth, self.child.on(-6)))

    @property
    def storm(self) -> int:
        """The grade of cytokine release on this day; fever goes with every grade."""
        return self.fate.grade(self.day) if self.day > 0 else 0

    @property
    def remission(self) -> float:
        """How much of the disease is left: 1 before the infusion, towards 0 as the proteinuria goes."""
        return min(1.0, self.upcr / self.child.upcr[0][1]) if self.day > 0 else 1.0


def at(points: Points, day: int, *, log: bool = False) -> float:
    """The value of a curve on a day: straight between its points (on a log scale if asked), level outside them."""
    if day <= points[0][0]:
        return points[0][1]
    for (before, low), (after, high) in pairwise(points):
        if day <= after:
            part = (day - before) / (after - before)
            return low * (high / low) ** part if log else low + (high - low) * part
    return points[-1][1]


def step(points: Points, day: int) -> float:
    """The value that holds since the last point: how a dose is prescribed."""
    return next((value for since, value in reversed(points) if since <= day), points[0][1])


def condition(child: Child, visit: str, day: int) -> Condition:
    """The child on a study day."""
    on = child.on(day)
    upcr = at(child.upcr, day, log=True)
    dose = step(child.prednisone, day)
    height = child.height + child.growth * day / 365
    dry = child.weight * (1 + 0.04 * day / 365) * (1 + 0.04 * (min(dose, 30) - 15) / 15)
    water = 0.03 * max(0.0, upcr - 2.4)
    return Condition(
        child=child, visit=visit, day=day, on=on, age=float(age_years(child.birth, on)), height=height, dry=dry,
        weight=dry * (1 + water), upcr=upcr, egfr=at(child.egfr, day), prednisone=dose,
    )  # fmt: skip
