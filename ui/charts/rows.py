"""Draws rows of days: the lanes of a swimmer and the cells of a heat map, each with its name at the right."""

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import FigureBase
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ui.charts.draw import frame, heading, margins, notes, visits
from ui.charts.drawing import ROW, Canvas, Hit, days_of
from ui.charts.state import PanelState, Point, Stretch, Tint
from ui.charts.words import fold_words
from ui.theme.tokens import Tokens

MOST_FOLDS = 5.0
"""Colours go from 1/32 to 32 times the baseline; what lies beyond has the last colour, and its number says it."""
_HATCH = "////"


def fill(tint: Tint, tokens: Tokens) -> tuple[str, str]:
    """The colour inside and that of the words on it."""
    return {
        "first": (tokens.accent, tokens.on_accent),
        "second": (tokens.s2, tokens.surface),
        "third": (tokens.s3, tokens.surface),
        "grey": (tokens.line_strong, tokens.surface),
        "mild": (tokens.amber_line, tokens.text),
        "severe": (tokens.amber, tokens.surface),
        "open": (tokens.surface, tokens.text_2),
        "hatched": (tokens.surface, tokens.text_2),
    }[tint]


def box(axes: Axes, where: tuple[float, float, float, float], tint: Tint, tokens: Tokens) -> None:
    """A filled rectangle at (x, y, width, height) of the axes; "open" and "hatched" have an edge."""
    x, y, wide, tall = where
    face, _ = fill(tint, tokens)
    edged = tint in ("open", "hatched")
    axes.add_patch(
        Rectangle(
            (x, y), wide, tall, facecolor=face, edgecolor=tokens.line_strong if edged else tokens.surface,
            linewidth=0.8, hatch=_HATCH if tint == "hatched" else None, zorder=2,
        )
    )  # fmt: skip


def room_for(words: str, wide: float) -> bool:
    """Whether words of the smallest size fit into so many px."""
    return len(words.encode("gb18030")) * 6.2 + 4 <= wide


def _rows(figure: FigureBase, panel: PanelState, canvas: Canvas, names: list[str]) -> Axes:
    """Axes whose y is px from the top, with the names of the rows beside them."""
    left, top, right, bottom = margins(panel, canvas)
    wide, high = canvas.width, canvas.height
    axes = figure.add_axes((left / wide, 1 - bottom / high, (right - left) / wide, (bottom - top) / high))
    axes.set_ylim(bottom - top, 0)
    frame(axes, bottom=True)
    for row, name in enumerate(names):
        y = 1 - (top + (row + 0.5) * ROW) / high
        figure.text((right + 12) / wide, y, name, va="center", color=canvas.tokens.text_2)
    if canvas.legend:
        heading(figure, panel, canvas)
        notes(figure, panel, canvas, top + len(names) * ROW + 4)
    return axes


def compose_lanes(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Hit, ...]:
    """Draw a swimmer; under `rc_context(style(...))` and the lock."""
    axes = _rows(figure, panel, canvas, [lane.label.get(canvas.language) for lane in panel.lanes])
    axes.set_xlim(*(canvas.days or days_of((panel,))))
    first, last = axes.get_xlim()
    left, top, right, _bottom = margins(panel, canvas)
    per_day = (right - left) / (last - first)
    for shade in panel.shades:
        axes.axvspan(shade.from_day, shade.to_day, color=canvas.tokens.sunken, linewidth=0, zorder=0.5)
    if panel.infusion:
        axes.axvline(0, color=canvas.tokens.text, linewidth=1.5, zorder=3)
    visits(axes, panel, canvas, right - left)
    hits: list[Hit] = []
    for row, lane in enumerate(panel.lanes):
        for each in lane.stretches:
            start, end = max(each.from_day, first), min(each.to_day, last)
            if end > start:
                _stretch(axes, each, (start, end, per_day), row, canvas)
                point = Point(
                    each.from_day, float(row), each.shown.get(canvas.language), each.visit,
                    name=lane.label.get(canvas.language),
                )  # fmt: skip
                middle = left + ((start + end) / 2 - first) * per_day
                reach = ((end - start) * per_day / 2, ROW / 2 - 2)
                hits.append(Hit(middle, top + (row + 0.5) * ROW, row, point, reach))
    return tuple(hits)


