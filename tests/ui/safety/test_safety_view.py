"""The room of safety: events in groups, what is late, grades by day, deadlines and proposals by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.trial_rows import Proposal
from ui.child.trial_state import Mark, ProposalRow, TrialBlock, TrialLine
from ui.look import Look
from ui.safety.state import DayGrade, EpisodeLine, EventLine, Filter, SafetyState, Which
from ui.safety.strip import axis_of
from ui.safety.view import SafetyView
from ui.visit.state import Option
from ui.widgets.grouped import GroupLine, RowLine
from ui.widgets.state import Tone


def event(key: str, **changes: object) -> EventLine:
    """An open event that is not serious."""
    made = EventLine(
        key=key, code="LN-007", name="林小满", term="肺炎", grade="G2", course="G1 D+3 → G2 D+5", severe=False,
        serious=False, related=Text("Possible", "可能有关"), since="2026-11-15", outcome=Text("Recovering", "好转"),
        open=True,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # the names are fields


LATE = Text("3 h 0 min late", "超时3小时0分")
STATE = SafetyState(
    events=(
        event("e1", grade="G4", severe=True, serious=True, clock=LATE, late=True),
        event("e2"),
        event("e3", open=False),
    ),
    clocks=TrialBlock((TrialLine(Text("LN-007 SAE", "LN-007 SAE"), None, LATE, Mark.STOP, "e1"),)),
    proposals=(ProposalRow("event", "p1", Text("LN-007 Anemia G3", "LN-007 贫血3级"), None, Mark.INFO),),
    episodes=(
        EpisodeLine("c1", "LN-007", "林小满", Text("CRS grade 3", "CRS 3级"), Text("4.0 d", "4.0天"),
                    (DayGrade(3, 1), DayGrade(4, 3), DayGrade(6, None))),
    ),
    children=(Option("LN-007", Text("LN-007", "LN-007")),),
    counts=((Which.OPEN, 2), (Which.SERIOUS, 1), (Which.ALL, 3)),
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> SafetyView:
    """Three events, a late deadline, a proposal, an episode."""
    made = SafetyView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def test_what_is_open_stands_above_and_what_is_over_recedes(view: SafetyView) -> None:
    lines = view.events.rows.lines
    assert [line.title for line in lines if isinstance(line, GroupLine)] == ["未结束", "已结束"]
    assert [(line.key, line.over) for line in lines if isinstance(line, RowLine)] == [
        ("e1", False), ("e2", False), ("e3", True),
    ]  # fmt: skip


def test_a_late_deadline_stands_in_the_row_of_its_event_in_words(view: SafetyView) -> None:
    line = view.events.rows.lines[1]
    assert isinstance(line, RowLine)
    [cell] = [cell for cell in line.cells if cell.tone is Tone.AMBER and "超时" in cell.text]
    assert cell.strong


def test_enter_opens_the_event_that_is_chosen(view: SafetyView, qtbot: QtBot) -> None:
    view.setFocus()
    QTest.keyClick(view.events, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.events, Qt.Key.Key_Return)
    assert opened.args == ["e2"]


def test_the_same_event_stays_chosen_when_another_comes(view: SafetyView) -> None:
    QTest.keyClick(view.events, Qt.Key.Key_Down)
    view.render(replace(STATE, events=(event("e0"), *STATE.events)))
    assert view.events.chosen() == "e2"


def test_f6_goes_to_the_deadlines_and_esc_back(view: SafetyView, qtbot: QtBot) -> None:
    view.setFocus()
    QTest.keyClick(view.events, Qt.Key.Key_F6)
    focus = QApplication.focusWidget()
    assert focus is not None
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(focus, Qt.Key.Key_Return)
    assert opened.args == ["e1"]
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert view.events.hasFocus()


def test_a_proposal_is_accepted_or_dismissed_with_a_reason(view: SafetyView, qtbot: QtBot) -> None:
    [row] = view.proposals.rows
    assert isinstance(row, Proposal)
    with qtbot.waitSignal(view.accepted) as accepted:
        row.accept_button.click()
    assert accepted.args == ["event", "p1"]
    row.refuse_button.click()
    QTest.keyClicks(row.why.line, "transfusion given before")
    with qtbot.waitSignal(view.dismissed) as dismissed:
        row.why.keep.click()
    assert dismissed.args == ["event", "p1", "transfusion given before"]


def test_who_only_reads_is_offered_no_answers(view: SafetyView) -> None:
    view.render(replace(STATE, may_edit=False))
    [row] = view.proposals.rows
    assert isinstance(row, Proposal)
    assert not row.accept_button.isVisible()


def test_the_filter_is_asked_for(view: SafetyView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.filtered) as filtered:
        view.which.chosen.emit("serious")
    assert filtered.args == [Filter(Which.SERIOUS)]
    with qtbot.waitSignal(view.filtered) as filtered:
        view.child.picked.emit("LN-007")
    assert filtered.args == [Filter(Which.SERIOUS, "LN-007")]


def test_the_days_of_an_episode_are_said_as_well_as_painted(view: SafetyView) -> None:
    [line] = view.episodes.rows.lines
    assert isinstance(line, RowLine)
    assert "D+3 1, D+4 3, D+6 ?" in [cell.text for cell in line.cells]
    assert not view.grab().isNull()


def test_all_episodes_share_one_axis_with_day_0() -> None:
    assert axis_of(((DayGrade(3, 1),), (DayGrade(5, 2), DayGrade(9, 1)))) == (0, 9)
    assert axis_of(((DayGrade(-2, 1),),)) == (-2, 0)
    assert axis_of(()) == (0, 0)


def test_an_empty_room_says_what_it_is_for(view: SafetyView, qtbot: QtBot) -> None:
    view.render(SafetyState())
    assert view.empty.isVisible()
    assert not view.empty.button.isVisible()
    view.render(SafetyState(counts=((Which.ALL, 3),)))
    with qtbot.waitSignal(view.filtered) as filtered:
        view.empty.button.click()
    assert filtered.args == [Filter(Which.ALL)]


def test_both_languages(view: SafetyView, look: Look) -> None:
    look.language.switch("en")
    lines = view.events.rows.lines
    assert [line.title for line in lines if isinstance(line, GroupLine)] == ["Open", "Over"]
    assert [column.head for column in view.events.rows.columns][:3] == ["Child", "Event", "Worst"]
