"""One child enrolled on two workstations that do not hear of each other; after a sync both ask, one decision counts on
both, and two that contradict each other are asked about again.
"""

import pytest

from desktop_app.demo.story_clock import StoryClock
from storage.keys import SiteKey
from study.state.slots import Slot
from tests.kit.station import Site, Station
from ui.child.state import Decision, TwiceAnswer
from ui.frame.state import Room
from ui.today.state import NeedKind


@pytest.fixture
def clock() -> StoryClock:
    """The windows here go by this computer's clock, and so does the EDC."""
    return StoryClock(0)


def enrol(station: Station, number: str) -> str:
    """Through the dialog; the child's id."""
    before = {child.subject.id for child in station.desk.session.records.children()}
    station.desk.open_room(Room.CHILDREN)
    page = station.desk.pages.children
    page.view.enrol.click()
    dialog = page.dialog
    assert dialog is not None
    dialog.name.setText("张念安")
    dialog.hospital_number.setText(number)
    dialog.sex.setCurrentIndex(dialog.sex.findData("M"))
    dialog.born.setText("2015-05-06")
    dialog.consent.setText(str(station.desk.session.today))
    dialog.button.click()
    [child] = {child.subject.id for child in station.desk.session.records.children()} - before
    return child


def hand_over_site_key(site: Site) -> None:
    """Names can be read on both workstations; nothing was sealed on the second one yet."""
    key = site.ward.desk.session.store.reader.site_key()
    assert key is not None
    site.clinic.desk.session.store.put_site_key(SiteKey(key))
    site.clinic.desk.moved(None)


def decide(station: Station, subject: str, other: str, what: Decision) -> None:
    station.desk.open_child(subject)
    station.desk.pages.child.view.twice_decided.emit(TwiceAnswer(other, what, "one hospital card"))


def counted(station: Station) -> set[str]:
    return {child.id for child in station.desk.session.records.going_on()}


def asks(station: Station) -> int:
    return len(station.needs(NeedKind.TWICE))


def test_a_child_enrolled_on_two_workstations_is_asked_about_and_decided_on_either(site: Site) -> None:
    hand_over_site_key(site)
    ward, clinic = site.stations
    one, other = enrol(ward, "DEMO-1"), enrol(clinic, "DEMO-2")
    assert asks(ward) == asks(clinic) == 0, "nobody has heard of the other"
    site.everyone()
    assert asks(ward) == asks(clinic) == 1
    decide(clinic, one, other, "this")
    assert asks(clinic) == 0
    assert asks(ward) == 1, "not heard of yet"
    site.everyone()
    for station in site.stations:
        assert asks(station) == 0
        assert counted(station) == {site.child, one}
        station.desk.open_child(other)
        page = station.desk.pages.child.view
        assert page.state is not None
        assert page.state.header.goes_on == one
        assert page.aside.isVisibleTo(page)
        assert station.desk.session.store.reader.slot(Slot("subject", other)).heads, "nothing is deleted"
    assert site.equal()
    decide(ward, other, one, "apart")
    decide(clinic, one, other, "other")
    site.everyone()
    for station in site.stations:
        assert counted(station) == {site.child, one, other}
        [card] = station.needs(NeedKind.TWICE)
        assert card.detail.en.startswith("decided in two ways")
    assert site.equal()
