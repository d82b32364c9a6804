"""The lines of the trail: a few pages in memory, the others asked for again; newer lines come in front."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.audit.lines import CHANGE, KEPT, LINE, STANDING, WHEN, LinesModel, changed
from ui.audit.state import LinesPage, TrailLine
from ui.look import Look

NONE = Text("", "")
SIZE = 20


def line(number: int, **changes: object) -> TrailLine:
    """A line that says its number as its change."""
    plain = {
        "site": f"2026-11-17 10:{number % 60:02d}:00", "utc": "2026-11-17T02:00:00.000Z", "clock": NONE, "who": "周敏",
        "role": Text("investigator", "研究者"), "kind": Text("value", "数值"), "child": "LN-001",
        "place": Text("M3 · Chemistry · Creatinine", "M3 · 生化 · 肌酐"), "before": NONE, "after": NONE, "why": "",
        "standing": None, "typed": "", "device": "CR-02", "seq": number, "number": number, "version": "1",
        "change": f"c{number}", "hash": "ab" * 32,
    }  # fmt: skip
    return TrailLine(**{**plain, **changes})  # type: ignore[arg-type]  # fields by name


def page(number: int, *, more: bool = True, reading: int = 1, size: int = SIZE) -> LinesPage:
    """A page of consecutive lines."""
    first = number * SIZE
    return LinesPage(reading, number, tuple(line(first + place) for place in range(size)), more)


@pytest.fixture
def model(look: Look) -> LinesModel:
    """A model with its first page."""
    made = LinesModel(look)
    made.take(page(0))
    return made


def test_older_lines_come_when_the_end_is_reached_and_only_once(model: LinesModel) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore()
    model.fetchMore()
    assert asked == [1]
    model.take(page(1, more=False))
    assert model.rowCount() == 2 * SIZE
    assert model.whole
    assert not model.canFetchMore(QModelIndex())


def test_few_pages_stay_in_memory_and_the_first_is_read_again_when_it_is_looked_at(
    qtbot: QtBot, model: LinesModel
) -> None:
    for number in range(1, KEPT + 9):
        model.take(page(number))
    assert model.rowCount() == (KEPT + 9) * SIZE
    assert model.kept == KEPT * SIZE
    with qtbot.waitSignal(model.page_wanted) as wanted:
        assert model.index(3, WHEN).data() == "…"
    assert wanted.args == [0]
    model.take(page(0))
    shown = model.line(3)
    assert shown is not None
    assert shown.change == "c3"
    assert model.kept == KEPT * SIZE


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(st.integers(0, 30 * SIZE - 1), max_size=30))
def test_every_row_shows_its_own_line_however_somebody_scrolls(looks: list[int], look: Look) -> None:
    model = LinesModel(look)
    for number in range(30):
        model.take(page(number, more=number < 29))
    for row in looks:
        found = model.line(row)
        if found is None:
            model.take(page(row // SIZE))
            found = model.line(row)
        assert found is not None
        assert found.change == f"c{row}"
        assert model.kept <= KEPT * SIZE


def test_newer_lines_stand_in_front_and_push_the_others_down(model: LinesModel) -> None:
    model.take(LinesPage(1, -1, (line(900), line(901)), more=False))
    model.take(LinesPage(1, -2, (line(800),), more=False))
    order = [found.change for row in range(5) if (found := model.line(row))]
    assert order == ["c800", "c900", "c901", "c0", "c1"]
    assert not model.whole


def test_a_page_without_lines_is_followed_by_the_next(model: LinesModel) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    model.take(LinesPage(1, 1, (), more=True))
    model.take(LinesPage(1, 2, (), more=True))
    model.take(LinesPage(1, 3, (), more=False))
    assert asked == [2, 3]
    assert model.rowCount() == SIZE


def test_another_reading_takes_the_place_of_the_one_before(model: LinesModel) -> None:
    model.begin()
    assert model.rowCount() == 0
    model.take(LinesPage(2, 0, (line(7),), more=False))
    assert [model.index(0, WHEN).data(LINE).change, model.rowCount()] == ["c7", 1]


def test_what_may_have_moved_is_shown_until_it_is_read_again(qtbot: QtBot, model: LinesModel) -> None:
    model.renew()
    with qtbot.waitSignal(model.page_wanted) as wanted:
        assert model.line(0) is not None
    assert wanted.args == [0]
    told = Text("held at the EDC", "中心库暂留")
    model.take(LinesPage(1, 0, tuple(line(n, standing=told, held=True) for n in range(SIZE)), more=True))
    assert model.index(0, STANDING).data() == "中心库暂留"


def test_a_change_is_said_with_what_stood_before(model: LinesModel) -> None:
    assert changed("58 µmol/L", "61 µmol/L") == "58 µmol/L → 61 µmol/L"
    assert changed("", "61") == "61"
    model.take(
        LinesPage(3, 0, (line(1, before=Text("a", "甲"), after=Text("b", "乙"), clock=Text("x", "快")),), more=False)
    )
    assert model.index(0, CHANGE).data() == "甲 → 乙"
    assert model.index(0, WHEN).data(Qt.ItemDataRole.ToolTipRole) == "2026-11-17T02:00:00.000Z\n快"
