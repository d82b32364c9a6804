"""An amendment beside data of the version before: looked at, adopted on one workstation, heard on the other by a pull.

Nothing that was entered is lost or held; both versions stay readable on both workstations, and the EDC agrees.
"""

from collections.abc import Callable
from pathlib import Path

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.presenters.enrol import enrolment
from storage.keys import SiteKey, system_clock
from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode
from study.definition.model import Study
from study.values import Quantity
from sync.protocol.edc import Edc
from tests.kit.clinic import Centre, Clinic
from tests.kit.second import AMENDMENT, second_study, second_texts, write_folder
from tests.kit.window import rows_of, type_into
from ui.admin.state import Section
from ui.children.state import EnrolRequest
from ui.frame.state import Room
from ui.visit.state import Note

SITE = "SH01"
FIRST = second_study()
NewWindow = Callable[[str, Study], App]


def desk_of(app: App) -> Desk:
    assert app.desk is not None
    return app.desk


def station(app: App) -> Clinic:
    """The workstation behind a window."""
    session = desk_of(app).session
    return Clinic.around(session.store, session.unlocked, system_clock, session.person.user)


def enrol(app: App) -> str:
    """One participant."""
    session = desk_of(app).session
    store = session.store
    key, subject = store.reader.site_key(), store.new_id()
    today = session.today
    request = EnrolRequest("RM0001", "Anna Rossi", "", "F", today.replace(year=1970), today)
    facts = enrolment(session.study, request, subject, SiteKey(key) if key else None, store.new_id)
    desk_of(app).append(facts, lambda _appended: None)
    return subject


def open_body(app: App, subject: str, visit: str) -> None:
    desk = desk_of(app)
    desk.open_visit(Address(subject, visit).key)
    desk_of(app).pages.visit.view.form_chosen.emit(Address(subject, visit, form="BODY").key)


def enter_under_the_first(app: App, subject: str) -> None:
    """Intake with everything that version 1.0 asks for, completed; week 4 begun."""
    for visit in ("INTAKE", "WEEK4"):
        open_body(app, subject, visit)
        for item, text in {"MASS": "78", "SYS": "171", "DIA": "93", "NA": "141"}.items():
            type_into(app, item, text)
    open_body(app, subject, "INTAKE")
    desk_of(app).pages.visit.view.bar.complete.click()


def look_and_adopt(app: App, folder: Path) -> str:
    """The section of the admin room: the folder is looked at, the page read, the reason typed, the button pressed."""
    desk = desk_of(app)
    desk.open_room(Room.ADMIN)
    page = desk.pages.admin
    entries = desk.session.store.reader.tip().seq
    page.view.section_chosen.emit(Section.STUDY)
    page.study.look_at_folder(folder)
    card = page.view.study.sight
    words = card.page.toPlainText()
    assert desk.session.store.reader.tip().seq == entries, "looking writes nothing"
    card.reason.setText("Amendment 1, ethics vote of 2026-06-01")
    card.adopt.click()
    return words


def in_force(app: App) -> tuple[str, str]:
    """What the desk stands on and what new changes name."""
    session = desk_of(app).session
    return session.study.version, session.store.reader.home().study_version


def notes(app: App, item: str) -> list[str]:
    return [strip.text.en for strip in rows_of(app)[item].strips if isinstance(strip, Note)]


def under(app: App, address: Address) -> list[str]:
    return [entry.study for entry in desk_of(app).session.store.reader.history(address)]


def agree(*pairs: tuple[Clinic, Edc]) -> None:
    """Everyone syncs in turn, twice, so that everything went round."""
    for _ in range(2):
        for clinic, edc in pairs:
            assert clinic.sync(edc).agrees is True


