"""The whole window: a backup when somebody locks, its age at the gate; a backup restored on an empty computer."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.app import App
from desktop_app.backup_plan import BackupPlan
from desktop_app.place import Place, Settings
from desktop_app.tasks import InlineTasks
from desktop_app.vaults import Vaults
from storage.verify import verify_store
from study.changes.facts import Accessed
from study.definition.model import Study
from tests.kit.window import CHEAP, PASSPHRASE, close_window, first_run, unlock

NewApp = Callable[..., App]


def plan(app: App, folder: Path) -> None:
    place = app.house.place
    place.remember(msgspec.structs.replace(place.settings, backup=BackupPlan(str(folder), "lock")))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def facts_at_the_gate(app: App) -> list[str]:
    assert app.gate is not None
    facts = app.gate.view.facts.facts
    return [fact.accessibleName() for fact in facts.values()]


def test_locking_makes_one_and_the_gate_says_so(new_app: NewApp, target: Path) -> None:
    app = new_app()
    first_run(app)
    plan(app, target)
    app.lock()
    [backup] = (path for path in target.iterdir() if path.is_dir())
    assert any("checked" in fact for fact in facts_at_the_gate(app))
    unlock(app)
    assert app.desk is not None
    reader = app.desk.session.store.reader
    told = [x.fact.detail for x in reader.audit() if isinstance(x.fact, Accessed) and x.fact.what == "backup"]
    assert [detail.split(" ")[0] for detail in told] == [backup.name]


def test_a_failed_one_is_said_at_the_gate_and_locks_all_the_same(new_app: NewApp, target: Path) -> None:
    app = new_app()
    first_run(app)
    plan(app, target)
    target.rmdir()
    app.lock()
    assert app.gate is not None
    state = app.gate.view.state
    assert state is not None
    assert any("can't be reached" in text.en for text in state.warnings)
    assert any("never" in fact for fact in facts_at_the_gate(app))


def test_a_backup_is_restored_on_an_empty_computer(
    new_app: NewApp, qapp: QApplication, target: Path, tmp_path: Path, whole_study: Study
) -> None:
    app = new_app()
    first_run(app)
    plan(app, target)
    app.lock()
    [backup] = (path for path in target.iterdir() if path.is_dir())
    old = app.desk
    assert old is None

    folder = tmp_path / "new PC"
    Place(folder).remember(Settings(language="en"))
    new = App(
        qapp, Place(folder), whole_study, tasks=InlineTasks, vaults=Vaults(folder, floor=CHEAP), log_folder=tmp_path
    )
    new.start()
    assert new.first_run is not None
    view = new.first_run.view
    view.start.restore.click()
    new.first_run.restoring.look_at(backup)
    assert view.state is not None
    assert view.state.offered is not None
    view.restore.passphrase.setText("not this one at all")
    view.restore.next.click()
    assert view.state.message is not None
    assert view.state.message.code == "wrong-passphrase"
    view.restore.passphrase.setText(PASSPHRASE)
    view.restore.next.click()
    assert new.desk is not None
    store = new.desk.session.store
    assert store.fault is None
    assert verify_store(store, new.desk.session.unlocked).whole
    assert sum(not row.ended for row in store.reader.devices()) == 2
    close_window(new)
