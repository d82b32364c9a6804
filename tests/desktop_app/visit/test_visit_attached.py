"""Where an attached file is, beside its form; a large one that is only at the centre is fetched by a click."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.jobs.attach import attach, attachments
from desktop_app.jobs.files_left import files_left
from desktop_app.presenters.file_standing import file_standings
from desktop_app.presenters.sync_reading import read_sync
from desktop_app.presenters.sync_state import Running, sync_state
from desktop_app.presenters.visit import VisitPage
from storage.at_centre import note_at_centre
from study.address import Address
from study.changes.facts import AttachmentAdded
from sync.client.files_report import Moving
from sync.client.report import Progress
from ui.sync.state import Phase


@pytest.fixture
def attached(desk_fixture: Any, tmp_path: Path) -> Any:
    """A child with a picture on the ECG form."""
    desk_fixture.subject = desk_fixture.enrol("LN-007", name="林小满")
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    place = Address(desk_fixture.subject, "M3", form="ECG")
    desk_fixture.fact = attach(desk_fixture.store, place, picture, ("image",))
    desk_fixture.append(desk_fixture.fact)
    return desk_fixture


def gone(work: Any) -> None:
    attachments(work.store).path(work.fact.name).unlink()


def at_centre(work: Any) -> None:
    note_at_centre(work.store.connection, [work.fact.name])


def shown(work: Any, qtbot: QtBot) -> Any:
    page: Any = VisitPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.choose(Address(work.subject, "M3").key)
    page.refresh()
    page.view.form_chosen.emit(work.fact.address.key)
    return page


def test_each_standing_of_a_file(attached: Any) -> None:
    name = attached.fact.name
    assert file_standings(attached.session) == {name: "sealed"}
    assert files_left(attached.session)[:4] == (1, 1, attached.fact.sealed_size, 0)
    at_centre(attached)
    assert file_standings(attached.session) == {name: "sent"}
    gone(attached)
    assert file_standings(attached.session) == {name: "centre"}
    assert files_left(attached.session) == (1, 0, 0, 1, 0)


def test_own_and_in_neither_place_is_missing(attached: Any) -> None:
    gone(attached)
    assert file_standings(attached.session) == {attached.fact.name: "missing"}


def test_the_form_says_where_its_file_is(attached: Any, qtbot: QtBot) -> None:
    page = shown(attached, qtbot)
    assert [file.state for file in page.view.state.files] == ["sealed"]
    at_centre(attached)
    page.refresh()
    assert [file.state for file in page.view.state.files] == ["sent"]


def test_a_file_that_is_only_at_the_centre_is_fetched_by_a_click(attached: Any, qtbot: QtBot) -> None:
    at_centre(attached)
    gone(attached)
    page = shown(attached, qtbot)
    page.view.attachment_opened.emit(attached.fact.id)
    assert ("fetch", attached.fact.name) in attached.desk.went


def test_a_file_that_is_here_is_just_opened(attached: Any, qtbot: QtBot) -> None:
    page = shown(attached, qtbot)
    page.view.attachment_opened.emit(attached.fact.id)
    assert not [where for where in attached.desk.went if where[0] == "fetch"]
    assert page.view.state.preview_of == attached.fact.id


def test_the_sync_page_counts_files_and_bytes(attached: Any) -> None:
    session = attached.session
    moving = Moving(attached.fact.name, True, 40, 100, 0, 1, 40, 100)
    running = Running(Progress("files", moving=moving, speed=10))
    state = sync_state(session.study, session.zone, session.now.replace(tzinfo=None), read_sync(session), running)
    assert isinstance(attached.fact, AttachmentAdded)
    assert (state.files_waiting, state.bytes_waiting) == (1, attached.fact.sealed_size)
    assert state.progress is not None
    assert (state.progress.phase, state.progress.bytes_done, state.progress.files_total) == (Phase.ATTACHMENTS, 40, 1)
