"""Owns the rule that one process at a time uses a store. The system holds the lock, so a killed process frees it.

The file also says who holds it, for the sentence the next person reads. It must not be on a network drive.
"""

import os
import sys
from pathlib import Path

import msgspec

from storage.files import disk_errors
from study.errors import KnownError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_NAME = "cartella.lock"
# Windows locks are mandatory: the locked byte lies far behind the holder's text, so that others can still read it.
_LOCKED_BYTE = 1 << 30


class Holder(msgspec.Struct, frozen=True):
    """Who has the store open: the person or account, the machine, the process, and since when (UTC ms)."""

    name: str
    machine: str
    process: int
    since: int


class StoreLock:
    """Held from `acquire` to `release`; also a context manager around an acquired lock."""

    def __init__(self, handle: int, holder: Holder) -> None:
        self._handle: int | None = handle
        self.holder = holder

    @classmethod
    def acquire(cls, folder: Path, holder: Holder, name: str = LOCK_NAME) -> "StoreLock":
        """Take the store in `folder`, or raise KnownError `store-in-use` that names the present holder.

        `name`: another lock of the same folder (a backup is made by one process at a time, beside an open store).
        """
        path = folder / name
        with disk_errors(path):
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise _in_use(read_holder(folder, name)) from error
        lock = cls(handle, holder)
        try:
            with disk_errors(path):
                lock.rename(holder)
        except BaseException:
            os.close(handle)
            raise
        return lock

    def rename(self, holder: Holder) -> None:
        """Say who holds it now: the person changes when users switch, the process does not."""
        if self._handle is None:
            raise ValueError("the lock was released")
        data = msgspec.json.encode(holder)
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, data)
        self.holder = holder

    def release(self) -> None:
        """Give the store free. The file stays: removing it would let two processes lock two files of one name."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> "StoreLock":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def read_holder(folder: Path, name: str = LOCK_NAME) -> Holder | None:
    """Who wrote the lock file last, or None. Says nothing about whether the lock is held."""
    try:
        return msgspec.json.decode((folder / name).read_bytes(), type=Holder)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        # flock and not lockf: it belongs to this opening of the file, so a second one in the same process fails too.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _in_use(holder: Holder | None) -> KnownError:
    if holder is None:
        return KnownError(
            "store-in-use",
            "Another process is using this store. Close it there first.",
            "另一个程序正在使用该数据库，请先在那里关闭。",
        )
    return KnownError(
        "store-in-use",
        f"This store is open: {holder.name} on {holder.machine} (process {holder.process}). Close it there first.",
        f"该数据库已被打开：{holder.name}，计算机 {holder.machine}（进程 {holder.process}）。请先在那里关闭。",
    )
