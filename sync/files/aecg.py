"""HL7 annotated ECG (aECG, ANSI/HL7 V3 ECG R1-2004): leads, the machine's measurements, identity.

The file comes from outside: no DTD, no entity, no reference to anything else is followed. A cleaned copy is written
anew from a list of what is kept, so an element nobody thought of stays out.
"""

import io
import re
from array import array
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

from study.errors import KnownError
from sync.files.recording import Channel, Measure, Measures, Recording, damaged, measured, no_waveform
from sync.files.tracing import Mark, sane

_HL7 = "urn:hl7-org:v3"
_SPACE = f"{{{_HL7}}}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_MOST_BYTES = 256 * 1024**2
_MOST_LEADS = 64
_DEEPEST = 100
_DECLARED_WITHIN = 200
_DECLARED = re.compile(rb"(<\?xml[^>]*encoding\s*=\s*[\"'])([A-Za-z0-9._-]+)")
_CHINESE = (b"gb2312", b"gbk", b"gb18030", b"cp936")
_CLOCKS = ("TIME_ABSOLUTE", "TIME_RELATIVE")
_SECONDS = {"s": 1.0, "ms": 0.001, "us": 0.000001}
_UNITS = ("uV", "mV", "V", "nV")
_WORDS_OF_MACHINES = ("digits", "manufacturerModelName", "softwareName")
"""Elements whose words are the machine's; all other words of a file may say whose recording it is."""
_PERSONAL_VALUES = ("birthTime", "raceCode", "addr", "telecom")
Source = Path | bytes | BinaryIO


def read(source: Source) -> Recording:
    """The leads of the rhythm; further rhythms follow as leads named "II (2)". KnownError `trace-damaged`.

    The averaged beat that machines keep beside the rhythm is left out. `trace-no-waveform` where there is no rhythm.
    """
    root = _root(source)
    channels: list[Channel] = []
    start = ""
    for number, series in enumerate(_rhythms(root), start=1):
        start = start or _time(series)
        for channel in _channels(series):
            name = channel.name if number == 1 else f"{channel.name} ({number})"
            channels.append(Channel(name, channel.unit, channel.rate_hz, channel.samples))
    if not channels:
        raise no_waveform("aecg")
    if len(channels) > _MOST_LEADS:
        raise damaged()
    longest = max(len(each.samples) / each.rate_hz for each in channels)
    return Recording(tuple(channels), start, sane(longest), "aecg")


def measures(source: Source) -> Measures:
    """What the machine measured, as items of the ECG form; empty when the file holds none."""
    found: dict[str, Measure] = {}
    for note in _root(source).iter(f"{_SPACE}annotation"):
        value = note.find(f"{_SPACE}value")
        if value is not None:
            each = measured(_code(note), value.get("value", ""), value.get("unit", ""))
            if each is not None and _finite(each.number) is not None:
                found.setdefault(each.item, each)
    return tuple(found.values())


def marks(source: Source) -> tuple[Mark, ...]:
    """What was written at a moment of the first rhythm: words of annotations that name a time on its axis."""
    series = next(_rhythms(_root(source)), None)
    began = _moment(_time(series)) if series is not None else None
    if series is None or began is None:
        return ()
    found: list[Mark] = []
    for note in series.iter(f"{_SPACE}annotation"):
        low = note.find(f".//{_SPACE}supportingROI//{_SPACE}boundary/{_SPACE}value/{_SPACE}low")
        words = note.find(f"{_SPACE}text")
        at = _moment(_iso(low.get("value", ""))) if low is not None else None
        if at is not None and words is not None and (words.text or "").strip():
            found.append(Mark((at - began).total_seconds(), (words.text or "").strip()[:200]))
    return tuple(found)


def identity_in(source: Source) -> tuple[str, ...]:
    """Names of the elements that may say whose recording it is and are filled; never their content."""
    found: dict[str, None] = {}
    _look(_root(source), "", found)
    return tuple(found)


def without_identity(source: Source, target: Path) -> None:
    """Write a copy that keeps the traces, their time and the numbers measured. KnownError `trace-no-waveform`."""
    root = _root(source)
    clean = Element(f"{_SPACE}AnnotatedECG")
    SubElement(clean, f"{_SPACE}id", {"root": str(uuid4())})
    _keep_code(root, clean)
    found = 0
    for series in _all_series(root):
        found += _keep_series(series, SubElement(SubElement(clean, f"{_SPACE}component"), f"{_SPACE}series"))
    if not found:
        raise no_waveform("aecg")
    target.write_bytes(tostring(clean, encoding="utf-8", xml_declaration=True, default_namespace=None))


