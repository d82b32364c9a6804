"""Draws stretches of days in rows: the lanes of a swimmer and those below curves; how an area is filled.

y is px from the top of the axes. Must not know what a row means.
"""

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ui.charts.drawing import ROW, Canvas, Hit
from ui.charts.state import Lane, Point, Stretch, Tint
from ui.theme.tokens import Tokens

LEAST = 5.0
"""A stretch is at least so many px wide, however long the axis: a single dose is seen."""
MARK = 13.0
"""Width in px of what is of one day; half as much where the next one is near."""
LOW, PALE_LOW = 0.75, 0.6
"""Words stand across what is lower than so much of its row; on a pale ground they may reach over its edge."""
HATCH = "////"


def fill(tint: Tint, tokens: Tokens) -> tuple[str, str]:
    """The colour inside and that of the words on it."""
    return {
        "first": (tokens.accent, tokens.on_accent),
        "second": (tokens.s2, tokens.surface),
        "third": (tokens.s3, tokens.surface),
        "grey": (tokens.line_strong, _darkest(tokens)),
        "mild": (tokens.amber_soft, tokens.amber),
        "severe": (tokens.amber, tokens.surface),
        "open": (tokens.surface, tokens.text_2),
        "hatched": (tokens.surface, tokens.text_2),
    }[tint]


def _darkest(tokens: Tokens) -> str:
    """The ink of words on grey, which is neither light nor dark: the darkest there is in the theme."""
    return min((tokens.text, tokens.bg), key=lambda colour: int(colour[1:3], 16))


def box(axes: Axes, where: tuple[float, float, float, float], tint: Tint, tokens: Tokens) -> None:
    """A filled rectangle at (x, y, width, height) of the axes; what is pale has an edge."""
    x, y, wide, tall = where
    face, _ = fill(tint, tokens)
    edges: dict[Tint, str] = {"open": tokens.line_strong, "hatched": tokens.line_strong, "mild": tokens.amber_line}
    axes.add_patch(
        Rectangle(
            (x, y), wide, tall, facecolor=face, edgecolor=edges.get(tint, tokens.surface),
            linewidth=0.8, hatch=HATCH if tint == "hatched" else None, zorder=2,
        )
    )  # fmt: skip


def room_for(words: str, wide: float) -> bool:
    """Whether words of the smallest size fit into so many px."""
    return len(words.encode("gb18030")) * 6.2 + 4 <= wide


def frame(axes: Axes, bottom: bool) -> None:
    """Take away what matplotlib draws around axes, but a line below where one is wanted."""
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_visible(bottom)
    axes.xaxis.set_visible(False)
    axes.yaxis.set_visible(False)
    axes.patch.set_visible(False)


def draw_lanes(
    axes: Axes, lanes: tuple[Lane, ...], corner: tuple[float, float], series: int, canvas: Canvas
) -> tuple[Hit, ...]:
    """Draw rows into axes whose top left is at `corner` (px of the picture); the first row's hits are of `series`."""
    first, last = axes.get_xlim()
    per_day = _px_a_day(axes, canvas)
    hits: list[Hit] = []
    for row, lane in enumerate(lanes):
        spans = [_span(each, (first, last), per_day, _next(lane, place)) for place, each in enumerate(lane.stretches)]
        for place, (each, span) in enumerate(zip(lane.stretches, spans, strict=True)):
            if span is None:
                continue
            start, end = span
            after = next((other[0] for other in spans[place + 1 :] if other is not None), last)
            _stretch(axes, each, (start, end, after), (row, per_day), canvas)
            point = Point(
                each.from_day, float(row), each.shown.get(canvas.language), each.visit,
                name=lane.label.get(canvas.language),
            )  # fmt: skip
            x = corner[0] + ((start + end) / 2 - first) * per_day
            reach = ((end - start) * per_day / 2, ROW / 2 - 2)
            hits.append(Hit(x, corner[1] + (row + 0.5) * ROW, series + row, point, reach))
    return tuple(hits)


def _px_a_day(axes: Axes, canvas: Canvas) -> float:
    first, last = axes.get_xlim()
    return float(axes.get_window_extent().width) / canvas.ratio / (last - first)


def _next(lane: Lane, place: int) -> float:
    """The day on which the next stretch of the lane begins."""
    return lane.stretches[place + 1].from_day if place + 1 < len(lane.stretches) else float("inf")


def _span(each: Stretch, limits: tuple[float, float], per_day: float, following: float) -> tuple[float, float] | None:
    """From where to where it is drawn, in days; None outside the axes."""
    start, end = max(float(each.from_day), limits[0]), min(float(each.to_day), limits[1])
    if end <= start:
        return None
    if each.point:
        half = min(MARK / per_day, max(following - each.from_day, LEAST / per_day)) / 2
        return each.from_day - half, each.from_day + half
    wide = max(end - start, LEAST / per_day)
    return start, start + wide


def _stretch(
    axes: Axes, each: Stretch, span: tuple[float, float, float], where: tuple[int, float], canvas: Canvas
) -> None:
    """One stretch; `span` is its first and last day and where the next one begins, `where` its row and px a day."""
    tall = max(2.0, (ROW - 4) * each.height)
    start, end, after = span
    row, per_day = where
    box(axes, (start, row * ROW + ROW - 2 - tall, end - start, tall), each.tint, canvas.tokens)
    mark = each.mark.get(canvas.language) if each.mark is not None else ""
    middle = (row + 0.5) * ROW
    if mark and room_for(mark, (end - start) * per_day):
        low = each.height < (PALE_LOW if each.tint in ("mild", "open") else LOW)
        colour = canvas.tokens.text if low else fill(each.tint, canvas.tokens)[1]
        axes.text(
            (start + end) / 2, middle, mark, ha="center", va="center", color=colour, zorder=4, clip_on=True,
            path_effects=[withStroke(linewidth=3, foreground=canvas.tokens.surface)] if low else None,
        )  # fmt: skip
    elif mark and each.point and room_for(mark, (after - end) * per_day - 4):
        axes.annotate(
            mark, (end, middle), xytext=(3, 0), textcoords="offset points", va="center", color=canvas.tokens.text_2,
            zorder=4, annotation_clip=True,
        )  # fmt: skip
    if each.goes_on:
        axes.plot([end], [middle], marker=">", markersize=5, color=canvas.tokens.text_2, zorder=4, clip_on=False)
