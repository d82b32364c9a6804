"""The EDC as a process of its own on a free port of this machine, which may be killed and started again."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from sync.server.limits import Limits
from tests.kit.postgres import as_service

_PROGRAM = (
    "import sys, msgspec; from pathlib import Path; from sync.server.serve import Serving, serve; "
    "from sync.server.limits import Limits; limits = msgspec.json.decode(sys.argv[3], type=Limits); "
    "certified = Path(sys.argv[5]) if sys.argv[5] else None; "
    "serve(Serving(sys.argv[1], Path(sys.argv[2]), port=0, workers=int(sys.argv[4]), limits=limits, "
    "certificate=certified and certified / 'cert.pem', private_key=certified and certified / 'cert.key'))"
)


_LIMITS = Limits()


class EdcProcess:
    """Serves one database until `stop` or `kill`; its log is kept beside the key file.

    `certified`: a folder with a certificate (`tests.kit.certificates`), for TLS.
    """

    def __init__(
        self, database_url: str, keyfile: Path, limits: Limits = _LIMITS, workers: int = 1,
        certified: Path | None = None,
    ) -> None:  # fmt: skip
        self._words = [sys.executable, "-c", _PROGRAM, as_service(database_url), str(keyfile)]
        self._words += [msgspec.json.encode(limits).decode(), str(workers), str(certified or "")]
        self._log = keyfile.with_suffix(".log")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens now; another port after every start."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it said where it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._words, stdout=subprocess.PIPE, stderr=log)
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if not said:
            self.stop()
            raise RuntimeError(self._log.read_text(encoding="utf-8", errors="replace"))
        self.port = int(json.loads(said)["port"])

    @property
    def pid(self) -> int:
        """Of the process while it runs."""
        assert self._process is not None
        return self._process.pid

    def logged(self) -> str:
        """Everything it wrote to its log."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """As a power cut ends it: no handler of its own runs."""
        if self._process is not None:
            self._process.kill()
            self._gone(self._process)

    def stop(self) -> None:
        """As a service manager ends it. May be called twice."""
        if self._process is not None:
            self._process.terminate()
            self._gone(self._process)

    def _gone(self, process: "subprocess.Popen[bytes]") -> None:
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        self._process = None
