"""Paints a sheet of traces: paper, pictures of the traces, names, ruler, marks of the recording, calipers. No state."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.visit.calipers import Calipers
from ui.visit.preview import TraceState
from ui.visit.trace_scale import VOLTAGES, Scale, clock, height_bar, ruler_step
from ui.visit.trace_shelf import Placed

NAMES = 64
RULER = 18
_LEAST_GRID = 3.0


@dataclass(frozen=True)
class Sheet:
    """What is in view: `left` and `top` are px scrolled, `box` is where traces go, `lane` px for a lead."""

    state: TraceState
    scale: Scale
    leads: tuple[int, ...]
    active: int
    lane: float
    left: int
    top: int
    box: QRectF
    calipers: Calipers
    tokens: Tokens
    head: float = 0.0
    """Px above the first lead."""

    def x(self, second: float) -> float:
        """Where a second stands."""
        return self.box.left() + second * self.scale.per_s - self.left


def paint_sheet(painter: QPainter, sheet: Sheet, pictures: Iterable[Placed]) -> None:
    """All of it."""
    painter.setClipRect(sheet.box)
    _paper(painter, sheet)
    _gaps(painter, sheet)
    for placed in pictures:
        _picture(painter, sheet, placed)
    painter.setClipRect(sheet.box)
    _marks(painter, sheet)
    _calipers(painter, sheet)
    _height(painter, sheet)
    painter.setClipping(False)
    _names(painter, sheet)
    _ruler(painter, sheet)


def _picture(painter: QPainter, sheet: Sheet, placed: Placed) -> None:
    """A tile, or what stands in for it, in its own place."""
    left, beside = sheet.box.left() - sheet.left, placed.within
    high = placed.picture.height()
    painter.setClipRect(QRectF(left + beside[0], 0, beside[1], sheet.box.height()) & sheet.box)
    painter.drawImage(QRectF(left + placed.left, -sheet.top, placed.wide, high), placed.picture)


def _paper(painter: QPainter, sheet: Sheet) -> None:
    """Small boxes 40 ms by 0.1 mV and large ones 200 ms by 0.5 mV, as on ECG paper; of an EEG the seconds."""
    grid, strong = QColor(sheet.tokens.grid), QColor(sheet.tokens.line_mid)
    box = sheet.box
    small, large = (0.04, 0.2) if sheet.state.paper else (0.2, 1.0)
    if large * sheet.scale.per_s < _LEAST_GRID:
        small, large = 10.0, 60.0
    # All lines of a strength at once: each call gives the interpreter away, and takes its time to come back.
    for step, colour in ((small, grid), (large, strong)):
        places = _places(step * sheet.scale.per_s, sheet.left, box.width())
        _fill(painter, colour, [QRect(round(box.left() + x), 0, 1, round(box.height())) for x in places])
    if sheet.state.paper:
        for step, colour in ((0.1, grid), (0.5, strong)):
            places = _places(step * sheet.scale.per_mv, sheet.top, box.height())
            _fill(painter, colour, [QRect(round(box.left()), round(y), round(box.width()), 1) for y in places])


def _places(apart: float, before: int, long: float) -> list[float]:
    """Where lines so far apart stand, `before` px scrolled; none where they would stand too close."""
    if apart < _LEAST_GRID:
        return []
    first = int(before / apart)
    return [count * apart - before for count in range(first, int((before + long) / apart) + 1)]


def _fill(painter: QPainter, colour: QColor, boxes: list[QRect]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(boxes)


def _gaps(painter: QPainter, sheet: Sheet) -> None:
    for begin, end in sheet.state.gaps:
        left, right = max(sheet.x(begin), sheet.box.left()), min(sheet.x(end), sheet.box.right())
        if left < right:
            brush = QBrush(QColor(sheet.tokens.line_strong), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRectF(left, 0, right - left, sheet.box.height()), brush)


def _marks(painter: QPainter, sheet: Sheet) -> None:
    painter.setFont(fonts.font(fonts.KEY))
    for mark in sheet.state.marks:
        x = sheet.x(mark.at_s)
        if sheet.box.left() - 200 <= x <= sheet.box.right():
            painter.fillRect(QRectF(x, 0, 1, sheet.box.height()), QColor(sheet.tokens.s3))
            painter.setPen(QColor(sheet.tokens.s3))
            painter.drawText(QPointF(x + 3, 11), mark.text[:40])


def _calipers(painter: QPainter, sheet: Sheet) -> None:
    marks = sheet.calipers.marks
    accent = QColor(sheet.tokens.accent)
    places = [sheet.x(at) for at in marks]
    for number, x in enumerate(places):
        wide = 2.0 if number == sheet.calipers.chosen else 1.0
        painter.fillRect(QRectF(x - wide / 2, 0, wide, sheet.box.height()), accent)
        painter.setPen(accent)
        painter.setFont(fonts.font(fonts.KEY, bold=True))
        painter.drawText(QPointF(x + 3, sheet.box.height() - 4), str(number + 1))
    if len(places) == 2:
        y = sheet.head + (sheet.active + 0.5) * sheet.lane - sheet.top
        painter.fillRect(QRectF(min(places), y, abs(places[1] - places[0]), 1), accent)


def _height(painter: QPainter, sheet: Sheet) -> None:
    """How high a round voltage stands, at the right edge, once for all leads."""
    if not any(sheet.state.leads[index].unit in VOLTAGES for index in sheet.leads):
        return
    amount, high = height_bar(sheet.scale)
    painter.setFont(fonts.font(fonts.KEY))
    metrics = painter.fontMetrics()
    right, bottom = sheet.box.right() - 8, sheet.box.bottom() - 8
    wide = metrics.horizontalAdvance(amount) + 18
    back = QRectF(right - wide, bottom - max(high, metrics.height()) - 4, wide + 4, max(high, metrics.height()) + 8)
    painter.fillRect(back, QColor(sheet.tokens.surface))
    ink = QColor(sheet.tokens.text_2)
    painter.fillRect(QRectF(right - 4, bottom - high, 2, high), ink)
    for y in (bottom - high, bottom):
        painter.fillRect(QRectF(right - 6, y, 6, 1), ink)
    painter.setPen(ink)
    painter.drawText(QPointF(back.left() + 4, bottom - high / 2 + metrics.ascent() / 2 - 1), amount)


def _names(painter: QPainter, sheet: Sheet) -> None:
    tokens = sheet.tokens
    painter.setClipRect(QRectF(0, 0, sheet.box.left(), sheet.box.height()))
    painter.fillRect(QRectF(0, 0, NAMES, sheet.box.height()), QColor(tokens.surface))
    for place, index in enumerate(sheet.leads):
        lead = sheet.state.leads[index]
        box = QRectF(6, sheet.head + place * sheet.lane - sheet.top, NAMES - 14, sheet.lane)
        chosen = place == sheet.active and bool(sheet.calipers.marks)
        painter.setFont(fonts.font(fonts.KEY, bold=chosen))
        painter.setPen(QColor(tokens.accent if chosen else tokens.text_2))
        cut = painter.fontMetrics().elidedText(lead.name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)
    painter.setClipping(False)
    painter.fillRect(QRectF(NAMES - 1, 0, 1, sheet.box.height()), QColor(tokens.line))


def _ruler(painter: QPainter, sheet: Sheet) -> None:
    tokens, bottom = sheet.tokens, sheet.box.bottom()
    painter.fillRect(QRectF(0, bottom, sheet.box.right(), RULER), QColor(tokens.surface))
    painter.fillRect(QRectF(0, bottom, sheet.box.right(), 1), QColor(tokens.line))
    painter.setFont(fonts.font(fonts.KEY))
    painter.setPen(QColor(tokens.text_3))
    step = ruler_step(sheet.scale.per_s)
    count = int(sheet.left / (step * sheet.scale.per_s))
    painter.setClipRect(QRectF(sheet.box.left(), bottom, sheet.box.width(), RULER))
    while (x := sheet.x(count * step)) <= sheet.box.right():
        painter.fillRect(QRectF(round(x), bottom, 1, 4), QColor(tokens.text_3))
        if x + 3 + painter.fontMetrics().horizontalAdvance(clock(count * step)) <= sheet.box.right():
            painter.drawText(QPointF(x + 3, bottom + 14), clock(count * step))
        count += 1
    painter.setClipping(False)
    painter.drawText(QPointF(6, bottom + 14), "min:s")
