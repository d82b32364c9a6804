"""Bundles carried there and back: the same answers as over a line, every refusal named and whole."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import resources
from desktop_app.study_files import read_folder
from storage.attachments import FOLDER_NAME
from study.address import Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.pack import packed
from study.errors import KnownError
from sync.server.crypto import create_keyfile
from sync.server.database import Database
from sync.server.service import Service
from tests.kit.clinic import Centre, Clinic, new_service
from tests.kit.stick import Stick

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic


@pytest.fixture
def stick(tmp_path: Path, centre: Centre) -> Stick:
    return Stick(tmp_path / "stick", centre.service)


@pytest.fixture
def bedside(new_clinic: "NewClinic", centre: Centre, stick: Stick) -> Clinic:
    """A workstation that was let in by files."""
    clinic = new_clinic("bedside")
    assert stick.round(clinic, code=centre.admin.new_code(centre.site)).agrees is True
    return clinic


@pytest.fixture
def ward(new_clinic: "NewClinic", centre: Centre, stick: Stick) -> Clinic:
    """A second one."""
    clinic = new_clinic("ward", user="wang")
    stick.round(clinic, code=centre.admin.new_code(centre.site))
    return clinic


def entries(centre: Centre) -> int:
    return centre.admin.sites()[0].number


def test_two_workstations_meet_through_files_alone(bedside: Clinic, ward: Clinic, stick: Stick) -> None:
    bedside.write("60")
    assert stick.round(bedside).sent == 1
    assert stick.round(ward).agrees is True
    assert ward.shown() == "60"
    ward.write("61", reason="typed anew")
    stick.round(ward)
    report = stick.round(bedside)
    assert (report.agrees, report.received, bedside.shown()) == (True, 1, "61")
    assert report.receipt is not None
    assert report.drift_ms is None


def test_a_lost_bundle_is_in_the_next_one_and_a_doubled_one_changes_nothing(
    bedside: Clinic, centre: Centre, stick: Stick
) -> None:
    bedside.write("60")
    stick.export(bedside)
    bedside.write("61", reason="typed anew")
    path, written = stick.export(bedside)
    assert written.changes == 2
    reply, first = stick.take(path)
    number = entries(centre)
    again, second = stick.take(path, stick.folder / "again")
    assert (first.accepted, first.already, second.accepted, second.already) == (2, 0, 0, 2)
    assert entries(centre) == number
    assert stick.hear(bedside, reply).agrees is True
    assert stick.hear(bedside, again).agrees is True


def test_a_late_reply_says_nothing_new_and_one_too_early_names_the_gap(
    bedside: Clinic, ward: Clinic, centre: Centre, stick: Stick
) -> None:
    folder = bedside.folder.with_name("before")
    shutil.copytree(bedside.folder, folder)
    bedside.write("60")
    first, _ = stick.take(stick.export(bedside)[0])
    stick.hear(bedside, first)
    ward.write("62", reason="typed anew")
    stick.round(ward)
    second, _ = stick.take(stick.export(bedside)[0])
    twin = bedside.twin(folder)
    with pytest.raises(KnownError, match="bundle-gap"):
        stick.hear(twin, second)
    twin.store.close()
    stick.hear(bedside, second)
    with pytest.raises(KnownError, match="bundle-old"):
        stick.hear(bedside, first)


def test_a_sync_over_a_line_in_between_is_harmless(bedside: Clinic, centre: Centre, stick: Stick) -> None:
    bedside.write("60")
    path, _ = stick.export(bedside)
    assert bedside.sync(centre.connect(bedside)).agrees is True
    bedside.write("61", reason="typed anew")
    reply, taken = stick.take(path)
    assert (taken.accepted, taken.already) == (0, 1)
    report = stick.hear(bedside, reply)
    assert (report.error_code, report.refused, bedside.shown()) == ("", (), "61")
    assert bedside.sync(centre.connect(bedside)).agrees is True


def test_a_revoked_workstation_hands_over_and_learns_that_it_was(bedside: Clinic, centre: Centre, stick: Stick) -> None:
    centre.admin.end_device(centre.site, bedside.store.device, "lost")
    bedside.write("60")
    reply, taken = stick.take(stick.export(bedside)[0])
    assert taken.held == 1
    report = stick.hear(bedside, reply)
    assert report.error_code == "device-ended"
    assert [row.ended for row in bedside.store.reader.devices() if row.device == bedside.store.device] == [True]


def test_what_the_restored_edc_lost_comes_back_with_the_second_bundle(
    bedside: Clinic, ward: Clinic, centre: Centre, stick: Stick, tmp_path: Path
) -> None:
    bedside.write("60")
    stick.round(bedside)
    stick.round(ward)
    centre.service.database.close()
    shutil.copy(tmp_path / "edc.db", tmp_path / "kept.db")
    ward.write("61", reason="typed anew")
    stick.round(ward)
    stick.round(bedside)
    centre.service.database.close()
    for left in tmp_path.glob("edc.db-*"):
        left.unlink()
    shutil.copy(tmp_path / "kept.db", tmp_path / "edc.db")
    bedside.write("62", reason="typed anew")
    before, _ = stick.export(bedside)
    centre.service.new_epoch()
    reply, _ = stick.take(before)
    report = stick.hear(bedside, reply)
    assert report.recovered_from
    assert stick.round(bedside).agrees is True
    assert (bedside.shown(), centre.admin.verify(centre.site).fault) == ("62", "")
    assert stick.round(ward).error_code == ""
    assert stick.round(ward).agrees is True
    assert ward.shown() == "62"


def test_a_reply_from_before_a_restore_that_is_known_here_is_refused(
    bedside: Clinic, centre: Centre, stick: Stick
) -> None:
    bedside.write("60")
    old, _ = stick.take(stick.export(bedside)[0])
    centre.service.new_epoch()
    bedside.sync(centre.connect(bedside))
    with pytest.raises(KnownError, match="bundle-overtaken"):
        stick.hear(bedside, old)


def test_only_who_it_is_for_takes_it_in(
    bedside: Clinic, new_clinic: "NewClinic", centre: Centre, stick: Stick, tmp_path: Path
) -> None:
    bedside.write("60")
    path, _ = stick.export(bedside)
    reply, _ = stick.take(path)
    with pytest.raises(KnownError, match="bundle-is-request"):
        stick.hear(bedside, path)
    with pytest.raises(KnownError, match="bundle-is-reply"):
        stick.take(reply)
    elsewhere = new_service(f"sqlite:///{tmp_path}/other.db", tmp_path / "other.key")
    with pytest.raises(KnownError, match="bundle-other-edc"):
        Stick(tmp_path / "other", elsewhere).take(path)
    elsewhere.database.close()
    stranger = new_clinic("stranger", user="chen", at_site=f"{centre.site}X")
    path, _ = stick.export(stranger, code="ABCD-EFGH")
    with pytest.raises(KnownError, match="bundle-other-site"):
        stick.take(path)
    unknown = new_clinic("unknown", user="zhao")
    with pytest.raises(KnownError, match="bundle-other-device"):
        stick.hear(unknown, reply)
    path, _ = stick.export(unknown, code="ABCD-EFGH")
    with pytest.raises(KnownError, match="code-unknown"):
        stick.take(path)


def test_an_edc_with_another_key_is_not_believed(bedside: Clinic, centre: Centre, stick: Stick, tmp_path: Path) -> None:
    """Whoever finds a bundle can seal a reply to the workstation, and can't sign it."""
    reply, _ = stick.take(stick.export(bedside)[0])
    forger = Service(Database(f"sqlite:///{tmp_path}/edc.db"), create_keyfile(tmp_path / "forger.key"), lambda: 1)
    with pytest.raises(KnownError, match="bundle-not-signed"):
        Stick(tmp_path / "forged", forger).hear(bedside, reply)
    forger.database.close()


