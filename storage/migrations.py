"""Owns the schema of the database, forward only. A store of a newer version is refused, never altered.

`change` is the log and append-only by trigger; `entry` and `slot` are its projection and may be dropped at any time.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage.driver import Connection
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

STEPS = Migrations("store")


@STEPS(name="0001 log, projection, meta, drafts")
def _first(db: Database) -> None:
    for statement in _FIRST:
        db.execute(statement)


VERSION = 1


def migrate(connection: Connection) -> None:
    """Bring the schema to this version. KnownError `store-newer` when a later version wrote it."""
    found = connection.row("PRAGMA user_version")
    version = int(found[0]) if found else 0
    if version > VERSION:
        raise KnownError(
            "store-newer",
            "This store was written by a newer version of Cartella. Install that version to open it.",
            "该数据库由更新版本的 Cartella 写入，请安装新版本后打开。",
        )
    if version == VERSION:
        return
    with connection.utils() as db:
        STEPS.apply(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
