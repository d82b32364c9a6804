"""The trial view: it shows the state it is given, sends what a person chose, and is usable by keyboard alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.tasks import InlineTasks
from study.text import Text
from ui.charts.drawer import Drawer
from ui.child.state import ChildState
from ui.child.trial import TrialView
from ui.child.trial_rows import Proposal, Row, Service
from ui.child.trial_state import GateState, Mark, ProposalRow, ServiceRow, TrialBlock, TrialLine, TrialState
from ui.child.view import COURSE, TRIAL, ChildView
from ui.look import Look


def t(en: str, zh: str = "") -> Text:
    return Text(en, zh or f"中{en}")


def gate(code: str, *, reached: bool, lines: tuple[TrialLine, ...] = ()) -> GateState:
    return GateState(code, t(code), t(f"verdict {code}"), Mark.OK, lines, t("by Zhou"), reached, f"key-{code}")


STATE = TrialState(
    status=TrialBlock((TrialLine(t("flagged")),), verdict=t("in follow-up"), mark=Mark.OK),
    services=(ServiceRow("child/EARLY/r1////", "W2", t("EARLY D+13 lies in the window of W2"), on=False),),
    gates=(
        gate("SCREEN", reached=True, lines=(TrialLine(t("1 Lupus crisis"), None, t("no"), Mark.OK, "key-1"),)),
        gate("BEFORE_LD", reached=False, lines=(TrialLine(t("4 No vein"), None, t("later")),)),
    ),
    consent=TrialBlock((TrialLine(t("Trial"), t("version 2"), t("2026-07-01"), Mark.OK, "key-icf"),)),
    product=TrialBlock(empty=t("No product yet.")),
    samples=TrialBlock((TrialLine(t("same person"), mark=Mark.STOP),)),
    safety=TrialBlock(empty=t("No event.")),
    deviations=(ProposalRow("deviation", "d1", t("W2 was late"), t("window"), Mark.WARN, "key-w2"),),
    confirmed=TrialBlock((TrialLine(t("M1 was late")),)),
    attention=3,
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> TrialView:
    made = TrialView(look)
    qtbot.addWidget(made)
    made.render(STATE)
    made.show()
    return made


def texts(row: Row) -> list[str]:
    return [part.text() for part in row.findChildren(QLabel) if part.text()]


def proposal(view: TrialView) -> Proposal:
    [found] = [row for row in view.deviations.rows if isinstance(row, Proposal)]
    return found


def test_each_card_shows_its_lines_in_both_languages(view: TrialView, look: Look) -> None:
    assert texts(view.consent.rows[0]) == ["Trial", "2026-07-01", "version 2"]
    assert view.product.empty.text() == "No product yet."
    assert view.deviations.title.text() == "Deviations · 1"
    look.language.switch("zh")
    assert texts(view.consent.rows[0]) == ["中Trial", "中2026-07-01", "中version 2"]
    assert view.deviations.title.text() == "方案偏离 · 1"
    assert proposal(view).accept_button.text() == "确认为偏离"
    look.language.switch("en")


def test_cards_that_have_nothing_to_say_are_not_shown(view: TrialView) -> None:
    assert view.clocks.isHidden()
    assert view.events.isHidden()
    assert not view.product.isHidden()
    view.render(replace(STATE, clocks=TrialBlock((TrialLine(t("pneumonia")),))))
    assert not view.clocks.isHidden()


def test_the_last_gate_that_was_reached_is_looked_at_first(view: TrialView, qtbot: QtBot) -> None:
    assert view.eligibility.gates.current() == "SCREEN"
    assert texts(view.eligibility.rows[0]) == ["1 Lupus crisis", "no"]
    view.eligibility.gates.choose("BEFORE_LD")
    view.eligibility.gates.chosen.emit("BEFORE_LD")
    assert texts(view.eligibility.rows[0])[0] == "4 No vein"
    view.render(replace(STATE, attention=4))
    assert view.eligibility.gates.current() == "BEFORE_LD", "what a person looks at stays when something moved"


def test_a_study_without_criteria_says_so(view: TrialView) -> None:
    view.render(replace(STATE, gates=(), no_gates=t("none defined")))
    assert view.eligibility.empty.text() == "none defined"
    assert not view.eligibility.empty.isHidden()
    assert view.eligibility.rows == []
    assert view.eligibility.gates.isHidden()


def test_a_line_leads_to_where_it_was_written(view: TrialView, qtbot: QtBot) -> None:
    row = view.consent.rows[0]
    with qtbot.waitSignal(view.opened) as sent:
        row.open_button.setFocus()
        qtbot.keyClick(row.open_button, Qt.Key.Key_Space)
    assert sent.args == ["key-icf"]
    assert "Trial" in row.open_button.accessibleName()


def test_a_proposal_is_accepted(view: TrialView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.accepted) as sent:
        qtbot.keyClick(proposal(view).accept_button, Qt.Key.Key_Space)
    assert sent.args == ["deviation", "d1"]


def test_a_proposal_is_dismissed_only_with_a_reason(view: TrialView, qtbot: QtBot) -> None:
    row = proposal(view)
    assert row.why.isHidden()
    qtbot.keyClick(row.refuse_button, Qt.Key.Key_Space)
    assert not row.why.isHidden()
    assert not row.why.keep.isEnabled()
    sent: list[tuple[str, str, str]] = []
    view.dismissed.connect(lambda kind, name, reason: sent.append((kind, name, reason)))
    qtbot.keyClicks(row.why.line, "  ")
    qtbot.keyClick(row.why.line, Qt.Key.Key_Return)
    assert sent == []
    qtbot.keyClicks(row.why.line, "typhoon")
    qtbot.keyClick(row.why.line, Qt.Key.Key_Return)
    assert sent == [("deviation", "d1", "typhoon")]


def test_escape_leaves_the_reason_and_what_was_typed_survives_news_of_others(view: TrialView, qtbot: QtBot) -> None:
    row = proposal(view)
    qtbot.keyClick(row.refuse_button, Qt.Key.Key_Space)
    qtbot.keyClicks(row.why.line, "ty")
    view.render(replace(STATE, consent=TrialBlock()))
    assert proposal(view) is row
    assert row.why.line.text() == "ty"
    qtbot.keyClick(row.why.line, Qt.Key.Key_Escape)
    assert row.why.isHidden()
    assert not row.accept_button.isHidden()


def test_who_may_not_edit_is_offered_no_answer(view: TrialView) -> None:
    view.render(replace(STATE, may_edit=False))
    row = proposal(view)
    assert not row.accept_button.isVisibleTo(view)
    [service] = [row for row in view.status.rows if isinstance(row, Service)]
    assert service.button.isHidden()


def test_a_record_is_let_serve_as_another_visit(view: TrialView, qtbot: QtBot) -> None:
    [service] = [row for row in view.status.rows if isinstance(row, Service)]
    with qtbot.waitSignal(view.served) as sent:
        service.button.click()
    assert sent.args == ["child/EARLY/r1////", "W2", True, ""]


def test_a_record_serves_no_longer_with_a_reason_asked_in_place(view: TrialView, qtbot: QtBot) -> None:
    services = tuple(replace(each, on=True) for each in STATE.services)
    view.render(replace(STATE, services=services))
    [service] = [row for row in view.status.rows if isinstance(row, Service)]
    assert service.why.isHidden()
    with qtbot.assertNotEmitted(view.served):
        service.button.click()
        qtbot.keyClick(service.why.line, Qt.Key.Key_Return)
    assert not service.why.isHidden()
    qtbot.keyClick(service.why.line, Qt.Key.Key_Escape)
    assert service.why.isHidden()
    service.button.click()
    qtbot.keyClicks(service.why.line, "the W2 visit took place")
    with qtbot.waitSignal(view.served) as sent:
        qtbot.keyClick(service.why.line, Qt.Key.Key_Return)
    assert sent.args == ["child/EARLY/r1////", "W2", False, "the W2 visit took place"]


@pytest.fixture
def child(qtbot: QtBot, look: Look, page: ChildState) -> ChildView:
    made = ChildView(look, Drawer(InlineTasks.in_lane))
    qtbot.addWidget(made)
    made.render(replace(page, trial=STATE))
    made.show()
    return made


def test_the_page_turns_between_course_and_trial_by_keyboard(child: ChildView, qtbot: QtBot) -> None:
    assert (child.course.isHidden(), child.trial.isHidden()) == (False, True)
    pages = child.header.pages
    qtbot.keyClick(pages, Qt.Key.Key_Right)
    assert pages.current() == TRIAL
    assert (child.course.isHidden(), child.trial.isHidden()) == (True, False)
    qtbot.keyClick(pages, Qt.Key.Key_Left)
    assert pages.current() == COURSE
    assert (child.course.isHidden(), child.trial.isHidden()) == (False, True)


def test_the_half_of_the_page_that_is_not_in_front_waits_until_somebody_turns_to_it(
    child: ChildView, page: ChildState, qtbot: QtBot
) -> None:
    """A change of language would stop the window for both."""
    child.look.language.switch("en")
    qtbot.keyClick(child.header.pages, Qt.Key.Key_Right)
    widgets = len(child.course.findChildren(QWidget))
    less = replace(page, trial=STATE, charts=page.charts[:1], files=())
    child.render(less)
    child.look.language.switch("zh")
    assert len(child.charts) == len(page.charts)
    assert len(child.course.findChildren(QWidget)) == widgets
    assert "Medication" in words(child.medication)
    qtbot.keyClick(child.header.pages, Qt.Key.Key_Left)
    assert len(child.charts) == 1
    assert "用药" in words(child.medication)


def words(part: QWidget) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def test_a_study_that_asks_for_nothing_has_no_trial_view(child: ChildView, page: ChildState) -> None:
    child.header.pages.choose(TRIAL)
    child.render(replace(page, trial=None))
    assert child.header.pages.isHidden()
    assert (child.course.isHidden(), child.trial.isHidden()) == (False, True)


def test_return_in_a_reason_opens_no_visit(child: ChildView, page: ChildState, qtbot: QtBot) -> None:
    child.header.pages.choose(TRIAL)
    child.render(replace(page, trial=STATE))
    opened: list[str] = []
    child.visit_opened.connect(opened.append)
    row = proposal(child.trial)
    qtbot.keyClick(row.refuse_button, Qt.Key.Key_Space)
    qtbot.keyClick(row.why.line, Qt.Key.Key_Return)
    assert opened == []
    left: list[None] = []
    child.back_asked.connect(lambda: left.append(None))
    qtbot.keyClick(row.why.line, Qt.Key.Key_Escape)
    assert left == []
