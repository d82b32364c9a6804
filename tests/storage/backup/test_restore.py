"""A backup restores into a new folder or says which file is wrong; a restored store goes on as another device only."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.attachments import FOLDER_NAME
from storage.backup import Made
from storage.backup_format import MANIFEST_NAME, Sealed, encode_sealed
from storage.keys import fresh_recovery_code, open_vault
from storage.log import Author
from storage.restore import Opening, check_files, drill, restore, users_of
from storage.store import open_store
from storage.verify import verify_store
from storage.witness import ANCHOR_NAME
from study.errors import KnownError
from tests.golden.make_store import CHEAP, PASSPHRASE, USER, make
from tests.storage.backup.conftest import Kept, Killed, die_at

STEPS = ["begun", "keys copied", "files copied", "proven", "marked", "synced"]


def refused(kept: Kept, made: Made, into: Path) -> KnownError:
    """Why a restore is refused; nothing may be left of it."""
    with pytest.raises(KnownError) as error:
        kept.restore(made, into)
    assert not into.exists()
    assert not into.with_name("new.restoring").exists()
    assert error.value.sentence.zh
    return error.value


def test_it_comes_back_whole(kept: Kept, tmp_path: Path) -> None:
    kept.weigh("43")
    made = kept.backup()
    state, drafts = kept.store.reader.digest(), kept.store.drafts(USER)
    restored = kept.restore(made, tmp_path / "new")
    assert restored.report.whole
    assert restored.manifest == made.manifest
    vault = open_vault(tmp_path / "new", floor=CHEAP)
    assert vault.attempts.failures() == ()
    unlocked = vault.unlock(USER, PASSPHRASE)
    with open_store(tmp_path / "new", unlocked, kept.clock) as store:
        assert store.fault is not None
        assert store.fault.code == "store-restored"
        assert store.reader.restored() == "the disk failed"
        assert store.reader.digest() == state
        assert store.drafts(USER) == drafts
        vault.new_device_key(unlocked)
        before = store.device
        store.begin_successor(Author(USER, "investigator", unlocked.sign), "new PC", store.reader.restored())
        assert store.anchor_verdict().kind == "equal"
        assert store.device != before
        assert store.reader.restored() == ""
        assert verify_store(store, unlocked).whole
    with open_store(tmp_path / "new", unlocked, kept.clock) as again:
        assert again.fault is None


def test_the_recovery_code_of_its_day_opens_it(kept: Kept, tmp_path: Path) -> None:
    vault = open_vault(kept.folder, floor=CHEAP)
    code = fresh_recovery_code()
    vault.set_recovery_code(kept.unlocked, code)
    made = kept.backup()
    vault.set_recovery_code(kept.unlocked, fresh_recovery_code())
    opening = Opening(lambda its: its.unlock_with_recovery(code), kept.clock, CHEAP)
    assert restore(made.path, tmp_path / "new", opening, reason="lost").report.whole


def test_a_wrong_passphrase_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    with pytest.raises(KnownError) as error:
        restore(made.path, tmp_path / "new", kept.opening("something else entirely"), reason="x")
    assert error.value.code == "wrong-passphrase"
    assert not (tmp_path / "new").exists()
    kept.restore(made, tmp_path / "new")


def test_only_into_a_new_folder(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    busy = tmp_path / "busy"
    busy.mkdir()
    (busy / "letter.txt").write_text("mine")
    for into in (busy, kept.folder):
        with pytest.raises(KnownError) as error:
            kept.restore(made, into)
        assert error.value.code == "restore-not-empty"
    assert (busy / "letter.txt").read_text() == "mine"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert kept.restore(made, empty).report.whole


def test_a_folder_of_somebody_else_that_bears_the_working_name_stays(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    working = tmp_path / "new.restoring"
    working.mkdir()
    (working / "letter.txt").write_text("mine")
    with pytest.raises(KnownError) as error:
        kept.restore(made, tmp_path / "new")
    assert error.value.code == "restore-not-empty"
    assert (working / "letter.txt").read_text() == "mine"


def test_settings_of_a_first_run_do_not_stand_in_the_way(kept: Kept, tmp_path: Path) -> None:
    (kept.folder / "settings.json").write_text('{"edc_address": "https://edc.example"}')
    made = kept.backup()
    into = tmp_path / "new"
    into.mkdir()
    (into / "settings.json").write_text("{}")
    restore(made.path, into, kept.opening(), reason="new PC", may_hold=frozenset({"settings.json"}))
    assert "edc.example" in (into / "settings.json").read_text()


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_there_is_no_store_yet(kept: Kept, tmp_path: Path, step: str) -> None:
    made = kept.backup()
    with pytest.raises(Killed):
        kept.restore(made, tmp_path / "new", die_at(step))
    assert not (tmp_path / "new").exists()
    assert kept.restore(made, tmp_path / "new").report.whole
    assert not (tmp_path / "new.restoring").exists()


def _damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(("harm", "code"), [(_damage, "backup-damaged"), (_truncate, "backup-damaged"),
                                            (Path.unlink, "backup-incomplete")])  # fmt: skip
@pytest.mark.parametrize("which", ["cartella.db", "keys.json", "attachment"])
def test_harm_names_the_file(kept: Kept, tmp_path: Path, which: str, harm: Callable[[Path], None], code: str) -> None:
    made = kept.backup()
    path = next((made.path / FOLDER_NAME).iterdir()) if which == "attachment" else made.path / which
    harm(path)
    error = refused(kept, made, tmp_path / "new")
    assert error.code == code
    assert path.name in error.sentence.en
    assert path.name in error.sentence.zh
    with pytest.raises(KnownError, match=path.name):
        check_files(made.path)


@pytest.mark.parametrize("field", ["created", "version", "site", "size", "head", "changes"])
def test_an_edited_manifest_is_noticed(kept: Kept, tmp_path: Path, field: str) -> None:
    made = kept.backup()
    path = made.path / MANIFEST_NAME
    raw = path.read_text()
    at = raw.index(f'"{field}": ') + len(field) + 4
    quoted = raw[at] == '"'
    path.write_text(raw[: at + quoted] + ("1" if raw[at + quoted] != "1" else "2") + raw[at + quoted + 1 :])
    error = refused(kept, made, tmp_path / "new")
    assert error.code == "backup-damaged"
    assert MANIFEST_NAME in error.sentence.en


def test_an_edit_with_a_new_checksum_is_still_noticed(kept: Kept, tmp_path: Path) -> None:
    """Who has no key can mend the checksum and not the code."""
    made = kept.backup()
    manifest = msgspec.structs.replace(made.manifest, created=made.manifest.created + 1)
    code = bytes.fromhex(made.sealed.mac)
    checksum = hashlib.sha256(msgspec.json.encode(manifest) + code).hexdigest()
    (made.path / MANIFEST_NAME).write_bytes(encode_sealed(Sealed(manifest, made.sealed.mac, checksum)))
    assert refused(kept, made, tmp_path / "new").code == "backup-altered"


def test_a_manifest_can_name_no_file_elsewhere(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    path = made.path / MANIFEST_NAME
    path.write_text(path.read_text().replace('"keys.json"', '"../../keys.json"'))
    assert refused(kept, made, tmp_path / "new").code == "backup-damaged"


def test_a_backup_of_a_newer_version_is_refused(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    path = made.path / MANIFEST_NAME
    said = json.loads(path.read_text())
    said["manifest"]["format"] = 99
    path.write_text(json.dumps(said))
    assert refused(kept, made, tmp_path / "new").code == "backup-newer"


def test_files_of_another_store_are_noticed(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    make(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "keys.json", made.path / "keys.json")
    assert refused(kept, made, tmp_path / "new").code == "backup-damaged"


@pytest.mark.parametrize("what", ["empty", "file", "nothing"])
def test_what_is_no_backup_is_said(kept: Kept, tmp_path: Path, what: str) -> None:
    place = tmp_path / "place"
    if what == "empty":
        place.mkdir()
    elif what == "file":
        place.write_text("x")
    with pytest.raises(KnownError) as error:
        restore(place, tmp_path / "new", kept.opening(), reason="x")
    assert error.value.code == "no-backup"


@given(at=st.integers(min_value=0), bit=st.integers(0, 7), data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_flipped_bit_of_any_file_is_noticed(
    kept: Kept, tmp_path: Path, at: int, bit: int, data: st.DataObject
) -> None:
    [*found] = kept.target.iterdir()
    path = found[0] if found else kept.backup().path
    file = data.draw(st.sampled_from(sorted(one for one in path.rglob("*") if one.is_file())))
    raw = file.read_bytes()
    harmed = bytearray(raw)
    harmed[at % len(raw)] ^= 1 << bit
    file.write_bytes(harmed)
    try:
        with pytest.raises(KnownError):
            restore(path, tmp_path / "new", kept.opening(), reason="x")
    finally:
        file.write_bytes(raw)
    assert not (tmp_path / "new").exists()


def test_a_drill_restores_and_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    drilled = drill(made.path, kept.unlocked, folder=scratch)
    assert drilled.report.whole
    assert drilled.report.changes == made.manifest.content.changes
    assert drilled.report.attachments == 1
    assert list(scratch.iterdir()) == []


def test_a_drill_of_a_damaged_backup_names_the_file(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    _damage(made.path / "cartella.db")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with pytest.raises(KnownError, match=r"cartella\.db"):
        drill(made.path, kept.unlocked, folder=scratch)
    assert list(scratch.iterdir()) == []


def test_a_drill_of_another_store_is_refused(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    make(tmp_path / "other")
    other = open_vault(tmp_path / "other", floor=CHEAP).unlock(USER, PASSPHRASE)
    with pytest.raises(KnownError) as error:
        drill(made.path, other)
    assert error.value.code == "backup-foreign"


def test_who_can_unlock_is_known_before(kept: Kept) -> None:
    assert users_of(kept.backup().path, CHEAP) == ((USER, "林医生"),)


def test_the_anchor_stays_with_the_store_that_was_left(kept: Kept, tmp_path: Path) -> None:
    kept.restore(kept.backup(), tmp_path / "new")
    assert not (tmp_path / "new" / ANCHOR_NAME).exists()
