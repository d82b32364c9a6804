"""ECG and EEG files that pydicom and pyedflib bring along: read, cleaned of identity, damaged."""

from datetime import datetime
from pathlib import Path

import pydicom
import pyedflib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.data import get_testdata_file

from desktop_app.demo.tracings import write_eeg
from study.errors import KnownError
from sync.files import traces
from sync.files.traces import Kind, Measure

EDF = Path(pyedflib.__file__).parent / "tests" / "data" / "test_subsecond.edf"
EDF_PLUS = EDF.with_name("test_generator.edf")
BDF = EDF.with_name("test_generator_datarec_generator_2.bdf")


@pytest.fixture(scope="session")
def ecg() -> Path:
    """A 12-lead ECG with the machine's measurements, from pydicom's own package."""
    found = get_testdata_file("waveform_ecg.dcm", download=False)
    assert isinstance(found, str)
    return Path(found)


def test_a_12_lead_ecg(ecg: Path, tmp_path: Path) -> None:
    found = traces.read("dicom", ecg, tmp_path)
    assert [channel.name for channel in found.channels] == [
        "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
    ]  # fmt: skip
    assert {(channel.unit, channel.rate_hz, len(channel.samples)) for channel in found.channels} == {
        ("µV", 1000.0, 10000)
    }
    assert (found.start, found.duration_s) == ("2013-01-25T10:59:19", 10.0)
    one, two, three = (found.channels[index].samples for index in range(3))
    # Einthoven: I + III = II.
    assert max(abs(a + c - b) for a, b, c in zip(one, two, three, strict=True)) < 5


def test_what_the_machine_measured_is_offered(ecg: Path) -> None:
    assert traces.measures("dicom", ecg.read_bytes()) == (
        Measure("RR", "982", "ms"),
        Measure("PR", "161", "ms"),
        Measure("QRS", "75", "ms"),
        Measure("QT", "368", "ms"),
        Measure("EGQTCM", "370", "ms"),
    )


def test_an_eeg_from_a_file_and_from_bytes(tmp_path: Path) -> None:
    by_path = traces.read("edf", EDF_PLUS, tmp_path, from_s=10, seconds=2)
    by_bytes = traces.read("edf", EDF_PLUS.read_bytes(), tmp_path, from_s=10, seconds=2)
    assert by_path.start == by_bytes.start == "2011-04-04T12:57:02"
    assert (by_path.duration_s, by_path.from_s, by_path.cut) == (600.0, 10, False)
    assert [len(channel.samples) for channel in by_path.channels] == [400] * 11
    assert [a.samples for a in by_path.channels] == [b.samples for b in by_bytes.channels]
    assert list(tmp_path.iterdir()) == []


def test_a_bdf_is_read_as_well(tmp_path: Path) -> None:
    assert len(traces.read("edf", BDF, tmp_path).channels) == 5


