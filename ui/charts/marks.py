"""What is drawn inside the axes of a panel: bands, zones, dashed lines with their words, curves with their marks."""

from collections.abc import Mapping
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ui.charts.drawing import Canvas, inside
from ui.charts.state import Break, PanelState, Point, Series, Side
from ui.theme.tokens import Tokens

SHAPES = ("o", "s", "D", "^", "v", "P")
NARROW = 11.0
"""A band lower than so many px has no room for its mark."""
COUNT_ROOM = 34.0
"""Px between the words of two counts."""
_SIZES = (6.5, 6.0, 6.0, 6.5, 6.5, 6.5)


def colours(tokens: Tokens) -> tuple[str, ...]:
    """Series colours in order."""
    return (tokens.accent, tokens.s2, tokens.s3, tokens.text_2, tokens.amber_line, tokens.line_strong)


def bands(axes: Axes, panel: PanelState, tokens: Tokens) -> None:
    """Reference bands of the left scale, stepping where the child's age moves to another row."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    for band in panel.bands:
        if band.side != "left":
            continue
        start = left if band.from_day is None else max(band.from_day, left)
        end = right if band.to_day is None else min(band.to_day, right)
        edges = (bottom if band.low is None else band.low, top if band.high is None else band.high)
        low, high = (float(axes.transAxes.inverted().transform(axes.transData.transform((0, y)))[1]) for y in edges)
        box = Rectangle(
            (start, low), end - start, high - low, transform=axes.get_xaxis_transform(), color=tokens.band, linewidth=0
        )
        axes.add_patch(box).set_zorder(0)
        for edge in (band.low, band.high):
            if edge is not None and not band.confirmed:
                axes.plot([start, end], [edge, edge], color=tokens.text_3, linewidth=0.8, linestyle=":", zorder=0.4)


def zones(axes: Axes, panel: PanelState, canvas: Canvas) -> None:
    """Bands with a name of their own, the worse ones red, each with its mark at the right where there is room."""
    tokens, ratio = canvas.tokens, canvas.ratio
    bottom, top = axes.get_ylim()
    for zone in panel.zones:
        low, high = (max(bottom, edge) for edge in (bottom if zone.low is None else zone.low, min(zone.high, top)))
        if high <= low:
            continue
        edge = tokens.red_line if zone.severe else tokens.amber_line
        axes.axhspan(low, high, color=tokens.red_soft if zone.severe else tokens.amber_soft, linewidth=0, zorder=0.2)
        axes.axhline(high, color=edge, linewidth=0.8, zorder=0.6)
        tall = abs(float(axes.transData.transform((0, high))[1] - axes.transData.transform((0, low))[1]))
        if tall < NARROW * ratio:
            continue
        axes.annotate(
            zone.mark, (1, high), xycoords=("axes fraction", "data"), xytext=(-4, -2), textcoords="offset points",
            ha="right", va="top", color=tokens.red if zone.severe else tokens.amber,
        )  # fmt: skip


def lines(scale: Axes, panel: PanelState, side: Side, canvas: Canvas, spots: list[tuple[float, float]]) -> None:
    """Dashed lines with their words, which stand where the fewest of the points (`spots`, display px) are near."""
    tokens = canvas.tokens
    for line in panel.lines:
        if line.side != side:
            continue
        colour = tokens.text_2 if side == "left" else tokens.s2
        first, last = scale.get_xlim()
        start = first if line.from_day is None else max(float(line.from_day), first)
        end = last if line.to_day is None else min(float(line.to_day), last)
        if end <= start:
            continue
        scale.add_line(
            Line2D([start, end], [line.value, line.value], color=colour, linewidth=1, dashes=(4, 3), zorder=2)
        )
        words = line.label.get(canvas.language)
        long = len(words.encode("gb18030")) * 6.0 * canvas.ratio
        at, where, up = _label_place(scale, line.value, ((start, end), long), spots)
        scale.annotate(
            words,
            (at, line.value),
            xytext=(3 if where == "left" else -3, 3 if up else -3),
            textcoords="offset points",
            ha=where,
            va="bottom" if up else "top",
            color=colour,
            path_effects=[withStroke(linewidth=3, foreground=tokens.surface)],
        )


Corner = tuple[float, Literal["left", "right"], bool]


def _label_place(
    scale: Axes, value: float, reach: tuple[tuple[float, float], float], spots: list[tuple[float, float]]
) -> Corner:
    """Left or right end, above or below the line: the first that is free, else the freest.

    `reach` is the first and last day of the line and the width of its words in display px.
    """
    box = scale.get_window_extent()
    (start, end), wide = reach
    (x0, y), (x1, _) = (scale.transData.transform((day, value)) for day in (start, end))
    corners: list[Corner] = [(start, "left", True), (end, "right", True), (start, "left", False), (end, "right", False)]

    def crowd(corner: Corner) -> int:
        middle = x0 + wide / 2 if corner[1] == "left" else x1 - wide / 2
        height = y + (9 if corner[2] else -9)
        off = not box.y0 < height < box.y1 or not box.x0 <= middle - wide / 2 <= middle + wide / 2 <= box.x1
        near = sum(1 for x, at in spots if abs(x - middle) < wide / 2 + 8 and abs(at - height) < 14)
        return 100 * int(off) + near

    return min(corners, key=crowd)


def curves(sides: Mapping[Side, Axes], panel: PanelState, canvas: Canvas) -> None:
    """Every curve, interrupted where it was measured in another way, which is said there."""
    for index, series in enumerate(panel.series):
        axes = sides[series.side]
        style = "steps-post" if panel.step else "default"
        for part in parts(series):
            axes.plot(
                [p.day for p in part],
                [p.value for p in part],
                color=colours(canvas.tokens)[index % 6],
                linewidth=1.5,
                zorder=3,
                solid_joinstyle="round",
                drawstyle=style,
            )
        _points(axes, series, index, canvas.tokens, small=panel.small)
    _broken(sides, panel, canvas)


def parts(series: Series) -> tuple[tuple[Point, ...], ...]:
    """The points that are joined with each other."""
    cuts = [0, *[i for i, point in enumerate(series.points) if any(at.day == point.day for at in series.breaks)]]
    ends = [*cuts[1:], len(series.points)]
    return tuple(series.points[start:end] for start, end in zip(cuts, ends, strict=True) if start < end)


def _broken(sides: Mapping[Side, Axes], panel: PanelState, canvas: Canvas) -> None:
    """A dotted line in each gap, and in words what changed: once where it is the same of several curves."""
    axes = sides["left"]
    first, last = axes.get_xlim()
    said: list[tuple[float, str]] = []
    for index, series in enumerate(panel.series):
        for at in series.breaks:
            middle = _gap(series, at)
            if middle is None or not first <= middle <= last:
                continue
            colour = colours(canvas.tokens)[index % 6]
            axes.axvline(middle, color=colour, linewidth=0.8, linestyle=(0, (1, 2)), zorder=2)
            words = at.label.get(canvas.language)
            if not panel.small and (middle, words) not in said:
                level = sum(1 for day, _ in said if abs(day - middle) < (last - first) / 4)
                _say_break(axes, (middle, level), words, colour, canvas)
                said.append((middle, words))


def _gap(series: Series, at: Break) -> float | None:
    """Half way between the points that are not joined; None where there is no gap."""
    before = [point for point in series.points if point.day < at.day]
    after = next((point for point in series.points if point.day == at.day), None)
    return (before[-1].day + after.day) / 2 if before and after is not None else None


def _say_break(axes: Axes, place: tuple[float, int], words: str, colour: str, canvas: Canvas) -> None:
    """What changed, at the top beside the line; `place` is the day and how many words stand there already."""
    day, level = place
    first, last = axes.get_xlim()
    right = day > (first + last) / 2
    axes.annotate(
        words,
        (day, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-3 if right else 3, -2 - 13 * level),
        textcoords="offset points",
        ha="right" if right else "left",
        va="top",
        color=colour,
        path_effects=[withStroke(linewidth=3, foreground=canvas.tokens.surface)],
        annotation_clip=False,
    )


def crowd(axes: Axes, panel: PanelState, tokens: Tokens) -> None:
    """Every child as a thin line, and over them what they have in common with how many there are at each point."""
    thin = [part for series in panel.series if not series.tint for part in parts(series)]
    axes.add_collection(
        LineCollection(
            [[(p.day, p.value) for p in part] for part in thin],
            colors=tokens.line_strong,
            linewidths=0.8,
            alpha=0.75,
            zorder=2.6,
        ),
        autolim=False,
    )
    for face, group in ((tokens.line_strong, _measured), (tokens.surface, _censored)):
        points = [p for part in thin for p in group(part)]
        axes.plot(
            [p.day for p in points], [p.value for p in points], linestyle="none", marker="o", markersize=3,
            markerfacecolor=face, markeredgecolor=tokens.line_strong, markeredgewidth=0.8, zorder=2.7,
        )  # fmt: skip
    for series in panel.series:
        if series.tint:
            axes.plot(
                [p.day for p in series.points], [p.value for p in series.points], color=tokens.accent, linewidth=2.5,
                zorder=3,
            )  # fmt: skip
            _points(axes, series, 0, tokens, small=False)
            _counts(axes, series, tokens)


def _counts(axes: Axes, series: Series, tokens: Tokens) -> None:
    """How many children each point is of; left out where the words of the point before would be under them."""
    wide = COUNT_ROOM * axes.figure.dpi / 72
    taken = float("-inf")
    for point in series.points:
        at = float(axes.transData.transform((point.day, point.value))[0])
        if at < taken + wide:
            continue
        taken = at
        axes.annotate(
            point.name,
            (point.day, point.value),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=tokens.text,
            zorder=5,
            path_effects=[withStroke(linewidth=3, foreground=tokens.surface)],
        )


def _points(axes: Axes, series: Series, index: int, tokens: Tokens, *, small: bool) -> None:
    """The marks: filled measured, open below quantification, half filled set aside, a ring for today."""
    colour = colours(tokens)[index % 6]
    here = inside(series.points, axes.get_xlim())
    for point_group, face, style in _groups(here, colour, tokens):
        axes.plot(
            [p.day for p in point_group],
            [p.value for p in point_group],
            linestyle="none",
            marker=SHAPES[index % 6],
            markersize=_SIZES[index % 6],
            fillstyle=style,
            markerfacecolor=face,
            markerfacecoloralt=tokens.surface,
            markeredgecolor=colour,
            markeredgewidth=1.4,
            zorder=4,
            clip_on=False,
        )
    today = [p for p in here if p.today]
    axes.plot(
        [p.day for p in today],
        [p.value for p in today],
        linestyle="none",
        marker="o",
        markersize=13 if small else 14,
        markerfacecolor="none",
        markeredgecolor=colour,
        zorder=4,
        clip_on=False,
    )


def _groups(
    points: tuple[Point, ...], colour: str, tokens: Tokens
) -> tuple[tuple[list[Point], str, Literal["full", "bottom"]], ...]:
    """Points by how they are filled."""
    return (
        ([point for point in _measured(points) if not point.aside], colour, "full"),
        ([point for point in _measured(points) if point.aside], colour, "bottom"),
        (_censored(points), tokens.surface, "full"),
    )


def _measured(points: tuple[Point, ...]) -> list[Point]:
    return [point for point in points if not point.comparator]


def _censored(points: tuple[Point, ...]) -> list[Point]:
    return [point for point in points if point.comparator]