@pytest.mark.parametrize("end", ["request", "reply"])
def test_no_byte_can_be_changed_and_no_end_cut_off(bedside: Clinic, centre: Centre, stick: Stick, end: str) -> None:
    bedside.write("60")
    path, _ = stick.export(bedside)
    reply = stick.take(path)[0] if end == "reply" else path
    whole, number, cursor = reply.read_bytes(), entries(centre), bedside.store.reader.cursor()
    take: Callable[[], object] = (
        (lambda: stick.hear(bedside, reply)) if end == "reply" else (lambda: stick.take(reply, stick.folder / "x"))
    )
    places = [*range(18), 20, 30, 60, 200, 260, 300, 330, 380, *range(400, len(whole), 97), len(whole) - 1]
    for place in places:
        reply.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(KnownError):
            take()
    for length in [0, 5, 18, 22, 100, *range(200, len(whole), 501), len(whole) - 1]:
        reply.write_bytes(whole[:length])
        with pytest.raises(KnownError):
            take()
    reply.write_bytes(whole + b"\0")
    with pytest.raises(KnownError, match="bundle-damaged"):
        take()
    assert (entries(centre), bedside.store.reader.cursor()) == (number, cursor)
    assert not (stick.folder / "x").exists()
    assert not list(stick.folder.glob("*.tmp"))
    reply.write_bytes(whole)
    take()


def test_nothing_but_the_way_can_be_read_without_a_key(bedside: Clinic, stick: Stick) -> None:
    bedside.write("57.25")
    path, written = stick.export(bedside)
    raw = path.read_bytes()
    head, _, rest = raw.partition(b"}")
    assert bedside.store.device.encode() in head
    for word in (b"CREAT", b"57.25", b"child-1", b"umol", b"lin", b"Dr ", bedside.store.device.encode()):
        assert word not in rest
    assert written.bytes == len(raw)


