"""The first run from an empty disk to enrolled or offline, by keyboard; the recovery code must be typed back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.look import Look
from ui.unlock.first_run_view import FirstRunView
from ui.unlock.state import EnrolmentRequest, FirstRunState, Step, StoreRequest

CODE = "K7QF-2M9X-ABCD-EFGH"


@pytest.fixture
def view(qtbot: QtBot, look: Look, first_run: FirstRunState) -> FirstRunView:
    """The wizard at its first step."""
    made = FirstRunView(look)
    qtbot.addWidget(made)
    made.render(first_run)
    made.show()
    return made


def to_user(qtbot: QtBot, view: FirstRunView) -> None:
    """Fill the first step and go on with Enter."""
    QTest.keyClicks(view.study.site_code, "sh01")
    QTest.keyClicks(view.study.site_name, "Renal unit")
    QTest.keyClick(view.study.site_name, Qt.Key.Key_Return)


def test_a_step_goes_on_only_when_what_it_needs_is_there(qtbot: QtBot, view: FirstRunView) -> None:
    assert not view.study.next.isEnabled()
    steps = [view.step]
    QTest.keyClick(view.study.site_code, Qt.Key.Key_Return)
    steps.append(view.step)
    to_user(qtbot, view)
    steps.append(view.step)
    view.user.previous.click()
    steps.append(view.step)
    assert steps == [Step.STUDY, Step.STUDY, Step.USER, Step.STUDY]
    assert view.study.site_code.text() == "sh01"


def test_the_store_is_asked_for_with_all_that_was_typed(qtbot: QtBot, view: FirstRunView) -> None:
    to_user(qtbot, view)
    QTest.keyClicks(view.user.name, "Zhou Min")
    view.user.passphrase.first.setText("correct horse battery")
    view.user.passphrase.again.setText("correct horse battery")
    with qtbot.waitSignal(view.store_requested) as asked:
        QTest.keyClick(view.user.passphrase.again, Qt.Key.Key_Return)
    assert asked.args == [
        StoreRequest(
            "LNCART", "SH01", "Renal unit", "Asia/Shanghai", "Zhou Min", "investigator", "correct horse battery"
        )
    ]
    assert view.user.passphrase.first.text() == ""


def test_the_code_must_be_typed_back(qtbot: QtBot, view: FirstRunView, first_run: FirstRunState) -> None:
    view.render(replace(first_run, step=Step.RECOVERY, recovery=CODE))
    assert CODE in [words.text() for words in view.recovery.findChildren(QLabel)]
    view.recovery.typed.setText("K7QF-2M9Y")
    assert "从第 8 个字符起不一致。" in [words.text() for words in view.recovery.findChildren(QLabel)]
    with qtbot.assertNotEmitted(view.recovery_confirmed):
        QTest.keyClick(view.recovery.typed, Qt.Key.Key_Return)
    view.recovery.typed.setText("k7qf 2m9x abcd efgh")
    with qtbot.waitSignal(view.recovery_confirmed):
        QTest.keyClick(view.recovery.typed, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.recovery_print_requested):
        view.recovery.print.click()


def test_enrolling_is_asked_with_address_and_code(qtbot: QtBot, view: FirstRunView, first_run: FirstRunState) -> None:
    view.render(replace(first_run, step=Step.EDC))
    assert not view.edc.next.isEnabled()
    view.edc.address.setText(" https://edc.example ")
    view.edc.token.setText("A1B2")
    with qtbot.waitSignal(view.enrolment_requested) as asked:
        view.edc.next.click()
    assert asked.args == [EnrolmentRequest("https://edc.example", "A1B2")]
    view.render(replace(first_run, step=Step.EDC, busy=True, edc_fingerprint="7F3A"))
    assert not view.edc.next.isEnabled()
    assert not view.edc.offline.isEnabled()


def test_staying_offline_is_one_button(qtbot: QtBot, view: FirstRunView, first_run: FirstRunState) -> None:
    view.render(replace(first_run, step=Step.EDC))
    with qtbot.waitSignal(view.offline_chosen):
        view.edc.offline.click()


def test_the_language_can_be_switched_without_losing_a_word(qtbot: QtBot, look: Look, view: FirstRunView) -> None:
    to_user(qtbot, view)
    QTest.keyClicks(view.user.name, "Zhou Min")
    look.language.switch("en")
    assert view.step is Step.USER
    assert view.user.title.text() == "The first user"
    assert view.user.name.text() == "Zhou Min"
