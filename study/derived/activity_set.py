"""Disease activity, response and flare: the formulas of this field, gathered."""

from study.derived.result import Formula

ACTIVITY: tuple[Formula, ...] = ()