def _root(source: Source) -> Element:
    """The document. KnownError `trace-damaged`, `trace-not-aecg`."""
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return _root(opened)
    handle: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
    size = handle.seek(0, io.SEEK_END)
    handle.seek(0)
    if size > _MOST_BYTES:
        raise damaged()
    try:
        root = parse(_readable(handle), forbid_dtd=True, forbid_entities=True, forbid_external=True).getroot()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise damaged() from error
    if isinstance(root, Element) and _too_deep(root):
        raise damaged()
    if not isinstance(root, Element) or root.tag != f"{_SPACE}AnnotatedECG":
        raise KnownError(
            "trace-not-aecg",
            "This XML file is no HL7 annotated ECG; it can be attached, but holds no traces that can be shown.",
            "该 XML 文件不是 HL7 aECG 心电图，可作为附件保存，但不含可显示的波形。",
        )
    return root


def _readable(handle: BinaryIO) -> BinaryIO:
    """The document as the parser can read it: it knows no Chinese encoding, which machines here declare."""
    head = handle.read(_DECLARED_WITHIN)
    handle.seek(0)
    declared = _DECLARED.match(head)
    if declared is None or declared[2].lower() not in _CHINESE:
        return handle
    # GB 18030 holds the older ones.
    text = handle.read().decode("gb18030")
    return io.BytesIO(text.replace(declared[2].decode("ascii"), "UTF-8", 1).encode())


def _too_deep(root: Element) -> bool:
    """True for a document nested far beyond any aECG, which would use up the stack wherever it is walked."""
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _all_series(root: Element) -> Iterator[Element]:
    yield from root.iterfind(f"{_SPACE}component/{_SPACE}series")


def _rhythms(root: Element) -> Iterator[Element]:
    """Series of a rhythm; a derived series (the averaged beat) stands deeper and is none."""
    for series in _all_series(root):
        if "REPRESENTATIVE" not in _code(series).upper():
            yield series


def _code(element: Element) -> str:
    code = element.find(f"{_SPACE}code")
    return code.get("code", "") if code is not None else ""


def _channels(series: Element) -> Iterator[Channel]:
    for sequences in series.iterfind(f"{_SPACE}component/{_SPACE}sequenceSet"):
        parts = list(sequences.iterfind(f"{_SPACE}component/{_SPACE}sequence"))
        rate = next((_rate(each) for each in parts if _code(each) in _CLOCKS), None)
        for part in parts:
            if _code(part) not in _CLOCKS:
                if rate is None:
                    raise damaged()
                yield _lead(part, rate)


def _rate(sequence: Element) -> float:
    """Samples a second, from the increment of the time axis."""
    step = sequence.find(f"{_SPACE}value/{_SPACE}increment")
    apart = _quantity(step, _SECONDS) if step is not None else None
    if apart is None or not 1e-6 <= apart <= 10:
        raise damaged()
    return 1 / apart


def _lead(sequence: Element, rate: float) -> Channel:
    value = sequence.find(f"{_SPACE}value")
    digits = value.find(f"{_SPACE}digits") if value is not None else None
    if value is None or digits is None:
        raise damaged()
    scale, origin = value.find(f"{_SPACE}scale"), value.find(f"{_SPACE}origin")
    unit = scale.get("unit", "") if scale is not None else ""
    factor = _finite(scale.get("value", "")) if scale is not None else None
    zero = _finite(origin.get("value", "")) if origin is not None else 0.0
    other = origin is not None and zero and origin.get("unit", "") != unit
    if not factor or zero is None or other or unit not in _UNITS:
        raise damaged()
    try:
        numbers = np.array((digits.text or "").split(), dtype=np.float64)
    except ValueError as error:
        raise damaged() from error
    numbers = numbers * factor + zero
    if not len(numbers) or not np.isfinite(numbers).all() or np.abs(numbers).max() > 1e12:
        raise damaged()
    name = _code(sequence).removeprefix("MDC_ECG_LEAD_").replace("AV", "aV")[:16]
    return Channel(name, unit.replace("uV", "µV"), rate, array("f", numbers.astype(np.float32).tobytes()))


