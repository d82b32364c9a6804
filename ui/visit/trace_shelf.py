"""The tiles of a tracing that are at hand: a bounded number, and those of the scale before until new ones are there.

Draws nothing and reads nothing.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QImage

from ui.visit.preview import TILE, TilesWanted, TraceTile

KEPT = 24
"""Tiles in memory: of 32 leads 3 MB and their pictures 30 MB; as many again of the scale before, until they go."""


class Placed(NamedTuple):
    """A picture, its left edge and its width in px from the beginning of the recording, and the part that is shown."""

    left: float
    wide: float
    within: tuple[float, float]
    picture: QImage


class Shelf:
    """Tiles of one way to draw a recording (`wanted` without its numbers); `before`: those of the way before."""

    def __init__(self) -> None:
        self._wanted: TilesWanted | None = None
        self._tiles: dict[int, TraceTile] = {}
        self._before: dict[int, TraceTile] = {}

    @property
    def count(self) -> int:
        """How many tiles are kept, those of the way before among them."""
        return len(self._tiles) + len(self._before)

    def clear(self) -> None:
        """Another recording."""
        self._wanted, self._tiles, self._before = None, {}, {}

    def turn(self, wanted: TilesWanted) -> None:
        """Tiles are wanted drawn in this way; those drawn in another stand in for them."""
        before, self._wanted = self._wanted, wanted
        if before is None or before.way == wanted.way:
            return
        if before.leads != wanted.leads:
            self._before = {}
        elif self._tiles:
            self._before = self._tiles
        self._tiles = {}

    def missing(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """Those of the tiles that are not at hand, in the same order."""
        return tuple(number for number in numbers if number not in self._tiles)

    def put(self, tile: TraceTile, view: range) -> bool:
        """Keep a tile that was wanted; False for one that came too late. The farthest from what is in view goes."""
        if self._wanted is None or tile.wanted.way != self._wanted.way:
            return False
        self._tiles[tile.number] = tile
        middle = (view.start + view.stop - 1) / 2
        while len(self._tiles) > KEPT:
            self._tiles.pop(max(self._tiles, key=lambda number: abs(number - middle)))
        if not self.missing(view):
            self._before = {}
        return True

    def tile(self, number: int) -> TraceTile | None:
        """A tile drawn in the way that is wanted."""
        return self._tiles.get(number)

    def pictures(self, view: range) -> Iterator[Placed]:
        """What there is to see of the tiles of `view`.

        Where a tile is missing, what stood there in the way before, drawn out or pressed together in time.
        """
        for number in view:
            here, tile = (float(number * TILE), float(TILE)), self._tiles.get(number)
            if tile is None:
                yield from self._stand_ins(here)
            elif tile.picture is not None:
                yield Placed(*here, here, tile.picture)

    def _stand_ins(self, here: tuple[float, float]) -> Iterator[Placed]:
        if self._wanted is None:
            return
        for tile in self._before.values():
            wide = TILE * self._wanted.per_s / tile.wanted.per_s
            left = tile.number * wide
            if tile.picture is not None and left < here[0] + here[1] and left + wide > here[0]:
                yield Placed(left, wide, here, tile.picture)
