"""Both languages can be switched at run time, with plurals, days and spans as they are written in each."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.language import LanguageSwitch, age_of, day_of, fill, study_day
from ui.look import Look
from ui.view import View
from ui.widgets.language_switch import LanguageSwitcher


class Hello(View[Text]):
    """A screen with one text."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.word = QLabel()
        QVBoxLayout(self).addWidget(self.word)

    def _show(self, state: Text) -> None:
        self.word.setText(self.look.text(state))


def test_a_switch_shows_every_screen_again(qtbot: QtBot, look: Look) -> None:
    view = Hello(look)
    qtbot.addWidget(view)
    view.render(Text("potassium", "钾"))
    assert view.word.text() == "钾"
    look.language.switch("en")
    assert view.word.text() == "potassium"
    assert look.language.other(Text("potassium", "钾")) == "钾"


def test_a_screen_without_a_state_waits_for_one(qtbot: QtBot, look: Look) -> None:
    view = Hello(look)
    qtbot.addWidget(view)
    look.language.switch("en")
    assert view.word.text() == ""


def test_the_switch_asks_only_for_the_other_language(qtbot: QtBot, look: Look) -> None:
    switch = LanguageSwitcher(look)
    qtbot.addWidget(switch)
    with qtbot.waitSignal(switch.asked) as asked:
        switch.segments.chosen.emit("en")
    assert asked.args == [LanguageSwitch("en")]
    with qtbot.assertNotEmitted(switch.asked):
        switch.segments.chosen.emit("zh")


def test_setting_the_same_language_is_no_switch(qtbot: QtBot, look: Look) -> None:
    with qtbot.assertNotEmitted(look.language.switched):
        look.language.switch("zh")


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(minutes=5), "5 分钟", "5 min"),
        (timedelta(hours=3, minutes=6), "3 小时", "3 h"),
        (timedelta(days=4), "4 天", "4 d"),
        (timedelta(seconds=-5), "0 分钟", "0 min"),
    ],
)
def test_spans_in_the_largest_whole_unit(look: Look, span: timedelta, zh: str, en: str) -> None:
    assert age_of(span) == zh
    look.language.switch("en")
    assert age_of(span) == en


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 17), "今日"),
        (date(2026, 11, 16), "昨日"),
        (date(2026, 11, 24), "11-24"),
        (datetime(2025, 12, 31, 8), "2025-12-31"),  # noqa: DTZ001  # a wall-clock time at the site
    ],
)
def test_days_as_they_are_written_here(look: Look, day: date, shown: str) -> None:
    assert day_of(day, date(2026, 11, 17)) == shown


def test_there_is_a_study_day_nought() -> None:
    assert [study_day(day) for day in (-28, 0, 91)] == ["D\N{MINUS SIGN}28", "D0", "D+91"]


def test_a_pattern_is_filled_in_any_order() -> None:
    assert fill("%2 of %1", 12, 8) == "8 of 12"
