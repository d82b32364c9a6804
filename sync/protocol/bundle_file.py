"""How a bundle reaches a drive and is opened from one: whole or not at all, with the drive's failures in words."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from sync.protocol import bundle_errors as errors


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A handle to write to; the file has its name only once everything is written and synced.

    An earlier file of that name stays as it was until then. KnownError `bundle-not-written`.
    """
    temporary = path.with_name(path.name + ".tmp")
    try:
        try:
            with temporary.open("w+b") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            temporary.replace(path)
            _sync_folder(path.parent)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise errors.not_written(path.name, error.strerror or type(error).__name__) from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A handle to read from. KnownError `bundle-not-readable`."""
    try:
        with path.open("rb") as handle:
            yield handle
    except OSError as error:
        raise errors.not_readable(path.name, error.strerror or type(error).__name__) from error


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        # Windows keeps a renamed file without being asked, and opens no folder.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
