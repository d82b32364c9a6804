"""Draws the strip of treatments below the panels, on the same x axis, with matplotlib's Agg."""

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from ui.charts.draw import LOCK, blank, picture, style
from ui.charts.drawing import GRADED, LEGEND, PLAIN, Canvas, Drawing, TreatmentJob
from ui.charts.state import TreatmentBar, TreatmentRow


def _row(axes: Axes, row: TreatmentRow, top: float, canvas: Canvas) -> None:
    """One treatment: bars as tall as the dose, or an even stroke while it is given. y counts px from the top."""
    tokens = canvas.tokens
    for bar in row.bars:
        width = bar.to_day - bar.from_day
        if row.graded:
            tall = max(1.5, 18.0 * bar.height)
            axes.bar(bar.from_day, tall, width, bottom=top + 18 - tall, align="edge", color=tokens.accent, linewidth=0)
        else:
            axes.bar(bar.from_day, 6, width, bottom=top + 4, align="edge", color=tokens.line_strong, linewidth=0)
    first, last = axes.get_xlim()
    for bar in told(row, axes.get_window_extent().width / canvas.ratio / (last - first)) if row.graded else ():
        middle = (bar.from_day + bar.to_day) / 2
        axes.text(middle, top + 26, bar.label, ha="center", va="center", color=tokens.text_2)


def told(row: TreatmentRow, per_day: float) -> tuple[TreatmentBar, ...]:
    """The bars whose doses have room beside each other, the highest dose first; `per_day` are the px of a day."""
    taken: list[tuple[float, float]] = []
    found = []
    for bar in sorted(row.bars, key=lambda each: -each.height):
        middle, half = (bar.from_day + bar.to_day) / 2 * per_day, len(bar.label) * 3.2 + 3
        if all(middle + half < start or middle - half > end for start, end in taken):
            taken.append((middle - half, middle + half))
            found.append(bar)
    return tuple(found)


def compose_treatment(figure: FigureBase, rows: tuple[TreatmentRow, ...], canvas: Canvas) -> None:
    """Draw the strip into a figure or a part of one as large as `canvas`, under the style of the theme."""
    right = canvas.width - 40 - (LEGEND if canvas.legend else 0)
    axes = figure.add_axes((56 / canvas.width, 0, (right - 56) / canvas.width, 1))
    axes.axis("off")
    axes.set_xlim(*(canvas.days or (0.0, 1.0)))
    axes.set_ylim(canvas.height, 0)
    top = 4.0
    for row in rows:
        _row(axes, row, top, canvas)
        middle = top + (9 if row.graded else PLAIN / 2)
        figure.text(
            (right + 32) / canvas.width,
            1 - middle / canvas.height,
            row.label.get(canvas.language),
            va="center",
            color=canvas.tokens.text_2,
        )
        top += GRADED if row.graded else PLAIN
    axes.axvline(0, color=canvas.tokens.text, linewidth=1.5)


def draw_treatment(job: TreatmentJob) -> Drawing:
    """Draw the strip; may be called on any thread."""
    with LOCK, rc_context(style(job.canvas.tokens)):
        figure = blank(job.canvas)
        compose_treatment(figure, job.rows, job.canvas)
        image = picture(figure, job.canvas.ratio)
    return Drawing(image, (), (56.0, 0.0, float(job.canvas.width - 40), float(job.canvas.height)))
