"""ECG and EEG recordings whatever their file: read, what the machine measured, whose they are, a copy without that."""

from pathlib import Path

from storage.files import disk_errors
from storage.sniff import HEAD_BYTES, sniff
from study.errors import KnownError
from sync.files import dicom_ecg, edf
from sync.files.recording import Channel, Kind, Measure, Measures, Recording

__all__ = [
    "Channel", "Kind", "Measure", "Measures", "Recording", "identity_in", "kind_of", "measures", "read",
    "without_identity",
]  # fmt: skip

_KINDS: dict[str, Kind] = {"application/dicom": "dicom", "application/edf": "edf", "application/bdf": "edf"}


def kind_of(head: bytes) -> Kind:
    """What reads a file that begins with `head` (1024 bytes are enough). KnownError `trace-kind` when nothing does."""
    kind = _KINDS.get(sniff(head[:HEAD_BYTES]))
    if kind is None:
        raise KnownError(
            "trace-kind",
            "This file can be attached, but it holds no traces that can be shown. Traces come as DICOM or EDF.",
            "该文件可作为附件保存，但不含可显示的波形。波形文件为 DICOM 或 EDF。",
        )
    return kind


def read(kind: Kind, source: Path | bytes, scratch: Path, *, from_s: float = 0.0, seconds: float = 600.0) -> Recording:
    """The traces of a file. Of an EDF only the `seconds` from `from_s` on, since a night of EEG fills the memory.

    `scratch` is a folder of the store for files that must lie on the disk a moment. KnownError `trace-damaged`,
    `trace-no-waveform`, `file-missing`, `disk-full`.
    """
    _there(source)
    with disk_errors(scratch):
        return dicom_ecg.read(source) if kind == "dicom" else edf.read(source, scratch, from_s, seconds)


def measures(kind: Kind, source: Path | bytes) -> Measures:
    """What the machine measured (PR, QRS, QT, RR, heart rate, its own QTc); an offer to a person, never a value."""
    _there(source)
    return dicom_ecg.measures(source) if kind == "dicom" else ()


def identity_in(kind: Kind, source: Path | bytes) -> tuple[str, ...]:
    """Names of the filled fields that may say whose recording it is; empty when nothing does."""
    _there(source)
    return dicom_ecg.identity_in(source) if kind == "dicom" else edf.identity_in(source)


def _there(source: Path | bytes) -> None:
    if isinstance(source, Path) and not source.is_file():
        raise KnownError("file-missing", "This file is no longer there.", "文件已不存在。")


def without_identity(kind: Kind, source: Path, target: Path) -> None:
    """Write a copy without identity to `target`, which must not stand yet; nothing is left there when it fails."""
    _there(source)
    if target.exists():
        raise FileExistsError(target.name)
    write = dicom_ecg.without_identity if kind == "dicom" else edf.without_identity
    try:
        with disk_errors(target):
            write(source, target)
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
