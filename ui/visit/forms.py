"""The forms of the visit at the left: Alt+number, flag, completeness in three parts; the logs below a line."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.visit.flags import flag_of
from ui.visit.state import FormRow
from ui.widgets.labels import label
from ui.widgets.marks import flag_name
from ui.widgets.paint import paint_completeness, paint_flag
from ui.widgets.state import Completeness

_ROW = Qt.ItemDataRole.UserRole
_V = int(Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex


class FormsModel(QAbstractListModel):
    """The rows as a list; keeps its selection while only numbers change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.rows: tuple[FormRow, ...] = ()

    def show_rows(self, rows: tuple[FormRow, ...]) -> None:
        """Show these rows."""
        if [row.key for row in rows] == [row.key for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(max(len(rows) - 1, 0)))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many forms."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The label; what a screen reader says; the other language for the tooltip; the row itself."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._look.text(row.label)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = fill(self.tr("%1, %2 of %3 filled"), self._look.text(row.label), row.filled, _total(row))
            return f"{said}, {flag_name(flag_of(row.flag))}".rstrip(", ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self._look.text(row.label)}\n{self._look.language.other(row.label)}"
        return row if role == _ROW else None


def _total(row: FormRow) -> int:
    return row.filled + row.awaiting + row.missing


class FormsDelegate(QStyledItemDelegate):
    """Paints one form."""

    def __init__(self, look: Look, view: "FormsView") -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """34 px, the first log a little more for the line above it."""
        return QSize(200, 34 + (12 if self._first_log(index) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number, label, bar below it, flag and count."""
        row: FormRow = index.data(_ROW)
        tokens = self._look.tokens
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._first_log(index):
            painter.fillRect(rect.x() + 8, rect.y() + 6, rect.width() - 16, 1, QColor(tokens.line))
            rect.setTop(rect.top() + 12)
        chosen = row.code == self._view.chosen
        self._ground(painter, rect, chosen, bool(option.state & QStyle.StateFlag.State_MouseOver))
        _cell(
            painter,
            QRect(rect.x() + 4, rect.y(), 20, rect.height()),
            row.number,
            tokens.text_3,
            fonts.KEY,
            align=_V | int(Qt.AlignmentFlag.AlignHCenter),
        )
        if rect.width() < 100:
            mark = QRectF(rect.right() - 22, rect.y(), 20, rect.height())
            paint_flag(painter, mark, flag_of(row.flag), tokens)
            if not row.number:
                _cell(painter, rect.adjusted(6, 0, -4, 0), row.code, tokens.text_3, fonts.KEY)
            painter.restore()
            return
        right = self._right(painter, rect, row)
        done = row.complete or row.note is not None
        words = QRect(rect.x() + 32, rect.y(), right - rect.x() - 38, rect.height() - (0 if done else 4))
        _cell(painter, words, index.data(), tokens.text_2 if row.complete else tokens.text, bold=chosen)
        if not done and _total(row):
            bar = QRectF(words.x(), rect.bottom() - 8, right - words.x() - 8, 3)
            paint_completeness(painter, bar, Completeness(row.filled, row.awaiting, row.missing), tokens)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, chosen: bool, hovered: bool) -> None:
        tokens = self._look.tokens
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        if chosen:
            painter.setPen(QPen(QColor(tokens.accent), 2 if self._view.hasFocus() else 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        elif hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(box, 6, 6)

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
            word = f"{row.filled}/{_total(row)}"
        wide = painter.fontMetrics().horizontalAdvance(word) if word else 16
        x = right.right() - max(wide, 16)
        if row.complete and row.note is None:
            painter.drawPixmap(
                right.right() - 16,
                rect.center().y() - 8,
                self._look.theme.pixmap("check", "text_3", 16, self._view.devicePixelRatioF()),
            )
        else:
            _cell(painter, right, word, tokens.text_2, fonts.HINT, align=_V | int(Qt.AlignmentFlag.AlignRight))
        flag = flag_of(row.flag)
        if row.flag:
            x -= 24
            paint_flag(painter, QRectF(x, rect.y(), 20, rect.height()), flag, tokens)
        return x

    def _first_log(self, index: Index) -> bool:
        rows = self._view.model_of_forms.rows
        place = index.row()
        return rows[place].log and (place == 0 or not rows[place - 1].log)


def _cell(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    size: int = fonts.BODY,
    *,
    bold: bool = False,
    align: int = _V,
) -> None:
    painter.setFont(fonts.font(size, bold))
    painter.setPen(QColor(colour))
    painter.drawText(rect, align, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


class FormsView(QListView):
    """The list itself. Enter or a click opens a form."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.chosen = ""
        self.model_of_forms = FormsModel(look)
        self.setModel(self.model_of_forms)
        self.setItemDelegate(FormsDelegate(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.clicked.connect(self._open)

    def show_forms(self, rows: tuple[FormRow, ...], chosen: str) -> None:
        """Show the forms with the code of the open one."""
        self.model_of_forms.show_rows(rows)
        self.chosen = chosen
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the form the cursor is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.model_of_forms.rows[index.row()].key)


class _Legend(QWidget):
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
            painter.drawText(QRect(x + 20, 0, 80, 20), _V, word)
            x += 20 + painter.fontMetrics().horizontalAdvance(word) + 8
        painter.end()


class FormsList(QFrame):
    """The pane: heading with the visit's count, the list, the legend. `form_chosen` carries the form's address key."""

    form_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "formslist")
        self.setFixedWidth(220)
        self.list = FormsView(look)
        self.list.opened.connect(self.form_chosen)
        self._title = label("", "body", bold=True)
        self._count = label("", "hint", "text_2")
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 4)
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self._legend = _Legend(look)
        column.addWidget(self._legend)

    def show_forms(self, rows: tuple[FormRow, ...], chosen: str) -> None:
        """Show the forms with the code of the open one."""
        visit = [row for row in rows if not row.log]
        self._title.setText(self.tr("Forms of this visit"))
        self._count.setText(f"{sum(row.filled for row in visit)} / {sum(_total(row) for row in visit)}")
        self.list.setAccessibleName(self._title.text())
        self.list.show_forms(rows, chosen)

    def fold(self, folded: bool) -> None:
        """In a narrow window only numbers and flags are left; the label is in the tooltip."""
        self.setFixedWidth(72 if folded else 220)
        for part in (self._title, self._count, self._legend):
            part.setVisible(not folded)

    def key_of(self, number: str) -> str:
        """The form that Alt+`number` opens, or ""."""
        return next((row.key for row in self.list.model_of_forms.rows if row.number == number), "")
