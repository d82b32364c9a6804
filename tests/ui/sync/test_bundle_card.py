"""The card of bundles: what waits and since when, what is running, the last ones, what came of it; both languages."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.sync.bundle_card import BundleCard
from ui.sync.bundle_state import BundleProgress, BundleRow, BundleStanding, BundleState


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 20)  # noqa: DTZ001  # wall-clock


WAITS = BundleRow(at(14, 9), 212, 3, BundleStanding.WAITING)
ANSWERED = BundleRow(at(2, 15), 96, 0, BundleStanding.ANSWERED, at(9, 8), 14, enrols=True)
STATE = BundleState(at(17, 14), True, (WAITS, ANSWERED))


@pytest.fixture
def card(qtbot: QtBot, look: Look) -> BundleCard:
    made = BundleCard(look)
    qtbot.addWidget(made)
    made.resize(900, 160)
    made.show()
    return made


def words(card: BundleCard) -> str:
    return " | ".join(each.text() for each in card.findChildren(QLabel) if each.isVisible())


def test_the_age_of_what_is_unanswered_stands_first(card: BundleCard, look: Look) -> None:
    card.show_state(STATE)
    assert "3 天前" in words(card)
    look.language.switch("en")
    card.show_state(STATE)
    assert "212 changes exported 3 d ago, no reply yet" in words(card)
    assert "enrolment" in words(card)
    assert "reply imported" in words(card)


def test_while_one_is_on_its_way_it_can_be_stopped_and_nothing_else_begun(card: BundleCard, qtbot: QtBot) -> None:
    card.show_state(replace(STATE, progress=BundleProgress(writing=True, done=40, total=212)))
    assert (card.stop.isVisible(), card.out.isVisible(), card.back.isVisible()) == (True, False, False)
    with qtbot.waitSignal(card.stop_requested):
        card.stop.click()


def test_whether_attached_files_go_along_is_asked(card: BundleCard, qtbot: QtBot) -> None:
    card.show_state(STATE)
    with qtbot.waitSignal(card.export_requested) as heard:
        card.out.click()
    assert heard.args == [True]
    card.files.click()
    with qtbot.waitSignal(card.export_requested) as heard:
        card.out.click()
    assert heard.args == [False]


def test_before_an_edc_is_trusted_there_is_nothing_to_export(card: BundleCard, look: Look) -> None:
    look.language.switch("en")
    card.show_state(BundleState(at(17, 14), enrolled=False))
    assert not card.out.isVisible()
    assert "invitation" in card.back.text()
    card.show_state(None)
    assert not card.isVisible()


def test_what_came_of_it_is_said_until_the_next(card: BundleCard) -> None:
    card.show_state(replace(STATE, said=Text("damaged", "数据包已损坏"), well=False))
    assert "数据包已损坏" in words(card)
