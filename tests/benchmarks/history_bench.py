"""A sync of one change where much was done before: the EDC and both workstations hold so many changes already.

The history is written straight into the tables; nothing of it is ever decoded, and nothing should ask for it.
"""

import random
import sqlite3
import statistics
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg

from devtools.system import postgres_folder
from tests.benchmarks.measure import Benchmark, Measured, Setting, once
from tests.benchmarks.storage_bench import value
from tests.benchmarks.sync_bench import complete, two_databases
from tests.kit.clinic import Centre, Clinic, Clock, new_service

_LESS = 100
"""The shorter history is a hundredth of the longer one: 10,000 beside 1,000,000."""
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
        "INSERT INTO tally SELECT site, subject, COUNT(*), 0 FROM entry WHERE kind = 'value' GROUP BY site, subject",
        f"UPDATE site SET number = {last}, head = (SELECT head FROM change c WHERE c.site = 'S01' AND number = {last})",
    ]  # fmt: skip


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
        f"UPDATE meta SET value = '{last}' WHERE name = 'number'",
        f"UPDATE meta SET value = (SELECT site_head FROM change WHERE number = {last}) WHERE name = 'head'",
    ]  # fmt: skip


def _write_history(url: str, clinics: Sequence[Clinic], number: int, count: int) -> None:
    """After `number` changes that all of them know, `count` more."""
    sqlite = url.startswith("sqlite")
    statements = _edc_rows(_SQLITE if sqlite else _POSTGRES, number + 1, number + count)
    if sqlite:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as edc, edc:
            for statement in statements:
                edc.execute(statement)
    else:
        with psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as postgres:
            for statement in [*statements, "ANALYZE"]:
                postgres.execute(statement.encode())
    for clinic in clinics:
        with clinic.store.connection.transaction():
            for statement in _store_rows(number + 1, number + count):
                clinic.store.connection.run(statement)


def _one_change(home: Path, url: str, count: int, setting: Setting) -> tuple[float, float]:
    """Median milliseconds of a sync that sends one change, and of one that hears it, in process."""
    home.mkdir()
    draw = random.Random(setting.seed)
    service = new_service(url, home / "edc.key")
    centre = Centre(service, "S01")
    sender, hearer = (Clinic(home / name, "S01", Clock(), name, ("investigator",)) for name in ("bedside", "ward"))
    sent, heard = [], []
    try:
        edcs = [centre.enrol(clinic) for clinic in (sender, hearer)]
        for _ in range(2):
            for clinic, edc in zip((sender, hearer), edcs, strict=True):
                complete(clinic, edc)
        _write_history(url, (sender, hearer), sender.store.reader.cursor().number, count)
        for turn in range(setting.runs + 1):
            sender.store.append(sender.author, [value(sender.store, turn, draw)])
            sent.append(once(lambda: complete(sender, edcs[0])))
            heard.append(once(lambda: complete(hearer, edcs[1])))
    finally:
        centre.close()
        service.database.close()
        for clinic in (sender, hearer):
            clinic.store.close()
            clinic.unlocked.close()
    # The first one opens connections.
    return statistics.median(sent[1:]), statistics.median(heard[1:])


def _beside(engine: str, home: Path, urls: tuple[str, str], setting: Setting) -> list[Measured]:
    short, long = setting.history // _LESS, setting.history
    less = _one_change(home / "short", urls[0], short, setting)
    more = _one_change(home / "long", urls[1], long, setting)
    what = f"after {long} changes; plain: after {short}"
    names = (f"send one, {engine}", f"hear one, {engine}")
    return [Measured(name, long_, short_, what) for name, long_, short_ in zip(names, more, less, strict=True)]


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
