"""A panel of any kind as a picture with the places of what can be read of it. May be called on any thread."""

from matplotlib import rc_context
from matplotlib.figure import FigureBase

from ui.charts.draw import LOCK, blank, compose, margins, picture, style
from ui.charts.drawing import Canvas, Drawing, Hit, PanelJob, span_of
from ui.charts.legend import nothing_yet
from ui.charts.rows import compose_heat, compose_lanes
from ui.charts.stack import compose_stack
from ui.charts.state import PanelState


def compose_any(figure: FigureBase, panel: PanelState, canvas: Canvas) -> tuple[Hit, ...]:
    """Draw a panel into a figure or a part of one as large as `canvas`; under `rc_context(style(...))` and the lock."""
    if panel.empty is not None:
        nothing_yet(figure, panel, canvas)
        return ()
    match panel.kind:
        case "heat":
            return compose_heat(figure, panel, canvas)
        case "lanes":
            return compose_lanes(figure, panel, canvas)
        case "stack":
            return compose_stack(figure, panel, canvas)
        case _:
            return compose(figure, panel, canvas)


def draw_panel(job: PanelJob) -> Drawing:
    """Draw one panel; takes some 30-80 ms."""
    with LOCK, rc_context(style(job.canvas.tokens)):
        figure = blank(job.canvas)
        hits = compose_any(figure, job.panel, job.canvas)
        image = picture(figure, job.canvas.ratio)
        return Drawing(image, hits, margins(job.panel, job.canvas), span_of(job.panel, job.canvas))
