"""The search: a line and what it finds, over the window. Up and Down choose, Enter goes there, Esc closes.

Texts that an input method composes arrive when they are committed; its keys are its own.
"""

from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.search.state import Hit, HitKind, SearchState
from ui.theme import fonts
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.paint import RIGHT, write

Index = QModelIndex | QPersistentModelIndex
HIT = int(Qt.ItemDataRole.UserRole)
_ROW = 34
_WIDTH = 620
_ROWS = 12
_ICONS = {
    HitKind.CHILD: "children",
    HitKind.VISIT: "today",
    HitKind.ITEM: "pen",
    HitKind.QUERY: "query",
    HitKind.COMMAND: "next",
}


class HitsModel(QAbstractListModel):
    """What was found, in its order."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.hits: tuple[Hit, ...] = ()

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show others."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            detail = self._look.text(hit.detail) if hit.detail is not None else ""
            return ", ".join(part for part in (self._look.text(hit.title), detail) if part)
        return None


class _Painter(QStyledItemDelegate):
    """An icon for the kind, the title, what tells it apart, the keys at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT)
        if not isinstance(hit, Hit):
            return
        painter.save()
        tokens = self._look.tokens
        cell: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(cell, QColor(tokens.accent_soft if chosen else tokens.surface))
        if chosen:
            painter.fillRect(QRect(cell.left(), cell.top(), 3, cell.height()), QColor(tokens.accent))
        icon = self._look.theme.pixmap(_ICONS[hit.kind], "text_2", 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(cell.left() + 14, cell.center().y() - 7, icon)
        inner = QRectF(cell).adjusted(42, 0, -14, 0)
        if hit.keys:
            write(painter, inner, hit.keys, tokens.text_3, fonts.HINT, align=RIGHT)
            inner.adjust(0, 0, -painter.fontMetrics().horizontalAdvance(hit.keys) - 12, 0)
        title = self._look.text(hit.title)
        write(painter, inner, title, tokens.text, bold=hit.kind is HitKind.CHILD)
        left = painter.fontMetrics().horizontalAdvance(title) + 12
        if hit.detail is not None and left < inner.width():
            write(painter, inner.adjusted(left, 0, 0, 0), self._look.text(hit.detail), tokens.text_2)
        painter.restore()


class Palette(QFrame):
    """`typed` carries the text, `chosen` a Hit, `closed` is sent when it went away without a choice, `gone` whenever it
    went away.
    """

    typed = Signal(str)
    chosen = Signal(object)
    closed = Signal()
    gone = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._before: QWidget | None = None
        self._state = SearchState()
        self._entered = False
        """Enter came before the answer to what is typed: the answer is gone to when it comes."""
        self.setProperty("part", "palette")
        self.line = Line(large=True)
        self.hits = HitsModel(look, self)
        self.list = QListView()
        self.list.setModel(self.hits)
        self.list.setItemDelegate(_Painter(look, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFocusProxy(self.line)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = label("", "hint", "text_2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        for part in (self.line, self.list, self._foot):
            column.addWidget(part)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        look.changed.connect(self._words)
        parent.installEventFilter(self)
        self.hide()
        self._words()

    def open(self) -> None:
        """Come to the front with an empty line; what had the focus gets it back afterwards."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._place()
        self._entered = False
        self.line.clear()
        self.show()
        self.raise_()
        self.line.setFocus()
        self.typed.emit("")

    def close_palette(self) -> None:
        """Go away and give the focus back."""
        self._entered = False
        if self.isVisible():
            self.hide()
            if self._before is not None:
                self._before.setFocus()
            self._before = None

    def render_hits(self, state: SearchState) -> None:
        """Show what was found for the text; an answer to another text is passed over."""
        if state.asked != self.line.text():
            return
        # What somebody is about to go to stays marked when more is found for the same text.
        marked = self.list.currentIndex().data(HIT) if state.asked == self._state.asked else None
        self._state = state
        self.hits.show_hits(state.hits)
        if state.hits:
            row = state.hits.index(marked) if marked in state.hits else 0
            self.list.setCurrentIndex(self.hits.index(row))
        self._words()
        self._place()
        if self._entered and state.final:
            self._entered = False
            self._choose(self.list.currentIndex())

    def show_far(self, read: int, of: int) -> None:
        """So many of all children are read by now."""
        self._state = replace(self._state, read=read, of=of)
        self._words()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.gone.emit()

    def _typed(self, text: str) -> None:
        self._entered = False
        self.typed.emit(text)

    def _enter(self) -> None:
        """Go where the list points; what it shows for an earlier text may be another child: the answer is awaited."""
        state = self._state
        if state.reading or state.asked != self.line.text() or not (state.hits or state.final):
            self._entered = True
        else:
            self._choose(self.list.currentIndex())

    def _words(self) -> None:
        self.line.setPlaceholderText(self.tr("Search children, visits, items, queries, commands"))
        self.line.setAccessibleName(self.tr("Search everything"))
        self.list.setAccessibleName(self.tr("Found"))
        state, left = self._state, self._state.read < self._state.of
        if state.more:
            words = self.tr("%n more; type another word", "", state.more)
        elif state.beyond:
            words = self.tr("%n more children fit: write more of the code to look into them", "", state.beyond)
        elif left and state.asked.strip() and not state.hits:
            words = self.tr("Nothing found yet.")
        elif state.asked.strip() and not state.hits and not state.reading:
            words = self.tr(
                "Nothing is called so. A child is found by code or name; write a visit or an item behind it."
            )
        else:
            words = self.tr("A child's code and a visit or an item lead straight there: LN-007 M3, LN-007 creatinine")
        if left:
            far = self.tr("Still looking: names and numbers of %1 of %2 children are read, codes of all.")
            words = f"{fill(far, state.read, state.of)} {words}"
        self._foot.setText(words)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(_WIDTH, parent.width() - 32)
        self.list.setFixedHeight(min(max(len(self.hits.hits), 1), _ROWS) * _ROW)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, 52)

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if isinstance(hit, Hit):
            self.close_palette()
            self.chosen.emit(hit)

    def _step(self, by: int) -> None:
        count = len(self.hits.hits)
        if count:
            row = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self.hits.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list while the line has the focus; a window that changes its size moves the search along."""
        if watched is self.parentWidget() and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is not self.line:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.FocusOut and self.isVisible() and not self._inside():
            self.hide()
            self.closed.emit()
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _inside(self) -> bool:
        """Whether the focus went to something that belongs to typing here: a menu, the input method, another window."""
        now: QWidget | None = self.window().focusWidget()
        if now is None or not self.window().isActiveWindow():
            return True
        return now is self.line or self.isAncestorOf(now)

    def _pressed(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key is Qt.Key.Key_Escape:
            self.close_palette()
            self.closed.emit()
        else:
            return False
        return True
