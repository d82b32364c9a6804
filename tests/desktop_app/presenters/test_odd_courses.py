"""Charts of children of whom little, much or odd things are known: every panel is drawn, none says what is not so."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from matplotlib import rc_context

from desktop_app.presenters.charts import Chosen, charts_state
from study.address import Address
from study.values import NotDone, Quantity
from ui.charts.draw import LOCK, blank, compose, style
from ui.charts.drawing import Canvas, Drawing, PanelJob, days_of, panel_height
from ui.charts.kinds import draw_panel
from ui.charts.readings import described, read_day
from ui.charts.state import ChartsState, PanelState, Series
from ui.theme.tokens import LIGHT

ZERO = date(2026, 8, 18)
TODAY = date(2026, 11, 17)


def shown(work: Any, subject: str, *, log_axes: bool = True) -> ChartsState:
    """The screen with the panels on which there is something."""
    return charts_state(work.study, work.child(subject), TODAY, names=False, how=Chosen(log_axes=log_axes))


def panel_of(state: ChartsState, code: str) -> PanelState:
    return next(panel for panel in state.panels if panel.code == code)


def curve_of(state: ChartsState, panel: str, code: str) -> Series:
    return next(each for each in panel_of(state, panel).series if each.code == code)


def drawn(state: ChartsState) -> dict[str, Drawing]:
    """Every panel as the window shows it, in Chinese."""
    days = days_of(state.panels)
    return {
        panel.code: draw_panel(
            PanelJob(panel, Canvas(1100, panel_height(panel), 1.0, LIGHT, "zh", days, state.log_axes, legend=True))
        )
        for panel in state.panels
    }


def measured(work: Any, subject: str, visit: str, day: int, **forms: dict[str, Any]) -> None:
    work.visit(subject, visit, ZERO + timedelta(days=day), forms)


def test_a_child_without_an_infusion_counts_from_the_first_visit_and_is_not_clipped(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008", infused=None)
    measured(desk_fixture, subject, "SCR", -20, VS={"WEIGHT": "30", "HEIGHT": "130"}, INFL={"CRP": "5"})
    measured(desk_fixture, subject, "BL", -3, VS={"WEIGHT": "31"}, INFL={"CRP": "9"})
    state = shown(desk_fixture, subject)
    panel = panel_of(state, "P7")
    assert (panel.infusion, panel.window, panel.early, state.early) == (False, None, None, None)
    assert panel.subtitle is not None
    assert "首次访视" in panel.subtitle.zh or "计划" in panel.subtitle.zh
    assert len(drawn(state)) == len(state.panels) > 0


def test_one_point_alone_has_an_axis_and_no_change(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    measured(desk_fixture, subject, "M1", 30, CBC={"HGB": "112"})
    state = shown(desk_fixture, subject)
    curve = curve_of(state, "P8H", "HGB")
    assert [point.shown for point in curve.points] == ["112"]
    assert curve.last == "112"
    assert curve.detail is not None
    assert "baseline" not in curve.detail.en
    picture = drawn(state)["P8H"]
    assert [hit.point.day for hit in picture.hits] == [30]


def test_fifteen_years_fit_one_axis_and_their_words_do_not_touch(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008", infused=ZERO - timedelta(days=15 * 365))
    begin = ZERO - timedelta(days=15 * 365)
    yearly = [v for v in desk_fixture.study.visits if v.target_day and not v.repeating and "CBC" in v.forms]
    for visit in yearly:
        desk_fixture.visit(subject, visit.code, begin + timedelta(days=visit.target_day), {"CBC": {"HGB": "112"}})
    state = shown(desk_fixture, subject)
    picture = drawn(state)["P8H"]
    assert len(picture.hits) == len(yearly)
    assert picture.days[1] > 365 * 14
    assert len(yearly) > 15


def test_a_child_of_whom_nothing_was_above_its_limit_shows_open_marks_and_no_change(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    for visit, day in (("BL", -5), ("W2", 14), ("M1", 30)):
        measured(desk_fixture, subject, visit, day, INFL={"CRP": Quantity("0.5", "mg/L", "<")})
    state = shown(desk_fixture, subject)
    curve = curve_of(state, "P7", "CRP")
    assert {point.comparator for point in curve.points} == {"<"}
    assert curve.last == "<0.5"
    assert curve.detail is not None
    assert curve.detail.en.endswith("baseline <0.5"), "limits are not subtracted from each other"
    assert len(drawn(state)["P7"].hits) >= 3


@pytest.mark.parametrize("huge", ["9999999", "0.0001"])
def test_a_huge_outlier_stays_on_the_chart_with_all_others(desk_fixture: Any, huge: str) -> None:
    subject = desk_fixture.enrol("LN-008")
    for visit, day, value in (("BL", -5, "200"), ("W2", 14, huge), ("M1", 30, "180")):
        measured(desk_fixture, subject, visit, day, INFL={"FERR": value})
    for log_axes in (True, False):
        state = shown(desk_fixture, subject, log_axes=log_axes)
        picture = drawn(state)["P7C"]
        top, bottom = picture.plot[1], picture.plot[3]
        ferritin = [hit for hit in picture.hits if hit.reach == (0.0, 0.0)]
        assert len(ferritin) == 3
        assert all(top - 1 <= hit.y <= bottom + 1 for hit in ferritin)


def test_a_value_in_conflict_is_not_drawn_as_if_it_were_settled(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    measured(desk_fixture, subject, "BL", -5, CBC={"HGB": "110"})
    measured(desk_fixture, subject, "M1", 30, CBC={"HGB": "112"})
    place = desk_fixture.place(Address(subject, "M1", "", "CBC"))
    desk_fixture.contradict(msgspec.structs.replace(place, item="HGB"), "90")
    state = shown(desk_fixture, subject)
    panel = panel_of(state, "P8H")
    assert [point.day for point in curve_of(state, "P8H", "HGB").points] == [-5]
    assert panel.subtitle is not None
    assert panel.subtitle.en.startswith("in conflict, not drawn: Haemoglobin")
    assert panel.subtitle.zh.startswith("存在冲突，未绘出：血红蛋白")
    assert len(drawn(state)) == len(state.panels)


def test_what_was_not_done_leaves_a_gap_and_no_number(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    measured(desk_fixture, subject, "BL", -5, CBC={"HGB": "110"})
    measured(desk_fixture, subject, "M1", 30, CBC={"HGB": NotDone("REFUSED")})
    state = shown(desk_fixture, subject)
    assert [point.day for point in curve_of(state, "P8H", "HGB").points] == [-5]
    assert read_day(panel_of(state, "P8H"), 30, "zh").readings == ()
    assert "112" not in described(panel_of(state, "P8H"), "zh")


def test_a_panel_with_nothing_but_a_conflict_is_shown_and_says_so(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    measured(desk_fixture, subject, "M1", 30, CBC={"HGB": "112"})
    place = desk_fixture.place(Address(subject, "M1", "", "CBC"))
    desk_fixture.contradict(msgspec.structs.replace(place, item="HGB"), "90")
    panel = panel_of(shown(desk_fixture, subject), "P8H")
    assert panel.empty is not None
    assert panel.empty.zh == "存在冲突，未绘出：血红蛋白"
    assert "暂无数据" not in panel.empty.zh


def test_an_axis_that_is_drawn_linear_is_not_called_logarithmic(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    for visit, day, value in (("BL", -5, "200"), ("W2", 14, "150")):
        measured(desk_fixture, subject, visit, day, INFL={"FERR": value})
    log, linear = (curve_of(shown(desk_fixture, subject, log_axes=way), "P7C", "FERR").detail for way in (True, False))
    assert log is not None
    assert linear is not None
    assert (log.en, log.zh) == ("left, log\nbaseline 200, −25 %", "左轴（对数）\n基线 200, −25 %")
    assert (linear.en, linear.zh) == ("left\nbaseline 200, −50", "左轴\n基线 200, −50")


def test_a_side_without_any_value_has_no_numbers(desk_fixture: Any) -> None:
    subject = desk_fixture.enrol("LN-008")
    for visit, day, weight in (("BL", -5, "30"), ("W2", 14, "31")):
        measured(desk_fixture, subject, visit, day, VS={"WEIGHT": weight})
    panel = panel_of(shown(desk_fixture, subject), "P10")
    canvas = Canvas(1100, panel_height(panel), 1.0, LIGHT, "zh", legend=True)
    with LOCK, rc_context(style(LIGHT)):
        figure = blank(canvas)
        compose(figure, panel, canvas)
        left, right, *_rest = ([each.get_text() for each in axes.texts] for axes in figure.axes)
    assert not [text for text in left if text.replace(".", "").isdigit()]
    assert [text for text in right if text.replace(".", "").isdigit()]
