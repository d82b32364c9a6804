"""A tracing: which tiles it wants, how it moves, what its calipers read, and the number they offer to a field."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from study.from_tracing import FromTracing
from ui.look import Look
from ui.visit.calipers import Calipers
from ui.visit.preview import TILE, Lane, Measured, Take, TilesWanted, TraceState, TraceTile
from ui.visit.trace_paint import NAMES
from ui.visit.trace_raster import coverage, drawn
from ui.visit.trace_scale import ECG_GAINS, EEG_GAINS, SPEEDS, clock, height_bar, ruler_step, usual_scale
from ui.visit.trace_shelf import KEPT
from ui.visit.traces import TraceView


def flat(wanted: TilesWanted, number: int, spike: bool = True) -> TraceTile:
    """A tile of a line at zero, with one column that reaches from 0 to 1000."""
    lows = np.zeros((len(wanted.leads), TILE + 1), dtype=np.float32)
    highs = lows.copy()
    if spike:
        highs[:, 100] = 1000
    return TraceTile(wanted, number, lows, highs)


def _give(view: TraceView, wanted: TilesWanted) -> None:
    for number in wanted.numbers:
        view.show_tile(drawn(flat(wanted, number)))


@pytest.fixture
def traces(look: Look, qtbot: QtBot, ecg: TraceState) -> Any:
    """The view on the screen, which gets each tile it wants, as `seen` says in order."""
    view: Any = TraceView(look)
    view.seen = []

    def give(wanted: TilesWanted) -> None:
        view.seen.append(wanted)
        _give(view, wanted)

    view.wanted.connect(give)
    qtbot.addWidget(view)
    view.resize(NAMES + 800, 400)
    view.show_traces(ecg)
    view.show()
    return view


def test_what_is_in_view_is_wanted_first_then_what_lies_around(traces: Any, ecg: TraceState) -> None:
    last = traces.seen[-1] if len(traces.seen) == 1 else traces.seen[0]
    assert last.numbers[0] == 0
    assert traces.complete
    assert last.per_s == usual_scale(True, traces.scale.mm).per_s


def test_the_keys_move_and_stay_within_the_recording(traces: Any, qtbot: QtBot, ecg: TraceState) -> None:
    ecg = replace(ecg, key="longer", duration_s=60.0)
    traces.show_traces(ecg)
    for key, at in (
        (Qt.Key.Key_PageDown, traces.seconds), (Qt.Key.Key_Right, traces.seconds * 1.1), (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_Left, 0.0), (Qt.Key.Key_End, ecg.duration_s - traces.seconds), (Qt.Key.Key_PageUp, None),
    ):  # fmt: skip
        qtbot.keyClick(traces, key)
        if at is not None:
            assert traces.start == pytest.approx(at, abs=0.02)
        assert traces.complete


def turn(view: TraceView, up: bool, keys: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(NAMES + 400, 50), QPointF(0, 0), QPoint(), QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_and_with_ctrl_zooms_around_the_pointer(traces: Any) -> None:
    turn(traces, False, Qt.KeyboardModifier.NoModifier)
    assert traces.start > 0
    under = traces.start + 400 / traces.scale.per_s
    turn(traces, True, Qt.KeyboardModifier.ControlModifier)
    assert traces.scale.words == "30 mm/s · 10 mm/mV"
    assert traces.start + 400 / traces.scale.per_s == pytest.approx(under, abs=0.02)
    assert traces.complete


def test_gain_and_leads_that_are_chosen_ask_for_tiles_drawn_that_way(traces: Any, qtbot: QtBot) -> None:
    before = traces.seen[-1]
    qtbot.keyClick(traces, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert traces.scale.words == "25 mm/s · 20 mm/mV"
    assert traces.seen[-1].lanes[0].per_unit == pytest.approx(2 * before.lanes[0].per_unit)
    assert traces.complete
    traces.choose_leads((1,))
    assert traces.seen[-1].leads == (1,)
    traces.choose_leads(())
    assert traces.leads == (1,)


def test_a_tile_that_came_too_late_is_let_go(traces: Any) -> None:
    old = traces.seen[-1]
    traces.zoom(2)
    count = traces.shelf.count
    traces.show_tile(flat(old, 0))
    assert traces.shelf.count == count


def test_memory_stays_flat_however_far_one_scrolls(look: Look, qtbot: QtBot, ecg: TraceState) -> None:
    view = TraceView(look)
    qtbot.addWidget(view)
    view.wanted.connect(lambda wanted: _give(view, wanted))
    view.resize(NAMES + 800, 300)
    view.show_traces(replace(ecg, key="long", duration_s=3600.0))
    view.show()
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        view.grab()
        assert view.complete
        assert view.shelf.count <= 2 * KEPT
    assert view.shelf.count <= KEPT


def test_two_clicks_measure_and_a_mark_is_moved_by_key(traces: Any, qtbot: QtBot) -> None:
    heard: list[Any] = []
    traces.measured.connect(heard.append)
    for x in (NAMES + 100, NAMES + 200):
        qtbot.mouseClick(traces.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
    px = 1000 / traces.scale.per_s
    assert heard[-1].ms == pytest.approx(100 * px, rel=0.01)
    qtbot.keyClick(traces, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert heard[-1].ms == pytest.approx(101 * px, rel=0.01)
    assert heard[-1].error_ms == pytest.approx(px)
    assert heard[-1].rise.endswith(" µV")
    qtbot.keyClick(traces, Qt.Key.Key_Escape)
    assert heard[-1] is None


def test_marks_are_put_by_keys_alone(traces: Any, qtbot: QtBot) -> None:
    qtbot.keyClick(traces, Qt.Key.Key_1)
    qtbot.keyClick(traces, Qt.Key.Key_2)
    assert traces.calipers.ms == pytest.approx(traces.seconds * 100, rel=0.01)
    qtbot.keyClick(traces, Qt.Key.Key_BracketRight)
    assert traces._active == 1


@given(st.lists(st.floats(0, 10), max_size=8), st.floats(-5, 20))
def test_there_are_never_more_than_two_marks_and_none_outside(places: list[float], to: float) -> None:
    calipers = Calipers()
    for place in places:
        calipers.put(place, 100.0)
    calipers.drag(to, 10.0)
    assert len(calipers.marks) <= 2
    assert all(0 <= mark <= 10 for mark in calipers.marks)
    assert calipers.ms is None or calipers.ms > 0


def test_a_column_is_covered_from_its_lowest_to_its_highest_and_a_gap_not_at_all() -> None:
    wanted = TilesWanted("k", 100.0, (0,), (0,))
    tile = flat(wanted, 0)
    tile.lows[0, 300:] = np.nan
    tile.highs[0, 300:] = np.nan
    found = coverage(tile, [Lane(60.0, 0.05, 0.0, 200.0)], 100)
    # 1000 units are 50 px: the spike reaches from the middle at 60 up to 10.
    assert found[:, 99][12:59].min() == 1
    assert found[:8, 99].max() == 0
    assert found[:, 299:].max() == 0
    assert found[:, 50].sum() == pytest.approx(1.3, abs=0.01)


def test_the_steps_are_those_of_the_machines() -> None:
    ecg, eeg = usual_scale(True, 4.0), usual_scale(False, 4.0)
    assert (ecg.words, eeg.words) == ("25 mm/s · 10 mm/mV", "30 mm/s · 10 µV/mm")
    assert (ecg.per_s, ecg.per_mv, eeg.per_mv) == (100.0, 40.0, 400.0)
    assert ecg.faster(99).per_s == SPEEDS[-1] * 4
    assert ecg.higher(-99).per_mv == ECG_GAINS[0] * 4
    assert eeg.higher(99).per_mv == 4 * 1000 / EEG_GAINS[-1]
    assert [clock(each) for each in (0, 7.4, 750)] == ["0:00", "0:07.4", "12:30"]
    assert ruler_step(100.0) == 1.0


@given(st.booleans(), st.integers(0, 12), st.sampled_from([2.5, 3.8, 5.7, 11.8]))
def test_the_height_bar_is_a_round_voltage_that_is_seen(paper: bool, gain: int, mm: float) -> None:
    scale = replace(usual_scale(paper, mm), gain=min(gain, len(ECG_GAINS if paper else EEG_GAINS) - 1))
    words, high = height_bar(scale)
    number, unit = words.split()
    assert high == pytest.approx(float(number) * (scale.per_mv if unit == "mV" else scale.per_mv / 1000))
    assert 10 <= high <= 46


def test_an_ecg_shows_a_millivolt_and_an_eeg_microvolts() -> None:
    assert height_bar(usual_scale(True, 3.8))[0] == "1 mV"
    assert height_bar(usual_scale(False, 3.8))[0] == "100 µV"


def test_traces_are_painted(traces: Any) -> None:
    image = traces.viewport().grab().toImage()
    darkest = min(image.pixelColor(x, y).lightness() for x in range(NAMES + 90, NAMES + 110) for y in range(0, 300, 2))
    assert darkest < QColor(traces._look.tokens.line_mid).lightness() - 60


@pytest.mark.parametrize("change", ["zoom", "amplify"])
def test_what_was_drawn_stands_in_until_the_new_tiles_are_there(
    look: Look, qtbot: QtBot, ecg: TraceState, change: str
) -> None:
    view, asked = TraceView(look), list[TilesWanted]()
    qtbot.addWidget(view)
    view.wanted.connect(asked.append)
    view.resize(NAMES + 800, 300)
    view.show_traces(ecg)
    view.show()
    blank = view.grab().toImage()
    _give(view, asked[-1])
    getattr(view, change)(1)
    assert view.shelf.missing(range(1))
    assert view.shelf.count == len(asked[0].numbers)
    assert view.grab().toImage() != blank
    _give(view, asked[-1])
    assert view.complete
    assert view.shelf.count == len(asked[-1].numbers), "those of before are let go of"


def test_the_window_draws_no_trace_itself(look: Look, qtbot: QtBot, ecg: TraceState) -> None:
    """A tile without a picture stays unseen: making one is the work of the lane that draws."""
    view, asked = TraceView(look), list[TilesWanted]()
    qtbot.addWidget(view)
    view.wanted.connect(asked.append)
    view.resize(NAMES + 800, 300)
    view.show_traces(ecg)
    view.show()
    blank = view.grab().toImage()
    for number in asked[-1].numbers:
        view.show_tile(flat(asked[-1], number))
    assert view.complete
    assert view.grab().toImage() == blank


def test_the_rise_is_told_once_the_tile_is_there(look: Look, qtbot: QtBot, ecg: TraceState) -> None:
    view, asked, heard = TraceView(look), list[TilesWanted](), list[Any]()
    qtbot.addWidget(view)
    view.wanted.connect(asked.append)
    view.measured.connect(heard.append)
    view.resize(NAMES + 800, 300)
    view.show_traces(ecg)
    view.show()
    qtbot.keyClick(view, Qt.Key.Key_1)
    qtbot.keyClick(view, Qt.Key.Key_2)
    assert heard[-1].rise == ""
    _give(view, asked[-1])
    assert heard[-1].rise.endswith(" µV")


@pytest.fixture
def offered(bedside: Any, ecg: TraceState) -> Any:
    """A form with a tracing that can offer to the form's first number, and a time measured on it."""
    bedside.row = next(row for row in bedside.state.rows if row.kind == "number")
    form = replace(bedside.state.form, attachments=True)
    shown = replace(ecg, takes=(Take(bedside.row.key, bedside.row.label),))
    bedside.state = replace(bedside.state, form=form, preview=shown, preview_of="a")
    bedside.view.render(bedside.state)
    bedside.field = bedside.view.grid.row(bedside.row.key).field
    bedside.left = []
    bedside.view.field_left.connect(bedside.left.append)
    panel = bedside.view.files.trace
    panel.view.calipers.marks = [1.0, 1.368]
    panel.view._read()
    panel._takes[0][1].click()
    return bedside