def test_a_recording_that_was_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    raw = EDF_PLUS.read_bytes()
    found = traces.read("edf", raw[: len(raw) * 2 // 3], tmp_path)
    assert (found.cut, found.duration_s) == (True, 399.0)


def test_a_chinese_name_in_the_header_does_not_stop_the_reading(tmp_path: Path) -> None:
    raw = bytearray(EDF_PLUS.read_bytes())
    raw[8:88] = "林小满".encode("gb18030").ljust(80)
    path = tmp_path / "eeg.edf"
    path.write_bytes(raw)
    assert len(traces.read("edf", path, tmp_path / "scratch", seconds=1).channels) == 11
    assert list((tmp_path / "scratch").iterdir()) == []


def test_identity_is_named_and_never_quoted(ecg: Path) -> None:
    found = traces.identity_in("dicom", ecg)
    assert {"PatientName", "PatientID", "PatientBirthDate", "InstitutionName"} <= set(found)
    assert not any("642341" in name or "Galliera" in name for name in found)
    assert set(traces.identity_in("edf", EDF_PLUS)) >= {"PatientName", "PatientBirthdate", "Technician", "Annotations"}
    assert traces.identity_in("edf", BDF.read_bytes()) == ()


@pytest.mark.parametrize(
    ("patient", "recording", "found"),
    [
        ("X X X X", "Startdate X X X X", ()),
        ("", "", ()),
        ("Lin Xiaoman", "Startdate X X X X", ("Patient",)),
        ("X X X X", "Startdate 17-NOV-2026 X Zhou X", ("Recording",)),
    ],
)
def test_placeholders_in_a_plain_edf_name_nobody(
    tmp_path: Path, patient: str, recording: str, found: tuple[str, ...]
) -> None:
    path = tmp_path / "plain.edf"
    write_eeg(path, datetime(2026, 11, 17, 8, 0))  # noqa: DTZ001 - the file has no time zone
    raw = path.read_bytes()
    path.write_bytes(raw[:8] + patient.ljust(80).encode() + recording.ljust(80).encode() + raw[168:])
    assert traces.identity_in("edf", path) == found


def test_a_cleaned_ecg_keeps_its_traces_and_measurements(ecg: Path, tmp_path: Path) -> None:
    target = tmp_path / "clean.dcm"
    traces.without_identity("dicom", ecg, target)
    before, after = (traces.read("dicom", path, tmp_path) for path in (ecg, target))
    assert [a.samples for a in before.channels] == [b.samples for b in after.channels]
    assert after.start == before.start
    assert traces.measures("dicom", target) == traces.measures("dicom", ecg)
    assert traces.identity_in("dicom", target) == ()
    raw = target.read_bytes()
    assert not any(word in raw for word in (b"Galliera", b"642341", b"19710123", b"RITMO", b"13002689", b"1072139"))
    assert pydicom.dcmread(target).PatientIdentityRemoved == "YES"


@pytest.mark.parametrize("source", [EDF, EDF_PLUS, BDF, EDF.with_name("test_legacy.edf")], ids=lambda path: path.stem)
def test_a_cleaned_eeg_keeps_its_traces(source: Path, tmp_path: Path) -> None:
    target = tmp_path / f"clean{source.suffix}"
    traces.without_identity("edf", source, target)
    before, after = (traces.read("edf", path, tmp_path, seconds=60) for path in (source, target))
    assert [a.samples for a in before.channels] == [b.samples for b in after.channels]
    assert (after.start, after.duration_s) == (before.start, before.duration_s)
    assert traces.identity_in("edf", target) == ()
    raw = target.read_bytes()
    assert not any(word in raw for word in (b"Hans", b"Muller", b"1969", b"Spotty"))


def test_a_cleaned_copy_never_replaces_a_file(ecg: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.dcm"
    target.write_bytes(b"x")
    with pytest.raises(FileExistsError):
        traces.without_identity("dicom", ecg, target)
    assert target.read_bytes() == b"x"


def test_a_dicom_picture_has_no_traces_and_is_not_copied(tmp_path: Path) -> None:
    picture = get_testdata_file("CT_small.dcm", download=False)
    assert isinstance(picture, str)
    for act in (
        lambda: traces.read("dicom", Path(picture), tmp_path),
        lambda: traces.without_identity("dicom", Path(picture), tmp_path / "copy.dcm"),
    ):
        with pytest.raises(KnownError) as caught:
            act()
        assert caught.value.code == "trace-no-waveform"
    assert list(tmp_path.iterdir()) == []


def test_the_kind_is_told_by_the_first_bytes(ecg: Path) -> None:
    assert traces.kind_of(ecg.read_bytes()) == "dicom"
    assert traces.kind_of(EDF.read_bytes()) == traces.kind_of(BDF.read_bytes()) == "edf"
    with pytest.raises(KnownError) as caught:
        traces.kind_of(b"%PDF-1.7")
    assert caught.value.code == "trace-kind"


@pytest.mark.parametrize("kind", ["dicom", "edf"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"0       " + b" " * 300, b"\0" * 128 + b"DICM"])
def test_a_file_that_is_none_is_refused_in_both_languages(kind: Kind, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    for act in (
        lambda: traces.read(kind, data, tmp_path / "scratch"),
        lambda: traces.read(kind, path, tmp_path / "scratch"),
        lambda: traces.without_identity(kind, path, tmp_path / "copy"),
    ):
        with pytest.raises(KnownError) as caught:
            act()
        assert caught.value.sentence.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.sentence.zh)
    assert not (tmp_path / "copy").exists()


def test_a_file_that_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        traces.read("edf", tmp_path / "gone.edf", tmp_path)
    assert caught.value.code == "file-missing"


@settings(max_examples=40)
@given(st.data())
def test_a_mutilated_recording_raises_nothing_but_a_known_error(
    ecg: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kinds: list[Kind] = ["dicom", "edf"]
    kind = data.draw(st.sampled_from(kinds))
    path = ecg if kind == "dicom" else EDF
    raw = bytearray(path.read_bytes()[:60_000] if kind == "edf" else path.read_bytes())
    # The headers are where damage tells.
    for at in data.draw(st.lists(st.integers(0, 4000), min_size=1, max_size=12)):
        raw[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]
    scratch = tmp_path_factory.mktemp("scratch")
    for act in (
        lambda: traces.read(kind, bytes(raw), scratch, seconds=2),
        lambda: traces.identity_in(kind, bytes(raw)),
        lambda: traces.measures(kind, bytes(raw)),
    ):
        try:
            act()
        except KnownError as error:
            assert error.sentence.zh  # noqa: PT017
    assert list(scratch.iterdir()) == []
