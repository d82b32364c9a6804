"""How a row of the table of children is painted: the abnormal stands out, normal and ended rows recede."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.children.model import AGE, CODE, DAY, FIXED, NAME, NEXT, ROW, ChildrenModel
from ui.children.state import MARK_TONE, ChildRow, Due, Mark, MarkKind, Measure, Standing
from ui.look import Look
from ui.theme import fonts
from ui.theme.tokens import Tokens
from ui.widgets import paint
from ui.widgets.paint import LEFT, RIGHT, write
from ui.widgets.state import Flag, Tone

ROW_HEIGHT = 38
_CHIP = {
    Tone.PLAIN: ("surface", "line", "text_2"),
    Tone.AMBER: ("amber_soft", "amber_line", "amber"),
    Tone.CRITICAL: ("red", "red", "on_red"),
}
_ICON = {
    MarkKind.CRITICAL: "critical",
    MarkKind.CONFLICT: "fork",
    MarkKind.QUERY: "query",
    MarkKind.AWAITING: "clock",
    MarkKind.HELD: "pause",
    MarkKind.VOID: "warning",
}


def next_ink(row: ChildRow) -> tuple[str, bool]:
    """Colour and weight of the next visit's words."""
    if row.next_visit.due is Due.OVERDUE:
        return "amber", True
    if row.next_visit.due is Due.TODAY:
        return "accent", True
    return ("text_2" if row.standing is Standing.FOLLOWED else "text_3"), False


class ChildrenDelegate(QStyledItemDelegate):
    """Paints every cell; one height for all rows keeps scrolling even."""

    def __init__(self, look: Look, model: ChildrenModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, ChildRow):
            return
        painter.save()
        cell: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, cell, index.column(), chosen)
        inner = QRectF(cell).adjusted(12 if index.column() else 24, 0, -4, 0)
        last = index.column() == index.model().columnCount() - 1
        if last:
            self._marks(painter, inner, row)
        elif index.column() >= FIXED:
            place = index.column() - FIXED
            self._measure(painter, inner, row.measures[place] if place < len(row.measures) else None, row)
        elif index.column() == NEXT:
            self._next(painter, inner, row)
        else:
            self._plain(painter, inner, index, row)
        painter.restore()

    def _ground(self, painter: QPainter, cell: QRect, column: int, chosen: bool) -> None:
        tokens = self._look.tokens
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), QColor(tokens.grid))
        table = self.parent()
        if chosen and isinstance(table, QWidget) and table.hasFocus():
            for top in (cell.top(), cell.bottom() - 1):
                painter.fillRect(QRect(cell.left(), top, cell.width(), 2), QColor(tokens.accent))
        if chosen and column == 0:
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))

    def _plain(
        self, painter: QPainter, inner: QRectF, index: QModelIndex | QPersistentModelIndex, row: ChildRow
    ) -> None:
        ended = row.standing is Standing.ENDED
        strong = index.column() in (CODE, NAME, DAY)
        ink = "text_3" if ended else "text" if strong else "text_2"
        align = RIGHT if index.column() in (AGE, DAY) else LEFT
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        self._write(painter, inner, text, ink, bold=index.column() == CODE, align=align)

    def _next(self, painter: QPainter, inner: QRectF, row: ChildRow) -> None:
        code = "text_3" if row.standing is Standing.ENDED else "text"
        width = self._write(painter, inner, row.next_visit.code, code)
        ink, bold = next_ink(row)
        self._write(painter, inner.adjusted(max(width + 8, 44), 0, 0, 0), self._model.due_words(row), ink, bold)

    def _measure(self, painter: QPainter, inner: QRectF, measure: Measure | None, row: ChildRow) -> None:
        if measure is None:
            return
        ended = row.standing is Standing.ENDED
        if measure.spark is not None:
            box = QRectF(inner.left(), inner.center().y() - 10, 44, 20)
            paint.paint_spark(painter, box, measure.spark, self._look.tokens, "text_3" if ended else "text_2")
        flagged = measure.flag is not Flag.NONE
        ink = "text_3" if ended else "text" if flagged else "text_2"
        number = QRectF(inner.left() + 46, inner.top(), 44, inner.height())
        self._write(painter, number, measure.shown, ink, bold=flagged, align=RIGHT)
        mark = QRectF(number.right() + 4, inner.top(), 20, inner.height())
        paint.paint_flag(painter, mark, measure.flag, self._look.tokens)

    def _marks(self, painter: QPainter, inner: QRectF, row: ChildRow) -> None:
        left = inner.left()
        for place, mark in enumerate(row.marks):
            rest = len(row.marks) - place
            width = self._chip_width(mark)
            if left + width > inner.right() - (32 if rest > 1 else 0):
                self._write(painter, QRectF(left, inner.top(), 40, inner.height()), f"+{rest}", "text_2")
                return
            self._chip(painter, QRectF(left, inner.center().y() - 10, width, 20), mark)
            left += width + 6

    def _chip_width(self, mark: Mark) -> float:
        metrics = QFontMetrics(fonts.font(fonts.HINT, mark.kind is MarkKind.CRITICAL))
        return metrics.horizontalAdvance(self._look.text(mark.text)) + 32

    def _chip(self, painter: QPainter, box: QRectF, mark: Mark) -> None:
        ground, line, ink = _CHIP[MARK_TONE[mark.kind]]
        tokens: Tokens = self._look.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.named(line)), 1))
        painter.setBrush(QColor(tokens.named(ground)))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        scale = painter.device().devicePixelRatioF()
        icon = self._look.theme.pixmap(_ICON[mark.kind], ink, 14, scale)
        painter.drawPixmap(QPointF(box.left() + 6, box.center().y() - 7), icon)
        bold = mark.kind is MarkKind.CRITICAL
        words = box.adjusted(24, 0, 0, 0)
        self._write(painter, words, self._look.text(mark.text), ink, bold, size=fonts.HINT)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        ink: str,
        bold: bool = False,
        *,
        align: int = LEFT,
        size: int = fonts.BODY,
    ) -> float:
        """Write one line, shortened at the end when there is no room; returns its width."""
        write(painter, box, text, self._look.tokens.named(ink), size, bold=bold, align=align)
        return painter.fontMetrics().horizontalAdvance(text)


class ChildrenHeader(QHeaderView):
    """Heads of two lines: a measure's name in bold, its unit and band below; the sorted column has an arrow."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(44)
        look.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        tokens = self._look.tokens
        painter.fillRect(rect, QColor(tokens.surface))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.line))
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, 0) or "")
        first, measure, second = words.partition("\n")
        box = QRectF(rect).adjusted(12 if logicalIndex else 24, 6, -4, -6)
        right = Qt.AlignmentFlag.AlignRight if logicalIndex in (AGE, DAY) else Qt.AlignmentFlag.AlignLeft
        if measure:
            painter.setFont(fonts.font(fonts.HINT, bold=True))
            painter.setPen(QColor(tokens.text_2))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignTop | right), first)
        painter.setFont(fonts.font(fonts.HINT))
        painter.setPen(QColor(tokens.text_3))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignBottom | right), second if measure else first)
        if self.sortIndicatorSection() == logicalIndex:
            wide = painter.fontMetrics().horizontalAdvance(second if measure else first)
            left = box.right() - wide - 16 if right is Qt.AlignmentFlag.AlignRight else box.left() + wide + 4
            name = "received" if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else "sent"
            arrow = self._look.theme.pixmap(name, "text_2", 12, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(left, box.bottom() - 14), arrow)
        painter.restore()
