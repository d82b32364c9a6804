"""What the campaigns of sync act in: an EDC in a process of its own, workstations of one site, and what people do.

Keeps account of everything that was acknowledged; `sync_checks` holds the world to it.
"""

import functools
import random
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop_app.presenters.enrol import Leased
from devtools.system import postgres_folder
from storage.crossing import SealedFiles
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.values import TextValue
from sync.client.http import HttpEdc, Signer
from sync.client.line import Line
from sync.client.local_files import Carried
from sync.client.report import CycleReport
from sync.server.limits import Limits
from tests.faults.campaign import CannotError, Ground, Place
from tests.faults.lines import PLACES
from tests.kit.certificates import certificate
from tests.kit.clinic import Centre, Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.exchange import Station
from tests.kit.files import put_file
from tests.kit.postgres import new_database, running_postgres
from tests.kit.proxy import Proxy
from tests.kit.second import CODE_AT, second_study

# Runs follow each other as fast as they can; how often a device may ask has campaigns and tests of its own.
EAGER = Limits(per_second=1000, burst=100_000)
NAMES = ("bedside", "ward", "office")
CODES = "[A-Z]{2}[0-9]{4}"
_study = functools.cache(second_study)
_VISIT, _FORM, _ITEM = CODE_AT.split("/")
# What a person may be told before an entry is made.
TOLD = {"conflict-open"}


class Server:
    """An EDC in a process of its own, its administration in this one, and the bad line before it."""

    def __init__(self, home: Path, url: str, certified: Path | None = None) -> None:
        self.url = url
        self.service = new_service(url, home / "edc.key")
        self.process = EdcProcess(url, home / "edc.key", EAGER, certified=certified)
        self.process.start()
        self.proxy = Proxy(self.process.port)
        self.proxy.__enter__()

    def start(self) -> None:
        """After it was killed: the line leads to the new process."""
        self.process.start()
        self.proxy.target = self.process.port

    def close(self) -> None:
        """Stop all of it."""
        self.proxy.__exit__()
        self.process.stop()
        self.service.database.close()


def on_sqlite(ground: Ground) -> Server:
    """The one on SQLite that runs share."""
    return _shared(ground, "sync-sqlite", lambda home: f"sqlite:///{home}/edc.db")


def on_postgres(ground: Ground) -> Server:
    """The one on PostgreSQL that runs share. CannotError without PostgreSQL."""
    if postgres_folder() is None:
        raise CannotError("PostgreSQL")

    def made(_home: Path) -> str:
        running = running_postgres()
        address = running.__enter__()
        ground.at_end(lambda: running.__exit__(None, None, None))
        database = new_database(address)
        url = database.__enter__()
        ground.at_end(lambda: database.__exit__(None, None, None))
        return url

    return _shared(ground, "sync-postgres", made)


