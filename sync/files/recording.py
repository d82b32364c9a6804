"""A recording as channels of numbers, whatever file it came from. Plain frozen data."""

from array import array
from dataclasses import dataclass
from typing import Literal

from study.errors import KnownError

Kind = Literal["dicom", "edf"]


@dataclass(frozen=True, eq=False)
class Channel:
    """One lead or electrode: `samples` in `unit` ("" when the file does not say), `rate_hz` samples a second."""

    name: str
    unit: str
    rate_hz: float
    samples: "array[float]"


@dataclass(frozen=True, eq=False)
class Recording:
    """Channels recorded together, from `from_s` on; `duration_s` is that of the whole file.

    `start` is the wall-clock time of the file's first sample (2026-11-17T08:10:00) or "". `cut` says that the file ends
    before its header says it should.
    """

    channels: tuple[Channel, ...]
    start: str
    duration_s: float
    kind: Kind
    from_s: float = 0.0
    cut: bool = False


@dataclass(frozen=True)
class Measure:
    """A number that the machine wrote into the file; `item` is the code of the ECG form it belongs to."""

    item: str
    number: str
    unit: str


Measures = tuple[Measure, ...]


def damaged() -> KnownError:
    """The error for a file that cannot be read as what it says it is."""
    return KnownError(
        "trace-damaged",
        "This recording is damaged and can't be read. Export it again from the machine.",
        "该记录文件已损坏，无法读取。请从设备重新导出。",
    )


def no_waveform() -> KnownError:
    """The error for a DICOM file that holds pictures or a report but no traces."""
    return KnownError(
        "trace-no-waveform",
        "This DICOM file holds no traces. Export the ECG as a DICOM 12-lead waveform, or attach a PDF.",
        "该 DICOM 文件不含波形。请导出 12 导联波形 DICOM，或添加 PDF。",
    )
