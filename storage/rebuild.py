"""Owns throwing the projection away and making it anew from the log, through the one function that applies a change."""

from collections.abc import Sequence

import msgspec

from storage import meta
from storage.driver import Connection, Row
from storage.projection import STATE_SUM, TABLES
from storage.sql_slots import SqlSlots
from study.changes.envelope import decode, facts_of
from study.state.apply import apply
from study.state.digest import combine
from study.state.settle import Placing, Standing

# So many changes of the log are in memory at a time.
_AT_ONCE = 200


def rebuild(connection: Connection) -> int:
    """Throw the projection away and make it anew from the log, in one transaction. Returns the number of changes."""
    with connection.transaction():
        for table in TABLES:
            connection.run(f"DELETE FROM {table}")
        meta.put(connection, STATE_SUM, combine(()))
        return _replay(connection)


def _replay(connection: Connection) -> int:
    """Apply every change of the log again, in the order received. Returns how many."""
    done = last = 0
    asked = "SELECT received, id, body, number, standing FROM change WHERE received > ? ORDER BY received LIMIT ?"
    while rows := connection.rows(asked, (last, _AT_ONCE)):
        _apply(connection, rows)
        done, last = done + len(rows), rows[-1][0]
    return done


def _apply(connection: Connection, rows: Sequence[Row]) -> None:
    slots = SqlSlots(connection)
    slots.log.read_ahead((), [name for _, name, *_ in rows])
    for _, name, body, number, standing in rows:
        apply(name, facts_of(decode(body)), Placing(number, msgspec.convert(standing, Standing)), slots)
    slots.flush()
