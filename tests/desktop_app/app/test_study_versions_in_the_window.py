"""A record stays under its own version of its own study; another one is looked at first and adopted by a person."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.presenters.enrol import enrolment
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import Change, decode
from study.definition.model import Study
from study.definition.pack import packed
from study.text import Text
from study.values import Quantity
from tests.kit.second import AMENDMENT, second_study, second_texts, write_folder
from tests.kit.window import first_run, unlock
from ui.admin.state import Section
from ui.admin.study_state import Adoption, StudyState
from ui.children.state import EnrolRequest
from ui.frame.state import Room

NewApp = Callable[..., App]
FIRST, NEXT = second_study(), second_study(AMENDMENT)


def desk_of(app: App) -> Desk:
    """The desk that somebody stands at."""
    assert app.desk is not None
    return app.desk


def section(app: App) -> StudyState:
    """The section of the study definition as it is shown."""
    desk = desk_of(app)
    desk.open_room(Room.ADMIN)
    admin = desk.pages.admin.view
    admin.section_chosen.emit(Section.STUDY)
    assert admin.state is not None
    assert admin.state.study is not None
    return admin.state.study


def last(app: App) -> Change:
    """The last change of this workstation."""
    reader = desk_of(app).session.store.reader
    signed = reader.change(reader.tip().hash)
    assert signed is not None
    return decode(signed.body)


def adoptions(app: App) -> list[str]:
    return [version.version for version in desk_of(app).session.store.reader.versions()]


def enrol(app: App) -> str:
    """One participant with a weight and a pressure at intake."""
    session = desk_of(app).session
    store = session.store
    key, subject = store.reader.site_key(), store.new_id()
    request = EnrolRequest("RM0001", "Anna Rossi", "", "F", date(1970, 1, 2), date(2026, 3, 2))
    facts = enrolment(session.study, request, subject, SiteKey(key) if key else None, store.new_id)
    body = Address(subject, "INTAKE", form="BODY")
    values = {"MASS": Quantity("80", "kg"), "SYS": Quantity("170", "mmHg"), "NA": Quantity("140", "mmol/L")}
    made = [
        f.ValueSet(id=store.new_id(), address=Address(*body.parts[:6], item), value=value)
        for item, value in values.items()
    ]
    desk_of(app).append((*facts, *made), lambda _appended: None)
    return subject


def adopted(study: Study, app: App, content: bytes | None = None) -> f.StudyAdopted:
    """The fact by which a version comes into force over the one that is."""
    store = desk_of(app).session.store
    bases = tuple(version.fact for version in store.reader.versions() if version.in_force)
    return f.StudyAdopted(
        id=store.new_id(), bases=bases, version=study.version, digest=study.digest,
        content=packed(study) if content is None else content, reason="amendment",
    )  # fmt: skip


@pytest.fixture
def at_work(new_app: NewApp) -> App:
    """A record of the second study was just made."""
    app = new_app(FIRST)
    first_run(app)
    return app


def test_a_record_keeps_its_own_study_whatever_the_program_carries(
    new_app: NewApp, at_work: App, whole_study: Study
) -> None:
    subject = enrol(at_work)
    at_work.lock()
    at_work._closing.timeout.emit()
    app = new_app(whole_study)
    assert app.gate is not None
    assert app.gate.view.state is not None
    assert (app.gate.view.state.study.en, app.gate.view.state.registry) == (FIRST.title.en, "HOMEBP")
    unlock(app)
    desk = desk_of(app)
    assert desk.session.study.digest == FIRST.digest
    assert desk.session.records.child(subject).course.code == "RM0001"
    assert section(app).proposal is None, "another trial is no version of this one"
    assert adoptions(app) == ["1.0"]


def test_a_newer_definition_that_came_along_is_a_proposal_and_adopts_nothing_by_itself(
    new_app: NewApp, at_work: App
) -> None:
    at_work.lock()
    at_work._closing.timeout.emit()
    app = new_app(NEXT)
    unlock(app)
    assert (adoptions(app), desk_of(app).session.study.version) == (["1.0"], "1.0")
    shown = section(app)
    assert shown.proposal is not None
    assert "1.1" in shown.proposal.en
    assert [(row.version, row.who, row.in_force) for row in shown.versions] == [("1.0", "Dr Lin", True)]


def test_the_effect_is_shown_and_nothing_happens_until_a_person_says_why(new_app: NewApp, at_work: App) -> None:
    enrol(at_work)
    at_work.lock()
    at_work._closing.timeout.emit()
    app = new_app(NEXT)
    unlock(app)
    section(app)
    admin = desk_of(app).pages.admin.view
    panel = admin.study
    panel.look_at_proposal.click()
    words = panel.sight.page.toPlainText()
    assert "RM0001 · 5" in words
    assert "INTAKE Sodium: 140 mmol/L – no longer asked; stays readable" in words
    assert words.index("values no longer asked for") < words.index("In the definition") < words.index("RM0001")
    assert not panel.sight.adopt.isEnabled()
    before = desk_of(app)
    panel.sight.reason.setText("Amendment 1, ethics vote of 2026-03-01")
    panel.sight.adopt.click()
    desk = desk_of(app)
    assert desk is not before
    assert adoptions(app) == ["1.0", "1.1"]
    assert (desk.session.study.version, desk.frame.page) == ("1.1", "admin")
    assert last(app).study == "1.0", "the decision itself is made under the version it replaces"
    shown = section(app)
    assert (shown.version, shown.proposal, shown.sight) == ("1.1", None, None)
    assert shown.versions[0].reason == "Amendment 1, ethics vote of 2026-03-01"
    assert [message.code for message in desk.frame.state.messages] == ["study-version"] if desk.frame.state else False


def test_faults_of_a_folder_are_listed_and_another_trial_is_refused(
    at_work: App, tmp_path: Path, whole_study: Study
) -> None:
    section(at_work)
    page, view = desk_of(at_work).pages.admin, desk_of(at_work).pages.admin.view
    faulty = second_texts({"forms/BODY.yaml": [("unit: kg", "unit: stone")]})
    page.study.look_at_folder(write_folder(tmp_path / "faulty", faulty))
    assert "the unit `stone` is not in units.yaml" in view.study.sight.page.toPlainText()
    assert not view.study.sight.adopt.isVisibleTo(view)
    page.study.look_at_folder(write_folder(tmp_path / "other", whole_study.texts))
    assert "ChiCTR2500105227" in view.study.sight.page.toPlainText()
    page.study.look_at_folder(write_folder(tmp_path / "same", second_texts()))
    assert "Nothing differs" in view.study.sight.page.toPlainText()
    renamed = second_texts({"forms/ENC.yaml": [("en: Note", "en: Remark")]})
    page.study.look_at_folder(write_folder(tmp_path / "namesake", renamed))
    sight = view.state.study.sight if view.state is not None and view.state.study is not None else None
    assert sight is not None
    assert sight.why_not is not None
    assert "another definition called version 1.0" in sight.why_not.en
    page.study.adopt(Adoption("because", dangers_seen=True))
    assert adoptions(at_work) == ["1.0"]
    view.definition_left.emit()
    assert section(at_work).sight is None


def test_what_changes_the_meaning_of_values_has_to_be_seen(at_work: App, tmp_path: Path) -> None:
    enrol(at_work)
    section(at_work)
    page, view = desk_of(at_work).pages.admin, desk_of(at_work).pages.admin.view
    texts = second_texts({"study.yaml": [("'1.0'", "'1.1'")], "forms/BODY.yaml": [("unit: mmol/L", "unit: mg/dL")]})
    page.study.look_at_folder(write_folder(tmp_path / "units", texts))
    sight = view.study.sight
    sight.reason.setText("the kit changed")
    assert not sight.adopt.isEnabled()
    sight.seen.setChecked(True)
    sight.adopt.click()
    assert adoptions(at_work) == ["1.0", "1.1"]


def test_a_half_typed_text_survives_an_adoption_as_a_draft(at_work: App, tmp_path: Path) -> None:
    subject = enrol(at_work)
    desk = desk_of(at_work)
    place = Address(subject, "START", form="BODY", item="SYS").key
    desk.open_visit(Address(subject, "START").key, place)
    row = desk.pages.visit.view.grid.current()
    assert row is not None
    QTest.keyClicks(row.field, "1")
    desk.append((adopted(NEXT, at_work),), lambda _appended: None, role="admin")
    desk.renew(lambda fresh: fresh.open_children())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    fresh = desk_of(at_work)
    assert fresh is not desk
    assert fresh.session.store.reader.drafts(fresh.session.person.user) == {place: "1"}
    fresh.open_visit(Address(subject, "START").key, place)
    state = fresh.pages.visit.view.state
    assert state is not None
    assert [row.text for row in state.rows if row.key == place] == ["1"]


def test_a_version_that_came_by_a_pull_waits_until_the_page_is_left(at_work: App) -> None:
    subject = enrol(at_work)
    desk = desk_of(at_work)
    desk.open_child(subject)
    desk.session.store.append(desk.session.author_as("admin"), (adopted(NEXT, at_work),))
    desk.moved(None)
    assert desk_of(at_work) is desk
    assert desk.frame.state is not None
    assert [m.code for m in desk.frame.state.messages] == ["study-version"]
    store = desk.session.store
    store.append(desk.session.author, (f.Accessed(id=store.new_id(), what="export"),))
    assert last(at_work).study == "1.0", "this page still shows, and so writes, the version before"
    desk.open_visit(Address(subject, "INTAKE").key)
    fresh = desk_of(at_work)
    assert fresh is not desk
    assert (fresh.frame.page, fresh.session.study.version) == ("visit", "1.1")
    store.append(fresh.session.author, (f.Accessed(id=store.new_id(), what="export"),))
    assert last(at_work).study == "1.1"
    fresh.back()
    assert fresh.frame.page == "child"


def test_a_version_taken_back_before_the_page_is_left_changes_nothing(at_work: App) -> None:
    desk = desk_of(at_work)
    store, admin = desk.session.store, desk.session.author_as("admin")
    store.append(admin, (adopted(NEXT, at_work),))
    desk.moved(None)
    store.append(admin, (adopted(FIRST, at_work),))
    desk.moved(None)
    desk.open_room(Room.SYNC)
    assert desk_of(at_work) is desk
    assert desk.frame.state is not None
    assert desk.frame.state.messages == ()


def test_a_version_that_is_heard_and_cannot_be_read_is_told_once_and_entering_goes_on(at_work: App) -> None:
    desk = desk_of(at_work)
    store, admin = desk.session.store, desk.session.author_as("admin")
    store.append(admin, (adopted(NEXT, at_work, b"damaged"),))
    desk.moved(None)
    assert desk.frame.state is not None
    assert [m.code for m in desk.frame.state.messages] == ["definition-unread"]
    desk.frame.message_dismissed.emit("definition-unread")
    desk.moved(None)
    assert desk.frame.state.messages == ()
    enrol(at_work)
    assert (last(at_work).study, desk_of(at_work) is desk) == ("1.0", True)
    store.append(admin, (adopted(NEXT, at_work),))
    desk.moved(None)
    desk.open_room(Room.SYNC)
    assert desk_of(at_work).session.study.version == "1.1"
    assert desk_of(at_work).session.unread is None
    assert [version.version for version in store.versions()] == ["1.0", "1.1", "1.1"]


@pytest.mark.parametrize("content", [b"", b"not a definition"])
def test_a_version_that_cannot_be_read_never_keeps_anybody_out(new_app: NewApp, at_work: App, content: bytes) -> None:
    desk = desk_of(at_work)
    desk.session.store.append(desk.session.author_as("admin"), (adopted(NEXT, at_work, content),))
    at_work.lock()
    at_work._closing.timeout.emit()
    app = new_app(FIRST)
    unlock(app)
    desk = desk_of(app)
    assert desk.session.study.version == "1.0"
    assert desk.frame.state is not None
    [told] = desk.frame.state.messages
    assert told.code == "definition-unread"
    assert "Entering goes on under version 1.0" in told.text.en
    enrol(app)
    assert (last(app).study, last(app).study_digest) == ("1.0", FIRST.digest)
    assert section(app).unread == told.text
    app.lock()
    app._closing.timeout.emit()
    app = new_app(NEXT)
    unlock(app)
    assert desk_of(app).session.study.version == "1.1", "the shipped definition is the one that the digest names"
    assert desk_of(app).session.unread is None


def test_words_of_the_gate_and_the_panel_exist_in_both_languages(at_work: App) -> None:
    shown = section(at_work)
    texts: list[Text] = [shown.title, *(row.standing for row in shown.versions if row.standing)]
    assert all(text.en and text.zh for text in texts)
