"""A small clinic for the stories: one workstation with one child, an EDC when a story needs one, the real window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.demo.cast import CAST
from desktop_app.demo.centre import SITE, SITE_NAME, Centre, start_centre
from desktop_app.demo.courses import course
from desktop_app.demo.history import History
from desktop_app.demo.people import WANG, ZHOU
from desktop_app.demo.stage import Stage
from desktop_app.demo.story_clock import StoryClock, ahead_now
from desktop_app.demo.workstation import Workstation, set_up
from desktop_app.demo.world import demo_study
from storage.keys import SiteKey
from study.address import parse_key
from study.definition.model import Study
from study.definition.pack import packed
from tests.kit.clinic import Centre as OtherCentre
from tests.kit.clinic import new_service
from tests.kit.station import Site, Station
from tests.kit.window import close_window, first_run, new_window

MakeStage = Callable[[Workstation], Stage]


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The study that the application carries."""
    return demo_study()


@pytest.fixture
def clock() -> StoryClock:
    """A clock that goes from the demonstration's present."""
    return StoryClock(ahead_now())


@pytest.fixture
def centre(tmp_path: Path, clock: StoryClock, shipped: Study) -> Iterator[Centre]:
    """An EDC in a process of its own."""
    made = start_centre(tmp_path / "edc", clock)
    made.admin.add_site(SITE, SITE_NAME)
    made.admin.adopt_study(SITE, shipped.version, shipped.digest, packed(shipped))
    yield made
    made.stop()


@pytest.fixture
def clinic(tmp_path: Path, clock: StoryClock, shipped: Study) -> Iterator[Workstation]:
    """The clinic's workstation with LN-007 up to M1; not enrolled with any EDC."""
    made = clinic_at(tmp_path / "CR-02", shipped, clock)
    yield made
    made.close()


@pytest.fixture
def clinic_under(tmp_path: Path, clock: StoryClock) -> Iterator[Callable[[Study], Workstation]]:
    """Makes the clinic's workstation under another definition."""
    made: list[Workstation] = []

    def make(study: Study) -> Workstation:
        made.append(clinic_at(tmp_path / "CR-02", study, clock))
        return made[-1]

    yield make
    for station in made:
        station.close()


def clinic_at(folder: Path, study: Study, clock: StoryClock) -> Workstation:
    """A workstation with LN-007 up to M1 under a study."""
    site_key = SiteKey.new()
    made = set_up(folder, study, clock, (ZHOU,), site_key)
    history = History(study, site_key, made.store.new_id)
    child = next(each for each in CAST if each.code == "LN-007")
    for filled in course(child):
        if filled.visit in ("SCR", "BL", "D0", "M1") and filled.form in ("VISIT", "DM", "VS", "CHEM", "INF"):
            made.append(ZHOU, history.facts(filled))
    return made


@pytest.fixture
def ward(tmp_path: Path, clock: StoryClock, shipped: Study) -> Iterator[Workstation]:
    """A second workstation with an empty record."""
    made = set_up(tmp_path / "WD-07", shipped, clock, (ZHOU, WANG))
    yield made
    made.close()


@pytest.fixture
def make_stage(qapp: QApplication, tmp_path: Path) -> Iterator[MakeStage]:
    """Opens the window on a workstation that nobody has open."""
    made: list[Stage] = []

    def make(station: Workstation) -> Stage:
        station.close()
        stage = Stage(qapp, station.house.place.folder, station.house.study, station.clock, tmp_path / "pictures")
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.end()
        stage.app.look.language.switch("en")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def other_centre(tmp_path: Path) -> Iterator[OtherCentre]:
    """A real EDC in process for the second trial, with its one site; its sessions are what a device asks."""
    made = OtherCentre(new_service(f"sqlite:///{tmp_path}/edc.db", tmp_path / "edc.key"), "SH01")
    yield made
    made.close()
    made.service.database.close()


@pytest.fixture
def new_window_on(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[str, Study], App]]:
    """Opens the application as `cartella --study DIR` does the first time, and goes through the first run."""
    made: list[App] = []

    def make(name: str, study: Study) -> App:
        made.append(new_window(qapp, tmp_path / name, study))
        first_run(made[-1])
        return made[-1]

    yield make
    for app in made:
        close_window(app)


@pytest.fixture
def site(qapp: QApplication, tmp_path: Path, shipped: Study, centre: Centre) -> Iterator[Site]:
    """Two windows, enrolled through them; a child with a visit of today and its creatinine, known to both."""
    made: list[App] = []

    def station(name: str) -> Station:
        app = new_window(qapp, tmp_path / name, shipped)
        made.append(app)
        first_run(app)
        # While the other window is used nobody is at this one; it must not lock for that on a slow machine.
        app.idle.stop()
        opened = Station(app)
        opened.join(centre)
        opened.sync()
        return opened

    ward, clinic = station("WD-07"), station("CR-02")
    child = ward.enrol_child()
    ward.form(child, "VISIT")
    ward.type("VISDTC", str(ward.desk.session.today))
    ward.form(child, "CHEM")
    ward.type("CREAT", "61")
    place = parse_key(ward.row("K").key)
    ward.sync()
    clinic.sync()
    yield Site(ward, clinic, centre, child, place)
    for app in made:
        close_window(app)
