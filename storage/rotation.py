"""Owns renewing the vault key: the database under a new key, verified, then put in place together with its key file.

Both are first written whole beside the old pair. One small file (`renewal.json`) is the moment of decision: a process
killed before it leaves the old pair, one killed after it is finished by the next who opens the folder. The one place
outside storage.keys that moves a key file; it opens none.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from storage import meta
from storage.driver import Connection, Guard, connect
from storage.files import disk_errors, no_step, read_file, rename_over, sync_file, sync_folder, write_atomic
from storage.key_memory import key_memory, remember_key_file
from storage.keys import CURRENT_NAME, PREVIOUS_NAME, Renewed, Vault
from storage.lock import Holder, StoreLock
from storage.log import tip
from storage.projection import projection_hash
from storage.store import DATABASE_NAME, Store
from study.errors import KnownError

NEXT_DATABASE = f"{DATABASE_NAME}.renewed"
NEXT_KEYS = "keys.renewed.json"
DECIDED_NAME = "renewal.json"
_SALT_BYTES = 16
_WAL, _SHM = f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm"


class _Decided(msgspec.Struct, frozen=True):
    """The pair that is to be in place: SHA-256 of the key file, its epoch, and the salt at the head of the database."""

    keys: str
    epoch: int
    salt: str = ""


def renew_keys(store: Store, vault: Vault, made: Renewed, at_step: Callable[[str], None] = no_step) -> None:
    """Put the database under the new vault key and the key file `made` (`Vault.renewed`) in place; closes the store.

    Everything stands in the copy: log, projection, drafts, secrets, named values. KnownError `disk-full`,
    `not-writable`, `renewal-differs`: then the old pair is untouched and the store still open.
    """
    if store.fault is not None:
        raise store.fault
    folder = store.folder
    try:
        _write_copy(store.connection, folder / NEXT_DATABASE, made, vault.generation + 1, at_step)
        write_atomic(folder / NEXT_KEYS, made.raw, at_step)
        store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    except BaseException:
        _clear(folder)
        raise
    at_step("both written")
    store.close(lambda: _decide(folder, made, at_step))


def finish_renewal(folder: Path, at_step: Callable[[str], None] = no_step) -> bool:
    """Before a key file is read: finish a renewal that was decided, clear away one that was not. True: it finished one.

    Leaves everything as it is while another process has the store open: it may be renewing this very moment.
    """
    if not any((folder / name).exists() for name in (DECIDED_NAME, NEXT_KEYS, NEXT_DATABASE)):
        return False
    try:
        lock = StoreLock.acquire(folder, Holder("Cartella", "", 0, 0))
    except KnownError as error:
        if error.code != "store-in-use":
            raise
        return False
    with lock:
        return _go_on(folder, at_step)


def _write_copy(db: Connection, target: Path, made: Renewed, generation: int, at_step: Callable[[str], None]) -> None:
    """The copy, and the proof that it is one: pages, schema, every row, the log's head, the projection."""
    for leftover in (target, *_beside(target)):
        leftover.unlink(missing_ok=True)
    with disk_errors(target):
        db.export_to(target, made.db_key)
    at_step("copy written")
    copy = connect(target, made.db_key, Guard())
    try:
        _check_same(db, copy)
        # The key file before is an old one from here on; that the vault key is a new one, who unlocks next says.
        remember_key_file(copy, generation, key_memory(copy).epoch)
        copy.run("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        copy.close()
    for leftover in _beside(target):
        leftover.unlink(missing_ok=True)
    sync_file(target)
    at_step("copy verified")


def _check_same(db: Connection, copy: Connection) -> None:
    for check in ("integrity_check", "cipher_integrity_check"):
        if [row[0] for row in copy.rows(f"PRAGMA {check}") if row[0] != "ok"]:
            raise _differs()
    device = meta.get(db, "device")
    same_head = tip(db, device) == tip(copy, device)
    if not same_head or projection_hash(db) != projection_hash(copy) or _contents(db) != _contents(copy):
        raise _differs()


def _contents(db: Connection) -> dict[str, str]:
    """A digest of each table, of the schema and its version."""
    schema = db.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    found = {"": hashlib.sha256(repr((schema, db.rows("PRAGMA user_version"))).encode()).hexdigest()}
    for name in (str(row[1]) for row in schema if row[0] == "table"):
        digest = hashlib.sha256()
        for row in db.rows(f'SELECT * FROM "{name}"'):
            digest.update(repr(row).encode())
        found[name] = digest.hexdigest()
    return found


def _decide(folder: Path, made: Renewed, at_step: Callable[[str], None]) -> None:
    """From the one small file on there is no way back, and none is needed: both halves stand whole on the disk."""
    at_step("store closed")
    wal = folder / _WAL
    if wal.exists() and wal.stat().st_size:
        _clear(folder)
        raise RuntimeError("somebody still has the database open: its log is not empty")
    decided = _Decided(hashlib.sha256(made.raw).hexdigest(), made.epoch, _salt_of(folder / NEXT_DATABASE))
    write_atomic(folder / DECIDED_NAME, msgspec.json.encode(decided), at_step)
    _go_on(folder, at_step)


def _go_on(folder: Path, at_step: Callable[[str], None]) -> bool:
    raw = read_file(folder / DECIDED_NAME)
    if raw is None:
        _clear(folder)
        return False
    try:
        decided = msgspec.json.decode(raw, type=_Decided)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _half_gone() from error
    keys = read_file(folder / NEXT_KEYS) or read_file(folder / CURRENT_NAME) or b""
    if hashlib.sha256(keys).hexdigest() != decided.keys:
        raise _half_gone()
    half = folder / (NEXT_DATABASE if (folder / NEXT_DATABASE).exists() else DATABASE_NAME)
    # Were the new database gone, the new key file would lock everybody out of the old one.
    if not half.exists() or (decided.salt and _salt_of(half) != decided.salt):
        raise _half_gone()
    if half.name == NEXT_DATABASE:
        # A write-ahead log of the old database beside the new one would be taken for the new one's.
        for old in (_WAL, _SHM):
            (folder / old).unlink(missing_ok=True)
        rename_over(folder / NEXT_DATABASE, folder / DATABASE_NAME)
    at_step("database in place")
    write_atomic(folder / PREVIOUS_NAME, keys, at_step)
    write_atomic(folder / CURRENT_NAME, keys, at_step)
    (folder / NEXT_KEYS).unlink(missing_ok=True)
    at_step("keys in place")
    (folder / DECIDED_NAME).unlink()
    sync_folder(folder)
    at_step("renewal finished")
    return True


def _salt_of(database: Path) -> str:
    """What SQLCipher writes at the head of a database once, when it is made: open to see, and another in every copy."""
    with database.open("rb") as handle:
        return handle.read(_SALT_BYTES).hex()


def _clear(folder: Path) -> None:
    """Nothing was decided: what was written for it goes."""
    target = folder / NEXT_DATABASE
    for path in (target, *_beside(target), folder / NEXT_KEYS, folder / f"{NEXT_KEYS}.tmp"):
        path.unlink(missing_ok=True)


def _beside(database: Path) -> tuple[Path, ...]:
    return tuple(database.with_name(database.name + ending) for ending in ("-wal", "-shm", "-journal"))


def _differs() -> KnownError:
    return KnownError(
        "renewal-differs",
        "The copy under the new key is not the same as the record, so the keys were not renewed. Nothing was changed; "
        "verify the record and try again.",
        "用新密钥写出的副本与记录不一致，因此未更换密钥。没有改动任何内容；请校验记录后重试。",
    )


def _half_gone() -> KnownError:
    return KnownError(
        "renewal-damaged",
        "The keys of this record were being renewed, and a file of it was removed or changed since. Do not delete "
        "anything: `cartella keys rescue` finds the key file and the database that open together. Else restore a "
        "backup.",
        "本记录正在更换密钥，但其间有文件被移除或改动。请勿删除任何文件：cartella keys rescue 可找出能配对打开的"
        "密钥文件和数据库；否则请从备份恢复。",
    )
