"""The audit room: found by typing, read by keyboard, both halves in both languages and themes."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from study.text import Text
from tests.ui.audit.test_audit_lines import line
from ui.audit.state import (
    Answer,
    AuditState,
    Choices,
    Filter,
    InspectionState,
    Job,
    Kind,
    LinesPage,
    QuestionLine,
    Tab,
)
from ui.audit.view import AuditView
from ui.look import Look
from ui.visit.state import Option


def both(text: str) -> Text:
    return Text(text, text)


CHOICES = Choices(
    children=(Option("s1", both("LN-001")), Option("s2", both("LN-002"))),
    forms=(
        Option("CHEM", Text("Chemistry", "生化"), ("CHEM",)),
        Option("VS", Text("Vital signs", "生命体征"), ("VS",)),
    ),
    items=(
        Option("CREAT", Text("Creatinine", "肌酐"), ("CREAT",)),
        Option("UCREAT", Text("Urine creatinine", "尿肌酐"), ("UCREAT",)),
        Option("K", Text("Potassium", "钾"), ("K",)),
    ),
    people=(Option("u1", both("周敏")),),
)
QUESTIONS = tuple(QuestionLine(number, Text(f"question {number}", f"问题{number}"), number) for number in (1, 2, 3))
ANSWER = Answer(
    1, both("一"), (both("Child"), Text("Wrong", "问题")), (("LN-001", Text("late", "滞后")),), (both("a note"),)
)
STATE = AuditState(Tab.TRAIL, CHOICES, Filter(), InspectionState(QUESTIONS, 1, ANSWER, read_at="10:00"))
LINES = (
    line(
        2, key="s1/M3//CHEM///CREAT", before=both("58"), after=both("61"), why="read again", typed="61", clock=both("x")
    ),
    line(1, calm=True, kind=Text("unlocked", "解锁进入"), child=""),
)


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> AuditView:
    """The room with two lines."""
    made = AuditView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show_page(LinesPage(1, 0, LINES, more=False))
    made.show()
    return made


def said(view: AuditView) -> str:
    """Every text that is visible."""
    return "\n".join(words.text() for words in view.findChildren(QLabel) if words.isVisibleTo(view))


def test_the_current_line_is_told_in_full_beside_the_table(view: AuditView) -> None:
    for words in (
        "LN-001",
        "61",
        "58",
        "read again",
        "c2",
        "CR-02 · 2",
        "2026-11-17T02:00:00.000Z\nx",
        "abababab abababab",
    ):
        assert words in said(view)
    view.trail.table.setFocus()
    QTest.keyClick(view.trail.table, Qt.Key.Key_Down)
    assert "解锁进入" in said(view)
    assert not view.trail.detail.open.isVisible()


def test_enter_goes_to_the_field_and_nowhere_without_one(qtbot: QtBot, view: AuditView) -> None:
    opened: list[str] = []
    view.trail.opened.connect(opened.append)
    QTest.keyClick(view.trail.table, Qt.Key.Key_Return)
    QTest.keyClick(view.trail.table, Qt.Key.Key_Down)
    QTest.keyClick(view.trail.table, Qt.Key.Key_Return)
    assert opened == ["s1/M3//CHEM///CREAT"]
    QTest.keyClick(view.trail.table, Qt.Key.Key_Up)
    view.trail.detail.open.click()
    assert len(opened) == 2


def typed(field: QLineEdit, text: str) -> None:
    """Type over what stands there, then Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_filter_is_found_by_typing_a_part_of_its_word(view: AuditView) -> None:
    chosen: list[Filter] = []
    view.trail.filter_chosen.connect(chosen.append)
    bar = view.trail.filter
    typed(bar.child.line, "002")
    assert chosen[-1] == Filter(child="s2")
    typed(bar.item.line, "creat")
    assert chosen[-1] == Filter(child="s2", item="CREAT")
    typed(bar.since, "2026.11.1")
    assert chosen[-1] == Filter(child="s2", item="CREAT", since=date(2026, 11, 1))
    bar.kinds.chosen.emit("access")
    assert chosen[-1].kind is Kind.ACCESS
    assert len(chosen) == 4


