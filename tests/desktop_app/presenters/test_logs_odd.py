"""Rows of logs that are odd are marked where they are listed: ended before they began, entered twice, in conflict."""

from datetime import date
from typing import Any

import msgspec
import pytest

from desktop_app.presenters.logs import LogsPage
from study.address import LOG, Address
from study.values import DateValue
from ui.logs.state import LogRow

EVENT = {"AETERM": "发热", "AETOXGR": "2", "AESER": "N", "AEREL": "POSS"}
TAKEN = {"CMTRT": "泼尼松", "CMSTER": "prednisone", "CMDOSE": "5", "CMDOSU": "mg", "CMFRQ": "qd"}


@pytest.fixture
def subject(desk_fixture: Any) -> str:
    made: str = desk_fixture.enrol("LN-001")
    desk_fixture.visit(made, "M3", date(2026, 11, 17), {"VS": {"WEIGHT": "31.2"}})
    return made


def rows(work: Any, subject: str, log: str) -> tuple[LogRow, ...]:
    page = LogsPage(work.desk)
    page.choose(subject, log)
    page.refresh()
    assert page.view.state is not None
    return page.view.state.rows


def said(work: Any, subject: str, log: str) -> list[str]:
    return [row.odd.en if row.odd is not None else "" for row in rows(work, subject, log)]


def day(text: str) -> DateValue:
    return DateValue(text)


def test_an_event_that_ended_before_it_began_is_marked(desk_fixture: Any, subject: str) -> None:
    given = {**EVENT, "AESTDTC": day("2026-10-02"), "AEENDTC": day("2026-10-01"), "AEOUT": "REC"}
    desk_fixture.set(subject, LOG, "AE", given, anew=True)
    assert said(desk_fixture, subject, "AE") == ["The event ends before it starts"]


def test_an_ordinary_event_is_not_marked(desk_fixture: Any, subject: str) -> None:
    given = {**EVENT, "AESTDTC": day("2026-10-02"), "AEENDTC": day("2026-10-05"), "AEOUT": "REC"}
    desk_fixture.set(subject, LOG, "AE", given, anew=True)
    assert said(desk_fixture, subject, "AE") == [""]


def test_the_same_event_entered_twice_is_marked_on_both(desk_fixture: Any, subject: str) -> None:
    for name in ("发热", " 发热 "):
        given = {**EVENT, "AETERM": name, "AESTDTC": day("2026-10-02")}
        desk_fixture.set(subject, LOG, "AE", given, anew=True)
    desk_fixture.set(subject, LOG, "AE", {**EVENT, "AESTDTC": day("2026-10-20")}, anew=True)
    assert sorted("twice" in each for each in said(desk_fixture, subject, "AE")) == [False, True, True]


def test_one_prescription_twice_is_marked_and_two_doses_of_a_day_are_not(desk_fixture: Any, subject: str) -> None:
    for dose in ("1", "0.5"):
        given = {**TAKEN, "CMTRT": "他克莫司", "CMSTER": "", "CMDOSE": dose, "CMSTDTC": day("2026-10-18")}
        given.pop("CMSTER")
        desk_fixture.set(subject, LOG, "CM", given, anew=True)
    assert not any("twice" in each for each in said(desk_fixture, subject, "CM"))
    for _ in range(2):
        desk_fixture.set(subject, LOG, "CM", {**TAKEN, "CMSTDTC": day("2026-10-18")}, anew=True)
    assert sum("twice" in each for each in said(desk_fixture, subject, "CM")) == 2


def test_two_values_on_a_row_are_said_first(desk_fixture: Any, subject: str) -> None:
    desk_fixture.set(subject, LOG, "CM", {**TAKEN, "CMSTDTC": day("2026-10-18")}, anew=True)
    [place] = desk_fixture.course(subject).form_places(Address(subject, LOG), "CM")
    desk_fixture.contradict(msgspec.structs.replace(place, item="CMDOSE"), "50")
    assert "two values stand" in said(desk_fixture, subject, "CM")[0]


def test_the_chosen_row_says_it_over_the_table(desk_fixture: Any, subject: str) -> None:
    given = {**EVENT, "AESTDTC": day("2026-10-02"), "AEENDTC": day("2026-10-01"), "AEOUT": "REC"}
    desk_fixture.set(subject, LOG, "AE", given, anew=True)
    page = LogsPage(desk_fixture.desk)
    page.choose(subject, "AE")
    page.refresh()
    assert page.view._summary.text() == "结束日期早于发生日期"
