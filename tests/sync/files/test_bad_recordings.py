"""Recordings that are cut, turned, empty, squeezed or huge by their own word: a sentence in both languages, at once.

Above all no such file may seem to name nobody: then it could leave the hospital.
"""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from study.errors import KnownError
from sync.files import traces
from sync.files.recording import Kind, no_waveform
from tests.kit.aecg import PERSON, aecg, lead, remark, series, wave

LITTLE, BIG = b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.2\0"


@pytest.fixture(scope="module")
def ecg() -> bytes:
    """A 12-lead ECG that names its patient."""
    found = get_testdata_file("waveform_ecg.dcm", download=False)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def changed(ecg: bytes, change: Callable[[Dataset], object]) -> bytes:
    """The ECG with each group of traces changed."""
    dataset = pydicom.dcmread(io.BytesIO(ecg))
    for group in dataset.WaveformSequence:
        change(group)
    return written(dataset)


def written(dataset: FileDataset) -> bytes:
    out = io.BytesIO()
    dataset.save_as(out, enforce_file_format=True)
    return out.getvalue()


def code_of(act: Callable[[], object]) -> str:
    """The code of the sentence that answers an act, which is said in both languages."""
    with pytest.raises(KnownError) as caught:
        act()
    sentence = caught.value.sentence
    assert sentence.en != sentence.zh
    assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence.zh)
    return caught.value.code


def looked(kind: Kind, data: bytes) -> str:
    return code_of(lambda: traces.read_by_stretches(kind, io.BytesIO(data)))


def named(kind: Kind, data: bytes) -> str:
    return code_of(lambda: traces.identity_in(kind, data))


@pytest.mark.parametrize("size", [132, 140, 300, 5_000, 20_000, 145_000])
def test_an_ecg_that_ends_early_is_damaged_and_never_said_to_name_nobody(ecg: bytes, size: int) -> None:
    assert looked("dicom", ecg[:size]) == "trace-damaged"
    assert named("dicom", ecg[:size]) == "trace-damaged"


def test_an_ecg_cut_behind_its_patient_still_names_them(ecg: bytes) -> None:
    assert looked("dicom", ecg[:1_000]) == "trace-no-waveform"
    assert "PatientName" in traces.identity_in("dicom", ecg[:1_000])


def test_the_wrong_order_of_bytes_is_damage_and_hides_no_name(ecg: bytes) -> None:
    turned = ecg.replace(LITTLE, BIG)
    assert turned != ecg
    assert looked("dicom", turned) == "trace-damaged"
    assert named("dicom", turned) == "trace-damaged"


def _no_channels(group: Dataset) -> None:
    group.NumberOfWaveformChannels, group.ChannelDefinitionSequence = 0, []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_no_channels, "trace-no-waveform"),
        (lambda group: setattr(group, "NumberOfWaveformSamples", 10**9), "trace-damaged"),
        (lambda group: setattr(group, "NumberOfWaveformSamples", 2**32 - 1), "trace-damaged"),
        (lambda group: setattr(group, "NumberOfWaveformChannels", 65_535), "trace-damaged"),
        (lambda group: setattr(group, "SamplingFrequency", "0"), "trace-damaged"),
        (lambda group: setattr(group, "SamplingFrequency", "0.000000001"), "trace-damaged"),
        (lambda group: delattr(group, "WaveformData"), "trace-damaged"),
    ],
)
def test_an_ecg_that_claims_what_it_does_not_hold(ecg: bytes, change: Callable[[Dataset], object], code: str) -> None:
    data = changed(ecg, change)
    assert looked("dicom", data) == code
    assert "PatientName" in traces.identity_in("dicom", data)


def squeezed(ecg: bytes, more: int = 0) -> bytes:
    """The ECG deflated, with so many zeros behind its traces."""
    dataset = pydicom.dcmread(io.BytesIO(ecg))
    dataset.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    data = written(dataset)
    if not more:
        return data
    # 128 bytes, DICM, the length of what is said of the file, that; then what is squeezed.
    begins = 144 + int.from_bytes(data[140:144], "little")
    body = zlib.decompress(data[begins:], -zlib.MAX_WBITS)
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(body) + press.compress(b"\xe1\x7f\x10\x00OB\0\0" + more.to_bytes(4, "little"))
    packed += b"".join(press.compress(bytes(1024**2)) for _ in range(more // 1024**2))
    return data[:begins] + packed + press.flush()


def test_a_squeezed_ecg_is_read_and_one_that_swells_is_stopped(ecg: bytes) -> None:
    for data in (squeezed(ecg), squeezed(ecg, 1024**2)):
        assert len(traces.read_by_stretches("dicom", io.BytesIO(data)).heading.leads) == 12
    swelling = squeezed(ecg, 300 * 1024**2)
    assert len(swelling) < 1024**2
    assert looked("dicom", swelling) == "trace-damaged"


def test_a_recording_of_annotations_only_is_said_to_hold_no_traces() -> None:
    head = b"0       " + b"X X X X".ljust(80) + b"Startdate X X X X".ljust(80) + b"17.11.2608.10.00"
    head += b"512     " + b"EDF+C".ljust(44) + b"2".ljust(8) + b"1".ljust(8) + b"1".ljust(4)
    fields = (
        (b"EDF Annotations", 16), (b"", 80), (b"", 8), (b"-1", 8), (b"1", 8), (b"-32768", 8), (b"32767", 8),
        (b"", 80), (b"30", 8), (b"", 32),
    )  # fmt: skip
    head += b"".join(text.ljust(size) for text, size in fields)
    data = head + b"".join(f"+{n}\x14\x14\0+{n}\x14Lin\x14\0".encode().ljust(60, b"\0") for n in range(2))
    assert looked("edf", data) == "trace-no-waveform"
    assert traces.identity_in("edf", data) == ("Annotations",)


@pytest.mark.parametrize("kind", ["dicom", "edf", "aecg"])
def test_each_kind_of_file_without_traces_has_words_of_its_own(kind: Kind) -> None:
    from_file = {"dicom": "DICOM", "edf": "EDF", "aecg": "aECG"}
    said = no_waveform(kind).sentence
    assert from_file[kind] in said.en
    assert from_file[kind] in said.zh


def test_an_aecg_nested_without_end_is_damaged_and_not_the_end_of_the_program() -> None:
    deep = b'<AnnotatedECG xmlns="urn:hl7-org:v3">' + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</AnnotatedECG>"
    assert looked("aecg", deep) == "trace-damaged"
    assert named("aecg", deep) == "trace-damaged"
    assert code_of(lambda: traces.measures("aecg", deep)) == "trace-damaged"


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "gbk", "GB18030", "utf-16"])
def test_an_aecg_in_a_chinese_encoding_is_read_and_names_whom_it_names(encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    person = PERSON.replace("Lin Xiaoman", "林小满")
    notes = remark("早搏", "20261117081002.000")
    data = aecg(series(lead("II", wave()), notes=notes), person=person, head=head).decode().encode(encoding)
    assert len(traces.read_by_stretches("aecg", io.BytesIO(data)).heading.leads) == 1
    assert "subjectDemographicPerson/name" in traces.identity_in("aecg", data)
    handle = io.BytesIO(data)
    [mark] = traces.marks("aecg", traces.read_by_stretches("aecg", handle), handle)
    assert mark.text == "早搏"


def test_an_aecg_whose_bytes_are_not_of_the_encoding_it_declares_is_damaged() -> None:
    data = aecg(series(lead("II", wave())), head='<?xml version="1.0" encoding="GBK"?>\n') + b"\xff\xff"
    assert looked("aecg", data) == "trace-damaged"
