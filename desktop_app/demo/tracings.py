"""Invented recordings for the clinic day: a 12-lead ECG as DICOM and an EEG as EDF. Drawn by formulas.

The ECG is a sum of bell curves for P, Q, R, S and T (after McSharry et al., IEEE Trans Biomed Eng 2003;50:289); the EEG
is an alpha rhythm with noise.
"""

import math
import struct
from datetime import datetime
from pathlib import Path
from random import Random

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

_ECG_CLASS = "1.2.840.10008.5.1.4.1.1.9.1.1"
_LEADS = {
    "I": 0.7, "II": 1.0, "III": 0.4, "aVR": -0.8, "aVL": 0.3, "aVF": 0.7,
    "V1": -0.5, "V2": -0.3, "V3": 0.4, "V4": 1.1, "V5": 1.2, "V6": 0.9,
}  # fmt: skip
# Height (mV), place (s from R) and width (s) of P, Q, R, S, T.
_WAVES = ((0.12, -0.16, 0.025), (-0.10, -0.026, 0.01), (1.1, 0.0, 0.012), (-0.2, 0.028, 0.012), (0.28, 0.21, 0.045))
_RATE = 500
_EEG_CHANNELS = ("Fp1", "Fp2", "C3", "C4", "O1", "O2", "T3", "T4")
_EEG_RATE, _EEG_SECONDS = 128, 30


def write_ecg(path: Path, at: datetime, heart_rate: int = 84) -> None:
    """Ten seconds of twelve leads in µV at 500 Hz."""
    file = Dataset()
    file.SOPClassUID, file.SOPInstanceUID = _ECG_CLASS, generate_uid(entropy_srcs=["cartella", "demo", "ecg"])
    file.StudyInstanceUID = file.SeriesInstanceUID = file.SOPInstanceUID
    file.Modality, file.PatientName, file.PatientID = "ECG", "", ""
    file.AcquisitionDateTime = at.strftime("%Y%m%d%H%M%S")
    beats = 10 * heart_rate // 60 + 2
    rhythm = [_beat(second / _RATE, heart_rate, beats) for second in range(10 * _RATE)]
    group = Dataset()
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels, group.NumberOfWaveformSamples = len(_LEADS), len(rhythm)
    group.SamplingFrequency, group.WaveformBitsAllocated, group.WaveformSampleInterpretation = _RATE, 16, "SS"
    group.ChannelDefinitionSequence = [_lead(name) for name in _LEADS]
    samples = (round(1000 * share * height) for height in rhythm for share in _LEADS.values())
    group.WaveformData = struct.pack(f"<{len(rhythm) * len(_LEADS)}h", *samples)
    file.WaveformSequence = [group]
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = file.SOPClassUID, file.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file.file_meta = meta
    file.save_as(path, enforce_file_format=True, implicit_vr=False, little_endian=True)


def _beat(second: float, heart_rate: int, beats: int) -> float:
    """MV of lead II."""
    return sum(
        height * math.exp(-(((second - beat * 60 / heart_rate - place) / width) ** 2) / 2)
        for beat in range(beats)
        if abs(second - beat * 60 / heart_rate) < 1
        for height, place, width in _WAVES
    )


def _lead(name: str) -> Dataset:
    channel, source, unit = Dataset(), Dataset(), Dataset()
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = name, "99DEMO", f"Lead {name}"
    unit.CodeValue, unit.CodingSchemeDesignator, unit.CodeMeaning = "uV", "UCUM", "microvolt"
    channel.ChannelSourceSequence, channel.ChannelSensitivityUnitsSequence = [source], [unit]
    channel.ChannelSensitivity, channel.ChannelSensitivityCorrectionFactor, channel.ChannelBaseline = 1, 1, 0
    channel.ChannelSampleSkew, channel.WaveformBitsStored = 0, 16
    return channel


def write_eeg(path: Path, at: datetime) -> None:
    """Half a minute of eight channels in uV at 128 Hz, as plain EDF (Kemp et al. 1992): one record a second."""
    count = len(_EEG_CHANNELS)
    texts = [
        ("0", 8), ("X X X X", 80), ("Startdate X X X X", 80), (at.strftime("%d.%m.%y"), 8),
        (at.strftime("%H.%M.%S"), 8),
        (str(256 * (count + 1)), 8), ("", 44), (str(_EEG_SECONDS), 8), ("1", 8), (str(count), 4),
    ]  # fmt: skip
    texts += [(f"EEG {name}", 16) for name in _EEG_CHANNELS]
    for text, width in (
        ("AgAgCl", 80), ("uV", 8), ("-500", 8), ("500", 8), ("-32768", 8), ("32767", 8), ("HP:0.5Hz LP:70Hz", 80),
        (str(_EEG_RATE), 8), ("", 32),
    ):  # fmt: skip
        texts += [(text, width)] * count
    dice = Random("eeg")  # noqa: S311 - an invented recording, nothing to guess
    records = (_second(second, channel, dice) for second in range(_EEG_SECONDS) for channel in range(count))
    path.write_bytes("".join(text.ljust(width) for text, width in texts).encode("ascii") + b"".join(records))


def _second(second: int, channel: int, dice: Random) -> bytes:
    """One second of one channel; alpha is strongest at the back of the head."""
    strength = 40 if _EEG_CHANNELS[channel].startswith("O") else 16
    values = (
        strength * math.sin(2 * math.pi * 9.5 * (second + sample / _EEG_RATE) + channel) + dice.gauss(0, 6)
        for sample in range(_EEG_RATE)
    )
    return struct.pack(f"<{_EEG_RATE}h", *(round(value * 65.535) for value in values))
