"""The room of queries: the table, the thread, the answer by keyboard, what is half typed, the filter."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.queries.state import (
    Age,
    Did,
    Filter,
    Post,
    QueriesState,
    QueryLine,
    Said,
    Standing,
    Thread,
    Typed,
)
from ui.queries.table import DAYS, STANDING
from ui.queries.view import QueriesView
from ui.visit.state import Option


def line(query: str, standing: Standing = Standing.TO_ANSWER, days: int = 2) -> QueryLine:
    """A query on a field."""
    where = Text("M3 · Chemistry · K", "M3 · 生化 · 钾")
    return QueryLine(query, "LN-007", "林小满", where, "Please check", Text("centre", "中心"), standing, days, "CHEM")


def thread(query: str, **changes: object) -> Thread:
    """Its thread, which may be answered."""
    made = Thread(
        query=query, title=Text("M3 · K", "M3 · 钾"), value=Text("now: 6.41 mmol/L", "现值：6.41 mmol/L"),
        posts=(Post(Text("centre", "中心"), "2026-11-15 10:00", Text("asked", "提出质疑"), "Please check"),),
        standing=Standing.TO_ANSWER, place="s1/M3//CHEM///K", may_answer=True,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # the names are fields


LINES = (line("q1", days=12), line("q2"), line("q3", Standing.ANSWERED))
STATE = QueriesState(
    lines=LINES, thread=thread("q1"), children=(Option("LN-007", Text("LN-007", "LN-007")),),
    forms=(Option("CHEM", Text("Chemistry", "生化")),), counts=((Standing.TO_ANSWER, 2), (Standing.ANSWERED, 1)),
)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> QueriesView:
    """Three queries, the first in front."""
    made = QueriesView(look)
    qtbot.addWidget(made)
    made.resize(1294, 724)
    made.render(STATE)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def test_the_table_says_how_long_and_how_each_stands(view: QueriesView) -> None:
    queries = view.table.queries
    assert [queries.index(n, DAYS).data() for n in range(3)] == ["12 天", "2 天", "2 天"]
    assert [queries.index(n, STANDING).data() for n in range(3)] == ["待答复", "待答复", "已答复"]


def test_another_row_asks_for_its_thread(view: QueriesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert chosen.args == ["q2"]


def test_enter_types_ctrl_enter_answers(view: QueriesView, qtbot: QtBot) -> None:
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    answer = view.thread_pane.answer
    assert view.focusWidget() is answer
    QTest.keyClicks(answer, "checked")
    QTest.keyClick(answer, Qt.Key.Key_Return)
    QTest.keyClicks(answer, "6.41 it is")
    with qtbot.waitSignal(view.said) as said:
        QTest.keyClick(answer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said.args == [Said("q1", Did.ANSWER, "checked\n6.41 it is")]


def test_what_is_half_typed_is_kept_when_another_query_comes_to_the_front(view: QueriesView, qtbot: QtBot) -> None:
    QTest.keyClicks(view.thread_pane.answer, "asked the lab")
    with qtbot.waitSignal(view.typed) as typed:
        view.render(replace(STATE, thread=thread("q2")))
    assert typed.args == [Typed("q1", "asked the lab")]
    assert view.thread_pane.answer.toPlainText() == ""
    view.render(replace(STATE, thread=thread("q1", draft="asked the lab")))
    assert view.thread_pane.answer.toPlainText() == "asked the lab"


def test_the_same_query_read_again_leaves_the_text_alone(view: QueriesView) -> None:
    QTest.keyClicks(view.thread_pane.answer, "half")
    view.render(replace(STATE, busy=False))
    assert view.thread_pane.answer.toPlainText() == "half"


def test_an_answer_that_was_sent_empties_the_field(view: QueriesView) -> None:
    QTest.keyClicks(view.thread_pane.answer, "done")
    view.thread_pane.send.click()
    answered = Post(Text("Zhou", "周敏"), "2026-11-17 10:00", Text("answered", "答复"), "done")
    after = thread("q1", posts=(*thread("q1").posts, answered), standing=Standing.ANSWERED, may_answer=False)
    view.render(replace(STATE, thread=after))
    assert view.thread_pane.answer.toPlainText() == ""
    assert not view.thread_pane.send.isVisible()


def test_who_may_not_answer_reads_why_and_enter_goes_to_the_field(view: QueriesView, qtbot: QtBot) -> None:
    why = Text("Your role does not answer queries.", "您的角色不能答复质疑。")
    view.render(replace(STATE, thread=thread("q1", may_answer=False, why_not=why)))
    assert not view.thread_pane.answer.isVisible()
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == ["s1/M3//CHEM///K"]


def test_the_filter_is_sent_whole(view: QueriesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.filtered) as filtered:
        view.standings.chosen.emit("all")
    assert filtered.args == [Filter(standing=None)]
    with qtbot.waitSignal(view.filtered) as filtered:
        view.ages.chosen.emit("week")
    assert filtered.args == [Filter(standing=None, age=Age.WEEK)]


def test_no_queries_is_said_and_no_fit_offers_all(view: QueriesView, qtbot: QtBot, look: Look) -> None:
    look.language.switch("en")
    view.render(QueriesState(counts=((Standing.TO_ANSWER, 0),)))
    assert view.empty.isVisible()
    assert not view.empty.button.isVisible()
    assert not view.thread_pane.isVisible()
    view.render(QueriesState(counts=((Standing.CLOSED, 2),)))
    with qtbot.waitSignal(view.filtered) as filtered:
        view.empty.button.click()
    assert filtered.args == [Filter(standing=None)]
