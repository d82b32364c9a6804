"""Draws counts by visit as columns of parts: how many children had which verdict, could not be judged, are missing."""

from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ui.charts.draw import margins
from ui.charts.drawing import LEGEND, Canvas, Hit
from ui.charts.lanes import box, fill, frame, room_for
from ui.charts.legend import heading, notes
from ui.charts.state import PanelState, Series
from ui.theme import fonts

_WIDE = 0.62


def compose_stack(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Hit, ...]:
    """Draw the columns in the order of the ticks; under `rc_context(style(...))` and the lock."""
    left, top, right, bottom = margins(panel, canvas)
    wide, high = canvas.width, canvas.height
    axes = figure.add_axes((left / wide, 1 - bottom / high, (right - left) / wide, (bottom - top) / high))
    days = [tick.day for tick in panel.ticks]
    sums = [sum(p.value for series in panel.series for p in series.points if p.day == day) for day in days]
    most = max([*sums, 1.0])
    axes.set_xlim(0, max(len(days), 1))
    axes.set_ylim(0, most * 1.12)
    frame(axes, bottom=True)
    _grid(axes, most, canvas)
    column = (right - left) / max(len(days), 1)
    per_child = (bottom - top) / (most * 1.12)
    hits: list[Hit] = []
    for place, tick in enumerate(panel.ticks):
        under = 0.0
        for index, series in enumerate(panel.series):
            point = next((p for p in series.points if p.day == tick.day and p.value), None)
            if point is None:
                continue
            box(axes, (place + (1 - _WIDE) / 2, under, _WIDE, point.value), series.tint or "grey", canvas.tokens)
            words = f"{series.code} {point.value:g}"
            if room_for(words, column * _WIDE) and point.value * per_child >= 12:
                _said(axes, (place + 0.5, under + point.value / 2), words, series, canvas)
            y = bottom - (under + point.value / 2) * per_child
            hits.append(
                Hit(left + (place + 0.5) * column, y, index, point, (column * _WIDE / 2, point.value * per_child / 2))
            )
            under += point.value
        axes.annotate(
            f"n = {under:g}", (place + 0.5, under), xytext=(0, 3), textcoords="offset points", ha="center",
            color=canvas.tokens.text_2,
        )  # fmt: skip
        axes.annotate(
            tick.label, (place + 0.5, 0), xytext=(0, -4), textcoords="offset points", ha="center", va="top",
            color=canvas.tokens.text_3, annotation_clip=False,
        )  # fmt: skip
    if canvas.legend:
        heading(figure, panel, canvas)
        _legend(figure, panel, canvas)
    return tuple(hits)


def _grid(axes: Axes, most: float, canvas: Canvas) -> None:
    """Lines at whole numbers of children."""
    for count in MaxNLocator(4, integer=True).tick_values(0, most):
        if 0 <= count <= most * 1.12:
            axes.axhline(count, color=canvas.tokens.grid, linewidth=1, zorder=0.5)
            axes.annotate(
                f"{count:g}", (0, count), xytext=(-4, 0), textcoords="offset points", ha="right", va="center",
                color=canvas.tokens.text_3, annotation_clip=False,
            )  # fmt: skip


def _said(axes: Axes, place: tuple[float, float], words: str, series: Series, canvas: Canvas) -> None:
    """The verdict and its count inside a part; on stripes they stand on plain ground."""
    ink = fill(series.tint or "grey", canvas.tokens)[1]
    plain = {"facecolor": canvas.tokens.surface, "edgecolor": "none", "pad": 1}
    ground = plain if series.tint == "hatched" else None
    axes.text(*place, words, ha="center", va="center", color=ink, zorder=4, bbox=ground)


def _legend(figure: FigureBase, panel: PanelState, canvas: Canvas) -> None:
    wide, high = canvas.width, canvas.height
    top = 36.0
    for series in reversed(panel.series):
        face, _ink = fill(series.tint or "grey", canvas.tokens)
        figure.add_artist(
            Rectangle(
                ((wide - LEGEND + 14) / wide, 1 - (top + 13) / high), 11 / wide, 11 / high, facecolor=face,
                edgecolor=canvas.tokens.line_strong, linewidth=0.8, hatch="////" if series.tint == "hatched" else None,
            )
        )  # fmt: skip
        words = f"{series.code} {series.label.get(canvas.language)}"
        figure.text((wide - LEGEND + 32) / wide, 1 - top / high, words, fontsize=fonts.HINT, va="top")
        top += 22
    notes(figure, panel, canvas, top + 6)
