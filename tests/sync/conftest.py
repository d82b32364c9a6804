"""A clinic and an EDC to sync with: stores with cheap vaults, the EDC in process, on PostgreSQL and behind HTTP."""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from storage.keys import KdfProfile, NewUser, Unlocked, create_vault
from storage.log import Author
from storage.store import create_store, open_store
from study.address import Address
from study.changes import facts as f
from study.state.settle import Settled
from study.state.slots import Slot
from study.values import Quantity
from sync.client.cycle import Cycle
from sync.client.enrol import enrol
from sync.client.http import HttpEdc, Line, Signer
from sync.client.report import CycleReport
from sync.protocol.edc import Edc
from sync.server.admin import Admin
from sync.server.crypto import EdcKey, create_keyfile
from sync.server.database import Database
from sync.server.serve import utc_now
from sync.server.service import Service

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
POSTGRES = Path("/usr/lib/postgresql/15/bin")
CREATININE = Address("child-1", "M3", form="CHEM", item="CREAT")


class Clock:
    """A clock that is right, or off by `wrong` ms."""

    def __init__(self, wrong: int = 0) -> None:
        self.wrong = wrong

    def __call__(self) -> int:
        return utc_now() + self.wrong


class Clinic:
    """One workstation: a vault, a store, a person, and how it reaches the EDC."""

    def __init__(self, folder: Path, site: str, clock: Clock, user: str, roles: tuple[str, ...]) -> None:
        folder.mkdir()
        self.folder = folder
        self.clock = clock
        person = NewUser(user, f"Dr {user}", f"a rainy spring with {user}")
        self.unlocked: Unlocked
        self.unlocked, _ = create_vault(folder, person, CHEAP, clock=clock, floor=CHEAP)
        self.store = create_store(
            folder, self.unlocked, site=site, site_name="Children's hospital", study_version="1", study_digest="d" * 64,
            device_name=folder.name, clock=clock, roles=roles,
        )  # fmt: skip
        self.user = user

    @property
    def author(self) -> Author:
        return Author(self.user, "investigator", self.unlocked.sign)

    @property
    def admin(self) -> Author:
        return Author(self.user, "admin", self.unlocked.sign)

    def write(self, number: str, *, reason: str = "", place: Address = CREATININE) -> str:
        """A value on top of whatever heads stand; returns the change's id."""
        bases = tuple(head.fact.id for head in self.at(place).heads)
        value = Quantity(number, "umol/L")
        fact = f.ValueSet(id=self.store.new_id(), bases=bases, address=place, value=value, typed=number, reason=reason)
        return self.store.append(self.author, [fact]).change

    def at(self, place: Address = CREATININE) -> Settled:
        return self.store.reader.slot(Slot("value", place.key))

    def shown(self, place: Address = CREATININE) -> str:
        """The number a screen would show."""
        shown = self.at(place).shown
        assert shown is not None
        assert isinstance(shown.fact, f.ValueSet)
        assert isinstance(shown.fact.value, Quantity)
        return shown.fact.value.number

    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.folder, self.unlocked, self.clock)

    def enrol(self, edc: Edc, code: str = "") -> None:
        enrol(self.store, self.store.reader, edc, code)

    def sync(self, edc: Edc) -> CycleReport:
        return Cycle(self.store, self.store.reader, edc, self.clock).run()


class Centre:
    """One EDC however it is reached. `connect` gives the `Edc` of a clinic."""

    def __init__(self, service: Service, site: str, url: str = "") -> None:
        self.service = service
        self.site = site
        self.admin = Admin(service, "Central monitor")
        self.url = url
        self._lines: list[HttpEdc] = []
        self.admin.add_site(site, "Children's hospital")

    def connect(self, clinic: Clinic) -> Edc:
        home = clinic.store.reader.home()
        if not self.url:
            return self.service.session(home.site, home.device)
        line = HttpEdc(Line(self.url), Signer(home.site, home.device, clinic.unlocked.device_sign, clinic.clock))
        self._lines.append(line)
        return line

    def enrol(self, clinic: Clinic) -> Edc:
        edc = self.connect(clinic)
        clinic.enrol(edc, self.admin.new_code(self.site))
        return edc

    def close(self) -> None:
        for line in self._lines:
            line.close()


