"""A tile of traces as a picture: for each column the stretch from lowest to highest, joined to the column before.

Pure arithmetic on arrays: a tile of thirty leads takes milliseconds, where QPainter would take a tenth of a second. It
runs beside the window's thread, which shows what is ready.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from ui.visit.preview import Lane, TraceTile

_HALF = 0.65
"""Half the width of the pen in px."""


def coverage(tile: TraceTile, lanes: Sequence[Lane], height: int) -> NDArray[np.float32]:
    """How much of each px the traces cover, 0 to 1: `height` rows, TILE columns."""
    found = np.zeros((height, tile.lows.shape[1] - 1), dtype=np.float32)
    for row, lane in enumerate(lanes):
        low, high = tile.lows[row], tile.highs[row]
        # Joined to the column before, so that a steep stroke has no holes; a gap joins nothing.
        bottom = np.fmin(low[1:], high[:-1])
        top = np.fmax(high[1:], low[:-1])
        bottom, top = (np.where(np.isnan(low[1:]), np.nan, each) for each in (bottom, top))
        first = max(0, int(lane.centre - lane.reach))
        last = min(height, int(lane.centre + lane.reach) + 1)
        if first >= last:
            continue
        upper = lane.centre - (top - lane.middle) * lane.per_unit - _HALF
        lower = lane.centre - (bottom - lane.middle) * lane.per_unit + _HALF
        y = np.arange(first, last, dtype=np.float32)[:, None]
        part = np.clip(np.minimum(lower, y + 1) - np.maximum(upper, y), 0, 1)
        np.fmax(found[first:last], part, out=found[first:last])
    return found


def drawn(tile: TraceTile) -> TraceTile:
    """The tile with its picture: the traces in their ink on nothing."""
    wanted = tile.wanted
    if not wanted.lanes:
        return tile
    cover = (coverage(tile, wanted.lanes, wanted.height) * 255).astype(np.uint8)
    data = np.ascontiguousarray(_inks(wanted.ink)[cover])
    high, wide = data.shape
    made = QImage(data.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    # The array goes when this returns.
    return replace(tile, picture=made.copy())


def _inks(ink: str) -> NDArray[np.uint32]:
    """The colour at each of 256 strengths, as a 32-bit px that is premultiplied."""
    colour = QColor(ink)
    strength = np.arange(256, dtype=np.uint32)
    parts = ((255, 24), (colour.red(), 16), (colour.green(), 8), (colour.blue(), 0))
    made = np.zeros(256, dtype=np.uint32)
    for part, place in parts:
        made |= (strength * np.uint32(part) // np.uint32(255)) << np.uint32(place)
    return made
