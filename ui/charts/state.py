"""What the charts show: panels, series, points, bands and lines as plain frozen data. No drawing, no Qt, no matplotlib.

x is always the study day (days since infusion, D0 = 0); y is in the unit of the series.
"""

from dataclasses import dataclass
from typing import Literal

from study.text import Language, Text

Side = Literal["left", "right"]
PointFlag = Literal["", "low", "high", "critical_low", "critical_high", "critical"]
PanelKind = Literal["curves", "heat", "lanes", "crowd", "stack"]
"""Curves over days; folds of the baseline by visit; stretches of days; many children; counts by visit."""
Tint = Literal["first", "second", "third", "grey", "mild", "severe", "open", "hatched"]
"""How an area is filled; "open" has only an edge. Never the only thing that tells two of them apart."""


@dataclass(frozen=True)
class Point:
    """One value at a visit. `comparator` "<" means below quantification: drawn open at `value`."""

    day: int
    value: float
    shown: str
    """The value as read out, with comparator: "<1"."""
    visit: str
    """The address key of the visit a click opens."""
    visit_label: str = ""
    """The code of the visit for the hover box and tick: "M1"."""
    date: str = ""
    comparator: str = ""
    flag: PointFlag = ""
    today: bool = False
    compared: bool = True
    """On a heat map: False where there is nothing alike to compare it with; `value` then says nothing."""
    name: str = ""
    """What it is of where that is not its series: the code of a child, a medicine."""
    note: Text | None = None
    """What is to be known of it when it is read, such as why it is not compared."""
    aside: bool = False
    """It does not tell what the curve does (`note` says why): drawn half filled."""


@dataclass(frozen=True)
class Break:
    """The curve is not joined to the point of this day: what comes before was measured in another way."""

    day: int
    label: Text


@dataclass(frozen=True)
class Series:
    """One curve. Order in the panel decides colour and shape: circle, square, diamond.

    Of a "crowd" it is one child among many ("" in `tint`), or what they have in common (the median, "first").
    """

    code: str
    label: Text
    unit: str
    points: tuple[Point, ...]
    side: Side = "left"
    last: str = ""
    """The last value for the legend."""
    detail: Text | None = None
    """What the legend says below, after the unit: "left, log", and on a second line "baseline 3.80, -89 %"."""
    breaks: tuple[Break, ...] = ()
    tint: Tint | Literal[""] = ""


@dataclass(frozen=True)
class Band:
    """A reference interval from a day to a day (it steps when the child grows); None is open.

    One that is not `confirmed` was not checked in print: its edges are dotted. `of` is the curve it is for.
    """

    from_day: int | None
    to_day: int | None
    low: float | None
    high: float | None
    side: Side = "left"
    confirmed: bool = True
    of: Text | None = None


@dataclass(frozen=True)
class Zone:
    """A band of the left axis that has a name of its own, such as a grade: from `low` (None: open) to below `high`.

    `mark` is written inside, so that two of them differ by more than their colour.
    """

    low: float | None
    high: float
    label: Text
    mark: str
    severe: bool = False


@dataclass(frozen=True)
class ReferenceLine:
    """A dashed horizontal line with its words, over all days or from one to another."""

    value: float
    label: Text
    side: Side = "left"
    from_day: int | None = None
    to_day: int | None = None


@dataclass(frozen=True)
class Tick:
    """A visit under the x axis."""

    day: int
    label: str
    today: bool = False


@dataclass(frozen=True)
class Shade:
    """A shaded stretch of days, such as lymphodepletion."""

    from_day: int
    to_day: int
    label: Text


@dataclass(frozen=True)
class Stretch:
    """Days of a lane, up to and with the day before `to_day`. `shown` is what it is, `visit` what a click opens."""

    from_day: int
    to_day: int
    shown: Text
    tint: Tint = "first"
    height: float = 1.0
    """0..1 of the lane: a dose relative to the largest."""
    mark: Text | None = None
    """A word or number inside it, left out where it has no room."""
    visit: str = ""
    goes_on: bool = False
    """Nobody wrote an end: an arrow stands at its right."""
    point: bool = False
    """Something of that one day: as wide as a mark, whatever the scale; its word stands beside it where it has room."""


