"""Draws curves over days with matplotlib's Agg, off the UI thread: axes, bands, lines, series, visits, legend.

Owns what all kinds of panels share. One drawing at a time (matplotlib's caches are not thread-safe): `LOCK`.
"""

import sys
from math import ceil, floor, log10
from threading import Lock
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure, FigureBase
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, LogLocator, MaxNLocator, NullLocator
from PySide6.QtGui import QImage

from study.text import Text
from ui.charts.drawing import GAP, LEGEND, Canvas, Hit, below, inside, span_of
from ui.charts.lanes import draw_lanes, frame
from ui.charts.legend import heading, lane_names, legend
from ui.charts.marks import bands, crowd, curves, lines, zones
from ui.charts.state import PanelState, Side, Tick
from ui.theme import fonts
from ui.theme.tokens import Tokens

LOCK = Lock()
TODAY = Text("today", "今日")
LENGTH = 3
"""Of the ticks at visits, in px."""


def _families() -> list[str]:
    """The families of the window that matplotlib can open. Of a .ttc it knows only the first face by name."""
    installed = set(font_manager.get_font_names())
    twins = ("Microsoft YaHei", "Noto Sans CJK JP", "Noto Sans CJK TC", "WenQuanYi Micro Hei", "SimHei", "DejaVu Sans")
    return [name for name in (*fonts.FAMILIES, *twins) if name in installed] or ["sans-serif"]


def style(tokens: Tokens) -> dict[Any, Any]:
    """The settings of matplotlib for a theme."""
    return {
        "font.family": _families(),
        "font.size": fonts.KEY,
        "axes.unicode_minus": True,
        "axes.facecolor": "none",
        "text.color": tokens.text,
        "axes.edgecolor": tokens.line_strong,
        "axes.labelcolor": tokens.text_3,
        "xtick.color": tokens.text_3,
        "ytick.color": tokens.text_3,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "path.simplify": True,
    }


def number(value: float, _position: int | None = None) -> str:
    """A tick's number: plain while short, a power of ten beyond."""
    if value and abs(value) >= 10000:
        exponent = len(str(int(abs(value)))) - 1
        raised = str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        mantissa = value / 10**exponent
        return f"10{raised}" if mantissa == 1 else f"{mantissa:g}·10{raised}"
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _values(panel: PanelState, side: Side, days: tuple[float, float]) -> list[float]:
    """Everything an axis must have room for on these days."""
    points = [point.value for series in panel.series if series.side == side for point in inside(series.points, days)]
    lines = [line.value for line in panel.lines if line.side == side]
    edges = [edge for band in panel.bands if band.side == side for edge in (band.low, band.high) if edge is not None]
    zones = [zone.high for zone in panel.zones] if side == "left" else []
    return points + lines + edges + zones


def _scale(axes: Axes, panel: PanelState, side: Side, canvas: Canvas) -> None:
    """Limits and numbers of one y axis; log only where the panel says so, down to 0 where there is one."""
    fixed = panel.range_left if side == "left" else panel.range_right
    values = [*_values(panel, side, axes.get_xlim()), *(fixed or ())] or [0.0, 1.0]
    positive = [value for value in values if value > 0]
    wanted = panel.log_left if side == "left" else panel.log_right
    if wanted and canvas.log_axes and positive and min(values) >= 0:
        zero = panel.zero_left if side == "left" else panel.zero_right
        _logarithmic(axes, positive, zero or 0.0 in values)
    else:
        low, high = min(values), max(values)
        room = 0.0 if fixed == (low, high) else (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        axes.set_ylim(0 if 0 <= low < room * 2 else low - room, high + room)
        axes.yaxis.set_major_locator(MaxNLocator(3 if panel.small or fixed else 4))
    axes.yaxis.set_minor_locator(NullLocator())


def _logarithmic(axes: Axes, positive: list[float], zero: bool) -> None:
    """A log axis; with a `zero` it is even below the decade of the smallest value and logarithmic above."""
    low, high = min(positive) / 1.6, max(positive) * 1.6
    if not zero:
        axes.set_yscale("log")
        axes.set_ylim(low, high)
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0,) if high / low > 300 else (1.0, 3.0), numticks=8))
        return
    least = floor(log10(min(positive)))
    axes.set_yscale("symlog", linthresh=10.0**least, linscale=0.6)
    axes.set_ylim(0, high)
    axes.yaxis.set_major_locator(FixedLocator([0.0, *(10.0**power for power in range(least, ceil(log10(high))))]))


