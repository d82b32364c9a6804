"""Words and numbers of a chart as they are written on it."""

from study.text import Language, Text
from ui.charts.state import PanelState
from ui.language import study_day


def days_words(days: tuple[int, int]) -> Text:
    """The days a panel is clipped to: D−5 to D+30."""
    first, last = (study_day(day) for day in days)
    return Text(f"{first} to {last}", f"{first} 至 {last}")


def about(panel: PanelState, language: Language) -> str:
    """What is said of the whole panel: the days it is clipped to, then what the panel says itself."""
    said = (days_words(panel.window) if panel.window is not None else None, panel.subtitle)
    return " · ".join(each.get(language) for each in said if each is not None)


def fold_words(power: float) -> str:
    """How many times the baseline two to this power is: ×12, ×8.2, ×0.04."""
    fold = 2.0**power
    return f"×{fold:.0f}" if fold >= 10 else f"×{fold:.1f}" if fold >= 0.1 else f"×{fold:.2f}"
