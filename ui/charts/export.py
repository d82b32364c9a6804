"""Writes the charts of a child as PNG, SVG or PDF: one page, panels on one x axis, treatments below, light colours.

Imports matplotlib: load it in the job that runs it (`importlib`), never while the window starts.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

from matplotlib import rc_context

from study.errors import KnownError
from study.text import Language
from ui.charts.draw import LOCK, blank, compose, style
from ui.charts.drawing import Canvas, days_of, strip_height
from ui.charts.state import ChartsState
from ui.charts.treatment import compose_treatment
from ui.theme import fonts
from ui.theme.tokens import LIGHT

WIDE, PANEL, HEAD = 1000, 230, 40
FORMATS = ("png", "svg", "pdf")


def export_charts(state: ChartsState, path: Path, language: Language, footer: str = "") -> None:
    """Write all panels of `state` to `path`; its ending says the format. KnownError when it cannot be written.

    The head carries the child's code and never the name: a picture leaves the site.
    """
    ending = path.suffix.lower().lstrip(".")
    if ending not in FORMATS:
        raise KnownError(
            "chart.format",
            f"Charts are written as PNG, SVG or PDF, not as {ending or 'a file without ending'}.",
            "图表只能导出为 PNG、SVG 或 PDF。",
        )
    strip = strip_height(state.treatments) if state.treatments else 0
    heights = [HEAD, *[PANEL for _panel in state.panels], *([strip] if strip else []), 24]
    page = Canvas(WIDE, sum(heights), 2.0, LIGHT, language, days_of(state.panels), state.log_axes, legend=True)
    with LOCK, rc_context(style(LIGHT)):
        figure = blank(page)
        parts: Any = figure.subfigures(len(heights), 1, height_ratios=heights, hspace=0)
        title = f"{state.code} · {state.about.get(language)}"
        parts[0].text(16 / WIDE, 0.5, title, fontsize=fonts.PANE, fontweight="bold", va="center")
        for part, panel in zip(parts[1:], state.panels, strict=False):
            compose(part, panel, replace(page, height=PANEL))
        if strip:
            compose_treatment(parts[-2], state.treatments, replace(page, height=strip))
        parts[-1].text(16 / WIDE, 0.5, footer, color=LIGHT.text_3, va="center")
        try:
            figure.savefig(path, format=ending, dpi=144, facecolor=LIGHT.surface)
        except OSError as error:
            raise KnownError(
                "chart.write",
                f"The charts could not be written to {path}: {error.strerror}.",
                f"无法把图表写入 {path}：{error.strerror}。",
            ) from error
