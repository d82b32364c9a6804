"""What every panel of a child stands on: day 0, its visits, lymphodepletion, what the definition draws. Pure.

No item is known here by its code; which curve stands where is the definition's. Days count from the infusion; before it
from the planned one, else from the first visit, and the panel says so.
"""

from dataclasses import dataclass
from datetime import date

import msgspec

from study.course import Course
from study.definition.model import DerivedSpec, Item, Study
from study.definition.panel import Panel
from study.logs import filled
from study.past import LYMPHODEPLETION
from study.text import Text
from ui.charts.state import Shade, Side, Tick


@dataclass(frozen=True)
class Drawn:
    """One curve: an item of a form, or a derived value (then `form` is ""), and its side."""

    form: str
    subject: Item | DerivedSpec
    side: Side

    @property
    def verdict(self) -> bool:
        """True for a category, which is drawn as stretches or marks and on no axis."""
        return isinstance(self.subject, DerivedSpec) and bool(self.subject.choices) and not self.subject.unit


@dataclass(frozen=True)
class Origin:
    """The day that is 0 on the axis. `said`: which day that is, None when it is the infusion."""

    day: date
    said: Text | None = None

    def days_to(self, day: date) -> int:
        """Where a date stands on the axis."""
        return (day - self.day).days


def origin(course: Course) -> Origin | None:
    """Where the days of a child's charts begin; None while no visit has a date."""
    if course.infusion:
        return Origin(course.infusion)
    if course.planned:
        event, day = course.study.day_zero, course.planned
        said = Text(f"days from the planned {event.en} {day}", f"自计划{event.zh}日 {day} 起的天数")
        return Origin(course.planned, said)
    first = min((at.day for at in course.visits if at.day), default=None)
    if first is None:
        return None
    return Origin(first, Text(f"days from the first visit {first}", f"自首次访视 {first} 起的天数"))


def with_axes(panel: Panel, log_axes: bool) -> Panel:
    """The panel as its axes are looked at: what is said of an axis, and how a change is told, go by what is drawn."""
    return panel if log_axes else msgspec.structs.replace(panel, log_left=False, log_right=False)


def drawn_on(study: Study, panel: str) -> tuple[Drawn, ...]:
    """What the definition draws on a panel, the left axis first."""
    derived = [(c, Drawn("", spec, c.axis)) for spec in study.derived.values() for c in spec.curves if c.panel == panel]
    items = [
        (curve, Drawn(form.code, item, curve.axis))
        for form in study.forms.values()
        for item in form.items
        for curve in item.curves
        if curve.panel == panel
    ]
    return tuple(drawn for _, drawn in sorted([*derived, *items], key=lambda each: (each[0].axis, each[0].order)))


def curves(study: Study, panel: str) -> tuple[Drawn, ...]:
    """The numbers among them."""
    return tuple(drawn for drawn in drawn_on(study, panel) if not drawn.verdict)


def verdicts(study: Study, panel: str) -> tuple[DerivedSpec, ...]:
    """The categories among them."""
    return tuple(
        drawn.subject for drawn in drawn_on(study, panel) if drawn.verdict and isinstance(drawn.subject, DerivedSpec)
    )


def ticks(course: Course, begin: Origin, today: date) -> tuple[Tick, ...]:
    """The visits that took place."""
    return tuple(Tick(begin.days_to(at.day), at.visit.code, at.day == today) for at in course.visits if at.day)


def shades(course: Course, begin: Origin) -> tuple[Shade, ...]:
    """The days of lymphodepletion."""
    given = [(row.day("LDSTDTC"), row.day("LDENDTC")) for row in filled(course, LYMPHODEPLETION)]
    label = Text("lymphodepletion", "清淋")
    return tuple(Shade(begin.days_to(start), begin.days_to(end or start) + 1, label) for start, end in given if start)
