"""Where an attached file is, beside its form; a large one that is only at the centre is fetched by a click."""

from pathlib import Path
from typing import Any

import pyedflib
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.jobs.attach import attach, attachments
from desktop_app.jobs.files_left import files_left
from desktop_app.jobs.verify import verify
from desktop_app.presenters.file_standing import file_standings
from desktop_app.presenters.sync_reading import read_sync
from desktop_app.presenters.sync_state import Running, sync_state
from desktop_app.presenters.visit import VisitPage
from storage.at_centre import note_at_centre
from storage.set_aside import is_aside
from storage.watch import UNWATCHED
from study.address import Address
from study.changes.facts import AttachmentAdded
from sync.client.files_report import Moving
from sync.client.report import Progress
from ui.sync.state import Phase
from ui.visit.preview import TILE, PreviewMessage, TilesWanted, TraceState


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
    assert files_left(attached.session) == (1, 0, 0, 1, 0, 0)


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


def damaged(work: Any) -> None:
    path = attachments(work.store).path(work.fact.name)
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def test_what_reading_finds_damaged_is_put_aside_and_said(attached: Any, qtbot: QtBot) -> None:
    at_centre(attached)
    damaged(attached)
    page = shown(attached, qtbot)
    page.view.attachment_opened.emit(attached.fact.id)
    assert isinstance(page.view.state.preview, PreviewMessage)
    assert "fetched again at the next sync" in page.view.state.preview.text.en
    assert [file.state for file in page.view.state.files] == ["damaged"]
    assert "本机已损坏，下次同步时重新获取" in " ".join(text.text() for text in page.view.files.findChildren(QLabel))
    assert is_aside(attachments(attached.store).path("0" * 64).parent, attached.fact.name)
    page.view.attachment_opened.emit(attached.fact.id)
    assert ("fetch", attached.fact.name) in attached.desk.went, "who cannot wait opens it again"


def test_damaged_and_not_at_the_centre_it_says_where_to_look(attached: Any, qtbot: QtBot) -> None:
    damaged(attached)
    page = shown(attached, qtbot)
    page.view.attachment_opened.emit(attached.fact.id)
    assert "look for it in a backup" in page.view.state.preview.text.en
    assert file_standings(attached.session) == {attached.fact.name: "lost"}
    assert files_left(attached.session) == (1, 0, 0, 0, 0, 1)
    page.view.attachment_opened.emit(attached.fact.id)
    assert page.view.state.preview.text.zh.startswith("该文件在本工作站上已损坏，中心库也没有该文件。")


def test_a_recording_that_is_damaged_further_on_is_put_aside_once_it_is_closed(desk_fixture: Any, qtbot: QtBot) -> None:
    work = desk_fixture
    work.subject = work.enrol("LN-007")
    recording = Path(pyedflib.__file__).parent / "tests" / "data" / "test_generator.edf"
    work.fact = attach(work.store, Address(work.subject, "M3", form="EEG"), recording, ("edf",))
    work.append(work.fact)
    at_centre(work)
    path = attachments(work.store).path(work.fact.name)
    sealed = bytearray(path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    path.write_bytes(sealed)
    page = shown(work, qtbot)
    page.view.attachment_opened.emit(work.fact.id)
    assert isinstance(page.view.state.preview, TraceState)
    for number in range(int(page.view.state.preview.duration_s * 100 // TILE) + 1):
        page.view.tiles_wanted.emit(TilesWanted(work.fact.id, 100.0, (0,), (number,)))
    assert isinstance(page.view.state.preview, PreviewMessage)
    assert file_standings(work.session) == {work.fact.name: "damaged"}


def test_verify_puts_aside_what_is_damaged_and_nothing_else(attached: Any) -> None:
    assert verify(attached.session, UNWATCHED).whole
    assert file_standings(attached.session) == {attached.fact.name: "sealed"}
    at_centre(attached)
    damaged(attached)
    assert verify(attached.session, UNWATCHED).damaged == (attached.fact.name,)
    assert file_standings(attached.session) == {attached.fact.name: "damaged"}
