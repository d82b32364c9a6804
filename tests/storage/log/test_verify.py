"""Verify names the first entry that does not hold; damage and missing entries are said, never a shorter log."""

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.anchor import Anchor
from storage.projection import projection_hash
from storage.store import DATABASE_NAME, Store, open_store
from storage.verify import verify_folder, verify_store
from storage.witness import ANCHOR_NAME
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError

Alter = Callable[[str], None]


@pytest.fixture
def clinic(ward: Any, central: Any) -> Any:
    """A store with numbered and pending changes."""
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    child = ward.enrol("LN-001")
    first = ward.weigh(child, "53")
    central.act(f.QueryOpened(id="o", query="q", address=Address(child, "M3", "", "VS"), text="?"))
    central.sync(ward.store)
    ward.weigh(child, "54", first)
    ward.enrol("LN-002")
    return ward


@pytest.fixture
def alter(clinic: Any) -> Alter:
    """What somebody with the database key could do: drop the triggers, write, and put them back."""

    def run(statement: str) -> None:
        db = clinic.store.connection
        triggers = db.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in triggers:
            db.run(f"DROP TRIGGER {name}")
        db.run(statement)
        for _, made in triggers:
            db.run(made)

    return run


def test_an_untouched_store_holds(clinic: Any) -> None:
    report = verify_store(clinic.store, clinic.unlocked)
    assert report.whole
    assert report.first is None
    assert report.changes == 7


@pytest.mark.parametrize(
    ("statement", "code", "seq"),
    [
        ("UPDATE change SET body = CAST(replace(body, '53', '63') AS BLOB) WHERE seq = 3", "altered", 3),
        ("UPDATE change SET author = 'u-wang' WHERE seq = 2 AND device <> 'edc'", "altered", 2),
        ("UPDATE change SET at_utc = at_utc + 1 WHERE seq = 4 AND device <> 'edc'", "altered", 4),
        ("UPDATE change SET device_signature = zeroblob(64) WHERE seq = 3", "device-signature", 3),
        ("UPDATE change SET person_signature = zeroblob(64) WHERE seq = 4", "person-signature", 4),
        ("UPDATE change SET person_signature = x'' WHERE seq = 4 AND device <> 'edc'", "person-signature", 4),
        ("DELETE FROM change WHERE seq = 3 AND device <> 'edc'", "chain", 4),
        ("UPDATE change SET standing = 'held' WHERE seq = 2 AND device <> 'edc'", "site-chain", 2),
        ("UPDATE slot SET settled = CAST('{}' AS BLOB) WHERE kind = 'value'", "projection", 0),
        ("DELETE FROM slot WHERE kind = 'query'", "projection", 0),
        ("UPDATE meta SET value = '0' WHERE name = 'head'", "site-chain", 0),
    ],
)  # fmt: skip
def test_what_is_altered_with_the_key_is_named(clinic: Any, alter: Alter, statement: str, code: str, seq: int) -> None:
    alter(statement)
    first = verify_store(clinic.store, clinic.unlocked).first
    assert first is not None
    assert (first.code, first.seq) == (code, seq)
    assert first.what.en
    assert first.what.zh


def test_the_last_entry_cut_off_is_missed_by_the_anchor(clinic: Any, alter: Alter) -> None:
    alter("DELETE FROM change WHERE received = (SELECT MAX(received) FROM change)")
    clinic.store.rebuild()
    first = verify_store(clinic.store, clinic.unlocked).first
    assert first is not None
    assert first.code == "store-behind"
    assert "1 saved" in first.what.en


def test_a_rebuild_makes_the_same_projection(clinic: Any) -> None:
    before = projection_hash(clinic.store.connection), clinic.store.reader.digest()
    clinic.store.connection.run("DELETE FROM slot WHERE kind = 'value'")
    clinic.store.rebuild()
    assert (projection_hash(clinic.store.connection), clinic.store.reader.digest()) == before


def test_an_older_copy_of_the_database_is_behind_and_not_written(clinic: Any, clock: Any, tmp_path: Path) -> None:
    clinic.store.close()
    shutil.copy(clinic.folder / DATABASE_NAME, tmp_path / "old.db")
    store = clinic.store = open_store(clinic.folder, clinic.unlocked, clock)
    clinic.enrol("LN-003")
    clinic.enrol("LN-004")
    store.close()
    shutil.copy(tmp_path / "old.db", clinic.folder / DATABASE_NAME)
    store = clinic.store = open_store(clinic.folder, clinic.unlocked, clock)
    assert store.fault is not None
    assert store.fault.code == "store-behind"
    assert "2" in store.fault.sentence.en
    assert len(store.reader.subjects()) == 2
    with pytest.raises(KnownError, match="store-behind"):
        clinic.enrol("LN-005")
    assert verify_store(store, clinic.unlocked).first is not None
    clinic.store.begin_successor(clinic.author("admin"), "bedside again", "restored")
    clinic.enrol("LN-005")
    assert verify_store(store, clinic.unlocked).whole


@pytest.mark.parametrize(
    ("machine", "device", "code"), [("x", "", "store-other-machine"), ("", "x", "store-other-device")]
)
def test_a_moved_or_mixed_store_is_not_written(clinic: Any, clock: Any, machine: str, device: str, code: str) -> None:
    clinic.store.close()
    path = clinic.folder / ANCHOR_NAME
    state = Anchor.read(path)
    assert state is not None
    Anchor(path).write(machine or state.machine, device or state.device, state.seq, state.hash)
    clinic.store = open_store(clinic.folder, clinic.unlocked, clock)
    assert clinic.store.fault is not None
    assert clinic.store.fault.code == code


