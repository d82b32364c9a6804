"""Sync over bad lines: requests lost, late, doubled, cut, altered; answers lost after commit; TLS torn; 8 kbit/s."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial

from tests.faults.campaign import Campaign, Ground, Met, Place
from tests.faults.sync_checks import check_report, settle
from tests.faults.sync_world import Server, Site, on_postgres, on_sqlite, over_tls
from tests.kit.proxy import FAULTS, What
from tests.kit.wire import BadWire, Trouble

KBIT8 = 1000
"""8 kbit/s in bytes."""


def work_and_sync(site: Site, draw: random.Random, rounds: int) -> None:
    """People work and workstations sync in any order, while the line does what it does."""
    for _ in range(rounds):
        desk = draw.choice(site.desks)
        for _ in range(draw.randrange(1, 5)):
            desk.act(draw)
        check_report(site, desk, desk.cycle())


def bad_line(server_on: Callable[[Ground], Server], place: Place, draw: random.Random) -> Met:
    """Any mixture of what a line does to whole requests and answers."""
    server = server_on(place.ground)
    site = Site(place, server, draw.choice((2, 2, 3)))
    before = Counter(server.proxy.done)
    share = draw.uniform(0.05, 0.4)

    def plan(_request: bytes) -> What:
        return draw.choice(FAULTS) if draw.random() < share else "pass"

    server.proxy.plan = plan
    work_and_sync(site, draw, 6)
    server.proxy.plan = lambda _request: "pass"
    server.proxy.deliver_late()
    settle(site)
    return Counter(server.proxy.done) - before


def torn_tls(place: Place, draw: random.Random) -> Met:
    """The bytes of TLS connections cut and altered, either way, at any place: handshake, requests, answers."""
    server, ca_file = over_tls(place.ground)
    with BadWire(server.process.port) as wire:
        site = Site(place, server, 2, url=f"https://127.0.0.1:{wire.port}", ca_file=ca_file)
        share = draw.uniform(0.4, 0.9)

        def plan() -> Trouble:
            if draw.random() >= share:
                return Trouble()
            at = int(2 ** draw.uniform(6, 14))
            return Trouble("cut" if draw.random() < 0.6 else "flip", at, draw.random() < 0.5)

        wire.plan = plan
        for _ in range(6):
            # A connection that has no trouble would be used for all that follows.
            _connect_anew(site)
            work_and_sync(site, draw, 1)
        wire.plan = Trouble
        # One that is open still has its trouble before it.
        _connect_anew(site)
        settle(site)
        for desk in site.desks:
            desk.close()
    return wire.done


def _connect_anew(site: Site) -> None:
    for desk in site.desks:
        desk.close()
        desk.edc = desk.reach()


def slow_line(place: Place, draw: random.Random) -> Met:
    """8 kbit/s either way: slowly, and everything comes through."""
    server = on_sqlite(place.ground)
    with BadWire(server.process.port) as wire:
        site = Site(place, server, 2, url=f"http://127.0.0.1:{wire.port}")
        wire.slow = KBIT8
        _connect_anew(site)
        for desk in site.desks:
            for _ in range(draw.randrange(2, 8)):
                desk.act(draw)
        reports = [desk.cycle() for desk in site.desks]
        assert [report.error_code for report in reports] == ["", ""]
        assert [report.left for report in reports] == [0, 0]
        wire.slow = None
        settle(site)
        for desk in site.desks:
            desk.close()
    return Counter({"changes sent": sum(report.sent for report in reports)})


_HOLDS = "nothing lost, nothing twice, all alike, queues empty by themselves"
CAMPAIGNS = (
    Campaign("sync-line", f"SQLite: {_HOLDS}", 320, partial(bad_line, on_sqlite)),
    Campaign("sync-line-pg", f"PostgreSQL: {_HOLDS}", 80, partial(bad_line, on_postgres)),
    Campaign("sync-tls", f"bytes cut and altered: {_HOLDS}", 120, torn_tls),
    Campaign("sync-slow", "8 kbit/s: everything comes through", 4, slow_line),
)
