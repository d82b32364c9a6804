"""Files beside a form: dropped, listed, previewed; traces scroll, zoom and measure."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from study.text import Text
from ui.child.state import FileRow
from ui.look import Look
from ui.visit.preview import PictureState, PreviewMessage, Trace, TraceState
from ui.visit.traces import NAMES, TraceView, grid_step, polyline, spread

FILES = (FileRow("a1", "ECG M3.pdf", "11-17", "sealed"), FileRow("b2", "ECG M3.edf", "11-17", "elsewhere"))


@pytest.fixture
def with_files(bedside: Any) -> Any:
    """The form as an ECG form with two files."""
    form = replace(bedside.state.form, attachments=True)
    bedside.state = replace(bedside.state, form=form, files=FILES)
    bedside.view.render(bedside.state)
    return bedside


def test_forms_without_files_have_no_strip(bedside: Any) -> None:
    assert not bedside.view.files.isVisible()


def test_a_dropped_file_is_handed_over_by_its_path(with_files: Any, qtbot: QtBot, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "心电图.pdf")), QUrl("https://example.org/x.pdf")])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    said: list[str] = []
    with_files.view.attachment_dropped.connect(said.append)
    with_files.view.files.dropEvent(drop)
    assert [Path(path) for path in said] == [tmp_path / "心电图.pdf"]


def test_a_listed_file_opens_again(with_files: Any, qtbot: QtBot) -> None:
    link = next(one for one in with_files.view.files.findChildren(QPushButton) if one.text() == "ECG M3.edf")
    with qtbot.waitSignal(with_files.view.attachment_opened) as heard:
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert heard.args == ["b2"]


def test_each_file_says_where_it_is_and_how_far_one_on_its_way_is(with_files: Any) -> None:
    strip = with_files.view.files

    def said() -> list[str]:
        return [text.text() for text in strip.findChildren(QLabel) if "11-17" in text.text()]

    assert said() == ["11-17 · here, not sent yet", "11-17 · not yet received"]
    strip.show_moving("a1", sending=True, percent=40)
    assert said() == ["11-17 · sending 40 %", "11-17 · not yet received"]
    strip.show_moving("", sending=False, percent=0)
    assert said() == ["11-17 · here, not sent yet", "11-17 · not yet received"]


def test_a_frozen_form_takes_no_file(with_files: Any) -> None:
    frozen = replace(with_files.state.form, readonly=Text("frozen", "已冻结"))
    with_files.view.render(replace(with_files.state, form=frozen))
    assert not with_files.view.files.acceptDrops()


def test_each_preview_has_its_page(with_files: Any, ecg: TraceState, tmp_path: Path) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    file = tmp_path / "echo.png"
    image.save(str(file))
    pages = []
    strip = with_files.view.files
    for preview in (ecg, PictureState(file.read_bytes()), PreviewMessage(Text("opening", "正在打开"))):
        with_files.view.render(replace(with_files.state, preview=preview, preview_of="a1"))
        pages.append(strip._preview.currentIndex())
    assert pages == [0, 1, 2]


def test_bytes_that_are_no_picture_are_said_so(with_files: Any) -> None:
    with_files.view.render(replace(with_files.state, preview=PictureState(b"not a picture"), preview_of="a1"))
    assert "cannot be read" in with_files.view.files._message.text()


@pytest.fixture
def traces(look: Look, qtbot: QtBot, ecg: TraceState) -> TraceView:
    """The traces on the screen, 600 px of them for ten seconds."""
    view = TraceView(look)
    qtbot.addWidget(view)
    view.resize(NAMES + 600, 240)
    view.show_traces(ecg)
    view.show()
    return view


def test_two_clicks_measure_time_and_rate(traces: TraceView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(traces.measured) as heard:
        for x in (NAMES + 60, NAMES + 120):
            qtbot.mouseClick(traces.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
    assert heard.args == pytest.approx([1.0, 60.0], rel=0.02)


def test_zoom_keeps_the_middle_and_scrolls_within_the_recording(traces: TraceView, qtbot: QtBot) -> None:
    qtbot.keyClick(traces, Qt.Key.Key_Plus)
    assert traces.seconds == pytest.approx(8.0)
    assert traces.start == pytest.approx(1.0, abs=0.02)
    for _press in range(9):
        qtbot.keyClick(traces, Qt.Key.Key_Right)
    assert traces.start == pytest.approx(2.0, abs=0.02)


def test_traces_are_painted(traces: TraceView) -> None:
    image = traces.viewport().grab().toImage()
    darkest = min(image.pixelColor(x, y).lightness() for x in range(NAMES, 300, 3) for y in range(0, 220, 3))
    assert darkest < QColor(traces._look.tokens.grid).lightness() - 60


@given(st.integers(1, 4000), st.floats(0, 20), st.floats(0.5, 60))
def test_any_stretch_stays_inside_its_box_but_for_a_sample(count: int, start: float, seconds: float) -> None:
    trace = Trace("II", "mV", 250.0, [0.0] * count)
    box = QRectF(56, 0, 300, 100)
    sample = box.width() / (seconds * trace.rate_hz) + 1
    points = polyline(trace, start, seconds, box, 10.0)
    assert all(box.left() - sample <= point.x() <= box.right() + sample for point in points)


def test_one_artefact_does_not_flatten_the_trace() -> None:
    wave = [0.5, -0.5] * 400
    assert spread(Trace("x", "mV", 100.0, [*wave, 900.0])) == pytest.approx(1.0)
    assert spread(Trace("x", "mV", 100.0, [])) == 1.0


@pytest.mark.parametrize(("seconds", "step"), [(1.0, 0.2), (4.0, 0.2), (10.0, 1.0), (60.0, 10.0)])
def test_paper_gets_coarser_with_time(seconds: float, step: float) -> None:
    assert grid_step(seconds) in (step, 5.0)
