"""Owns the database driver: the only module that knows sqlcipher3. Opens connections, reads PRAGMAs back, maps errors.

One connection writes; readers are query-only. A guard raises when a connection is used on the thread it was forbidden
to (the window's). Must not know tables.
"""

import contextlib
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

# sqlite_utils catches the errors of the module it finds under these names; sqlcipher3's are not sqlite3's.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi2
from sqlite_utils import Database  # noqa: E402  the aliases above come first

from study.errors import KnownError  # noqa: E402

OLDEST_SQLITE = (3, 51, 3)
if dbapi2.sqlite_version_info < OLDEST_SQLITE:
    raise RuntimeError(f"SQLite {dbapi2.sqlite_version} carries the WAL-reset fault; 3.51.3 is the oldest usable")

Row = tuple[Any, ...]
Parameters = Sequence[Any]

# What is set on opening, and what reading it back must say.
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("cipher_memory_security", "OFF", "0"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("mmap_size", "0", 0),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("busy_timeout", "5000", 5000),
)

# Pages to a step of a copy (2 MB): often enough to hear that somebody wants it to stop.
_COPIED_AT_ONCE = 500


class Guard:
    """Which thread may not touch the database: the window's. None: every thread may."""

    def __init__(self) -> None:
        self.forbidden: int | None = None

    def check(self) -> None:
        """Raise RuntimeError on the forbidden thread; that is a bug, not something a user can meet.

        Every use is also an audit event of Python's, "cartella.sql", which costs nothing where nobody listens.
        """
        sys.audit("cartella.sql")
        if threading.get_ident() == self.forbidden:
            raise RuntimeError("the window's thread may not touch the database")


