"""Owns the schema of the database, forward only. A store of a newer version is refused, never altered.

`change` is the log and append-only by trigger; `entry` and `slot` are its projection and may be dropped at any time.
A store is brought forward in one transaction, after a copy of it was put aside: whenever the process is killed, it is
of the old version or of the new one.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.driver import Connection, Guard, connect
from storage.files import disk_errors, no_step, rename_over, sync_file
from study.errors import KnownError

_PLACE = "subject TEXT, visit TEXT, visit_repeat TEXT, form TEXT, form_repeat TEXT, row TEXT, item TEXT"

# A released migration is never edited; a new one is added after it.
_FIRST = (
    """CREATE TABLE change (
        received INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, device TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL UNIQUE,
        author TEXT NOT NULL, role TEXT NOT NULL, at_utc INTEGER NOT NULL,
        body BLOB NOT NULL, device_signature BLOB NOT NULL, person_signature BLOB NOT NULL,
        unknown INTEGER NOT NULL,
        number INTEGER UNIQUE, standing TEXT NOT NULL DEFAULT 'pending', code TEXT NOT NULL DEFAULT '',
        why_en TEXT NOT NULL DEFAULT '', why_zh TEXT NOT NULL DEFAULT '', site_head TEXT NOT NULL DEFAULT '',
        roster INTEGER
    ) STRICT""",
    "CREATE INDEX change_device ON change (device, seq)",
    "CREATE INDEX change_unsent ON change (received) WHERE number IS NULL AND roster IS NULL",
    "CREATE INDEX change_held ON change (standing) WHERE standing = 'held'",
    """CREATE TRIGGER change_immutable BEFORE UPDATE OF
        received, id, device, seq, hash, author, role, at_utc, body, device_signature, person_signature ON change
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    """CREATE TRIGGER change_kept BEFORE DELETE ON change
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END""",
    f"""CREATE TABLE entry (
        slot_kind TEXT NOT NULL, slot_key TEXT NOT NULL, change TEXT NOT NULL, position INTEGER NOT NULL,
        fact_id TEXT NOT NULL, kind TEXT NOT NULL, {_PLACE}, fact BLOB NOT NULL,
        number INTEGER, standing TEXT NOT NULL,
        PRIMARY KEY (slot_kind, slot_key, change, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX entry_change ON entry (change)",
    "CREATE INDEX entry_subject ON entry (subject, change)",
    f"""CREATE TABLE slot (
        kind TEXT NOT NULL, key TEXT NOT NULL, {_PLACE},
        settled BLOB NOT NULL, conflict TEXT NOT NULL, waiting INTEGER NOT NULL, share BLOB,
        PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX slot_place ON slot (kind, subject, visit, form, row, item)",
    "CREATE INDEX slot_item ON slot (kind, item)",
    "CREATE INDEX slot_subject ON slot (subject)",
    "CREATE INDEX slot_conflict ON slot (conflict) WHERE conflict <> ''",
    "CREATE INDEX slot_waiting ON slot (waiting) WHERE waiting > 0",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE draft (
        author TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, at_utc INTEGER NOT NULL, bases TEXT NOT NULL,
        PRIMARY KEY (author, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE outgoing (
        queue TEXT PRIMARY KEY, attempts INTEGER NOT NULL, last_answer TEXT NOT NULL, last_try INTEGER NOT NULL,
        next_try INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

# `seal` is the manifest's code, by which a backup is known as this store's own after its keys were renewed; `told`: it
# stands in the log; `drilled`: when it was last restored to try (UTC ms), with what came of it, "" for all well.
_SECOND = (
    """CREATE TABLE backup (
        folder TEXT NOT NULL, name TEXT NOT NULL, made INTEGER NOT NULL, changes INTEGER NOT NULL,
        bytes INTEGER NOT NULL, seal TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0,
        drilled INTEGER, drill TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (folder, name)
    ) STRICT, WITHOUT ROWID""",
)

# Sealed files that the EDC said it has whole, by the hash that names them.
_THIRD = ("CREATE TABLE at_centre (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",)

STEPS = Migrations("store")


@STEPS(name="0001 log, projection, meta, drafts")
def _first(db: Database) -> None:
    for statement in _FIRST:
        db.execute(statement)


@STEPS(name="0002 backups made")
def _second(db: Database) -> None:
    for statement in _SECOND:
        db.execute(statement)


@STEPS(name="0003 files at the centre")
def _third(db: Database) -> None:
    for statement in _THIRD:
        db.execute(statement)


VERSION = 3
ASIDE_NAME = "before-migration"
"""The folder beside the database that keeps the last copy of an older version."""


def drop_aside(folder: Path) -> None:
    """Remove the copies of older versions from a store's folder: they hold a key that was destroyed since."""
    shutil.rmtree(folder / ASIDE_NAME, ignore_errors=True)


def version_of(connection: Connection) -> int:
    """The version of the schema; 0 before there is one."""
    found = connection.row("PRAGMA user_version")
    return int(found[0]) if found else 0


def migrate(
    connection: Connection, key: bytes, *, create: bool = False, at_step: Callable[[str], None] = no_step
) -> None:
    """Bring the schema to this version; `create` makes it in an empty database, which is damage otherwise.

    KnownError `store-newer` when a later version wrote it, `store-damaged`, `disk-full` (also for the copy that is put
    aside first: then nothing was changed).
    """
    version = version_of(connection)
    if version > VERSION:
        raise KnownError(
            "store-newer",
            "This store was written by a newer version of Cartella. Install that version to open it.",
            "该数据库由更新版本的 Cartella 写入，请安装新版本后打开。",
        )
    if version == VERSION:
        return
    if not create:
        _check_not_empty(connection)
    if version:
        _put_aside(connection, key, version, at_step)
    with connection.transaction(), connection.utils() as db:
        STEPS.apply(db)
        at_step("steps applied")
        db.execute(f"PRAGMA user_version = {VERSION}")
        at_step("version set")
    at_step("migrated")


def _check_not_empty(connection: Connection) -> None:
    """A database that should hold a log and holds nothing is not filled with a fresh one."""
    if connection.row("SELECT 1 FROM sqlite_master WHERE name = 'change'") is None:
        raise KnownError(
            "store-damaged",
            "The database file holds nothing of a record any more. Nothing was made in its place; restore a backup.",
            "数据库文件中已没有任何记录。没有新建任何内容；请从备份恢复。",
        )


def _put_aside(connection: Connection, key: bytes, version: int, at_step: Callable[[str], None]) -> None:
    """A copy of the store as it is, encrypted as it is; the one of an earlier migration goes when this one stands."""
    folder = connection.path.parent / ASIDE_NAME
    kept = folder / f"cartella.v{version}.db"
    part = kept.with_suffix(".part")
    with disk_errors(folder):
        folder.mkdir(exist_ok=True)
        part.unlink(missing_ok=True)
        connection.copy_to(part, key, lambda _done, _all: None)
        at_step("copied")
        _check_aside(part, key, version)
        sync_file(part)
        rename_over(part, kept)
        at_step("put aside")
        for other in folder.iterdir():
            if other != kept:
                other.unlink()


def _check_aside(copy: Path, key: bytes, version: int) -> None:
    opened = connect(copy, key, Guard(), read_only=True)
    try:
        if opened.rows("PRAGMA cipher_integrity_check") or version_of(opened) != version:
            raise RuntimeError("the copy before a migration is not like the store")
    finally:
        opened.close()
