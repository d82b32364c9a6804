"""Growth and blood pressure: the formulas of this field, gathered."""

from study.derived.blood_pressure import BPCAT, BPCAT13, BPCLASS, BPSCREEN
from study.derived.blood_pressure_alarm import BPCRIT, BPLOW
from study.derived.growth import BAZ, HAZ, WAZ
from study.derived.result import Formula

GROWTH: tuple[Formula, ...] = (HAZ, BAZ, WAZ, BPCAT13, BPSCREEN, BPCAT, BPCLASS, BPLOW, BPCRIT)
