"""The window as a person uses it in tests: through the first run, back in at the gate. Owns no fixture."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.place import Place, Settings
from desktop_app.tasks import InlineTasks
from desktop_app.vaults import Vaults
from storage.keys import Clock, KdfProfile, system_clock
from study.definition.model import Study
from ui.visit.state import ItemRow

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
PASSPHRASE = "a rainy spring in Xuhui"


def first_run(app: App, passphrase: str = PASSPHRASE) -> None:
    """Study, user, recovery code typed back, offline: through the widgets. The first user is Dr Lin."""
    assert app.first_run is not None
    view = app.first_run.view
    view.study.site_code.setText("SH01")
    view.study.site_name.setText("Children's hospital")
    view.study.next.click()
    view.user.name.setText("Dr Lin")
    view.user.passphrase.first.setText(passphrase)
    view.user.passphrase.again.setText(passphrase)
    view.user.next.click()
    state = view.state
    assert state is not None
    assert state.step.value == "recovery"
    view.recovery.typed.setText(state.recovery.lower().replace("-", " "))
    view.recovery.next.click()
    view.edc.offline.click()


def unlock(app: App, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase at the gate."""
    assert app.gate is not None
    app.gate.view.passphrase.setText(passphrase)
    app.gate.view.enter.click()


def new_window(application: QApplication, folder: Path, study: Study, clock: Clock = system_clock) -> App:
    """The application on a folder, with jobs that run at once and passphrases that are cheap to derive; in English."""
    Place(folder).remember(Settings(language="en", sync_minutes=0))
    app = App(
        application, Place(folder), study, tasks=InlineTasks, clock=clock, vaults=Vaults(folder, clock, CHEAP),
        log_folder=folder.parent,
    )  # fmt: skip
    app.start()
    app.window.activateWindow()
    return app


def close_window(app: App) -> None:
    """Lock, leave, and let Qt delete what is to be deleted."""
    if app.desk is not None:
        app.lock()
    app.leave()
    app.window.deleteLater()
    app.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def type_into(app: App, item: str, text: str) -> None:
    """Go to an item of the open form and type over what stands there, with the keyboard; Enter leaves the field."""
    assert app.desk is not None
    grid = app.desk.pages.visit.view.grid
    state = app.desk.pages.visit.view.state
    assert state is not None
    key = next(row.key for row in state.rows if row.key.rpartition("/")[2] == item)
    grid.go_to(key)
    row = grid.row(key)
    assert row is not None
    row.field.selectAll()
    QTest.keyClicks(row.field, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)


def rows_of(app: App) -> dict[str, ItemRow]:
    """The rows of the open form, by item."""
    assert app.desk is not None
    state = app.desk.pages.visit.view.state
    assert state is not None
    return {row.key.rpartition("/")[2]: row for row in state.rows}