class NewClinic(Protocol):
    """Makes a workstation; named after its folder."""

    def __call__(
        self, name: str, *, wrong_ms: int = 0, user: str = "lin", roles: Sequence[str] = ..., at_site: str = ""
    ) -> Clinic: ...


@pytest.fixture
def new_clinic(tmp_path: Path, site: str) -> Iterator[NewClinic]:
    """Makes workstations of one site; closed after the test."""
    made: list[Clinic] = []

    def make(
        name: str, *, wrong_ms: int = 0, user: str = "lin", roles: Sequence[str] = ("investigator",), at_site: str = ""
    ) -> Clinic:
        made.append(Clinic(tmp_path / name, at_site or site, Clock(wrong_ms), user, tuple(roles)))
        return made[-1]

    yield make
    for clinic in made:
        clinic.store.close()
        clinic.unlocked.close()


def _run(before: Sequence[str], program: str, *words: str) -> None:
    subprocess.run([*before, str(POSTGRES / program), *words], check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own for the whole run; the address without a database's name.

    Not in pytest's folder: every run of pytest closes that to others, and PostgreSQL refuses to run as root.
    """
    with tempfile.TemporaryDirectory(prefix="cartella-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        as_postgres: list[str] = []
        if sys.platform == "linux" and home.owner() == "root":
            as_postgres = ["runuser", "-u", "postgres", "--"]
            shutil.chown(home, "postgres")
        data = str(home / "data")
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off"
        _run(as_postgres, "initdb", "-D", data, "-U", "cartella", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(as_postgres, "pg_ctl", "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
        yield f"postgresql+psycopg://cartella@/{{name}}?host={home}"
        _run(as_postgres, "pg_ctl", "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def postgres_service(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The EDC on PostgreSQL; every test has a site of its own in it."""
    maintenance = Database(postgres.format(name="postgres"))
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql("CREATE DATABASE edc")
    maintenance.close()
    service = new_service(postgres.format(name="edc"), tmp_path_factory.mktemp("key") / "edc.key")
    yield service
    service.database.close()


def new_service(database_url: str, keyfile: Path) -> Service:
    service = Service(Database(database_url), create_keyfile(keyfile), utc_now)
    service.initialise()
    return service


@pytest.fixture
def fresh_key(tmp_path: Path) -> EdcKey:
    return create_keyfile(tmp_path / "machine.key")


@pytest.fixture
def site() -> str:
    """A site nobody else in this run has."""
    return f"SH{secrets.token_hex(4)}"


@pytest.fixture
def centre(tmp_path: Path, site: str) -> Iterator[Centre]:
    """The EDC in process on a SQLite of its own."""
    made = Centre(new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key"), site)
    yield made
    made.close()
    made.service.database.close()


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, str]]:
    """The EDC as a process of its own on a free port, and the same EDC in process for its administration."""
    home = tmp_path_factory.mktemp("edc")
    url = f"sqlite:///{home}/edc.db"
    service = new_service(url, home / "edc.key")
    program = (
        "import sys; from pathlib import Path; from sync.server.serve import Serving, serve; "
        "serve(Serving(sys.argv[1], Path(sys.argv[2]), port=0))"
    )
    words = [sys.executable, "-c", program, url, str(home / "edc.key")]
    with (home / "edc.log").open("wb") as log, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log) as served:
        assert served.stdout is not None
        try:
            said = served.stdout.readline()
            assert said, (home / "edc.log").read_text()
            yield service, f"http://127.0.0.1:{json.loads(said)['port']}"
        finally:
            served.terminate()
    service.database.close()


@pytest.fixture
def served(process: tuple[Service, str], site: str) -> Iterator[Centre]:
    """The EDC behind HTTP."""
    made = Centre(process[0], site, process[1])
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgres", "http"])
def any_centre(request: pytest.FixtureRequest, site: str) -> Centre:
    """The EDC in each of its three forms: what holds for one holds for all."""
    if request.param == "postgres":
        return Centre(request.getfixturevalue("postgres_service"), site)
    made = request.getfixturevalue("served" if request.param == "http" else "centre")
    assert isinstance(made, Centre)
    return made
