"""A backup is whole, encrypted, of one moment, made beside a working writer; a killed one leaves none."""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.anchor import Anchor
from storage.attachments import FOLDER_NAME
from storage.backup import LOCK_NAME, back_up
from storage.backup_format import MANIFEST_NAME, is_name, read_sealed
from storage.backups import find_backups
from storage.driver import Guard, connect
from storage.lock import Holder, StoreLock
from storage.log import tip
from storage.projection import projection_hash
from storage.restore import check_files
from storage.set_aside import put_aside
from storage.store import DATABASE_NAME
from storage.watch import Watch
from storage.witness import ANCHOR_NAME
from study.errors import KnownError
from tests.golden.make_store import USER
from tests.storage.backup.conftest import Kept, Killed, die_at

STEPS = [
    "begun", "database copied", "keys copied", "attachment copied", "checked", "manifest written", "synced",
]  # fmt: skip


def code_of(kept: Kept) -> str:
    """Why a backup is refused."""
    with pytest.raises(KnownError) as refused:
        kept.backup()
    assert refused.value.sentence.zh
    return refused.value.code


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_says_what_the_store_says(kept: Kept) -> None:
    made = kept.backup()
    said, db = made.manifest.content, kept.store.connection
    last = tip(db, kept.store.device)
    assert (said.site, said.device, said.seq, said.head) == ("S01", kept.store.device, last.seq, last.hash)
    assert said.state == kept.store.reader.digest()
    assert said.projection == projection_hash(db)
    assert made.manifest.store == kept.unlocked.store_id
    assert made.manifest.anchor == Anchor.read(kept.folder / ANCHOR_NAME)
    assert made.manifest.lacking == ()
    assert read_sealed(made.path) == made.sealed
    made.sealed.check(kept.unlocked)
    assert check_files(made.path) == made.sealed


def test_it_holds_exactly_the_files_it_lists(kept: Kept) -> None:
    made = kept.backup()
    present = {path.relative_to(made.path).as_posix() for path in made.path.rglob("*") if path.is_file()}
    assert present == {MANIFEST_NAME, *(file.path for file in made.manifest.files)}
    assert any(path.startswith(FOLDER_NAME) for path in present)
    assert names(kept.target) == [made.path.name]


def test_nothing_in_it_can_be_read_without_a_key(kept: Kept) -> None:
    made = kept.backup()
    raw = b"".join(path.read_bytes() for path in made.path.rglob("*") if path.is_file())
    assert b"LN-001" not in raw
    assert b"SQLite format" not in raw
    assert not (made.path / "attempts.json").exists()
    # Its own salt: two copies under one key do not show which pages are alike.
    assert (made.path / DATABASE_NAME).read_bytes()[:16] != (kept.folder / DATABASE_NAME).read_bytes()[:16]


def test_the_writer_goes_on_and_the_copy_is_of_one_moment(kept: Kept) -> None:
    for number in range(200):
        kept.weigh(f"{40 + number}")
    before = tip(kept.store.connection, kept.store.device).seq
    wrote = threading.Event()

    def write_between(name: str) -> None:
        if name == "database copied":
            kept.weigh("99")
            wrote.set()

    made = kept.backup(at_step=write_between)
    assert wrote.is_set()
    assert made.manifest.content.seq == before
    opened = connect(made.path / DATABASE_NAME, kept.unlocked.db_key, Guard(), read_only=True)
    try:
        assert tip(opened, kept.store.device).seq == before
    finally:
        opened.close()
    assert tip(kept.store.connection, kept.store.device).seq == before + 1


def test_a_change_can_be_appended_while_pages_are_copied(kept: Kept) -> None:
    for number in range(300):
        kept.weigh(f"{number}")
    heard: list[int] = []

    def write_within(step: str, done: int, _total: int) -> None:
        if step == "database" and not heard:
            heard.append(done)
            kept.weigh("77")

    made = kept.backup(watch=Watch(write_within))
    assert heard
    assert made.manifest.content.seq == tip(kept.store.connection, kept.store.device).seq - 1


def test_half_typed_texts_come_along(kept: Kept) -> None:
    made = kept.backup()
    opened = connect(made.path / DATABASE_NAME, kept.unlocked.db_key, Guard(), read_only=True)
    try:
        assert opened.rows("SELECT text FROM draft WHERE author = ?", (USER,)) == [("4",)]
    finally:
        opened.close()


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_it_leaves_nothing_like_a_backup(kept: Kept, step: str) -> None:
    with pytest.raises(Killed):
        kept.backup(die_at(step))
    assert [name for name in names(kept.target) if is_name(name)] == []
    assert find_backups(kept.target) == []
    # The next one sweeps what was left, and works.
    made = kept.backup()
    assert names(kept.target) == [made.path.name]


