"""A clinic and an EDC to sync with: stores with cheap vaults; the EDC in process, behind HTTP, and reached by files."""

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from sync.server.crypto import EdcKey, create_keyfile
from sync.server.database import Database
from sync.server.service import Service
from tests.kit.bundle_edc import BundleEdc
from tests.kit.clinic import Centre, Clinic, Clock, new_service
from tests.kit.edc_process import EdcProcess
from tests.kit.postgres import running_postgres


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own for the whole run; the address without a database's name."""
    with running_postgres() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_keyfile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the EDC on PostgreSQL has its key."""
    return tmp_path_factory.mktemp("key") / "edc.key"


@pytest.fixture(scope="session")
def postgres_service(postgres: str, postgres_keyfile: Path) -> Iterator[Service]:
    """The EDC on PostgreSQL; every test has a site of its own in it."""
    maintenance = Database(postgres.format(name="postgres"))
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql("CREATE DATABASE edc")
    maintenance.close()
    service = new_service(postgres.format(name="edc"), postgres_keyfile)
    yield service
    service.database.close()


@pytest.fixture(scope="session")
def postgres_process(postgres: str, postgres_keyfile: Path, postgres_service: Service) -> Iterator[EdcProcess]:
    """The same EDC served by a process of its own on a free port; `postgres_service` administers it."""
    served = EdcProcess(postgres.format(name="edc"), postgres_keyfile)
    served.start()
    yield served
    served.stop()


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
    served = EdcProcess(url, home / "edc.key")
    served.start()
    yield service, served.url
    served.stop()
    service.database.close()


@pytest.fixture
def served(process: tuple[Service, str], site: str) -> Iterator[Centre]:
    """The EDC behind HTTP."""
    made = Centre(process[0], site, process[1])
    yield made
    made.close()


@pytest.fixture
def served_on_postgres(postgres_process: EdcProcess, postgres_service: Service, site: str) -> Iterator[Centre]:
    """The EDC behind HTTP, on PostgreSQL as hospitals run it."""
    made = Centre(postgres_service, site, postgres_process.url)
    yield made
    made.close()


@pytest.fixture
def by_bundle(tmp_path: Path, site: str) -> Iterator[Centre]:
    """The EDC that is reached by files only: every call a bundle there and a reply back."""
    service = new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key")
    made = Centre(service, site, lines=lambda clinic: BundleEdc(clinic, service, tmp_path / f"{clinic.user}-usb"))
    yield made
    service.database.close()


@pytest.fixture(params=["sqlite", "postgres", "http", "http-postgres", "bundle"])
def any_centre(request: pytest.FixtureRequest, site: str) -> Centre:
    """The EDC in each of its five forms: what holds for one holds for all."""
    if request.param == "postgres":
        return Centre(request.getfixturevalue("postgres_service"), site)
    forms = {"sqlite": "centre", "http": "served", "http-postgres": "served_on_postgres", "bundle": "by_bundle"}
    made = request.getfixturevalue(forms[request.param])
    assert isinstance(made, Centre)
    return made