def test_a_removed_anchor_is_said(clinic: Any, clock: Any) -> None:
    clinic.store.close()
    (clinic.folder / ANCHOR_NAME).unlink()
    clinic.store = open_store(clinic.folder, clinic.unlocked, clock)
    assert clinic.store.fault is not None
    assert clinic.store.fault.code == "store-missing"


@pytest.fixture
def killed_copy(clinic: Any, tmp_path: Path) -> Path:
    """The files as a killed process leaves them: database, write-ahead log, anchor."""
    target = tmp_path / "killed"
    shutil.copytree(clinic.folder, target)
    clinic.store.close()
    return target


def test_a_store_that_lost_its_write_ahead_log_says_how_much(clinic: Any, killed_copy: Path) -> None:
    for leftover in ("-wal", "-shm"):
        (killed_copy / f"{DATABASE_NAME}{leftover}").unlink()
    with open_store(killed_copy, clinic.unlocked, clinic.store.clock) as store:
        assert store.fault is not None
        assert store.fault.code == "store-behind"
        assert " 4 saved" in store.fault.sentence.en


def test_a_store_that_lost_its_whole_log_says_so_and_is_not_begun_anew(new_ward: Any, tmp_path: Path) -> None:
    """A workstation that joins a site has not been handed its key, and nothing has left its write-ahead log yet."""
    ward = new_ward(joining=True)
    ward.enrol("LN-001")
    killed = tmp_path / "killed"
    shutil.copytree(ward.folder, killed)
    for leftover in ("-wal", "-shm"):
        (killed / f"{DATABASE_NAME}{leftover}").unlink()
    with pytest.raises(KnownError, match="holds nothing of a record") as refused:
        open_store(killed, ward.unlocked, ward.store.clock)
    assert refused.value.code == "store-damaged"
    report = verify_folder(killed, ward.unlocked, ward.store.clock)
    assert [finding.code for finding in report.findings] == ["store-damaged"]


def test_of_a_log_that_is_behind_the_damaged_write_ahead_log_is_kept(clinic: Any, killed_copy: Path) -> None:
    (killed_copy / f"{DATABASE_NAME}-shm").unlink(missing_ok=True)
    log = killed_copy / f"{DATABASE_NAME}-wal"
    whole = log.read_bytes()
    with open_store(killed_copy, clinic.unlocked, clinic.store.clock) as store:
        assert store.fault is None
    assert list(killed_copy.glob(f"{log.name}.*")) == [], "what was killed and is whole needs no copy"
    damaged = bytes(byte ^ 1 if place == len(whole) - 2000 else byte for place, byte in enumerate(whole))
    log.write_bytes(damaged)
    with open_store(killed_copy, clinic.unlocked, clinic.store.clock) as store:
        assert store.fault is not None
    [kept] = killed_copy.glob(f"{log.name}.damaged-*")
    assert kept.read_bytes() == damaged


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), wal=st.booleans(), bit=st.integers(0, 7))
def test_a_flipped_bit_is_damage_or_a_number_of_missing_entries(
    clinic: Any, killed_copy: Path, place: float, wal: bool, bit: int
) -> None:
    folder = killed_copy.with_name(f"flip-{uuid.uuid4()}")
    shutil.copytree(killed_copy, folder)
    (folder / f"{DATABASE_NAME}-shm").unlink(missing_ok=True)
    path = folder / (f"{DATABASE_NAME}-wal" if wal else DATABASE_NAME)
    raw = bytearray(path.read_bytes())
    if not raw:
        return
    raw[int(place * len(raw))] ^= 1 << bit
    path.write_bytes(raw)
    try:
        report = verify_folder(folder, clinic.unlocked, clinic.store.clock)
    finally:
        shutil.rmtree(folder)
    # Whole is right only where the flipped byte carried nothing (a page or frame that a later one replaced).
    assert report.changes == 7 if report.whole else report.findings


def test_a_checkpointed_database_shows_every_flipped_page(clinic: Any, clock: Any) -> None:
    clinic.store.close()
    path = clinic.folder / DATABASE_NAME
    raw = path.read_bytes()
    silent = []
    for page in range(len(raw) // 4096):
        altered = bytearray(raw)
        altered[page * 4096 + 100] ^= 0x10
        path.write_bytes(altered)
        report = verify_folder(clinic.folder, clinic.unlocked, clock)
        if report.whole:
            silent.append(page)
    path.write_bytes(raw)
    assert silent == []


def test_damage_is_not_a_wrong_passphrase(clinic: Any, clock: Any, capfd: pytest.CaptureFixture[str]) -> None:
    clinic.store.close()
    path = clinic.folder / DATABASE_NAME
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    with pytest.raises(KnownError) as caught:
        open_store(clinic.folder, clinic.unlocked, clock)
    assert caught.value.code == "store-damaged"
    assert capfd.readouterr().err == ""


def test_a_full_disk_keeps_nothing_half(clinic: Any, central: Any) -> None:
    store: Store = clinic.store
    [pages] = store.connection.rows("PRAGMA page_count")
    store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.connection.rows(f"PRAGMA max_page_count = {pages[0] + 1}")
    before = store.reader.tip()
    written, code = 0, ""
    for number in range(1000):
        before = store.reader.tip()
        written = len(store.reader.subjects())
        try:
            clinic.enrol(f"LN-{number}")
        except KnownError as error:
            code = error.code
            break
    assert code == "disk-full"
    assert store.reader.tip() == before
    assert len(store.reader.subjects()) == written
    store.connection.rows("PRAGMA max_page_count = 1000000")
    assert verify_store(store, clinic.unlocked).whole
    clinic.enrol("LN-999")
    assert verify_store(store, clinic.unlocked).whole