def new_home(ground: Ground, name: str) -> Path:
    """A folder for something that is shared by runs."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=ground.folder))


def _shared(ground: Ground, name: str, url: Callable[[Path], str]) -> Server:
    def make(_ground: Ground) -> Server:
        home = new_home(ground, name)
        server = Server(home, url(home))
        ground.at_end(server.close)
        return server

    made = ground.kept(name, make)
    assert isinstance(made, Server)
    return made


def over_tls(ground: Ground) -> tuple[Server, Path]:
    """The one that speaks TLS, and the file of the authority that vouches for it."""
    home = ground.folder / "tls"

    def make(_ground: Ground) -> Server:
        home.mkdir()
        certificate(home)
        server = Server(home, f"sqlite:///{home}/edc.db", home)
        ground.at_end(server.close)
        return server

    made = ground.kept("sync-tls", make)
    assert isinstance(made, Server)
    return made, home / "cert.pem"


class Kept(NamedTuple):
    """What a workstation acknowledged: hashes of changes, ids of those that set two values at once, names of files."""

    hashes: set[str]
    groups: set[str]
    files: set[str]


class Desk(Station):
    """A workstation, the line on which it reaches the EDC, and what it acknowledged."""

    def __init__(self, clinic: Clinic, site: str, url: str, ca_file: Path | None = None) -> None:
        super().__init__(clinic, site)
        self.kept = Kept(set(), set(), set())
        self._line = Line(url, ca_file)
        self.edc = self.reach()

    def reach(self) -> HttpEdc:
        """The EDC on this workstation's line, as the device that it is now."""
        clinic = self.clinic
        home = clinic.store.reader.home()
        return HttpEdc(self._line, Signer(home.site, home.device, clinic.unlocked.device_sign, clinic.clock))

    def act(self, draw: random.Random) -> None:
        """Something a person does; what was acknowledged is kept."""
        deed = draw.choices((self._value, self._both, self._sign, self._file, self._child), (10, 3, 2, 2, 2))[0]
        try:
            done = deed(draw)
        except KnownError as error:
            if error.code not in TOLD:
                raise
            return
        if done:
            self.kept.hashes.add(self.clinic.store.reader.tip().hash)

    def cycle(self) -> CycleReport:
        """One cycle with files, as the program runs it: a device that a restored EDC forgot shows its voucher."""
        report = self._cycle()
        if report.error_code == "device-unknown" and self.clinic.store.fault is None:
            try:
                self.clinic.enrol(self.edc)
            except KnownError as error:
                report.error_code = error.code
                return report
            report = self._cycle()
        return report

    def succeed(self) -> None:
        """After a fork: as a successor, which its predecessor lets in."""
        self.clinic.store.begin_successor(self.clinic.admin, f"{self.clinic.folder.name} again", "a copy went on")
        self.edc.close()
        self.edc = self.reach()
        self.clinic.enrol(self.edc)

    def left_codes(self) -> int | None:
        """How many codes of children it may still give offline."""
        return self._leased().left(self._codes())

    def close(self) -> None:
        """Close the line."""
        self.edc.close()

    def _cycle(self) -> CycleReport:
        store = self.clinic.store
        return self.clinic.sync(self.edc, files=Carried(SealedFiles(store, store.reader), "all"))

    def _value(self, draw: random.Random) -> bool:
        self.clinic.write(str(draw.randrange(4)), place=draw.choice(PLACES), reason="again")
        return True

    def _both(self, draw: random.Random) -> bool:
        self.kept.groups.add(self.write_both(str(draw.randrange(4))))
        return True

    def _sign(self, _draw: random.Random) -> bool:
        self.sign()
        return True

    def _file(self, draw: random.Random) -> bool:
        self.kept.files.add(put_file(self.clinic, draw.randrange(1, 40_000), seed=draw.randrange(1 << 40)))
        return True

    def _child(self, _draw: random.Random) -> bool:
        if not self.left_codes():
            return False
        store, site = self.clinic.store, self.clinic.store.reader.home().site
        code = self._leased().proposed(CODES, self._codes(), site)
        subject = store.new_id()
        place = Address(subject, _VISIT, form=_FORM, item=_ITEM)
        facts = (
            f.SubjectEnrolled(id=store.new_id(), subject=subject),
            f.ValueSet(id=store.new_id(), address=place, value=TextValue(code), typed=code),
        )
        store.append(self.clinic.author, facts)
        return True

    def _codes(self) -> set[str]:
        return {subject.code for subject in self.clinic.store.reader.subjects(CODE_AT)}

    def _leased(self) -> Leased:
        shown = [settled.shown for settled in self.clinic.store.reader.slots("codes").values()]
        facts = [entry.fact for entry in shown if entry is not None]
        return Leased(self.clinic.store.device, tuple(fact for fact in facts if isinstance(fact, f.CodesLeased)))


class Site:
    """One site of one run: its workstations, all let in and on the same state."""

    def __init__(self, place: Place, server: Server, count: int, *, url: str = "", ca_file: Path | None = None) -> None:
        self.place = place
        self.server = server
        server.proxy.plan = lambda _request: "pass"
        self.centre = Centre(server.service, f"S{secrets.token_hex(4)}")
        self.name = self.centre.site
        self.url = url or server.proxy.url
        self.ca_file = ca_file
        self.desks = [self._desk(place.folder / name, name) for name in NAMES[:count]]
        for desk in self.desks:
            desk.clinic.enrol(desk.edc, self.centre.admin.new_code(self.name))
            assert not desk.cycle().error_code

    def add(self, clinic: Clinic) -> Desk:
        """One more workstation, on a store that stands already."""
        desk = Desk(clinic, self.name, self.url, self.ca_file)
        self.place.undo.callback(desk.close)
        # The store may be opened anew before that.
        self.place.undo.callback(lambda: clinic.store.abandon())  # noqa: PLW0108
        self.desks.append(desk)
        return desk

    def _desk(self, folder: Path, name: str) -> Desk:
        clinic = Clinic(folder, self.name, Clock(), name, ("investigator", "data_entry"), study=_study())
        self.place.undo.callback(clinic.unlocked.close)
        desk = Desk(clinic, self.name, self.url, self.ca_file)
        self.place.undo.callback(lambda: clinic.store.abandon())  # noqa: PLW0108
        self.place.undo.callback(desk.close)
        return desk
