"""EDF, EDF+ and BDF recordings (Kemp 1992, Kemp & Olivan 2003): channels, identity. Owns everything pyedflib knows.

pyedflib opens files only, and only faultless ones: what cannot be opened as it is, is copied into the caller's scratch
folder with its header put right, and that copy is removed.
"""

import io
import os
import re
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from pyedflib import EdfReader
from pyedflib.edfreader import DO_NOT_READ_ANNOTATIONS

from sync.files.recording import Channel, Recording, damaged

_HEAD = 256
_CHUNK = 1024**2
_MOST_SAMPLES = 4 * 1024**2
"""So many samples are read at once, of all channels together: 16 MiB."""
ANNOTATIONS = (b"EDF Annotations", b"BDF Annotations")
"""Labels of the channels that hold text instead of samples."""
_PATIENT, _RECORDING = slice(8, 88), slice(88, 168)
_DAY = re.compile(rb"[0-3][0-9]-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-[0-9]{4}")
_CLOCK = re.compile(rb"[+-][0-9.]+\x14\x14\x00")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True)
class Header:
    """The fixed header and what is needed of the channels': labels and samples in a data record."""

    raw: bytes
    labels: tuple[bytes, ...]
    samples: tuple[int, ...]

    @property
    def sample_bytes(self) -> int:
        """2 in EDF, 3 in BDF."""
        return 3 if self.raw[:1] == b"\xff" else 2

    @property
    def record_bytes(self) -> int:
        """Size of one data record."""
        return sum(self.samples) * self.sample_bytes

    @property
    def plus(self) -> bool:
        """True for EDF+ and BDF+, whose patient and recording fields have parts."""
        return self.raw[192:196] in (b"EDF+", b"BDF+")

    @property
    def records(self) -> int:
        """Data records as the header says; -1 while a recording was not closed."""
        return _int(self.raw[236:244])


def _int(field: bytes) -> int:
    try:
        return int(field.decode("ascii").strip())
    except ValueError as error:
        raise damaged() from error


def read_header(handle: BinaryIO) -> Header:
    """Read and check the header; the handle stands at the first data record afterwards."""
    raw = handle.read(_HEAD)
    if len(raw) < _HEAD or raw[:8] not in (b"0       ", b"\xffBIOSEMI"):
        raise damaged()
    count = _int(raw[252:256])
    if not 0 < count <= 640 or _int(raw[184:192]) != _HEAD * (count + 1):
        raise damaged()
    raw += handle.read(_HEAD * count)
    if len(raw) < _HEAD * (count + 1):
        raise damaged()
    labels = tuple(raw[_HEAD + 16 * n : _HEAD + 16 * (n + 1)].strip() for n in range(count))
    first = _HEAD + count * 216
    samples = tuple(_int(raw[first + 8 * n : first + 8 * (n + 1)]) for n in range(count))
    if min(samples) < 0 or not 0 < sum(samples) < 10**8:
        raise damaged()
    return Header(raw, labels, samples)


def read(source: Path | bytes, scratch: Path, from_s: float = 0.0, seconds: float = 600.0) -> Recording:
    """The channels of a recording, `seconds` of it from `from_s` on, or as much as fits. KnownError `trace-damaged`.

    `scratch` must be a folder of the store: nothing of a recording may stand anywhere else.
    """
    if isinstance(source, Path):
        try:
            return _channels(source, from_s, seconds, cut=False)
        except OSError:
            # Not as the standard wants it; a repaired copy may do. A file that is gone says so here.
            with source.open("rb") as handle, _repaired(handle, scratch) as (copy, cut):
                return _checked(copy, from_s, seconds, cut)
    with _private(scratch) as path:
        path.write_bytes(source)
        with path.open("rb") as handle, _repaired(handle, scratch) as (copy, cut):
            return _checked(copy, from_s, seconds, cut)


def _checked(path: Path, from_s: float, seconds: float, cut: bool) -> Recording:
    try:
        return _channels(path, from_s, seconds, cut)
    except (OSError, ValueError) as error:
        raise damaged() from error


def _channels(path: Path, from_s: float, seconds: float, cut: bool) -> Recording:
    reader = EdfReader(str(path), annotations_mode=DO_NOT_READ_ANNOTATIONS)
    try:
        found = []
        seconds = min(seconds, _MOST_SAMPLES / max(1.0, sum(map(float, reader.getSampleFrequencies()))))
        for index in range(reader.signals_in_file):
            # A plain EDF may carry the annotations of an EDF+ it was made from, as numbers that mean nothing.
            if reader.getLabel(index).strip().encode() in ANNOTATIONS:
                continue
            rate = float(reader.getSampleFrequency(index))
            first = max(0, int(from_s * rate))
            count = max(0, min(int(reader.getNSamples()[index]) - first, int(seconds * rate)))
            samples = reader.readSignal(index, first, count) if count else None
            values = array("f", samples.astype("float32").tobytes()) if samples is not None else array("f")
            unit = reader.getPhysicalDimension(index).strip().replace("uV", "µV")
            found.append(Channel(reader.getLabel(index).strip(), unit, rate, values))
        start = reader.getStartdatetime().isoformat(timespec="seconds")
        return Recording(tuple(found), start, float(reader.getFileDuration()), "edf", from_s, cut)
    finally:
        reader.close()


