"""DICOM waveforms (PS3.3 C.10.9): leads, the machine's measurements, identity. Owns everything pydicom knows.

A cleaned copy is built from a list of what is kept, not of what is removed: an attribute nobody thought of stays out.
"""

import io
import logging
import warnings
import zlib
from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filereader import _read_file_meta_info, read_preamble
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, generate_uid
from pydicom.waveforms.numpy_handler import multiplex_array

from study.errors import KnownError
from sync.files.recording import Channel, Measure, Measures, Recording, damaged, measured, no_waveform

# Its log lines quote what stands in a damaged file: a name must not reach a log. It keeps a NullHandler of its own.
logging.getLogger("pydicom").propagate = False

_MOST_INFLATED = 256 * 1024**2
P = ParamSpec("P")
R = TypeVar("R")
_IDENTITY = (
    "PatientID", "IssuerOfPatientID", "PatientBirthDate", "PatientBirthTime", "OtherPatientIDs",
    "OtherPatientIDsSequence",
    "PatientAge", "PatientAddress", "PatientTelephoneNumbers", "PatientMotherBirthName", "PatientComments",
    "PatientInstitutionResidence", "MedicalRecordLocator", "EthnicGroup", "Occupation", "AccessionNumber",
    "AdmissionID",
    "InstitutionName", "InstitutionAddress", "CurrentPatientLocation", "VisitComments", "RequestingPhysician",
    "ImageComments", "AdditionalPatientHistory",
)  # fmt: skip
_KEPT = (
    "SpecificCharacterSet", "SOPClassUID", "Modality", "Manufacturer", "ManufacturerModelName", "SoftwareVersions",
    "AcquisitionDateTime", "ContentDate", "ContentTime", "StudyDate", "StudyTime", "AcquisitionContextSequence",
    "PatientSex",
)  # fmt: skip
_KEPT_GROUP = (
    "MultiplexGroupTimeOffset", "WaveformOriginality", "NumberOfWaveformChannels", "NumberOfWaveformSamples",
    "SamplingFrequency", "MultiplexGroupLabel", "WaveformBitsAllocated", "WaveformSampleInterpretation",
    "WaveformPaddingValue", "WaveformData", "ChannelDefinitionSequence",
)  # fmt: skip
_KEPT_NOTE = (
    "MeasurementUnitsCodeSequence", "ConceptNameCodeSequence", "ReferencedWaveformChannels", "AnnotationGroupNumber",
    "NumericValue", "TemporalRangeType", "ReferencedSamplePositions",
)  # fmt: skip
_BLANK = ("PatientName", "PatientID", "PatientBirthDate", "ReferringPhysicianName", "AccessionNumber", "StudyID")


def _mapped(function: Callable[P, R]) -> Callable[P, R]:
    """Whatever pydicom raises on a damaged file becomes the one sentence about damaged recordings."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with warnings.catch_warnings():
                # It warns about every value that breaks the standard, with the value: a name must not reach a log.
                warnings.simplefilter("ignore")
                return function(*args, **kwargs)
        except (KnownError, MemoryError):
            raise
        except FileNotFoundError:
            raise
        # A damaged element surfaces wherever it is first touched, as any exception at all.
        except Exception as error:
            raise damaged() from error

    return call


def _open(source: Path | bytes | BinaryIO, *, pixels: bool = True) -> FileDataset:
    """The file's attributes. One that ends early or is read in the wrong order of bytes may seem to hold none: it is
    damaged, and must not be taken for one that names nobody.
    """
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return _open(opened, pixels=pixels)
    handle: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
    _bounded(handle)
    handle.seek(0)
    dataset = pydicom.dcmread(handle, stop_before_pixels=not pixels)
    if not dataset.get("SOPClassUID"):
        raise damaged()
    return dataset


def _bounded(handle: BinaryIO) -> None:
    """A squeezed file would be inflated into memory whatever comes of it. KnownError `trace-damaged` over 256 MiB."""
    handle.seek(0)
    read_preamble(handle, force=False)
    meta = _read_file_meta_info(handle)
    if meta.get("TransferSyntaxUID") == DeflatedExplicitVRLittleEndian:
        inflated = zlib.decompressobj(-zlib.MAX_WBITS).decompress(handle.read(), _MOST_INFLATED + 1)
        if len(inflated) > _MOST_INFLATED:
            raise damaged()


@_mapped
def read(source: Path | bytes | BinaryIO) -> Recording:
    """The leads of a waveform file. KnownError `trace-damaged`, `trace-no-waveform`."""
    dataset = _open(source)
    groups = [each for each in enumerate(dataset.get("WaveformSequence") or ()) if not _is_beat(each[1])]
    if not groups:
        raise no_waveform("dicom")
    longest = max(_seconds(group) for _, group in groups)
    channels = [
        channel
        for index, group in groups
        if abs(_seconds(group) - longest) < 0.01
        for channel in _channels(dataset, index, group)
    ]
    if not channels:
        raise no_waveform("dicom")
    return Recording(tuple(channels), _start(dataset), longest, "dicom")


def _is_beat(group: Dataset) -> bool:
    """True for the averaged beat that machines keep beside the rhythm."""
    return "MEDIAN" in str(group.get("MultiplexGroupLabel", "")).upper()


def _seconds(group: Dataset) -> float:
    rate = float(group.SamplingFrequency)
    if not 0 < rate < 1e6:
        raise ValueError("a sampling frequency is above zero")
    return int(group.NumberOfWaveformSamples) / rate


def _channels(dataset: Dataset, index: int, group: Dataset) -> Iterator[Channel]:
    samples = multiplex_array(dataset, index, as_raw=False)
    for number, definition in enumerate(group.ChannelDefinitionSequence):
        units = definition.get("ChannelSensitivityUnitsSequence") or ()
        unit = str(units[0].get("CodeValue", "")) if units else ""
        yield Channel(
            _lead(definition, number),
            unit.replace("uV", "µV"),
            float(group.SamplingFrequency),
            array("f", samples[:, number].astype("float32").tobytes()),
        )


def _lead(definition: Dataset, number: int) -> str:
    """II, aVR, V1: the lead's code meaning without the word "Lead"."""
    sources = definition.get("ChannelSourceSequence") or ()
    meaning = str(sources[0].get("CodeMeaning", "")) if sources else ""
    name = meaning or str(definition.get("ChannelLabel", "")) or str(number + 1)
    return name.removeprefix("Lead ").partition(" (")[0].strip()


