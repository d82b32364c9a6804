"""The inputs of the formulas of growth and blood pressure."""

from study.derived.named import Named

GROWTH: dict[str, Named] = {}
