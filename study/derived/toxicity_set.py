"""Toxicity, blood counts, immune reconstitution and the heart: the formulas of this field, gathered."""

from study.derived.result import Formula

TOXICITY: tuple[Formula, ...] = ()
