"""What each kind of panel draws: folds of the baseline, breaks of a curve, stretches of a swimmer, all children."""

from datetime import date
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.cohort import CohortPage
from desktop_app.presenters.panel_kinds import every_panel
from study.address import LOG, Address
from study.changes.facts import Accessed
from study.values import Codes, DateValue, Quantity
from ui.charts.bar import ExportAsked
from ui.charts.state import PanelState

TODAY = date(2026, 11, 17)


def panel_of(work: Any, subject: str, code: str) -> PanelState:
    return next(panel for panel in every_panel(work.course(subject), TODAY) if panel.code == code)


def cytokines(work: Any, subject: str, visit: str, kit: str, **values: str) -> None:
    read = {
        code: Quantity(text.lstrip("<"), "pg/mL", "<" if text.startswith("<") else "") for code, text in values.items()
    }
    work.set(subject, visit, "CYTO", {"CYTKIT": Codes((kit,)), **read})


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    found: str = desk_fixture.enrol("LN-007")
    desk_fixture.follow(found)
    return found


def test_cytokines_are_folds_of_the_last_result_before_treatment(desk_fixture: Any, subject: str) -> None:
    kit = desk_fixture.study.codelists["CYTKIT"][0].code
    cytokines(desk_fixture, subject, "BL", kit, IL6="10", IL10="<5", TNFA="8")
    cytokines(desk_fixture, subject, "M1", kit, IL6="80", IL10="<5", TNFA="<2")
    heat = panel_of(desk_fixture, subject, "P11")
    folds = {series.code: series.points[-1] for series in heat.series}
    assert (heat.kind, folds["IL6"].value, folds["IL6"].comparator) == ("heat", 3.0, "")
    assert (folds["TNFA"].value, folds["TNFA"].comparator) == (-2.0, "<"), "at most a quarter: drawn open"
    assert not folds["IL10"].compared, "two limits of one kind say nothing of each other"
    assert set(folds) == {"IL6", "IL10", "TNFA"}


def test_another_kit_is_not_compared_and_breaks_the_curve(desk_fixture: Any, subject: str) -> None:
    first, second = (choice.code for choice in desk_fixture.study.codelists["CYTKIT"][:2])
    cytokines(desk_fixture, subject, "BL", first, IL6="10")
    cytokines(desk_fixture, subject, "M1", second, IL6="80")
    last = panel_of(desk_fixture, subject, "P11").series[0].points[-1]
    assert not last.compared
    assert last.note is not None
    assert last.note.en.startswith("not compared; Kit or platform")
    curve = next(each for each in panel_of(desk_fixture, subject, "P7C").series if each.code == "IL6")
    assert [at.day for at in curve.breaks] == [31]
    assert curve.breaks[0].label.zh.startswith("检测方法改变")


def test_a_row_of_a_log_is_a_stretch_that_leads_to_it(desk_fixture: Any, subject: str) -> None:
    place: Address = desk_fixture.place(Address(subject, LOG, "", "KRT"), anew=True)
    for item, value in (("KRTMOD", Codes(("HD",))), ("KRTSTDTC", DateValue("2026-08-20"))):
        desk_fixture.append(desk_fixture.fact(msgspec.structs.replace(place, item=item), value))
    lanes = panel_of(desk_fixture, subject, "P9").lanes
    [stretch] = next(lane for lane in lanes if lane.label.en == "Dialysis (KRT)").stretches
    assert (stretch.from_day, stretch.to_day, stretch.goes_on) == (2, 92, True)
    assert stretch.visit == f"{subject}/LOG//KRT///"


def test_children_are_compared_by_code_and_without_names(desk_fixture: Any, subject: str, tmp_path: Any) -> None:
    other = desk_fixture.enrol("LN-008")
    desk_fixture.follow(other)
    page = ChartsPage(desk_fixture.desk)
    page.choose(subject)
    page.compare((other,))
    state = page.view.state
    assert state is not None
    assert (state.code, state.name) == ("LN-007 · LN-008", "")
    assert [series.label.en for series in state.panels[0].series] == ["LN-007", "LN-008"]
    assert [(each.subject, each.code) for each in state.others] == [(other, "LN-008")]
    page.export(ExportAsked(str(tmp_path / "two.svg"), state))
    last = desk_fixture.store.reader.audit()[-1].fact
    assert isinstance(last, Accessed)
    assert (last.detail, last.count) == (f"charts {subject} {other} .svg", 2)


def test_the_page_of_all_children(desk_fixture: Any, subject: str) -> None:
    for code in ("LN-008", "LN-009"):
        desk_fixture.follow(desk_fixture.enrol(code))
    desk_fixture.enrol("LN-010")
    page = CohortPage(desk_fixture.desk)
    page.refresh()
    state = page.view.state
    assert state is not None
    assert state.about.en == "4 infused of 4"
    upcr = state.panels[0]
    assert (upcr.kind, [each.label.en for each in upcr.series]) == ("crowd", ["LN-007", "LN-008", "LN-009", "Median"])
    assert {point.name for point in upcr.series[-1].points} == {"n = 3"}
    stack = next(panel for panel in state.panels if panel.kind == "stack")
    at = {tick.label: sum(p.value for s in stack.series for p in s.points if p.day == tick.day) for tick in stack.ticks}
    assert (at["W2"], at["M1"]) == (4.0, 4.0), "every child whose visit is due stands in one part of the column"
    assert at["M3"] == 3.0, "the window of the fourth child is still open"
    missing = next(series for series in stack.series if series.code == "–")
    assert {point.shown for point in missing.points} >= {"1 / 4"}, "nothing was entered of the fourth child"
    assert {series.code for series in stack.series} >= {"CR", "PR", "NR", "NE", "–"}
    lanes = next(panel for panel in state.panels if panel.kind == "lanes").lanes
    assert sorted(lane.label.en for lane in lanes) == ["LN-007", "LN-008", "LN-009", "LN-010"]
    page.view.sheet.visit_opened.emit(upcr.series[0].points[0].visit)
    assert desk_fixture.desk.went == [("child", subject)]


def test_of_two_children_there_is_no_median(desk_fixture: Any, subject: str) -> None:
    desk_fixture.follow(desk_fixture.enrol("LN-008"))
    page = CohortPage(desk_fixture.desk)
    page.refresh()
    assert page.view.state is not None
    assert page.view.state.panels[0].series[-1].points == ()
