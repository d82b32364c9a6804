"""A recording as channels of numbers, whatever file it came from. Plain frozen data."""

from array import array
from dataclasses import dataclass
from typing import Literal

from study.errors import KnownError
from study.text import Text

Kind = Literal["dicom", "edf", "aecg"]
# Names of measurements as machines write them (SCP-ECG and MDC code meanings) -> items of the ECG form.
_ITEMS = {
    "rr interval": "RR", "mean rr interval": "RR", "pr interval": "PR", "pq interval": "PR", "qrs duration": "QRS",
    "qt interval": "QT", "qtc interval": "EGQTCM", "heart rate": "EGHR", "ventricular heart rate": "EGHR",
    "ventricular rate": "EGHR", "mdc_ecg_time_pd_pr": "PR", "mdc_ecg_time_pd_qrs": "QRS", "mdc_ecg_time_pd_qt": "QT",
    "mdc_ecg_time_pd_qtc": "EGQTCM", "mdc_ecg_time_pd_rr": "RR", "mdc_ecg_heart_rate": "EGHR",
}  # fmt: skip
_UNITS = {
    "ms": "ms",
    "s": "s",
    "{h.b.}/min": "beats/min",
    "{beats}/min": "beats/min",
    "/min": "beats/min",
    "bpm": "beats/min",
}
_NOT_MEASURED = frozenset({"0", "29999", "29998", "-1"})


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


def measured(name: str, number: str, unit: str) -> Measure | None:
    """A measurement as the machine named it; None for what is none of the form's, or was not measured."""
    item, known = _ITEMS.get(name.strip().lower()), _UNITS.get(unit.strip())
    return Measure(item, number, known) if item and known and number and number not in _NOT_MEASURED else None


def damaged() -> KnownError:
    """The error for a file that cannot be read as what it says it is."""
    return KnownError(
        "trace-damaged",
        "This recording is damaged and can't be read. Export it again from the machine.",
        "该记录文件已损坏，无法读取。请从设备重新导出。",
    )


_NO_TRACES: dict[Kind, Text] = {
    "dicom": Text(
        "This DICOM file holds no traces. Export the ECG as a DICOM 12-lead waveform, or attach a PDF.",
        "该 DICOM 文件不含波形。请导出 12 导联波形 DICOM，或添加 PDF。",
    ),
    "aecg": Text(
        "This HL7 aECG file holds no rhythm. Export the ECG with its rhythm, or attach a PDF.",
        "该 HL7 aECG 文件不含节律波形。请连同节律波形一起导出心电图，或添加 PDF。",
    ),
    "edf": Text(
        "This EDF file holds annotations only and no traces. Export the recording with its signals.",
        "该 EDF 文件只含标注，不含波形。请连同信号一起导出该记录。",
    ),
}


def no_waveform(kind: Kind) -> KnownError:
    """The error for a sound file that holds pictures, a report or annotations, but no traces."""
    said = _NO_TRACES[kind]
    return KnownError("trace-no-waveform", said.en, said.zh)
