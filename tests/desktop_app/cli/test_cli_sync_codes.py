"""What a scheduler hears of `cartella sync` by its exit code: 0 all is done, 1 it did not work, 3 something is left."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.place import Place
from study.address import Address
from study.changes import facts as f
from study.values import Quantity
from tests.kit.edc_process import EdcProcess

Run = Callable[..., Any]
Made = Callable[[], Any]


class _Busy(BaseHTTPRequestHandler):
    """Asks everybody to come again in an hour."""

    def do_POST(self) -> None:
        self.send_response(503)
        self.send_header("Retry-After", "3600")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Says nothing."""


@pytest.fixture
def busy() -> Iterator[str]:
    """The address of somebody before the EDC who has too much to do."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Busy)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def edc(tmp_path: Path, run: Run) -> list[str]:
    """The folder of an EDC with the site, as its commands take it."""
    folder = ["--edc-folder", str(tmp_path / "edc")]
    for words in (("init",), ("site", "add", "SH01", "Hospital")):
        assert run("edc", *words, *folder).code == 0
    return folder


@pytest.fixture
def enrolled(tmp_path: Path, run: Run, made: Made, edc: list[str]) -> Iterator[Made]:
    """The record, let in by the EDC that serves."""
    served = EdcProcess(f"sqlite:///{tmp_path}/edc/edc.db", tmp_path / "edc" / "edc.key")
    served.start()
    code = run("edc", "device", "code", "SH01", *edc).data["code"]
    assert run("sync", "--enrol", served.url, "--code", code).code == 0
    yield made
    served.stop()


def weigh(made: Made, number: str) -> None:
    """A weight at M3."""
    with made() as session:
        place = Address("child", "M3", form="VS", item="WEIGHT")
        value = Quantity(number, "kg")
        session.store.append(session.author, [f.ValueSet(id=session.store.new_id(), address=place, value=value)])


def reach(folder: Path, address: str) -> None:
    """From now on the EDC is looked for there."""
    place = Place(folder)
    place.remember(msgspec.structs.replace(place.settings, edc_address=address))


def test_all_done_is_0(enrolled: Made, run: Run) -> None:
    weigh(enrolled, "36.4")
    said = run("sync")
    assert (said.code, said.data["left"], said.data["agrees"], said.data["error"]) == (0, 0, True, "")


def test_held_is_3_until_somebody_releases_it(enrolled: Made, run: Run, edc: list[str]) -> None:
    frozen = run("edc", "freeze", "SH01", Address("child", "M3", form="VS").key, "--reason", "interim", *edc)
    assert frozen.code == 0, frozen
    weigh(enrolled, "36.4")
    said = run("sync")
    assert (said.code, said.data["held"]) == (3, 1)
    [held] = run("edc", "held", "list", "SH01", *edc).data
    assert run("edc", "held", "release", "SH01", held["change"], "--reason", "in time", *edc).code == 0
    assert run("sync").code == 0


def test_nobody_there_is_1_and_what_waits_waits(enrolled: Made, run: Run, tmp_path: Path) -> None:
    reach(tmp_path / "store", "http://127.0.0.1:9")
    weigh(enrolled, "36.4")
    said = run("sync")
    assert (said.code, said.data["error"]) == (1, "edc-refused")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_edc_that_asks_to_come_again_leaves_something_and_is_no_failure(
    enrolled: Made, run: Run, busy: str, tmp_path: Path, language: str
) -> None:
    reach(tmp_path / "store", busy)
    weigh(enrolled, "36.4")
    said = run("sync", "--quiet")
    assert (said.code, said.data["error"], said.data["left"] > 0) == (3, "edc-busy", True)
    shown = run("sync", as_json=False, language=language)
    assert shown.code == 3
    assert ("asked this workstation to come again" if language == "en" else "目前繁忙") in shown.data


def test_blocks_of_codes_are_shown_and_one_more_is_leased(enrolled: Made, run: Run, edc: list[str]) -> None:
    [first] = run("edc", "site", "leases", "SH01", *edc).data
    more = run("edc", "site", "lease", "SH01", first["device"], *edc)
    assert more.code == 0
    assert more.data["first"] > first["last"]
    assert run("edc", "site", "leases", "SH01", *edc).data == [first, more.data]
    lines = run("edc", "site", "leases", "SH01", *edc, as_json=False).data.splitlines()
    assert [line.split("\t")[0] for line in lines] == [first["first"], more.data["first"]]
    for words, error in ((("lease", "SH01", "nobody"), "device-unknown"), (("leases", "SH99"), "site-unknown")):
        said = run("edc", "site", *words, *edc)
        assert (said.code, said.data["error"]) == (1, error)
