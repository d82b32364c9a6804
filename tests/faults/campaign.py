"""What a campaign is: a named fault, how often it is tried, and one seeded run of it; and the ground all runs share.

A run raises AssertionError (or anything else) when something was lost; it returns what it met, counted by name.
"""

import contextlib
import functools
import os
import random
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from sync.server.service import Service
from tests.faults.ward import Before, Ward, make_ward
from tests.kit.clinic import Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.proxy import Proxy

Met = Counter[str]


class CannotError(Exception):
    """A campaign that can't be carried out on this machine; says what it needs."""


class Ground:
    """A folder for each run, and one EDC with a bad line before it for the campaigns that need one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, object] = {}
        self._undo = contextlib.ExitStack()
        self._served: tuple[Service, Proxy] | None = None
        self._runs = 0

    @contextlib.contextmanager
    def run(self) -> Iterator["Place"]:
        """A place for one run, removed when it ends."""
        self._runs += 1
        place = Place(self, self.folder / f"run-{self._runs}")
        try:
            yield place
        finally:
            place.close()

    def served(self) -> tuple[Service, Proxy]:
        """An EDC in a process of its own, its administration in this one, and the bad line to it. Started once."""
        if self._served is None:
            home = self.folder / "edc"
            home.mkdir()
            url = f"sqlite:///{home}/edc.db"
            service = new_service(url, home / "edc.key")
            self._undo.callback(service.database.close)
            process = EdcProcess(url, home / "edc.key")
            process.start()
            self._undo.callback(process.stop)
            self._served = service, self._undo.enter_context(Proxy(process.port))
        return self._served

    def at_end(self, undo: Callable[[], object]) -> None:
        """Undo this when all runs are over, the last first."""
        self._undo.callback(undo)

    def kept(self, name: str, make: Callable[["Ground"], object]) -> object:
        """Something that all runs share, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]

    def ward(self, home: Path) -> Ward:
        """A copy of the one filled store."""
        return self._filled[0].copy(home)

    @property
    def before(self) -> Before:
        """What the filled store says."""
        return self._filled[1]

    @functools.cached_property
    def _filled(self) -> tuple[Ward, Before]:
        return make_ward(self.folder / "filled")

    def close(self) -> None:
        """Stop what was started."""
        self._undo.close()


class Place:
    """What one run uses: a folder, workstations, whatever else has to be closed."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.ground = ground
        self.folder = folder
        self.undo = contextlib.ExitStack()
        folder.mkdir()

    def clinic(self, name: str = "bedside", *, site: str = "S01", user: str = "lin") -> Clinic:
        """A workstation with a store of its own."""
        made = Clinic(self.folder / name, site, Clock(), user, ("investigator", "data_entry"))
        self.undo.callback(made.unlocked.close)
        # The store may be opened anew before that.
        self.undo.callback(lambda: made.store.abandon())  # noqa: PLW0108
        return made

    def ward(self, name: str) -> Ward:
        """A filled store of its own; it stands in a folder of its own."""
        return self.ground.ward(self.folder / name)

    def close(self) -> None:
        """Close and remove everything of this run."""
        try:
            self.undo.close()
        finally:
            shutil.rmtree(self.folder)


class Campaign(NamedTuple):
    """A fault: its name, what must hold, the usual number of runs, and one run."""

    name: str
    holds: str
    runs: int
    once: Callable[[Place, random.Random], Met]


class Failure(NamedTuple):
    """A run in which something did not hold."""

    campaign: str
    seed: int
    run: int
    why: str


class Outcome(NamedTuple):
    """What a campaign came to."""

    campaign: Campaign
    runs: int
    seconds: float
    met: Met
    failures: list[Failure]
    cannot: str = ""
    """Not carried out at all: what it needs and this machine has not."""
    stopped: bool = False
    """Somebody stopped it: only `runs` of its runs were made."""


def draw_of(campaign: str, seed: int, run: int) -> random.Random:
    """The chance of one run: the same in every process and on every machine."""
    return random.Random(f"{campaign}/{seed}/{run}")


def carry_out(campaign: Campaign, ground: Ground, seed: int, runs: range) -> Outcome:
    """Make these runs; a failure does not stop the next."""
    met: Met = Counter()
    failures: list[Failure] = []
    began = time.perf_counter()
    for done, run in enumerate(runs):
        try:
            with ground.run() as place:
                met += campaign.once(place, draw_of(campaign.name, seed, run))
        except KeyboardInterrupt:
            # What was carried out so far is told all the same.
            return Outcome(campaign, done, time.perf_counter() - began, met, failures, stopped=True)
        except CannotError as reason:
            return Outcome(campaign, 0, time.perf_counter() - began, met, failures, str(reason))
        except Exception as error:  # noqa: BLE001 - whatever escapes a run is its failure, and the next goes on
            where = traceback.extract_tb(error.__traceback__)[-1]
            why = f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
            failures.append(Failure(campaign.name, seed, run, why))
    return Outcome(campaign, len(runs), time.perf_counter() - began, met, failures)


def _memory() -> Path | None:
    folder = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    return folder if folder.is_dir() and os.access(folder, os.W_OK) else None


@contextlib.contextmanager
def new_ground() -> Iterator[Ground]:
    """A ground in memory where the system has such a folder, else in the temporary folder.

    A killed process leaves all that it wrote to the system, so a disk would make the campaigns slower and nothing else;
    what a disk may forget is worked out from the system calls (power.py).
    """
    with tempfile.TemporaryDirectory(prefix="cartella-faults-", ignore_cleanup_errors=True, dir=_memory()) as name:
        ground = Ground(Path(name))
        try:
            yield ground
        finally:
            ground.close()
