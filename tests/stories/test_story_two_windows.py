"""Two workstations and the EDC, each act through the window: a critical value in a conflict that is decided offline, a
query and its answer.
"""

import pytest

from desktop_app.demo.centre import SITE
from desktop_app.demo.story_clock import StoryClock
from study.changes.facts import MarkSet
from study.judgement import ACKNOWLEDGED
from tests.kit.station import Site
from ui.conflict.state import Resolution
from ui.frame.state import Room
from ui.queries.state import Did, Said
from ui.today.state import NeedKind
from ui.visit.acts import Acknowledged
from ui.visit.state import Critical, Note


@pytest.fixture
def clock() -> StoryClock:
    """The windows here go by this computer's clock, and so does the EDC."""
    return StoryClock(0)


def a_critical_value_in_conflict(site: Site) -> None:
    """Seen on both everywhere; told of for itself; decided offline with a reason; then both agree."""
    site.disagree("4.1", "7.2")
    for station in (site.ward, site.clinic):
        assert len(station.needs(NeedKind.CONFLICT)) == 1
        [card] = station.needs(NeedKind.CRITICAL)
        assert "7.2" in card.title.en
        assert {"conflict", "critical"} <= station.marks(site.child)
        station.form(site.child, "CHEM")
        assert station.row("K").state == "conflict"
        kinds = {m.kind for m in station.bedside.messages if m.key == site.potassium.key}
        assert kinds == {"conflict", "critical"}
        assert station.standing(site.child, "CHEM") == "blocked"
    site.clinic.form(site.child, "CHEM")
    [strip] = [strip for strip in site.clinic.row("K").strips if isinstance(strip, Critical)]
    act = Acknowledged(site.potassium.key, strip.person, "10:05", "drawn again", strip.check, strip.value)
    site.clinic.desk.pages.visit.view.critical_acknowledged.emit(act)
    assert site.clinic.needs(NeedKind.CRITICAL) == []
    shown = site.clinic.conflict()
    assert {side.value.en for side in shown.sides} == {"4.1", "7.2"}
    side = next(side for side in shown.sides if side.value.en == "4.1")
    page = site.clinic.desk.pages.conflict.view
    page.resolved.emit(Resolution(shown.conflict, side.fact, "", "drawn again: 4.1"))
    assert site.clinic.needs(NeedKind.CONFLICT) == []
    assert len(site.ward.needs(NeedKind.CONFLICT)) == 1, "not heard of yet"
    site.everyone()
    for station in (site.ward, site.clinic):
        assert station.needs(NeedKind.CONFLICT) == station.needs(NeedKind.CRITICAL) == []
        station.form(site.child, "CHEM")
        assert (station.row("K").text, station.row("K").state) == ("4.1", "filled")
    [entry] = site.ward.desk.session.store.reader.record(site.child).marks(ACKNOWLEDGED, site.potassium)
    assert isinstance(entry.fact, MarkSet)
    assert entry.fact.note == "drawn again"
    assert site.equal()


def a_query_of_the_edc(site: Site) -> None:
    """It arrives, is answered in its room, goes back, is closed there and is gone."""
    query = site.centre.admin.open_query(SITE, site.creatinine, "61 or 16?")
    site.everyone()
    for station in (site.ward, site.clinic):
        assert [need.count for need in station.needs(NeedKind.QUERY)] == [1]
    site.clinic.desk.open_room(Room.QUERIES)
    page = site.clinic.desk.pages.queries.view
    assert page.state is not None
    assert [line.text for line in page.state.lines] == ["61 or 16?"]
    page.said.emit(Said(query, Did.ANSWER, "61, looked up on the report"))
    assert site.clinic.needs(NeedKind.QUERY) == []
    assert len(site.ward.needs(NeedKind.QUERY)) == 1
    site.everyone()
    assert site.ward.needs(NeedKind.QUERY) == []
    site.centre.admin.close_query(SITE, query, "thank you")
    site.everyone()
    for station in (site.ward, site.clinic):
        station.form(site.child, "CHEM")
        said = [strip.text.en for strip in station.row("CREAT").strips if isinstance(strip, Note)]
        assert not any("query" in each for each in said)
    assert site.equal()


def test_two_workstations_and_the_edc_come_to_the_same_by_what_people_do(site: Site) -> None:
    a_critical_value_in_conflict(site)
    a_query_of_the_edc(site)