def _quantity(element: Element, units: dict[str, float]) -> float | None:
    number, factor = _finite(element.get("value", "")), units.get(element.get("unit", ""))
    return None if number is None or factor is None else number * factor


def _finite(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _time(series: Element) -> str:
    """When the series began (2026-11-17T08:10:00), or ""."""
    time = series.find(f"{_SPACE}effectiveTime")
    if time is None:
        return ""
    low = time.find(f"{_SPACE}low")
    return _iso((low if low is not None else time).get("value", ""))


def _iso(text: str) -> str:
    digits, _, rest = text.partition(".")
    if len(digits) < 14 or not digits[:14].isdecimal():
        return ""
    part = "".join(letter for letter in rest[:6] if letter.isdecimal())
    try:
        # A wall clock without a zone: what the machine showed.
        found = datetime.strptime(f"{digits[:14]}.{part or 0}+0000", "%Y%m%d%H%M%S.%f%z").replace(tzinfo=None)
    except ValueError:
        return ""
    return found.isoformat()


def _moment(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _look(element: Element, path: str, found: dict[str, None]) -> None:
    """Collect the filled elements that may be personal: the last two names of each path."""
    for child in element:
        name = str(child.tag).removeprefix(_SPACE)
        words = name not in _WORDS_OF_MACHINES and bool((child.text or "").strip())
        numbered = name == "id" and bool(child.get("extension"))
        valued = name in _PERSONAL_VALUES and bool(child.get("value") or child.get("code"))
        if words or numbered or valued:
            found[f"{path}/{name}" if path else name] = None
        _look(child, name, found)


def _keep_code(source: Element, target: Element) -> None:
    code = source.find(f"{_SPACE}code")
    if code is not None:
        kept = {key: code.get(key, "") for key in ("code", "codeSystem") if code.get(key)}
        SubElement(target, f"{_SPACE}code", kept)


def _keep_series(series: Element, target: Element) -> int:
    """The series without ids, devices and people; how many leads it holds."""
    SubElement(target, f"{_SPACE}id", {"root": str(uuid4())})
    _keep_code(series, target)
    time = series.find(f"{_SPACE}effectiveTime")
    if time is not None:
        _copy(time, SubElement(target, f"{_SPACE}effectiveTime"))
    kept = 0
    for sequences in series.iterfind(f"{_SPACE}component/{_SPACE}sequenceSet"):
        made = SubElement(SubElement(target, f"{_SPACE}component"), f"{_SPACE}sequenceSet")
        for sequence in sequences.iterfind(f"{_SPACE}component/{_SPACE}sequence"):
            copy = SubElement(SubElement(made, f"{_SPACE}component"), f"{_SPACE}sequence")
            _keep_code(sequence, copy)
            value = sequence.find(f"{_SPACE}value")
            if value is not None:
                _copy(value, SubElement(copy, f"{_SPACE}value"))
                kept += _code(sequence) not in _CLOCKS
    _keep_measures(series, target)
    return kept


def _keep_measures(series: Element, target: Element) -> None:
    notes = SubElement(SubElement(target, f"{_SPACE}subjectOf"), f"{_SPACE}annotationSet")
    for note in series.iter(f"{_SPACE}annotation"):
        value = note.find(f"{_SPACE}value")
        if value is not None and measured(_code(note), value.get("value", ""), value.get("unit", "")):
            kept = SubElement(SubElement(notes, f"{_SPACE}component"), f"{_SPACE}annotation")
            _keep_code(note, kept)
            number = {key: value.get(key, "") for key in (_TYPE, "value", "unit") if value.get(key)}
            SubElement(kept, f"{_SPACE}value", number)


def _copy(source: Element, target: Element) -> None:
    """Numbers, units and times of an axis or a lead; words only where they are digits."""
    for key in (_TYPE, "value", "unit", "inclusive"):
        if source.get(key):
            target.set(key, source.get(key, ""))
    if source.tag == f"{_SPACE}digits":
        target.text = " ".join(word for word in (source.text or "").split() if _finite(word) is not None)
    for child in source:
        if str(child.tag).removeprefix(_SPACE) in ("low", "high", "head", "increment", "origin", "scale", "digits"):
            _copy(child, SubElement(target, child.tag))
