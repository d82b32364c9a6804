"""Many workstations at once: each hands over its changes in small batches and waits when told to; nothing is lost."""

import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from devtools.system import postgres_folder
from study.changes.envelope import SignedChange
from sync.client.errors import BusyError
from sync.protocol.edc import Edc
from sync.protocol.messages import Batch
from sync.server.limits import Limits
from tests.benchmarks.measure import Benchmark, Measured, Setting
from tests.benchmarks.storage_bench import value
from tests.kit.clinic import Centre, Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.postgres import new_database, running_postgres

DEVICES, CHANGES, SITES, AT_ONCE = 100, 20, 10, 4
# Fewer places than workstations, and few requests a second: some of them must be told to wait.
CROWDED = Limits(requests=24, per_second=2, burst=4)


class Plan(NamedTuple):
    """How many workstations of how many sites, how many workers, and what each may ask."""

    devices: int = DEVICES
    sites: int = SITES
    workers: int = 1
    limits: Limits = CROWDED


class Crowd(NamedTuple):
    """What came of it: seconds, how often somebody was told to wait, changes sent and changes that the EDC numbered."""

    seconds: float
    told_to_wait: int
    sent: int
    numbered: int


class _Device(threading.Thread):
    def __init__(self, line: Edc, changes: Sequence[SignedChange], start: threading.Barrier) -> None:
        super().__init__()
        self._line = line
        self._changes = changes
        self._begin = start
        self._pause = threading.Event()
        self.waits = 0
        self.numbers: list[int] = []

    def run(self) -> None:
        self._begin.wait()
        for at in range(0, len(self._changes), AT_ONCE):
            batch = Batch(changes=tuple(self._changes[at : at + AT_ONCE]))
            while not self._sent(batch):
                self.waits += 1

    def _sent(self, batch: Batch) -> bool:
        try:
            answer = self._line.push(batch)
        except BusyError as busy:
            self._pause.wait(busy.wait_ms / 1000)
            return False
        self.numbers += [placed.number for placed in answer.placed if placed.number is not None]
        return True


def crowd(home: Path, url: str, seed: int, plan: Plan) -> Crowd:
    """So many workstations of some sites at one EDC, all beginning at the same moment."""
    devices, sites, workers, limits = plan
    draw = random.Random(seed)
    service = new_service(url, home / "edc.key")
    process = EdcProcess(url, home / "edc.key", limits, workers)
    process.start()
    inside = [Centre(service, f"S{number:02}") for number in range(sites)]
    clinics: list[Clinic] = []
    running: list[_Device] = []
    start = threading.Barrier(devices + 1)
    try:
        for number in range(devices):
            centre = inside[number % sites]
            clinic = Clinic(home / f"d{number}", centre.site, Clock(), f"u{number}", ("investigator",))
            clinics.append(clinic)
            clinic.sync(centre.enrol(clinic))
            for place in range(CHANGES):
                clinic.store.append(clinic.author, [value(clinic.store, place, draw)])
            centre.url = process.url
            running.append(_Device(centre.connect(clinic), clinic.store.reader.pending(CHANGES), start))
            centre.url = ""
        for device in running:
            device.start()
        start.wait()
        began = time.perf_counter()
        for device in running:
            device.join()
        seconds = time.perf_counter() - began
        faults = [fault for centre in inside if (fault := centre.admin.verify(centre.site).fault)]
        if faults:
            raise RuntimeError(f"the record does not verify: {faults}")
    finally:
        for clinic in clinics:
            clinic.store.close()
            clinic.unlocked.close()
        for centre in inside:
            centre.close()
        process.stop()
        service.database.close()
    return Crowd(
        seconds, sum(device.waits for device in running), devices * CHANGES, sum(len(set(d.numbers)) for d in running)
    )  # fmt: skip


def run(setting: Setting) -> Sequence[Measured]:
    """One worker and two, on PostgreSQL."""
    if postgres_folder() is None:
        print("crowd: no PostgreSQL here, not measured", flush=True)  # noqa: T201
        return []
    found = []
    with running_postgres(durable=True) as address:
        for workers in (1, 2):
            home = setting.folder / str(workers)
            home.mkdir()
            with new_database(address) as url:
                made = crowd(home, url, setting.seed, Plan(workers=workers))
            what = (
                f"{DEVICES} devices, {made.numbered} of {made.sent} numbered, {made.told_to_wait} times told to wait, "
                f"{made.sent / made.seconds:.0f} changes/s"
            )
            found.append(Measured(f"crowd, workers: {workers}", made.seconds * 1000, None, what))
    return found


BENCHMARK = Benchmark("crowd", run)
