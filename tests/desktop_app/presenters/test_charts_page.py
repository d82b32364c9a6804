"""The chart screen: panels and axes chosen, treatments from the log, export that is written down."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.charts_treatment import steroid_bars
from study.address import LOG, Address
from study.changes.facts import Accessed
from study.definition.model import Study
from study.derived.steroid import SteroidRow
from study.values import DateValue
from ui.charts.state import ChartsState
from ui.charts.view import ExportAsked

ZERO = date(2026, 8, 18)
SPAN = (-30, 100)


@pytest.fixture
def page(desk_fixture: Any) -> ChartsPage:
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.follow(subject)
    made = ChartsPage(desk_fixture.desk)
    made.choose(subject)
    made.refresh()
    return made


def state_of(page: ChartsPage) -> ChartsState:
    assert page.view.state is not None
    return page.view.state


def prescribe(work: Any, subject: str, **items: Any) -> None:
    place: Address = work.place(Address(subject, LOG, "", "CM"), anew=True)
    work.append(*(work.fact(msgspec.structs.replace(place, item=code), value) for code, value in items.items()))


def test_every_panel_with_points_is_shown_and_all_are_offered(page: ChartsPage, shipped: Study) -> None:
    state = state_of(page)
    assert [choice.code for choice in state.choices] == [p.code for p in shipped.panels if p.kind != "response"]
    shown = [panel.code for panel in state.panels]
    assert [code for code in ("P2", "P2P", "P10", "LYTE") if code in shown] == ["P2", "P2P", "P10", "LYTE"]
    assert not {"P3", "P4", "P5", "P6", "P8", "P8P"} & set(shown)
    page.view.panels_chosen.emit(("P10",))
    assert [panel.code for panel in state_of(page).panels] == ["P10"]
    page.view.log_axes_chosen.emit(False)
    assert not state_of(page).log_axes
    page.view.panels_chosen.emit(())
    assert (state_of(page).panels, state_of(page).treatments) == ((), ())


def test_treatments_stand_below_the_steroid_first_and_pulses_apart(desk_fixture: Any, page: ChartsPage) -> None:
    subject = state_of(page).panels[0].series[0].points[0].visit.split("/")[0]
    steroid = {"CMSTER": "methylprednisolone", "CMDOSU": "mg", "CMFRQ": "qd"}
    prescribe(
        desk_fixture, subject, CMTRT="甲泼尼龙", CMDOSE="8", CMSTDTC=DateValue("2026-09-01"), **steroid,
    )  # fmt: skip
    prescribe(
        desk_fixture, subject, CMTRT="甲泼尼龙", CMDOSE="500", CMSTDTC=DateValue("2026-08-13"),
        CMENDTC=DateValue("2026-08-15"), **steroid,
    )  # fmt: skip
    prescribe(
        desk_fixture, subject, CMTRT="羟氯喹", CMDOSE="200", CMDOSU="mg", CMFRQ="qd", CMSTDTC=DateValue("2026-03")
    )
    page.refresh()
    rows = state_of(page).treatments
    assert [(row.label.en, row.graded) for row in rows] == [
        ("Steroid, mg/kg/d pred. eq.", True),
        ("羟氯喹", False),
        ("甲泼尼龙 · pulse", False),
    ]
    assert [(bar.from_day, bar.label) for bar in rows[0].bars] == [(14, "0.24")]
    assert [(bar.from_day, bar.to_day) for bar in rows[2].bars] == [(-5, -2)]


@given(st.lists(st.tuples(st.integers(-60, 120), st.integers(0, 90), st.sampled_from(["2.5", "5", "30"])), max_size=5))
def test_the_bars_hold_every_milligram_inside_the_days_shown(given_rows: list[tuple[int, int, str]]) -> None:
    rows = tuple(
        SteroidRow(
            "prednisone", Decimal(mg), Decimal(1), ZERO + timedelta(days=start), ZERO + timedelta(days=start + long)
        )
        for start, long, mg in given_rows
    )
    bars = steroid_bars(rows, ZERO, SPAN)
    days = range(SPAN[0], SPAN[1])
    taken = [
        sum((r.mg for r in rows if r.start <= ZERO + timedelta(days=d) <= (r.end or r.start)), Decimal(0)) for d in days
    ]
    assert sum((Decimal(bar.label) * (bar.to_day - bar.from_day) for bar in bars), Decimal(0)) == sum(taken)
    assert all(SPAN[0] <= bar.from_day < bar.to_day <= SPAN[1] and 0 < bar.height <= 1 for bar in bars)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_an_export_is_written_down_and_carries_no_name(
    desk_fixture: Any, page: ChartsPage, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"charts.{ending}"
    page.view.export_asked.emit(ExportAsked(str(path), state_of(page)))
    assert path.stat().st_size > 1000
    written = path.read_bytes()
    assert state_of(page).name.encode() not in written
    assert desk_fixture.session.person.name.encode() not in written, "nor that of who exported"
    [(code, text)] = desk_fixture.desk.told
    assert code == "charts-written"
    assert str(path) in text.en
    last = desk_fixture.store.reader.audit()[-1].fact
    assert isinstance(last, Accessed)
    assert last.what == "export"


def test_an_export_that_cannot_be_written_is_told(desk_fixture: Any, page: ChartsPage, tmp_path: Path) -> None:
    page.view.export_asked.emit(ExportAsked(str(tmp_path / "gone" / "charts.png"), state_of(page)))
    assert [getattr(error, "code", "") for error in desk_fixture.desk.failures] == ["chart.write"]


def test_a_click_opens_the_visit(desk_fixture: Any, page: ChartsPage) -> None:
    page.view.visit_opened.emit("s/M1/////")
    page.view.back_asked.emit()
    assert desk_fixture.desk.went == [("visit", "s/M1/////", ""), ("back",)]
