"""A small file is whole after a crash; a full disk says so."""

import errno
from pathlib import Path

import pytest

from storage.files import disk_errors, write_atomic
from study.errors import KnownError


def test_old_or_new_and_nothing_between(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seen: list[tuple[str, bytes | None]] = []

    def look(step: str) -> None:
        seen.append((step, path.read_bytes() if path.exists() else None))

    write_atomic(path, b"old", look)
    write_atomic(path, b"new", look)
    steps = ["file written", "file synced", "file renamed"]
    assert seen == list(zip(steps * 2, [None, None, b"old", b"old", b"old", b"new"], strict=True))
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_leftover_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "file.tmp").write_bytes(b"left by a killed process, and longer")
    write_atomic(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EROFS, "not-writable"),
        (errno.EACCES, "not-writable"),
        (errno.EFBIG, "file-too-large"),
        (errno.EIO, "disk-error"),
    ],
)
def test_what_the_disk_says_in_words(number: int, code: str) -> None:
    with pytest.raises(KnownError) as refusal, disk_errors(Path("keys.json")):
        raise OSError(number, "refused")
    assert refusal.value.code == code


def test_another_error_passes_unchanged() -> None:
    with pytest.raises(OSError, match="broken"), disk_errors(Path("keys.json")):
        raise OSError(errno.ENOTDIR, "broken")
