"""Attached files on the command line: counted before and after a sync, sent, listed at the centre, fetched as asked."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.attachments import FOLDER_NAME, Attachments
from study.address import Address
from study.changes import facts as f

ROOT = Path(__file__).resolve().parents[3]
DATA = b"sealed bytes " * 5000
NAME = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def edc(tmp_path: Path, made: Any, run: Any) -> str:
    folder = str(tmp_path / "edc")
    assert run("edc", "init", "--edc-folder", folder).code == 0
    assert run("edc", "site", "add", "SH01", "Hospital", "--edc-folder", folder).code == 0
    return folder


@pytest.fixture
def served(edc: str) -> Iterator[str]:
    words = [sys.executable, "-m", "desktop_app.cli", "edc", "serve", "--port", "0", "--edc-folder", edc]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        process.terminate()


@pytest.fixture
def folder(tmp_path: Path, made: Any) -> Attachments:
    """The store's sealed files; one of them stands in the record."""
    kept = Attachments(tmp_path / "store" / FOLDER_NAME)
    with made() as session:
        kept.receive(NAME, [DATA])
        fact = f.AttachmentAdded(
            id=session.store.new_id(), address=Address("child", "M3", form="ECG"), name=NAME, kind="application/pdf",
            size=len(DATA) - 34, sealed_size=len(DATA), digest="0" * 64, key=b"sealed",
        )  # fmt: skip
        session.store.append(session.author, (fact,))
    return kept


def test_a_file_is_counted_sent_listed_and_fetched(run: Any, folder: Attachments, edc: str, served: str) -> None:
    assert run("status").data["files"] == {
        "named": 1, "to_send": 1, "to_send_bytes": len(DATA), "centre_only": 0, "elsewhere": 0,
        "damaged": 0,
    }  # fmt: skip
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    said = run("sync", "--enrol", served, "--code", code)
    assert (said.code, said.data["files"]["sent"], said.data["files"]["to_send"]) == (0, 1, 0)
    assert (said.data["receipt"]["files"], said.data["receipt"]["files_missing"]) == (1, 0)
    listed = run("edc", "files", "--edc-folder", edc)
    assert (listed.code, listed.data[0]["named"], listed.data[0]["missing"]) == (0, 1, 0)
    assert run("edc", "file", "SH01", NAME, "out.bin", "--edc-folder", edc).data["error"] == "file-not-central"
    folder.path(NAME).unlink()
    kept_away = run("sync", "--attachments", "none").data["files"]
    assert (kept_away["fetched"], kept_away["centre_only"]) == (0, 1)
    told = run("verify")
    assert (told.code, told.data["attachments_at_centre"]) == (0, 1)
    assert run("status").data["files"]["centre_only"] == 1
    assert run("sync", "--attachments", "all").data["files"]["fetched"] == 1
    folder.verify(NAME)
    words = run("sync", as_json=False).data
    assert "attached files" not in words


def test_a_file_that_is_missing_at_the_centre_is_said_there(
    run: Any, folder: Attachments, edc: str, served: str
) -> None:
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    folder.path(NAME).unlink()
    said = run("sync", "--enrol", served, "--code", code)
    assert said.data["files"]["elsewhere"] == 1
    listed = run("edc", "files", "SH01", "--edc-folder", edc)
    assert (listed.code, listed.data[0]["missing"]) == (3, 1)


def test_a_file_that_is_damaged_here_comes_back_at_the_next_sync(
    run: Any, folder: Attachments, edc: str, served: str
) -> None:
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    assert run("sync", "--enrol", served, "--code", code).data["files"]["sent"] == 1
    folder.path(NAME).write_bytes(b"x" + DATA[1:])
    told = run("verify")
    assert (told.code, told.data["attachments_damaged"]) == (3, 1)
    assert [finding["code"] for finding in told.data["findings"]] == ["attachment-damaged"]
    assert not folder.has(NAME)
    stands = run("status")
    assert (stands.code, stands.data["files"]["damaged"]) == (3, 1)
    assert "attached files damaged here and put aside: 1" in run("status", as_json=False).data
    said = run("sync", "--attachments", "none", as_json=False).data
    assert "fetched again after damage on this workstation: 1" in said
    folder.verify(NAME)
    assert run("verify").code == 0


def test_one_that_is_damaged_before_it_was_sent_is_said_at_each_sync(
    run: Any, folder: Attachments, edc: str, served: str
) -> None:
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    folder.path(NAME).write_bytes(b"x" + DATA[1:])
    for words in (("--enrol", served, "--code", code), ()):
        said = run("sync", *words)
        assert (said.code, said.data["files"]["damaged"]) == (3, 1)
        assert [trouble["code"] for trouble in said.data["files"]["troubles"]] == ["attachment-damaged"]
    assert "look for it in a backup" in run("sync", as_json=False).data
