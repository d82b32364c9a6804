"""The line on the command line: proxy and its login, the authority's copy, quiet syncs, and the receipt on paper."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.jobs.line import CA_NAME
from desktop_app.place import Place
from tests.kit.certificates import certificate

ROOT = Path(__file__).parents[3]
Run = Callable[..., Any]


@pytest.fixture
def served(tmp_path: Path, run: Run) -> Iterator[tuple[str, str]]:
    """An EDC that serves: its address, and a code."""
    folder = str(tmp_path / "edc")
    for words in (("init",), ("site", "add", "SH01", "Hospital")):
        assert run("edc", *words, "--edc-folder", folder).code == 0
    code = run("edc", "device", "code", "SH01", "--edc-folder", folder).data["code"]
    command = [sys.executable, "-m", "desktop_app.cli", "edc", "serve", "--port", "0", "--edc-folder", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}", code
        process.terminate()


def test_how_the_edc_is_reached_is_shown_and_set(run: Run, made: Callable[[], Any], tmp_path: Path) -> None:
    assert run("line").data["proxy"] == "system"
    (tmp_path / "proxy").write_text("sesame 芝麻\n", encoding="utf-8")
    certificate(tmp_path)
    said = run(
        "line", "--proxy", "http://proxy.hospital:8080", "--proxy-user", "ward3", "--proxy-password-file",
        str(tmp_path / "proxy"), "--authority", str(tmp_path / "cert.pem"), "--every", "5", "--at-network", "no",
    )  # fmt: skip
    assert said.data == {
        "edc": "", "authority": CA_NAME, "proxy": "http://proxy.hospital:8080", "proxy_user": "ward3", "minutes": 5,
        "at_network": False,
    }  # fmt: skip
    assert (tmp_path / "store" / CA_NAME).read_bytes() == (tmp_path / "cert.pem").read_bytes()
    for file in (tmp_path / "store").rglob("*"):
        assert not file.is_file() or b"sesame" not in file.read_bytes()
    assert run("line", "--proxy", "proxy.hospital").data["error"] == "proxy-bad-address"
    assert run("line", "--authority", str(tmp_path / "pass")).data["error"] == "edc-ca-missing"
    assert run("line", "--proxy", "none", "--proxy-user", "").data["proxy_user"] == ""
    assert Place(tmp_path / "store").settings.edc_ca == CA_NAME


def test_a_sync_for_the_scheduler_is_quiet_and_its_receipt_goes_on_paper(
    run: Run, made: Callable[[], Any], served: tuple[str, str], tmp_path: Path
) -> None:
    address, code = served
    assert run("sync", "--enrol", address, "--code", code).code == 0
    quiet = run("sync", "--quiet", as_json=False)
    assert (quiet.code, quiet.data, quiet.err) == (0, "", "")
    for language in ("en", "zh"):
        paper = tmp_path / f"receipt-{language}.pdf"
        said = run("print", "receipt", "--to", str(paper), language=language)
        assert (said.code, said.data["unconfirmed"], said.data["signed"]) == (0, 0, 2)
        assert paper.read_bytes().startswith(b"%PDF")
