"""Adding a laboratory item is one edit in one YAML file: it is at the bedside with name, interval and curve."""

import shutil
from collections.abc import Callable
from pathlib import Path

import resources
from desktop_app.demo.people import ZHOU
from desktop_app.demo.player import Scene, Wait
from desktop_app.demo.stage import Stage
from desktop_app.demo.workstation import Workstation
from desktop_app.study_files import read_folder
from study.definition.load import load
from study.definition.model import Study

LACTATE = """  - code: LACT
    en: Lactate
    zh: 乳酸
    type: number
    unit: mmol/L
    decimals: 2
    hard: [0.1, 40]
    soft: [0.3, 8]
    laboratory: true
    better: in_range
    aliases: [血乳酸, LAC]
    reference:
      source: WST780
      confirmed: false
      rows:
        - {from: 2y, below: 19y, sex: A, low: 0.5, high: 2.2}
    curves: [{panel: LYTE, axis: left}]
"""


def edited(folder: Path) -> Study:
    """The shipped definition with one more item in the chemistry."""
    shutil.copytree(resources.path("study"), folder)
    chemistry = folder / "forms" / "CHEM.yaml"
    text = chemistry.read_text(encoding="utf-8")
    before, checks, after = text.partition("checks:\n")
    chemistry.write_text(before + LACTATE + checks + after, encoding="utf-8")
    return load(read_folder(folder))


def lactate_is_there(stage: Stage) -> Scene:
    """The item in the grid, a result in it, its point on the panel."""
    yield from stage.begin()
    yield from stage.unlock(ZHOU)
    yield from stage.open_child("LN-007")
    state = stage.children.state
    subject = next(row.subject for row in (state.rows if state else ()))
    yield from stage.open_visit(f"{subject}/W2/////")
    yield from stage.type_in("VISDTC", "2026-09-01")
    yield from stage.open_form("CHEM")
    yield from stage.go_to("LACT")
    yield from stage.type_in("LACT", "3.1")
    yield Wait(lambda: (row := stage.row("LACT")) is not None and row.flag == "high", "the flag against the interval")
    row = stage.row("LACT")
    assert row is not None
    assert (row.label.zh, row.unit, row.reference) == ("乳酸", "mmol/L", "0.5–2.2")
    stage.desk.open_charts(str(subject))
    yield Wait(lambda: stage.shows("charts"), "the charts")
    charts = stage.desk.pages.charts.view
    yield Wait(lambda: charts.state is not None and "LYTE" in {p.code for p in charts.state.panels}, "the panel")
    panels = charts.state.panels if charts.state is not None else ()
    series = [series for panel in panels if panel.code == "LYTE" for series in panel.series]
    assert "乳酸" in {one.label.zh for one in series}


def test_one_edit_shows_at_the_bedside_and_on_its_panel(
    tmp_path: Path,
    clinic_under: Callable[[Study], Workstation],
    make_stage: Callable[[Workstation], Stage],
) -> None:
    stage = make_stage(clinic_under(edited(tmp_path / "study")))
    stage.run(lactate_is_there(stage))
