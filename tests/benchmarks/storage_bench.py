"""The vault beside plain sqlite3 with the same tables and the same rows: committing, opening, reading, rebuilding."""

import random
import sqlite3
import statistics
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from storage.keys import FLOOR, NewUser, create_vault, open_vault
from storage.store import Store, open_store
from study.address import Address
from study.changes import facts as f
from study.values import Quantity
from sync.server.serve import utc_now
from tests.benchmarks.measure import Benchmark, Measured, Setting, median, once
from tests.kit.clinic import Clinic, Clock

_TABLES = ("change", "entry", "slot")
_VALUES = 400


def value(store: Store, number: int, draw: random.Random) -> f.ValueSet:
    """A value on a place of its own."""
    at = Address("child-1", f"M{number % 12}", "", f"F{number // 12 % 8}", "", "", f"I{number // 96}")
    typed = str(draw.randrange(1, 9999))
    return f.ValueSet(id=store.new_id(), address=at, value=Quantity(typed, "umol/L"), typed=typed)


def plain_copy(store: Store, path: Path) -> tuple[sqlite3.Connection, dict[str, list[tuple[Any, ...]]]]:
    """A plain database with the same tables and indexes, still empty, and the rows of the encrypted one."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    made = store.connection.rows(
        "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL "
        f"AND tbl_name IN ({', '.join('?' * len(_TABLES))}) ORDER BY type DESC",
        _TABLES,
    )
    for (statement,) in made:
        plain.execute(statement)
    rows = {}
    for table in _TABLES:
        # Generated columns can't be written.
        names = [row[1] for row in store.connection.rows(f"PRAGMA table_info({table})")]
        rows[table] = store.connection.rows(f"SELECT {', '.join(names)} FROM {table} ORDER BY 1, 2")
    return plain, rows


def _insert(plain: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]], number: int) -> None:
    """What one commit of one value writes: its change, its entry, its slot."""
    plain.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        row = rows[table][number]
        plain.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    plain.execute("COMMIT")


def run(setting: Setting) -> Sequence[Measured]:
    """All of them on one store."""
    draw = random.Random(setting.seed)
    clinic = Clinic(setting.folder / "store", "S01", Clock(), "lin", ("investigator",))
    store = clinic.store
    commits = [once(partial(store.append, clinic.author, [value(store, n, draw)])) for n in range(_VALUES)]
    plain_path = setting.folder / "plain.db"
    plain, rows = plain_copy(store, plain_path)
    least = min(len(each) for each in rows.values())
    plain_commits = [once(partial(_insert, plain, rows, n)) for n in range(least)]
    found = [
        Measured("commit of one value", statistics.median(commits), statistics.median(plain_commits), "same rows, FULL")
    ]
    bulk = [value(store, n, draw) for n in range(100)]
    found.append(Measured("commit of 100 values", once(lambda: store.append(clinic.author, bulk)), None, "one change"))
    found.append(_reading(store, plain, setting))
    facts = len(store.connection.rows("SELECT 1 FROM entry"))
    taken = median(store.rebuild, max(1, setting.runs // 5))
    found.append(Measured("rebuild per 1000 facts", taken * 1000 / facts, None, f"{facts} facts in {taken:.0f} ms"))
    plain.close()
    store.close()
    found.append(_opening(clinic, plain_path, setting))
    clinic.unlocked.close()
    return [*found, _unlocking(setting.folder / "vault")]


def _reading(store: Store, plain: sqlite3.Connection, setting: Setting) -> Measured:
    def read_plain() -> None:
        plain.execute("SELECT kind, key, settled FROM slot WHERE key LIKE 'child-1/%'").fetchall()

    ours = median(lambda: store.reader.record("child-1"), setting.runs)
    count = len(store.reader.values("child-1"))
    return Measured("reading a child's record", ours, median(read_plain, setting.runs), f"{count} values, decoded")


def _opening(clinic: Clinic, plain_path: Path, setting: Setting) -> Measured:
    def open_plain() -> None:
        with closing(sqlite3.connect(plain_path)) as plain:
            plain.execute("SELECT count(*) FROM sqlite_master").fetchall()

    def open_ours() -> None:
        open_store(clinic.folder, clinic.unlocked, clinic.clock).close()

    ours = median(open_ours, setting.runs)
    return Measured("opening and closing", ours, median(open_plain, setting.runs), "raw key; lock, anchor, checks")


def _unlocking(folder: Path) -> Measured:
    folder.mkdir()
    person = NewUser("lin", "Dr Lin", "a rainy spring in Xuhui")
    create_vault(folder, person, FLOOR, clock=utc_now)[0].close()
    taken = once(lambda: open_vault(folder).unlock(person.user_id, person.passphrase).close())
    return Measured("unlocking", taken, None, f"Argon2id {FLOOR.memory_kib // 1024} MiB, t={FLOOR.iterations}")


BENCHMARK = Benchmark("storage", run)
