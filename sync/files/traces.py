"""ECG and EEG recordings whatever their file: read, what the machine measured, whose they are, a copy without that."""

import io
from pathlib import Path
from typing import BinaryIO

from storage.files import disk_errors
from storage.sniff import HEAD_BYTES, sniff
from study.errors import KnownError
from sync.files import aecg, dicom_ecg, edf
from sync.files.edf_pages import EdfPages, open_edf
from sync.files.recording import Channel, Kind, Measure, Measures, Recording, damaged
from sync.files.tracing import Held, Mark, Tracing

__all__ = [
    "Channel", "Kind", "Measure", "Measures", "Recording", "Tracing", "identity_in", "kind_of", "marks", "measures",
    "read", "read_by_stretches", "without_identity",
]  # fmt: skip

_KINDS: dict[str, Kind] = {
    "application/dicom": "dicom",
    "application/edf": "edf",
    "application/bdf": "edf",
    "application/xml": "aecg",
}


_MOST_HELD = 256 * 1024**2


def kind_of(head: bytes) -> Kind:
    """What reads a file that begins with `head` (1024 bytes are enough). KnownError `trace-kind` when nothing does."""
    kind = _KINDS.get(sniff(head[:HEAD_BYTES]))
    if kind is None:
        raise KnownError(
            "trace-kind",
            "This file can be attached, but it holds no traces that can be shown. Traces are DICOM, EDF or HL7 aECG.",
            "该文件可作为附件保存，但不含可显示的波形。波形文件为 DICOM、EDF 或 HL7 aECG。",
        )
    return kind


def read(kind: Kind, source: Path | bytes, scratch: Path, *, from_s: float = 0.0, seconds: float = 600.0) -> Recording:
    """The traces of a file. Of an EDF only the `seconds` from `from_s` on, since a night of EEG fills the memory.

    `scratch` is a folder of the store for files that must lie on the disk a moment. KnownError `trace-damaged`,
    `trace-no-waveform`, `file-missing`, `disk-full`.
    """
    _there(source)
    with disk_errors(scratch):
        match kind:
            case "dicom":
                return dicom_ecg.read(source)
            case "aecg":
                return aecg.read(source)
            case "edf":
                return edf.read(source, scratch, from_s, seconds)


def read_by_stretches(kind: Kind, handle: BinaryIO) -> Tracing:
    """A recording of which stretches are read as they are asked for; `handle` stays open as long as it is used.

    Of an EDF nothing else is held in memory; DICOM and aECG are read whole, 256 MiB at most. KnownError
    `trace-damaged`, `trace-no-waveform`, `trace-not-aecg`.
    """
    if kind == "edf":
        return open_edf(handle)
    size = handle.seek(0, io.SEEK_END)
    handle.seek(0)
    if size > _MOST_HELD:
        raise damaged()
    return Held(dicom_ecg.read(handle) if kind == "dicom" else aecg.read(handle))


def marks(kind: Kind, tracing: Tracing, handle: BinaryIO) -> tuple[Mark, ...]:
    """What was written at moments of the recording. Of an EDF+ the whole file is read, in parts."""
    if isinstance(tracing, EdfPages):
        return tracing.marks()
    return aecg.marks(handle) if kind == "aecg" else ()


def measures(kind: Kind, source: Path | bytes | BinaryIO) -> Measures:
    """What the machine measured (PR, QRS, QT, RR, heart rate, its own QTc); an offer to a person, never a value."""
    _there(source)
    match kind:
        case "dicom":
            return dicom_ecg.measures(source)
        case "aecg":
            return aecg.measures(source)
        case "edf":
            return ()


def identity_in(kind: Kind, source: Path | bytes) -> tuple[str, ...]:
    """Names of the filled fields that may say whose recording it is; empty when nothing does."""
    _there(source)
    match kind:
        case "dicom":
            return dicom_ecg.identity_in(source)
        case "aecg":
            return aecg.identity_in(source)
        case "edf":
            return edf.identity_in(source)


def _there(source: Path | bytes | BinaryIO) -> None:
    if isinstance(source, Path) and not source.is_file():
        raise KnownError("file-missing", "This file is no longer there.", "文件已不存在。")


def without_identity(kind: Kind, source: Path, target: Path) -> None:
    """Write a copy without identity to `target`, which must not stand yet; nothing is left there when it fails."""
    _there(source)
    if target.exists():
        raise FileExistsError(target.name)
    writers = {"dicom": dicom_ecg.without_identity, "aecg": aecg.without_identity, "edf": edf.without_identity}
    try:
        with disk_errors(target):
            writers[kind](source, target)
        left = identity_in(kind, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if left:
        target.unlink()
        raise KnownError(
            "trace-identity-left",
            "This recording can't be cleaned of the child's identity and must not leave the hospital.",
            "该记录无法去除身份信息，不能传出本院。",
        )