def _tick_words(tick: Tick, panel: PanelState, canvas: Canvas) -> str:
    day = "D0" if tick.day == 0 and panel.infusion else number(float(tick.day))
    if panel.small:
        return day
    if tick.today:
        return f"{day} {tick.label} {TODAY.get(canvas.language)}"
    return f"{day} {tick.label}".strip() if tick.label != "D0" else day


def visits(axes: Axes, panel: PanelState, canvas: Canvas, width: float) -> None:
    """Ticks at visits; words that would touch are left out, D0 and the newest stay."""
    left, right = axes.get_xlim()
    shown = [tick for tick in panel.ticks if left <= tick.day <= right]
    taken: list[tuple[float, float]] = []
    words = {}
    for tick in sorted(shown, key=lambda one: (one.day != 0, -one.day)):
        word = _tick_words(tick, panel, canvas)
        middle = (tick.day - left) / (right - left) * width
        half = len(word.encode("gb18030")) * 3.2 + 4
        if all(middle + half < start or middle - half > end for start, end in taken):
            taken.append((middle - half, middle + half))
            words[tick.day] = word
    bottom = axes.get_xaxis_transform()
    # Marker 3 is a line downwards.
    axes.add_line(
        Line2D(
            [tick.day for tick in shown], [0] * len(shown), linestyle="none", marker=3, markersize=LENGTH,
            markeredgewidth=0.8, color=canvas.tokens.line_strong, transform=bottom, clip_on=False,
        )
    )  # fmt: skip
    place, up, across = axes.get_xaxis_text1_transform(LENGTH + 2)
    for day, word in words.items() if canvas.ticks else ():
        axes.text(day, 0, word, color=canvas.tokens.text_3, transform=place, va=up, ha=across)


def _numbers(axes: Axes, side: Side, colour: str, grid: str = "") -> None:
    """The numbers of a y axis beside it; with lines across the plot where `grid` has a colour.

    matplotlib's own ticks cost more than all that is drawn: ten objects for each, made anew for every picture.
    """
    low, high = axes.get_ylim()
    at = [float(value) for value in axes.yaxis.get_majorticklocs() if low <= value <= high]
    if grid:
        across = [((0, value), (1, value)) for value in at]
        plot = axes.get_yaxis_transform()
        axes.add_collection(
            LineCollection(across, colors=grid, linewidths=1, zorder=0.5, transform=plot), autolim=False
        )
    beside = axes.get_yaxis_text1_transform if side == "left" else axes.get_yaxis_text2_transform
    place, up, along = beside(4)
    for value in at:
        axes.text(int(side == "right"), value, number(value), color=colour, transform=place, va=up, ha=along)


def margins(panel: PanelState, canvas: Canvas) -> tuple[float, float, float, float]:
    """Left, top, right, bottom edge of the plot area in logical px; the same for panels that share a width."""
    left = 30.0 if panel.small else 56.0
    right = 10.0 if panel.small else 40.0
    right += LEGEND if canvas.legend else 0
    return left, (32.0 if canvas.legend else 8.0), canvas.width - right, canvas.height - (20.0 if canvas.ticks else 8.0)


