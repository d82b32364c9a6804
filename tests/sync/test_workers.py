"""Several processes over one PostgreSQL: numbers without gaps or disorder for whoever reads meanwhile; nothing lost."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from study.changes.envelope import SignedChange
from study.errors import KnownError
from sync.protocol.edc import Edc
from sync.protocol.messages import Batch, Numbered
from sync.server.serve import Serving, serve
from tests.kit.clinic import Centre, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.postgres import new_database

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

SENDERS, CHANGES, AT_ONCE = 5, 24, 3


@pytest.fixture
def several(postgres: str, tmp_path: Path, site: str) -> Iterator[tuple[Centre, EdcProcess]]:
    """Two workers on one database."""
    with new_database(postgres) as url:
        service = new_service(url, tmp_path / "edc.key")
        process = EdcProcess(url, tmp_path / "edc.key", workers=2)
        process.start()
        centre = Centre(service, site, process.url)
        yield centre, process
        centre.close()
        process.stop()
        service.database.close()


def workers(process: EdcProcess) -> list[int]:
    """The processes it has started, without Python's own helper."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return [int(pid) for pid in children if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()]


class Reader(threading.Thread):
    """Pulls without a pause until told to stop, and keeps what it saw in the order in which it saw it."""

    def __init__(self, line: Edc) -> None:
        super().__init__()
        self._line = line
        self.seen: list[Numbered] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set() or self._pull():
            self._pull()

    def _pull(self) -> bool:
        try:
            page = self._line.pull(self.seen[-1].number if self.seen else 0, 7, own=True)
        except KnownError:
            return True
        self.seen += page.entries
        return bool(page.entries)


def hand_over(line: Edc, changes: list[SignedChange], failed: list[str]) -> None:
    """Send in small batches, each until it was answered."""
    for start in range(0, len(changes), AT_ONCE):
        for _ in range(200):
            try:
                line.push(Batch(changes=tuple(changes[start : start + AT_ONCE])))
            except KnownError as error:
                failed.append(error.code)
            else:
                break


def test_a_reader_never_sees_a_number_before_a_smaller_one_while_many_write_and_a_worker_dies(
    several: tuple[Centre, EdcProcess], new_clinic: "NewClinic"
) -> None:
    centre, process = several
    clinics = [new_clinic(f"bed{number}", user=f"u{number}") for number in range(SENDERS)]
    reading = new_clinic("reading", user="reader")
    lines = [centre.enrol(clinic) for clinic in clinics]
    reader = Reader(centre.enrol(reading))
    written: list[list[SignedChange]] = []
    for clinic in clinics:
        clinic.sync(centre.connect(clinic))
        for number in range(CHANGES):
            clinic.write(str(60 + number), reason="again")
        written.append(list(clinic.store.reader.pending(CHANGES)))
    failed: list[str] = []
    writers = [
        threading.Thread(target=hand_over, args=(line, changes, failed))
        for line, changes in zip(lines, written, strict=True)
    ]
    reader.start()
    for writer in writers:
        writer.start()
    first = workers(process)
    assert len(first) == 2
    os.kill(first[0], signal.SIGKILL)
    for writer in writers:
        writer.join()
    reader.enough.set()
    reader.join()
    assert [entry.number for entry in reader.seen] == list(range(1, len(reader.seen) + 1))
    sent = [each.hash for changes in written for each in changes]
    heard = [entry.hash for entry in reader.seen]
    assert sorted(set(heard)) == sorted(heard)
    assert set(sent) <= set(heard)
    for changes in written:
        order = [heard.index(each.hash) for each in changes]
        assert order == sorted(order), "a device's changes stay in its order"
    assert set(failed) <= {"edc-away", "edc-busy", "edc-slow", "edc-refused", "edc-cut"}, set(failed)
    assert centre.admin.verify(centre.site).fault == ""
    assert httpx.get(f"{centre.url}/health").status_code == 200


def test_a_worker_that_ended_is_replaced_and_all_end_with_their_parent(several: tuple[Centre, EdcProcess]) -> None:
    _, process = several
    before = workers(process)
    os.kill(before[0], signal.SIGKILL)
    while len(after := workers(process)) < 2 or set(after) == set(before):
        # Who was with the worker that ended hears nothing; the next request meets another one.
        with suppress(httpx.TransportError):
            httpx.get(f"{process.url}/health")
    assert "worker-ended" in process.logged()
    process.kill()
    for pid in after:
        while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii"):
            os.sched_yield()


def test_several_workers_need_postgresql(tmp_path: Path) -> None:
    new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key").database.close()
    with pytest.raises(KnownError, match="edc-workers"):
        serve(Serving(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key", port=0, workers=2))
