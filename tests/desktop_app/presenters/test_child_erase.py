"""Erasing a child's identity in the window: who may, what is said before, what stands and what is disabled after."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.backup_plan import BackupPlan
from desktop_app.jobs.backup import back_up_open, open_of, plan_backups
from desktop_app.jobs.line import straight
from desktop_app.jobs.note import PRINT, note
from desktop_app.place import Place
from desktop_app.presenters.admin_reading import read_admin
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.visit import VisitPage
from study.address import Address, parse_key
from ui.child.erase_dialog import EraseDialog
from ui.visit.state import Note

NAME = "林小满"


def page_of(work: Any, subject: str, qtbot: QtBot) -> ChildPage:
    page = ChildPage(work.desk)
    work.desk.page = page
    qtbot.addWidget(page.view)
    page.choose(subject)
    page.refresh()
    return page


def dialog_of(page: ChildPage) -> EraseDialog:
    page.view.header.erase_asked.emit()
    assert page.view.erasing is not None
    return page.view.erasing


def erase(page: ChildPage, code: str, reason: str = "the family asked for it") -> None:
    dialog = dialog_of(page)
    dialog.reason.setText(reason)
    dialog.code.setText(code)
    dialog.do.click()


def words_of(dialog: EraseDialog) -> str:
    labels = [item.widget() for at in range(dialog.column.count()) if (item := dialog.column.itemAt(at))]
    return "\n".join(getattr(each, "text", lambda: "")() for each in labels if each is not None)


@pytest.fixture
def work(desk_fixture: Any) -> Any:
    desk_fixture.subject = desk_fixture.enrol("LN-007", name=NAME, number="ZY0098123")
    desk_fixture.follow(desk_fixture.subject)
    return desk_fixture


@pytest.mark.parametrize(("role", "may"), [("investigator", True), ("clinician", False), ("coordinator", False)])
def test_only_who_has_the_right_is_offered_it(
    make_desk: Callable[..., Any], qtbot: QtBot, role: str, may: bool
) -> None:
    made = make_desk(role)
    page = page_of(made, made.enrol("LN-007", name=NAME), qtbot)
    assert page.view.state is not None
    assert page.view.state.may_erase is may
    page.view.header.open_menu()
    assert page.view.header.menu is not None
    offered = [action.text() for action in page.view.header.menu.actions()]
    page.view.header.menu.close()
    assert ("删除身份信息…" in offered) is may
    assert "家属通知单…" in offered


def test_the_dialog_waits_for_a_reason_and_the_code_and_escape_changes_nothing(work: Any, qtbot: QtBot) -> None:
    page = page_of(work, work.subject, qtbot)
    tip = work.store.reader.tip().seq
    dialog = dialog_of(page)
    for reason, code, ready in (("", "LN-007", False), ("asked", "LN-00", False), ("asked", "LN-007", True)):
        dialog.reason.setText(reason)
        dialog.code.setText(code)
        assert dialog.do.isEnabled() is ready
    assert NAME not in words_of(dialog)
    assert NAME not in dialog.windowTitle()
    dialog.reject()
    assert work.store.reader.tip().seq == tip


def test_backups_that_still_open_the_name_are_listed_with_their_days(work: Any, qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    target.mkdir()
    plan = BackupPlan(folder=str(target))
    plan_backups(Place(work.store.folder), plan)
    made = back_up_open(open_of(work.session), target, plan, straight).made
    page = page_of(work, work.subject, qtbot)
    offered = words_of(dialog_of(page))
    assert "2026-11-17 10:00" in offered
    assert offered.count(str(made.path)) == 1


def test_a_reason_that_names_the_child_is_refused_in_the_dialog(work: Any, qtbot: QtBot) -> None:
    page = page_of(work, work.subject, qtbot)
    erase(page, "LN-007", f"{NAME}的家属要求")
    assert page.view.erasing is not None
    assert page.view.erasing.strip.isVisibleTo(page.view.erasing)
    assert work.course(work.subject).record.erased is None


def test_afterwards_the_page_says_so_and_the_name_is_nowhere(work: Any, qtbot: QtBot) -> None:
    page = page_of(work, work.subject, qtbot)
    other = work.enrol("LN-008", name="王五一")
    erase(page, "LN-007")
    assert page.view.erasing is None
    state = page.view.state
    assert state is not None
    assert state.header.erased is not None
    assert state.header.erased.en == "identity erased on 2026-11-17 10:00 by 周敏: the family asked for it"
    assert (state.header.name, state.may_erase) == ("", False)
    assert page.view.gone.isVisibleTo(page.view)
    assert work.desk.told[-1][0] == "identity-erased"
    assert work.child(other).identity.name == "王五一"


def test_sealed_fields_are_closed_with_the_sentence(work: Any, qtbot: QtBot) -> None:
    erase(page_of(work, work.subject, qtbot), "LN-007")
    visit = VisitPage(work.desk)
    qtbot.addWidget(visit.view)
    visit.choose(Address(work.subject, "SCR").key)
    visit.refresh()
    visit.view.form_chosen.emit(Address(work.subject, "SCR", form="DM").key)
    state = visit.view.state
    assert state is not None
    rows = {parse_key(row.key).item: row for row in state.rows}
    for item in ("NAME", "HOSPNO", "BRTHDTC"):
        assert (rows[item].state, rows[item].text) == ("readonly", "")
        [strip] = rows[item].strips
        assert isinstance(strip, Note)
        assert strip.text.en.startswith("identity erased on ")
    assert rows["SEX"].state == "filled"
    assert state.header.child.erased is not None


def test_what_needs_an_age_says_that_the_date_of_birth_was_erased(work: Any, qtbot: QtBot) -> None:
    at = Address(work.subject, "M3")
    before = work.course(work.subject).derived_one(at, "EGFR_U25")
    assert before is not None
    assert before.why is None
    erase(page_of(work, work.subject, qtbot), "LN-007")
    after = work.course(work.subject).derived_one(at, "EGFR_U25")
    assert after is not None
    assert after.why is not None
    assert "date of birth erased" in after.why.en
    assert "出生日期已删除" in after.why.zh
    visit = VisitPage(work.desk)
    qtbot.addWidget(visit.view)
    visit.choose(at.key)
    visit.refresh()
    visit.view.form_chosen.emit(Address(work.subject, "M3", form="CHEM").key)
    assert visit.view.state is not None
    row = next(row for row in visit.view.state.rows if parse_key(row.key).item == "CREAT")
    assert row.reference == "—"
    assert row.reference_note is not None
    assert row.reference_note.en == "date of birth erased"


def test_the_admin_room_asks_for_a_new_sheet_until_it_is_printed(work: Any, qtbot: QtBot) -> None:
    assert not read_admin(work.session).edc.sheet_outdated
    erase(page_of(work, work.subject, qtbot), "LN-007")
    assert read_admin(work.session).edc.sheet_outdated
    work.clock.now += int(timedelta(minutes=1).total_seconds() * 1000)
    note(work.session, PRINT, "site-key")
    assert not read_admin(work.session).edc.sheet_outdated
