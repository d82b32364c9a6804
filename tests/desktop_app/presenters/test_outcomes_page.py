"""The primary outcomes in the window: read a while at a time, each child counted once; the line on today."""

from datetime import date
from typing import Any

import pytest

from desktop_app.presenters import gathering
from desktop_app.presenters.outcomes import OutcomesPage
from desktop_app.presenters.today import TodayPage
from study.address import Address
from study.changes import facts as f
from study.rights import ASIDE
from study.values import DateTimeValue
from tests.kit.lanes import Waiting
from ui.outcomes.state import OutcomeRow, OutcomesState
from ui.today.state import TodayState

CODES = ("LN-001", "LN-002", "LN-003")


@pytest.fixture
def three(desk_fixture: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Three children infused on 21 August, one read in a turn; the first has cytokines at M1."""
    for code in CODES:
        child = desk_fixture.enrol(code, infused=date(2026, 8, 21))
        if code == "LN-001":
            at = DateTimeValue("2026-09-20T08:00")
            desk_fixture.visit(child, "M1", date(2026, 9, 20), {"CYTO": {"LBDTC": at, "IL6": "12.5"}})
    desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    return desk_fixture


def due(state: TodayState | OutcomesState | None) -> dict[str, int]:
    """How many visits are due by outcome."""
    sums = state.outcomes if isinstance(state, TodayState) else state.sums if state is not None else ()
    return {each.code: each.tally.due for each in sums}


def rows(page: OutcomesPage) -> tuple[OutcomeRow, ...]:
    """The children of the table."""
    return page.view.state.rows if page.view.state is not None else ()


def test_the_page_fills_and_a_mark_leads_to_its_form(three: Any) -> None:
    page, lane = OutcomesPage(three.desk), three.desk.tasks
    page.refresh()
    lane.one()
    assert [row.code for row in rows(page)] == ["LN-001"]
    assert "1 / 3" in page.view.reading.words.text()
    lane.through()
    assert [row.code for row in rows(page)] == list(CODES)
    child = rows(page)[0].cells["CYTOKINES", "M1"]
    assert (child.state, child.results) == ("begun", 1)
    page.view.opened.emit(child.key)
    visit = Address(rows(page)[0].subject, "M1").key
    assert three.desk.went == [("visit", visit, child.key)]


def test_a_record_that_stands_aside_is_counted_on_neither_page(three: Any) -> None:
    page, day, lane = OutcomesPage(three.desk), TodayPage(three.desk), three.desk.tasks
    day.refresh()
    lane.through()
    before = due(day.view.state)
    one, other, _third = (found.id for found in three.session.records.subjects())
    three.append(f.MarkSet(id="m", kind=ASIDE, address=Address(other), target=one, note="the same child"))
    for each in (page, day):
        each.refresh()
        lane.through()
    assert due(page.view.state) == due(day.view.state) == {code: count * 2 // 3 for code, count in before.items()}
    assert before["CYTOKINES"] > 0
    assert [row.code for row in rows(page)] == ["LN-001", "LN-003"]


def test_the_line_on_today_leads_to_the_table(three: Any) -> None:
    day = TodayPage(three.desk)
    day.refresh()
    three.desk.tasks.through()
    assert not day.view.outcomes.isHidden()
    assert "细胞因子" in day.view.outcomes.accessibleName()
    day.view.outcomes.opened.emit()
    assert three.desk.went == [("outcomes",)]
