"""Numbers of a chart as they are written on it."""


def fold_words(power: float) -> str:
    """How many times the baseline two to this power is: ×12, ×8.2, ×0.04."""
    fold = 2.0**power
    return f"×{fold:.0f}" if fold >= 10 else f"×{fold:.1f}" if fold >= 0.1 else f"×{fold:.2f}"
