"""What the place beside an ECG, echo or EEG form can show: traces or a picture. Plain frozen data; reads no file."""

from collections.abc import Sequence
from dataclasses import dataclass

from study.text import Text


@dataclass(frozen=True, eq=False)
class Trace:
    """One channel: `samples` in `unit`, `rate_hz` samples a second. An `array` or memoryview keeps it small."""

    name: str
    unit: str
    rate_hz: float
    samples: Sequence[float]


@dataclass(frozen=True, eq=False)
class TraceState:
    """Channels recorded together; `start` is the wall-clock time of the first sample or ""."""

    channels: tuple[Trace, ...]
    start: str = ""
    seconds_shown: float = 10.0


@dataclass(frozen=True, eq=False)
class PictureState:
    """A picture as encoded bytes (PNG, JPEG), already cleaned of headers."""

    data: bytes


@dataclass(frozen=True)
class PreviewMessage:
    """Why nothing can be shown: not on this device, not a file we read, still opening."""

    text: Text


Preview = TraceState | PictureState | PreviewMessage
