"""What a drawn chart is and how to ask for one: size, colours, language in; picture and known points out.

Owns the shapes between the widgets and the drawing. Must not import matplotlib: it is loaded by `ui.charts.drawer`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from PySide6.QtGui import QImage

from study.text import Language
from ui.charts.state import PanelState, Point, Stretch, TreatmentRow
from ui.theme.tokens import Tokens


@dataclass(frozen=True)
class Canvas:
    """Where a panel is drawn: logical px, the screen's ratio, colours, language.

    `days` is a common x range for several panels; `legend` draws title and legend into the picture; `ticks` the visits.
    """

    width: int
    height: int
    ratio: float
    tokens: Tokens
    language: Language
    days: tuple[float, float] | None = None
    log_axes: bool = True
    legend: bool = False
    ticks: bool = True


@dataclass(frozen=True)
class Hit:
    """Where a point stands in the picture, in logical px from the top left.

    `reach` is half its width and half its height: what is drawn as an area is under the mouse anywhere on it.
    """

    x: float
    y: float
    series: int
    point: Point
    reach: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Drawing:
    """A finished picture with the places of its points and of its plot area (left, top, right, bottom).

    `days` are those of its left and its right edge.
    """

    image: QImage
    hits: tuple[Hit, ...]
    plot: tuple[float, float, float, float]
    days: tuple[float, float] = (0.0, 1.0)

    def x_of(self, day: float) -> float | None:
        """Where a day stands in the picture; None outside its axes."""
        first, last = self.days
        left, _top, right, _bottom = self.plot
        return left + (day - first) / (last - first) * (right - left) if first <= day <= last else None


@dataclass(frozen=True)
class PanelJob:
    """Draw this panel on that canvas."""

    panel: PanelState
    canvas: Canvas


@dataclass(frozen=True)
class TreatmentJob:
    """Draw the treatment strip on that canvas."""

    rows: tuple[TreatmentRow, ...]
    canvas: Canvas


Job = PanelJob | TreatmentJob

LEGEND = 200
"""Width of the legend in px."""
GRADED = 34.0
PLAIN = 15.0
"""Heights in px of a treatment drawn by dose and of one that is only on or off."""


def strip_height(rows: tuple[TreatmentRow, ...]) -> int:
    """Height in px that the treatments need."""
    return round(sum(GRADED if row.graded else PLAIN for row in rows)) + 8


def days_of(panels: tuple[PanelState, ...]) -> tuple[float, float]:
    """The x range that holds every point and tick of the panels, with room for the outermost marks."""
    days = [point.day for panel in panels for series in panel.series for point in series.points]
    days += [tick.day for panel in panels for tick in panel.ticks]
    days += [day for panel in panels for lane in panel.lanes for each in lane.stretches for day in _ends(each)]
    days += [0] if any(panel.infusion for panel in panels) else []
    low, high = (min(days), max(days)) if days else (0, 1)
    room = max((high - low) * 0.06, 2.0)
    return low - room, high + room


def span_of(panel: PanelState, canvas: Canvas) -> tuple[float, float]:
    """The days a panel is drawn over: its own window, else the common ones, else what it has."""
    if panel.window is not None:
        first, last = panel.window
        return first - 0.5, last + 0.5
    return canvas.days or days_of((panel,))


def inside(points: Iterable[Point], days: tuple[float, float]) -> tuple[Point, ...]:
    """The points on these days."""
    return tuple(point for point in points if days[0] <= point.day <= days[1])


def _ends(stretch: Stretch) -> tuple[int, int]:
    return stretch.from_day, stretch.to_day


def nearest_day(hits: tuple[Hit, ...], x: float, within: float = 40.0) -> int | None:
    """The study day whose point lies nearest to `x` (logical px), if one lies within `within` px."""
    points = (hit for hit in hits if hit.reach == (0.0, 0.0))
    best = min(points, key=lambda hit: abs(hit.x - x), default=None)
    return best.point.day if best is not None and abs(best.x - x) <= within else None


def point_at(hits: tuple[Hit, ...], x: float, y: float, within: float = 12.0) -> Point | None:
    """The point under (x, y), if one lies within `within` px."""
    best = min(hits, key=lambda hit: _away(hit, x, y), default=None)
    return best.point if best is not None and _away(best, x, y) <= within**2 else None


def _away(hit: Hit, x: float, y: float) -> float:
    """The square of how far it is from what is drawn for a point."""
    across, down = max(abs(hit.x - x) - hit.reach[0], 0.0), max(abs(hit.y - y) - hit.reach[1], 0.0)
    return across**2 + down**2


def area_at(hits: tuple[Hit, ...], x: float, y: float) -> Hit | None:
    """The area under (x, y)."""
    areas = (hit for hit in hits if hit.reach != (0.0, 0.0))
    return next((hit for hit in areas if abs(hit.x - x) <= hit.reach[0] + 1 and abs(hit.y - y) <= hit.reach[1]), None)


def hit_at(hits: tuple[Hit, ...], x: float, y: float, within: float = 6.0) -> Hit | None:
    """What lies under (x, y): a point, an area, or the line between two points, then the nearer one of them."""
    here = min(hits, key=lambda hit: _away(hit, x, y), default=None)
    if here is None or _away(here, x, y) <= within**2:
        return here
    between = [
        (_from_line(first, second, x, y), min((first, second), key=lambda hit: abs(hit.x - x)))
        for first, second in pairwise(hits)
        if first.series == second.series and first.reach == (0.0, 0.0)
    ]
    best = min(between, key=lambda each: each[0], default=None)
    return best[1] if best is not None and best[0] <= within else None


def _from_line(first: Hit, second: Hit, x: float, y: float) -> float:
    """How far (x, y) is from the line that joins two points."""
    across, down = second.x - first.x, second.y - first.y
    long = across**2 + down**2
    along = 0.0 if not long else min(max(((x - first.x) * across + (y - first.y) * down) / long, 0.0), 1.0)
    return hypot(x - first.x - along * across, y - first.y - along * down)


ROW = 18
"""Height in px of a lane, and of a row of a heat map."""
HEADED = 34
TICKED = 24
USUAL = 190
EMPTY = 72
GAP = 4.0
"""Between curves and the rows below them, in px."""
NOTE, LEGEND_ROW = 16, 50


def below(panel: PanelState) -> float:
    """Height in px of the rows below curves."""
    return GAP + ROW * len(panel.lanes) if panel.kind == "curves" and panel.lanes else 0.0


def panel_height(panel: PanelState) -> int:
    """Height in px that a panel needs with its title and its ticks."""
    if panel.empty is not None:
        return EMPTY
    rows = len(panel.lanes) if panel.kind == "lanes" else len(panel.series) if panel.kind == "heat" else 0
    if panel.kind in ("lanes", "heat"):
        return HEADED + TICKED + ROW * max(rows, 1) + 8 + NOTE * len(panel.notes)
    named = LEGEND_ROW * len(panel.series) + NOTE * len(panel.notes) if panel.kind == "curves" else 0
    named += TICKED if panel.lanes else 0
    return round(max(USUAL + (60 if panel.kind in ("crowd", "stack") else 0), HEADED + named) + below(panel))
