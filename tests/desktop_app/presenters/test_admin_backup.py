"""The section of the backups over a real store: plan it, back up, try it, verify; failures are said and stop nobody."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.place import Place
from desktop_app.presenters.admin import AdminPage
from desktop_app.presenters.keeping import Keeping
from study.changes.facts import Accessed
from study.state.slots import Slot
from ui.admin.backup_state import BackupState, PlanShown
from ui.admin.state import Section
from ui.widgets.state import Tone


@dataclass
class Room:
    """The admin page of an administrator, with the section of the backups open."""

    work: Any
    page: AdminPage
    target: Path

    @property
    def state(self) -> BackupState:
        shown = self.page.view.state
        assert shown is not None
        assert shown.backup is not None
        return shown.backup

    @property
    def keeping(self) -> Keeping:
        return self.page.backups.keeping

    def notes(self) -> list[str]:
        """What the log says of backups and drills."""
        lines = self.work.store.reader.audit()
        facts = [line.fact for line in lines if isinstance(line.fact, Accessed)]
        return [f"{fact.what} {fact.detail}" for fact in facts if fact.what.startswith("backup")]


@pytest.fixture
def room(make_desk: Callable[..., Any], tmp_path: Path, qtbot: QtBot) -> Room:
    work = make_desk("admin")
    page = AdminPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.choose(Section.BACKUP)
    page.refresh()
    target = tmp_path / "backups"
    target.mkdir()
    return Room(work, page, target)


def test_before_anything_it_says_never(room: Room) -> None:
    assert room.state.last.zh == "从未"
    assert room.state.folder == ""
    assert room.state.warnings == ()


def test_a_plan_is_kept_and_overdue_until_one_is_made(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_plan_requested.emit(PlanShown("daily", "06:30", "4", "7", "4", "12"))
    plan = Place(room.work.store.folder).settings.backup
    assert (plan.when, plan.at, plan.folder) == ("daily", "06:30", str(room.target))
    assert "备份已逾期。" in [text.zh for text in room.state.warnings]
    room.page.view.backup_requested.emit()
    assert "备份已逾期。" not in [text.zh for text in room.state.warnings]
    [row] = room.state.rows
    assert Path(row.path).parent == room.target
    assert row.fault is None
    assert row.drilled == ""
    assert room.notes()[0].startswith(f"backup {row.name}")
    assert room.state.result is not None
    assert room.state.result.code == "backup-made"


def test_a_drill_is_noted_in_the_record_and_in_the_list(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_requested.emit()
    [row] = room.state.rows
    room.page.view.backup_drill_requested.emit(row.path)
    assert room.state.result is not None
    assert room.state.result.tone == Tone.ACCENT
    [row] = room.state.rows
    assert row.drilled == "2026-11-17"
    assert room.notes()[-1] == f"backup-drill {row.name} whole"


def test_a_damaged_backup_is_found_by_its_drill(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_requested.emit()
    [row] = room.state.rows
    database = Path(row.path) / "cartella.db"
    raw = bytearray(database.read_bytes())
    raw[5000] ^= 1
    database.write_bytes(raw)
    room.page.view.backup_drill_requested.emit(row.path)
    assert room.state.result is not None
    assert "cartella.db" in room.state.result.text.en
    [row] = room.state.rows
    assert row.fault is not None


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (PlanShown("daily", "noon"), "backup-time"),
        (PlanShown("hours", "18:00", "0"), "backup-number"),
        (PlanShown("daily", "18:00", "4", "seven"), "backup-number"),
    ],
)
def test_a_plan_that_can_not_be_is_said(room: Room, plan: PlanShown, code: str) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_plan_requested.emit(plan)
    assert room.state.result is not None
    assert room.state.result.code == code
    assert not Place(room.work.store.folder).settings.backup.set_up


def test_a_plan_needs_a_folder(room: Room) -> None:
    room.page.view.backup_plan_requested.emit(PlanShown("daily"))
    assert room.state.result is not None
    assert room.state.result.code == "backup-where"


def test_a_folder_that_is_gone_is_said_and_work_goes_on(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    shutil.rmtree(room.target)
    room.page.view.backup_requested.emit()
    assert room.state.result is not None
    assert room.state.result.code == "backup-folder-gone"
    assert any("无法访问备份文件夹" in text.zh for text in room.state.warnings)
    room.work.append(Accessed(id=room.work.store.new_id(), what="export"))


def test_verify_says_that_everything_holds_or_what_does_not(room: Room) -> None:
    room.page.view.verify_requested.emit()
    assert room.state.result is not None
    assert room.state.result.code == "whole"
    room.work.store.connection.run("DELETE FROM slot WHERE kind = 'study'")
    room.page.view.verify_requested.emit()
    assert room.state.result is not None
    assert room.state.result.tone == Tone.RED
    assert len(room.state.findings) == 1


def test_a_due_backup_makes_itself(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_plan_requested.emit(PlanShown("hours", "18:00", "1"))
    room.keeping.start()
    room.keeping.look()
    assert sum(path.is_dir() for path in room.target.iterdir()) == 1
    room.keeping.look()
    assert sum(path.is_dir() for path in room.target.iterdir()) == 1
    room.keeping.stop()


def test_when_somebody_locks(room: Room) -> None:
    room.page.backups.choose_folder(room.target)
    room.page.view.backup_plan_requested.emit(PlanShown("lock"))
    ended: list[bool] = []
    room.keeping.leave(lambda: ended.append(True))
    assert ended == [True]
    assert sum(path.is_dir() for path in room.target.iterdir()) == 1
    # Nobody could sign any more: the log hears of it at the next unlock.
    assert room.notes() == []
    assert [note.told for note in room.work.store.reader.backups()] == [False]


def test_a_disk_that_fills_up_is_said_after_a_file_was_attached(make_desk: Callable[..., Any]) -> None:
    work = make_desk()
    keeping = Keeping(work.desk, free=lambda _folder: 500_000_000)
    keeping.moved(frozenset({Slot("value", "a")}))
    assert work.desk.told == []
    keeping.moved(frozenset({Slot("attachment", "a")}))
    [(code, text)] = work.desk.told
    assert code == "disk-scarce"
    assert "500 MB" in text.en
    plenty = Keeping(work.desk, free=lambda _folder: 10**12)
    plenty.look_at_room()
    assert len(work.desk.told) == 1


def test_an_investigator_backs_up_and_does_not_plan(make_desk: Callable[..., Any], qtbot: QtBot) -> None:
    work = make_desk("investigator")
    page = AdminPage(work.desk)
    qtbot.addWidget(page.view)
    page.choose(Section.BACKUP)
    page.refresh()
    assert page.view.state is not None
    assert page.view.state.backup is not None
    assert page.view.state.backup.may_plan is ("admin" in work.session.person.roles)