def _start(dataset: Dataset) -> str:
    texts = [str(dataset.get("AcquisitionDateTime") or "")]
    texts += [f"{dataset.get(f'{each}Date') or ''}{dataset.get(f'{each}Time') or ''}" for each in ("Content", "Study")]
    for text in texts:
        digits = text.partition(".")[0][:14]
        if len(digits) == 14 and digits.isdecimal():
            # A wall clock without a zone: what the machine showed. A false date is caught with the damaged ones.
            return datetime.strptime(f"{digits}+0000", "%Y%m%d%H%M%S%z").replace(tzinfo=None).isoformat()
    return ""


@_mapped
def measures(source: Path | bytes | BinaryIO) -> Measures:
    """What the machine measured on the whole tracing, as items of the ECG form; empty when the file holds none."""
    found: dict[str, Measure] = {}
    for note in _open(source).get("WaveformAnnotationSequence") or ():
        names, units = note.get("ConceptNameCodeSequence") or (), note.get("MeasurementUnitsCodeSequence") or ()
        if not names or not units:
            continue
        number, meaning = str(note.get("NumericValue", "") or ""), str(names[0].get("CodeMeaning", ""))
        each = measured(meaning, number, str(units[0].get("CodeValue", "")))
        if each is not None:
            found.setdefault(each.item, each)
    return tuple(found.values())


@_mapped
def identity_in(source: Path | bytes) -> tuple[str, ...]:
    """Names of the attributes that may say whose recording it is and are filled; never their content."""
    # An echo is hundreds of megabytes of pixels, and says before them whose it is.
    dataset = _open(source, pixels=False)
    found: dict[str, None] = {}
    for element in dataset.iterall():
        filled = str(element.value or "").strip() not in ("", "[]")
        if filled and (element.keyword in _IDENTITY or element.VR == "PN" or element.tag.is_private):
            found[element.keyword or f"private {element.tag}"] = None
    return tuple(found)


@_mapped
def without_identity(source: Path, target: Path) -> None:
    """Write a copy that keeps the traces, their time and the numbers measured. KnownError `trace-no-waveform`.

    Identifiers of study, series and object are new ones; free text is left out, it may hold a name.
    """
    original = _open(source)
    if not original.get("WaveformSequence"):
        raise no_waveform("dicom")
    clean = _only(original, _KEPT)
    clean.WaveformSequence = [_only(group, _KEPT_GROUP) for group in original.WaveformSequence]
    notes = [_only(each, _KEPT_NOTE) for each in original.get("WaveformAnnotationSequence") or ()]
    clean.WaveformAnnotationSequence = [each for each in notes if "ConceptNameCodeSequence" in each]
    for keyword in _BLANK:
        setattr(clean, keyword, "")
    clean.SOPInstanceUID, clean.StudyInstanceUID, clean.SeriesInstanceUID = (generate_uid() for _ in range(3))
    clean.PatientIdentityRemoved = "YES"
    clean.DeidentificationMethod = "Cartella: list of kept attributes"
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = clean.SOPClassUID, clean.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    clean.file_meta = meta
    written = io.BytesIO()
    clean.save_as(written, enforce_file_format=True, implicit_vr=False, little_endian=True)
    target.write_bytes(written.getvalue())


def _only(dataset: Dataset, keywords: tuple[str, ...]) -> Dataset:
    """A copy with these attributes and, inside their sequences, nothing private and nobody's name."""
    kept = Dataset()
    for keyword in keywords:
        if keyword in dataset:
            kept.add(dataset[keyword])
    kept.remove_private_tags()
    for element in list(kept.iterall()):
        if element.VR == "PN":
            element.value = ""
    return kept
