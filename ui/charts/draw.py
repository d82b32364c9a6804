"""Draws curves over days with matplotlib's Agg, off the UI thread: axes, bands, lines, series, visits, legend.

Owns what all kinds of panels share. One drawing at a time (matplotlib's caches are not thread-safe): `LOCK`.
"""

from threading import Lock
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure, FigureBase
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator
from PySide6.QtGui import QImage

from study.text import Text
from ui.charts.drawing import Canvas, Hit, days_of
from ui.charts.marks import SHAPES, bands, colours, crowd, curves, lines
from ui.charts.state import PanelState, Side, Tick
from ui.theme import fonts
from ui.theme.tokens import Tokens

LOCK = Lock()
TODAY = Text("today", "今日")
LENGTH = 3
"""Of the ticks at visits, in px."""
LEGEND = 200
"""Width of the legend in px."""


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


def _values(panel: PanelState, side: Side) -> list[float]:
    points = [point.value for series in panel.series if series.side == side for point in series.points]
    lines = [line.value for line in panel.lines if line.side == side]
    edges = [edge for band in panel.bands if band.side == side for edge in (band.low, band.high) if edge is not None]
    return points + lines + edges


def _scale(axes: Axes, panel: PanelState, side: Side, canvas: Canvas) -> None:
    """Limits and numbers of one y axis; log only where the panel says so and every value is above zero."""
    values = _values(panel, side) or [0.0, 1.0]
    positive = [value for value in values if value > 0]
    wanted = panel.log_left if side == "left" else panel.log_right
    if wanted and canvas.log_axes and positive:
        axes.set_yscale("log")
        low, high = min(positive) / 1.6, max(positive) * 1.6
        axes.set_ylim(low, high)
        axes.yaxis.set_major_locator(LogLocator(subs=(1.0,) if high / low > 300 else (1.0, 3.0), numticks=8))
    else:
        low, high = min(values), max(values)
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        axes.set_ylim(0 if 0 <= low < room * 2 else low - room, high + room)
        axes.yaxis.set_major_locator(MaxNLocator(3 if panel.small else 4))
    axes.yaxis.set_minor_locator(NullLocator())


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


def frame(axes: Axes, bottom: bool) -> None:
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_visible(bottom)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.patch.set_visible(False)


def heading(figure: FigureBase, panel: PanelState, canvas: Canvas) -> None:
    """The title above, and what is to be said of the whole panel after it."""
    tokens, language = canvas.tokens, canvas.language
    title = figure.text(
        16 / canvas.width,
        1 - 6 / canvas.height,
        panel.title.get(language),
        fontsize=fonts.BODY,
        fontweight="bold",
        va="top",
    )
    if panel.subtitle is not None:
        end = title.get_window_extent(figure.canvas.get_renderer()).x1 / figure.dpi * 72  # type: ignore[attr-defined]
        figure.text(
            (end + 10) / canvas.width,
            1 - 7 / canvas.height,
            panel.subtitle.get(language),
            fontsize=fonts.HINT,
            color=tokens.text_3,
            va="top",
        )


def legend(figure: FigureBase, panel: PanelState, canvas: Canvas) -> None:
    """At the right every series with its last value."""
    tokens, language = canvas.tokens, canvas.language
    top = 34.0
    shown = [(index, series) for index, series in enumerate(panel.series) if panel.kind != "crowd" or series.tint]
    for index, series in shown:
        x = (canvas.width - LEGEND + 32) / canvas.width
        figure.add_artist(
            Line2D(
                [x - 13 / canvas.width],
                [1 - (top + 8) / canvas.height],
                marker=SHAPES[0 if series.tint else index % 6],
                markersize=6,
                color=colours(tokens)[0 if series.tint else index % 6],
            )
        )
        words = f"{series.label.get(language)} {series.last}".strip()
        figure.text(x, 1 - top / canvas.height, words, fontsize=fonts.HINT, fontweight="bold", va="top")
        below = [series.unit, series.detail.get(language) if series.detail is not None else ""]
        if any(below):
            figure.text(
                x,
                1 - (top + 17) / canvas.height,
                " · ".join(part for part in below if part),
                fontsize=fonts.KEY,
                color=tokens.text_3,
                va="top",
            )
        top += 50
    notes(figure, panel, canvas, top)


