"""A sync of one change where much was done before: the EDC and the workstation that is measured hold so many changes.

The history is written straight into the tables; nothing of it is ever decoded, and nothing should ask for it. Another
workstation, with whom changes are exchanged, only knows how far the chain goes: a second history would prove nothing.
"""

import random
import shutil
import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg

from devtools.system import postgres_folder
from storage.driver import Connection
from tests.benchmarks.measure import Benchmark, Measured, Setting, once
from tests.benchmarks.storage_bench import value
from tests.benchmarks.sync_bench import complete, two_databases
from tests.kit.clinic import Centre, Clinic, Clock, new_service

_LESS = 100
"""The shorter history is a hundredth of the longer one: 10,000 beside 1,000,000."""
_AT_ONCE = 50_000
_ROOMY = "PRAGMA cache_size = -1000000"
"""Indexes that stay in memory while a million rows are put into them."""
_KEY = "'child-' || (n % 200) || '/M1/' || n || '/F1///I1'"
# By engine: a text of zeros in front of a number, bytes, and the numbers that are counted through.
_SQLITE = (
    "printf('%064x', n)",
    "zeroblob({})",
    "(WITH RECURSIVE c(n) AS (SELECT {} UNION ALL SELECT n + 1 FROM c WHERE n < {}) SELECT n FROM c)",
)
_POSTGRES = ("lpad(to_hex(n), 64, '0')", "decode(repeat('00', {}), 'hex')", "generate_series({}::bigint, {}) AS g(n)")


def _edc_rows(ways: tuple[str, str, str], first: int, last: int) -> list[str]:
    hashed, blob, through = ways
    numbers, fact = through.format(first, last), blob.format(250)
    signed = ", ".join(blob.format(size) for size in (600, 64, 64))
    child = "'child-' || (n % 200)"
    return [
        (f"INSERT INTO change SELECT 'S01', n, {hashed}, 'h' || n, 'history', n, false, 'accepted', '', '', '', "
        f"{hashed}, {signed}, 0 FROM {numbers}"),
        (f"INSERT INTO entry SELECT 'S01', 'value', {_KEY}, 'h' || n, 0, {child}, 'f' || n, {fact}, n, 'accepted' "
        f"FROM {numbers}"),
        f"INSERT INTO slot SELECT 'S01', 'value', {_KEY}, {child}, {fact}, n, 'f' || n, '', 0, '0' FROM {numbers}",
        f"INSERT INTO answer SELECT 'S01', 'h' || n, n, 'accepted' FROM {numbers}",
    ]  # fmt: skip


def _edc_sums(last: int) -> list[str]:
    """What the EDC counts while changes come in."""
    return [
        "INSERT INTO tally SELECT site, subject, COUNT(*), 0 FROM entry WHERE kind = 'value' GROUP BY site, subject",
        f"UPDATE site SET number = {last}, head = (SELECT head FROM change c WHERE c.site = 'S01' AND number = {last})",
    ]


def _store_rows(first: int, last: int) -> list[str]:
    hashed, blob, through = _SQLITE
    numbers, fact = through.format(first, last), blob.format(250)
    signed = ", ".join(blob.format(size) for size in (600, 64, 64))
    places = "'child-' || (n % 200), 'M1', n, 'F1', '', '', 'I1'"
    return [
        ("INSERT INTO change (id, device, seq, hash, author, role, at_utc, body, device_signature, person_signature, "
        f"unknown, number, standing, site_head) SELECT 'h' || n, 'history', n, {hashed}, '', '', 0, {signed}, 0, n, "
        f"'accepted', {hashed} FROM {numbers}"),
        (f"INSERT INTO entry SELECT 'value', {_KEY}, 'h' || n, 0, 'f' || n, 'valueset', {places}, {fact}, n, "
        f"'accepted' FROM {numbers}"),
        f"INSERT INTO slot SELECT 'value', {_KEY}, {places}, {fact}, '', 0, NULL FROM {numbers}",
    ]  # fmt: skip


def _cursor(last: int) -> list[str]:
    """How far a workstation has heard, and the head there."""
    return [
        f"UPDATE meta SET value = '{last}' WHERE name = 'number'",
        f"UPDATE meta SET value = '{last:064x}' WHERE name = 'head'",
    ]


