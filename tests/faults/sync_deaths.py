"""Sync with processes that die: the EDC's, PostgreSQL's, a workstation's; at any moment, as a power cut ends them."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from storage.crossing import SealedFiles
from storage.keys import open_vault
from storage.log import Author
from storage.store import open_store
from sync.client.cycle import Cycle
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.client.local_files import Carried
from sync.client.report import CycleReport
from sync.server.serve import utc_now
from tests.faults.campaign import Campaign, Ground, Met, Place
from tests.faults.kills import check_whole
from tests.faults.processes import Started
from tests.faults.sync_checks import check_report, settle
from tests.faults.sync_world import Desk, Server, Site, on_postgres, on_sqlite
from tests.faults.writer import Kept, value
from tests.kit.clinic import CHEAP
from tests.kit.postgres import restart_postgres


def _busy(site: Site, draw: random.Random, most: int) -> None:
    for desk in site.desks:
        for _ in range(draw.randrange(3, most)):
            desk.act(draw)


def _while_syncing(desk: Desk, strike: Callable[[], None], after: float) -> CycleReport:
    """A cycle during which something is struck, so many seconds after its greeting."""
    begun, reports = threading.Event(), []

    def run() -> None:
        begun.set()
        reports.append(desk.cycle())

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(60)
    thread.join(after)
    strike()
    thread.join(300)
    [report] = reports
    return report


def server_killed(server_on: Callable[[Ground], Server], place: Place, draw: random.Random) -> Met:
    """The EDC's process is killed while it answers, and started again."""
    server = server_on(place.ground)
    site = Site(place, server, 2)
    _busy(site, draw, 20)
    desk = draw.choice(site.desks)
    report = _while_syncing(desk, server.process.kill, draw.uniform(0, 0.4))
    server.start()
    check_report(site, desk, report)
    settle(site)
    return Counter({"killed before the cycle ended" if report.error_code else "cycle was quicker": 1})


def postgres_restarted(place: Place, draw: random.Random) -> Met:
    """PostgreSQL ends as by a power cut while the EDC works on it, and comes back; nobody starts the EDC again."""
    server = on_postgres(place.ground)
    site = Site(place, server, 2)
    met: Met = Counter()
    for _ in range(2):
        _busy(site, draw, 20)
        desk = draw.choice(site.desks)
        report = _while_syncing(desk, lambda: restart_postgres(server.url), draw.uniform(0, 0.4))
        check_report(site, desk, report, also={"edc-database-away"})
        met[report.error_code or "cycle was quicker"] += 1
    settle(site)
    return met


class Errand(NamedTuple):
    """A workstation's process: where its store is, whose it is, what it reaches the EDC by, and its chance."""

    folder: Path
    user: str
    url: str
    seed: str


def write_and_sync(errand: Errand, say: Connection) -> None:
    """The whole life of the process: enters and syncs in turn, and says what is acknowledged, until it is killed."""
    for kept in _errand(errand, random.Random(errand.seed)):
        say.send(kept)


def _errand(errand: Errand, draw: random.Random) -> Iterator[Kept]:
    unlocked = open_vault(errand.folder, floor=CHEAP).unlock(errand.user, f"a rainy spring with {errand.user}")
    store = open_store(errand.folder, unlocked, utc_now)
    home = store.reader.home()
    edc = HttpEdc(Line(errand.url), Signer(home.site, home.device, unlocked.device_sign, utc_now))
    carried = Carried(SealedFiles(store, store.reader), "all")
    author = Author(errand.user, "investigator", unlocked.sign)
    while True:
        for _ in range(draw.randrange(1, 8)):
            appended = store.append(author, [value(store, draw)])
            yield Kept(appended.hash, appended.seq)
        report = Cycle(store, store.reader, edc, utc_now, files=carried).run()
        yield Kept(f"synced {report.error_code}")


def client_killed(place: Place, draw: random.Random) -> Met:
    """A workstation is killed while it enters and syncs, files on their way among it; it opens again and goes on."""
    site = Site(place, on_sqlite(place.ground), 2)
    desk = site.desks[0]
    _busy(site, draw, 6)
    clinic = desk.clinic
    desk.close()
    clinic.store.close()
    process = Started(write_and_sync, Errand(clinic.folder, clinic.user, site.url, str(draw.random())))
    said: list[Kept] = []
    try:
        if draw.random() < 0.9:
            process.hear(said, 60.0)
        process.hear_until(said, time.perf_counter() + draw.uniform(0, 1.5))
    finally:
        process.kill(said)
    clinic.store = open_store(clinic.folder, clinic.unlocked, clinic.clock)
    assert clinic.store.fault is None, clinic.store.fault.code
    check_whole(clinic.store, clinic)
    desk.edc = desk.reach()
    acknowledged = {kept.what for kept in said if kept.seq}
    assert acknowledged <= set(desk.hashes), "an acknowledged change is gone"
    desk.kept.hashes.update(acknowledged)
    settle(site)
    return Counter({"changes acknowledged": len(acknowledged), "cycles ended before": len(said) - len(acknowledged)})


CAMPAIGNS = (
    Campaign("sync-client-killed", "a workstation killed in any step: opens, and all arrives once", 160, client_killed),
    Campaign("sync-edc-killed", "the EDC killed, on SQLite: after a restart everything is there once", 60,
             partial(server_killed, on_sqlite)),
    Campaign("sync-edc-killed-pg", "the EDC killed, on PostgreSQL: after a restart everything is there once", 40,
             partial(server_killed, on_postgres)),
    Campaign("sync-pg-restarted", "PostgreSQL ended as by a power cut: the EDC goes on by itself", 60,
             postgres_restarted),
)  # fmt: skip
