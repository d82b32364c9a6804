"""Immunoglobulin without an end and not "once" is asked about; IgG reads the log of medicines beside its own form."""

from datetime import date

import pytest

from study.unusual import unusual
from tests.study.trial.conftest import Chart

ON = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"CMFRQ": "qd"}, True), ({}, True), ({"CMFRQ": "qd", "CMONGO": "N"}, True), ({"CMONGO": "Y"}, False),
        ({"CMFRQ": "once"}, False), ({"CMFRQ": "q4w"}, False), ({"CMENDTC": "2026-08-25"}, False),
        ({"CMCLASS": "BIOL", "CMFRQ": "qd"}, False),
    ],
)  # fmt: skip
def test_a_row_is_asked_until_when(chart: Chart, said: dict[str, str], asked: bool) -> None:
    place = chart.row("CM", **{"CMTRT": "丙球", "CMCLASS": "IVIG", "CMSTDTC": "2026-08-21", **said})
    course = chart.course()
    found = [each for each in unusual(course, course.visit_at(place.in_visit), place) if each.code == "CM_IVIG"]
    assert [(each.item.code, each.queried) for each in found] == [("CMENDTC", True)] * asked


def test_the_band_of_igg_is_flagged_by_the_log_alone(chart: Chart) -> None:
    chart.row("CM", CMTRT="丙球", CMCLASS="IVIG", CMSTDTC="2026-09-01", CMFRQ="once")
    chart.today = ON
    visit = chart.visit("M1", ON)
    place = chart.repeat(visit, "IGLYM")
    chart.put(place, IGG="9", IVIG="N")
    band = chart.course().derived_one(visit, "IGGBAND")
    assert band is not None
    assert band.verdict == "normal"
    said = " ".join(note.zh for note in band.notes)
    assert "与用药记录不符" in said
    assert "该值不能反映患儿自身水平" in said
