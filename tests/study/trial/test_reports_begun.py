"""A report of a serious event that was begun: what it leaves open is answered by the event, and no clock stops."""

from datetime import datetime
from typing import Any

import pytest

from study.safety_clocks import deadlines


@pytest.mark.parametrize(
    "begun",
    [
        {},
        {"SAETYPE": "INIT"},
        {"SAETYPE": "FU"},
        {"SAETYPE": "INIT", "SAECRIT": "LIFE"},
    ],
)
def test_a_report_that_was_only_begun_stops_no_clock_of_its_event(chart: Any, begun: dict[str, str]) -> None:
    event = chart.row(
        "AE", AETERM="CRS", AESTDTC="2026-08-20", AETOXGR="4", AESER="Y", AESCRIT="LIFE", SAEDTC="2026-08-20T09:00",
        AEREL="DEF", AEEXP="N",
    )  # fmt: skip

    def stand() -> set[tuple[str, str, str]]:
        late = datetime.fromisoformat("2026-11-17T09:00")
        return {(each.clock.code, each.recipient, each.state(late)) for each in deadlines(chart.course())}

    before = stand()
    assert ("SITE", "EC", "overdue") in before
    assert ("SUSAR7", "HA", "overdue") in before
    report = chart.row("SAE", SAENO="1", SAEEV=event.form_repeat, **begun)
    assert stand() == before
    chart.put(report, SAEAWDTC="2026-08-27T09:00", SAESENT="2026-08-27T12:00", SAERECIP="INST,EC")
    assert ("SITE", "EC", "sent_late") in stand(), "the site knew of the event before"
    chart.put(report, SAESUSAR="N")
    assert {code for code, _recipient, _state in stand()} == {"SITE"}, "what the report judged stands"


def test_of_an_event_in_conflict_it_cannot_be_told_whether_a_clock_runs(chart: Any) -> None:
    event = chart.row("AE", AETERM="CRS", AESTDTC="2026-08-20", AESER="Y", SAEDTC="2026-08-20T09:00")
    chart.contradict(event, "AESER", "N")
    late = datetime.fromisoformat("2026-11-17T09:00")
    found = deadlines(chart.course())
    assert {(each.clock.code, each.state(late), each.about) for each in found} == {
        (code, "untold", event) for code in ("SITE", "SUSAR7", "SUSAR15")
    }
    chart.put(event, AESER="N")
    assert deadlines(chart.course()) == ()
