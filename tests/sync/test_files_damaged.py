"""A sealed file that is damaged on a workstation: put aside, fetched again by itself; what is said when it can't be."""

from typing import TYPE_CHECKING

import pytest

from storage.arriving import ASIDE
from storage.attachments import FOLDER_NAME, Attachments
from storage.set_aside import in_vain, is_aside, put_aside
from storage.verify import verify_store
from sync.client.files_report import FilesReport
from tests.kit.files import MIB, lies_in, put_file
from tests.sync.test_files_travel import Halting, exchange, files_of

if TYPE_CHECKING:
    from sync.protocol.edc import Edc
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

DAY_MS = 86_400_000


def damage(clinic: "Clinic", name: str) -> None:
    """One byte on the disk is another."""
    path = clinic.folder / FOLDER_NAME / name
    path.write_bytes(b"x" + path.read_bytes()[1:])


def found_by_verify(clinic: "Clinic") -> None:
    """What `desktop_app.jobs.verify` does with what a verification found."""
    for name in verify_store(clinic.store, clinic.unlocked).damaged:
        assert put_aside(clinic.folder / FOLDER_NAME, name)


def codes(files: FilesReport) -> list[tuple[str, str]]:
    return [(trouble.name, trouble.code) for trouble in files.troubles]


def test_damaged_here_and_whole_at_the_centre_comes_back_by_itself(
    any_centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = any_centre.enrol(clinic)
    name = put_file(clinic, 2 * MIB)
    exchange(clinic, edc)
    damage(clinic, name)
    found_by_verify(clinic)
    assert not lies_in(clinic, name)
    # Larger than what is fetched unasked, and nothing is to be fetched: it was here, and so it comes back.
    files = files_of(exchange(clinic, edc, "none"))
    assert (files.fetched, files.mended, files.damaged, codes(files)) == (1, 1, 0, [])
    Attachments(clinic.folder / FOLDER_NAME).verify(name)
    assert [path.name for path in (clinic.folder / FOLDER_NAME).iterdir()] == [name]
    assert verify_store(clinic.store, clinic.unlocked).whole


def test_verify_names_it_until_the_whole_one_is_there(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    damage(clinic, name)
    for _again in range(2):
        report = verify_store(clinic.store, clinic.unlocked)
        [finding] = report.findings
        assert (finding.code, report.damaged) == ("attachment-damaged", (name,))
        assert finding.what.en.endswith("is damaged. The centre has it: the next sync fetches it again.")
        put_aside(clinic.folder / FOLDER_NAME, name)
    exchange(clinic, edc)
    assert verify_store(clinic.store, clinic.unlocked).whole


def test_a_line_that_breaks_leaves_the_damaged_one_aside_and_the_next_sync_goes_on(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 3 * MIB)
    exchange(clinic, edc)
    damage(clinic, name)
    found_by_verify(clinic)
    broken: Edc = Halting(edc, 2)  # type: ignore[assignment]
    files = files_of(exchange(clinic, broken))
    assert (files.fetched, files.damaged, is_aside(clinic.folder / FOLDER_NAME, name)) == (0, 1, True)
    asked: list[int] = []
    done = files_of(exchange(clinic, edc, listen=lambda p: asked.append(p.moving.done) if p.moving else None))
    assert (done.mended, done.damaged, asked[0]) == (1, 0, 2 * MIB)


def test_what_is_found_damaged_when_it_is_to_be_sent_is_put_aside_and_said_each_time(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    damage(clinic, name)
    for _again in range(2):
        files = files_of(exchange(clinic, edc))
        assert (files.sent, files.to_send, files.elsewhere, files.damaged) == (0, 0, 0, 1)
        assert codes(files) == [(name, "attachment-damaged")]
        assert "put aside, not deleted" in files.troubles[0].why.en
    assert (clinic.folder / FOLDER_NAME / f"{name}{ASIDE}").is_file()


def test_the_centre_that_has_lost_it_is_not_asked_again_until_it_has_one(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = centre.enrol(clinic), centre.enrol(other)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    exchange(other, theirs, "all")
    _at_the_edc(centre, "DELETE FROM sealed_part", "DELETE FROM sealed_file")
    damage(clinic, name)
    found_by_verify(clinic)
    files = files_of(exchange(clinic, edc))
    assert (files.fetched, files.damaged, codes(files)) == (0, 1, [(name, "attachment-damaged")])
    assert [file.at_centre for file in clinic.store.reader.files()] == [False]
    assert verify_store(clinic.store, clinic.unlocked).findings[0].what.en.endswith("Restore it from a backup.")
    centre.service.new_epoch()
    assert files_of(exchange(other, theirs)).sent == 1, "the other workstation has it whole, and sends it again"
    assert files_of(exchange(clinic, edc)).mended == 1


def test_what_the_centre_gives_damaged_replaces_nothing_and_is_asked_for_once_a_day(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    kept = _kept(centre)
    _at_the_edc(centre, "UPDATE sealed_part SET data = zeroblob(length(data))")
    damage(clinic, name)
    found_by_verify(clinic)
    files = files_of(exchange(clinic, edc))
    assert (files.fetched, files.damaged, codes(files)) == (0, 1, [(name, "file-damaged-at-centre")])
    assert is_aside(clinic.folder / FOLDER_NAME, name)
    quiet = files_of(exchange(clinic, edc))
    assert (quiet.fetched, quiet.damaged, codes(quiet)) == (0, 1, [])
    assert codes(files_of(exchange(clinic, edc, wanted=[name]))) == [(name, "file-damaged-at-centre")]
    with centre.service.database.writing(centre.site) as connection:
        connection.exec_driver_sql("UPDATE sealed_part SET data = ?", (kept,))
    in_vain(clinic.folder / FOLDER_NAME, name, clinic.clock() - DAY_MS - 1)
    assert files_of(exchange(clinic, edc)).mended == 1


def test_a_reply_that_is_carried_brings_it_back_too(by_bundle: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = by_bundle.enrol(clinic)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    damage(clinic, name)
    found_by_verify(clinic)
    assert files_of(exchange(clinic, edc)).mended == 1
    Attachments(clinic.folder / FOLDER_NAME).verify(name)


@pytest.mark.parametrize("cut", [0, 4000])
def test_a_file_that_was_cut_short_comes_back_too(centre: "Centre", new_clinic: "NewClinic", cut: int) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    path = clinic.folder / FOLDER_NAME / name
    path.write_bytes(path.read_bytes()[:cut])
    found_by_verify(clinic)
    assert files_of(exchange(clinic, edc)).mended == 1


def _at_the_edc(centre: "Centre", *statements: str) -> None:
    with centre.service.database.writing(centre.site) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def _kept(centre: "Centre") -> bytes:
    with centre.service.database.reading(centre.site) as connection:
        return bytes(connection.exec_driver_sql("SELECT data FROM sealed_part").scalar_one())
