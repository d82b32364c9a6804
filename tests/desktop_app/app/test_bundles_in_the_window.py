"""Bundles through the window: invited in the first run, exported and imported on the sync page, each noted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_app.app import App
from desktop_app.desk import Desk
from desktop_app.jobs.bundle import Asked
from desktop_app.jobs.status import Exchange, keep_exchange
from desktop_app.place import Place
from storage.bundle_notes import FILE_NAME, read_bundles
from storage.history import Sought
from study.changes.facts import Accessed
from sync.server.bundles import answer_bundle
from sync.server.invitations import invite
from sync.server.service import Service
from tests.kit.clinic import Centre, new_service
from tests.kit.window import PASSPHRASE
from ui.frame.state import Room
from ui.sync.bundle_state import BundleStanding, BundleState
from ui.sync.invitation_dialog import InvitationDialog

DAY_MS = 86_400_000


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key")
    Centre(made, "SH01")
    yield made
    made.database.close()


def to_the_edc_page(app: App) -> None:
    """The first run up to its last page."""
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Children's hospital")
    view.study.next.click()
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(PASSPHRASE)
    view.user.passphrase.again.setText(PASSPHRASE)
    view.user.next.click()
    assert view.state is not None
    view.recovery.typed.setText(view.state.recovery)
    view.recovery.next.click()


def dialog(shown: QApplication) -> InvitationDialog:
    [found] = [each for each in shown.topLevelWidgets() if isinstance(each, InvitationDialog) and each.isVisible()]
    return found


def desk_of(app: App) -> Desk:
    assert app.desk is not None
    return app.desk


def card(app: App) -> BundleState:
    state = desk_of(app).pages.sync.view.state
    assert state is not None
    assert state.bundles is not None
    return state.bundles


@pytest.fixture
def at_work(new_app: Callable[[], App], service: Service, tmp_path: Path, qapp: QApplication) -> App:
    """Let in by files: the letter in the first run, the reply on the sync page."""
    app = new_app()
    to_the_edc_page(app)
    assert app.first_run is not None
    session = app.first_run.session
    assert session is not None
    invitation, letter = invite(service, "SH01")
    (tmp_path / "letter").write_bytes(letter)
    inviting = app.first_run.inviting
    inviting.take(session, app.first_run.view, tmp_path / "letter")
    shown = dialog(qapp)
    assert shown.fingerprint.text() == invitation.fingerprint
    shown.reject()
    assert app.desk is None
    inviting.write(session, tmp_path / "first", letter)
    desk = desk_of(app)
    answer_bundle(service, tmp_path / "first", tmp_path / "back")
    desk.open_room(Room.SYNC)
    assert card(app).waiting is not None
    desk.pages.sync.bundles.take(tmp_path / "back")
    return app


def test_the_reply_enrols_the_workstation(at_work: App) -> None:
    state = card(at_work)
    assert (state.enrolled, state.waiting, state.well) == (True, None, True)
    assert desk_of(at_work).session.store.reader.edc_key() is not None
    assert desk_of(at_work).session.store.reader.site_key() is not None


def test_a_bundle_goes_out_and_its_reply_comes_in(at_work: App, service: Service, tmp_path: Path) -> None:
    desk = desk_of(at_work)
    bundles = desk.pages.sync.bundles
    bundles.export(tmp_path / "two", Asked())
    waiting = card(at_work).waiting
    assert waiting is not None
    assert waiting.changes >= 1
    answer_bundle(service, tmp_path / "two", tmp_path / "two-back")
    bundles.take(tmp_path / "two-back")
    state = card(at_work)
    assert [row.standing for row in state.rows] == [BundleStanding.ANSWERED, BundleStanding.ANSWERED]
    assert state.said is not None
    assert "confirmed" in state.said.en
    bundles.take(tmp_path / "two-back")
    said = card(at_work).said
    assert said is not None
    assert "Nothing new" in said.en
    lines = desk.session.store.reader.audit(Sought(kinds=frozenset({"accessed"})), limit=10**6)
    noted = [line.fact for line in lines if isinstance(line.fact, Accessed) and line.fact.what == "export"]
    assert [fact.detail for fact in noted] == ["bundle", "bundle"]


def _made_earlier(desk: Desk, ms: int) -> None:
    """The last bundle was handed out so long before, and the exchange before it still earlier."""
    folder = desk.session.store.folder
    keep_exchange(Place(folder), Exchange(0))
    last, *before = read_bundles(folder)
    last = msgspec.structs.replace(last, made=last.made - ms)
    (folder / FILE_NAME).write_bytes(msgspec.json.encode([last, *before]))
    desk.refresh_frame()


def _told(desk: Desk) -> list[str]:
    state = desk.frame.state
    assert state is not None
    return [message.text.en for message in state.messages if message.code == "bundle-late"]


def test_a_bundle_nobody_answers_is_seen_without_opening_the_sync_room(
    at_work: App, service: Service, tmp_path: Path
) -> None:
    desk = desk_of(at_work)
    desk.open_room(Room.TODAY)
    desk.pages.sync.bundles.export(tmp_path / "two", Asked())
    bar = desk.frame.top
    assert bar.queue.text().endswith("bundle without reply 0 min")
    assert not bar.queue.property("overdue")
    assert _told(desk) == []
    _made_earlier(desk, 3 * DAY_MS)
    assert bar.queue.text().endswith("bundle without reply 3 d")
    assert bar.queue.property("overdue")
    [said] = _told(desk)
    assert "was handed out 3 days ago and its reply was not imported" in said
    desk.frame.message_dismissed.emit("bundle-late")
    desk.refresh_frame()
    assert _told(desk) == [], "what was read and dismissed is not said again"
    answer_bundle(service, tmp_path / "two", tmp_path / "two-back")
    desk.pages.sync.bundles.take(tmp_path / "two-back")
    assert "bundle" not in bar.queue.text()


def test_it_is_said_before_anyone_is_in(at_work: App, tmp_path: Path) -> None:
    desk = desk_of(at_work)
    desk.pages.sync.bundles.export(tmp_path / "two", Asked())
    _made_earlier(desk, 5 * DAY_MS)
    desk.lock()
    assert at_work.gate is not None
    fact = at_work.gate.view.facts.facts["bundle"]
    assert fact.value.text() == "no reply yet, handed out 5 d ago"
    assert fact.value.property("tone") == "amber"


def test_what_is_no_reply_is_told_on_the_card(at_work: App, tmp_path: Path) -> None:
    desk = desk_of(at_work)
    desk.pages.sync.bundles.take(tmp_path / "first")
    state = card(at_work)
    assert state.said is not None
    assert not state.well
    assert "goes to the central EDC" in state.said.en
    shown = [each.text() for each in desk.pages.sync.view.bundles.findChildren(QLabel)]
    assert any("goes to the central EDC" in text for text in shown)
    assert state.progress is None


def test_a_drive_that_is_gone_is_told_and_nothing_waits(at_work: App, tmp_path: Path) -> None:
    desk_of(at_work).pages.sync.bundles.export(tmp_path / "pulled" / "x", Asked())
    state = card(at_work)
    assert (state.well, state.waiting) == (False, None)


def test_the_name_of_a_bundle_says_nothing_of_a_child(at_work: App, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "desktop_app.presenters.bundles.save_file", lambda _parent, _title, name, _kinds, _then: asked.append(name)
    )
    desk_of(at_work).pages.sync.view.bundles.out.click()
    [name] = asked
    assert name.startswith("cartella-bundle-SH01-")
    assert name.endswith(f"{desk_of(at_work).session.today}.cartella")


def test_an_invitation_is_compared_before_it_is_taken_up(
    new_app: Callable[[], App], service: Service, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the sync page too, for a record that worked alone until now."""
    app = new_app()
    to_the_edc_page(app)
    assert app.first_run is not None
    app.first_run.view.edc.offline.click()
    desk = desk_of(app)
    desk.open_room(Room.SYNC)
    assert not card(app).enrolled
    invitation, letter = invite(service, "SH01")
    (tmp_path / "letter").write_bytes(letter)
    monkeypatch.setattr(
        "desktop_app.presenters.bundles.save_file",
        lambda _parent, _title, _name, _kinds, then: then(str(tmp_path / "out"), ""),
    )
    desk.pages.sync.bundles.take(tmp_path / "letter")
    shown = dialog(qapp)
    assert shown.fingerprint.text() == invitation.fingerprint
    assert not (tmp_path / "out").exists()
    shown.same_button.click()
    assert (tmp_path / "out").exists()
    assert card(app).waiting is not None