@contextmanager
def _private(scratch: Path) -> Iterator[Path]:
    """A new file in the scratch folder that only this user can read; removed afterwards."""
    scratch.mkdir(parents=True, exist_ok=True)
    path = scratch / f"{token_hex(8)}.edf"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _repaired(handle: BinaryIO, scratch: Path) -> Iterator[tuple[Path, bool]]:
    """A copy without identity (a Chinese name alone makes a header invalid) and with the records that are there."""
    header = read_header(handle)
    start = handle.tell()
    there = (handle.seek(0, os.SEEK_END) - start) // header.record_bytes
    if there < 1:
        raise damaged()
    handle.seek(start)
    cut = header.records != there
    raw = _cleaned(header)
    raw = raw[:236] + str(there).encode("ascii").ljust(8) + raw[244:]
    with _private(scratch) as path:
        with path.open("wb") as copy:
            copy.write(raw)
            _copy(handle, copy, there * header.record_bytes)
        yield path, cut


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size and (part := source.read(min(_CHUNK, size))):
        target.write(part)
        size -= len(part)


def _cleaned(header: Header) -> bytes:
    """The header without identity: "X X X X", the day of the recording kept as EDF+ wants it."""
    patient, recording = (b"X X X X", b"Startdate " + _day(header) + b" X X X") if header.plus else (b"X", b"X")
    raw = header.raw
    return raw[:8] + patient.ljust(80) + recording.ljust(80) + raw[168:192] + raw[192:197].ljust(44) + raw[236:]


def _day(header: Header) -> bytes:
    """dd-MMM-yyyy of the recording; two-digit years of the header are 1985 to 2084 (Kemp & Olivan 2003)."""
    parts = header.raw[_RECORDING].split()
    if len(parts) > 1 and parts[0] == b"Startdate" and _DAY.fullmatch(parts[1]):
        return parts[1]
    day, month, year = (_int(part) for part in [*header.raw[168:176].split(b"."), b"", b""][:3])
    if not 1 <= month <= 12:
        raise damaged()
    return f"{day:02d}-{_MONTHS[month - 1]}-{year + (1900 if year >= 85 else 2000)}".encode("ascii")


def identity_in(source: Path | bytes) -> tuple[str, ...]:
    """Names of the parts that may say whose recording it is and are filled; never their content."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as handle:
        header = read_header(handle)
        return (*_filled(header), *(("Annotations",) if _has_text(header, handle) else ()))


def _filled(header: Header) -> tuple[str, ...]:
    patient, recording = header.raw[_PATIENT].split(), header.raw[_RECORDING].split()
    if not header.plus:
        # Machines that write plain EDF use the later standard's placeholders all the same.
        parts = (("Patient", patient), ("Recording", [word for word in recording if word != b"Startdate"]))
        return tuple(name for name, part in parts if b"".join(part).strip(b"Xx") not in (b"", b"0"))
    names = ["PatientCode", "PatientSex", "PatientBirthdate", "PatientName"]
    names += ["PatientAdditional"] * max(0, len(patient) - len(names))
    found = [name for name, part in zip(names, patient, strict=False) if part != b"X" and name != "PatientSex"]
    after = ["AdministrationCode", "Technician", "Equipment"]
    after += ["RecordingAdditional"] * max(0, len(recording) - 2 - len(after))
    found += [name for name, part in zip(after, recording[2:], strict=False) if part != b"X"]
    return tuple(dict.fromkeys(found))


def _has_text(header: Header, handle: BinaryIO) -> bool:
    return any(
        record != _without_text(header, record) for record in iter(lambda: handle.read(header.record_bytes), b"")
    )


def _without_text(header: Header, record: bytes) -> bytes:
    """A data record whose annotation channels keep nothing but the time of the record."""
    at, clock = 0, True
    for label, count in zip(header.labels, header.samples, strict=True):
        size = count * header.sample_bytes
        if label in ANNOTATIONS:
            part = record[at : at + size]
            # The first list of the first annotation channel says when the record began: +12.5 DC4 DC4 NUL.
            kept = _CLOCK.match(part) if clock else None
            record = record[:at] + (kept[0] if kept else b"").ljust(len(part), b"\0") + record[at + size :]
            clock = False
        at += size
    return record


def without_identity(source: Path, target: Path) -> None:
    """Write a copy without patient, staff and free text; the traces stay byte for byte. KnownError `trace-damaged`."""
    with source.open("rb") as handle, target.open("wb") as copy:
        header = read_header(handle)
        copy.write(_cleaned(header))
        while record := handle.read(header.record_bytes):
            copy.write(_without_text(header, record))
