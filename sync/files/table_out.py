"""Writes a table as CSV that spreadsheets open as it is: UTF-8 with its mark, RFC 4180, nothing that runs as a formula.

Owns the file: made beside its place and moved there when it is whole, never over another one. Knows no record.
"""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from study.errors import KnownError
from study.sheet import harmless


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write the table; returns how many rows. KnownError `file-exists`, `not-writable`, `disk-full`."""
    if path.exists():
        raise KnownError(
            "file-exists",
            f"{path.name} is there already. Nothing was written; name another file.",
            f"{path.name} 已存在。未写入任何内容，请使用其他文件名。",
        )
    half = path.with_name(f".{path.name}.part")
    count = 0
    try:
        with half.open("w", encoding="utf-8-sig", newline="") as handle:
            made = csv.writer(handle)
            made.writerow(columns)
            for row in rows:
                made.writerow([harmless(cell) for cell in row])
                count += 1
            handle.flush()
            os.fsync(handle.fileno())
        half.rename(path)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        half.unlink(missing_ok=True)
    return count


def _not_written(path: Path, error: OSError) -> KnownError:
    if error.errno == 28:
        return KnownError("disk-full", "The disk is full. The file was not written.", "磁盘已满，文件未写入。")
    return KnownError("not-writable", f"{path.name} can't be written there.", f"无法在该处写入 {path.name}。")
