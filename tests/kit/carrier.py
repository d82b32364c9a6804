"""A workstation as a process of its own that syncs its sealed files, and is killed after so many parts: 0 for never.

`python carrier.py FOLDER USER URL PARTS` on the store of a `Clinic`; prints how many files were sent and fetched.
"""

import os
import signal
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:1] = [str(ROOT)]

from storage.crossing import SealedFiles  # noqa: E402  the path comes first
from storage.keys import KdfProfile, open_vault  # noqa: E402
from storage.store import open_store  # noqa: E402
from sync.client.cycle import Cycle  # noqa: E402
from sync.client.http import HttpEdc, Signer  # noqa: E402
from sync.client.line import Line  # noqa: E402
from sync.client.local_files import Carried  # noqa: E402
from sync.client.report import Progress  # noqa: E402
from sync.server.serve import utc_now  # noqa: E402

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)


class Dying:
    """Counts the parts that were heard of, and ends this process as a power cut does."""

    def __init__(self, parts: int) -> None:
        self._left = parts

    def heard(self, progress: Progress) -> None:
        if progress.moving is not None and self._left:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def main(folder: str, user: str, url: str, parts: str) -> None:
    unlocked = open_vault(Path(folder), floor=CHEAP).unlock(user, f"a rainy spring with {user}")
    store = open_store(Path(folder), unlocked, utc_now)
    home = store.reader.home()
    edc = HttpEdc(Line(url), Signer(home.site, home.device, unlocked.device_sign, utc_now))
    carried = Carried(SealedFiles(store, store.reader), "all")
    report = Cycle(
        store, store.reader, edc, utc_now, listen=Dying(int(parts)).heard, files=carried
    ).run()  # fmt: skip
    files = report.files
    sys.stdout.write(f"{report.error_code} {files.sent if files else 0} {files.fetched if files else 0}\n")
    edc.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