def notes(figure: FigureBase, panel: PanelState, canvas: Canvas, top: float) -> None:
    """At the right what the signs mean, from `top` px on."""
    x = (canvas.width - LEGEND + 19) / canvas.width
    for line, note in enumerate(panel.notes):
        y = 1 - (top + 16 * line) / canvas.height
        figure.text(x, y, note.get(canvas.language), fontsize=fonts.KEY, color=canvas.tokens.text_2, va="top")


def margins(panel: PanelState, canvas: Canvas) -> tuple[float, float, float, float]:
    """Left, top, right, bottom edge of the plot area in logical px; the same for panels that share a width."""
    left = 30.0 if panel.small else 56.0
    right = 10.0 if panel.small else 40.0
    right += LEGEND if canvas.legend else 0
    return left, (32.0 if canvas.legend else 8.0), canvas.width - right, canvas.height - (20.0 if canvas.ticks else 8.0)


def _axes(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Axes, Axes | None]:
    left, top, right, bottom = margins(panel, canvas)
    wide, high = canvas.width, canvas.height
    axes = figure.add_axes((left / wide, 1 - bottom / high, (right - left) / wide, (bottom - top) / high))
    axes.set_xlim(*(canvas.days or days_of((panel,))))
    twin = None
    if any(series.side == "right" for series in panel.series):
        twin = axes.twinx()
        twin.set_zorder(2)
        _scale(twin, panel, "right", canvas)
        frame(twin, bottom=False)
        _numbers(twin, "right", canvas.tokens.s2)
    axes.set_zorder(1)
    _scale(axes, panel, "left", canvas)
    frame(axes, bottom=True)
    _numbers(axes, "left", canvas.tokens.text_3, canvas.tokens.grid)
    return axes, twin


def blank(canvas: Canvas) -> Figure:
    """An empty figure in which points are logical px."""
    figure = Figure(
        figsize=(canvas.width / 72, canvas.height / 72), dpi=72 * canvas.ratio, facecolor=canvas.tokens.surface
    )
    FigureCanvasAgg(figure)
    return figure


def compose(figure: FigureBase, panel: PanelState, canvas: Canvas) -> dict[Side, Axes]:
    """Draw a panel into a figure or a part of one as large as `canvas`; gives its axes by side.

    To be called under `rc_context(style(...))` and the lock.
    """
    tokens = canvas.tokens
    axes, twin = _axes(figure, panel, canvas)
    sides: dict[Side, Axes] = {"left": axes, "right": twin if twin is not None else axes}
    for shade in panel.shades:
        axes.axvspan(shade.from_day, shade.to_day, color=tokens.sunken, linewidth=0, zorder=0.5)
    spots = [(hit.x * canvas.ratio, (canvas.height - hit.y) * canvas.ratio) for hit in hits_of(panel, sides, canvas)]
    drawn: tuple[Side, ...] = ("left", "right") if twin is not None else ("left",)
    # A band of the right scale behind a curve of the left one would read as that curve's interval.
    bands(axes, panel, tokens)
    for side in drawn:
        lines(sides[side], panel, side, canvas, spots)
    if panel.kind == "crowd":
        crowd(axes, panel, tokens)
    else:
        curves(sides, panel, canvas)
    if panel.infusion:
        axes.axvline(0, color=tokens.text, linewidth=1.5, zorder=2.5)
    left, _top, right, _bottom = margins(panel, canvas)
    visits(axes, panel, canvas, right - left)
    if canvas.legend:
        heading(figure, panel, canvas)
        legend(figure, panel, canvas)
    return sides


def hits_of(panel: PanelState, sides: dict[Side, Axes], canvas: Canvas) -> tuple[Hit, ...]:
    found = []
    for index, series in enumerate(panel.series):
        for point in series.points:
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
