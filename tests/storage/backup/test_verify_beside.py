"""Verify looks beside the database too: attachments, key file, receipts; and finds a page that was put back."""

import shutil
from pathlib import Path

import msgspec
import pytest

from storage.attachments import FOLDER_NAME
from storage.finding import Report
from storage.key_memory import remember_key_file
from storage.keys import NewUser, SigningKey, Unlocked, open_vault
from storage.meta import EdcKey
from storage.projection import projection_hash
from storage.receipts import KEPT, Receipt, keep_receipt, read_receipts
from storage.store import DATABASE_NAME, open_store
from storage.verify import verify_store
from storage.watch import Watch
from study.errors import KnownError
from tests.golden.make_store import CHEAP
from tests.storage.backup.conftest import Kept

PAGE = 4096
EDC = SigningKey(bytes(range(32)))


def codes(kept: Kept) -> list[str]:
    return [finding.code for finding in verify_store(kept.store, kept.unlocked).findings]


def the_file(kept: Kept) -> Path:
    [file] = (kept.folder / FOLDER_NAME).iterdir()
    return file


def test_a_whole_store_counts_its_files(kept: Kept) -> None:
    report = verify_store(kept.store, kept.unlocked)
    assert report.whole
    assert (report.attachments, report.waiting) == (1, 0)


def test_a_missing_file_of_this_workstation_is_found(kept: Kept) -> None:
    the_file(kept).unlink()
    [finding] = verify_store(kept.store, kept.unlocked).findings
    assert finding.code == "attachment-missing"
    assert (finding.device, finding.seq) == (kept.store.device, 5)
    assert finding.what.en.startswith("Entry 5 of device")


def test_a_damaged_file_is_found(kept: Kept) -> None:
    file = the_file(kept)
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    assert codes(kept) == ["attachment-damaged"]


def test_a_file_of_another_workstation_that_has_not_come_is_no_fault(kept: Kept) -> None:
    the_file(kept).unlink()
    db = kept.store.connection
    # The same log, read on another workstation of the site.
    db.run("UPDATE meta SET value = 'another' WHERE name = 'device'")
    report = verify_store(kept.store, kept.unlocked)
    assert (report.attachments, report.waiting) == (1, 1)
    assert "attachment-missing" not in {finding.code for finding in report.findings}


def test_an_old_key_file_put_back_is_found(kept: Kept) -> None:
    keys = kept.folder / "keys.json"
    before = keys.read_bytes()
    vault = open_vault(kept.folder, floor=CHEAP)
    vault.add_user(kept.unlocked, NewUser("u-wang", "王医生", "an autumn wind in Jingan"), CHEAP)
    remember_key_file(kept.store.connection, vault.generation, vault.epoch)
    assert codes(kept) == []
    keys.write_bytes(before)
    assert codes(kept) == ["keys-put-back"]
    keys.unlink()
    assert codes(kept) == ["keys-missing"]


def receipt(kept: Kept, changes: dict[str, object] | None = None, key: SigningKey = EDC) -> Receipt:
    """What the EDC would vouch for now."""
    reader = kept.store.reader
    tip, cursor = reader.tip(), reader.cursor()
    said = {
        "site": "S01", "device": kept.store.device, "device_seq": tip.seq, "device_hash": tip.hash,
        "epoch": cursor.epoch, "number": cursor.number, "head": cursor.head, "state": "", **(changes or {}),
    }  # fmt: skip
    body = msgspec.json.encode(said)
    return Receipt(b"receipt" + body, key.sign(b"receipt" + body), body)


@pytest.fixture
def vouched(kept: Kept) -> Kept:
    kept.store.enrolled(edc=EdcKey("edc", EDC.public_key), site_name="Renji")
    return kept


def test_a_receipt_that_is_borne_out_is_no_finding(vouched: Kept) -> None:
    keep_receipt(vouched.folder, receipt(vouched))
    vouched.weigh("44")
    assert codes(vouched) == []


@pytest.mark.parametrize(
    "changes", [{"device_seq": 99}, {"device_hash": "0" * 64}, {"number": 99}, {"head": "0" * 64}], ids=str
)
def test_a_database_behind_a_receipt_is_found(vouched: Kept, changes: dict[str, object]) -> None:
    keep_receipt(vouched.folder, receipt(vouched))
    keep_receipt(vouched.folder, receipt(vouched, changes))
    assert codes(vouched) == ["receipt"]


def test_a_restored_edc_takes_back_its_numbers_and_not_this_devices_entries(vouched: Kept) -> None:
    keep_receipt(vouched.folder, receipt(vouched, {"number": 99, "epoch": "an earlier one"}))
    assert codes(vouched) == []


def test_a_receipt_nobody_signed_says_nothing(vouched: Kept) -> None:
    keep_receipt(vouched.folder, receipt(vouched, {"device_seq": 99}, SigningKey(bytes(32))))
    assert codes(vouched) == []


def test_the_last_receipts_are_kept_and_of_each_day_before_the_last_one(vouched: Kept) -> None:
    made = [receipt(vouched, {"state": str(number)}) for number in range(KEPT + 3)]
    for one in made:
        keep_receipt(vouched.folder, one)
    assert read_receipts(vouched.folder) == (made[2], *made[-KEPT:])


def test_it_says_how_far_it_is_and_stops_when_asked(kept: Kept) -> None:
    heard: list[str] = []
    verify_store(kept.store, kept.unlocked, Watch(lambda step, _done, _total: heard.append(step)))
    assert set(heard) == {"entries", "attachments"}
    with pytest.raises(KnownError) as stopped:
        verify_store(kept.store, kept.unlocked, Watch(cancelled=lambda: True))
    assert stopped.value.code == "stopped"


def test_an_old_page_put_back_is_found_where_it_changes_the_log_or_what_is_shown(kept: Kept, tmp_path: Path) -> None:
    def settled() -> None:
        kept.store.connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    for number in range(30):
        kept.weigh(f"{number}")
    settled()
    old = (kept.folder / DATABASE_NAME).read_bytes()
    for number in range(30, 60):
        kept.weigh(f"{number}")
    settled()
    new = (kept.folder / DATABASE_NAME).read_bytes()
    truth = kept.store.connection.rows("SELECT * FROM change ORDER BY received")
    shown = projection_hash(kept.store.connection)
    kept.store.close()
    moved = [at for at in range(PAGE, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    assert len(moved) > 5
    for at in moved:
        folder = tmp_path / f"page-{at}"
        shutil.copytree(kept.folder, folder)
        (folder / DATABASE_NAME).write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
        assert _found_or_harmless(folder, kept.unlocked, kept.clock, truth, shown)


def _found_or_harmless(folder: Path, unlocked: Unlocked, clock: object, truth: object, shown: str) -> bool:
    try:
        with open_store(folder, unlocked, clock) as store:  # type: ignore[arg-type]  # a clock of the fixture
            report: Report = verify_store(store, unlocked)
            if report.findings:
                return True
            same_log = store.connection.rows("SELECT * FROM change ORDER BY received") == truth
            return same_log and projection_hash(store.connection) == shown
    except KnownError as error:
        return error.code == "store-damaged"
