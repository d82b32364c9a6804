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

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
PASSPHRASE = "a rainy spring in Xuhui"


@pytest.fixture(scope="session")
def whole_study() -> Study:
    return shipped_study()


@pytest.fixture
def new_app(qapp: QApplication, tmp_path: Path, whole_study: Study) -> Iterator[Callable[[], App]]:
    """Makes the application as a new start of the program would; what was made is left after the test."""
    made: list[App] = []
    folder = tmp_path / "store"
    Place(folder).remember(Settings(language="en"))

    def make() -> App:
        app = App(
            qapp, Place(folder), whole_study, tasks=InlineTasks, vaults=Vaults(folder, floor=CHEAP), log_folder=tmp_path
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
    go_through_first_run(app)
    return app


def go_through_first_run(app: App) -> None:
    """Study, user, recovery code typed back, offline: through the widgets."""
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Children's hospital")
    view.study.next.click()
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(PASSPHRASE)
    view.user.passphrase.again.setText(PASSPHRASE)
    view.user.next.click()
    state = view.state
    assert state is not None
    assert state.step.value == "recovery"
    view.recovery.typed.setText(state.recovery.lower().replace("-", " "))
    view.recovery.next.click()
    view.edc.offline.click()


@pytest.fixture
def unlock_as() -> Callable[[App, str], None]:
    def enter(app: App, passphrase: str) -> None:
        assert app.gate is not None
        app.gate.view.passphrase.setText(passphrase)
        app.gate.view.enter.click()

    return enter