def _stretch(axes: Axes, each: Stretch, span: tuple[float, float, float], row: int, canvas: Canvas) -> None:
    """One stretch; `span` is its first and last day, and how many px a day has."""
    tall = max(2.0, (ROW - 4) * each.height)
    start, end, per_day = span
    box(axes, (start, row * ROW + ROW - 2 - tall, end - start, tall), each.tint, canvas.tokens)
    mark = each.mark.get(canvas.language) if each.mark is not None else ""
    if mark and room_for(mark, (end - start) * per_day):
        low = each.height < 1.0
        colour = canvas.tokens.text if low else fill(each.tint, canvas.tokens)[1]
        axes.text(
            (start + end) / 2, (row + 0.5) * ROW, mark, ha="center", va="center", color=colour, zorder=4, clip_on=True,
            path_effects=[withStroke(linewidth=3, foreground=canvas.tokens.surface)] if low else None,
        )  # fmt: skip
    if each.goes_on:
        axes.plot(
            [end], [(row + 0.5) * ROW], marker=">", markersize=5, color=canvas.tokens.text_2, zorder=4, clip_on=False
        )


def compose_heat(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Hit, ...]:
    """Draw folds of the baseline, a column each day that has one; under `rc_context(style(...))` and the lock."""
    axes = _rows(figure, panel, canvas, [series.label.get(canvas.language) for series in panel.series])
    columns = sorted({(p.day, p.visit_label) for series in panel.series for p in series.points})
    axes.set_xlim(0, max(len(columns), 1))
    left, top, right, bottom = margins(panel, canvas)
    wide = (right - left) / max(len(columns), 1)
    hits: list[Hit] = []
    for row, series in enumerate(panel.series):
        for point in series.points:
            column = columns.index((point.day, point.visit_label))
            _cell(axes, point, (column, row), wide, canvas)
            x, y = left + (column + 0.5) * wide, top + (row + 0.5) * ROW
            hits.append(Hit(x, y, row, point, (wide / 2 - 1, ROW / 2 - 1)))
    for column, (day, visit) in enumerate(columns):
        words = f"{visit} {day:+d}".replace("-", "\N{MINUS SIGN}").replace("+0", "0").strip()
        if room_for(words, wide) or column in (0, len(columns) - 1):
            axes.text(
                column + 0.5, bottom - top + 4, words, ha="center", va="top", color=canvas.tokens.text_3, clip_on=False
            )
    return tuple(hits)


def _cell(axes: Axes, point: Point, place: tuple[int, int], wide: float, canvas: Canvas) -> None:
    """One fold. Below quantification it is open, with the edge of its colour; one not to be compared is hatched."""
    column, row = place
    tokens = canvas.tokens
    where = (column + 1 / wide, row * ROW + 1), 1 - 2 / wide, ROW - 2
    if not point.compared:
        axes.add_patch(
            Rectangle(*where, facecolor=tokens.surface, edgecolor=tokens.line, hatch=_HATCH, linewidth=0.8, zorder=2)
        )
        return
    colour = fold_colour(point.value, tokens)
    face = tokens.surface if point.comparator else colour
    axes.add_patch(Rectangle(*where, facecolor=face, edgecolor=colour, linewidth=1.6, zorder=2))
    words = point.comparator + fold_words(point.value)
    if room_for(words, wide):
        ink = tokens.text if point.comparator or abs(point.value) < MOST_FOLDS / 2 else tokens.surface
        axes.text(column + 0.5, (row + 0.5) * ROW, words, ha="center", va="center", color=ink, zorder=4)


def fold_colour(power: float, tokens: Tokens) -> str:
    """The colour of 2 to the power: lower than the baseline, equal to it, higher."""
    scale = LinearSegmentedColormap.from_list("folds", [tokens.s2, tokens.sunken, tokens.s3])
    return to_hex(scale(0.5 + max(min(power, MOST_FOLDS), -MOST_FOLDS) / MOST_FOLDS / 2))
