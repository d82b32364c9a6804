"""A site with one child, and people of the centre; in process on SQLite and on PostgreSQL as the role that serves."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from study.definition.model import Study
from sync.protocol.edc import Edc
from sync.server.crypto import EdcKey
from sync.server.database import Database
from sync.server.serve import utc_now
from sync.server.service import Service
from tests.kit.browser import Browser
from tests.kit.clinic import Centre, Clinic, new_service
from tests.kit.page import Child, enrol_child, ready, shipped
from tests.kit.postgres import as_service

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic


class World(NamedTuple):
    """An EDC, a workstation with one child that was handed over, and its line."""

    centre: Centre
    clinic: Clinic
    edc: Edc
    child: Child
    study: Study

    @property
    def site(self) -> str:
        return self.centre.site

    def sync(self) -> None:
        report = self.clinic.sync(self.edc)
        assert report.error_code == ""


class NewBrowser(Protocol):
    """Opens a browser; closed after the test."""

    def __call__(self, *, language: str = "en", script: bool = True, dark: bool = False) -> Browser: ...


@pytest.fixture(scope="session")
def study() -> Study:
    return shipped()


class Template(NamedTuple):
    """An empty EDC on PostgreSQL that is copied for each test: central people belong to no site and would meet."""

    address: str
    name: str
    key: EdcKey


@pytest.fixture(scope="session")
def template(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Template:
    name = "page_template"
    maintenance = Database(postgres.format(name="postgres"))
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    maintenance.close()
    service = new_service(postgres.format(name=name), tmp_path_factory.mktemp("page") / "edc.key")
    service.database.close()
    return Template(postgres, name, service.key)


@pytest.fixture
def postgres_edc(template: Template) -> Iterator[Service]:
    """An EDC of its own on PostgreSQL, under the role that owns nothing."""
    name = f"page_{secrets.token_hex(6)}"
    maintenance = Database(template.address.format(name="postgres"))
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template.name}")
    service = Service(Database(as_service(template.address.format(name=name))), template.key, utc_now)
    yield service
    service.database.close()
    with maintenance.autocommit() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    maintenance.close()


@pytest.fixture(params=["sqlite", "postgres"])
def centre(request: pytest.FixtureRequest, tmp_path: Path, site: str) -> Iterator[Centre]:
    """The EDC in process on either database: the page is the same on both."""
    if request.param == "postgres":
        yield Centre(request.getfixturevalue("postgres_edc"), site)
        return
    made = Centre(new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key"), site)
    yield made
    made.service.database.close()


def _world(centre: Centre, clinic: Clinic, study: Study) -> World:
    edc = ready(centre, clinic, study)
    world = World(centre, clinic, edc, enrol_child(clinic), study)
    world.sync()
    return world


@pytest.fixture
def world(centre: Centre, new_clinic: "NewClinic", study: Study) -> World:
    """The EDC in process."""
    return _world(centre, new_clinic("bedside"), study)


@pytest.fixture
def served_world(served: Centre, new_clinic: "NewClinic", study: Study) -> World:
    """The EDC behind HTTP."""
    return _world(served, new_clinic("bedside"), study)


@pytest.fixture
def new_browser(tmp_path: Path) -> Iterator[NewBrowser]:
    made: list[Browser] = []

    def make(*, language: str = "en", script: bool = True, dark: bool = False) -> Browser:
        made.append(Browser(tmp_path / f"browser-{len(made)}", language=language, script=script, dark=dark))
        return made[-1]

    yield make
    for browser in made:
        browser.close()
