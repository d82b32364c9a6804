"""EDF by stretches: the numbers pyedflib reads, marks and interruptions of EDF+, files that claim too much."""

import io
from array import array
from pathlib import Path

import numpy as np
import pyedflib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.errors import KnownError
from sync.files import traces
from sync.files.edf_pages import open_edf
from sync.files.recording import Channel, Recording
from sync.files.tracing import Held, columns

DATA = Path(pyedflib.__file__).parent / "tests" / "data"
PLUS = DATA / "test_generator.edf"
FILES = [PLUS, DATA / "test_subsecond.edf", DATA / "test_generator_datarec_generator_2.bdf"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize(("from_s", "seconds"), [(0.0, 2.0), (1.25, 3.5), (9.999, 0.5)])
def test_a_stretch_holds_what_the_library_reads(path: Path, from_s: float, seconds: float, tmp_path: Path) -> None:
    whole = traces.read("edf", path, tmp_path, seconds=15)
    with path.open("rb") as handle:
        found = open_edf(handle)
        assert [lead.name for lead in found.heading.leads] == [channel.name for channel in whole.channels]
        assert found.heading.duration_s == pytest.approx(whole.duration_s)
        parts = found.stretch(from_s, seconds, range(len(whole.channels)))
    for part, channel in zip(parts, whole.channels, strict=True):
        first = -int(-from_s * channel.rate_hz // 1)
        expected = np.asarray(channel.samples)[first : -int(-(from_s + seconds) * channel.rate_hz // 1)]
        assert part == pytest.approx(expected, rel=1e-4, abs=0.02)


def test_the_marks_of_an_edf_plus_are_those_the_library_reads() -> None:
    with pyedflib.EdfReader(str(PLUS)) as reader:
        onsets, _durations, texts = reader.readAnnotations()
    with PLUS.open("rb") as handle:
        found = open_edf(handle).marks()
    assert [mark.text for mark in found] == [str(text).strip() for text in texts]
    assert [mark.at_s for mark in found] == pytest.approx(list(onsets), abs=0.001)


def edf(onsets: tuple[float, ...], mode: bytes = b"EDF+D", **claims: bytes) -> bytes:
    """Records of a second, ten samples each that count up, and a channel of annotations."""
    head = b"0       " + b"X X X X".ljust(80) + b"Startdate X X X X".ljust(80) + b"17.11.2608.10.00"
    head += b"768     " + mode.ljust(44) + claims.get("records", str(len(onsets)).encode()).ljust(8)
    head += claims.get("seconds", b"1").ljust(8) + b"2".ljust(4)
    fields = (
        ((b"EEG C3", b"EDF Annotations"), 16), ((b"", b""), 80), ((b"uV", b""), 8),
        ((claims.get("low", b"-3276.8"), b"-1"), 8), ((claims.get("high", b"3276.7"), b"1"), 8),
        ((b"-32768", b"-32768"), 8), ((claims.get("digital", b"32767"), b"32767"), 8), ((b"", b""), 80),
        ((claims.get("count", b"10"), b"20"), 8), ((b"", b""), 32),
    )  # fmt: skip
    head += b"".join(text.ljust(size) for pair, size in fields for text in pair)
    body = b""
    for number, onset in enumerate(onsets):
        body += np.arange(number * 10, number * 10 + 10, dtype="<i2").tobytes()
        body += f"+{onset:g}\x14\x14\0".encode().ljust(40, b"\0")
    return head + body


def test_an_interruption_is_a_gap_and_not_a_joint() -> None:
    found = open_edf(io.BytesIO(edf((0.0, 1.0, 5.0))))
    assert (found.heading.duration_s, found.heading.gaps) == (6.0, ((2.0, 5.0),))
    (part,) = found.stretch(1.5, 4.0, (0,))
    assert list(np.round(part[:5], 1)) == [1.5, 1.6, 1.7, 1.8, 1.9]
    assert np.isnan(part[5:35]).all()
    assert list(np.round(part[35:], 1)) == [2.0, 2.1, 2.2, 2.3, 2.4]


@pytest.mark.parametrize(
    "data",
    [
        edf((0.0, 1.0), low=b"nan"), edf((0.0, 1.0), high=b"inf"), edf((0.0, 1.0), digital=b"-32768"),
        edf((0.0, 1.0), seconds=b"0"), edf((0.0, 1.0), seconds=b"-1"), edf((0.0, 1.0), seconds=b"nan"),
        edf((0.0, 1.0), count=b"99999999"), edf((0.0, 99999999.0)), edf((5.0, 1.0)), edf(()),
        edf((0.0, 1.0))[:700], b"", b"0       ",
    ],
)  # fmt: skip
def test_a_file_that_claims_what_it_does_not_hold_is_answered_by_a_sentence(data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        open_edf(io.BytesIO(data))
    assert caught.value.code == "trace-damaged"


def test_a_recording_that_was_cut_says_so_and_shows_what_is_there() -> None:
    whole = edf((0.0, 1.0, 2.0), b"EDF+C", records=b"9999999")
    found = open_edf(io.BytesIO(whole[:-10]))
    assert (found.heading.cut, found.heading.duration_s) == (True, 2.0)


def held(samples: list[float], rate: float) -> Held:
    return Held(Recording((Channel("II", "mV", rate, _array(samples)),), "", len(samples) / rate, "dicom"))


def _array(samples: list[float]) -> "array[float]":
    return array("f", samples)


@given(st.lists(st.floats(-100, 100, width=32), min_size=50, max_size=400), st.floats(5, 400), st.integers(1, 60))
def test_no_peak_is_lost_however_much_is_left_out(samples: list[float], per_s: float, count: int) -> None:
    found = held(samples, 100.0)
    low, high = columns(found, 0, 0.0, count, per_s)
    inside = [value for place, value in enumerate(samples) if place / 100 * per_s < count - 1]
    if inside and len(inside) > 1:
        assert np.nanmax(high) >= max(inside) - 1e-3
        assert np.nanmin(low) <= min(inside) + 1e-3
        assert np.nanmax(high) <= max(samples) + 1e-3


@settings(max_examples=60)
@given(st.data())
def test_a_mutilated_file_raises_nothing_but_a_known_error(data: st.DataObject) -> None:
    raw = bytearray(edf((0.0, 1.0, 3.0)))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    try:
        found = open_edf(io.BytesIO(bytes(raw)))
        for index in range(len(found.heading.leads)):
            columns(found, index, 0.0, 50, 20.0)
        found.marks()
    except KnownError as error:
        assert error.sentence.zh  # noqa: PT017
