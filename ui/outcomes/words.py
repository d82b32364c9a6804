"""What is said of a mark and of an outcome over all children, for the eye and for a screen reader."""

from study.outcomes import Standing, State, Tally
from ui.language import fill, translate
from ui.outcomes.state import Sum

ORDER: tuple[State, ...] = ("complete", "awaiting", "begun", "due", "missing", "excused", "not_due")
"""The marks as the legend has them."""


def state_words(state: State) -> str:
    """A mark in a word or two."""
    return {
        "complete": translate("Outcomes", "complete"),
        "awaiting": translate("Outcomes", "awaiting results"),
        "begun": translate("Outcomes", "begun"),
        "due": translate("Outcomes", "window open"),
        "missing": translate("Outcomes", "missing"),
        "excused": translate("Outcomes", "excused"),
        "not_due": translate("Outcomes", "not due"),
    }[state]


def cell_words(cell: Standing) -> str:
    """How an outcome stands at a visit, with its results."""
    why = {
        "": "",
        "missed": translate("Outcomes", "the visit was missed"),
        "ended": translate("Outcomes", "the follow-up had ended"),
        "not_done": translate("Outcomes", "not done, with a reason"),
    }[cell.why]
    parts = [why or state_words(cell.state)]
    if cell.stands and not cell.why:
        parts.append(fill(translate("Outcomes", "%1 of %2 results"), cell.results, cell.total))
    if cell.awaiting:
        parts.append(fill(translate("Outcomes", "%1 awaited"), cell.awaiting))
    if cell.stands and not cell.expected:
        parts.append(translate("Outcomes", "not counted: beside the schedule"))
    return " · ".join(parts)


def sum_words(tally: Tally) -> str:
    """How many visits are due, and how these stand; what there is none of is not said."""
    if not tally.due:
        return translate("Outcomes", "no visit is due yet")
    parts = [fill(translate("Outcomes", "%1 of %2 due visits complete"), tally.complete, tally.due)]
    counted: tuple[tuple[State, int], ...] = (
        ("awaiting", tally.awaiting), ("begun", tally.begun), ("due", tally.open), ("missing", tally.missing),
        ("excused", tally.excused),
    )  # fmt: skip
    parts += [f"{state_words(state)} {count}" for state, count in counted if count]
    if tally.beside:
        parts.append(fill(translate("Outcomes", "beside the schedule %1"), tally.beside))
    return " · ".join(parts)


def short_sum(label: str, of: Sum) -> str:
    """An outcome with how many of the due visits are complete."""
    return f"{label} {of.tally.complete}/{of.tally.due}"