def test_the_edc_names_what_is_missing_before_a_bundle(
    bedside: Clinic, centre: Centre, stick: Stick, tmp_path: Path
) -> None:
    centre.service.database.close()
    shutil.copy(tmp_path / "edc.db", tmp_path / "kept.db")
    bedside.write("60")
    stick.round(bedside)
    centre.service.database.close()
    for left in tmp_path.glob("edc.db-*"):
        left.unlink()
    shutil.copy(tmp_path / "kept.db", tmp_path / "edc.db")
    centre.service.new_epoch()
    bedside.write("61", reason="typed anew")
    path, written = stick.export(bedside)
    assert (written.changes, written.seq_from, written.seq_to) == (1, 3, 3)
    reply, taken = stick.take(path)
    assert (taken.missing_from, taken.refused, taken.accepted) == (2, 1, 0)
    report = stick.hear(bedside, reply)
    assert [refusal.code for refusal in report.refused] == ["not-chained"]
    report = stick.round(bedside)
    assert (report.sent, report.agrees, report.left) == (2, True, 0)


def test_another_study_is_named_at_both_ends(bedside: Clinic, centre: Centre, stick: Stick) -> None:
    study = load(read_folder(resources.path("study")))
    centre.admin.adopt_study(centre.site, study.version, study.digest, packed(study))
    path, _ = stick.export(bedside, study="OTHER")
    with pytest.raises(KnownError, match="bundle-other-study"):
        stick.take(path)
    reply, _ = stick.take(stick.export(bedside, study=study.code)[0])
    with pytest.raises(KnownError, match="bundle-other-study"):
        stick.hear(bedside, reply, study="OTHER")
    assert stick.hear(bedside, reply, study=study.code).agrees is True


def attach(clinic: Clinic, data: bytes) -> str:
    """A sealed file beside the record, and the entry that names it."""
    name = hashlib.sha256(data).hexdigest()
    folder = clinic.folder / FOLDER_NAME
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    place = Address("child-1", "M3", form="ECG")
    fact = f.AttachmentAdded(
        id=clinic.store.new_id(), address=place, name=name, kind="application/pdf", size=len(data),
        sealed_size=len(data), digest="0" * 64, key=b"sealed", title="",
    )  # fmt: skip
    clinic.store.append(clinic.author, [fact])
    return name


def test_attached_files_go_to_the_centre_and_on_to_the_next_workstation(
    bedside: Clinic, ward: Clinic, stick: Stick
) -> None:
    data = bytes(range(256)) * 6000
    name = attach(bedside, data)
    path, written = stick.export(bedside)
    assert (written.files, path.stat().st_size > len(data)) == (1, True)
    reply, taken = stick.take(path)
    assert (taken.files, taken.files_short) == (1, 0)
    assert not bedside.store.reader.files()[0].at_centre
    stick.hear(bedside, reply)
    assert bedside.store.reader.files()[0].at_centre
    assert stick.export(bedside)[1].files == 0
    stick.round(ward)
    assert not (ward.folder / FOLDER_NAME / name).exists()
    stick.round(ward)
    assert (ward.folder / FOLDER_NAME / name).read_bytes() == data


def test_a_file_that_is_not_what_it_is_called_is_not_kept_and_the_values_are(bedside: Clinic, stick: Stick) -> None:
    name = attach(bedside, b"a sealed file" * 9000)
    (bedside.folder / FOLDER_NAME / name).write_bytes(b"b sealed file" * 9000)
    reply, taken = stick.take(stick.export(bedside)[0])
    assert (taken.accepted, taken.files, taken.files_short) == (1, 1, 1)
    assert stick.hear(bedside, reply).error_code == ""
    assert not bedside.store.reader.files()[0].at_centre


def test_a_restored_edc_that_forgot_the_workstation_lets_it_in_again(
    new_clinic: "NewClinic", centre: Centre, stick: Stick, tmp_path: Path
) -> None:
    centre.service.database.close()
    shutil.copy(tmp_path / "edc.db", tmp_path / "kept.db")
    clinic = new_clinic("bedside")
    stick.round(clinic, code=centre.admin.new_code(centre.site))
    clinic.write("60")
    stick.round(clinic)
    centre.service.database.close()
    for left in tmp_path.glob("edc.db-*"):
        left.unlink()
    shutil.copy(tmp_path / "kept.db", tmp_path / "edc.db")
    centre.service.new_epoch()
    with pytest.raises(KnownError, match="device-unknown"):
        stick.take(stick.export(clinic)[0])
    stick.round(clinic, code="")
    report = stick.round(clinic)
    assert (report.agrees, report.left, clinic.shown()) == (True, 0, "60")
