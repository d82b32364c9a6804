"""Sealed files over a real line between real processes: killed on either side, cut, flipped, repeated; never half."""

import random
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.attachments import FOLDER_NAME, Attachments
from storage.crossing import SealedFiles
from sync.client.cycle import Cycle
from sync.client.local_files import Carried
from sync.client.report import CycleReport, Progress
from sync.protocol.edc import Edc
from sync.server.limits import Limits
from tests.kit.clinic import Centre, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.files import MIB, lies_in, put_file
from tests.kit.proxy import FAULTS, Proxy, What

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.clinic import Clinic
    from tests.sync.conftest import NewClinic

CARRIER = Path(__file__).resolve().parents[1] / "kit" / "carrier.py"


@pytest.fixture
def dying(tmp_path: Path, site: str) -> Iterator[tuple[Centre, EdcProcess]]:
    """An EDC that may be killed, and the same EDC in process for its administration."""
    url = f"sqlite:///{tmp_path}/dying.db"
    service = new_service(url, tmp_path / "dying.key")
    served = EdcProcess(url, tmp_path / "dying.key")
    served.start()
    centre = Centre(service, site, served.url)
    yield centre, served
    centre.close()
    served.stop()
    service.database.close()


def carry(clinic: "Clinic", edc: Edc, listen: "Callable[[Progress], None] | None" = None) -> CycleReport:
    carried = Carried(SealedFiles(clinic.store, clinic.store.reader), "all")
    return Cycle(clinic.store, clinic.store.reader, edc, clinic.clock, listen=listen, files=carried).run()


def in_its_own_process(clinic: "Clinic", url: str, parts: int) -> "subprocess.CompletedProcess[str]":
    """The same workstation, carried by another process; the store is opened again here when that is gone."""
    clinic.store.close()
    words = [sys.executable, str(CARRIER), str(clinic.folder), clinic.user, url, str(parts)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    clinic.reopen()
    return done


@pytest.mark.parametrize("part", [0, 1, 3])
def test_an_edc_killed_while_a_file_comes_goes_on_where_it_stood(
    dying: tuple[Centre, EdcProcess], new_clinic: "NewClinic", part: int
) -> None:
    centre, served = dying
    clinic = new_clinic("bedside")
    edc = centre.enrol(clinic)
    clinic.write("53.9")
    name = put_file(clinic, 4 * MIB)

    def kill(progress: Progress) -> None:
        if progress.moving is not None and progress.moving.done == part * MIB:
            served.kill()

    report = carry(clinic, edc, kill)
    assert (report.error_code, report.left, report.agrees) == ("", 0, True)
    assert report.files is not None
    assert (report.files.sent, report.files.to_send) == (0, 1)
    served.start()
    centre.url = served.url
    again: list[int] = []
    report = carry(clinic, centre.connect(clinic), lambda p: again.append(p.moving.done) if p.moving else None)
    assert report.files is not None
    assert (report.files.sent, again[0]) == (1, part * MIB)
    assert centre.service.session(centre.site, clinic.store.device).files([name]).files[0].complete


@pytest.mark.parametrize("part", [1, 4])
def test_a_workstation_killed_while_it_sends_or_fetches_goes_on_where_it_stood(
    dying: tuple[Centre, EdcProcess], new_clinic: "NewClinic", part: int
) -> None:
    centre, served = dying
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    centre.enrol(clinic)
    centre.enrol(other)
    name = put_file(clinic, 4 * MIB)
    assert in_its_own_process(clinic, served.url, part).returncode != 0
    held = centre.service.session(centre.site, clinic.store.device).files([name]).files[0]
    assert (held.have, held.complete) == ((part - 1) * MIB, False)
    assert [file.at_centre for file in clinic.store.reader.files()] == [False]
    assert in_its_own_process(clinic, served.url, 0).stdout == " 1 0\n"
    assert in_its_own_process(other, served.url, part).returncode != 0
    assert not lies_in(other, name)
    assert in_its_own_process(other, served.url, 0).stdout == " 0 1\n"
    Attachments(other.folder / FOLDER_NAME).verify(name)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_on_a_line_that_cuts_loses_repeats_and_flips_files_arrive_whole(
    dying: tuple[Centre, EdcProcess], new_clinic: "NewClinic", seed: int
) -> None:
    centre, served = dying
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    drawn = random.Random(seed)

    def plan(request: bytes) -> What:
        return drawn.choice(FAULTS) if b"/file-" in request[:80] and drawn.random() < 0.4 else "pass"

    with Proxy(served.port) as proxy:
        centre.url = proxy.url
        edc, theirs = centre.enrol(clinic), centre.enrol(other)
        names = [put_file(clinic, size, seed=size) for size in (3 * MIB + 5, 700, 2 * MIB)]
        proxy.plan = plan
        for _ in range(30):
            assert carry(clinic, edc).left == 0
            carry(other, theirs)
            if all(lies_in(other, name) for name in names):
                break
        assert sum(proxy.done[fault] for fault in FAULTS)
    for name in names:
        Attachments(other.folder / FOLDER_NAME).verify(name)
    assert all(file.at_centre for file in clinic.store.reader.files())


def test_memory_stays_flat_on_both_sides(centre: Centre, new_clinic: "NewClinic") -> None:
    """Workstations and EDC in one process: forty megabytes there and back, and never more than some parts of it."""
    clinic, other = new_clinic("bedside"), new_clinic("ward", user="wang")
    edc, theirs = centre.enrol(clinic), centre.enrol(other)
    name = put_file(clinic, 40 * MIB)
    tracemalloc.start()
    carry(clinic, edc)
    carry(other, theirs)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert lies_in(other, name)
    assert peak < 16 * MIB


def test_an_edc_that_asks_to_wait_is_waited_for(tmp_path: Path, new_clinic: "NewClinic", site: str) -> None:
    url = f"sqlite:///{tmp_path}/busy.db"
    service = new_service(url, tmp_path / "busy.key")
    served = EdcProcess(url, tmp_path / "busy.key", Limits(per_second=20, burst=10))
    served.start()
    centre, clinic = Centre(service, site, served.url), new_clinic("bedside")
    edc = centre.enrol(clinic)
    put_file(clinic, 10 * MIB)
    reports = [carry(clinic, edc)]
    # The receipt after the file may be told to wait as well: then this cycle sent it, and a later one ends.
    while reports[-1].error_code == "edc-busy" or (reports[-1].files is not None and reports[-1].files.unfinished):
        reports.append(carry(clinic, edc))
    centre.close()
    served.stop()
    service.database.close()
    files = [report.files for report in reports if report.files is not None]
    assert reports[-1].error_code == ""
    assert (sum(each.sent for each in files), [each.troubles for each in files if each.troubles]) == (1, [])
    assert [file.at_centre for file in clinic.store.reader.files()] == [True]
