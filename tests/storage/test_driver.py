"""The driver: settings read back, errors mapped, transactions whole."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import sqlite_version_info

from storage.driver import OLDEST_SQLITE, Connection, Guard, connect
from study.errors import KnownError


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    made = connect(tmp_path / "x.db", bytes(32), Guard(), create=True)
    made.run("CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT")
    yield made
    made.close()


def test_sqlite_utils_uses_the_encrypted_driver() -> None:
    assert sys.modules["sqlite_utils.utils"].OperationalError is sys.modules["sqlcipher3.dbapi2"].OperationalError


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("mmap_size", 0),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("cipher_page_size", "4096"),
        ("cipher_memory_security", "0"),
    ],
)
def test_settings_hold(connection: Connection, pragma: str, value: object) -> None:
    assert connection.row(f"PRAGMA {pragma}") == (value,)


def test_a_light_transaction_leaves_full_durability_behind(connection: Connection) -> None:
    with connection.light_transaction():
        connection.run("INSERT INTO t VALUES (1)")
    assert connection.row("PRAGMA synchronous") == (2,)
    assert connection.rows("SELECT a FROM t") == [(1,)]


def test_an_error_undoes_the_whole_transaction(connection: Connection) -> None:
    with contextlib.suppress(ZeroDivisionError), connection.transaction():
        connection.run("INSERT INTO t VALUES (1)")
        with connection.transaction():
            connection.run("INSERT INTO t VALUES (2)")
        raise ZeroDivisionError
    assert connection.rows("SELECT a FROM t") == []


def test_a_snapshot_sees_one_moment(connection: Connection) -> None:
    reader = connect(connection.path, bytes(32), Guard(), read_only=True)
    with reader.snapshot():
        before = reader.rows("SELECT a FROM t")
        connection.run("INSERT INTO t VALUES (1)")
        assert reader.rows("SELECT a FROM t") == before
    assert reader.rows("SELECT a FROM t") == [(1,)]
    reader.close()


def test_another_key_opens_nothing_and_says_nothing(connection: Connection, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KnownError) as caught:
        connect(connection.path, b"k" * 32, Guard())
    assert caught.value.code == "store-damaged"
    assert capfd.readouterr().err == ""


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        connect(tmp_path / "none.db", bytes(32), Guard())
    assert caught.value.code == "no-store"
    assert list(tmp_path.iterdir()) == []


def test_a_busy_database_is_in_use(connection: Connection) -> None:
    other = connect(connection.path, bytes(32), Guard())
    other.run("PRAGMA busy_timeout = 1")
    with connection.transaction(), pytest.raises(KnownError) as caught, other.transaction():
        other.run("INSERT INTO t VALUES (1)")
    other.close()
    assert caught.value.code == "store-in-use"


def test_a_fault_of_the_program_stays_one(connection: Connection) -> None:
    with pytest.raises(Exception, match="no such table") as caught:
        connection.rows("SELECT * FROM missing")
    assert not isinstance(caught.value, KnownError)


def test_the_forbidden_thread_is_refused_and_others_are_not(connection: Connection) -> None:
    guard = Guard()
    other = connect(connection.path, bytes(32), guard)
    guard.forbidden = threading.get_ident()
    with pytest.raises(RuntimeError, match="thread"):
        other.rows("SELECT 1")
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(other.rows("SELECT 1")))
    thread.start()
    thread.join()
    assert found == [(1,)]
    guard.forbidden = None
    other.close()


def test_an_old_sqlite_would_be_refused() -> None:
    assert sqlite_version_info >= OLDEST_SQLITE >= (3, 51, 3)
