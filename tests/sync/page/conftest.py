"""A site with one child, and people of the centre."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from study.definition.model import Study
from sync.protocol.edc import Edc
from tests.kit.browser import Browser
from tests.kit.clinic import Centre, Clinic
from tests.kit.page import Child, enrol_child, ready, shipped

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
