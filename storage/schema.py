"""Owns the check that a database has exactly the tables, indexes and triggers that the migrations make. Alters nothing.

A trigger that keeps the log append-only can be dropped by whoever holds the key; nothing else would notice.
"""

from functools import cache

from sqlite_utils import Database

from storage.driver import Connection
from storage.migrations import STEPS

_LOOK = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
Part = tuple[str, str, str, str | None]


def altered(connection: Connection) -> tuple[str, ...]:
    """The names of what is missing, is another one or does not belong there; empty when all is as it should be."""
    found = {_part(row) for row in connection.rows(_LOOK)}
    return tuple(sorted({name for _, name, _, _ in found ^ _made()}))


@cache
def _made() -> frozenset[Part]:
    """What the migrations make, tried in memory."""
    database = Database(memory=True)
    try:
        STEPS.apply(database)
        return frozenset(_part(row) for row in database.execute(_LOOK).fetchall())
    finally:
        database.close()


def _part(row: tuple[object, ...]) -> Part:
    kind, name, table, sql = row
    return (str(kind), str(name), str(table), None if sql is None else str(sql))
