"""Growth and blood pressure: the formulas of this field, gathered."""

from study.derived.result import Formula

GROWTH: tuple[Formula, ...] = ()
