"""Owns how a file reaches the disk: whole or not at all, on Linux, macOS and Windows; and what a full disk is called.

Everything outside the database that must survive a pulled cable is written through here.
"""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from study.errors import KnownError

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_RENAME_TRIES = 6 if sys.platform == "win32" else 1


def no_step(name: str) -> None:
    """The step callback of ordinary use; the fault campaign passes one that kills the process at a named step."""


@contextlib.contextmanager
def disk_errors(what: Path) -> Iterator[None]:
    """Map a full, write-protected or failing disk to a KnownError; any other OSError passes unchanged."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise KnownError(
                "disk-full",
                "The disk is full. Nothing was half saved; free some space and try again.",
                "磁盘已满。没有保存半份数据；请清理空间后重试。",
            ) from error
        if error.errno in _REFUSED:
            raise KnownError(
                "not-writable",
                f"Cartella may not write {what.name} in this folder. Ask IT for write permission.",
                f"没有权限在该文件夹中写入 {what.name}，请联系信息科开通写权限。",
            ) from error
        if error.errno == errno.EFBIG:
            raise KnownError(
                "file-too-large",
                f"{what.name} can't be written: the drive does not take a file of this size. Nothing was half saved; "
                "use a drive with another file system, such as NTFS.",
                f"无法写入 {what.name}：该磁盘不支持如此大的文件。没有保存半份数据；"
                "请改用其他文件系统（如 NTFS）的磁盘。",
            ) from error
        if error.errno == errno.EIO:
            raise KnownError(
                "disk-error",
                "The disk reports an error while reading or writing. Nothing was half saved; ask IT to check the disk.",
                "磁盘读写出错。没有保存半份数据；请联系信息科检查磁盘。",
            ) from error
        raise


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable. Windows has no such call: NTFS journals the rename itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_file(path: Path) -> None:
    """Make what was written to a file durable."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def read_file(path: Path) -> bytes | None:
    """The bytes of a small file, or None when there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def rename_over(source: Path, target: Path) -> None:
    """Put source in the place of target in one step, and make that durable.

    On Windows a virus scanner may hold the target open for a moment; that is waited out, half a second at most.
    """
    for attempt in range(1, _RENAME_TRIES + 1):
        try:
            source.replace(target)
            break
        except PermissionError:
            if attempt == _RENAME_TRIES:
                raise
            time.sleep(0.03 * attempt)
    sync_folder(target.parent)


def write_atomic(path: Path, data: bytes, at_step: Callable[[str], None] = no_step) -> None:
    """Write a small file so that after a crash it holds either the old bytes or the new ones.

    Temporary file beside it, fsync, rename, fsync of the folder. The temporary name is fixed (`<name>.tmp`): one
    process owns a store, so a leftover of a killed one is simply overwritten.
    """
    temporary = path.with_name(path.name + ".tmp")
    with disk_errors(path):
        with temporary.open("wb") as handle:
            handle.write(data)
            at_step(f"{path.name} written")
            handle.flush()
            os.fsync(handle.fileno())
        at_step(f"{path.name} synced")
        rename_over(temporary, path)
    at_step(f"{path.name} renamed")
