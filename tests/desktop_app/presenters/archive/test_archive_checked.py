"""A check of an archive names every file that is missing, extra or altered, and a list that was tampered with."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.presenters.archive.manifest import Checked, check
from desktop_app.presenters.archive.words import checked_words
from storage.keys import fingerprint
from storage.watch import Watch, stopped
from study.errors import KnownError
from tests.kit.archive import Kept, Read

VALUES = "data/values.csv"


def codes(found: Checked) -> list[tuple[str, str]]:
    """What was found, by code and file."""
    return sorted((fault.code, fault.path) for fault in found.faults)


def altered(folder: Path) -> None:
    path = folder / VALUES
    raw = bytearray(path.read_bytes())
    raw[-3] ^= 1
    path.write_bytes(raw)


def listed_anew(folder: Path) -> None:
    """Whoever alters a file and the list too has no key to sign the list with."""
    altered(folder)
    said = json.loads((folder / "manifest.json").read_bytes())
    for each in said["files"]:
        if each["path"] == VALUES:
            each["sha256"] = Read(folder).hash(VALUES)
    (folder / "manifest.json").write_text(json.dumps(said))


def points_outside(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_bytes())
    said["files"][0]["path"] = "../../secret.txt"
    (folder / "manifest.json").write_text(json.dumps(said))


def linked(folder: Path) -> None:
    (folder / VALUES).unlink()
    (folder / VALUES).symlink_to("/etc/hostname")


def cut_sums(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(lines[1:]))


CASES: list[tuple[Callable[[Path], object], list[tuple[str, str]]]] = [
    (altered, [("altered", VALUES)]),
    (lambda folder: (folder / VALUES).unlink(), [("missing", VALUES)]),
    (lambda folder: (folder / "data" / "note.txt").write_text("x"), [("extra", "data/note.txt")]),
    (linked, [("missing", VALUES)]),
    (cut_sums, [("sums", "SHA256SUMS")]),
    (lambda folder: (folder / "manifest.sig").unlink(), [("signature", "manifest.json")]),
    (lambda folder: (folder / "manifest.sig").write_text("zz"), [("signature", "manifest.json")]),
    (listed_anew, [("signature", "manifest.json"), ("sums", "SHA256SUMS")]),
]


def test_every_kind_of_tampering_is_named(kept: Kept, tmp_path: Path) -> None:
    made, _read = kept.archive()
    whole = check(made.written.path)
    assert whole.whole
    assert whole.fingerprint == fingerprint(kept.work.session.unlocked.device_public_key)
    assert "no other one" in checked_words(whole)[1].en
    for number, (tamper, expected) in enumerate(CASES):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(made.written.path, copy)
        tamper(copy)
        found = check(copy)
        assert codes(found) == expected
        for fault in found.faults:
            assert fault.path in fault.what.en
            assert fault.path in fault.what.zh
        assert len(checked_words(found)) >= 3 + len(expected)
    copy = tmp_path / "outside"
    shutil.copytree(made.written.path, copy)
    points_outside(copy)
    assert ("outside", "../../secret.txt") in codes(check(copy))
    with pytest.raises(KnownError) as raised:
        check(made.written.path, Watch(cancelled=lambda: True))
    assert raised.value.code == stopped().code


@pytest.mark.parametrize("raw", [None, b"", b"{}", b"\xff\xfe", b'{"format": 1}'])
def test_what_is_no_archive_is_refused(tmp_path: Path, raw: bytes | None) -> None:
    if raw is not None:
        (tmp_path / "manifest.json").write_bytes(raw)
    with pytest.raises(KnownError) as raised:
        check(tmp_path)
    assert raised.value.code == "no-archive"
