"""A file is withdrawn at the bedside, through the widgets: what is said before, what stands after, what is refused."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_app.jobs.attach import attach, attachments
from desktop_app.jobs.sign import Asked, sign
from desktop_app.presenters import rejected, today_needs
from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.sync_reading import read_sync
from desktop_app.presenters.sync_state import Running, sync_state
from desktop_app.presenters.visit import VisitPage
from desktop_app.presenters.visit.withdrawing import withdrawal
from storage.history import Sought
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.signing import meanings, seen
from study.state.slots import Slot
from study.text import Text
from tests.kit.central import Central
from ui.visit.acts import FileWithdrawn

PASSPHRASE = "a rainy spring in Xuhui"


class EcgForm:
    """The ECG form of a child at M3, on the screen."""

    def __init__(self, work: Any, page: Any, place: Address) -> None:
        self.work, self.page, self.place = work, page, place

    @property
    def strip(self) -> Any:
        return self.page.view.files

    @property
    def state(self) -> Any:
        return self.page.view.state

    def files(self) -> list[tuple[str, str]]:
        """Each file as it is listed: its name, and why it does not stand."""
        return [(file.name, file.withdrawn.en if file.withdrawn else "") for file in self.state.files]

    def attach(self, path: Path) -> Any:
        fact = attach(self.work.store, self.place, path, ("image",))
        self.work.append(fact)
        self.page.refresh()
        return fact

    def away(self, key: str) -> Any:
        """The button that withdraws a file."""
        return self.strip._away[key]

    def standing(self) -> list[Any]:
        record = self.work.course(self.place.subject).record
        return [entry.fact for entry in record.attachments(self.place)]

    def sign(self) -> None:
        shown = seen(self.work.course(self.place.subject), self.place)
        meaning = meanings(self.work.study)[0].label
        self.work.session.records.forget(sign(self.work.session, Asked((shown,), meaning, PASSPHRASE)).slots)
        self.page.refresh()


@pytest.fixture
def ecg(make_desk: Any, qtbot: QtBot, tmp_path: Path) -> Any:
    def make(role: str = "investigator") -> Any:
        work = make_desk("investigator" if role == "investigator" else role)
        subject = work.enrol("LN-007", name="林小满")
        place = Address(subject, "M3", form="ECG")
        page: Any = VisitPage(work.desk)
        work.desk.page = page
        qtbot.addWidget(page.view)
        page.view.resize(1294, 724)
        page.view.show()
        page.view.activateWindow()
        qtbot.waitUntil(page.view.isActiveWindow)
        page.choose(place.in_visit.key, place.key)
        page.refresh()
        return EcgForm(work, page, place)

    return make


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "ECG M3.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return path


def test_by_keys_alone_a_file_is_withdrawn_with_a_reason(ecg: Any, picture: Path, qtbot: QtBot) -> None:
    form = ecg()
    fact = form.attach(picture)
    away = form.away(fact.id)
    assert away.accessibleName() == "撤回“ECG M3.png”"
    qtbot.waitUntil(away.isVisible)
    form.strip._links[fact.id].setFocus()
    QTest.keyClick(form.strip._links[fact.id], Qt.Key.Key_Tab)
    assert away.hasFocus()
    QTest.keyClick(away, Qt.Key.Key_Return)
    dialog = form.strip.dialog
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.windowTitle() == "撤回“ECG M3.png”"
    assert "仍灰色保留在记录和稽查轨迹中" in dialog.about.text()
    assert "签名" not in dialog.about.text(), "nobody signed anything"
    dialog.words.setText("不是该患儿的心电图")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert form.files() == [("ECG M3.png", "withdrawn 2026-11-17 10:00 · 周敏 · 不是该患儿的心电图")]
    assert form.standing() == []
    assert attachments(form.work.store).has(fact.name), "the sealed file is kept"
    assert form.strip._title.text() == "附件 · 0"
    qtbot.waitUntil(form.strip._links[fact.id].hasFocus)


def test_withdrawn_it_is_struck_through_and_can_still_be_looked_at(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    link = form.strip._links[fact.id]
    assert link.font().strikeOut()
    assert link.property("gone")
    said = "已撤回 2026-11-17 10:00 · 周敏 · 属于其他患儿"
    assert form.files() == [("ECG M3.png", "withdrawn 2026-11-17 10:00 · 周敏 · belongs to another child")]
    assert link.accessibleName() == f"ECG M3.png, {said}"
    assert said in [text.text() for text in form.strip.findChildren(QLabel)]
    assert fact.id not in form.strip._away
    link.click()
    assert form.state.preview_of == fact.id


def test_in_english_too(ecg: Any, picture: Path) -> None:
    form = ecg()
    form.work.desk.look.language.switch("en")
    fact = form.attach(picture)
    form.away(fact.id).click()
    assert form.strip.dialog.windowTitle() == "Withdraw “ECG M3.png”"
    assert "attach the file again if it belongs here after all" in form.strip.dialog.about.text()
    offered = [each.text() for each in form.strip.dialog.offered]
    assert offered[0] == "belongs to another child"


def test_before_it_is_said_whose_signatures_become_void(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.work.set(form.place.subject, "M3", "ECG", {"EGHR": "84"})
    form.sign()
    form.away(fact.id).click()
    about = form.strip.dialog.about.text()
    assert "已签名：周敏 2026-11-17 10:00。撤回会使上述签名失效" in about
    form.strip.dialog.words.setText("x")
    form.strip.dialog.done_button.click()
    assert form.state.form.signed_void
    assert "file taken away: ECG M3.png" in form.state.form.signed_detail.en


def test_a_signature_that_covers_values_alone_is_not_said_to_become_void(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    record = form.work.course(form.place.subject).record
    form.work.append(f.Signed(id="s", address=form.place, meaning="x / y", digest=record.digest(form.place, 1)))
    form.page.refresh()
    assert len(form.state.file_withdrawing.about) == 2
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "twice"))
    assert not form.state.form.signed_void


def test_the_same_file_attached_again_is_signed_again_by_itself(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.work.set(form.place.subject, "M3", "ECG", {"EGHR": "84"})
    form.sign()
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    form.attach(picture)
    assert not form.state.form.signed_void
    assert [bool(why) for _name, why in form.files()] == [False, True]


def test_without_a_reason_the_dialog_asks_for_one_and_nothing_happens(ecg: Any, picture: Path, qtbot: QtBot) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.away(fact.id).click()
    dialog = form.strip.dialog
    qtbot.waitUntil(dialog.isVisible)
    dialog.words.setText("   ")
    dialog.done_button.click()
    assert dialog.isVisible()
    assert dialog.lacking.isVisible()
    assert dialog.lacking.text() == "请先填写原因：尚未作任何更改。"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert [bool(why) for _name, why in form.files()] == [False]


def test_the_store_itself_refuses_one_without_a_reason(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, " "))
    assert [error.code for error in form.work.desk.failures] == ["reason-wanted"]
    assert form.standing() == [fact]


def test_who_may_not_is_offered_nothing_and_refused(ecg: Any, picture: Path) -> None:
    form = ecg("data_entry")
    fact = form.attach(picture)
    assert form.state.file_withdrawing is None
    assert form.strip._away == {}
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    assert [error.code for error in form.work.desk.failures] == ["no-right"]
    assert form.standing() == [fact]


@pytest.mark.parametrize("stopped", ["frozen", "locked"])
def test_on_a_frozen_or_locked_form_nothing_is_offered_and_all_refused(ecg: Any, picture: Path, stopped: str) -> None:
    form = ecg()
    fact = form.attach(picture)
    scene = form.page.scene()
    kind = f.Frozen if stopped == "frozen" else f.Locked
    central = Central(form.work.clock, "LN")
    form.work.store.enrolled(edc=central.trusted, site_name="Renji")
    central.act(kind(id="z", address=form.place, reason="database lock"))
    central.sync(form.work.store)
    form.work.desk.moved(None)
    assert form.state.file_withdrawing is None
    assert form.strip._away == {}
    assert "database lock" in form.state.form.readonly.en
    with pytest.raises(KnownError, match=stopped):
        form.work.append(withdrawal(form.work.store.reader, scene, fact.id, "why", "w"))


def test_what_somebody_else_withdrew_meanwhile_is_said_and_then_shown(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.away(fact.id).click()
    form.work.append(
        f.AttachmentWithdrawn(id="w", bases=(fact.id,), attachment=fact.id, address=form.place, reason="not hers")
    )
    form.strip.dialog.words.setText("wrong child")
    form.strip.dialog.done_button.click()
    [error] = form.work.desk.failures
    assert (error.code, error.sentence.en) == (
        "file-withdrawn",
        "This file was withdrawn meanwhile (not hers). Nothing was changed.",
    )
    assert form.files() == [("ECG M3.png", "withdrawn 2026-11-17 10:00 · 周敏 · not hers")]
    assert len(form.work.store.reader.history(Slot("attachment", fact.id))) == 2


def test_a_file_that_was_never_there_is_refused(ecg: Any) -> None:
    form = ecg()
    form.page.view.attachment_withdrawn.emit(FileWithdrawn("nobody", "child"))
    assert [error.code for error in form.work.desk.failures] == ["file-unknown"]


def test_of_two_files_only_the_one_that_was_named_goes(ecg: Any, picture: Path) -> None:
    form = ecg()
    first, second = form.attach(picture), form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(second.id, "twice"))
    assert form.standing() == [first]
    assert [bool(why) for _name, why in form.files()] == [False, True]


def test_the_audit_trail_says_which_kind_of_file_and_why(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    lines = form.work.store.reader.audit(Sought(kinds=frozenset({"attachmentwithdrawn"})))
    [row] = AuditWords(form.work.session).rows(lines)
    assert (row.kind.en, row.kind.zh) == ("file withdrawn", "文件撤回")
    assert (row.before.en, row.after.en) == ("image/png, 72 B", "")
    assert row.why == "属于其他患儿 / belongs to another child"
    assert row.who == "周敏"


def test_without_names_a_withdrawn_file_is_called_by_its_kind(ecg: Any, picture: Path, make_desk: Any) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    form.work.session.role = "monitor"
    form.page.refresh()
    assert [name for name, _why in form.files()] == ["image/png"]


def test_a_withdrawal_that_the_centre_holds_is_said_at_the_file_that_stands(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    store, central = form.work.store, Central(form.work.clock, "LN")
    store.enrolled(edc=central.trusted, site_name="Renji")
    said = next(line for line in store.reader.history(Slot("attachment", fact.id)) if line.fact.id != fact.id)
    central.holds[said.change] = ("frozen", Text("frozen since Monday", "周一起冻结"))
    central.sync(store)
    form.work.desk.moved(None)
    [row] = form.state.files
    assert row.withdrawn is None
    assert row.held.en == "withdrawal waits at the centre · 周敏 2026-11-17 10:00 · frozen since Monday"
    assert row.held.zh in [text.toolTip() for text in form.strip.findChildren(QLabel)]


def reject(form: Any, central: Central, fact: Any, reason: str = "the file is hers") -> None:
    """The centre holds the withdrawal of a file, and a person there rejects it."""
    store = form.work.store
    store.enrolled(edc=central.trusted, site_name="Renji")
    said = next(line for line in store.reader.history(Slot("attachment", fact.id)) if line.fact.id != fact.id)
    central.holds[said.change] = ("frozen", Text("frozen since Monday", "周一起冻结"))
    central.sync(store)
    central.act(f.ChangeRejected(id="r", change=said.change, reason=reason))
    central.sync(store)
    form.work.desk.moved(None)


def test_a_withdrawal_that_was_rejected_is_said_at_the_file_with_the_reason(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    reject(form, Central(form.work.clock, "LN"), fact)
    [row] = form.state.files
    assert row.withdrawn is None
    assert row.held.en.startswith("withdrawal rejected at the EDC: the file stands · 周敏 2026-11-17 10:00 · dm ")
    assert row.held.en.endswith("· the file is hers")
    assert row.held.zh in [text.toolTip() for text in form.strip.findChildren(QLabel)]
    assert form.standing() == [fact]


def test_the_childs_page_the_sync_page_and_today_say_so_too(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    reject(form, Central(form.work.clock, "LN"), fact)
    session = form.work.session
    child = ChildPage(form.work.desk)
    child.choose(form.place.subject)
    child.refresh()
    assert child.view.state is not None
    [row] = child.view.state.files
    assert row.held is not None
    assert row.held.zh.startswith("撤回已被中心库驳回，文件仍有效 · 周敏 2026-11-17 10:00")
    state = sync_state(session.study, session.zone, session.now.replace(tzinfo=None), read_sync(session), Running())
    [said] = state.rejected
    assert (said.subject, said.subject_key) == ("LN-007", form.place.subject)
    assert said.text.en.endswith("ECG, withdrawal of a file")
    assert said.reason.en == "dm · the file is hers"
    [(place, words)] = today_needs.lately_rejected(session.study, session.store.reader, session.clock())
    assert place == form.place.key
    assert words.zh.endswith("，撤回文件：the file is hers")


def test_a_file_that_was_withdrawn_again_after_the_rejection_is_withdrawn(ecg: Any, picture: Path) -> None:
    form = ecg()
    fact = form.attach(picture)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "child"))
    reject(form, Central(form.work.clock, "LN"), fact)
    form.page.view.attachment_withdrawn.emit(FileWithdrawn(fact.id, "twice"))
    [row] = form.state.files
    assert row.withdrawn is not None
    assert row.held is None
    assert rejected.lately_rejected(form.work.study, form.work.store.reader, form.work.clock()) == ()
