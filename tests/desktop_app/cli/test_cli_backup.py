"""Back up, prove, restore, move and verify on the command line; what was sent after the backup comes back."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.jobs.recovery_code import new_code, replace_recovery_code
from storage.attachments import FOLDER_NAME
from storage.backup_format import MANIFEST_NAME
from storage.backup_place import MARKER_NAME, NOTES_NAME, leave_note
from storage.lock import Holder, StoreLock
from study.changes.facts import Accessed
from tests.desktop_app.cli.conftest import Run

Made = Callable[[], Any]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def backed_up(made: Made, run: Run, target: Path) -> Path:
    """A backup of the record."""
    said = run("backup", str(target))
    assert said.code == 3, said.err
    assert said.data["same_disk"] is True
    return Path(said.data["path"])


def test_a_backup_is_made_told_and_listed(backed_up: Path, made: Made, run: Run) -> None:
    assert (backed_up / MANIFEST_NAME).is_file()
    with made() as session:
        [note] = session.store.reader.backups()
        assert (note.path, note.told) == (backed_up, True)
        facts = [line.fact for line in session.store.reader.audit()]
        told = [fact for fact in facts if isinstance(fact, Accessed) and fact.what == "backup"]
        assert [fact.detail.split(" ")[0] for fact in told] == [backed_up.name]
    [row] = run("backup", "list").data
    assert row["path"] == str(backed_up)
    assert row["drilled"] == ""
    assert row["fault"] == ""


def test_a_drill_is_told_and_listed(backed_up: Path, made: Made, run: Run) -> None:
    said = run("backup", "drill")
    assert (said.code, said.data["whole"], said.data["backup"]) == (0, True, str(backed_up))
    [row] = run("backup", "list").data
    assert row["drilled"] != ""
    assert row["drill"] == ""
    with made() as session:
        facts = [line.fact for line in session.store.reader.audit()]
        [told] = [fact for fact in facts if isinstance(fact, Accessed) and fact.what == "backup-drill"]
        assert told.detail == f"{backed_up.name} whole"


def test_a_drill_of_a_damaged_backup_names_the_file_and_is_noted(backed_up: Path, run: Run) -> None:
    path = backed_up / "cartella.db"
    path.write_bytes(path.read_bytes()[:-4096])
    said = run("backup", "drill", str(backed_up))
    assert said.code == 1
    assert "cartella.db" in said.err
    [row] = run("backup", "list").data
    assert row["drill"] == "backup-damaged"


def test_the_sentences_are_chinese_too(made: Made, run: Run, target: Path) -> None:
    said = run("backup", str(target), language="zh", as_json=False)
    assert "条记录" in said.data
    assert "同一磁盘" in said.data
    said = run("backup", str(target / "gone"), language="zh", as_json=False)
    assert said.code == 1
    assert "无法访问备份文件夹" in said.err


def test_while_the_window_has_it_open(made: Made, run: Run, target: Path, tmp_path: Path) -> None:
    lock = StoreLock.acquire(tmp_path / "store", Holder("Dr Lin", "ward", 1, 0))
    try:
        said = run("backup", str(target))
    finally:
        lock.release()
    assert said.data["made"] is True
    assert run("status", "--locked").data["backup"]["made"] is not None
    with made() as session:
        [note] = session.store.reader.backups()
        assert (str(note.path), note.told) == (said.data["path"], True), "told by who unlocked next"
        facts = [line.fact for line in session.store.reader.audit()]
        assert [fact.what for fact in facts if isinstance(fact, Accessed)].count("backup") == 1
    assert not list((tmp_path / "store" / NOTES_NAME).iterdir())


def test_what_was_left_beside_the_record_is_believed_only_of_a_backup_of_it(
    backed_up: Path, made: Made, tmp_path: Path
) -> None:
    other = tmp_path / "backups" / "forged"
    shutil.copytree(backed_up, other)
    (other / MANIFEST_NAME).write_bytes((other / MANIFEST_NAME).read_bytes().replace(b'"format"', b'"fromat"'))
    leave_note(tmp_path / "store", other)
    leave_note(tmp_path / "store", tmp_path / "nowhere" / "drive")
    with made() as session:
        assert [note.path for note in session.store.reader.backups()] == [backed_up]
    [waits] = (tmp_path / "store" / NOTES_NAME).iterdir()
    assert waits.name.endswith("drive.json"), "a drive that is not connected may come back"


def test_an_empty_mount_point_is_not_taken_for_the_drive(backed_up: Path, run: Run, target: Path) -> None:
    shutil.rmtree(target)
    target.mkdir()
    said = run("backup", str(target))
    assert said.data["error"] == "backup-folder-empty"
    assert list(target.iterdir()) == []
    run("backup", "plan", "--folder", str(target), "--daily", "18:00")
    assert run("backup", str(target)).data["made"] is True, "a new drive was chosen"


def test_a_folder_from_before_there_were_markers_is_known_by_its_backups(
    backed_up: Path, run: Run, target: Path
) -> None:
    (target / MARKER_NAME).unlink()
    assert run("backup", str(target)).data["made"] is True
    assert (target / MARKER_NAME).is_file()


def test_if_due_by_the_plan(made: Made, run: Run, target: Path) -> None:
    assert run("backup", "--if-due").data == {"made": False}
    said = run("backup", "plan", "--folder", str(target), "--every", "4", "--keep", "3,2,1")
    assert said.code == 3
    assert (said.data["when"], said.data["keep"], said.data["overdue"]) == ("hours", [3, 2, 1], True)
    assert run("backup", "--if-due").data["made"] is True
    assert run("backup", "--if-due").data == {"made": False}
    assert run("backup", "plan").data["overdue"] is False


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--daily", "25:00"), "backup-time"),
        (("--keep", "7,4"), "backup-keep"),
        (("--folder", "/no/such/folder"), "backup-folder-gone"),
    ],
)
def test_a_plan_that_can_not_be(made: Made, run: Run, words: tuple[str, ...], code: str) -> None:
    assert run("backup", "plan", *words).data["error"] == code


def test_a_failure_is_known_at_the_unlock_screen_and_gone_after_a_good_one(made: Made, run: Run, target: Path) -> None:
    run("backup", "plan", "--folder", str(target), "--daily", "18:00")
    shutil.rmtree(target)
    assert run("backup").data["error"] == "backup-folder-gone"
    locked = run("status", "--locked")
    assert "can't be reached" in locked.data["backup"]["failure"]["en"]
    target.mkdir()
    run("backup")
    assert run("status", "--locked").data["backup"]["failure"] is None


def test_where_to_must_be_said(made: Made, run: Run) -> None:
    assert run("backup").data["error"] == "backup-where"
    assert run("backup", "drill").data["error"] == "no-backup-yet"


def test_restore_opens_as_a_new_device(backed_up: Path, made: Made, run: Run, tmp_path: Path) -> None:
    before = run("status").data
    into = tmp_path / "new"
    said = run("restore", str(backed_up), "--into", str(into), "--reason", "the disk failed")
    assert said.code == 0, said.err
    assert said.data["findings"] == []
    assert said.data["device"] != before["device"]
    after = run("status", "--store", str(into)).data
    assert (after["state"], after["children"], after["fault"]) == (before["state"], 1, "")
    assert run("verify", "--store", str(into)).data["whole"] is True
    # The settings came along, and the folder that was left is as it was.
    assert run("verify").data["whole"] is True


def test_restore_by_the_recovery_code_certifies_the_new_key_in_the_first_change(
    made: Made, run: Run, tmp_path: Path, target: Path, house_of: Any
) -> None:
    with made() as session:
        code = new_code(session)
        replace_recovery_code(session, code, code)
    backup = Path(run("backup", str(target)).data["path"])
    (tmp_path / "code").write_text(f"{code}\n")
    (tmp_path / "new-pass").write_text("quite another winter in Putuo\n")
    into = tmp_path / "new"
    said = run(
        "restore", str(backup), "--into", str(into), "--code-file", str(tmp_path / "code"),
        "--new-passphrase-file", str(tmp_path / "new-pass"),
    )  # fmt: skip
    assert said.code == 0, said.err
    verified = run("verify", "--store", str(into), "--passphrase-file", str(tmp_path / "new-pass"))
    assert verified.data["whole"] is True
    assert run("verify", "--store", str(into)).data["error"] == "wrong-passphrase"


def test_restore_over_a_record_is_refused(backed_up: Path, run: Run, tmp_path: Path) -> None:
    said = run("restore", str(backed_up), "--into", str(tmp_path / "store"))
    assert said.data["error"] == "restore-not-empty"
    assert run("verify").data["whole"] is True


def test_a_file_that_is_missing_from_a_backup_is_named(backed_up: Path, run: Run, tmp_path: Path) -> None:
    (backed_up / "keys.json").unlink()
    said = run("restore", str(backed_up), "--into", str(tmp_path / "new"))
    assert said.code == 1
    assert "keys.json" in said.err
    assert not (tmp_path / "new").exists()


def test_verify_counts_files_and_names_a_missing_one(made: Made, run: Run, tmp_path: Path) -> None:
    said = run("verify")
    assert (said.data["attachments"], said.data["waiting"]) == (0, 0)
    assert not (tmp_path / "store" / FOLDER_NAME).exists()


def test_status_says_how_old_the_last_one_is(backed_up: Path, run: Run) -> None:
    assert run("status").data["backup"]["folder"] == str(backed_up.parent)
    said = run("status", language="zh", as_json=False).data
    assert "上次备份：" in said
    assert "0 小时前" in said
