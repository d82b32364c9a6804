"""What a drawn chart is and how to ask for one: size, colours, language in; picture and known points out.

Owns the shapes between the widgets and the drawing. Must not import matplotlib: it is loaded by `ui.charts.drawer`.
"""

from dataclasses import dataclass

from PySide6.QtGui import QImage

from study.text import Language
from ui.charts.state import PanelState, Point, TreatmentRow
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
    """Where a point stands in the picture, in logical px from the top left."""

    x: float
    y: float
    series: int
    point: Point


@dataclass(frozen=True)
class Drawing:
    """A finished picture with the places of its points and of its plot area (left, top, right, bottom)."""

    image: QImage
    hits: tuple[Hit, ...]
    plot: tuple[float, float, float, float]


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
    days += [0] if any(panel.infusion for panel in panels) else []
    low, high = (min(days), max(days)) if days else (0, 1)
    room = max((high - low) * 0.06, 2.0)
    return low - room, high + room


def nearest_day(hits: tuple[Hit, ...], x: float, within: float = 40.0) -> int | None:
    """The study day whose point lies nearest to `x` (logical px), if one lies within `within` px."""
    best = min(hits, key=lambda hit: abs(hit.x - x), default=None)
    return best.point.day if best is not None and abs(best.x - x) <= within else None


def point_at(hits: tuple[Hit, ...], x: float, y: float, within: float = 12.0) -> Point | None:
    """The point under (x, y), if one lies within `within` px."""
    best = min(hits, key=lambda hit: (hit.x - x) ** 2 + (hit.y - y) ** 2, default=None)
    if best is None or (best.x - x) ** 2 + (best.y - y) ** 2 > within**2:
        return None
    return best.point