class Connection:
    """One connection. Every call fetches all it asked for: a forgotten cursor would pin the write-ahead log."""

    def __init__(self, raw: Any, path: Path, guard: Guard) -> None:
        self._raw = raw
        self._guard = guard
        self._turn = threading.RLock()
        self.path = path

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a statement."""
        self._guard.check()
        with self._turn, known_errors():
            cursor = self._raw.execute(sql, parameters)
            try:
                return list(cursor.fetchall())
            finally:
                cursor.close()

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """A statement that writes; returns how many rows it moved."""
        self._guard.check()
        with self._turn, known_errors():
            cursor = self._raw.execute(sql, parameters)
            try:
                return int(cursor.rowcount)
            finally:
                cursor.close()

    def run_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """The same statement that writes, once for each; in the transaction that the caller holds."""
        self._guard.check()
        with self._turn, known_errors():
            self._raw.executemany(sql, parameters).close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable when the block ends. Inside another transaction the block is simply part of it."""
        self._guard.check()
        with self._turn:
            if self._raw.in_transaction:
                yield
                return
            with known_errors():
                self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield
                with known_errors():
                    self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def light_transaction(self) -> Iterator[None]:
        """A transaction that survives a killed process but not a pulled cable, and needs no fsync: for drafts."""
        with self._turn:
            self.run("PRAGMA synchronous = NORMAL")
            try:
                with self.transaction():
                    yield
            finally:
                self.run("PRAGMA synchronous = FULL")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one moment."""
        self._guard.check()
        with self._turn:
            if self._raw.in_transaction:
                yield
                return
            with known_errors():
                self._raw.execute("BEGIN")
            try:
                yield
            finally:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")

    @contextlib.contextmanager
    def utils(self) -> Generator[Database, None, None]:
        """The connection as a sqlite_utils Database, for migrations."""
        self._guard.check()
        with self._turn, known_errors():
            yield Database(self._raw)

    def copy_to(self, target: Path, key: bytes, listen: Callable[[int, int], None]) -> None:
        """A copy of this moment in a new file, under the same key and with a salt of its own; others go on writing.

        `listen(done, total)` hears of pages and may raise to stop. Call it within `snapshot` to copy what was read
        there; in a snapshot the copy never begins again because somebody wrote.
        """
        self._guard.check()
        with self.snapshot(), known_errors():
            self._raw.execute("SELECT count(*) FROM sqlite_master").fetchall()
            raw = dbapi2.connect(str(target), isolation_level=None)
            try:
                _key(raw, key)
                self._raw.backup(
                    raw, pages=_COPIED_AT_ONCE, sleep=0, progress=lambda _state, left, all_: listen(all_ - left, all_)
                )
            finally:
                raw.close()

    def export_to(self, target: Path, key: bytes) -> None:
        """Everything of this moment in a new file under another key, written anew page by page: nothing of the old key
        and nothing that was deleted comes along. The caller makes it durable.
        """
        self._guard.check()
        with self._turn, known_errors():
            [(version,)] = self._raw.execute("PRAGMA user_version").fetchall()
            self._raw.execute("ATTACH DATABASE ? AS renewed KEY ?", (str(target), f"x'{key.hex()}'"))
            try:
                self._raw.execute("BEGIN")
                self._raw.execute("SELECT sqlcipher_export('renewed')").fetchall()
                self._raw.execute(f"PRAGMA renewed.user_version = {int(version)}")
                self._raw.execute("COMMIT")
            finally:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                self._raw.execute("DETACH DATABASE renewed")

    def close(self) -> None:
        """Close; further use is an error."""
        with self._turn:
            self._raw.close()


def connect(path: Path, key: bytes, guard: Guard, *, create: bool = False, read_only: bool = False) -> Connection:
    """Open the database with its raw key of 32 bytes.

    KnownError `store-damaged` when the file is there but is not a database under this key: the caller's key file has
    confirmed the key, so it is damage. `no-store` when there is no file and none shall be made.
    """
    if not create and not path.exists():
        raise KnownError(
            "no-store",
            f"The database {path.name} is missing from this folder. Nothing was made in its place; restore a backup.",
            f"该文件夹中缺少数据库 {path.name}。没有新建任何数据库；请从备份恢复。",
        )
    if not create and not path.stat().st_size:
        # SQLite takes an empty file for a new database and would begin to write one.
        raise KnownError(*_DAMAGED)
    guard.check()
    with known_errors():
        raw = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            _key(raw, key)
            _settings(raw, read_only)
        except BaseException:
            raw.close()
            raise
    return Connection(raw, path, guard)


def _key(raw: Any, key: bytes) -> None:
    if len(key) != 32:
        raise ValueError("the raw key has 32 bytes")
    # A failed check would print page numbers to stderr; the error itself says all a person can use.
    raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
    raw.execute("SELECT count(*) FROM sqlite_master").fetchall()


def _settings(raw: Any, read_only: bool) -> None:
    pragmas = _PRAGMAS + ((("query_only", "ON", 1),) if read_only else ())
    for name, value, expected in (("cipher_page_size", "", "4096"), *pragmas):
        if value:
            raw.execute(f"PRAGMA {name} = {value}").fetchall()
        found = raw.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != expected:
            raise RuntimeError(f"PRAGMA {name} says {found!r} instead of {expected!r}")


@contextlib.contextmanager
def known_errors() -> Iterator[None]:
    """Map what a user can meet to KnownError: full disk, no right to write, damage, another process."""
    try:
        yield
    except dbapi2.Error as error:
        known = _KNOWN.get(_reason(error))
        if known is None:
            raise
        raise KnownError(*known) from error


def _reason(error: Exception) -> str:
    """SQLite's name of the primary error: SQLITE_IOERR_WRITE is an SQLITE_IOERR.

    What a copy meets (`copy_to`) comes without its name, with SQLite's own words for it alone.
    """
    name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
    if name in _KNOWN:
        return name
    # A text that is none: a page was put in the place of another, or the file is damaged where no check looks.
    return "SQLITE_CORRUPT" if str(error).startswith("Could not decode to UTF-8") else _WORDS.get(str(error), name)


_DAMAGED = (
    "store-damaged",
    "The database file is damaged; the passphrase is not the problem. Nothing was replaced. Verify, restore a backup.",
    "数据库文件已损坏，与口令无关。没有替换任何内容；请运行校验并从备份恢复。",
)
_REFUSED = (
    "not-writable",
    "The database can't be written or opened in this folder. Ask IT for write permission.",
    "无法在该文件夹中打开或写入数据库，请联系信息科检查权限。",
)
_BUSY = (
    "store-in-use",
    "Another process is using this store. Close it there first.",
    "另一个程序正在使用该数据库，请先在那里关闭。",
)
_WORDS = {
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "attempt to write a readonly database": "SQLITE_READONLY",
}
_KNOWN: dict[str, tuple[str, str, str]] = {
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_FULL": (
        "disk-full",
        "The disk is full. Nothing was half saved; free some space and try again.",
        "磁盘已满。没有保存半份数据；请清理空间后重试。",
    ),
    "SQLITE_READONLY": _REFUSED,
    "SQLITE_PERM": _REFUSED,
    "SQLITE_CANTOPEN": _REFUSED,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_IOERR": (
        "disk-error",
        "The disk reports an error while reading or writing. Nothing was half saved; ask IT to check the disk.",
        "磁盘读写出错。没有保存半份数据；请联系信息科检查磁盘。",
    ),
}