def test_a_measured_time_stands_in_its_field_and_enter_keeps_it(offered: Any, qtbot: QtBot) -> None:
    assert offered.field.text() == "368"
    assert offered.left == []
    qtbot.keyClick(offered.field, Qt.Key.Key_Return)
    assert [(act.key, act.typed) for act in offered.left] == [(offered.row.key, "368")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down])
def test_any_other_way_out_leaves_what_stood_there(offered: Any, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(offered.field, key)
    offered.view.files.trace.view.setFocus()
    assert offered.field.text() == offered.row.text
    assert offered.left == []


def test_typing_goes_on_from_what_was_offered(offered: Any, qtbot: QtBot) -> None:
    qtbot.keyClick(offered.field, Qt.Key.Key_End)
    qtbot.keyClicks(offered.field, ".5")
    qtbot.keyClick(offered.field, Qt.Key.Key_Return)
    assert [act.typed for act in offered.left] == ["368.5"]


def test_a_field_in_seconds_is_offered_seconds(look: Look, qtbot: QtBot, offered: Any) -> None:
    panel = offered.view.files.trace
    said: list[Measured] = []
    panel.taken.connect(said.append)
    panel._take(Take("k", offered.row.label, seconds=True))
    assert said == [Measured("k", "0.368", FromTracing("calipers", panel._state.key))]


def test_a_beat_of_the_first_lead_and_the_last_is_not_cut_off_by_the_edge(traces: Any) -> None:
    wanted = traces.seen[-1]
    tall = min(traces.scale.per_mv, wanted.lanes[0].reach)
    assert wanted.lanes[0].centre - tall >= 0
    assert wanted.lanes[-1].centre + tall <= wanted.height
    for place, lane in enumerate(wanted.lanes):
        traces.verticalScrollBar().setValue(round(lane.centre - 100))
        top = traces.verticalScrollBar().value()
        click = QPoint(NAMES + 300, round(lane.centre - top))
        QTest.mouseClick(traces.viewport(), Qt.MouseButton.LeftButton, pos=click)
        assert traces._active == place, "what is clicked on is the lead that is drawn there"
