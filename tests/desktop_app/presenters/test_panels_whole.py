"""What a panel says beside its curves: lines, bands, ribbons, marks of the logs, cautions, breaks of derived curves."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

import resources
from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.panel_kinds import every_panel
from desktop_app.study_files import read_folder
from study.address import LOG, Address
from study.changes.facts import Report
from study.definition.load import load
from study.derived.given import Given
from study.derived.registry import FORMULAS
from study.values import DateTimeValue, DateValue, NotDone, Quantity
from ui.charts.state import Lane, PanelState, Series

TODAY = date(2026, 11, 17)


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    found: str = desk_fixture.enrol("LN-007")
    desk_fixture.follow(found)
    return found


def panel_of(work: Any, subject: str, code: str) -> PanelState:
    return next(panel for panel in every_panel(work.course(subject), TODAY) if panel.code == code)


def curve_of(panel: PanelState, code: str) -> Series:
    return next(each for each in panel.series if each.code == code)


def lane_of(panel: PanelState, name: str) -> Lane:
    return next(lane for lane in panel.lanes if lane.label.en == name)


def log(work: Any, subject: str, form: str, **items: Any) -> None:
    work.set(subject, LOG, form, items, anew=True)


def given(work: Any, subject: str, what: tuple[str, str, str], start: str, **more: Any) -> None:
    drug, kind, why = what
    log(
        work, subject, "CM", CMTRT=drug, CMCLASS=kind, CMINDC=why, CMSTDTC=DateValue(start), **more
    )  # fmt: skip


def test_disease_activity_has_a_fixed_scale_and_holds_from_visit_to_visit(desk_fixture: Any, subject: str) -> None:
    activity = panel_of(desk_fixture, subject, "P1")
    assert (activity.range_left, activity.range_right, activity.step) == ((0.0, 30.0), (0.0, 3.0), True)


def test_the_line_under_the_baseline_of_egfr_follows_the_setting(make_desk: Any, shipped: Any) -> None:
    work = make_desk(study=msgspec.structs.replace(shipped, settings={**shipped.settings, "egfr_tolerance": "0.10"}))
    subject = work.enrol("LN-007")
    work.follow(subject)
    kidney = panel_of(work, subject, "P2")
    base = curve_of(kidney, "EGFR_U25").points[0]
    [line] = [each for each in kidney.lines if each.side == "right"]
    assert line.value == pytest.approx(float(Decimal(base.shown) * Decimal("0.9")))
    assert line.label.en.startswith("eGFR baseline −10 % = ")


def test_a_definition_of_before_still_says_its_part_of_the_baseline(make_desk: Any) -> None:
    files = read_folder(resources.path("study"))
    old, new = "of: EGFR_U25, less_by: egfr_tolerance,", "value: 0.85, of: EGFR_U25,"
    assert old in files["panels.yaml"]
    work = make_desk(study=load({**files, "panels.yaml": files["panels.yaml"].replace(old, new)}))
    subject = work.enrol("LN-007")
    work.follow(subject)
    kidney = panel_of(work, subject, "P2")
    [line] = [each for each in kidney.lines if each.side == "right"]
    base = Decimal(curve_of(kidney, "EGFR_U25").points[0].shown)
    assert line.value == pytest.approx(float(base * Decimal("0.85")))
    assert line.label.en.startswith("eGFR baseline = ")


def test_dialysis_stands_below_the_kidney_and_plasma_exchange_does_not(desk_fixture: Any, subject: str) -> None:
    for kind, day in (("HD", "2026-08-20"), ("PEX", "2026-09-01")):
        days = {"KRTSTDTC": DateValue(day), "KRTENDTC": DateValue(day)}
        log(desk_fixture, subject, "KRT", KRTMOD=kind, **days)
    [stretch] = lane_of(panel_of(desk_fixture, subject, "P2"), "Dialysis").stretches
    assert (stretch.from_day, stretch.to_day, stretch.goes_on) == (2, 3, False)


def test_another_method_of_creatinine_breaks_the_curve_of_egfr(desk_fixture: Any, subject: str) -> None:
    for visit, method in (("BL", "ENZ"), ("W2", "ENZ"), ("M1", "JAFFE"), ("M3", "JAFFE")):
        desk_fixture.set(subject, visit, "CHEM", {"CREATM": method})
    kidney = panel_of(desk_fixture, subject, "P2")
    rate = curve_of(kidney, "EGFR_U25")
    [cut] = rate.breaks
    assert cut.day == 31
    assert (cut.label.en, cut.label.zh) == (
        "Creatinine by another method: Jaffe (alkaline picrate)",
        "肌酐检测方法改变：苦味酸法",
    )
    assert rate.detail is not None
    assert rate.detail.en.endswith(", not compared")
    [line] = [each for each in kidney.lines if each.side == "right"]
    assert line.to_day == 31, "the baseline says nothing of results by another method"
    assert not curve_of(kidney, "UPCR").breaks


def test_a_ratio_that_the_laboratory_reported_is_not_joined_to_one_that_was_measured(
    desk_fixture: Any, subject: str
) -> None:
    gone = NotDone("not collected")
    desk_fixture.set(subject, "M3", "URINE", {"UPROTC": gone, "UCREAT": gone, "UPCRR": "0.4"}, reason="typing error")
    ratio = curve_of(panel_of(desk_fixture, subject, "P2"), "UPCR")
    assert [(cut.day, cut.label.en) for cut in ratio.breaks] == [(91, "computed otherwise: ratio as reported")]


def test_the_cut_off_is_what_each_report_printed(desk_fixture: Any, subject: str) -> None:
    for visit, value, cut in (("BL", "285", "36"), ("W2", "120", "36"), ("M1", "60", "20"), ("M3", "31", "")):
        desk_fixture.set(subject, visit, "SERO", {"DSDNAM": "CLIA"})
        place = desk_fixture.place(Address(subject, visit, "", "SERO"))
        fact = desk_fixture.fact(msgspec.structs.replace(place, item="DSDNA"), value)
        report = Report(high=cut) if cut else None
        desk_fixture.append(msgspec.structs.replace(fact, report=report))
    lines = panel_of(desk_fixture, subject, "P3").lines
    assert [(line.value, line.label.en, line.from_day, line.to_day) for line in lines] == [
        (36.0, "kit cut-off 36", None, 31),
        (20.0, "kit cut-off 20", 31, 91),
    ]


def counted(work: Any, subject: str, **counts: str) -> None:
    for visit, count in counts.items():
        work.set(subject, visit, "IGLYM", {"CD19A": count})


def test_b_cells_that_are_away_are_a_bar_and_their_return_is_marked(desk_fixture: Any, subject: str) -> None:
    counted(desk_fixture, subject, BL="210", W2="0", M1="55", M3="120")
    cells = panel_of(desk_fixture, subject, "P4")
    away, back = lane_of(cells, "B cells away").stretches
    assert (away.from_day, away.to_day, away.goes_on, away.mark) == (14, 31, False, away.mark)
    assert away.mark is not None
    assert away.mark.en == "17 d"
    assert (back.from_day, back.point, back.shown.zh) == (31, True, "重建 D+31")
    assert (cells.zero_left, curve_of(cells, "CD19A").points[1].value) == (True, 0.0)


def test_b_cells_that_are_still_away_have_no_end(desk_fixture: Any, subject: str) -> None:
    counted(desk_fixture, subject, W2="3", M3="2")
    [away] = lane_of(panel_of(desk_fixture, subject, "P4"), "B cells away").stretches
    assert (away.from_day, away.to_day, away.goes_on) == (14, 91, True)
    assert "≥" in away.shown.en or ">=" in away.shown.en


def test_an_igg_after_immunoglobulin_is_no_igg_of_the_child(desk_fixture: Any, subject: str) -> None:
    for visit, value in (("BL", "6.1"), ("W2", "4.9"), ("M1", "7.2"), ("M3", "5.0")):
        desk_fixture.set(subject, visit, "IGLYM", {"IGG": value, "IGA": "1.1"})
    desk_fixture.set(subject, "M3", "IGLYM", {"IVIG": "Y"})
    given(desk_fixture, subject, ("静注人免疫球蛋白", "IVIG", "IGG"), "2026-09-08", CMFRQ="once")
    panel = panel_of(desk_fixture, subject, "P6")
    igg, iga = curve_of(panel, "IGG"), curve_of(panel, "IGA")
    assert [point.aside for point in igg.points] == [False, False, True, True]
    notes = [point.note.en for point in igg.points if point.note is not None]
    assert notes == ["after immunoglobulin, not endogenous (10 d before)", "after immunoglobulin, not endogenous"]
    assert not any(point.aside for point in iga.points)
    [mark] = lane_of(panel, "Immunoglobulin").stretches
    assert (mark.from_day, mark.to_day, mark.shown.en) == (21, 22, "静注人免疫球蛋白 · 2026-09-08")
    assert panel.subtitle is not None
    assert panel.subtitle.zh.endswith("半填充：输注免疫球蛋白后，非内源性")


@pytest.mark.parametrize(
    ("start", "aside"),
    [("2026-08-21", True), ("2026-08-20", False), ("2026-09-19", False), ("2026-08", True), ("2026-07", False)],
)
def test_immunoglobulin_counts_for_four_weeks(desk_fixture: Any, subject: str, start: str, aside: bool) -> None:
    desk_fixture.set(subject, "M1", "IGLYM", {"IGG": "7.2"})
    given(desk_fixture, subject, ("静注人免疫球蛋白", "IVIG", "IGG"), start, CMFRQ="once")
    [point] = curve_of(panel_of(desk_fixture, subject, "P6"), "IGG").points
    assert point.aside is aside


@pytest.mark.parametrize(
    ("said", "aside", "until"),
    [
        ({"CMFRQ": "qd"}, [True, False], 4), ({}, [True, False], 4), ({"CMFRQ": "qd", "CMONGO": "N"}, [True, False], 4),
        ({"CMFRQ": "qd", "CMONGO": "Y"}, [True, True], None), ({"CMFRQ": "q4w"}, [True, True], None),
    ],
)  # fmt: skip
def test_immunoglobulin_of_which_nobody_said_until_when_stands_on_its_first_day(
    desk_fixture: Any, subject: str, said: dict[str, str], aside: list[bool], until: int | None
) -> None:
    for visit, value in (("M1", "7.2"), ("M3", "5.0")):
        desk_fixture.set(subject, visit, "IGLYM", {"IGG": value})
    given(desk_fixture, subject, ("静注人免疫球蛋白", "IVIG", "IGG"), "2026-08-21", **said)
    panel = panel_of(desk_fixture, subject, "P6")
    points = curve_of(panel, "IGG").points
    assert [point.aside for point in points] == aside
    [mark] = lane_of(panel, "Immunoglobulin").stretches
    assert (mark.goes_on, mark.to_day if until else None) == (until is None, until)
    unsaid = "静注人免疫球蛋白 · 2026-08-21 · end not said"
    assert (mark.shown.en == unsaid, points[1].note is not None and points[1].note.en == unsaid) == (bool(until),) * 2


def assessed(work: Any, subject: str, day: int, grade: int, **more: Any) -> None:
    at = f"2026-08-{18 + day:02}"
    hypoxia = {1: "0", 2: "1", 3: "2"}[grade]
    items = {
        "CRSDTC": DateTimeValue(f"{at}T16:00"), "CRSTMAX": "38.9", "CRSFEV": "Y", "CRSHYPO": "0", "CRSHYPX": hypoxia,
        **more,
    }  # fmt: skip
    work.set(subject, "W2", "CRS", items, anew=True)


def test_early_toxicity_has_ribbons_of_grades_and_what_was_given_for_it(desk_fixture: Any, subject: str) -> None:
    dose = {"TOCI": "Y", "TOCIDTC": DateTimeValue("2026-08-21T17:30"), "TOCIDOSE": "320"}
    for day, grade, more in ((2, 1, {}), (3, 2, dose), (4, 2, dose), (6, 1, {})):
        assessed(desk_fixture, subject, day, grade, **more)
    given(desk_fixture, subject, ("托珠单抗", "BIOL", "CRS"), "2026-08-21", CMFRQ="once")
    given(desk_fixture, subject, ("地塞米松", "STER", "CRS"), "2026-08-22", CMENDTC=DateValue("2026-08-23"))
    given(desk_fixture, subject, ("泼尼松", "STER", "LN"), "2026-08-01")
    early = panel_of(desk_fixture, subject, "P7")
    assert early.window == (-5, 30)
    marks = [
        (each.from_day, each.to_day, each.mark.en if each.mark else "") for each in lane_of(early, "CRS").stretches
    ]
    assert marks == [(2, 3, "G1"), (3, 5, "G2"), (5, 6, ""), (6, 7, "G1")], "nobody assessed the fifth day"
    [dosed] = lane_of(early, "Tocilizumab or other").stretches
    assert (dosed.from_day, dosed.shown.en) == (3, "托珠单抗 · 2026-08-21"), "the log and the form say one dose"
    [steroid] = lane_of(early, "Steroid for CRS/ICANS").stretches
    assert (steroid.from_day, steroid.to_day) == (4, 6)


def test_early_panels_are_clipped_until_somebody_asks_for_all_days(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, "M3", "INFL", {"CRP": "3"})
    page = ChartsPage(desk_fixture.desk)
    page.choose(subject)
    page.refresh()

    def shown() -> tuple[PanelState, bool | None]:
        assert page.view.state is not None
        return next(panel for panel in page.view.state.panels if panel.code == "P7"), page.view.state.early

    panel, early = shown()
    assert (panel.window, early) == ((-5, 30), True)
    assert panel.empty is not None
    assert panel.empty.zh == "该时段无数据，选择“全程”可查看其他时段。"
    page.view.early_chosen.emit(False)
    panel, early = shown()
    assert (panel.window, early, panel.empty) == (None, False, None)
    page.view.panels_chosen.emit(("P2",))
    assert page.view.state is not None
    assert page.view.state.early is None, "no early panel is shown"


@pytest.mark.parametrize(
    ("panel", "grade"), [("P8", "CTC_NEUT"), ("P8L", "CTC_LYM"), ("P8H", "CTC_HGB"), ("P8P", "CTC_PLAT")]
)
def test_the_bands_of_ctcae_are_those_of_the_grade(desk_fixture: Any, subject: str, panel: str, grade: str) -> None:
    zones = panel_of(desk_fixture, subject, panel).zones
    assert zones[0].mark == "G2"
    formula = FORMULAS[grade]
    for zone, above in zip(zones, (None, *zones), strict=False):
        for number in (zone.high, zone.high - 0.001, *([zone.low] if zone.low is not None else [])):
            unit = formula.units["x"]
            values = {"x": Quantity(f"{number:.3f}", unit), "lln": Quantity("999", unit)}
            made = formula.compute(Given(values, {}))
            inside = number < zone.high
            expected = int(zone.mark[1:]) if inside else int(above.mark[1:]) if above else 1
            assert made.value == expected, (zone, number)


def test_the_category_of_a_pressure_is_a_mark_at_its_visit(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, "M1", "VS", {"SYSBP": "150", "DIABP": "98"})
    desk_fixture.set(subject, "M3", "VS", {"SYSBP": "100", "DIABP": "60"})
    marks = {each.from_day: each for each in lane_of(panel_of(desk_fixture, subject, "P10"), "BP category").stretches}
    worst, best = marks[31], marks[91]
    assert (worst.shown.zh, worst.tint, worst.height, worst.point) == ("2级高血压", "severe", 1.0, True)
    assert worst.mark is not None
    assert worst.mark.en == "2"
    assert (best.shown.en, best.tint) == ("Normal", "open")
    assert best.height < worst.height


def test_the_steroid_is_told_a_kg_and_the_time_without_drugs_is_a_bar(desk_fixture: Any, subject: str) -> None:
    steroid = {"CMSTER": "prednisone", "CMDOSE": "20", "CMDOSU": "mg", "CMFRQ": "qd", "CMROUTE": "PO"}
    ended = {"CMENDTC": DateValue("2026-08-31"), "CMONGO": "N"}
    given(desk_fixture, subject, ("泼尼松", "STER", "LN"), "2026-08-12", **ended, **steroid)
    lanes = panel_of(desk_fixture, subject, "P9")
    [taken] = lane_of(lanes, "Steroid, mg/kg/d pred. eq.").stretches
    assert taken.shown.en == "Steroid, mg/kg/d pred. eq. · 0.49 · 20 mg/d", "20 mg at 41.0 kg"
    [free] = lane_of(lanes, "Drug-free").stretches
    assert (free.from_day, free.to_day) == (13, 91)


def test_a_panel_without_anything_says_what_it_would_show_and_where_it_is_entered(
    desk_fixture: Any, subject: str
) -> None:
    empty = panel_of(desk_fixture, subject, "P6").empty
    assert empty is not None
    assert empty.en == (
        "Nothing yet. Shown here: IgG, IgA, IgM, Immunoglobulin. Entered on: Ig and subsets, Medication."
    )
    assert empty.zh.startswith("暂无数据。本图显示：免疫球蛋白G、")
    assert panel_of(desk_fixture, subject, "P2").empty is None
    ratio = panel_of(desk_fixture, subject, "P2P")
    assert ratio.empty is None, "albumin is there"


def test_the_band_of_one_curve_among_several_says_whose_it_is(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, "M1", "IGLYM", {"IGG": "7.2", "IGA": "1"})
    subtitle = panel_of(desk_fixture, subject, "P6").subtitle
    assert subtitle is not None
    assert subtitle.en == "band: IgG · band unconfirmed · no reference interval: IgA"


def test_the_last_value_of_a_clipped_panel_is_the_last_that_is_shown(desk_fixture: Any, subject: str) -> None:
    for visit, crp in (("BL", "2"), ("W2", "50"), ("M3", "3")):
        desk_fixture.set(subject, visit, "INFL", {"CRP": crp})
    clipped, whole = (
        next(p for p in every_panel(desk_fixture.course(subject), TODAY, early=early) if p.code == "P7")
        for early in (True, False)
    )
    early, every = (next(one for one in panel.series if one.code == "CRP") for panel in (clipped, whole))
    assert (early.last, every.last) == ("50", "3")
    assert early.detail is not None
    assert every.detail is not None
    assert ("+48" in early.detail.en, "+1" in every.detail.en) == (True, True)
    assert (clipped.window, whole.window, clipped.early, whole.early) == ((-5, 30), None, (-5, 30), (-5, 30))


def test_a_result_with_an_interval_of_its_laboratory_is_not_said_to_have_none(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, "M1", "IGLYM", {"IGA": "1"})
    subtitle = panel_of(desk_fixture, subject, "P6").subtitle
    assert subtitle is not None
    assert subtitle.en.endswith("no reference interval: IgA"), "the band is of IgG, drawn without a value too"
    desk_fixture.set(subject, "M1", "IGLYM", {"CD3A": "1000", "CD4A": "500"})
    cells = panel_of(desk_fixture, subject, "P5").subtitle
    assert cells is None or "no reference interval" not in cells.en
