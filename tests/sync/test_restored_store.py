"""A store restored from a backup goes on as a successor and gets back from the EDC what was sent after the backup."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.attachments import FOLDER_NAME, Attachments
from storage.backup import Made, Source, back_up
from storage.crossing import SealedFiles
from storage.keys import open_vault
from storage.log import Author
from storage.restore import Opening, restore
from storage.store import open_store
from storage.verify import verify_store
from study.address import Address
from sync.client.cycle import Cycle
from sync.client.local_files import Carried
from sync.client.report import CycleReport
from sync.protocol.edc import Edc
from tests.kit.clinic import CHEAP, Centre, Clinic
from tests.kit.files import lies_in, put_file

NewClinic = Callable[..., Clinic]


def backup_of(clinic: Clinic, target: Path) -> Made:
    target.mkdir(exist_ok=True)
    return back_up(Source(clinic.folder, clinic.unlocked, clinic.clock, "test", clinic.store.guard), target)


def restored(clinic: Clinic, made: Made, into: Path) -> Clinic:
    """The same person on the restored store, as a new device."""
    passphrase = f"a rainy spring with {clinic.user}"
    opening = Opening(lambda vault: vault.unlock(clinic.user, passphrase), clinic.clock, CHEAP)
    restore(made.path, into, opening, reason="the disk failed")
    vault = open_vault(into, floor=CHEAP)
    unlocked = vault.unlock(clinic.user, passphrase)
    vault.new_device_key(unlocked)
    store = open_store(into, unlocked, clinic.clock)
    store.begin_successor(Author(clinic.user, "admin", unlocked.sign), "new PC", store.reader.restored())
    return Clinic.around(store, unlocked, clinic.clock, clinic.user)


@pytest.mark.parametrize("synced", [True, False], ids=["synced before", "never synced before"])
def test_what_was_sent_after_the_backup_comes_back(
    centre: Centre, new_clinic: NewClinic, tmp_path: Path, synced: bool
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    if synced:
        clinic.sync(edc)
    made = backup_of(clinic, tmp_path / "backups")
    clinic.write("61", reason="after the backup")
    late = Address("child-1", "M6", form="CHEM", item="CREAT")
    clinic.write("55", place=late)
    assert clinic.sync(edc).complete
    state, lost = clinic.store.reader.digest(), set(clinic.store.reader.hashes())
    clinic.store.close()

    new = restored(clinic, made, tmp_path / "new")
    assert new.shown() == "60"
    own = centre.connect(new)
    new.enrol(own)
    report = new.sync(own)
    assert report.complete
    assert report.agrees
    assert (new.shown(), new.shown(late)) == ("61", "55")
    assert lost <= set(new.store.reader.hashes())
    assert new.store.fault is None
    assert state != ""
    new.write("62", reason="on the new computer")
    assert new.sync(own).complete
    assert new.shown() == "62"
    assert not new.at().conflict
    assert verify_store(new.store, new.unlocked).whole
    new.store.close()
    new.unlocked.close()


def test_the_store_that_was_left_finds_out_when_it_goes_on(
    centre: Centre, new_clinic: NewClinic, tmp_path: Path
) -> None:
    """Somebody uses the old computer all the same: nothing of it is lost, and nothing of the new one."""
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("60")
    clinic.sync(edc)
    new = restored(clinic, backup_of(clinic, tmp_path / "backups"), tmp_path / "new")
    own = centre.connect(new)
    new.enrol(own)
    new.write("62", reason="on the new computer")
    assert new.sync(own).complete
    clinic.write("61", reason="on the old computer")
    clinic.sync(edc)
    new.sync(own)
    assert sorted(head.fact.typed for head in new.at().heads if hasattr(head.fact, "typed")) == ["61", "62"]
    new.store.close()
    new.unlocked.close()


def test_a_restored_store_fetches_its_files_from_the_centre(
    centre: Centre, new_clinic: NewClinic, tmp_path: Path
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name, unsent = put_file(clinic, 50_000), put_file(clinic, 60_000, seed=2)
    here = clinic.folder / FOLDER_NAME
    (here / unsent).rename(tmp_path / "aside")
    carry(clinic, edc)
    (here / name).unlink()
    found = verify_store(clinic.store, clinic.unlocked)
    assert [one.code for one in found.findings] == ["attachment-missing"]
    assert (found.at_centre, found.waiting) == (1, 0)
    made = backup_of(clinic, tmp_path / "backups")
    assert {one.name: one.why for one in made.manifest.lacking} == {name: "centre", unsent: "missing"}
    clinic.store.close()

    new = restored(clinic, made, tmp_path / "new")
    own = centre.connect(new)
    new.enrol(own)
    report = carry(new, own)
    assert (report.error_code, lies_in(new, name)) == ("", True)
    Attachments(new.folder / FOLDER_NAME).verify(name)


def carry(clinic: Clinic, edc: Edc) -> CycleReport:
    carried = Carried(SealedFiles(clinic.store, clinic.store.reader))
    return Cycle(clinic.store, clinic.store.reader, edc, clinic.clock, files=carried).run()
