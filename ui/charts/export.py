"""Writes charts as PNG, SVG or PDF: one page, panels on one x axis, treatments below, light colours; pages to print.

Imports matplotlib: load it in the job that runs it (`importlib`), never while the window starts.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure
from PySide6.QtGui import QImage

from study.errors import KnownError
from study.text import Language
from ui.charts.draw import LOCK, blank, picture, style
from ui.charts.drawing import Canvas, days_of, panel_height, strip_height
from ui.charts.kinds import compose_any
from ui.charts.state import ChartsState, CohortState, PanelState, TreatmentRow
from ui.charts.treatment import compose_treatment
from ui.theme import fonts
from ui.theme.tokens import LIGHT

WIDE, PANEL, HEAD = 1000, 230, 40
PAGE = 1330
"""Px of panels on a page of paper as wide as `WIDE`."""
RATIO = 2.0
Sheet = ChartsState | CohortState
FORMATS = ("png", "svg", "pdf")
MADE_BY = "Cartella"
_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": MADE_BY},
    "svg": {"Creator": MADE_BY, "Date": None},
    "pdf": {"Creator": MADE_BY, "Producer": MADE_BY, "CreationDate": None},
}
"""What a file says of itself: no person, no path, no time but what stands on the page."""


def export_charts(state: Sheet, path: Path, language: Language, footer: str = "") -> None:
    """Write all panels of `state` to `path`; its ending says the format. KnownError when it cannot be written.

    In the footer %1 is the page and %2 how many there are. The head carries codes of children and never a name: a
    picture leaves the site.
    """
    ending = path.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise KnownError(
            "chart.format",
            f"Charts are written as PNG, SVG or PDF, not as {ending or 'a file without ending'}.",
            "图表只能导出为 PNG、SVG 或 PDF。",
        )
    with LOCK, rc_context(style(LIGHT)):
        figure = _figure(state, state.panels, state.treatments, language, _numbered(footer, 1, 1))
        try:
            figure.savefig(path, format=ending, dpi=144, facecolor=LIGHT.surface, metadata=_METADATA[ending])
        except OSError as error:
            raise KnownError(
                "chart.write",
                f"The charts could not be written to {path}: {error.strerror}.",
                f"无法把图表写入 {path}：{error.strerror}。",
            ) from error


def pages(state: Sheet, language: Language, footer: str = "") -> list[QImage]:
    """The panels as pictures of pages of A4 upright, as many as they need; the treatments stand on the last."""
    groups = grouped(state.panels)
    made = []
    with LOCK, rc_context(style(LIGHT)):
        for place, panels in enumerate(groups):
            rows = state.treatments if place == len(groups) - 1 else ()
            counted = _numbered(footer, place + 1, len(groups))
            made.append(picture(_figure(state, panels, rows, language, counted), RATIO))
    return made


def _numbered(footer: str, page: int, count: int) -> str:
    return footer.replace("%1", str(page)).replace("%2", str(count))


def grouped(panels: tuple[PanelState, ...]) -> list[tuple[PanelState, ...]]:
    """Which panels stand on which page: as many as its height has room for, at least one."""
    groups: list[tuple[PanelState, ...]] = []
    for panel in panels:
        full = not groups or sum(_high(each) for each in (*groups[-1], panel)) > PAGE
        if full:
            groups.append((panel,))
        else:
            groups[-1] = (*groups[-1], panel)
    return groups


def _high(panel: PanelState) -> int:
    curved = panel.kind not in ("lanes", "heat") and panel.empty is None
    return max(panel_height(panel), PANEL) if curved else panel_height(panel)


def _figure(
    state: Sheet, panels: tuple[PanelState, ...], rows: tuple[TreatmentRow, ...], language: Language, footer: str
) -> Figure:
    """One page: head, panels, treatments, foot; under the style and the lock."""
    strip = strip_height(rows) if rows else 0
    heights = [HEAD, *[_high(panel) for panel in panels], *([strip] if strip else []), 24]
    days = days_of(state.panels)
    page = Canvas(WIDE, sum(heights), RATIO, LIGHT, language, days, state.log_axes, legend=True)
    figure = blank(page)
    parts: Any = figure.subfigures(len(heights), 1, height_ratios=heights, hspace=0)
    title = f"{state.code} · {state.about.get(language)}"
    parts[0].text(16 / WIDE, 0.5, title, fontsize=fonts.PANE, fontweight="bold", va="center")
    for part, panel in zip(parts[1:], panels, strict=False):
        compose_any(part, panel, replace(page, height=_high(panel)))
    if strip:
        compose_treatment(parts[-2], rows, replace(page, height=strip))
    parts[-1].text(16 / WIDE, 0.5, footer, color=LIGHT.text_3, va="center")
    return figure
