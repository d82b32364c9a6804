"""How a form looks in the list at the left: Alt+number, name, bar, count, and a mark where something waits in it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.look import Look
from ui.theme import fonts
from ui.visit.flags import flag_of
from ui.visit.state import FormRow
from ui.widgets.paint import CENTRE, LEFT, RIGHT, paint_completeness, paint_flag, write
from ui.widgets.state import Completeness

ROW = Qt.ItemDataRole.UserRole
FORM_ROW, LOG_ROW = 31, 26
Index = QModelIndex | QPersistentModelIndex


class Chooses(QListView):
    """A list that knows which form is open, by its code."""

    chosen = ""


def total(row: FormRow) -> int:
    """How many items of a form count."""
    return row.filled + row.awaiting + row.missing


class FormsDelegate(QStyledItemDelegate):
    """Paints one form."""

    def __init__(self, look: Look, view: "Chooses") -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A form has its bar below the words, a log has none."""
        return QSize(200, LOG_ROW if index.data(ROW).log else FORM_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number, label, bar below it, flag and count."""
        row: FormRow = index.data(ROW)
        tokens = self._look.tokens
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = row.code == self._view.chosen
        self._ground(painter, rect, chosen, bool(option.state & QStyle.StateFlag.State_MouseOver))
        if self._view.hasFocus() and index == self._view.currentIndex():
            self._cursor(painter, rect)
        write(
            painter,
            QRect(rect.x() + 4, rect.y(), 20, rect.height()),
            row.number,
            tokens.text_3,
            fonts.KEY,
            align=CENTRE,
        )
        if rect.width() < 100:
            mark = QRectF(rect.right() - 22, rect.y(), 20, rect.height())
            paint_flag(painter, mark, flag_of(row.flag), tokens)
            if not row.number:
                write(painter, rect.adjusted(6, 0, -4, 0), row.code, tokens.text_3, fonts.KEY)
            elif row.wants and not row.flag:
                self._wants(painter, rect, rect.right() - 20)
            painter.restore()
            return
        right = self._right(painter, rect, row)
        done = row.complete or row.note is not None
        words = QRect(rect.x() + 32, rect.y(), right - rect.x() - 38, rect.height() - (0 if done else 4))
        calm = row.complete or (row.log and not (row.note and row.note.en))
        ink = tokens.text_3 if not row.applies else tokens.text_2 if calm else tokens.text
        write(painter, words, index.data(), ink, bold=chosen)
        if not done and total(row):
            bar = QRectF(words.x(), rect.bottom() - 6, right - words.x() - 8, 3)
            paint_completeness(painter, bar, Completeness(row.filled, row.awaiting, row.missing), tokens)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, chosen: bool, hovered: bool) -> None:
        tokens = self._look.tokens
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        if chosen:
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        elif hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(box, 6, 6)

    def _cursor(self, painter: QPainter, rect: QRect) -> None:
        """Where Enter would go."""
        painter.setPen(QPen(QColor(self._look.tokens.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 6, 6)

    def _right(self, painter: QPainter, rect: QRect, row: FormRow) -> int:
        """Count, check or words at the right, with the flag before them; gives the x where they begin."""
        tokens = self._look.tokens
        right = QRect(rect.x(), rect.y(), rect.width() - 8, rect.height())
        painter.setFont(fonts.font(fonts.HINT))
        if row.note is not None:
            word = self._look.text(row.note)
        elif row.complete:
            word = ""
        else:
            word = f"{row.filled}/{total(row)}"
        # A log without rows says nothing here: its name has the room.
        least = 0 if row.note is not None and not word else 16
        x = right.right() - max(painter.fontMetrics().horizontalAdvance(word), least)
        if row.complete and row.note is None:
            painter.drawPixmap(
                right.right() - 16,
                rect.center().y() - 8,
                self._look.theme.pixmap("check", "text_3", 16, self._view.devicePixelRatioF()),
            )
        else:
            write(painter, right, word, tokens.text_2, fonts.HINT, align=RIGHT)
        flag = flag_of(row.flag)
        if row.flag:
            x -= 24
            paint_flag(painter, QRectF(x, rect.y(), 20, rect.height()), flag, tokens)
        elif row.wants:
            x -= 22
            self._wants(painter, rect, x)
        return x

    def _wants(self, painter: QPainter, rect: QRect, x: int) -> None:
        """Something on the form wants a word."""
        mark = self._look.theme.pixmap("warning", "amber", 16, self._view.devicePixelRatioF())
        painter.drawPixmap(x, rect.center().y() - 8, mark)


class Legend(QWidget):
    """Filled, awaiting, missing: what the bars mean."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Three small bars with their words."""
        painter = QPainter(self)
        tokens = self._look.tokens
        x = 6
        for parts, word in (
            (Completeness(1, 0, 0), self.tr("filled")),
            (Completeness(0, 1, 0), self.tr("awaiting")),
            (Completeness(0, 0, 1), self.tr("missing")),
        ):
            paint_completeness(painter, QRectF(x, 8, 16, 4), parts, tokens)
            painter.setFont(fonts.font(fonts.KEY))
            painter.setPen(QColor(tokens.text_3))
            painter.drawText(QRect(x + 20, 0, 80, 20), LEFT, word)
            x += 20 + painter.fontMetrics().horizontalAdvance(word) + 8
        painter.end()
