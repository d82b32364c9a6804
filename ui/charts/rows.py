"""Draws rows of days: the lanes of a swimmer and the cells of a heat map, each with its name at the right."""

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import FigureBase
from matplotlib.patches import Rectangle

from ui.charts.draw import margins, visits
from ui.charts.drawing import ROW, Canvas, Hit, days_of
from ui.charts.lanes import HATCH, draw_lanes, frame, room_for
from ui.charts.legend import heading, notes
from ui.charts.state import PanelState, Point
from ui.charts.words import fold_words
from ui.theme.tokens import Tokens

MOST_FOLDS = 5.0
"""Colours go from 1/32 to 32 times the baseline; what lies beyond has the last colour, and its number says it."""


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
    left, top, right, _bottom = margins(panel, canvas)
    for shade in panel.shades:
        axes.axvspan(shade.from_day, shade.to_day, color=canvas.tokens.sunken, linewidth=0, zorder=0.5)
    if panel.infusion:
        axes.axvline(0, color=canvas.tokens.text, linewidth=1.5, zorder=3)
    visits(axes, panel, canvas, right - left)
    return draw_lanes(axes, panel.lanes, (left, top), 0, canvas)


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
            Rectangle(*where, facecolor=tokens.surface, edgecolor=tokens.line, hatch=HATCH, linewidth=0.8, zorder=2)
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
