"""The first page of an empty computer, and restoring a backup there by passphrase or recovery code."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.unlock.first_run_view import FirstRunView
from ui.unlock.state import FirstRunState, OfferedBackup, RestoreRequest, Step

OFFERED = OfferedBackup("/b/one", Text("S01: 48213 entries", "S01：48213 条记录"), (("u1", "周敏"), ("u2", "李静")))


@pytest.fixture
def view(qtbot: QtBot, look: Look, first_run: FirstRunState) -> FirstRunView:
    made = FirstRunView(look)
    qtbot.addWidget(made)
    made.render(replace(first_run, step=Step.START))
    made.show()
    return made


def labels(view: FirstRunView) -> list[str]:
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible()]


def test_three_ways_to_begin_and_back(view: FirstRunView) -> None:
    steps = [view.step]
    assert "1 研究与中心" not in labels(view)
    for button in (view.start.new, view.study.previous, view.start.restore, view.restore.previous):
        button.click()
        steps.append(view.step)
    assert steps == [Step.START, Step.STUDY, Step.START, Step.RESTORE, Step.START]


def test_who_joins_a_site_enrols(view: FirstRunView, first_run: FirstRunState) -> None:
    view.start.join.click()
    view.render(replace(first_run, step=Step.EDC))
    assert not view.edc.offline.isVisible()


def test_a_new_site_may_stay_offline(view: FirstRunView, first_run: FirstRunState) -> None:
    view.start.new.click()
    view.render(replace(first_run, step=Step.EDC))
    assert view.edc.offline.isVisible()


def test_a_backup_is_chosen_and_opened_with_a_passphrase(
    qtbot: QtBot, view: FirstRunView, first_run: FirstRunState
) -> None:
    view.start.restore.click()
    assert not view.restore.passphrase.isVisible()
    with qtbot.waitSignal(view.backup_choice_requested):
        view.restore.choose.click()
    view.render(replace(first_run, step=Step.START, offered=OFFERED))
    assert view.step == Step.RESTORE
    assert "S01：48213 条记录" in labels(view)
    view.restore.user.setCurrentIndex(1)
    view.restore.passphrase.setText("a winter in Putuo")
    with qtbot.waitSignal(view.restore_requested) as asked:
        QTest.keyClick(view.restore.passphrase, Qt.Key.Key_Return)
    assert asked.args == [RestoreRequest("u2", "a winter in Putuo")]
    assert view.restore.passphrase.text() == ""


def test_or_with_the_recovery_code_and_a_new_passphrase(
    qtbot: QtBot, view: FirstRunView, first_run: FirstRunState
) -> None:
    view.start.restore.click()
    view.render(replace(first_run, step=Step.START, offered=OFFERED))
    view.restore.by_code.click()
    assert view.restore.recovery.isVisible()
    assert not view.restore.next.isVisible()
    view.restore.recovery.code.setText("K7QF-2M9X")
    for field in (view.restore.recovery.passphrase.first, view.restore.recovery.passphrase.again):
        field.setText("another winter in Putuo")
    with qtbot.waitSignal(view.restore_requested) as asked:
        view.restore.recovery.button.click()
    assert asked.args == [RestoreRequest("u1", "another winter in Putuo", "K7QF-2M9X")]


def test_while_it_runs_it_can_be_stopped(qtbot: QtBot, view: FirstRunView, first_run: FirstRunState) -> None:
    view.start.restore.click()
    progress = Text("copying: 40 %", "正在复制：40 %")
    view.render(replace(first_run, step=Step.START, offered=OFFERED, busy=True, progress=progress))
    assert "正在复制：40 %" in labels(view)
    assert not view.restore.previous.isEnabled()
    with qtbot.waitSignal(view.restore_stopped):
        view.restore.stop.click()
