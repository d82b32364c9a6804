"""A conflict is decided with a reason, by keyboard; no side is favoured; who may not decide is told why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.conflict.conflict_view import ConflictView
from ui.conflict.state import ConflictState, Plausibility, Resolution, Side
from ui.ids import ConflictId, FactId
from ui.look import Look
from ui.widgets.state import Candidate, Point, Spark, TrendState


def side(fact: str, value: str, *checks: Plausibility) -> Side:
    """A value entered on the ward."""
    return Side(
        FactId(fact),
        Text(value, value),
        "mg/24 h",
        "李静",
        Text("Coordinator", "研究协调员"),
        datetime(2026, 9, 18, 16, 42, tzinfo=UTC),
        Text("clinic", "门诊"),
        "CR-02",
        value,
        None,
        (Text("this device", "本机"),),
        checks,
    )


STATE = ConflictState(
    ConflictId("k1"),
    1,
    2,
    "LN-007",
    Text("M1 · 24 h urine", "M1 · 24 小时尿"),
    Text("24 h urine protein", "24 小时尿蛋白定量"),
    (
        side("a", "680", Plausibility(True, Text("agrees", "与浓度一致"))),
        side("b", "6800", Plausibility(False, Text("six times", "为前次的 6 倍"))),
    ),
    "周敏",
    Text("Investigator", "研究者"),
    TrendState(
        Text("protein", "蛋白"),
        "mg/24 h",
        Spark((Point(14, 1140), Point(31, 680)), log=True),
        candidates=(Candidate("B 6800", Point(31, 6800)),),
    ),
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> ConflictView:
    """Two values of one item."""
    made = ConflictView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    return made


def said(view: ConflictView) -> str:
    """Every text that is visible."""
    return "\n".join(words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view))


def test_nothing_is_chosen_beforehand(view: ConflictView) -> None:
    assert not any(card.radio.isChecked() for card in view.sides)
    assert not view.decision.resolve.isEnabled()


def test_both_sides_tell_who_typed_what_and_saw_what(view: ConflictView, look: Look) -> None:
    for words in ("680", "6800", "李静 · 研究协调员", "2026-09-18 16:42", "（空）", "与浓度一致", "为前次的 6 倍"):
        assert words in said(view)
    look.language.switch("en")
    for words in ("One item has 2 values: 24 h urine protein", "six times", "(empty)"):
        assert words in said(view)


def test_a_choice_and_a_reason_resolve(qtbot: QtBot, view: ConflictView) -> None:
    view.sides[0].radio.click()
    assert not view.decision.resolve.isEnabled()
    QTest.keyClicks(view.decision.reason, "paper report: 0.68 g")
    with qtbot.waitSignal(view.resolved) as resolved:
        view.decision.resolve.click()
    assert resolved.args == [Resolution(ConflictId("k1"), FactId("a"), "", "paper report: 0.68 g")]


def test_a_third_value_is_sent_as_typed(qtbot: QtBot, view: ConflictView) -> None:
    QTest.keyClicks(view.decision.third, "0.7 g")
    view.decision.reason.setPlainText("repeated")
    with qtbot.waitSignal(view.resolved) as resolved:
        view.decision.resolve.click()
    assert resolved.args == [Resolution(ConflictId("k1"), None, "0.7 g", "repeated")]


def test_a_click_on_a_card_chooses_it_in_both_places(qtbot: QtBot, view: ConflictView) -> None:
    QTest.mouseClick(view.sides[1], Qt.MouseButton.LeftButton)
    assert view.sides[1].radio.isChecked()
    assert not view.sides[0].radio.isChecked()
    assert view.sides[1].property("chosen") is True
    assert view.sides[1].radio.shortcut().toString() == "Alt+B"


def test_showing_the_same_conflict_again_keeps_what_was_typed_another_one_does_not(view: ConflictView) -> None:
    view.sides[1].radio.click()
    view.decision.reason.setPlainText("half a rea")
    view.render(replace(STATE, third_refused=Text("no number", "不是数字")))
    assert view.decision.reason.toPlainText() == "half a rea"
    assert view.sides[1].radio.isChecked()
    assert "不是数字" in said(view)
    view.render(replace(STATE, conflict=ConflictId("k2"), position=2))
    assert view.decision.reason.toPlainText() == ""
    assert not any(card.radio.isChecked() for card in view.sides)


def test_stepping_and_back(qtbot: QtBot, view: ConflictView) -> None:
    assert not view.previous.isEnabled()
    with qtbot.waitSignal(view.step_asked) as step:
        view.next.click()
    assert step.args == [1]
    with qtbot.waitSignal(view.back_asked):
        view.back.click()


def test_who_may_not_decide_is_told_why(view: ConflictView) -> None:
    view.render(replace(STATE, may_decide=False, why_not=Text("monitors do not decide", "监查员不作决定")))
    assert "监查员不作决定" in said(view)
    assert not view.sides[0].radio.isEnabled()
    assert not view.decision.reason.isEnabled()


def test_three_values_get_three_cards(view: ConflictView) -> None:
    view.render(replace(STATE, sides=(*STATE.sides, side("c", "700")), trend=None))
    assert [card.letter for card in view.sides if card.isVisible()] == ["A", "B", "C"]
    view.render(STATE)
    assert [card.letter for card in view.sides if card.isVisible()] == ["A", "B"]
