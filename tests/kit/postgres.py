"""A PostgreSQL of its own for one run: made, started, stopped and removed."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from devtools.system import postgres_folder


def _run(before: Sequence[str], program: str, *words: str) -> None:
    folder = postgres_folder()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL 15 or newer on this machine")
    subprocess.run([*before, str(folder / program), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


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