def test_an_amendment_goes_from_one_workstation_to_the_other(
    new_window_on: NewWindow, other_centre: Centre, tmp_path: Path
) -> None:
    bedside, ward = new_window_on("bedside", FIRST), new_window_on("ward", FIRST)
    here, there = station(bedside), station(ward)
    line, other = other_centre.enrol(here), other_centre.enrol(there)
    other_centre.admin.adopt_study(SITE, FIRST.version, FIRST.digest)
    subject = enrol(bedside)
    bedside.window.activateWindow()
    enter_under_the_first(bedside, subject)
    agree((here, line), (there, other))
    words = look_and_adopt(bedside, write_folder(tmp_path / "amended", second_texts(AMENDMENT)))
    assert "INTAKE Sodium: 141 mmol/L – no longer asked; stays readable" in words
    assert "INTAKE Arm – complete, and would lack it" in words
    assert "WEEK4 Systolic: 171 mmHg – unusual under the new limits" in words
    assert in_force(bedside) == ("1.1", "1.1")
    desk_of(ward).moved(None)
    desk_of(ward).open_child(subject)
    late = Address(subject, "START", form="BODY", item="MASS")
    fact = f.ValueSet(id=there.store.new_id(), address=late, value=Quantity("77", "kg"), typed="77")
    there.store.append(there.author, [fact])
    assert under(ward, late) == ["1.0"], "entered before the ward heard of it"
    agree((here, line), (there, other))
    hear_at_the_ward(ward, subject)
    enter_under_the_second(bedside, subject)
    agree((here, line), (there, other))
    both_are_readable((bedside, ward), subject)
    [site] = other_centre.admin.sites()
    assert here.store.reader.digest() == there.store.reader.digest() == site.state
    assert other_centre.admin.held(SITE) == []
    assert other_centre.admin.verify(SITE).fault == ""
    for clinic in (here, there):
        assert verify_store(clinic.store, clinic.unlocked).findings == ()


def hear_at_the_ward(ward: App, subject: str) -> None:
    """The pull is told at once; the page that is open goes on under version 1.0 and the next one stands on 1.1."""
    desk = desk_of(ward)
    desk.moved(None)
    assert desk_of(ward) is desk
    assert desk.session.study.version == "1.0"
    assert desk.frame.state is not None
    assert "study-version" in [message.code for message in desk.frame.state.messages]
    open_body(ward, subject, "INTAKE")
    assert desk_of(ward) is not desk
    assert in_force(ward) == ("1.1", "1.1")


def enter_under_the_second(app: App, subject: str) -> None:
    """What version 1.1 asks for is entered; a value that it refuses is refused."""
    app.window.activateWindow()
    open_body(app, subject, "WEEK4")
    type_into(app, "ARMSIDE", "L")
    type_into(app, "SYS", "280")
    record = desk_of(app).session.records.child(subject).course.record
    assert record.value(Address(subject, "WEEK4", form="BODY", item="SYS")) == Quantity("171", "mmHg")
    type_into(app, "SYS", "150")
    last = desk_of(app).session.store.reader
    signed = last.change(last.tip().hash)
    assert signed is not None
    assert decode(signed.body).study == "1.1"


def both_are_readable(apps: tuple[App, ...], subject: str) -> None:
    """On each workstation: what 1.0 asked for below the rows of 1.1, and which version each entry was made under."""
    systolic = Address(subject, "WEEK4", form="BODY", item="SYS")
    for app in apps:
        desk_of(app).moved(None)
        open_body(app, subject, "WEEK4")
        shown = rows_of(app)
        assert list(shown) == ["STATURE", "MASS", "SYS", "DIA", "ARMSIDE", "NA"]
        assert (shown["NA"].text, shown["NA"].unit, shown["NA"].state) == ("141", "mmol/L", "readonly")
        assert notes(app, "NA") == ["entered under version 1.0; no longer asked"]
        assert shown["SYS"].text == "150"
        assert under(app, systolic) == ["1.0", "1.1"]
        assert {v.version for v in desk_of(app).session.store.reader.versions()} == {"1.0", "1.1"}
