"""Sending and hearing one-fact changes over HTTP on this machine, beside the least that any EDC could do: copying the
same rows into the same tables in one transaction, and checking the same signatures.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from devtools.system import postgres_folder
from study.changes.envelope import SignedChange, device_message, person_message
from sync.protocol.edc import Edc
from sync.server.crypto import verify
from tests.benchmarks.measure import Benchmark, Measured, Setting, once
from tests.benchmarks.storage_bench import value
from tests.kit.clinic import Centre, Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.postgres import new_database, running_postgres

# What a one-fact change writes, and which of the rows it is.
_ROWS = {
    "change": "SELECT c.* FROM change c JOIN entry e ON e.site = c.site AND e.change = c.id AND e.kind = 'value'",
    "entry": "SELECT * FROM entry WHERE kind = 'value'",
    "slot": "SELECT * FROM slot WHERE kind = 'value'",
}
Copy = Callable[[str, str], float]
"""Milliseconds to copy the rows of one database into another one, by their addresses."""


def run(setting: Setting) -> Sequence[Measured]:
    """SQLite always, PostgreSQL when it is here."""
    home = setting.folder / "sqlite"
    home.mkdir()
    urls = (f"sqlite:///{home}/edc.db", f"sqlite:///{home}/copy.db")
    found = _over_http("sqlite", home, urls, setting, copy_sqlite)
    if postgres_folder() is None:
        print("sync: no PostgreSQL here, not measured", flush=True)  # noqa: T201
        return found
    home = setting.folder / "postgres"
    home.mkdir()
    with two_databases() as both:
        return [*found, *_over_http("postgres", home, both, setting, copy_postgres)]


@contextmanager
def two_databases() -> Iterator[tuple[str, str]]:
    """Two empty databases in a PostgreSQL that waits for the disk."""
    with running_postgres(durable=True) as address, new_database(address) as one, new_database(address) as other:
        yield one, other


def _over_http(engine: str, home: Path, urls: tuple[str, str], setting: Setting, copy: Copy) -> list[Measured]:
    draw, count = random.Random(setting.seed), setting.changes
    service = new_service(urls[0], home / "edc.key")
    process = EdcProcess(urls[0], home / "edc.key")
    process.start()
    centre = Centre(service, "S01", process.url)
    sender, hearer = (Clinic(home / name, "S01", Clock(), name, ("investigator",)) for name in ("bedside", "ward"))
    try:
        edcs = [centre.enrol(clinic) for clinic in (sender, hearer)]
        for clinic, edc in zip((sender, hearer), edcs, strict=True):
            clinic.sync(edc)
        for number in range(count):
            sender.store.append(sender.author, [value(sender.store, number, draw)])
        waiting = sender.store.reader.pending(count, max_bytes=1 << 40)
        pushed = once(lambda: complete(sender, edcs[0]))
        pulled = once(lambda: complete(hearer, edcs[1]))
        checked = once(lambda: _check(waiting, sender))
    finally:
        centre.close()
        process.stop()
        service.database.close()
        for clinic in (sender, hearer):
            clinic.store.close()
            clinic.unlocked.close()
    new_service(urls[1], home / "copy.key").database.close()
    plain = copy(*urls) + checked
    named = {"push": pushed, "pull": pulled}
    return [
        Measured(f"{way}, EDC on {engine}", taken, plain, f"{count} changes, {count * 1000 / taken:.0f}/s; plain: COPY")
        for way, taken in named.items()
    ]


def complete(clinic: Clinic, edc: Edc) -> None:
    """A cycle that hands over everything and agrees with the EDC."""
    report = clinic.sync(edc)
    if not report.complete or report.agrees is False:
        raise RuntimeError(f"the cycle ended at {report.step}: {report.error_code}")


def _check(changes: Sequence[SignedChange], clinic: Clinic) -> None:
    """Both signatures of every change."""
    device, person = clinic.unlocked.device_public_key, clinic.unlocked.public_key
    for each in changes:
        by_device = verify(device, each.device_signature, device_message(each.hash))
        if not by_device or not verify(person, each.person_signature, person_message(each.hash)):
            raise RuntimeError("a signature does not fit")


def copy_sqlite(source: str, target: str) -> float:
    """One executemany a table in one transaction; SQLite has no COPY."""
    with closing(sqlite3.connect(source.removeprefix("sqlite:///"))) as one:
        rows = {table: one.execute(query).fetchall() for table, query in _ROWS.items()}

    def write() -> None:
        with closing(sqlite3.connect(target.removeprefix("sqlite:///"))) as other, other:
            other.execute("PRAGMA synchronous = FULL")
            for table, those in rows.items():
                other.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(those[0]))})", those)

    return once(write)


def copy_postgres(source: str, target: str) -> float:
    """COPY of each table in one transaction, as the tables' owner: the service's role may not."""
    plain = [url.replace("postgresql+psycopg", "postgresql") for url in (source, target)]
    with psycopg.connect(plain[0]) as one:
        data: dict[str, bytes] = {}
        for table, query in _ROWS.items():
            with one.cursor().copy(f"COPY ({query}) TO STDOUT") as out:
                data[table] = b"".join(bytes(part) for part in out)

    def write() -> None:
        with psycopg.connect(plain[1]) as other:
            for table, rows in data.items():
                with other.cursor().copy(f"COPY {table} FROM STDIN") as into:
                    into.write(rows)

    return once(write)


BENCHMARK = Benchmark("sync", run)
