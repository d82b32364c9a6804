"""The scenes of attached files: an ECG that is measured, an EEG, a document and a picture, made for this purpose."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter, QPolygonF
from PySide6.QtTest import QTest

from desktop_app.demo.play import record
from desktop_app.demo.player import Scene, Wait, drop, push
from desktop_app.demo.stage import Stage
from ui.visit.acts import FileWithdrawn
from ui.visit.preview import TraceState

Draw = Callable[[str], Scene]
_MARKS = (0.42, 1.13)
"""From one R wave of the invented ECG to the next."""


def attached_files(stage: Stage, visit: str, draw: Draw) -> Scene:
    """Each kind of file beside its form."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        files = Path(made)
        record(files)
        _document(files / "EEG-M3.pdf")
        _picture(files / "ECG-M3.png")
        stage.desk.open_visit(visit)
        yield Wait(lambda: stage.shows("visit") and stage.form() != "", "the visit of the files")
        yield from stage.open_form("ECG")
        yield from _show(stage, files / "ECG-M3.dcm")
        yield from _measure(stage)
        yield from draw("ecg")
        yield from _show(stage, files / "ECG-M3.png")
        yield from draw("picture")
        yield from stage.open_form("EEG")
        yield from _show(stage, files / "EEG-M3.edf")
        yield from draw("eeg")
        yield from _show(stage, files / "EEG-M3.pdf")
        yield from draw("document")


def ask_withdrawal(stage: Stage) -> None:
    """Ask to withdraw the first file of the open form."""
    if stage.visit.state is not None:
        stage.visit.files.ask_withdrawal(stage.visit.state.files[0])


def withdraw(stage: Stage) -> Scene:
    """Withdraw that file: it stays listed."""
    state = stage.visit.state
    if state is not None:
        stage.visit.attachment_withdrawn.emit(FileWithdrawn(state.files[0].key, "child"))

    def gone() -> bool:
        shown = stage.visit.state
        return shown is not None and any(file.withdrawn is not None for file in shown.files)

    yield Wait(gone, "the withdrawn file")


def _show(stage: Stage, file: Path) -> Scene:
    """Drop a file beside the form, open it, wait until it is drawn."""
    drop(stage.visit.files, file)
    yield from push(stage.visit.files, file.name)

    def drawn() -> bool:
        state = stage.visit.state
        shown = state.preview if state is not None else None
        is_trace = file.suffix in (".dcm", ".edf")
        return shown is not None and isinstance(shown, TraceState) is is_trace and (not is_trace or _complete(stage))

    yield Wait(drawn, f"{file.name} to be drawn")


def _complete(stage: Stage) -> bool:
    return stage.visit.files.trace.view.complete


def _measure(stage: Stage) -> Scene:
    """Two clicks on neighbouring beats."""
    view = stage.visit.files.trace.view
    left = view.viewport().width() - view.seconds * view.scale.per_s
    for second in _MARKS:
        place = QPointF(left + (second - view.start) * view.scale.per_s, view.viewport().height() / 8).toPoint()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    yield Wait(lambda: view.calipers.ms is not None, "the time between two beats")


def _document(path: Path) -> None:
    """A page of an invented report."""
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    wide, line = writer.width(), writer.height() / 32
    lines = (
        "脑电图报告  EEG report", "", "记录 Recording: 2026-11-17 10:12, 30 min, awake",
        "背景 Background: 9.5 Hz alpha, symmetrical", "癫痫样放电 Epileptiform discharges: none",
        "结论 Conclusion: normal for age",
    )  # fmt: skip
    painter.setFont(QFont("Noto Sans CJK SC", 12))
    for place, text in enumerate(lines):
        painter.drawText(QRectF(0, place * line, wide, line), text)
    painter.end()


def _picture(path: Path) -> None:
    """A photograph of a strip of paper, as far as it matters here."""
    image = QImage(1600, 900, QImage.Format.Format_RGB888)
    image.fill(QColor("#fbf3ee"))
    painter = QPainter(image)
    for place in range(0, 1600, 20):
        painter.fillRect(place, 0, 1, 900, QColor("#e7b9a8" if place % 100 == 0 else "#f3dcd2"))
        painter.fillRect(0, place, 1600, 1, QColor("#e7b9a8" if place % 100 == 0 else "#f3dcd2"))
    painter.setPen(QColor("#222222"))
    beat = ((0, 0), (90, 0), (110, -25), (130, 0), (160, 0), (170, 15), (182, -190), (196, 45), (206, 0), (260, -45))
    for row in range(3):
        points = [QPointF(turn * 320 + x, 200 + row * 260 + y) for turn in range(5) for x, y in beat]
        painter.drawPolyline(QPolygonF(points))
    painter.end()
    if not image.save(str(path)):
        raise OSError(f"{path} can't be written")
