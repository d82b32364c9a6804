"""Draws what stands around the axes of a panel: its title, its curves with their last values, what the signs mean."""

from matplotlib.figure import FigureBase
from matplotlib.lines import Line2D
from matplotlib.text import Text as TextArtist

from ui.charts.drawing import LEGEND, LEGEND_ROW, NOTE, ROW, Canvas
from ui.charts.marks import SHAPES, colours
from ui.charts.state import PanelState
from ui.charts.words import about
from ui.theme import fonts


def heading(figure: FigureBase, panel: PanelState, canvas: Canvas) -> None:
    """The title above, and what is to be said of the whole panel after it."""
    tokens, language = canvas.tokens, canvas.language
    said = about(panel, language)
    title = figure.text(
        16 / canvas.width,
        1 - 6 / canvas.height,
        panel.title.get(language),
        fontsize=fonts.BODY,
        fontweight="bold",
        va="top",
    )
    if said:
        end = _right_edge(title)
        beside = figure.text(
            (end + 10) / canvas.width,
            1 - 7 / canvas.height,
            said,
            fontsize=fonts.HINT,
            color=tokens.text_3,
            va="top",
        )
        _shortened(beside, said, "", canvas.width - 12)


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
        name, last = series.label.get(language), f" {series.last}" if series.last else ""
        words = figure.text(x, 1 - top / canvas.height, name + last, fontsize=fonts.HINT, fontweight="bold", va="top")
        _shortened(words, name, last, canvas.width - 4)
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
        top += LEGEND_ROW
    notes(figure, panel, canvas, top)


def _right_edge(words: TextArtist) -> float:
    """Where a text ends, in logical px."""
    figure = words.figure
    if figure is None:
        raise RuntimeError("a text outside of a figure has no place")
    return float(words.get_window_extent(figure.canvas.get_renderer()).x1 / figure.dpi * 72)  # type: ignore[attr-defined]


def _shortened(words: TextArtist, name: str, kept: str, edge: float) -> None:
    """Cut the end of a `name` that would reach beyond `edge` (logical px); the number `kept` after it stays whole."""
    while len(name) > 1 and _right_edge(words) > edge:
        name = name[:-1]
        words.set_text(f"{name.rstrip()}…{kept}")


def notes(figure: FigureBase, panel: PanelState, canvas: Canvas, top: float) -> None:
    """At the right what the signs mean, from `top` px on."""
    x = (canvas.width - LEGEND + 19) / canvas.width
    for line, note in enumerate(panel.notes):
        y = 1 - (top + NOTE * line) / canvas.height
        figure.text(x, y, note.get(canvas.language), fontsize=fonts.KEY, color=canvas.tokens.text_2, va="top")


def lane_names(figure: FigureBase, panel: PanelState, canvas: Canvas, place: tuple[float, float]) -> None:
    """The names of rows, beside them; `place` is the px from the left and those of the first row's top."""
    x, top = place
    for row, lane in enumerate(panel.lanes):
        y = 1 - (top + (row + 0.5) * ROW) / canvas.height
        name = lane.named(canvas.language)
        figure.text(x / canvas.width, y, name, va="center", color=canvas.tokens.text_2)


def nothing_yet(figure: FigureBase, panel: PanelState, canvas: Canvas) -> None:
    """In place of the curves: what they would be and where they are entered."""
    heading(figure, panel, canvas)
    if panel.empty is not None:
        words = panel.empty.get(canvas.language)
        x, y = 16 / canvas.width, 1 - 32 / canvas.height
        figure.text(x, y, words, fontsize=fonts.HINT, color=canvas.tokens.text_2, va="top", wrap=True)
