"""Two workstations and the EDC, each act through the window: a critical value in a conflict that is decided offline, a
query and its answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.demo.centre import SITE, Centre
from desktop_app.demo.story_clock import StoryClock
from desktop_app.desk import Desk
from study.address import Address, parse_key
from study.changes.facts import MarkSet
from study.definition.model import Study
from study.judgement import ACKNOWLEDGED
from tests.kit.window import close_window, first_run, new_window, rows_of, type_into
from ui.conflict.state import ConflictState, Resolution
from ui.frame.state import Room
from ui.queries.state import Did, Said
from ui.today.state import Need, NeedKind
from ui.unlock.state import EnrolmentRequest
from ui.visit.acts import Acknowledged
from ui.visit.state import Critical, ItemRow, Note, VisitState


@pytest.fixture
def clock() -> StoryClock:
    """The windows here go by this computer's clock, and so does the EDC."""
    return StoryClock(0)


@dataclass
class Station:
    """A workstation used through its window."""

    app: App

    @property
    def desk(self) -> Desk:
        assert self.app.desk is not None
        return self.app.desk

    def join(self, centre: Centre) -> None:
        """Admin > EDC, with address and code."""
        self.desk.open_room(Room.ADMIN)
        admin = self.desk.pages.admin.view
        admin.enrolment_requested.emit(EnrolmentRequest(centre.address, centre.admin.new_code(SITE)))
        assert admin.state is not None
        assert admin.state.edc.enrolled

    def sync(self) -> None:
        """The room of sync and its button."""
        self.desk.open_room(Room.SYNC)
        button = self.desk.pages.sync.view.status.start
        assert button.isEnabled()
        button.click()
        assert not self.desk.pages.sync.syncing.running

    def enrol_child(self) -> str:
        """The dialog; the child's id."""
        self.desk.open_room(Room.CHILDREN)
        page = self.desk.pages.children
        page.view.enrol.click()
        dialog = page.dialog
        assert dialog is not None
        dialog.name.setText("方夏至")
        dialog.hospital_number.setText("DEMO-000900")
        dialog.sex.setCurrentIndex(dialog.sex.findData("F"))
        dialog.born.setText("2016-03-04")
        dialog.consent.setText(str(self.desk.session.today))
        dialog.button.click()
        [child] = self.desk.session.records.children()
        return child.subject.id

    def form(self, subject: str, form: str) -> VisitState:
        """A form of M1."""
        self.desk.open_visit(Address(subject, "M1").key)
        self.desk.pages.visit.view.form_chosen.emit(Address(subject, "M1", form=form).key)
        return self.bedside

    @property
    def bedside(self) -> VisitState:
        state = self.desk.pages.visit.view.state
        assert state is not None
        return state

    def row(self, item: str) -> ItemRow:
        return rows_of(self.app)[item]

    def type(self, item: str, text: str) -> None:
        type_into(self.app, item, text)

    def needs(self, kind: NeedKind) -> list[Need]:
        """The cards of today of one kind."""
        self.desk.open_room(Room.TODAY)
        state = self.desk.pages.today.view.state
        assert state is not None
        return [need for need in state.needs if need.kind is kind]

    def marks(self, subject: str) -> set[str]:
        """The marks of the child in the list and at the head of its page."""
        self.desk.open_child(subject)
        child = self.desk.pages.child.view.state
        assert child is not None
        self.desk.open_children()
        state = self.desk.pages.children.view.state
        assert state is not None
        [row] = [row for row in state.rows if row.subject == subject]
        return {mark.kind.value for mark in row.marks}

    def standing(self, subject: str, form: str) -> str:
        """How a form of M1 stands in the review."""
        self.desk.open_review(Address(subject, "M1").key)
        state = self.desk.pages.review.view.state
        assert state is not None
        return next(line.standing for line in state.lines if parse_key(line.key).form == form)

    def conflict(self) -> ConflictState:
        """The conflict's page, from today's card."""
        [card] = self.needs(NeedKind.CONFLICT)
        self.desk.open_conflict(card.place)
        state = self.desk.pages.conflict.view.state
        assert state is not None
        return state

    @property
    def digest(self) -> str:
        return self.desk.session.store.reader.digest()


@dataclass
class Site:
    """Two workstations, the EDC, and the child that all of them know, with chemistry begun at M1."""

    ward: Station
    clinic: Station
    centre: Centre
    child: str
    potassium: Address

    @property
    def creatinine(self) -> Address:
        """Beside the potassium."""
        return Address(*self.potassium.parts[:6], "CREAT")

    def everyone(self) -> None:
        """Until nobody has anything to say."""
        for station in (self.ward, self.clinic, self.ward):
            station.sync()

    def equal(self) -> bool:
        [site] = [each for each in self.centre.admin.sites() if each.site == SITE]
        return self.ward.digest == self.clinic.digest == site.state

    def disagree(self, one: str, other: str) -> None:
        """Two potassiums, neither seen by the other's author."""
        for station, number in ((self.ward, one), (self.clinic, other)):
            station.form(self.child, "CHEM")
            station.type("K", number)
        self.everyone()


@pytest.fixture
def site(qapp: QApplication, tmp_path: Path, shipped: Study, centre: Centre) -> Iterator[Site]:
    made: list[App] = []

    def station(name: str) -> Station:
        app = new_window(qapp, tmp_path / name, shipped)
        made.append(app)
        first_run(app)
        # While the other window is used nobody is at this one; it must not lock for that on a slow machine.
        app.idle.stop()
        opened = Station(app)
        opened.join(centre)
        opened.sync()
        return opened

    ward, clinic = station("WD-07"), station("CR-02")
    child = ward.enrol_child()
    ward.form(child, "VISIT")
    ward.type("VISDTC", str(ward.desk.session.today))
    ward.form(child, "CHEM")
    ward.type("CREAT", "61")
    place = parse_key(ward.row("K").key)
    ward.sync()
    clinic.sync()
    yield Site(ward, clinic, centre, child, place)
    for app in made:
        close_window(app)


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
