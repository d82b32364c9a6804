"""The frame: rooms by keyboard, the queue in words, messages, lock; what locking replaces is destroyed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from study.text import Text
from ui.frame.frame import Frame
from ui.frame.state import FrameState, LeaveState, Network, Room
from ui.frame.top_bar import queue_words
from ui.frame.window import MainWindow
from ui.look import Look
from ui.widgets.cards import MessageStrip
from ui.widgets.state import Message

STATE = FrameState(
    Room.CHILDREN,
    "周敏",
    Text("Investigator", "研究者"),
    Network.OFFLINE,
    waiting=12,
    oldest=timedelta(hours=3),
    badges=((Room.SYNC, 12),),
)


@pytest.fixture
def frame(qtbot: QtBot, look: Look) -> Frame:
    """The frame with the state above."""
    made = Frame(look)
    qtbot.addWidget(made)
    made.render(STATE)
    made.show()
    return made


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (STATE, "离线 · 12 项待发送，最早 3 小时前", "Offline · 12 changes to send, oldest 3 h"),
        (replace(STATE, waiting=1, oldest=None), "离线 · 1 项待发送", "Offline · 1 change to send"),
        (replace(STATE, network=Network.ONLINE, waiting=0), "在线 · 已全部发送", "Online · everything sent"),
        (
            replace(STATE, network=Network.SENDING, done=8, total=12),
            "在线 · 正在发送 8 / 12",
            "Online · sending 8 / 12",
        ),
        (replace(STATE, network=Network.ALONE, waiting=0), "未接入 EDC", "Not enrolled with an EDC"),
        (
            replace(STATE, bundle=timedelta(days=5)),
            "离线 · 12 项待发送，最早 3 小时前 · 数据包已 5 天未获回复",
            "Offline · 12 changes to send, oldest 3 h · bundle without reply 5 d",
        ),
        (
            replace(STATE, network=Network.STUCK),
            "发送停滞 · 12 项待发送，最早 3 小时前",
            "Queue does not move · 12 changes to send, oldest 3 h",
        ),
    ],
)
def test_network_and_queue_in_words(look: Look, state: FrameState, zh: str, en: str) -> None:
    assert queue_words(state) == zh
    look.language.switch("en")
    assert queue_words(state) == en


def test_a_room_is_chosen_from_the_rail(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.room_chosen) as chosen:
        frame.rail.buttons[Room.ADMIN].click()
    assert chosen.args == [Room.ADMIN]
    assert frame.rail.buttons[Room.SYNC].accessibleName() == "同步, 12 项待处理"


def test_a_room_is_chosen_by_its_number_at_once(qtbot: QtBot, frame: Frame) -> None:
    chosen: list[Room] = []
    frame.room_chosen.connect(chosen.append)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    for key in (Qt.Key.Key_4, Qt.Key.Key_6, Qt.Key.Key_7):
        QTest.keyClick(frame, key, Qt.KeyboardModifier.ControlModifier)
    assert chosen == [Room.SAFETY, Room.AUDIT, Room.ADMIN]


def test_a_room_that_a_role_does_not_open_is_not_offered(frame: Frame) -> None:
    assert frame.rail.buttons[Room.AUDIT].isVisible()
    frame.render(replace(STATE, closed=(Room.AUDIT,)))
    assert not frame.rail.buttons[Room.AUDIT].isVisible()
    assert frame.rail.buttons[Room.ADMIN].isVisible()


def test_the_queue_in_words_leads_to_the_sync_room(qtbot: QtBot, frame: Frame) -> None:
    with qtbot.waitSignal(frame.room_chosen) as chosen:
        frame.top.queue.click()
    assert chosen.args == [Room.SYNC]


def test_lock_has_its_key(qtbot: QtBot, frame: Frame) -> None:
    assert frame.top.lock.shortcut().toString() == "Ctrl+L"
    with qtbot.waitSignal(frame.lock_requested):
        frame.top.lock.click()


def test_offline_is_amber_and_online_is_not(qtbot: QtBot, frame: Frame) -> None:
    assert frame.top.queue.property("attention") is True
    frame.render(replace(STATE, network=Network.ONLINE, waiting=0))
    assert frame.top.queue.property("attention") is False


def test_pages_are_shown_by_name_and_replaced(qtbot: QtBot, frame: Frame) -> None:
    one, other = QLineEdit("one"), QLineEdit("other")
    frame.add_page("children", one)
    frame.show_page("children")
    assert frame.page == "children"
    frame.add_page("children", other)
    frame.show_page("children")
    assert other.isVisible()
    with pytest.raises(KeyError):
        frame.show_page("no such page")


def test_messages_come_and_go(qtbot: QtBot, frame: Frame) -> None:
    message = Message("offline", Text("No answer from the EDC.", "EDC 没有回应。"))
    frame.render(replace(STATE, messages=(message,)))
    strip = frame.findChildren(MessageStrip)[0]
    assert strip.isVisible()
    with qtbot.waitSignal(frame.message_dismissed) as closed:
        strip.close_button.click()
    assert closed.args == ["offline"]
    frame.render(STATE)
    assert not strip.isVisible()


def test_the_language_switch_reaches_every_word(qtbot: QtBot, look: Look, frame: Frame) -> None:
    frame.language_chosen.connect(lambda switch: look.language.switch(switch.language))
    frame.top.languages.segments.chosen.emit("en")
    assert frame.rail.buttons[Room.CHILDREN].text() == "Children"
    assert frame.top.user.text() == "周敏 · Investigator"


def test_both_themes_paint_the_frame(qtbot: QtBot, look: Look, frame: Frame) -> None:
    light = frame.grab().toImage()
    look.theme.switch("dark")
    assert frame.grab().toImage() != light


def test_locking_destroys_the_frame(qtbot: QtBot, look: Look) -> None:
    window, frame = MainWindow(look), Frame(look)
    qtbot.addWidget(window)
    frame.render(STATE)
    window.show_frame(frame)
    with qtbot.waitSignal(frame.destroyed):
        window.show_gate(QLabel("locked"))
    assert not isValid(frame)


def test_closing_asks_first(qtbot: QtBot, look: Look) -> None:
    window = MainWindow(look)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.close_requested):
        window.close()
    assert window.isVisible()
    window.allow_close()
    assert not window.isVisible()


def test_an_answer_given_at_once_closes_too(qtbot: QtBot, look: Look) -> None:
    window = MainWindow(look)
    qtbot.addWidget(window)
    window.close_requested.connect(window.allow_close)
    window.show()
    window.close()
    assert not window.isVisible()


def test_leaving_names_what_stays_behind_and_that_it_is_safe(qtbot: QtBot, look: Look) -> None:
    window = MainWindow(look)
    qtbot.addWidget(window)
    box = window.leave_box(LeaveState(12, timedelta(hours=3), 1))
    assert box.text() == "还有 12 项未发送。"
    assert "它们已存于本机" in box.informativeText()
    assert "最早一项已等待 3 小时" in box.informativeText()
    assert "1 个未录完的栏目" in box.informativeText()
    default = box.defaultButton()
    assert default is not None
    assert box.buttonRole(default) is QMessageBox.ButtonRole.RejectRole


def test_another_user_is_asked_for_by_name_or_key(qtbot: QtBot, frame: Frame) -> None:
    asked: list[bool] = []
    frame.switch_requested.connect(lambda: asked.append(True))
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.top.user.click()
    QTest.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert asked == [True, True]
