"""Fields, passphrases, dates and switches as people use them: by keyboard, and in either language."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.widgets.cards import EmptyState, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.dates import DateLine, TimeLine, read_date, read_time
from ui.widgets.fields import Choice, Passphrase, Tick
from ui.widgets.passphrase import NewPassphrase, unmet_rules
from ui.widgets.segmented import Segmented
from ui.widgets.state import Message, Tone


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2014-07-03", date(2014, 7, 3)),
        ("20140703", date(2014, 7, 3)),
        ("2014.7.3", date(2014, 7, 3)),
        ("2014年7月3日", date(2014, 7, 3)),
        ("２０１４／７／３", date(2014, 7, 3)),
        ("2014-02-30", None),
        ("03-07-2014", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, means: date | None) -> None:
    assert read_date(text) == means


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.year}年{day.month}月{day.day}日") == day


def test_leaving_a_date_writes_what_was_understood(qtbot: QtBot) -> None:
    line = DateLine()
    qtbot.addWidget(line)
    line.setText("2014年7月3日")
    line.editingFinished.emit()
    assert line.text() == "2014-07-03"


@pytest.mark.parametrize(
    ("passphrase", "again", "unmet"),
    [
        ("", "", {"length", "varied", "name", "same"}),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", {"varied"}),
        ("zhou min is here", "zhou min is here", {"name"}),
        ("correct horse battery", "correct horse batterx", {"same"}),
        ("correct horse battery", "correct horse battery", set()),
        ("short", "short", {"length"}),
    ],
)
def test_the_rules_of_a_passphrase(passphrase: str, again: str, unmet: set[str]) -> None:
    assert unmet_rules(passphrase, again, "Zhou Min", 12) == unmet


def test_a_new_passphrase_is_given_out_only_when_all_rules_are_met(qtbot: QtBot, look: Look) -> None:
    new = NewPassphrase(look)
    qtbot.addWidget(new)
    new.expect("周敏", 12)
    new.first.setText("correct horse battery")
    assert new.text() == ""
    QTest.keyClicks(new.again, "correct horse battery")
    with qtbot.waitSignal(new.submitted):
        QTest.keyClick(new.again, Qt.Key.Key_Return)
    assert new.text() == "correct horse battery"
    new.forget()
    assert new.first.text() == new.again.text() == ""


def test_caps_lock_is_noticed_from_what_is_typed(qtbot: QtBot, look: Look) -> None:
    field = Passphrase()
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.caps_changed) as on:
        QTest.keyClicks(field, "A", Qt.KeyboardModifier.NoModifier)
    assert on.args == [True]
    with qtbot.waitSignal(field.caps_changed) as off:
        QTest.keyClick(field, Qt.Key.Key_CapsLock)
    assert off.args == [False]
    with qtbot.assertNotEmitted(field.caps_changed):
        QTest.keyClicks(field, "B", Qt.KeyboardModifier.ShiftModifier)


def test_a_passphrase_can_be_shown_and_is_hidden_again_when_forgotten(qtbot: QtBot, look: Look) -> None:
    field = Passphrase()
    qtbot.addWidget(field)
    reveal = field.findChild(QToolButton)
    assert isinstance(reveal, QToolButton)
    assert reveal.accessibleName() == "显示口令"
    reveal.click()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    field.forget()
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_arrows_move_the_segmented_switch(qtbot: QtBot) -> None:
    switch = Segmented()
    qtbot.addWidget(switch)
    switch.offer([("a", "A"), ("b", "B"), ("c", "C")], "a")
    with qtbot.waitSignal(switch.chosen) as chosen:
        QTest.keyClick(switch, Qt.Key.Key_Right)
    assert chosen.args == ["b"]
    assert switch.current() == "b"
    switch.offer([("a", "A 2"), ("b", "B 1"), ("c", "C")], "c")
    assert switch.current() == "c"


def test_a_choice_is_offered_without_a_signal(qtbot: QtBot, look: Look) -> None:
    choice = Choice(look)
    qtbot.addWidget(choice)
    with qtbot.assertNotEmitted(choice.currentIndexChanged):
        choice.offer([("F", "女"), ("M", "男")], "M")
    assert choice.key() == "M"
    choice.offer([("F", "女")], None)
    assert choice.key() == ""
    assert not choice.grab().isNull()


def test_a_tick_is_drawn(qtbot: QtBot, look: Look) -> None:
    tick = Tick(look, "x")
    qtbot.addWidget(tick)
    empty = tick.grab().toImage()
    tick.setChecked(True)
    assert tick.grab().toImage() != empty


def test_a_message_can_be_closed_by_its_code(qtbot: QtBot, look: Look) -> None:
    strip = MessageStrip(look, closable=True)
    qtbot.addWidget(strip)
    strip.show_message(
        Message("disk-full", Text("The disk is full.", "磁盘已满。"), Tone.RED, Text("Free some.", "请清理。"))
    )
    assert strip.accessibleName() == "磁盘已满。 请清理。"
    with qtbot.waitSignal(strip.dismissed) as closed:
        strip.close_button.click()
    assert closed.args == ["disk-full"]


def test_an_empty_screen_offers_its_first_action(qtbot: QtBot, look: Look) -> None:
    empty = EmptyState(look, "children")
    qtbot.addWidget(empty)
    empty.say("Nothing yet", "This is for ...", "Begin")
    with qtbot.waitSignal(empty.asked):
        empty.button.click()
    empty.say("Nothing yet", "This is for ...")
    assert empty.button.isHidden()


def test_a_chip_changes_its_tone(qtbot: QtBot, look: Look) -> None:
    chip = Chip(look, "冲突", Tone.AMBER, "fork")
    qtbot.addWidget(chip)
    chip.say("正常")
    assert chip.property("tone") == "plain"
    assert chip.accessibleName() == "正常"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("9:30", time(9, 30)), ("09:30", time(9, 30)), ("0930", time(9, 30)), ("０９：３０", time(9, 30)),
        ("9点30分", time(9, 30)), ("14.05", time(14, 5)), ("24:00", None), ("9:60", None), ("930", None), ("9", None),
        ("", None), ("9:30 pm", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_or_refused(text: str, means: time | None) -> None:
    assert read_time(text) == means


def test_a_field_for_a_time_writes_what_it_understood(qtbot: QtBot) -> None:
    line = TimeLine()
    qtbot.addWidget(line)
    line.setText("９：５")
    assert line.time() is None
    line.setText("８：０５")
    line.editingFinished.emit()
    assert line.text() == "08:05"
