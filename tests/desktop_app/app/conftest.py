"""The whole application on a folder of its own: real widgets, real store, jobs run at once, cheap passphrases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desktop_app.app import App, shipped_study
from desktop_app.place import Place, Settings
from desktop_app.tasks import InlineTasks
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile
from study.definition.model import Study
from tests.kit.window import first_run, unlock

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)


@pytest.fixture(scope="session")
def whole_study() -> Study:
    return shipped_study()


@pytest.fixture
def new_app(qapp: QApplication, tmp_path: Path, whole_study: Study) -> Iterator[Callable[..., App]]:
    """Makes the application as a new start of the program would, with the definition that comes along; what was made is
    left after the test.
    """
    made: list[App] = []
    folder = tmp_path / "store"
    Place(folder).remember(Settings(language="en"))

    def make(study: Study = whole_study) -> App:
        app = App(
            qapp, Place(folder), study, tasks=InlineTasks, vaults=Vaults(folder, floor=CHEAP), log_folder=tmp_path
        )
        made.append(app)
        app.start()
        return app

    yield make
    for app in made:
        if app.desk is not None:
            app.lock()
        app.leave()
        app.window.deleteLater()
        app.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def app_at_work(new_app: Callable[[], App]) -> App:
    """A record was just made by Dr Lin, who stands at the desk."""
    app = new_app()
    first_run(app)
    return app


@pytest.fixture
def unlock_as() -> Callable[[App, str], None]:
    return unlock
