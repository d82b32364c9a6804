"""The inputs of the formulas of disease activity, response and flare."""

from study.derived.named import Named

ACTIVITY: dict[str, Named] = {}