def _axes(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Axes, Axes | None, Axes]:
    """The left axes, the right ones, and those of the visits: the lanes below, else the left ones."""
    left, top, right, bottom = margins(panel, canvas)
    days = span_of(panel, canvas)
    foot = bottom - below(panel)
    axes = _box(figure, (left, top, right, foot), canvas, days)
    twin = None
    if any(series.side == "right" and series.points for series in panel.series):
        twin = axes.twinx()
        twin.set_zorder(2)
        _scale(twin, panel, "right", canvas)
        frame(twin, bottom=False)
        _numbers(twin, "right", canvas.tokens.s2)
    axes.set_zorder(1)
    _scale(axes, panel, "left", canvas)
    frame(axes, bottom=True)
    if panel.range_left is not None or _values(panel, "left", days):
        _numbers(axes, "left", canvas.tokens.text_3, canvas.tokens.grid)
    if foot == bottom:
        return axes, twin, axes
    rows = _box(figure, (left, foot, right, bottom), canvas, days)
    rows.set_ylim(bottom - foot, -GAP)
    frame(rows, bottom=True)
    return axes, twin, rows


def _box(
    figure: FigureBase, edges: tuple[float, float, float, float], canvas: Canvas, days: tuple[float, float]
) -> Axes:
    """Axes between these edges (left, top, right, bottom in px) over these days."""
    left, top, right, bottom = edges
    wide, high = canvas.width, canvas.height
    axes = figure.add_axes((left / wide, 1 - bottom / high, (right - left) / wide, (bottom - top) / high))
    axes.set_xlim(*days)
    return axes


def blank(canvas: Canvas) -> Figure:
    """An empty figure in which points are logical px: where every drawing begins, an audit event of Python's."""
    sys.audit("cartella.draw")
    figure = Figure(
        figsize=(canvas.width / 72, canvas.height / 72), dpi=72 * canvas.ratio, facecolor=canvas.tokens.surface
    )
    FigureCanvasAgg(figure)
    return figure


def compose(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Hit, ...]:
    """Draw a panel into a figure or a part of one as large as `canvas`; gives what can be read of it.

    To be called under `rc_context(style(...))` and the lock.
    """
    tokens = canvas.tokens
    axes, twin, foot = _axes(figure, panel, canvas)
    sides: dict[Side, Axes] = {"left": axes, "right": twin if twin is not None else axes}
    for ground in dict.fromkeys((axes, foot)):
        for shade in panel.shades:
            ground.axvspan(shade.from_day, shade.to_day, color=tokens.sunken, linewidth=0, zorder=0.5)
        if panel.infusion:
            ground.axvline(0, color=tokens.text, linewidth=1.5, zorder=2.5)
    hits = hits_of(panel, sides, canvas)
    spots = [(hit.x * canvas.ratio, (canvas.height - hit.y) * canvas.ratio) for hit in hits]
    drawn: tuple[Side, ...] = ("left", "right") if twin is not None else ("left",)
    # A band of the right scale behind a curve of the left one would read as that curve's interval.
    zones(axes, panel, canvas)
    bands(axes, panel, tokens)
    for side in drawn:
        lines(sides[side], panel, side, canvas, spots)
    if panel.kind == "crowd":
        crowd(axes, panel, tokens)
    else:
        curves(sides, panel, canvas)
    left, _top, right, bottom = margins(panel, canvas)
    visits(foot, panel, canvas, right - left)
    rows = (left, bottom - below(panel) + GAP)
    found = draw_lanes(foot, panel.lanes, rows, len(panel.series), canvas) if foot is not axes else ()
    if canvas.legend:
        heading(figure, panel, canvas)
        legend(figure, panel, canvas)
        if foot is not axes:
            lane_names(figure, panel, canvas, (canvas.width - LEGEND + 19, rows[1]))
    return hits + found


def hits_of(panel: PanelState, sides: dict[Side, Axes], canvas: Canvas) -> tuple[Hit, ...]:
    """Where the points stand that lie on the days shown."""
    found = []
    for index, series in enumerate(panel.series):
        for point in inside(series.points, sides[series.side].get_xlim()):
            x, y = sides[series.side].transData.transform((point.day, point.value))
            found.append(Hit(float(x) / canvas.ratio, canvas.height - float(y) / canvas.ratio, index, point))
    return tuple(found)


def picture(figure: Figure, ratio: float) -> QImage:
    """The figure as a picture of its own, sharp at `ratio`."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    buffer = canvas.buffer_rgba()
    height, width = buffer.shape[:2]
    image = QImage(bytes(buffer), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image
