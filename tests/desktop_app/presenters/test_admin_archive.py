"""The archive in the admin room: for those who may, once they have said that they know; checked there too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.admin import AdminPage
from ui.admin.backup_state import ArchiveAsked, ArchiveState
from ui.admin.state import Section
from ui.widgets.state import Tone

Open = Callable[[str], AdminPage]


@pytest.fixture
def open_room(make_desk: Callable[..., Any], qtbot: QtBot) -> Open:
    def opened(role: str) -> AdminPage:
        work = make_desk(role)
        if role == "investigator":
            work.enrol("LN-001")
        page = AdminPage(work.desk)
        work.desk.page = page
        qtbot.addWidget(page.view)
        page.choose(Section.BACKUP)
        page.refresh()
        return page

    return opened


def archive_of(page: AdminPage) -> ArchiveState:
    state = page.view.state
    assert state is not None
    assert state.backup is not None
    assert state.backup.archive is not None
    return state.backup.archive


def test_who_knows_that_it_is_not_encrypted_may_write_it(open_room: Open) -> None:
    page = open_room("investigator")
    card, asked = page.view.backup.archive, list[ArchiveAsked]()
    card.asked.disconnect()
    card.asked.connect(asked.append)
    assert archive_of(page).why_not is None
    assert archive_of(page).keep[0].zh.startswith("至少保存至")
    assert not card.write.isEnabled()
    card.known.setChecked(True)
    assert card.write.isEnabled()
    card.names.setChecked(True)
    assert not card.write.isEnabled(), "another archive, asked for anew"
    card.known.setChecked(True)
    card.write.click()
    assert asked == [ArchiveAsked(names=True)]
    assert not card.write.isEnabled()


@pytest.mark.parametrize("role", ["admin", "data_entry"])
def test_whoever_may_not_is_told_who_may(open_room: Open, role: str) -> None:
    page = open_room(role)
    card = page.view.backup.archive
    why = archive_of(page).why_not
    assert why is not None
    assert "investigator" in why.en
    for part in (card.write, card.known, card.names):
        assert not part.isVisibleTo(card)
    assert card.check.isVisibleTo(card)


def test_it_is_written_and_checked_from_the_room(open_room: Open, tmp_path: Path) -> None:
    page = open_room("investigator")
    target = tmp_path / "medium"
    target.mkdir()
    page.backups.archives.write(target, names=False)
    [folder] = target.iterdir()
    result = page.backups.keeping.result
    assert result is not None
    assert (result.code, result.tone) == ("archived", Tone.ACCENT)
    assert str(folder) in result.text.en
    assert page.backups.keeping.findings
    page.backups.keeping.check_archive(folder)
    result = page.backups.keeping.result
    assert result is not None
    assert (result.code, result.tone) == ("archive-checked", Tone.ACCENT)
    (folder / "index.html").unlink()
    page.backups.keeping.check_archive(folder)
    result = page.backups.keeping.result
    assert result is not None
    assert result.tone is Tone.RED
    page.backups.archives.write(tmp_path / "unplugged", names=False)
    result = page.backups.keeping.result
    assert result is not None
    assert result.code == "archive-folder-gone"
