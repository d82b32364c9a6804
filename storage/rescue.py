"""Owns the way out of a renewal of the keys whose files were removed or changed half way: finds the pair that opens.

Deletes nothing: what does not belong to that pair is renamed and stays beside it. May be killed and run again.
"""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage.driver import Guard, connect
from storage.files import read_file, rename_over, write_atomic
from storage.keys import (
    ATTEMPTS_NAME,
    CURRENT_NAME,
    FLOOR,
    PREVIOUS_NAME,
    Clock,
    KdfProfile,
    Unlocked,
    Vault,
    open_vault,
)
from storage.lock import Holder, StoreLock
from storage.rotation import DECIDED_NAME, NEXT_DATABASE, NEXT_KEYS
from storage.store import DATABASE_NAME
from study.errors import KnownError

_KEYS = (NEXT_KEYS, CURRENT_NAME, PREVIOUS_NAME)
_OTHER_KEYS = {"keys-damaged", "wrong-passphrase", "user-unknown", "no-vault"}


class Rescued(NamedTuple):
    """The pair that opens: the epoch of its vault key, how many entries it holds; names of what was set aside."""

    epoch: int
    changes: int
    aside: tuple[str, ...]


class _Pair(NamedTuple):
    epoch: int
    changes: int
    keys: bytes
    database: str


def rescue_renewal(
    folder: Path, unlock: Callable[[Vault], Unlocked], clock: Clock, *, floor: KdfProfile = FLOOR
) -> Rescued:
    """Put the newest key file and database that open together in place, so that the record opens again.

    `unlock` opens a key file with a passphrase. KnownError `no-renewal`: nothing of the kind is left here;
    `renewal-no-pair`: no key file here opens any database here with that passphrase; `store-in-use`.
    """
    if not (folder / DECIDED_NAME).exists():
        raise KnownError("no-renewal", "No renewal of the keys broke off here.", "此处没有中断的密钥更换。")
    with StoreLock.acquire(folder, Holder("Cartella", "", 0, 0)):
        pair = max(_pairs(folder, unlock, clock, floor), key=lambda each: (each.epoch, each.changes), default=None)
        if pair is None:
            raise _no_pair()
        return Rescued(pair.epoch, pair.changes, _put_in_place(folder, pair, f"aside-{clock()}"))


def _pairs(folder: Path, unlock: Callable[[Vault], Unlocked], clock: Clock, floor: KdfProfile) -> Iterator[_Pair]:
    for raw in dict.fromkeys(raw for name in _KEYS if (raw := read_file(folder / name)) is not None):
        opened = _opened(raw, unlock, clock, floor)
        if opened is None:
            continue
        epoch, unlocked = opened
        try:
            for name in (NEXT_DATABASE, DATABASE_NAME):
                changes = _entries(folder / name, unlocked)
                if changes is not None:
                    yield _Pair(epoch, changes, raw, name)
        finally:
            unlocked.close()


def _opened(
    raw: bytes, unlock: Callable[[Vault], Unlocked], clock: Clock, floor: KdfProfile
) -> tuple[int, Unlocked] | None:
    """A key file tried in a folder of its own; None when the passphrase is not its own, or it is damaged."""
    with tempfile.TemporaryDirectory(prefix="cartella-keys-") as scratch:
        (Path(scratch) / CURRENT_NAME).write_bytes(raw)
        try:
            vault = open_vault(Path(scratch), clock=clock, floor=floor)
            vault.attempts.begin_anew()
            return vault.epoch, unlock(vault)
        except KnownError as error:
            if error.code in _OTHER_KEYS:
                return None
            raise
        finally:
            (Path(scratch) / ATTEMPTS_NAME).unlink(missing_ok=True)


def _entries(database: Path, unlocked: Unlocked) -> int | None:
    """How many entries a database holds; None when it is not there or this key does not open it."""
    try:
        connection = connect(database, unlocked.db_key, Guard(), read_only=True)
    except KnownError as error:
        if error.code in ("store-damaged", "no-store"):
            return None
        raise
    try:
        row = connection.row("SELECT COUNT(*) FROM change")
        return int(row[0]) if row else 0
    finally:
        connection.close()


def _put_in_place(folder: Path, pair: _Pair, ending: str) -> tuple[str, ...]:
    """The note of the renewal goes last: until then the next run begins again from what stands here."""
    aside: list[str] = []

    def away(name: str) -> None:
        if (folder / name).exists():
            rename_over(folder / name, folder / f"{name}.{ending}")
            aside.append(f"{name}.{ending}")

    if pair.database == NEXT_DATABASE:
        for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm"):
            away(name)
        rename_over(folder / NEXT_DATABASE, folder / DATABASE_NAME)
    for name in (CURRENT_NAME, PREVIOUS_NAME):
        if read_file(folder / name) not in (pair.keys, None):
            away(name)
        write_atomic(folder / name, pair.keys)
    for name in (NEXT_KEYS, NEXT_DATABASE, DECIDED_NAME):
        away(name)
    return tuple(aside)


def _no_pair() -> KnownError:
    return KnownError(
        "renewal-no-pair",
        "No key file in this folder opens a database in it with this passphrase. Nothing was changed; try another "
        "person's passphrase, or restore a backup.",
        "该文件夹中没有密钥文件能以此口令打开其中的数据库。未作任何更改；请换用其他人员的口令，或从备份恢复。",
    )
