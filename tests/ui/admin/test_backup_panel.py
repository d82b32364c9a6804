"""The section of the backups: how it stands, what runs and stops, the plan, trying one, what can't be used."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.admin.admin_view import AdminView
from ui.admin.backup_state import BackupRow, BackupState, PlanShown, Running
from ui.admin.state import About, AdminState, EdcState, Section
from ui.look import Look
from ui.widgets.buttons import LinkButton
from ui.widgets.state import Message, Tone

ROWS = (
    BackupRow("/b/one", "cartella-S01-20261117T100000Z", "2026-11-17 18:00", "48213", "82.5 MB", "2026-11-17"),
    BackupRow("/b/two", "cartella-S01-20261116T100000Z", "2026-11-16 18:00", "48100", "82.4 MB"),
    BackupRow("/b/bad", "cartella-S01-20261115T100000Z", "", "", "", fault=Text("cut short", "不完整")),
)
STATE = BackupState(
    Text("2026-11-17 18:00, 2 h ago", "2026-11-17 18:00，2 小时前"), "/b", PlanShown("daily"), rows=ROWS, may_plan=True
)


def room(state: BackupState) -> AdminState:
    """The room with this section open."""
    return AdminState(
        Section.BACKUP, (), (), EdcState(enrolled=False),
        About("0.1.0", Text("LN", "LN"), "1", "3fa2", "ChiCTR", "/srv"), (), "light", "zh", backup=state,
    )  # fmt: skip


@pytest.fixture
def show(qtbot: QtBot, look: Look) -> Callable[..., AdminView]:
    made = AdminView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.show()

    def render(**changes: object) -> AdminView:
        made.render(room(replace(STATE, **changes)))  # type: ignore[arg-type]  # fields by name
        return made

    return render


def words(view: AdminView) -> list[str]:
    return [label.text() for label in view.backup.findChildren(QLabel) if not label.isHidden()]


def test_it_says_how_it_stands_and_lists_what_is_there(show: Callable[..., AdminView]) -> None:
    said = words(show())
    assert "2026-11-17 18:00，2 小时前" in said
    assert {row.name for row in ROWS} <= set(said)
    assert "不可用" in said
    assert "可恢复" in said


def test_what_is_the_matter_stands_on_top(show: Callable[..., AdminView]) -> None:
    view = show(warnings=(Text("overdue", "备份已逾期。"),))
    assert view.backup.warning.isVisible()
    assert not show().backup.warning.isVisible()


def test_back_up_verify_and_try_are_asked_for(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    view = show()
    with qtbot.waitSignal(view.backup_requested):
        view.backup.back_up.click()
    with qtbot.waitSignal(view.verify_requested):
        view.backup.verify.click()
    with qtbot.waitSignal(view.backup_drill_requested) as asked:
        view.backup.findChildren(LinkButton)[1].click()
    assert asked.args == ["/b/two"]


def test_while_something_runs_only_stopping_is_possible(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    view = show(running=Running(Text("copying", "正在复制"), 30, 120))
    assert view.backup.running.bar.value() == 250
    assert not view.backup.back_up.isEnabled()
    assert not view.backup.verify.isEnabled()
    assert not any(button.isEnabled() for button in view.backup.findChildren(LinkButton))
    with qtbot.waitSignal(view.long_job_stopped):
        view.backup.running.stop.click()


def test_without_a_folder_there_is_nowhere_to_go(show: Callable[..., AdminView]) -> None:
    assert not show(folder="", rows=()).backup.back_up.isEnabled()


def test_a_plan_is_asked_for_as_typed(qtbot: QtBot, show: Callable[..., AdminView]) -> None:
    view = show()
    form = view.backup.plan
    assert form.at.isVisible()
    assert not form.hours.isVisible()
    form.when.choose("hours")
    form.when.chosen.emit("hours")
    assert form.hours.isVisible()
    form.hours.setText("6")
    form.daily.setText("14")
    view.render(room(replace(STATE, running=Running(Text("x", "x")))))
    with qtbot.waitSignal(view.backup_plan_requested) as asked:
        form.save.click()
    assert asked.args == [PlanShown("hours", "18:00", "6", "14", "4", "12")]


def test_only_who_may_plans(show: Callable[..., AdminView]) -> None:
    view = show(may_plan=False)
    assert not view.backup.plan.isEnabled()
    assert not view.backup.folder.isVisible()
    assert view.backup.back_up.isEnabled()


def test_what_was_found_is_said_line_by_line(show: Callable[..., AdminView]) -> None:
    result = Message("findings", Text("Something does not hold:", "发现问题："), Tone.RED)
    view = show(result=result, findings=(Text("Entry 5", "第 5 条"), Text("Entry 6", "第 6 条")))
    assert "第 5 条\n第 6 条" in words(view)
