"""What a tracing on the screen needs of a recording: its leads, marks and gaps, and any stretch of it as numbers.

Plain data, one protocol, and the recording that lies in memory. Each stretch is an array of 32-bit numbers, NaN where
nothing was recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sync.files.recording import Recording, damaged

Stretch = NDArray[np.float32]
_EDGE = 1e-6
LONGEST_S = 14 * 24 * 3600.0
"""No recording of a child is longer than two weeks; a file that claims more is damaged."""


@dataclass(frozen=True)
class Lead:
    """One lead or electrode; `unit` "" when the file does not say."""

    name: str
    unit: str
    rate_hz: float


@dataclass(frozen=True)
class Mark:
    """What somebody or the machine wrote at a moment, `at_s` seconds after the first sample."""

    at_s: float
    text: str


@dataclass(frozen=True)
class Heading:
    """A recording without its samples. `gaps` are the stretches (from, to) in seconds at which nothing was recorded."""

    leads: tuple[Lead, ...]
    start: str
    duration_s: float
    cut: bool = False
    marks: tuple[Mark, ...] = ()
    gaps: tuple[tuple[float, float], ...] = ()


class Tracing(Protocol):
    """A recording that is read by stretches."""

    @property
    def heading(self) -> Heading:
        """Everything but samples."""

    def stretch(self, from_s: float, seconds: float, leads: Sequence[int]) -> tuple[Stretch, ...]:
        """The samples of these leads from the first at or after `from_s` on, before `from_s + seconds`.

        Sample n of a lead stands at n / rate. KnownError `trace-damaged`.
        """


class Held:
    """A recording that lies in memory whole: an ECG of seconds or minutes."""

    def __init__(self, recording: Recording, marks: tuple[Mark, ...] = ()) -> None:
        leads = tuple(Lead(each.name, each.unit, each.rate_hz) for each in recording.channels)
        self._samples = tuple(np.asarray(each.samples, dtype=np.float32) for each in recording.channels)
        self._heading = Heading(leads, recording.start, sane(recording.duration_s), recording.cut, marks)

    @property
    def heading(self) -> Heading:
        """See `Tracing`."""
        return self._heading

    def stretch(self, from_s: float, seconds: float, leads: Sequence[int]) -> tuple[Stretch, ...]:
        """See `Tracing`."""
        found = []
        for lead in leads:
            first, end = between(self._heading.leads[lead].rate_hz, from_s, seconds)
            found.append(self._samples[lead][first:end])
        return tuple(found)


def between(rate_hz: float, from_s: float, seconds: float) -> tuple[int, int]:
    """The first sample at or after `from_s`, and the first at or after its end."""
    # A sample that stands on the edge belongs to one stretch only, whatever the rounding of its time.
    first = ceil(from_s * rate_hz - _EDGE) if from_s > 0 else 0
    return first, max(first, ceil((from_s + seconds) * rate_hz - _EDGE))


def sane(duration_s: float) -> float:
    """The duration, or KnownError `trace-damaged` for one that no recording has."""
    if not isfinite(duration_s) or not 0 < duration_s <= LONGEST_S:
        raise damaged()
    return duration_s


def summits(samples: Stretch, rate_hz: float, from_s: float, columns: int, per_s: float) -> tuple[Stretch, Stretch]:
    """The lowest and highest sample of each of `columns` columns, `per_s` of them a second, from `from_s` on.

    `samples` begin at the first at or after `from_s`; of several leads with one rate they are rows, and so are the
    answers. NaN where a column holds no sample.
    """
    low = np.full((*samples.shape[:-1], columns), np.nan, dtype=np.float32)
    high = low.copy()
    first, count = between(rate_hz, max(0.0, from_s), 0)[0], samples.shape[-1]
    times = (np.arange(first, first + count) / rate_hz - from_s) * per_s
    column = np.floor(times + _EDGE).astype(np.int64)
    # Times rise, so what is inside stands together.
    begin, end = np.searchsorted(column, (0, columns))
    if begin == end:
        return low, high
    column, samples = column[begin:end], samples[..., begin:end]
    starts = np.flatnonzero(np.diff(column, prepend=-1))
    # fmin leaves gaps out: a column is empty only where all of it is.
    low[..., column[starts]] = np.fmin.reduceat(samples, starts, axis=-1)
    high[..., column[starts]] = np.fmax.reduceat(samples, starts, axis=-1)
    return low, high


def rows(tracing: Tracing, leads: Sequence[int], from_s: float, count: int, per_s: float) -> tuple[Stretch, Stretch]:
    """`columns` of several leads, one a row. The leads of a rate are read and folded together: a few long calls that
    leave the interpreter to the window, where one lead after the other would be thousands of short ones.
    """
    low = np.full((len(leads), count), np.nan, dtype=np.float32)
    high = low.copy()
    rates = [tracing.heading.leads[lead].rate_hz for lead in leads]
    for rate in dict.fromkeys(rates):
        places = [place for place, each in enumerate(rates) if each == rate]
        if rate >= 2 * per_s:
            samples = tracing.stretch(*_within(from_s, count / per_s), [leads[place] for place in places])
            low[places], high[places] = summits(np.stack(samples), rate, from_s, count, per_s)
        else:
            for place in places:
                low[place], high[place] = columns(tracing, leads[place], from_s, count, per_s)
    return low, high


def _within(from_s: float, seconds: float) -> tuple[float, float]:
    """A stretch that begins before the recording, from its first sample on."""
    return max(0.0, from_s), seconds + min(from_s, 0.0)


def columns(tracing: Tracing, lead: int, from_s: float, count: int, per_s: float) -> tuple[Stretch, Stretch]:
    """The lowest and highest of `count` columns of a lead, as drawn: between samples wider apart, the line that joins.

    NaN outside the recording, in its gaps, and where nothing stands. KnownError `trace-damaged`.
    """
    rate = tracing.heading.leads[lead].rate_hz
    if rate >= 2 * per_s:
        (samples,) = tracing.stretch(*_within(from_s, count / per_s), (lead,))
        return summits(samples, rate, from_s, count, per_s)
    early = max(0.0, from_s - 2 / rate)
    (samples,) = tracing.stretch(early, from_s + count / per_s + 2 / rate - early, (lead,))
    if not len(samples):
        empty = np.full(count, np.nan, dtype=np.float32)
        return empty, empty
    times = np.arange(len(samples)) / rate + between(rate, early, 0)[0] / rate
    middles = from_s + (np.arange(count) + 0.5) / per_s
    line = np.interp(middles, times, samples, left=np.nan, right=np.nan).astype(np.float32)
    # A sample between two columns' middles is the summit of both: no peak is cut off.
    low, high = summits(*_from(samples, rate, early, from_s), from_s, count, per_s)
    return np.fmin(line, low), np.fmax(line, high)


def _from(samples: Stretch, rate: float, early: float, from_s: float) -> tuple[Stretch, float]:
    """The samples from `from_s` on, with their rate."""
    return samples[max(0, between(rate, max(0.0, from_s), 0)[0] - between(rate, early, 0)[0]) :], rate
