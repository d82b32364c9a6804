"""The charts of all children fill while these are read: what is drawn says of how many it is, and can be stopped."""

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_app.presenters import cohort, cohort_panels, gathering
from desktop_app.presenters.cohort import Asked, CohortPage, cohort_state
from desktop_app.presenters.cohort_kept import Pieces
from desktop_app.presenters.cohort_panels import SWIMMER
from desktop_app.presenters.gathering import Far
from tests.kit.lanes import Waiting
from ui.charts.state import CohortState

INFUSED = date(2026, 8, 21)
CODES = ("LN-001", "LN-002", "LN-003", "LN-004")


@pytest.fixture
def four(desk_fixture: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Four infused children with a C3 at W2, read one in a turn of the lane."""
    for place, code in enumerate(CODES):
        child = desk_fixture.enrol(code, infused=INFUSED)
        desk_fixture.visit(child, "W2", INFUSED + timedelta(14), {"SERO": {"C3": f"0.{6 + place}"}})
    desk_fixture.desk.tasks = Waiting()
    monkeypatch.setattr(gathering, "A_WHILE_S", 0.0)
    return desk_fixture


def told(state: CohortState | None) -> list[str]:
    """What stands under the panels."""
    return [panel.subtitle.en for panel in state.panels if panel.subtitle is not None] if state is not None else []


def test_what_is_drawn_says_of_how_many_children_it_is_until_all_are_read(four: Any) -> None:
    page, lane = CohortPage(four.desk), four.desk.tasks
    page.refresh()
    lane.one()
    assert told(page.view.state)
    assert all(said.startswith("so far 1 of 4 children") for said in told(page.view.state))
    assert "1 / 4" in page.view.reading.words.text()
    assert not page.view.reading.isHidden()
    lane.through()
    assert page.view.state is not None
    assert (page.view.state.children, page.view.state.read) == (4, 4)
    assert not [said for said in told(page.view.state) if "so far" in said]
    assert page.view.reading.isHidden()


def test_a_median_of_some_children_bears_its_number(four: Any) -> None:
    curves = tuple(panel.code for panel in four.study.panels if panel.kind == "curves")
    asked, records = Asked(chosen=curves), four.session.records
    some = cohort_state(four.study, records.counted()[:3], date(2026, 11, 17), asked, far=Far(3, 4))
    medians = [point for each in some.panels for line in each.series if line.code == "median" for point in line.points]
    assert medians
    assert all("n = 3" in point.shown for point in medians)


def test_leaving_ends_the_reading_and_another_choice_fills_anew(four: Any) -> None:
    page, lane = CohortPage(four.desk), four.desk.tasks
    page.refresh()
    lane.through()
    whole = page.view.state
    page.view.panels_chosen.emit((SWIMMER,))
    lane.one()
    assert [panel.code for panel in page.view.state.panels] == [SWIMMER]  # type: ignore[union-attr]
    assert all(said.startswith("so far 1 of 4") for said in told(page.view.state))
    page.leave()
    lane.through()
    assert page.view.state is not whole
    assert "so far" in told(page.view.state)[0]
    assert not page.gathering.running


def test_what_is_kept_of_a_child_is_what_would_be_made_anew(four: Any) -> None:
    records, today, pieces = four.session.records, date(2026, 11, 17), Pieces()
    for everyone in (False, True):
        asked = Asked(everyone=everyone, chosen=tuple(choice.code for choice in cohort.choices(four.study)))
        for child in records.counted():
            cohort.ready(four.study, child, today, asked, pieces.on(today))
        kept = cohort_state(four.study, records.counted(), today, asked, keep=pieces.on(today))
        assert kept == cohort_state(four.study, records.counted(), today, asked)


def test_of_more_than_can_be_told_apart_some_are_drawn_and_all_counted(
    four: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cohort_panels, "MOST", 2)
    asked = Asked(chosen=tuple(choice.code for choice in cohort.choices(four.study)))
    made = cohort_state(four.study, four.session.records.counted(), date(2026, 11, 17), asked)
    crowd = next(panel for panel in made.panels if panel.code.endswith("SERO C3"))
    assert [line.label.en for line in crowd.series] == ["LN-001", "LN-003", "Median"]
    assert crowd.series[-1].points[0].name == "n = 4"
    assert crowd.subtitle is not None
    assert crowd.subtitle.en.startswith("n = 4 · 2 of 4 curves drawn, the median is of all")
    lanes = next(panel for panel in made.panels if panel.code == SWIMMER)
    assert len(lanes.lanes) == 2
    assert lanes.subtitle is not None
    assert lanes.subtitle.en.startswith("the 2 longest followed of 4")
