"""Another trial is another folder: a small trial of adults runs through the same window and the same sync."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.house import House
from desktop_app.jobs.create_store import NewStore, create
from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.keys import system_clock
from storage.verify import verify_store
from study.address import LOG, Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Study
from study.values import Quantity, TextValue
from tests.kit.clinic import Centre, Clinic
from tests.kit.second import CODE_AT, second_study
from tests.kit.window import CHEAP, rows_of, type_into

SITE = "SH01"
STUDY = second_study()


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Clinic]:
    """A second workstation of the site, with a record of its own."""
    folder = tmp_path / "ward"
    house = House(Place(folder), Vaults(folder, floor=CHEAP), STUDY, system_clock)
    wanted = NewStore(SITE, "Clinic", "Ward", "Dr Wang", ("investigator",), "four quiet boats at dawn")
    session = create(house, wanted).session
    yield Clinic.around(session.store, session.unlocked, system_clock, session.person.user)
    session.store.close()
    session.unlocked.close()


def desk_of(app: App) -> Desk:
    assert app.desk is not None
    return app.desk


def bedside(app: App) -> Clinic:
    """The workstation behind the window."""
    session = desk_of(app).session
    return Clinic.around(session.store, session.unlocked, system_clock, session.person.user)


def enrol_through_the_dialog(app: App) -> str:
    """What the definition asks and nothing else; returns the participant's id."""
    page = desk_of(app).pages.children
    page.view.enrol.click()
    dialog = page.dialog
    assert dialog is not None
    assert not dialog.hospital_number.isVisibleTo(dialog), "this trial asks for no hospital number"
    dialog.code.setText("RM0001")
    dialog.name.setText("Anna Rossi")
    dialog.sex.setCurrentIndex(dialog.sex.findData("F"))
    dialog.born.setText("1970-01-02")
    dialog.consent.setText("2026-03-02")
    dialog.button.click()
    assert desk_of(app).frame.page == "child"
    [child] = desk_of(app).session.records.children()
    assert (child.subject.label, child.identity.name) == ("RM0001", "Anna Rossi")
    return child.subject.id


def enter_a_visit(app: App, subject: str, visit: str, day: str, values: dict[str, str]) -> None:
    """Date and body of a visit, by keyboard."""
    desk = desk_of(app)
    desk.open_visit(Address(subject, visit).key)
    type_into(app, "ENCDT", day)
    desk.pages.visit.view.form_chosen.emit(Address(subject, visit, form="BODY").key)
    for item, text in values.items():
        type_into(app, item, text)


def derived(app: App) -> dict[str, str]:
    """The derived values beside the open form."""
    state = desk_of(app).pages.visit.view.state
    assert state is not None
    return {row.code: row.value.en for row in state.derived if row.value is not None}


def test_another_trial_runs_through_the_same_window_and_the_same_sync(
    new_window_on: Callable[[str, Study], App], ward: Clinic, other_centre: Centre
) -> None:
    window = new_window_on("store", STUDY)
    assert desk_of(window).session.study.code == "HOMEBP"
    subject = enrol_through_the_dialog(window)
    enter_a_visit(window, subject, "INTAKE", "2026-03-02", {"STATURE": "170", "MASS": "78", "SYS": "151", "DIA": "93"})
    assert derived(window) == {"BMI": "27.0"}
    state = desk_of(window).pages.visit.view.state
    assert state is not None
    assert "78 kg" in state.header.child.about.en
    desk_of(window).open_visit(Address(subject, "START").key)
    desk_of(window).pages.visit.view.form_chosen.emit(Address(subject, "START", form="RAND").key)
    type_into(window, "RDDTC", "2026-03-09 09:00")
    enter_a_visit(window, subject, "WEEK4", "2026-04-07", {"MASS": "76", "SYS": "79", "DIA": "88"})
    assert rows_of(window)["SYS"].strips, "systolic below diastolic, and below what is usual"
    type_into(window, "SYS", "139")
    reading_the_course(window, subject)
    sync_with_the_ward(window, ward, other_centre, subject)


def reading_the_course(app: App, subject: str) -> None:
    """Schedule, charts and tables stand on this definition's anchors and panels."""
    desk = desk_of(app)
    course = desk.session.records.child(subject).course
    assert (course.infusion, course.person.birth) == (date(2026, 3, 9), date(1970, 1, 2))
    assert [(at.visit.code, at.study_day) for at in course.visits] == [("INTAKE", -7), ("START", 0), ("WEEK4", 29)]
    desk.open_charts(subject)
    charts = desk.pages.charts.view.state
    assert charts is not None
    drawn = {panel.code: [len(series.points) for series in panel.series] for panel in charts.panels}
    assert drawn["PRESSURE"] == [2, 2]
    assert drawn["SIZE"] == [2]
    desk.open_child(subject)
    page = desk.pages.child.view.state
    assert page is not None
    assert page.header.infused is not None
    assert page.header.infused.en == "start of the diet 2026-03-09"
    assert [chip.code for chip in page.visits] == ["INTAKE", "START", "WEEK4"]
    assert page.trial is None
    desk.open_children()
    table = desk.pages.children.view.state
    assert table is not None
    assert [column.code for column in table.columns] == ["SYS", "DIA"]
    desk.open_visit(Address(subject, LOG).key)
    type_into(app, "PILL", "Amlodipine")
    assert rows_of(app)["PILL"].text == "Amlodipine"


def sync_with_the_ward(window: App, ward: Clinic, centre: Centre, subject: str) -> None:
    """A second workstation comes to the same record, and answers with a value of its own."""
    here = bedside(window)
    line, there = centre.enrol(here), centre.enrol(ward)
    for clinic, edc in ((here, line), (ward, there)):
        assert clinic.sync(edc).agrees is True
    [found] = ward.store.reader.subjects(CODE_AT)
    assert (found.id, found.code) == (subject, "RM0001")
    course = Course(STUDY, ward.store.reader.record(subject), None)
    bmi = course.derived_one(Address(subject, "WEEK4"), "BMI")
    assert bmi is not None
    assert bmi.shown.startswith("26.3")
    sodium = Address(subject, "WEEK4", form="BODY", item="NA")
    fact = f.ValueSet(id=ward.store.new_id(), address=sodium, value=Quantity("140", "mmol/L"), typed="140")
    ward.store.append(ward.author, [fact])
    for clinic, edc in ((ward, there), (here, line), (ward, there)):
        assert clinic.sync(edc).agrees is True
    [site] = centre.admin.sites()
    assert ward.store.reader.digest() == here.store.reader.digest() == site.state
    assert centre.admin.held(SITE) == []
    assert centre.admin.subject(SITE, "RM0001") == subject
    desk_of(window).moved(None)
    record = desk_of(window).session.records.child(subject).course.record
    assert isinstance(record.value(sodium), Quantity)
    names = [v for a in record.values if a.item == "PILL" and isinstance(v := record.value(a), TextValue)]
    assert [name.text for name in names] == ["Amlodipine"]
    assert verify_store(here.store, here.unlocked).findings == ()
    assert verify_store(ward.store, ward.unlocked).findings == ()
