"""HL7 annotated ECGs: scale, origin, several series, measurements, identity, and files made to do harm."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study.errors import KnownError
from sync.files import aecg as reading
from sync.files import traces
from sync.files.recording import Measure
from tests.kit.aecg import HEAD, PERSON, aecg, lead, note, remark, series, wave

MEASURED = (
    note("MDC_ECG_TIME_PD_PR", "141") + note("MDC_ECG_TIME_PD_QT", "368") + note("MDC_ECG_TIME_PD_RR", "0.8", "s")
)
WHOLE = aecg(series(lead("II", wave()) + lead("AVR", "-1 2 3", "2.5", "10"), notes=MEASURED))


def test_a_sample_is_its_digit_times_scale_plus_origin() -> None:
    found = reading.read(WHOLE)
    assert [(each.name, each.unit, each.rate_hz) for each in found.channels] == [
        ("II", "µV", 500.0),
        ("aVR", "µV", 500.0),
    ]
    assert list(found.channels[0].samples[:2]) == [1000.0, 5.0]
    assert list(found.channels[1].samples) == [7.5, 15.0, 17.5]
    assert (found.start, found.duration_s, found.kind) == ("2026-11-17T08:10:00", 10.0, "aecg")


def test_a_second_rhythm_is_told_apart_and_the_averaged_beat_left_out() -> None:
    data = aecg(series(lead("II", "1 2")), series(lead("II", "3 4 5")), series(lead("II", "9"), "REPRESENTATIVE_BEAT"))
    assert [(each.name, len(each.samples)) for each in reading.read(data).channels] == [("II", 2), ("II (2)", 3)]


def test_what_the_machine_measured_is_offered_and_what_it_did_not_is_not() -> None:
    assert reading.measures(WHOLE) == (
        Measure("PR", "141", "ms"),
        Measure("QT", "368", "ms"),
        Measure("RR", "0.8", "s"),
    )
    odd = note("MDC_ECG_TIME_PD_QT", "NaN") + note("MDC_ECG_TIME_PD_PR", "29999") + note("OTHER", "5")
    assert reading.measures(aecg(series(lead("II", "1"), notes=odd))) == ()


def test_a_remark_stands_at_its_second() -> None:
    data = aecg(series(lead("II", wave()), notes=remark("VES", "20261117081002.500")))
    assert [(mark.at_s, mark.text) for mark in reading.marks(data)] == [(2.5, "VES")]


def test_identity_is_named_and_gone_from_the_copy(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xml", tmp_path / "b.xml"
    source.write_bytes(aecg(series(lead("II", wave()), notes=MEASURED + remark("Lin Xiaoman", "20261117081002"))))
    found = traces.identity_in("aecg", source)
    assert {"subjectDemographicPerson/name", "subjectDemographicPerson/birthTime", "trialSubject/id"} <= set(found)
    assert "annotation/text" in found
    traces.without_identity("aecg", source, target)
    assert traces.identity_in("aecg", target) == ()
    before, after = reading.read(source), reading.read(target)
    assert before.channels[0].samples == after.channels[0].samples
    assert (before.start, reading.measures(source)) == (after.start, reading.measures(target))
    raw = target.read_bytes()
    assert not any(word in raw for word in (b"Xiaoman", b"0234567", b"20140502", b"ACC-77", b"1.2.3"))


def test_a_file_that_names_nobody_has_no_identity() -> None:
    data = aecg(series(lead("II", "1")).replace(' extension="ACC-77"', ""), person="")
    assert traces.identity_in("aecg", data) == ()


BOMB = HEAD + '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = HEAD + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "data",
    [
        aecg(series(lead("II", "1")), head=BOMB),
        aecg(series(lead("II", "1")), person=PERSON.replace("Lin", "&a;"), head=OUTSIDE),
        aecg(series(lead("II", "1 2", scale="NaN"))),
        aecg(series(lead("II", "1 2", scale="inf"))),
        aecg(series(lead("II", "1 2", scale="0"))),
        aecg(series(lead("II", "1 2", scale="1e300"))),
        aecg(series(lead("II", "1 2", unit="kg"))),
        aecg(series(lead("II", "1 two"))),
        aecg(series(lead("II", "1 nan"))),
        aecg(series(lead("II", ""))),
        aecg(series(lead("II", "1 2"), step="0")),
        aecg(series(lead("II", "1 2"), step="-0.002")),
        aecg(series(lead("II", "1 2"), step="1e9")),
        aecg(series("".join(lead("II", "1") for _ in range(65)))),
        WHOLE[:-40],
        b"<?xml",
    ],
)
def test_a_file_made_to_do_harm_is_answered_by_a_sentence(data: bytes) -> None:
    with pytest.raises(KnownError) as caught:
        reading.read(data)
    assert caught.value.code == "trace-damaged"
    assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.sentence.zh)


def test_other_xml_and_an_ecg_without_rhythm_are_said_to_be_so() -> None:
    for data, code in ((b"<?xml version='1.0'?><report/>", "trace-not-aecg"), (aecg(), "trace-no-waveform")):
        with pytest.raises(KnownError) as caught:
            reading.read(data)
        assert caught.value.code == code


@settings(max_examples=60)
@given(st.data())
def test_a_mutilated_file_raises_nothing_but_a_known_error(data: st.DataObject) -> None:
    raw = bytearray(aecg(series(lead("II", "1 2 3"), notes=MEASURED)))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    for act in (reading.read, reading.measures, reading.identity_in, reading.marks):
        try:
            act(bytes(raw))
        except KnownError as error:
            assert error.sentence.zh  # noqa: PT017
