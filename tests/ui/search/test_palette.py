"""The search over the window: keys of the list while typing, answers to older texts, where the focus goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.look import Look
from ui.search.key_map import KeyMap
from ui.search.palette import Palette
from ui.search.state import Hit, HitKind, KeyGroup, KeyLine, SearchState

HITS = (
    Hit(HitKind.CHILD, "s1", Text("LN-007 Lin", "LN-007 林小满"), Text("F", "女")),
    Hit(HitKind.VISIT, "s1/M3/////", Text("LN-007 M3", "LN-007 M3 3 个月")),
    Hit(HitKind.COMMAND, "lock", Text("Lock", "锁定"), keys="Ctrl+L"),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with a field that has the focus."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    field = QLineEdit()
    QVBoxLayout(made).addWidget(field)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    field.setFocus()
    return made


@pytest.fixture
def palette(window: QWidget, look: Look) -> Palette:
    """The search, open, with three hits."""
    made = Palette(look, window)
    made.open()
    made.render_hits(SearchState("", HITS))
    return made


def test_down_and_enter_choose_while_the_line_keeps_the_focus(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen.args == [HITS[1]]
    assert not palette.isVisible()


def test_up_from_the_first_goes_to_the_last(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClick(palette.line, Qt.Key.Key_Up)
    with qtbot.waitSignal(palette.chosen) as chosen:
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen.args == [HITS[2]]


def test_esc_gives_the_focus_back(palette: Palette, window: QWidget, qtbot: QtBot) -> None:
    field = next(iter(window.findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly)))
    with qtbot.waitSignal(palette.closed):
        QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.focusWidget() is field


def test_an_answer_to_an_older_text_is_passed_over(palette: Palette) -> None:
    QTest.keyClicks(palette.line, "ln")
    palette.render_hits(SearchState("l", HITS[:1]))
    assert palette.hits.hits == HITS
    palette.render_hits(SearchState("ln", HITS[:1]))
    assert [hit.target for hit in palette.hits.hits] == ["s1"]


def test_what_an_input_method_composes_is_not_searched_until_it_is_committed(palette: Palette) -> None:
    heard: list[str] = []
    palette.typed.connect(heard.append)
    QApplication.sendEvent(palette.line, QInputMethodEvent("lin", []))
    assert heard == []
    commit = QInputMethodEvent()
    commit.setCommitString("林")
    QApplication.sendEvent(palette.line, commit)
    assert heard == ["林"]


def test_enter_without_a_hit_stays(palette: Palette) -> None:
    QTest.keyClicks(palette.line, "zz")
    palette.render_hits(SearchState("zz"))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_the_map_of_keys_shows_every_line(window: QWidget, look: Look, qtbot: QtBot) -> None:
    groups = tuple(
        KeyGroup(Text(f"part {n}", f"部分 {n}"), (KeyLine(f"F{n}", Text(f"does {n}", f"做 {n}")),)) for n in (1, 2, 3)
    )
    made = KeyMap(look, groups, window)
    qtbot.addWidget(made)
    made.show()
    shown = {label.text() for label in made.findChildren(QWidget) if hasattr(label, "text")}
    assert {"部分 1", "部分 2", "部分 3", "F1", "F3", "做 2"} <= shown


def test_enter_before_the_answer_waits_for_it_and_never_takes_an_older_one(palette: Palette, qtbot: QtBot) -> None:
    chosen: list[Hit] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "ln-00")
    palette.render_hits(SearchState("ln-00", HITS))
    QTest.keyClicks(palette.line, "8")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == [], "the list still shows what an older text found"
    other = Hit(HitKind.CHILD, "s8", Text("LN-008", "LN-008"))
    palette.render_hits(SearchState("ln-008", (other,), reading=True))
    assert chosen == []
    palette.render_hits(SearchState("ln-008", (other,)))
    assert chosen == [other]


def test_typing_on_after_enter_is_no_choice(palette: Palette) -> None:
    chosen: list[Hit] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "ln")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    QTest.keyClicks(palette.line, "-")
    palette.render_hits(SearchState("ln-", HITS))
    assert chosen == []


def test_what_is_marked_stays_marked_when_more_children_are_read(palette: Palette) -> None:
    """A child who comes in above it at the moment of Enter is not gone to."""
    chosen: list[Hit] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "lin")
    palette.render_hits(SearchState("lin", HITS[:1], read=1, of=9))
    other = Hit(HitKind.CHILD, "s8", Text("LN-001 Lin", "LN-001 林"))
    palette.render_hits(SearchState("lin", (other, *HITS), read=4, of=9))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == [HITS[0]]


def test_enter_before_the_answer_goes_to_nobody_while_a_better_one_may_come(palette: Palette) -> None:
    chosen: list[Hit] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "lin")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    palette.render_hits(SearchState("lin", HITS[:1], read=1, of=9))
    assert chosen == []
    palette.render_hits(SearchState("lin", HITS[:1], read=1, of=9, sure=True))
    assert chosen == [HITS[0]]
