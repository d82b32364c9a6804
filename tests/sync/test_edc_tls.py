"""The line to the EDC under TLS: the hospital's own authority is trusted by its file, and nobody else is."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from study.errors import KnownError
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.server.crypto import create_keyfile
from sync.server.database import Database
from sync.server.serve import utc_now
from sync.server.service import Service
from tests.kit.certificates import certificate

PROGRAM = (
    "import sys; from pathlib import Path; from sync.server.serve import Serving, serve; folder = Path(sys.argv[1]); "
    "serve(Serving(f'sqlite:///{folder}/edc.db', folder / 'edc.key', port=0, certificate=folder / 'cert.pem', "
    "private_key=folder / 'cert.key', port_file=folder / 'port'))"
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """An EDC behind TLS in a process of its own."""
    certificate(tmp_path)
    create_keyfile(tmp_path / "edc.key")
    with (tmp_path / "edc.log").open("wb") as log, subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], stdout=subprocess.PIPE, stderr=log
    ) as served:  # fmt: skip
        assert served.stdout is not None
        try:
            port = json.loads(served.stdout.readline())["port"]
            assert int((tmp_path / "port").read_text()) == port
            yield f"https://127.0.0.1:{port}"
        finally:
            served.terminate()


def test_the_hospitals_own_authority_is_trusted_by_its_file_only(address: str, tmp_path: Path) -> None:
    signer = Signer("SH01", "nobody", lambda message: bytes(64), utc_now)
    trusting, plain = HttpEdc(Line(address, tmp_path / "cert.pem"), signer), HttpEdc(Line(address), signer)
    with pytest.raises(KnownError, match="device-unknown"):
        trusting.digest()
    with pytest.raises(KnownError, match="edc-not-trusted"):
        plain.digest()
    trusting.close()
    plain.close()
    with pytest.raises(KnownError, match="edc-ca-missing"):
        HttpEdc(Line(address, tmp_path / "edc.key"), signer)


def test_a_port_that_is_taken_is_named(address: str, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    words = [sys.executable, "-c", PROGRAM.replace("port=0", f"port={port}"), str(tmp_path)]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "port-taken" in said.stderr


def test_an_edc_that_was_not_set_up_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/edc.db")
    database.migrate()
    with pytest.raises(KnownError, match="edc-not-initialised"):
        Service(database, create_keyfile(tmp_path / "edc.key"), utc_now).ping()
    database.close()
