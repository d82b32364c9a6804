"""Which library may be known where, what keeps study/ pure, and that no import runs in a circle.

import-linter holds the arrows between the rooms; this file holds what it can't say: single files, SQL text, calls.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from devtools.rules.source import Module, dotted

ROOMS = ("desktop_app", "ui", "storage", "sync", "study", "resources")

# Library -> the only places that may import it.
OWNERS = {
    "PySide6": ("ui", "desktop_app"),
    "shiboken6": ("ui", "desktop_app"),
    "matplotlib": ("ui/charts",),
    "cryptography": ("storage/keys", "sync/server/crypto.py"),
    "sqlcipher3": ("storage/driver.py", "storage/driver"),
    "sqlite_utils": ("storage",),
    "sqlite3": ("storage", "sync/server"),
    "sqlalchemy": ("sync/server",),
    "psycopg": ("sync/server",),
    "alembic": ("sync/server",),
    "httpx": ("sync/client",),
    "litestar": ("sync/server",),
    "uvicorn": ("sync/server",),
    "zstandard": ("sync/protocol/bundle_frame.py",),
}
# Of these, one file in its place; the EDC's web service is one owner in several files.
ONE_FILE = ("httpx", "litestar", "uvicorn")
EDC_WEB = re.compile(r"sync/server/(page/)?web(_\w+)?\.py")
# The standard library's ways to the network; the line has one owner on each side.
OTHER_LINES = {"http.client", "urllib.request", "ftplib", "smtplib", "telnetlib", "xmlrpc.client"}
# These read the system's settings and open no line.
NO_LINES = {"urllib.request.getproxies", "urllib.request.proxy_bypass"}
SQL_ROOMS = ("storage", "sync/server")
SQL = re.compile(
    r"^\s*(SELECT\s[\s\S]+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|DROP\s+(TABLE|INDEX)\s|PRAGMA\s)"
)
PURE_LIBRARIES = {"msgspec", "yaml", "study"}
IMPURE_STANDARD = {
    "asyncio", "concurrent", "ctypes", "getpass", "glob", "http", "logging", "multiprocessing", "os", "random",
    "secrets", "select", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading",
    "time", "urllib",
}  # fmt: skip
CLOCK_AND_DISK = re.compile(
    r"(^|\.)(now|utcnow|today|uuid1|uuid4|uuid7|getnode|read_text|read_bytes|write_text|write_bytes)$|^(open|print|input)$"
)


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that the file imports; `from a import b` gives `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(path: str, places: Iterable[str]) -> bool:
    """Whether a file is, or lies in, one of the places."""
    return any(path == place or path.startswith(f"{place}/") for place in places)


def owners(module: Module) -> Iterator[str]:
    """A library with an owner is imported by its owner only."""
    for line, name in imported(module):
        places = OWNERS.get(name.partition(".")[0])
        if places and not within(module.path, places):
            yield module.finding(line, f"{name} belongs to {' and '.join(places)}")
        if name not in NO_LINES and any(name == other or name.startswith(f"{other}.") for other in OTHER_LINES):
            yield module.finding(line, f"{name}: the network has one owner on each side, httpx and Litestar")


def one_file_each(modules: Iterable[Module]) -> Iterator[str]:
    """HTTP is spoken in one file on each side."""
    users: dict[str, dict[str, int]] = {library: {} for library in ONE_FILE}
    for module in modules:
        for line, name in imported(module):
            library = name.partition(".")[0]
            if library in users:
                users[library].setdefault(module.path, line)
    for library, files in users.items():
        if len({EDC_WEB.sub("the EDC's web service", path) for path in files}) > 1:
            for path, line in files.items():
                yield f"{path}:{line}: {library} is imported by {len(files)} files; one is its owner"


def sql_text(module: Module) -> Iterator[str]:
    """SQL is written in storage and sync/server only."""
    if within(module.path, SQL_ROOMS):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield module.finding(node.lineno, "SQL outside storage and sync/server")


def pure(module: Module) -> Iterator[str]:
    """study/ knows the standard library, msgspec and PyYAML; it has no clock, no chance, no disk."""
    if not within(module.path, ["study"]):
        return
    for line, name in imported(module):
        top = name.partition(".")[0]
        if top in IMPURE_STANDARD or not (top in sys.stdlib_module_names or top in PURE_LIBRARIES):
            yield module.finding(line, f"{name} in study; study is pure")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and CLOCK_AND_DISK.search(dotted(node.func)):
            yield module.finding(node.lineno, f"{dotted(node.func)}() in study; the caller hands it in")


def module_name(path: str) -> str:
    """`a/b/c.py` -> `a.b.c`; a package's __init__ is the package."""
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def arrows(modules: Iterable[Module]) -> dict[str, set[str]]:
    """Module -> the modules of ours that it imports, however late it does so."""
    by_name = {module_name(module.path): module for module in modules}
    graph: dict[str, set[str]] = {}
    for name, module in by_name.items():
        targets = {full if full in by_name else full.rpartition(".")[0] for _, full in imported(module)}
        graph[name] = {target for target in targets if target in by_name and target != name}
    return graph


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules that import each other: what is left when every module with no way in or out is dropped."""
    rest = {name: set(targets) for name, targets in graph.items()}
    while True:
        needed = set().union(*rest.values()) if rest else set()
        ends = {name for name, targets in rest.items() if not targets or name not in needed}
        if not ends:
            break
        rest = {name: targets - ends for name, targets in rest.items() if name not in ends}
    groups: list[list[str]] = []
    while rest:
        group, frontier = set[str](), {min(rest)}
        while frontier:
            group |= frontier
            around = {name for name, targets in rest.items() if targets & frontier}
            frontier = (around | set().union(*(rest[name] for name in frontier))) - group
        groups.append(sorted(group))
        rest = {name: targets for name, targets in rest.items() if name not in group}
    return groups


EACH = (owners, sql_text, pure)
