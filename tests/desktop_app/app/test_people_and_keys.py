"""Passphrases, people and keys through the window; another person takes the desk and the first finds theirs again."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest

from desktop_app.app import App
from storage.key_memory import key_memory
from study.address import Address
from study.changes.facts import Accessed, SubjectEnrolled
from study.errors import KnownError
from ui.admin.admin_view import AdminView
from ui.admin.keys_dialogs import CodeDialog
from ui.admin.keys_state import ChangePassphrase, Deed, RemoveUser, ResetPassphrase, TryCode, UseKept
from ui.admin.state import NewUser, UserRow
from ui.frame.state import Room

LIN, WANG, NEW = "a rainy spring in Xuhui", "four quiet boats at dawn", "seven lamps over the river"
Unlock = Callable[[App, str], None]


def admin(app: App) -> AdminView:
    """The admin room, open."""
    assert app.desk is not None
    app.desk.open_room(Room.ADMIN)
    return app.desk.pages.admin.view


def row(view: AdminView, name: str) -> UserRow:
    assert view.state is not None
    return next(each for each in view.state.users if each.name == name)


def message(view: Any) -> str:
    assert view.state is not None
    return view.state.message.code if view.state.message else ""


def gets_in(app: App, name: str, passphrase: str) -> bool:
    """Whether a person gets in at the gate with this passphrase."""
    if app.desk is not None:
        app.lock()
    assert app.gate is not None
    gate = app.gate.view
    gate.user.setCurrentIndex([gate.user.itemText(i).split(" · ")[0] for i in range(gate.user.count())].index(name))
    gate.passphrase.setText(passphrase)
    gate.enter.click()
    return app.desk is not None


@pytest.fixture
def two(app_at_work: App) -> App:
    """Dr Lin, an administrator, at the desk; Dr Wang, a clinician, can unlock too."""
    admin(app_at_work).user_add_requested.emit(NewUser("Dr Wang", "clinician", WANG))
    return app_at_work


def test_ones_own_passphrase(two: App) -> None:
    view = admin(two)
    view.keys_requested.emit(ChangePassphrase("not the old one", NEW))
    assert message(view) == "wrong-passphrase"
    view.keys_requested.emit(ChangePassphrase(LIN, "correct horse battery staple"))
    assert message(view) == "passphrase-too-common"
    view.keys_requested.emit(ChangePassphrase(LIN, NEW))
    assert message(view) == "keys-change"
    assert gets_in(two, "Dr Lin", NEW)


def test_a_colleague_who_lost_the_passphrase(two: App) -> None:
    view = admin(two)
    view.keys_requested.emit(ResetPassphrase(row(view, "Dr Wang").user, NEW))
    assert message(view) == "keys-reset"
    assert not gets_in(two, "Dr Wang", WANG)
    assert gets_in(two, "Dr Wang", NEW)


def test_a_colleague_who_leaves(two: App) -> None:
    view = admin(two)
    view.keys_requested.emit(RemoveUser(row(view, "Dr Wang").user, "moved away"))
    assert row(view, "Dr Wang").ended is not None
    assert view.state is not None
    assert view.state.keys is not None
    assert view.state.keys.removed == ("Dr Wang",)
    two.lock()
    assert two.gate is not None
    assert [each.name for each in two.gate.view.state.users] == ["Dr Lin"]  # type: ignore[union-attr]


def new_code(view: AdminView, deed: Deed) -> CodeDialog:
    (view.keys.renew if deed is Deed.RENEW else view.keys.new_code).click()
    assert isinstance(view.keys_dialog, CodeDialog)
    return view.keys_dialog


def test_a_new_recovery_code_and_its_drill(two: App) -> None:
    view = admin(two)
    dialog = new_code(view, Deed.CODE)
    code = dialog.code.text()
    dialog.typed.setText(code.lower())
    dialog.do.click()
    assert message(view) == "keys-code"
    assert view.state is not None
    assert view.state.keys is not None
    assert view.state.keys.code == ""
    view.keys_requested.emit(TryCode(code[:-1]))
    assert message(view) == "code-mistyped"
    view.keys_requested.emit(TryCode(code))
    assert message(view) == "keys-try"


def test_renewing_the_keys_ends_at_the_gate_and_everybody_keeps_the_passphrase(two: App) -> None:
    view = admin(two)
    desk = two.desk
    assert desk is not None
    store, unlocked = desk.session.store, desk.session.unlocked
    dialog = new_code(view, Deed.RENEW)
    dialog.typed.setText(dialog.code.text())
    dialog.do.click()
    gate = two.gate
    assert gate is not None
    assert message(gate.view) == "keys-renewed"
    assert store.closed
    with pytest.raises(KnownError, match="locked"):
        unlocked.sign(b"anything")
    assert gets_in(two, "Dr Wang", WANG)
    assert gets_in(two, "Dr Lin", LIN)
    assert two.desk is not None
    reader = two.desk.session.store.reader
    noted = [line.fact.what for line in reader.audit() if isinstance(line.fact, Accessed)]
    assert noted.index("keys-renewal-begun") < noted.index("keys-renewed")
    assert key_memory(two.desk.session.store.connection).epoch == 2


def damage(app: App) -> None:
    """Half of the key file is gone."""
    assert app.desk is not None
    file = app.desk.session.store.folder / "keys.json"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def test_a_key_file_damaged_while_somebody_is_at_work_is_said_and_the_kept_one_put_in_its_place(two: App) -> None:
    view = admin(two)
    view.keys_requested.emit(UseKept())
    assert message(view) == "keys-whole", "nothing is put over a file that is whole"
    damage(two)
    view = admin(two)
    assert view.state is not None
    assert view.state.keys is not None
    assert view.state.keys.damaged is not None
    view.keys_requested.emit(UseKept())
    assert message(view) == "keys-kept"
    assert view.state.keys.damaged is None


def test_at_the_gate_a_damaged_key_file_offers_the_kept_one_after_saying_what_it_takes_back(two: App) -> None:
    damage(two)
    two.lock()
    gate = two.gate
    assert gate is not None
    gate.open()
    assert message(gate.view) == "keys-damaged"
    gate.view.kept.click()
    assert gate.view.asking is not None
    assert "keys.damaged.json" in gate.view.asking.about.text()
    gate.view.asking.do.click()
    assert message(gate.view) == "keys-kept"
    assert not gate.view.kept.isVisibleTo(gate.view)
    assert gate.view.user.count() > 0


def weight(app: App) -> str:
    """Dr Lin opens a child's visit and begins to type a weight; returns the field's key."""
    desk = app.desk
    assert desk is not None
    desk.append((SubjectEnrolled(id=desk.session.store.new_id(), subject="c1"),), lambda _appended: None)
    key = Address("c1", "M3", form="VS", item="WEIGHT").key
    desk.open_visit(Address("c1", "M3").key, key)
    field = desk.pages.visit.view.grid.current()
    assert field is not None
    QTest.keyClicks(field.field, "41")
    return key


def test_another_person_takes_the_desk_and_never_sees_the_first_ones_drafts(two: App) -> None:
    key = weight(two)
    desk = two.desk
    assert desk is not None
    store, first = desk.session.store, desk.session.unlocked
    desk.frame.switch_requested.emit()
    assert two.gate is not None
    assert two.gate.view.user.currentText().startswith("Dr Wang")
    with pytest.raises(KnownError, match="locked"):
        first.sign(b"anything")
    assert gets_in(two, "Dr Wang", WANG)
    assert two.desk is not None
    assert two.desk.session.store is store
    assert two.desk.frame.page == "today"
    two.desk.open_visit(Address("c1", "M3").key, key)
    field = two.desk.pages.visit.view.grid.row(key)
    assert field is not None
    assert field.field.text() == ""
    assert store.reader.drafts(two.desk.session.person.user) == {}
    two.switch_user()
    assert gets_in(two, "Dr Lin", LIN)
    assert two.desk is not None
    assert two.desk.frame.page == "visit"
    assert store.reader.drafts(two.desk.session.person.user) == {key: "41"}
    again = two.desk.pages.visit.view.grid.row(key)
    assert again is not None
    assert again.field.text() == "41"


def test_who_stands_alone_in_the_list_is_offered_again(app_at_work: App) -> None:
    app_at_work.switch_user()
    assert app_at_work.gate is not None
    assert app_at_work.gate.view.user.currentText().startswith("Dr Lin")