@dataclass(frozen=True)
class Lane:
    """One row of a swimmer: a treatment, a toxicity, a child."""

    label: Text
    stretches: tuple[Stretch, ...]
    last: Text | None = None
    """What it was last, for the name beside it."""

    def named(self, language: Language) -> str:
        """Its name with what it was last."""
        return " ".join(part.get(language) for part in (self.label, self.last) if part is not None)


@dataclass(frozen=True)
class PanelState:
    """One chart over days since infusion."""

    code: str
    title: Text
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    lines: tuple[ReferenceLine, ...] = ()
    ticks: tuple[Tick, ...] = ()
    shades: tuple[Shade, ...] = ()
    log_left: bool = False
    log_right: bool = False
    infusion: bool = True
    """False before the infusion: x then counts from a day the subtitle names and no D0 line is drawn."""
    subtitle: Text | None = None
    small: bool = False
    """A small chart of the child's page: no legend, few ticks."""
    kind: PanelKind = "curves"
    step: bool = False
    """A value holds until the next one."""
    lanes: tuple[Lane, ...] = ()
    """The rows of a swimmer; of curves those below them."""
    notes: tuple[Text, ...] = ()
    """What the legend says of the signs, a line each."""
    zones: tuple[Zone, ...] = ()
    zero_left: bool = False
    zero_right: bool = False
    """A logarithmic axis goes down to 0; it does so, too, where there is a 0 to show."""
    range_left: tuple[float, float] | None = None
    range_right: tuple[float, float] | None = None
    """What the axis shows at least."""
    window: tuple[int, int] | None = None
    """The first and the last day it is clipped to; None shows the days of the screen."""
    early: tuple[int, int] | None = None
    """The days it may be clipped to, whether it is now or not; None for a panel that shows all days."""
    empty: Text | None = None
    """In place of the curves, while there are none: what they would be and where they are entered."""
    undecided: bool = False
    """Values in conflict are not drawn: the subtitle says which."""


@dataclass(frozen=True)
class TreatmentBar:
    """One stretch of a treatment, `height` 0..1 of the strip (dose relative to the largest), `label` its dose."""

    from_day: int
    to_day: int
    height: float = 1.0
    label: str = ""
    full: str = ""
    """The same in another unit, for who points at it."""


@dataclass(frozen=True)
class TreatmentRow:
    """One treatment below the panels."""

    label: Text
    bars: tuple[TreatmentBar, ...]
    graded: bool = False
    """True for a dose that is drawn by height (steroid), False for on/off."""


@dataclass(frozen=True)
class PanelChoice:
    """A panel the study defines, for the choice of panels."""

    code: str
    label: Text


@dataclass(frozen=True)
class Other:
    """Another child that may be compared: by code, never by name."""

    subject: str
    code: str
    about: Text


@dataclass(frozen=True)
class ChartsState:
    """The whole chart screen of a child, or of several whose curves lie over each other."""

    code: str
    """The code of the child; of several all of them."""
    name: str
    """"" where several are compared, and where nobody may see it."""
    about: Text
    choices: tuple[PanelChoice, ...]
    panels: tuple[PanelState, ...]
    """The panels chosen, in order."""
    treatments: tuple[TreatmentRow, ...] = ()
    log_axes: bool = True
    """The definition's log axes are in force; False draws all axes linear."""
    others: tuple[Other, ...] = ()
    compared: tuple[str, ...] = ()
    """The subjects of the children compared with this one."""
    early: bool | None = None
    """Whether panels of the early days are clipped to them; None where no panel chosen is one."""


@dataclass(frozen=True)
class CohortState:
    """The page of all children together. `code` is the study's: nobody is named. It is of `read` of all `of`."""

    code: str
    about: Text
    choices: tuple[PanelChoice, ...]
    panels: tuple[PanelState, ...]
    everyone: bool = False
    """False: only children who were infused."""
    log_axes: bool = True
    treatments: tuple[TreatmentRow, ...] = ()
    children: int = 0
    read: int = 0
    of: int = 0
    early: bool | None = None
    """As of a child."""
