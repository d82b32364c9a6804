"""Sending and hearing changes over HTTP on this machine, beside writing the same rows with one executemany."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from devtools.system import postgres_folder
from study.changes.envelope import SignedChange
from sync.protocol.edc import Edc
from sync.server.database import Database
from tests.benchmarks.measure import Benchmark, Measured, Setting, once
from tests.benchmarks.storage_bench import value
from tests.kit.clinic import Centre, Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.postgres import running_postgres

_CHANGES = 300
_TABLE = "CREATE TABLE raw (hash TEXT PRIMARY KEY, body {bytes}, device {bytes}, person {bytes})"
Raw = Callable[[Sequence[SignedChange]], None]


def run(setting: Setting) -> Sequence[Measured]:
    """SQLite always, PostgreSQL when it is here."""
    home = setting.folder / "sqlite"
    home.mkdir()
    found = _over_http("sqlite", home, f"sqlite:///{home}/edc.db", setting, _raw_sqlite(home / "raw.db"))
    if postgres_folder() is None:
        print("sync: no PostgreSQL here, not measured", flush=True)  # noqa: T201
        return found
    home = setting.folder / "postgres"
    home.mkdir()
    with _postgres() as url:
        return [*found, *_over_http("postgres", home, url, setting, _raw_postgres(url))]


@contextmanager
def _postgres() -> Iterator[str]:
    with running_postgres(durable=True) as address:
        maintenance = Database(address.format(name="postgres"))
        with maintenance.autocommit() as connection:
            connection.exec_driver_sql("CREATE DATABASE edc")
        maintenance.close()
        yield address.format(name="edc")


def _over_http(engine: str, home: Path, url: str, setting: Setting, raw: Raw) -> list[Measured]:
    draw = random.Random(setting.seed)
    service = new_service(url, home / "edc.key")
    process = EdcProcess(url, home / "edc.key")
    process.start()
    centre = Centre(service, "S01", process.url)
    sender, hearer = (Clinic(home / name, "S01", Clock(), name, ("investigator",)) for name in ("bedside", "ward"))
    try:
        edcs = [centre.enrol(clinic) for clinic in (sender, hearer)]
        for clinic, edc in zip((sender, hearer), edcs, strict=True):
            clinic.sync(edc)
        for number in range(_CHANGES):
            sender.store.append(sender.author, [value(sender.store, number, draw)])
        waiting = sender.store.reader.pending(_CHANGES)
        pushed = once(lambda: _complete(sender, edcs[0]))
        pulled = once(lambda: _complete(hearer, edcs[1]))
    finally:
        centre.close()
        process.stop()
        service.database.close()
        for clinic in (sender, hearer):
            clinic.store.close()
            clinic.unlocked.close()
    plain = once(lambda: raw(waiting))
    what = f"{_CHANGES} changes; plain: executemany"
    named = {f"push, EDC on {engine}": pushed, f"pull, EDC on {engine}": pulled}
    return [Measured(name, taken, plain, what) for name, taken in named.items()]


def _complete(clinic: Clinic, edc: Edc) -> None:
    report = clinic.sync(edc)
    if not report.complete:
        raise RuntimeError(f"the cycle ended at {report.step}: {report.error_code}")


def _rows(changes: Sequence[SignedChange]) -> list[tuple[str, bytes, bytes, bytes]]:
    return [(each.hash, bytes(each.body), each.device_signature, each.person_signature) for each in changes]


def _raw_sqlite(path: Path) -> Raw:
    def write(changes: Sequence[SignedChange]) -> None:
        with closing(sqlite3.connect(path)) as plain, plain:
            plain.execute("PRAGMA synchronous = FULL")
            plain.execute(_TABLE.format(bytes="BLOB"))
            plain.executemany("INSERT INTO raw VALUES (?, ?, ?, ?)", _rows(changes))

    return write


def _raw_postgres(url: str) -> Raw:
    def write(changes: Sequence[SignedChange]) -> None:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as plain, plain.cursor() as cursor:
            cursor.execute(_TABLE.format(bytes="BYTEA"))
            cursor.executemany("INSERT INTO raw VALUES (%s, %s, %s, %s)", _rows(changes))

    return write


BENCHMARK = Benchmark("sync", run)
