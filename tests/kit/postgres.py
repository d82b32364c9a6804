"""A PostgreSQL of its own for one run: made, started, stopped and removed."""

import contextlib
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "packaging"))

from devtools.system import postgres_folder
from sync.server.database import Database
from sync.server.protection import SERVICE_ROLE


def _run(before: Sequence[str], program: str, *words: str) -> None:
    folder = postgres_folder()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL 15 or newer on this machine")
    subprocess.run([*before, str(folder / program), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


def as_service(url: str) -> str:
    """The same database as the role that serves, which owns nothing; SQLite has no roles."""
    return url.replace("//cartella@", f"//{SERVICE_ROLE}@")


@contextlib.contextmanager
def new_database(address: str) -> Iterator[str]:
    """An empty database in it; its owner's address. Taken away at the end, whoever is still connected."""
    name = f"edc_{secrets.token_hex(6)}"
    maintenance = Database(address.format(name="postgres"))
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield address.format(name=name)
    finally:
        with maintenance.autocommit() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        maintenance.close()


def restart_postgres(url: str) -> None:
    """End the PostgreSQL of this address as a power cut does, and start it again; it recovers from its log."""
    home = Path(url.partition("?host=")[2])
    before = (
        ["runuser", "-u", "postgres", "--"] if sys.platform == "linux" and Path("/proc/self").owner() == "root" else []
    )
    _run(before, "pg_ctl", "-D", str(home / "data"), "-w", "-m", "immediate", "-l", str(home / "log"), "restart")


@contextlib.contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[str]:
    """The address without a database's name. `durable`: with fsync, for who measures it.

    Not in pytest's folder: every run of pytest closes that to others, and PostgreSQL refuses to run as root.
    """
    with tempfile.TemporaryDirectory(prefix="cartella-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        as_postgres: list[str] = []
        if sys.platform == "linux" and home.owner() == "root":
            as_postgres = ["runuser", "-u", "postgres", "--"]
            shutil.chown(home, "postgres")
        data = str(home / "data")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync={'on' if durable else 'off'}"
        _run(as_postgres, "initdb", "-D", data, "-U", "cartella", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(as_postgres, "pg_ctl", "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
        try:
            yield f"postgresql+psycopg://cartella@/{{name}}?host={home}"
        finally:
            _run(as_postgres, "pg_ctl", "-D", data, "-m", "immediate", "stop")
