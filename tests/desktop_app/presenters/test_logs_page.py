"""A child's logs over a real store: medicines in mg a day, the steroid of them all, open rows first, new rows."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from desktop_app.presenters.logs import LogsPage
from desktop_app.presenters.search import Search
from desktop_app.presenters.search_find import find
from desktop_app.presenters.search_index import Findable, index_of
from study.address import LOG, Address, parse_key
from study.text import Text
from study.values import DateTimeValue, DateValue, Value
from ui.logs.state import LogRow, LogsState
from ui.search.palette import Palette

PREDNISONE: dict[str, Value | str] = {
    "CMTRT": "泼尼松", "CMSTER": "prednisone", "CMCLASS": "STER", "CMROUTE": "PO",
}  # fmt: skip


def medicine(work: Any, subject: str, **items: Value | str) -> None:
    work.set(subject, LOG, "CM", {**PREDNISONE, **items}, anew=True)


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    """A child of 41.2 kg today."""
    made: str = desk_fixture.enrol("LN-001")
    desk_fixture.visit(made, "M3", date(2026, 11, 17), {"VS": {"WEIGHT": "41.2", "HEIGHT": "148.5"}})
    return made


@pytest.fixture
def page(desk_fixture: Any, subject: str) -> LogsPage:
    made = LogsPage(desk_fixture.desk)
    desk_fixture.desk.page = made
    made.choose(subject, "CM")
    return made


def shown(page: LogsPage, log: str = "") -> LogsState:
    if log:
        page.view.turned.emit(log)
    else:
        page.refresh()
    assert page.view.state is not None
    return page.view.state


def english(row: LogRow) -> list[str]:
    return [cell.en for cell in row.cells]


def test_tablets_every_other_day_are_mg_a_day_and_a_kg(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    medicine(
        desk_fixture, subject, CMSTRN="5", CMDOSE="3", CMDOSU="tablet", CMFRQ="qod", CMONGO="Y",
        CMSTDTC=DateValue("2026-10-18"),
    )  # fmt: skip
    [row] = shown(page).rows
    drug, route, prescribed, a_day, a_kg, span, why = english(row)
    assert (drug, route, a_day, a_kg, span) == ("Prednisone", "By mouth", "7.5", "0.18", "10-18 →")
    assert prescribed.endswith("qod")
    assert why == "3 × 5 mg = 15 mg"
    assert row.cells[1] == Text("By mouth", "口服")


def test_what_is_taken_now_stands_above_and_what_ended_below(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    days = (("2026-08-18", "2026-08-31", "20"), ("2026-09-01", "", "10"), ("2025-12", "2026-08-17", "30"))
    for begun, over, dose in days:
        until: dict[str, Value | str] = {"CMENDTC": DateValue(over)} if over else {"CMONGO": "Y"}
        medicine(desk_fixture, subject, CMDOSE=dose, CMDOSU="mg", CMFRQ="qd", CMSTDTC=DateValue(begun), **until)
    state = shown(page)
    assert [(english(row)[3], english(row)[5], row.over) for row in state.rows] == [
        ("10", "09-01 →", False), ("20", "08-18 – 08-31", True), ("30", "2025-12 – 08-17", True),
    ]  # fmt: skip
    assert state.dose is not None
    assert (state.dose.per_day, state.dose.per_kg) == ("10", "0.24")
    assert [(step.first, step.after, step.dose) for step in state.dose.steps] == [
        (-60, 0, 30.0), (0, 14, 20.0), (14, 92, 10.0),
    ]  # fmt: skip
    assert state.dose.since is not None
    assert state.dose.since.en.startswith("1060 mg since D0")


def test_a_dose_that_cannot_be_counted_says_so(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    medicine(desk_fixture, subject, CMDOSE="3", CMDOSU="tablet", CMFRQ="qd", CMSTDTC=DateValue("2026-10-18"))
    [row] = shown(page).rows
    assert english(row)[3] == ""
    assert row.odd is not None


def test_without_a_weight_the_dose_says_why_there_is_none_a_kg(desk_fixture: Any, page: LogsPage) -> None:
    other = desk_fixture.enrol("LN-002")
    medicine(desk_fixture, other, CMDOSE="5", CMDOSU="mg", CMFRQ="qd", CMSTDTC=DateValue("2026-10-18"))
    page.choose(other)
    dose = shown(page).dose
    assert dose is not None
    assert (dose.per_day, dose.per_kg) == ("5", "")
    assert dose.why_not is not None


def test_samples_open_first_with_their_balance_and_what_is_wrong(
    desk_fixture: Any, subject: str, page: LogsPage
) -> None:
    work = desk_fixture
    for number, status in (("S1", "STORED"), ("S2", "USED")):
        moment = DateTimeValue("2026-09-18T08:20" if status == "STORED" else "2026-10-18T08:20")
        work.set(
            subject, LOG, "SAMP", {"SAMPID": number, "SAMPSTAT": status, "SAMPDTC": moment, "SAMPALQ": "2"}, anew=True
        )
    work.set(subject, LOG, "SAMP", {"SAMPID": "S3", "SAMPSTAT": "DESTR", "SAMPALQ": "1"}, anew=True)
    state = shown(page, "SAMP")
    assert (english(state.rows[0])[0], state.rows[0].over) == ("S1", False)
    assert {english(row)[0] for row in state.rows if row.over} == {"S2", "S3"}
    assert [row.odd is not None for row in state.rows if english(row)[0] == "S3"] == [True]
    assert state.summary is not None
    assert state.summary.en == "5 aliquots = 2 used + 1 destroyed + 0 lost + 2 kept"
    tab = next(tab for tab in state.tabs if tab.code == "SAMP")
    assert (tab.count, tab.going) == (3, 1)


def test_contacts_are_one_list_the_latest_first(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    for at in ("2026-10-01T09:00", "2026-11-01T09:30"):
        desk_fixture.set(subject, LOG, "CONT", {"CONTDTC": DateTimeValue(at), "CONTBY": "王芳"}, anew=True)
    state = shown(page, "CONT")
    assert state.groups is None
    assert [english(row)[0] for row in state.rows] == ["2026-11-01 09:30", "2026-10-01 09:00"]
    assert "王芳" in english(state.rows[0])


def test_a_late_report_marks_its_log(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    aware = DateTimeValue("2026-11-01T09:30")
    desk_fixture.set(subject, LOG, "AE", {"AETERM": "肺炎", "AESER": "Y", "SAEDTC": aware})
    assert [tab.code for tab in shown(page).tabs if tab.late] == ["SAE"]


def test_grades_have_no_page_of_their_own_and_every_log_says_what_it_is_for(page: LogsPage) -> None:
    codes = [tab.code for tab in shown(page).tabs]
    assert codes[:3] == ["CM", "INFE", "SAMP"]
    assert "AEGR" not in codes
    for code in codes:
        state = shown(page, code)
        assert state.chosen == code
        assert state.purpose is not None
        assert state.columns


def test_enter_and_n_lead_to_the_bedside(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    medicine(desk_fixture, subject, CMDOSE="5", CMDOSU="mg", CMFRQ="qd", CMSTDTC=DateValue("2026-10-18"))
    [row] = shown(page).rows
    page.view.opened.emit(row.key)
    page.view.begun.emit("CM")
    opened, begun = desk_fixture.desk.went
    assert opened == ("visit", parse_key(row.key).in_visit.key, row.key)
    fresh = parse_key(begun[2])
    assert (fresh.form, fresh.visit) == ("CM", LOG)
    assert fresh.form_repeat not in ("", parse_key(row.key).form_repeat)


def test_who_only_reads_begins_no_row(desk_fixture: Any, subject: str, page: LogsPage) -> None:
    assert shown(page).may_edit
    desk_fixture.session.role = "monitor"
    assert not shown(page).may_edit


def test_the_search_finds_a_log_of_a_child_and_leads_to_it(desk_fixture: Any, subject: str) -> None:
    index = index_of(desk_fixture.session.records, desk_fixture.session, Findable(), "")
    log = Address(subject, LOG, "", "INFE")
    hit = next(hit for hit in find(index, "LN-001 感染").hits if hit.target == log.key)
    window = QWidget()
    search = Search(desk_fixture.desk, Palette(desk_fixture.desk.look, window), lambda: "", lambda: None)
    search.palette.chosen.emit(hit)
    assert desk_fixture.desk.went == [("logs", subject, "INFE")]
