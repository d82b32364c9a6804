"""Sync with pasts that come back: wrong clocks, cloned workstations, old backups, an EDC restored from yesterday."""

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from storage.store import open_store
from tests.faults.campaign import Campaign, Met, Place
from tests.faults.lines import AWAY
from tests.faults.sync_checks import check_report, settle
from tests.faults.sync_lines import work_and_sync
from tests.faults.sync_world import Desk, Server, Site, new_home, on_sqlite
from tests.kit.clinic import Clock
from tests.kit.proxy import FAULTS, What

_DAY_MS = 24 * 3600 * 1000
_SKEWS = (0, 3 * 60_000, -_DAY_MS, _DAY_MS, 40 * _DAY_MS, -3650 * _DAY_MS, 3650 * _DAY_MS)


def _bad(site: Site, draw: random.Random) -> None:
    share = draw.uniform(0, 0.3)

    def plan(_request: bytes) -> What:
        return draw.choice(FAULTS) if draw.random() < share else "pass"

    site.server.proxy.plan = plan


def _good(site: Site) -> None:
    site.server.proxy.plan = lambda _request: "pass"
    site.server.proxy.deliver_late()


def clocks(place: Place, draw: random.Random) -> Met:
    """Clocks that are wrong by up to ten years and jump while people work, on a line that is bad as well."""
    site = Site(place, on_sqlite(place.ground), 2)
    _bad(site, draw)
    met: Met = Counter()
    for _ in range(6):
        desk = draw.choice(site.desks)
        if draw.random() < 0.6:
            _turn(desk, draw.choice(_SKEWS))
            met["clocks turned"] += 1
        for _ in range(draw.randrange(1, 5)):
            desk.act(draw)
        check_report(site, desk, desk.cycle())
    _good(site)
    settle(site)
    return met


def _turn(desk: Desk, wrong: int) -> None:
    desk.clinic.clock = Clock(wrong)
    desk.clinic.reopen()
    desk.edc.close()
    desk.edc = desk.reach()


def clones(place: Place, draw: random.Random) -> Met:
    """A workstation's disk copied into another computer, both go on: found out, kept as branches, successors begin."""
    site = Site(place, on_sqlite(place.ground), 2)
    work_and_sync(site, draw, 2)
    first = site.desks[0]
    twin = _copy_of(site, first, place.folder / "clone")
    for _ in range(draw.randrange(1, 6)):
        first.act(draw)
    for _ in range(draw.randrange(1, 6)):
        twin.act(draw)
    _bad(site, draw)
    forks = 0
    for _ in range(5):
        forks += _cycle_and_go_on(site, draw.choice(site.desks))
    _good(site)
    forks += _all_found_out(site)
    settle(site, codes_meet=True)
    return Counter({"cloned": 1, "successors": forks})


def _copy_of(site: Site, desk: Desk, folder: Path) -> Desk:
    clinic = desk.clinic
    clinic.store.close()
    shutil.copytree(clinic.folder, folder)
    clinic.store = open_store(clinic.folder, clinic.unlocked, clinic.clock)
    return site.add(clinic.twin(folder))


def _cycle_and_go_on(site: Site, desk: Desk) -> int:
    """A cycle, after which a forked store goes on as a successor; how many did."""
    report = desk.cycle()
    assert report.error_code in AWAY, report.error_code
    if desk.clinic.store.fault is None:
        return 0
    line = site.server.proxy.plan
    # A person begins a successor, and does it again when the line broke: here, on a good one.
    _good(site)
    desk.succeed()
    site.server.proxy.plan = line
    return 1


def _all_found_out(site: Site) -> int:
    return sum(_cycle_and_go_on(site, desk) for _ in range(2) for desk in site.desks)


def old_backup(place: Place, draw: random.Random) -> Met:
    """A workstation set back to an older copy of its disk: what it had sent comes back, and it goes on."""
    site = Site(place, on_sqlite(place.ground), 2)
    work_and_sync(site, draw, 2)
    desk, copy = site.desks[0], place.folder / "older"
    desk.keep_copy(copy)
    for _ in range(draw.randrange(1, 6)):
        desk.act(draw)
    report = desk.cycle()
    assert not report.error_code
    assert report.files is not None
    assert not report.files.to_send
    if draw.random() < 0.5:
        work_and_sync(site, draw, 1)
    _unsent_is_gone(desk)
    desk.set_back()
    for _ in range(draw.randrange(3)):
        desk.act(draw)
    _bad(site, draw)
    forks = 0
    for _ in range(3):
        forks += _cycle_and_go_on(site, draw.choice(site.desks))
    _good(site)
    forks += _all_found_out(site)
    settle(site, codes_meet=True)
    return Counter({"successors": forks, "went on by itself": not forks})


def _unsent_is_gone(desk: Desk) -> None:
    """What only stood on the disk that is set back and was never sent, nobody has; nobody was told otherwise."""
    waiting = {signed.hash for signed in desk.clinic.store.reader.pending(10_000, 1 << 30)}
    unsent_files = {file.name for file in desk.clinic.store.reader.files() if not file.at_centre}
    desk.kept.hashes.difference_update(waiting)
    desk.kept.files.difference_update(unsent_files)


def edc_restored(place: Place, draw: random.Random) -> Met:
    """The EDC comes back from yesterday's copy, with less than the workstations know: they give it back."""
    home = new_home(place.ground, "restored")
    file, yesterday = home / "edc.db", home / "yesterday.db"
    server = Server(home, f"sqlite:///{file}")
    place.undo.callback(server.close)
    site = Site(place, server, draw.choice((2, 2, 3)))
    work_and_sync(site, draw, 2)
    _copy_database(file, yesterday)
    _bad(site, draw)
    work_and_sync(site, draw, 4)
    server.process.kill()
    server.service.database.close()
    _copy_database(yesterday, file)
    server.service.new_epoch()
    server.start()
    offered = 0
    for _ in range(4):
        desk = draw.choice(site.desks)
        for _ in range(draw.randrange(0, 3)):
            desk.act(draw)
        report = desk.cycle()
        assert report.error_code in AWAY, report.error_code
        offered += report.offered_back
    _good(site)
    for desk in site.desks:
        desk.cycle()
    settle(site, codes_meet=True)
    return Counter({"restored": 1, "changes given back": offered})


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


CAMPAIGNS = (
    Campaign("sync-clocks", "clocks wrong by years and jumping: all alike, in order, nothing lost", 100, clocks),
    Campaign("sync-clones", "a copied disk: found out, nothing of either lost, both go on", 80, clones),
    Campaign("sync-old-backup", "a disk set back: what was sent comes back, nothing sent is lost", 80, old_backup),
    Campaign("sync-edc-restored", "an EDC from yesterday: gets back what it lost, files too", 60, edc_restored),
)
