"""What the place beside an ECG, echo or EEG form can show: traces or a picture. Plain frozen data; reads no file."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from study.from_tracing import FromTracing
from study.text import Text

TILE = 512
"""Columns of a tile: a stretch of the recording as wide as so many px."""


@dataclass(frozen=True)
class TraceLead:
    """One channel. `middle` is drawn on the middle of its lane; `spread` is about its height, peak to peak."""

    name: str
    unit: str
    rate_hz: float
    middle: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class TraceMark:
    """What was written at a moment of the recording."""

    at_s: float
    text: str


@dataclass(frozen=True)
class Take:
    """A field of the form that a measured time can be offered to, by its address key; `seconds`: its unit is s."""

    key: str
    label: Text
    seconds: bool = False


@dataclass(frozen=True)
class MachineValue:
    """What the machine measured, for the field of the form at this address key: `typed` is what the field is offered.

    `text` is the number with the unit in which the machine wrote it.
    """

    key: str
    label: Text
    text: str
    typed: str


@dataclass(frozen=True)
class TraceState:
    """Channels recorded together; their samples come as tiles. `start` is the clock at the first sample or "".

    `gaps`: stretches (from, to) in seconds at which nothing was recorded. `cut`: the file ends early. `paper`: on ECG
    paper, else as an EEG.
    """

    key: str
    leads: tuple[TraceLead, ...]
    duration_s: float
    start: str = ""
    cut: bool = False
    marks: tuple[TraceMark, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()
    takes: tuple[Take, ...] = ()
    machine: tuple[MachineValue, ...] = ()
    paper: bool = True


@dataclass(frozen=True)
class Lane:
    """Where a lead is drawn: the px of its middle, px for one unit, the value on the middle; how far it may swing."""

    centre: float
    per_unit: float
    middle: float
    reach: float


@dataclass(frozen=True)
class TilesWanted:
    """Tiles of a recording, the one wanted most first: tile n is the columns n x TILE and on, `per_s` of them a second.

    `leads` are indexes of the leads that are shown, `lanes` where each is drawn on a picture `height` px high in the
    colour `ink`; without lanes no picture is made.
    """

    key: str
    per_s: float
    leads: tuple[int, ...]
    numbers: tuple[int, ...]
    lanes: tuple[Lane, ...] = ()
    height: int = 0
    ink: str = ""

    @property
    def way(self) -> tuple[object, ...]:
        """What tiles that stand side by side have in common."""
        return (self.key, self.per_s, self.leads, self.lanes, self.height, self.ink)


@dataclass(frozen=True, eq=False)
class TraceTile:
    """The lowest and highest sample of each lead (row) and column, with the column before the first; NaN: nothing.

    `picture` shows them as it was wanted, TILE px wide.
    """

    wanted: TilesWanted
    number: int
    lows: NDArray[np.float32]
    highs: NDArray[np.float32]
    picture: QImage | None = None


@dataclass(frozen=True)
class Measured:
    """A measured number is offered to a field: the address key of the field, the number as typed, who measured it."""

    key: str
    typed: str
    came: FromTracing


@dataclass(frozen=True, eq=False)
class PictureState:
    """A picture as encoded bytes (PNG, JPEG); of a document the page `page` of `pages`, counted from 0."""

    data: bytes
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class PreviewMessage:
    """Why nothing can be shown: not on this device, not a file we read, still opening."""

    text: Text


Preview = TraceState | PictureState | PreviewMessage