def test_killed_behind_the_last_step_it_is_a_backup(kept: Kept) -> None:
    with pytest.raises(Killed):
        kept.backup(die_at("renamed"))
    [found] = find_backups(kept.target)
    check_files(found.path)


def test_what_failed_leaves_nothing_at_all(kept: Kept) -> None:
    stopping = Watch(cancelled=lambda: True)
    with pytest.raises(KnownError, match="stopped"):
        kept.backup(watch=stopping)
    assert names(kept.target) == []


def test_a_folder_that_is_gone_is_said_and_not_made(kept: Kept) -> None:
    kept.target.rmdir()
    assert code_of(kept) == "backup-folder-gone"
    assert not kept.target.exists()


@pytest.mark.parametrize("inside", [".", "attachments", ".."])
def test_not_into_the_store_itself_nor_around_it(kept: Kept, inside: str) -> None:
    with pytest.raises(KnownError, match="Choose another drive") as refused:
        back_up(kept.source, kept.folder / inside)
    assert refused.value.code == "backup-inside-store"


def test_two_at_once_are_one(kept: Kept) -> None:
    lock = StoreLock.acquire(kept.folder, Holder("another", "", 1, 0), LOCK_NAME)
    try:
        assert code_of(kept) == "backup-running"
    finally:
        lock.release()
    kept.backup()


def test_two_of_one_second_have_two_names(kept: Kept) -> None:
    still = kept.source._replace(clock=lambda: 1_790_000_000_000)
    first, second = back_up(still, kept.target), back_up(still, kept.target)
    assert second.path.name == f"{first.path.name}-2"
    assert {found.path for found in find_backups(kept.target)} == {first.path, second.path}


def test_too_little_room_is_said_before_anything_is_written(kept: Kept) -> None:
    with pytest.raises(KnownError) as refused:
        back_up(kept.source._replace(free=lambda _folder: 1_000_000), kept.target)
    assert refused.value.code == "backup-no-room"
    assert names(kept.target) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EROFS, "not-writable"),
        (errno.EIO, "disk-error"),
        (errno.ENXIO, "backup-failed"),
    ],
)
def test_a_failing_drive_has_a_sentence(kept: Kept, number: int, code: str) -> None:
    def fail(name: str) -> None:
        if name == "keys copied":
            raise OSError(number, "broken")

    with pytest.raises(KnownError) as refused:
        kept.backup(fail)
    assert refused.value.code == code
    assert names(kept.target) == []


def test_a_damaged_attachment_is_listed_and_keeps_nothing_else_back(kept: Kept) -> None:
    [file] = (kept.folder / FOLDER_NAME).iterdir()
    raw = bytearray(file.read_bytes())
    raw[100] ^= 1
    file.write_bytes(raw)
    made = kept.backup()
    assert [(one.name, one.why) for one in made.manifest.lacking] == [(file.name, "damaged")]
    check_files(made.path)
    assert put_aside(kept.folder / FOLDER_NAME, file.name)
    again = kept.backup()
    assert again.manifest.lacking == made.manifest.lacking, "put aside it is damaged still"
    check_files(again.path)


def test_a_missing_attachment_is_listed(kept: Kept) -> None:
    [file] = (kept.folder / FOLDER_NAME).iterdir()
    file.unlink()
    made = kept.backup()
    assert [(one.name, one.why) for one in made.manifest.lacking] == [(file.name, "missing")]


def test_another_key_file_beside_the_store_is_refused(kept: Kept) -> None:
    keys = kept.folder / "keys.json"
    keys.write_bytes(keys.read_bytes().replace(b"S", b"T", 1))
    assert code_of(kept) == "backup-keys"
    assert names(kept.target) == []


def test_a_damaged_store_is_not_backed_up_silently(kept: Kept) -> None:
    for number in range(50):
        kept.weigh(f"{number}")
    kept.store.connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    with _flipped(kept.folder / DATABASE_NAME, 4096 * 8 + 50):
        assert code_of(kept) == "store-damaged"
    assert names(kept.target) == []


@contextmanager
def _flipped(path: Path, at: int) -> Iterator[None]:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    yield
    raw[at] ^= 1
    path.write_bytes(raw)
