"""Panels filled from a course: what the definition draws, points with flags, bands by age, the day that is 0."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

import msgspec

import resources
from desktop_app.presenters.panel_ground import curves, origin
from desktop_app.presenters.panels import panel_states, small_panels
from desktop_app.study_files import read_folder
from study.course import Course
from study.definition.load import load
from study.definition.model import Study
from study.values import DateValue, Quantity, Value
from ui.charts.state import PanelState, Series

TODAY = date(2026, 11, 17)


class Work(Protocol):
    """A desk at work."""

    study: Study

    def enrol(self, code: str, **more: object) -> str: ...
    def visit(self, subject: str, visit: str, on: date, values: dict[str, dict[str, Value | str]]) -> None: ...
    def set(self, subject: str, visit: str, form: str, items: dict[str, Value | str]) -> None: ...
    def follow(self, subject: str) -> None: ...
    def course(self, subject: str) -> Course: ...


def panel(panels: tuple[PanelState, ...], code: str) -> PanelState:
    return next(each for each in panels if each.code == code)


def series(panels: tuple[PanelState, ...], code: str) -> Series:
    return next(each for one in panels for each in one.series if each.code == code)


def test_every_panel_of_the_definition_that_draws_something_is_there(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    study = desk_fixture.study
    panels = panel_states(desk_fixture.course(subject), TODAY)
    assert [each.code for each in panels] == [
        p.code for p in study.panels if p.kind == "curves" and curves(study, p.code)
    ]
    kidney = panel(panels, "P2")
    assert [(each.code, each.side) for each in kidney.series] == [("UPCR", "left"), ("EGFR_U25", "right")]
    assert kidney.log_left
    assert kidney.lines[0].value == 0.5
    assert [(tick.day, tick.label) for tick in kidney.ticks] == [
        (-6, "BL"),
        (0, "D0"),
        (14, "W2"),
        (31, "M1"),
        (91, "M3"),
    ]
    assert kidney.ticks[-1].today


def test_a_point_keeps_comparator_flag_and_visit(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    panels = panel_states(desk_fixture.course(subject), TODAY)
    ratio, potassium = series(panels, "UPCR"), series(panels, "K")
    assert ratio.points[0].shown == "5.42"
    assert ratio.points[0].flag == "high"
    assert (ratio.points[-1].comparator, ratio.points[-1].shown, ratio.last) == ("<", "<0.42", "<0.42")
    assert potassium.points[-1].flag == "critical_high"
    assert potassium.points[-1].visit == f"{subject}/M3/////"
    assert potassium.points[-1].today


def test_the_reports_own_limits_win_for_the_flag_and_values_in_other_units_are_converted(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.visit(subject, "M1", date(2026, 9, 18), {"CHEM": {"ALB": Quantity("3.2", "g/dL")}})
    albumin = series(panel_states(desk_fixture.course(subject), TODAY), "ALB")
    assert (albumin.points[0].value, albumin.points[0].shown, albumin.points[0].flag) == (32.0, "32", "low")


def test_bands_step_where_the_child_grows_into_another_interval(desk_fixture: Work) -> None:
    born = date(2013, 10, 1)
    subject = desk_fixture.enrol("LN-001", born=born)
    desk_fixture.follow(subject)
    panels = panel_states(desk_fixture.course(subject), TODAY)
    albumin = [(b.from_day, b.to_day, b.low) for b in panel(panels, "P2P").bands]
    thirteenth = (date(2026, 10, 1) - date(2026, 8, 18)).days
    assert albumin == [(None, thirteenth, 39.0), (thirteenth, None, 42.0)]


def test_a_band_that_nobody_checked_in_print_is_marked_and_said(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    desk_fixture.set(subject, "M3", "CBC", {"NEUT": "2.9"})
    panels = panel_states(desk_fixture.course(subject), TODAY)
    counts = panel(panels, "P8")
    assert {band.confirmed for band in counts.bands} == {False}
    assert counts.subtitle is not None
    assert (counts.subtitle.en, counts.subtitle.zh) == ("band unconfirmed", "参考带待确认")
    ratio = panel(panels, "P2")
    assert {band.confirmed for band in ratio.bands} == {True}
    assert ratio.subtitle is None
    small = {each.code: each for each in small_panels(panels)}
    assert small["P8 left"].subtitle == counts.subtitle
    assert small["P2P right"].subtitle == counts.subtitle, "the band of the right axis is drawn when it stands alone"
    assert panel(panels, "P2P").subtitle is None


def test_a_curve_that_is_unconfirmed_says_so_in_the_legend(make_desk: Callable[..., Work], shipped: Study) -> None:
    spec = msgspec.structs.replace(shipped.derived["UPCR"], confirmed=False)
    work = make_desk(study=msgspec.structs.replace(shipped, derived={**shipped.derived, "UPCR": spec}))
    subject = work.enrol("LN-001")
    work.follow(subject)
    detail = series(panel_states(work.course(subject), TODAY), "UPCR").detail
    assert detail is not None
    assert detail.zh.startswith("左轴（对数） · 待确认\n")


def test_without_a_date_of_birth_there_are_points_and_no_bands(make_desk: Callable[..., Work]) -> None:
    work = make_desk(site_key=False)
    subject = work.enrol("LN-001")
    work.follow(subject)
    panels = panel_states(work.course(subject), TODAY)
    assert series(panels, "ALB").points
    assert not any(each.bands for each in panels)


def test_before_the_infusion_days_count_from_the_planned_one_or_the_first_visit(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001", infused=None)
    assert panel_states(desk_fixture.course(subject), TODAY) == ()
    desk_fixture.visit(subject, "SCR", date(2026, 11, 2), {"VS": {"WEIGHT": "40"}})
    begin = origin(desk_fixture.course(subject))
    assert begin is not None
    assert (begin.day, begin.said is not None) == (date(2026, 11, 2), True)
    desk_fixture.set(subject, "SCR", "DM", {"INFPLDTC": DateValue("2026-11-30")})
    panels = panel_states(desk_fixture.course(subject), TODAY)
    assert series(panels, "WEIGHT").points[0].day == -28
    assert not panels[0].infusion
    assert "2026-11-30" in (panels[0].subtitle.en if panels[0].subtitle else "")


def test_the_baseline_is_said_with_the_way_since(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    panels = panel_states(desk_fixture.course(subject), TODAY)
    weight, ratio = series(panels, "WEIGHT").detail, series(panels, "UPCR").detail
    assert weight is not None
    assert weight.en == "right\nbaseline 41.0, +0.2"
    assert ratio is not None
    assert ratio.en == "left, log\nbaseline 5.42"


def test_small_charts_have_one_axis_each_and_none_is_empty(desk_fixture: Work) -> None:
    subject = desk_fixture.enrol("LN-001")
    desk_fixture.follow(subject)
    small = small_panels(panel_states(desk_fixture.course(subject), TODAY))
    assert all(each.small and {s.side for s in each.series} == {"left"} for each in small)
    pressure = next(each for each in small if each.code == "P10 left")
    assert (pressure.title.en, pressure.series[0].last) == ("Systolic BP · Diastolic BP", "118 / 76")
    assert not any(s.code == "SODIUM" for each in small for s in each.series)


def test_a_new_item_with_a_curve_in_the_definition_is_drawn_without_any_code(make_desk: Callable[..., Work]) -> None:
    files = read_folder(resources.path("study"))
    item = (
        "items:\n  - {code: LACT, en: Lactate, zh: 乳酸, type: number, unit: mmol/L, decimals: 1, hard: [0, 40], "
        "laboratory: true, better: down, curves: [{panel: LYTE, axis: left}]}\n"
    )
    files["forms/CHEM.yaml"] = files["forms/CHEM.yaml"].replace("items:\n", item, 1)
    work = make_desk(study=load(files))
    subject = work.enrol("LN-001")
    work.visit(subject, "W2", date(2026, 9, 1), {"CHEM": {"LACT": "1.4"}})
    drawn = series(panel_states(work.course(subject), TODAY), "LACT")
    assert [(point.day, point.value) for point in drawn.points] == [(14, 1.4)]
