"""The demonstration's central EDC: its files, the process that serves it, and what its people do meanwhile.

The process runs the same server as `cartella edc serve`; only its clock is the story's.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop_app.demo.story_clock import StoryClock
from study.errors import KnownError
from sync.server.admin import Admin
from sync.server.crypto import create_keyfile
from sync.server.serve import Serving, open_service, serve
from sync.server.service import Service

SITE = "SH01"
SITE_NAME = "演示儿童医院肾脏科"
_DATABASE, _KEY, _LOG = "edc.db", "edc.key", "edc.log"
SERVE = "--serve-edc"


class Centre(NamedTuple):
    """A running EDC. `service` is the same EDC in this process, for its administration."""

    folder: Path
    address: str
    process: "subprocess.Popen[bytes]"
    service: Service

    @property
    def admin(self) -> Admin:
        """What the EDC's people may do."""
        return Admin(self.service, "中心数据管理员")

    def stop(self) -> None:
        """End the process and close its database."""
        self.process.terminate()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.service.database.close()


def start_centre(folder: Path, clock: StoryClock) -> Centre:
    """Make an EDC in an empty folder and serve it on a free port of this computer. KnownError `demo-edc`."""
    folder.mkdir(parents=True)
    create_keyfile(folder / _KEY)
    service = open_service(_url(folder), folder / _KEY, clock)
    words = [*_program(), SERVE, str(folder), str(clock.ahead)]
    with (folder / _LOG).open("wb") as log:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log)  # noqa: S603 - this program itself
    said = process.stdout.readline() if process.stdout else b""
    if not said:
        process.wait()
        service.database.close()
        raise KnownError(
            "demo-edc",
            f"The EDC of the demonstration did not start. See {folder / _LOG}.",
            f"演示用中心库未能启动，详见 {folder / _LOG}。",
        )
    return Centre(folder, f"http://127.0.0.1:{msgspec.json.decode(said)['port']}", process, service)


def serve_centre(folder: Path, ahead: int) -> None:
    """Serve the EDC in `folder` in this process, with a clock that is `ahead` ms ahead, until it is told to stop."""
    serve(Serving(_url(folder), folder / _KEY, port=0), StoryClock(ahead))


def _url(folder: Path) -> str:
    return f"sqlite:///{(folder / _DATABASE).as_posix()}"


def _program() -> list[str]:
    """This program once more: the packaged application, or this module."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "demo"]
    return [sys.executable, "-m", "desktop_app.demo.centre"]


if __name__ == "__main__":
    serve_centre(Path(sys.argv[2]), int(sys.argv[3]))
