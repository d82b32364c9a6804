"""EDF, EDF+ and BDF read by stretches from anything that seeks, a sealed file above all: only the records asked for.

Annotations and interrupted recordings (EDF+D) are those of Kemp & Olivan 2003. Marks are what somebody typed during the
recording: shown here, and never part of a cleaned copy.
"""

import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil, isfinite
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from study.errors import KnownError
from sync.files.edf import ANNOTATIONS, Header, read_header
from sync.files.recording import damaged, no_waveform
from sync.files.tracing import Heading, Lead, Mark, Stretch, between, sane

_Records = NDArray[np.uint8]
_MOST_MARKS = 5_000
_LONGEST_MARK = 200
_AT_ONCE = 8 * 1024**2
_ONSET = re.compile(rb"([+-][0-9]{1,9}(?:\.[0-9]{1,9})?)(?:\x15[0-9.]{0,20})?\x14")


@dataclass(frozen=True)
class _Signal:
    """Where a lead lies in a record, and how its numbers become physical ones."""

    lead: Lead
    first: int
    count: int
    gain: float
    zero: float


class EdfPages:
    """A recording behind `handle`, which stays open as long as this is used. KnownError `trace-damaged`,
    `trace-no-waveform`.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        handle.seek(0)
        self._header = read_header(handle)
        self._data = handle.tell()
        self._record_s = _number(self._header.raw[244:252])
        there = (handle.seek(0, io.SEEK_END) - self._data) // self._header.record_bytes
        if not 0 < self._record_s <= 3600 or there < 1:
            raise damaged()
        said = self._header.records
        self._records = min(there, said) if said > 0 else there
        self._signals = tuple(_signals(self._header, self._record_s))
        if not self._signals:
            raise no_waveform("edf")
        self._onsets = self._interrupted()
        last = self._onsets[-1] if self._onsets else (self._records - 1) * self._record_s
        gaps = tuple(self._gaps())
        self._heading = Heading(
            tuple(signal.lead for signal in self._signals),
            _start(self._header),
            sane(last + self._record_s),
            cut=said != there,
            gaps=gaps,
        )

    @property
    def heading(self) -> Heading:
        """Without marks: those are scattered over the whole file, see `marks`."""
        return self._heading

    def stretch(self, from_s: float, seconds: float, leads: Sequence[int]) -> tuple[Stretch, ...]:
        """See `sync.files.tracing.Tracing`."""
        seconds = min(seconds, self._heading.duration_s - from_s)
        bounds = [between(self._signals[lead].lead.rate_hz, from_s, max(0.0, seconds)) for lead in leads]
        found = tuple(np.full(end - first, np.nan, dtype=np.float32) for first, end in bounds)
        for at_s, records in self._records_of(from_s, seconds):
            for place, lead in enumerate(leads):
                signal = self._signals[lead]
                part = self._physical(records, signal)
                start = round(at_s * signal.lead.rate_hz) - bounds[place][0]
                low, high = max(start, 0), min(start + len(part), len(found[place]))
                if low < high:
                    found[place][low:high] = part[low - start : high - start]
        return found

    def marks(self) -> tuple[Mark, ...]:
        """What was written during the recording, in order of time; 5,000 at most. Reads the whole file, in parts."""
        found: list[Mark] = []
        began = 0.0
        if self._header.plus and any(label in ANNOTATIONS for label in self._header.labels):
            for number, record in enumerate(self._all_records()):
                began = began if number else _clock(self._header, record)
                found += _marks(self._header, record, began)
                if len(found) >= _MOST_MARKS:
                    break
        return tuple(sorted(found[:_MOST_MARKS], key=lambda mark: mark.at_s))

    def _all_records(self) -> Iterator[bytes]:
        size = self._header.record_bytes
        many = max(1, _AT_ONCE // size)
        for first in range(0, self._records, many):
            self._handle.seek(self._data + first * size)
            part = self._handle.read(min(many, self._records - first) * size)
            yield from (part[at : at + size] for at in range(0, len(part), size))

    def _records_of(self, from_s: float, seconds: float) -> Iterator[tuple[float, _Records]]:
        """The records that touch the stretch, as many at once as follow each other, and the second they begin at."""
        size, first = self._header.record_bytes, self._first(from_s)
        while first < self._records and self._onset(first) < from_s + seconds:
            many = 1 if self._onsets else self._records_until(from_s + seconds) - first
            many = max(1, min(many, self._records - first, _AT_ONCE // size))
            self._handle.seek(self._data + first * size)
            whole = len(read := self._handle.read(many * size)) // size
            yield self._onset(first), np.frombuffer(read[: whole * size], dtype=np.uint8).reshape(whole, size)
            first += many

    def _first(self, from_s: float) -> int:
        if self._onsets:
            return max(0, bisect_right(self._onsets, from_s) - 1)
        return max(0, int(from_s / self._record_s) - 1)

    def _onset(self, record: int) -> float:
        return self._onsets[record] if self._onsets else record * self._record_s

    def _records_until(self, second: float) -> int:
        return ceil(second / self._record_s)

    def _physical(self, records: _Records, signal: _Signal) -> Stretch:
        """The samples of a lead in records that follow each other."""
        wide = self._header.sample_bytes
        part = records[:, signal.first * wide : (signal.first + signal.count) * wide].tobytes()
        if wide == 2:
            raw = np.frombuffer(part, dtype="<i2").astype(np.float32)
        else:
            three = np.frombuffer(part, dtype=np.uint8).reshape(-1, 3).astype(np.int32)
            raw = ((three[:, 0] << 8 | three[:, 1] << 16 | three[:, 2] << 24) >> 8).astype(np.float32)
        return raw * np.float32(signal.gain) + np.float32(signal.zero)

    def _interrupted(self) -> list[float]:
        """When each record of an EDF+D begins, counted from the first; empty for a recording without interruption."""
        if self._header.raw[192:197] not in (b"EDF+D", b"BDF+D"):
            return []
        onsets = [_clock(self._header, record) for record in self._all_records()]
        shifted = [onset - onsets[0] for onset in onsets]
        if any(later - earlier < self._record_s * 0.999 for earlier, later in pairwise(shifted)):
            raise damaged()
        return shifted

    def _gaps(self) -> Iterator[tuple[float, float]]:
        for earlier, later in pairwise(self._onsets):
            if later - earlier > self._record_s * 1.001:
                yield earlier + self._record_s, later


def _signals(header: Header, record_s: float) -> Iterator[_Signal]:
    count, first = len(header.labels), 0

    def field(offset: int, width: int, index: int) -> bytes:
        at = 256 + count * offset + width * index
        return header.raw[at : at + width]

    for index, (label, samples) in enumerate(zip(header.labels, header.samples, strict=True)):
        if label not in ANNOTATIONS and samples:
            low, high = _number(field(104, 8, index)), _number(field(112, 8, index))
            digital_low, digital_high = _number(field(120, 8, index)), _number(field(128, 8, index))
            if digital_low == digital_high:
                raise damaged()
            gain = (high - low) / (digital_high - digital_low)
            unit = field(96, 8, index).strip().decode("latin-1").replace("uV", "µV")
            lead = Lead(label.decode("utf-8", "replace"), unit, samples / record_s)
            yield _Signal(lead, first, samples, gain, low - digital_low * gain)
        first += samples


def _number(text: bytes) -> float:
    try:
        found = float(text.decode("ascii").strip().replace(",", "."))
    except ValueError as error:
        raise damaged() from error
    if not isfinite(found):
        raise damaged()
    return found


def _start(header: Header) -> str:
    """The wall clock of the first record; "" where the header holds no day that exists."""
    text = (header.raw[168:176] + b" " + header.raw[176:184]).decode("latin-1")
    try:
        found = datetime.strptime(f"{text} +0000", "%d.%m.%y %H.%M.%S %z").replace(tzinfo=None)
    except ValueError:
        return ""
    # Two-digit years are 1985 to 2084 (Kemp & Olivan 2003); Python's are 1969 to 2068.
    year = found.year % 100
    return found.replace(year=year + (1900 if year >= 85 else 2000)).isoformat()


def _annotated(header: Header, record: bytes) -> Iterator[bytes]:
    """The annotation channels of a record."""
    at = 0
    for label, count in zip(header.labels, header.samples, strict=True):
        size = count * header.sample_bytes
        if label in ANNOTATIONS:
            yield record[at : at + size]
        at += size


def _clock(header: Header, record: bytes) -> float:
    for part in _annotated(header, record):
        found = _ONSET.match(part)
        if found:
            return _number(found[1])
    raise damaged()


def _marks(header: Header, record: bytes, began: float) -> Iterator[Mark]:
    for place, part in enumerate(_annotated(header, record)):
        for number, entry in enumerate(part.split(b"\0")):
            found = _ONSET.match(entry)
            if found is None or (place == 0 and number == 0 and entry.endswith(b"\x14\x14")):
                continue
            for text in entry[found.end() :].split(b"\x14"):
                words = "".join(letter for letter in text.decode("utf-8", "replace") if letter.isprintable())
                if words.strip():
                    yield Mark(_number(found[1]) - began, words.strip()[:_LONGEST_MARK])


def open_edf(handle: BinaryIO) -> EdfPages:
    """The recording behind a handle. KnownError `trace-damaged`, whatever is wrong with it."""
    try:
        return EdfPages(handle)
    except KnownError:
        raise
    except (ValueError, OverflowError) as error:
        raise damaged() from error
