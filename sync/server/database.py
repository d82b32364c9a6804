"""The EDC's database: PostgreSQL, or SQLite for one clinic and the demonstration. Owns connections and transactions.

Must not know what is stored. A writing transaction holds a site's row (PostgreSQL) or the whole file (SQLite). Every
transaction says whose it is: one site's, or a central act on all of them; PostgreSQL shows it no other site's rows.
"""

import enum
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from study.errors import KnownError
from sync.server.errors import BusyError, malformed

_MIGRATIONS = Path(__file__).with_name("migrations")
_READS, _WAITS = "cartella_reads", "cartella_waits"
SITE_SETTING = "cartella.site"
EVERY_SETTING = "cartella.every_site"
_SET = sa.text("SELECT set_config(:name, :value, true), set_config('lock_timeout', :wait, true)")
_SQLITE_WAIT_MS, _POSTGRES_WAIT_MS = 30_000, 10_000
BRIEFLY_MS = 50
"""How long something waits for a lock that is not worth a wait."""
# A worker has forty threads; those beyond the pool wait and are told to come again rather than fail.
_POOL = {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 10, "pool_timeout": 10}
_LOCKED = "55P03"


class Every(enum.Enum):
    """No site's name, so that no request can ask for it by a name."""

    SITE = "every site"


EVERY_SITE: Final = Every.SITE
Whose = str | Every
"""The one site of a transaction, or `EVERY_SITE` for a central act."""


def edc_database_away() -> KnownError:
    """The database does not answer."""
    return KnownError(
        "edc-database-away",
        "The EDC's database does not answer. Check that it runs and that its address is right.",
        "中心库的数据库没有响应，请检查其是否运行、地址是否正确。",
    )


def edc_database_unknown(kind: str) -> KnownError:
    """No such database, or its driver is not in this program: the workstation's has SQLite only."""
    return KnownError(
        "edc-database-unknown",
        f"This program can't use a database of the kind {kind}. PostgreSQL needs cartella-edc, the EDC's own program.",
        f"本程序不能使用 {kind} 类型的数据库。使用 PostgreSQL 请运行中心库程序 cartella-edc。",
    )


class Database:
    """One database of one EDC; `url` is SQLAlchemy's (`postgresql+psycopg://...` or `sqlite:///file`)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {"connect_args": {"timeout": _SQLITE_WAIT_MS / 1000}} if self.sqlite else _POOL
        try:
            self._engine = sa.create_engine(url, **options)
        except (ModuleNotFoundError, sa.exc.ArgumentError) as error:
            raise edc_database_unknown(url.partition(":")[0]) from error
        if self.sqlite:
            sa.event.listen(self._engine, "connect", _sqlite_connected)
            sa.event.listen(self._engine, "begin", _sqlite_begin)

    def migrate(self) -> None:
        """Bring the tables to this version; nothing happens when they are."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.writing(EVERY_SITE) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @property
    def migrated(self) -> bool:
        """Whether its tables are this version's."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        try:
            with self.reading(EVERY_SITE) as connection:
                heads = MigrationContext.configure(connection).get_current_heads()
        except sa.exc.ProgrammingError:
            return False  # this role may not even read which version they are
        return set(heads) == set(ScriptDirectory.from_config(config).get_heads())

    @contextmanager
    def writing(self, whose: Whose, *, wait_ms: int | None = None) -> Iterator[sa.Connection]:
        """A transaction that commits at the end; on an exception nothing of it stays.

        `wait_ms`: for how long it waits for others at most. KnownError `edc-busy` when that was not enough.
        """
        with _faults(), self._engine.connect() as connection:
            writer = connection.execution_options(**{_WAITS: wait_ms or _SQLITE_WAIT_MS})
            with writer.begin():
                self._say_whose(writer, whose, wait_ms or _POSTGRES_WAIT_MS)
                yield writer

    @contextmanager
    def reading(self, whose: Whose) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with _faults(), self._engine.connect() as connection:
            reader = connection.execution_options(**{_READS: True})
            with reader.begin():
                self._say_whose(reader, whose)
                yield reader

    @contextmanager
    def autocommit(self) -> Iterator[sa.Connection]:
        """For what no transaction can hold: making a database."""
        with _faults(), self._engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def _say_whose(self, connection: sa.Connection, whose: Whose, wait_ms: int = _POSTGRES_WAIT_MS) -> None:
        # Local to the transaction: a pooled connection carries nothing of it into the next one.
        if not self.sqlite:
            name, value = (EVERY_SETTING, "on") if isinstance(whose, Every) else (SITE_SETTING, whose)
            connection.execute(_SET, {"name": name, "value": value, "wait": f"{wait_ms}ms"})


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows of a table, all with the same columns, in one statement.

    PostgreSQL is given each column as an array: as many statements as rows are as many messages and checks of rights.
    """
    if connection.dialect.name == "postgresql" and len(rows) > 1:
        types = {name: table.c[name].type.compile(connection.dialect) for name in rows[0]}
        columns = ", ".join(f'"{name}"' for name in types)
        # In the binary format: bytes as text take a hundred times as long.
        arrays = ", ".join(f"%({name})b::{of_type}[]" for name, of_type in types.items())
        statement = f'INSERT INTO "{table.name}" ({columns}) SELECT * FROM unnest({arrays})'
        connection.exec_driver_sql(statement, {name: [row[name] for row in rows] for name in types})
    elif rows:
        connection.execute(table.insert(), rows)


@contextmanager
def _faults() -> Iterator[None]:
    """A database that waits too long or goes away, in words; and what no database keeps: wider numbers, broken texts.

    KnownError `edc-busy`, `edc-database-away`, `malformed`.
    """
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise BusyError(seconds=3) from error
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlstate", "") == _LOCKED or "database is locked" in str(error.orig):
            raise BusyError(seconds=3) from error
        # SQLite says of a wrong statement what PostgreSQL says of a lost line: that one is a bug.
        if isinstance(error.orig, sqlite3.OperationalError) and "unable to open" not in str(error.orig):
            raise
        raise edc_database_away() from error
    except (sa.exc.DataError, OverflowError, UnicodeEncodeError) as error:
        raise malformed() from error


def _sqlite_connected(connection: Any, _record: object) -> None:
    # sqlite3 would open transactions by itself, and late: SQLAlchemy's own hook below does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    # With recursive triggers, REPLACE asks the triggers that forbid deleting.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get(_WAITS, _SQLITE_WAIT_MS)}")
    connection.exec_driver_sql("BEGIN" if options.get(_READS, False) else "BEGIN IMMEDIATE")
