"""Sealed files between workstations: sent after the values, resumed, fetched, and never called sent too early."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.arriving import Arriving
from storage.attachments import FOLDER_NAME, Attachments
from storage.crossing import SealedFiles
from study.errors import KnownError
from sync.client.cycle import Cycle
from sync.client.files_report import FetchRule, FilesReport
from sync.client.local_files import Carried
from sync.client.report import CycleReport, Progress
from sync.protocol.attachments import FileHeld, FilePart, PartAsked
from sync.protocol.edc import Edc
from tests.kit.files import MIB, lies_in, put_file

if TYPE_CHECKING:
    from tests.kit.clinic import Centre, Clinic
    from tests.sync.conftest import NewClinic

SMALL = 1_000_000


def exchange(
    clinic: "Clinic", edc: Edc, fetch: FetchRule = "small", *, listen: Callable[[Progress], None] | None = None,
    wanted: Sequence[str] = (), cancelled: Callable[[], bool] | None = None,
) -> CycleReport:  # fmt: skip
    carried = Carried(SealedFiles(clinic.store, clinic.store.reader), fetch, frozenset(wanted), SMALL)
    store = clinic.store
    return Cycle(store, store.reader, edc, clinic.clock, listen=listen, cancelled=cancelled, files=carried).run()


def files_of(report: CycleReport) -> FilesReport:
    assert report.error_code == ""
    assert report.files is not None
    return report.files


def test_a_file_reaches_the_centre_and_the_other_workstation(any_centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = any_centre.enrol(clinic), any_centre.enrol(other)
    name = put_file(clinic, 3 * MIB + 17)
    sent = files_of(exchange(clinic, edc))
    assert (sent.sent, sent.to_send, sent.troubles) == (1, 0, ())
    assert [file.at_centre for file in clinic.store.reader.files()] == [True]
    got = files_of(exchange(other, theirs, "all"))
    assert (got.fetched, got.centre_only, got.elsewhere, got.troubles) == (1, 0, 0, ())
    Attachments(other.folder / FOLDER_NAME).verify(name)
    assert files_of(exchange(clinic, edc)).sent == 0


def test_the_receipt_after_the_files_counts_none_missing(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    put_file(clinic, 5000)
    report = exchange(clinic, edc)
    assert report.receipt is not None
    assert (report.receipt.receipt.files, report.receipt.receipt.files_missing) == (1, 0)


def test_a_large_file_comes_only_when_it_is_wanted(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = centre.enrol(clinic), centre.enrol(other)
    names = [put_file(clinic, size, seed=size) for size in (900_000, 1_000_001, 1_200_000)]
    exchange(clinic, edc)
    first = files_of(exchange(other, theirs, "none"))
    assert (first.fetched, first.centre_only) == (0, 3)
    assert (files_of(exchange(other, theirs)).fetched, [lies_in(other, name) for name in names]) == (
        1,
        [True, False, False],
    )
    assert files_of(exchange(other, theirs, wanted=[names[2]])).fetched == 1
    assert not lies_in(other, names[1])
    assert files_of(exchange(other, theirs, "all")).centre_only == 0


class Halting:
    """An EDC that says no more after some parts; what it does not know it hands on."""

    def __init__(self, edc: Edc, parts: int, code: str = "edc-away") -> None:
        self._edc = edc
        self.left = parts
        self.code = code
        self.sizes: list[int] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._edc, name)

    def put_part(self, part: FilePart) -> FileHeld:
        self._count(len(part.data))
        return self._edc.put_part(part)

    def get_part(self, asked: PartAsked) -> FilePart:
        self._count(asked.length)
        return self._edc.get_part(asked)

    def _count(self, size: int) -> None:
        self.sizes.append(size)
        self.left -= 1
        if self.left < 0:
            raise KnownError(self.code, "gone", "断开")


def test_a_line_that_breaks_ends_the_files_and_not_the_values(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("53.9")
    name = put_file(clinic, 3 * MIB)
    broken: Edc = Halting(edc, 2)  # type: ignore[assignment]
    report = exchange(clinic, broken)
    assert (report.error_code, report.left, report.agrees) == ("", 0, True)
    files = files_of(report)
    assert (files.sent, files.to_send, [trouble.code for trouble in files.troubles]) == (0, 1, ["edc-away"])
    assert [file.at_centre for file in clinic.store.reader.files()] == [False]
    assert edc.files([name]).files[0].have == 2 * MIB
    going: list[int] = []
    done = exchange(clinic, edc, listen=lambda p: going.append(p.moving.done) if p.moving else None)
    assert files_of(done).sent == 1
    assert going[0] == 2 * MIB


def test_parts_get_smaller_on_a_line_that_takes_no_large_ones(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    put_file(clinic, 300_000)

    class Narrow(Halting):
        def _count(self, size: int) -> None:
            self.sizes.append(size)
            if size > 70_000:
                raise KnownError("edc-cut", "too much", "过大")

    narrow = Narrow(edc, 0)
    line: Edc = narrow  # type: ignore[assignment]
    assert files_of(exchange(clinic, line)).sent == 1
    assert narrow.sizes[0] == 300_000
    assert narrow.sizes[1] < narrow.sizes[0]


def test_values_entered_meanwhile_go_first(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    put_file(clinic, 3 * MIB)

    def enter(progress: Progress) -> None:
        if progress.moving and progress.moving.done == MIB:
            clinic.write("61")

    report = exchange(clinic, edc, listen=enter)
    files = files_of(report)
    assert (files.sent, files.to_send, files.troubles, report.left) == (0, 1, (), 1)
    after = exchange(clinic, edc)
    assert (files_of(after).sent, after.left) == (1, 0)


def test_somebody_may_stop_it_between_two_parts(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 3 * MIB)
    seen: list[int] = []

    def heard(progress: Progress) -> None:
        seen.extend([progress.moving.done] if progress.moving else [])

    report = exchange(clinic, edc, listen=heard, cancelled=lambda: len(seen) > 1)
    assert report.error_code == "sync-cancelled"
    assert edc.files([name]).files[0].have == 2 * MIB
    assert files_of(exchange(clinic, edc)).sent == 1


def test_a_damaged_file_is_not_sent_and_the_others_are(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    bad, good = put_file(clinic, 5000), put_file(clinic, 6000, seed=2)
    path = clinic.folder / FOLDER_NAME / bad
    path.write_bytes(b"x" + path.read_bytes()[1:])
    files = files_of(exchange(clinic, edc))
    assert (files.sent, [(trouble.name, trouble.code) for trouble in files.troubles]) == (
        1,
        [(bad, "attachment-damaged")],
    )
    assert {one.name: one.complete for one in edc.files([bad, good]).files} == {bad: False, good: True}


def test_a_file_that_is_gone_here_and_whole_at_the_centre_comes_back(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    exchange(clinic, edc)
    (clinic.folder / FOLDER_NAME / name).unlink()
    assert files_of(exchange(clinic, edc)).fetched == 1
    Attachments(clinic.folder / FOLDER_NAME).verify(name)


def test_one_that_is_gone_before_it_was_sent_is_counted_and_blocks_nothing(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    name = put_file(clinic, 5000)
    (clinic.folder / FOLDER_NAME / name).unlink()
    report = exchange(clinic, edc)
    assert (files_of(report).elsewhere, report.left, report.agrees) == (1, 0, True)


def test_another_workstation_that_has_the_file_sends_it(centre: "Centre", new_clinic: "NewClinic") -> None:
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = centre.enrol(clinic), centre.enrol(other)
    name = put_file(clinic, 5000)
    there = Attachments(clinic.folder / FOLDER_NAME).path(name)
    Attachments(other.folder / FOLDER_NAME).receive(name, [there.read_bytes()])
    there.unlink()
    assert files_of(exchange(clinic, edc)).elsewhere == 1
    assert files_of(exchange(other, theirs)).sent == 1
    assert files_of(exchange(clinic, edc)).fetched == 1


def test_an_edc_that_was_restored_is_asked_anew_and_gets_what_it_lost(
    centre: "Centre", new_clinic: "NewClinic"
) -> None:
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    put_file(clinic, 5000)
    exchange(clinic, edc)
    with centre.service.database.writing(centre.site) as connection:
        connection.exec_driver_sql("DELETE FROM sealed_part")
        connection.exec_driver_sql("DELETE FROM sealed_file")
    centre.service.new_epoch()
    assert files_of(exchange(clinic, edc)).sent == 1


def test_bytes_that_arrive_as_another_file_are_not_kept(tmp_path: Path) -> None:
    arriving = Arriving(tmp_path, "a" * 64, 3)
    arriving.add(0, b"xyz")
    with pytest.raises(KnownError, match="file-arrived-damaged"):
        arriving.finish()
    assert list(tmp_path.iterdir()) == []


def test_what_has_come_survives_and_does_not_come_twice(tmp_path: Path) -> None:
    name = hashlib.sha256(b"abcdef").hexdigest()
    Arriving(tmp_path, name, 6).add(0, b"abc")
    again = Arriving(tmp_path, name, 6)
    assert again.have == 3
    assert again.add(0, b"abc") == 3
    assert again.add(3, b"def") == 6
    again.finish()
    assert (tmp_path / name).read_bytes() == b"abcdef"


def test_files_leave_room_for_entries(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no-room-for-file"):
        Arriving(tmp_path, "a" * 64, 10, lambda _folder: 500_000_000).check_room()
    Arriving(tmp_path, "a" * 64, 10, lambda _folder: 600_000_000).check_room()
