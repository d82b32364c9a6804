"""The inputs of the formulas of toxicity, blood counts, immune reconstitution, heart."""

from study.derived.named import Named

TOXICITY: dict[str, Named] = {}
