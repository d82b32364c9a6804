"""Owns which sealed files the EDC said it has whole. Only its word puts a name here; a restored EDC is asked anew."""

from collections.abc import Iterable

from storage.driver import Connection


def at_centre(connection: Connection) -> frozenset[str]:
    """Names of sealed files that the EDC has; none in a store of a version that did not note it."""
    if connection.row("SELECT 1 FROM sqlite_master WHERE name = 'at_centre'") is None:
        return frozenset()
    return frozenset(str(name) for (name,) in connection.rows("SELECT name FROM at_centre"))


def note_at_centre(connection: Connection, names: Iterable[str]) -> None:
    """The EDC has these whole. One transaction."""
    with connection.transaction():
        for name in names:
            connection.run("INSERT OR IGNORE INTO at_centre VALUES (?)", (name,))


def lose_at_centre(connection: Connection, names: Iterable[str]) -> None:
    """The EDC lacks these after all. One transaction."""
    with connection.transaction():
        for name in names:
            connection.run("DELETE FROM at_centre WHERE name = ?", (name,))


def forget_at_centre(connection: Connection) -> None:
    """The EDC was restored, and nothing is known of what it has. In the caller's transaction."""
    connection.run("DELETE FROM at_centre")
