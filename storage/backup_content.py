"""Owns the look into the database of a backup: what it says, and whether a copy is whole and says the same."""

from pathlib import Path

from storage import meta
from storage.backup_errors import unlike
from storage.backup_format import Content
from storage.driver import Connection, Guard, connect
from storage.log import tip
from storage.migrations import version_of
from storage.projection import projection_hash, state_digest


def read_content(connection: Connection) -> Content:
    """What the database says; call it in the snapshot that is copied."""
    home = meta.home(connection)
    last = tip(connection, home.device)
    [(changes,)] = connection.rows("SELECT COUNT(*) FROM change")
    return Content(
        site=home.site, device=home.device, device_name=home.device_name, seq=last.seq, head=last.hash, changes=changes,
        number=meta.cursor(connection).number, state=state_digest(connection), projection=projection_hash(connection),
        schema=version_of(connection),
    )  # fmt: skip


def check_copy(database: Path, key: bytes, expected: Content) -> None:
    """Open a copy and prove it: every page, the structure, and that it says what is expected.

    KnownError `store-damaged` or `backup-unlike`.
    """
    connection = connect(database, key, Guard(), read_only=True)
    try:
        broken = connection.rows("PRAGMA cipher_integrity_check")
        structure = [row[0] for row in connection.rows("PRAGMA integrity_check")]
        if broken or structure != ["ok"] or read_content(connection) != expected:
            raise unlike()
    finally:
        connection.close()