def _write_history(url: str, measured: Clinic, other: Clinic, number: int, count: int) -> None:
    """After `number` changes that all of them know, `count` more."""
    last = number + count
    parts = [(first, min(first + _AT_ONCE, last + 1) - 1) for first in range(number + 1, last + 1, _AT_ONCE)]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as edc:
            edc.execute(_ROOMY)
            for statements in (*(_edc_rows(_SQLITE, *part) for part in parts), _edc_sums(last)):
                edc.execute("BEGIN")
                for statement in statements:
                    edc.execute(statement)
                edc.execute("COMMIT")
    else:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as postgres:
            for statements in (*(_edc_rows(_POSTGRES, *part) for part in parts), [*_edc_sums(last), "ANALYZE"]):
                for statement in statements:
                    postgres.execute(statement.encode())
    _write_store(measured.store.connection, *(_store_rows(*part) for part in parts), _cursor(last))
    _write_store(other.store.connection, _cursor(last))


def _write_store(connection: Connection, *parts: list[str]) -> None:
    """A transaction for each part, so that the write-ahead log is used again and stays small."""
    usual = f"PRAGMA cache_size = {connection.rows('PRAGMA cache_size')[0][0]}"
    connection.run(_ROOMY)
    for statements in parts:
        with connection.transaction():
            for statement in statements:
                connection.run(statement)
    connection.run(usual)


class _Ward:
    """A workstation with a history, the EDC that has it too, in process, and another workstation to exchange with."""

    def __init__(self, home: Path, url: str, count: int, seed: int) -> None:
        home.mkdir()
        self._draw = random.Random(seed)
        self._turn = 0
        self._centre = Centre(new_service(url, home / "edc.key"), "S01")
        self._here, self._there = (Clinic(home / n, "S01", Clock(), n, ("investigator",)) for n in ("bedside", "ward"))
        both = (self._here, self._there)
        self._ours, self._theirs = (self._centre.enrol(clinic) for clinic in both)
        for _ in range(2):
            complete(self._here, self._ours)
            complete(self._there, self._theirs)
        began = time.perf_counter()
        _write_history(url, self._here, self._there, self._here.store.reader.cursor().number, count)
        print(f"history: {count} changes written in {time.perf_counter() - began:.0f} s", flush=True)  # noqa: T201

    def send(self) -> float:
        """Milliseconds of a cycle that sends one change; the other workstation then hears it."""
        self._write(self._here)
        taken = once(lambda: complete(self._here, self._ours))
        complete(self._there, self._theirs)
        return taken

    def hear(self) -> float:
        """Milliseconds of a cycle that hears one change of the other workstation."""
        self._write(self._there)
        complete(self._there, self._theirs)
        return once(lambda: complete(self._here, self._ours))

    def close(self) -> None:
        """Close the EDC and both stores."""
        self._centre.close()
        self._centre.service.database.close()
        for clinic in (self._here, self._there):
            clinic.store.close()
            clinic.unlocked.close()

    def _write(self, clinic: Clinic) -> None:
        self._turn += 1
        clinic.store.append(clinic.author, [value(clinic.store, self._turn, self._draw)])


def _beside(engine: str, home: Path, urls: tuple[str, str], setting: Setting) -> list[Measured]:
    """Turn by turn, so that whatever else the machine does falls on both."""
    counts = {"short": setting.history // _LESS, "long": setting.history}
    wards: list[_Ward] = []
    taken: dict[str, list[list[float]]] = {"send": [], "hear": []}
    try:
        for url, (name, count) in zip(urls, counts.items(), strict=True):
            wards.append(_Ward(home / name, url, count, setting.seed))
        for _ in range(setting.runs + 1):
            taken["send"].append([ward.send() for ward in wards])
            taken["hear"].append([ward.hear() for ward in wards])
    finally:
        for ward in wards:
            ward.close()
        # Gigabytes, of which the next engine needs as many.
        shutil.rmtree(home)
    what = f"after {counts['long']} changes; plain: after {counts['short']}"
    found = []
    for way, turns in taken.items():
        # The first turn opens connections.
        less, more = (statistics.median(column) for column in zip(*turns[1:], strict=True))
        found.append(Measured(f"{way} one, {engine}", more, less, what))
    return found


def run(setting: Setting) -> Sequence[Measured]:
    """SQLite always, PostgreSQL when it is here."""
    home = setting.folder / "sqlite"
    home.mkdir()
    found = _beside("sqlite", home, (f"sqlite:///{home}/short.db", f"sqlite:///{home}/long.db"), setting)
    if postgres_folder() is None:
        print("history: no PostgreSQL here, not measured", flush=True)  # noqa: T201
        return found
    home = setting.folder / "postgres"
    home.mkdir()
    with two_databases() as both:
        return [*found, *_beside("postgres", home, both, setting)]


BENCHMARK = Benchmark("history", run)