def test_a_text_that_names_nothing_changes_nothing_and_an_empty_one_means_all(view: AuditView) -> None:
    chosen: list[Filter] = []
    view.trail.filter_chosen.connect(chosen.append)
    bar = view.trail.filter
    typed(bar.child.line, "LN-00")
    assert chosen == []
    assert bar.child.property("state") == "refused"
    view.render(replace(STATE, filter=Filter(child="s1", form="CHEM")))
    assert (bar.child.line.text(), bar.form.line.text()) == ("LN-001", "CHEM 生化")
    typed(bar.since, "sometime")
    assert chosen == []
    bar.child.line.clear()
    assert chosen == [Filter(form="CHEM")]
    bar.clear.click()
    assert chosen[-1] == Filter()


def test_another_form_leaves_no_item_of_the_one_before(view: AuditView) -> None:
    chosen: list[Filter] = []
    view.trail.filter_chosen.connect(chosen.append)
    view.render(replace(STATE, filter=Filter(form="CHEM", item="CREAT")))
    typed(view.trail.filter.form.line, "VS")
    assert chosen == [Filter(form="VS")]


def test_while_another_reading_is_awaited_nothing_of_the_old_one_stands_there(view: AuditView) -> None:
    view.trail.begin()
    assert not view.trail.table.isVisible()
    assert "未选择记录" in said(view)
    view.show_page(LinesPage(2, 0, (), more=False))
    assert view.trail.nothing.isVisible()
    chosen: list[Filter] = []
    view.trail.filter_chosen.connect(chosen.append)
    view.trail.nothing.button.click()
    assert chosen == [Filter()]


def test_a_job_says_how_far_it_is_can_be_stopped_and_lets_nothing_else_begin(qtbot: QtBot, view: AuditView) -> None:
    view.render(replace(STATE, job=Job(Text("Verifying", "正在校验"), 300, 4800)))
    assert "正在校验 300 / 4800" in said(view)
    assert not view.verify.isEnabled()
    assert not view.csv.isEnabled()
    with qtbot.waitSignal(view.stop_asked):
        view.stop.click()
    view.render(STATE)
    assert not view.stop.isVisible()
    for button, signal in (
        (view.verify, view.verify_asked), (view.csv, view.csv_asked), (view.pdf, view.pdf_asked),
        (view.print, view.print_asked),
    ):  # fmt: skip
        with qtbot.waitSignal(signal):
            button.click()


def test_a_question_is_chosen_with_the_arrow_keys(qtbot: QtBot, view: AuditView) -> None:
    view.render(replace(STATE, tab=Tab.INSPECTION))
    panel = view.inspection
    panel.questions.setFocus()
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.questions, Qt.Key.Key_Down)
    assert chosen.args == [2]
    assert panel.questions.model().index(1, 0).data() == "2 问题2, 2"
    assert not view.verify.isVisible()


def test_an_answer_is_shown_with_its_notes_in_the_language_that_is_on(view: AuditView, look: Look) -> None:
    view.render(replace(STATE, tab=Tab.INSPECTION))
    cells = view.inspection.table.cells
    assert [cells.index(0, column).data() for column in (0, 1)] == ["LN-001", "滞后"]
    assert "a note" in said(view)
    look.language.switch("en")
    assert cells.index(0, 1).data() == "late"
    assert "1 row" in said(view)
    empty = replace(ANSWER, rows=(), notes=(both("nothing of this kind"),))
    view.render(replace(STATE, tab=Tab.INSPECTION, inspection=InspectionState(QUESTIONS, 1, empty)))
    assert not view.inspection.table.isVisible()
    assert "nothing of this kind" in said(view)


def test_answers_are_saved_one_by_one_or_all_once_all_are_read(view: AuditView) -> None:
    asked: list[bool] = []
    panel = view.inspection
    panel.csv_asked.connect(asked.append)
    some = (replace(QUESTIONS[0]), QuestionLine(2, both("two"), None))
    view.render(replace(STATE, tab=Tab.INSPECTION, inspection=InspectionState(some, 1, ANSWER, reading=True)))
    assert not panel.all.isEnabled()
    assert not panel.read.isEnabled()
    panel.csv.click()
    view.render(replace(STATE, tab=Tab.INSPECTION))
    panel.all.click()
    assert asked == [False, True]
    view.render(replace(STATE, tab=Tab.INSPECTION, inspection=InspectionState(some, 2, None, reading=True)))
    assert not panel.csv.isEnabled()


@pytest.mark.parametrize("tab", list(Tab))
def test_both_themes_paint_both_halves(view: AuditView, look: Look, tab: Tab) -> None:
    view.render(replace(STATE, tab=tab))
    light = view.grab().toImage()
    look.theme.switch("dark")
    assert view.grab().toImage() != light
