"""Owns what the store remembers of its own backups and drills: rows of one table, which is no part of the log.

`told` says that the log has it too: a backup made while nobody could sign is told at the next unlock.
"""

from pathlib import Path
from typing import NamedTuple

from storage.driver import Connection


class BackupNote(NamedTuple):
    """A backup that was made. Times in UTC ms; `drill` says what came of the last drill in English, "" for all well."""

    folder: str
    name: str
    made: int
    changes: int
    bytes: int
    seal: str
    told: bool
    drilled: int | None
    drill: str

    @property
    def path(self) -> Path:
        """Where it was made."""
        return Path(self.folder) / self.name


def backup_notes(connection: Connection) -> list[BackupNote]:
    """All that is remembered, the last one first."""
    columns = ", ".join(BackupNote._fields)
    rows = connection.rows(f"SELECT {columns} FROM backup ORDER BY made DESC, name DESC")
    return [BackupNote(*row)._replace(told=bool(row[6])) for row in rows]


def note_backup(connection: Connection, note: BackupNote) -> None:
    """Remember a backup."""
    with connection.transaction():
        connection.run(
            "INSERT OR REPLACE INTO backup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*note[:6], int(note.told), *note[7:])
        )


def note_drill(connection: Connection, path: Path, at: int, found: str) -> None:
    """Remember a drill of one of them; one that is not remembered (made elsewhere) stands in the log alone."""
    with connection.transaction():
        connection.run(
            "UPDATE backup SET drilled = ?, drill = ? WHERE folder = ? AND name = ?",
            (at, found, str(path.parent), path.name),
        )


def note_told(connection: Connection, notes: list[BackupNote]) -> None:
    """These stand in the log now."""
    with connection.transaction():
        for note in notes:
            connection.run("UPDATE backup SET told = 1 WHERE folder = ? AND name = ?", (note.folder, note.name))
