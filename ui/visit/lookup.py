"""The field of an item with hundreds of terms: its list narrows by any word that is typed, each term with its class.

Owns when the list shows and what is highlighted in it. Must not decide what a text means: that is the presenter's.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from study.grammar.term_search import Entry, TermIndex
from study.text import Language
from ui.visit.field import ANSWER, ResultField
from ui.visit.state import Option

BESIDE = ANSWER + 1
"""Where a line keeps the class of its term."""
WIDE = 580
"""Pixels of the list: a term and its class beside it."""
_SHARE = 0.6
"""Of a line that the term may take; the class has the rest."""
_GAP = 12
_SEEN = 12


class LookupField(ResultField):
    """Narrows its list with every key. What fits better than all else is highlighted, so that Enter takes it.

    Of several that fit as well none is: a vague word must not become the first of them unseen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("lookup", parent)
        self._terms: tuple[Option, ...] = ()
        self._language: Language = "en"
        self._index: TermIndex | None = None
        self._lines = QStandardItemModel(self)
        self._list: QCompleter | None = None

    def set_choices(self, choices: tuple[Option, ...], language: Language) -> None:
        """The terms; they are many, and looked through only when they are others than before."""
        if self._terms is choices and self._language == language:
            return
        if self._terms is not choices:
            self._index = TermIndex(Entry(each.label.en, each.label.zh, each.aliases) for each in choices)
        self._terms, self._language = choices, language
        self._close_list()

    def open_list(self) -> None:
        """Show the terms that fit what stands in the field, or all of them where nothing else does."""
        self._show(self.text() if self.dirty else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes an open list first; what was typed stays until it is pressed again."""
        popup = self._popup()
        if event.key() == Qt.Key.Key_Escape and not self.composing and popup is not None and popup.isVisible():
            self._close_list()
            event.accept()
            return
        super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        super()._typed(text)
        if text.strip():
            self._show(text)
        else:
            self._close_list()

    def _show(self, typed: str) -> None:
        found = self._index.matching(typed) if self._index is not None and not self.isReadOnly() else ()
        if not found:
            self._close_list()
            return
        self._fill(found)
        if self._list is None:
            self._list = self._new_list()
        self._dress_list()
        self._list.complete(QRect(0, 0, max(self.width(), self._room()), self.height()))
        popup = self._list.popup()
        if popup is not None:
            alone = self._index is not None and self._index.best(typed) is not None
            first = self._list.completionModel().index(0, 0, QModelIndex())
            popup.setCurrentIndex(first if alone else QModelIndex())

    def _room(self) -> int:
        """As wide as a term with its class needs, inside the window."""
        window = self.window()
        left = self.mapTo(window, self.rect().topLeft()).x()
        return min(WIDE, window.width() - left)

    def _fill(self, found: tuple[int, ...]) -> None:
        self._lines.clear()
        for at in found:
            term = self._terms[at]
            word = term.label.get(self._language)
            beside = term.beside.get(self._language) if term.beside is not None else ""
            line = QStandardItem(word)
            line.setData(word, ANSWER)
            line.setData(beside, BESIDE)
            line.setData(f"{word}, {beside}", Qt.ItemDataRole.AccessibleTextRole)
            line.setToolTip(f"{term.label.get('zh' if self._language == 'en' else 'en')}\n{beside}".rstrip())
            self._lines.appendRow(line)

    def _new_list(self) -> QCompleter:
        """Made when it is first shown: a list is a window of its own, and most fields never open theirs."""
        made = QCompleter(self._lines, self)
        made.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        made.setMaxVisibleItems(_SEEN)
        made.setWidget(self)
        popup = made.popup()
        if popup is not None:
            popup.setItemDelegate(_TermAndClass(popup))
            popup.clicked.connect(self._clicked)
        return made

    def _popup(self) -> QAbstractItemView | None:
        return self._list.popup() if self._list is not None else None

    def _answer(self, index: QModelIndex) -> str:
        return str(index.data(ANSWER))

    def _clicked(self, index: QModelIndex) -> None:
        self.setText(self._answer(index))
        self._close_list()


class _TermAndClass(QStyledItemDelegate):
    """The term at the left, its class in a quieter ink at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.data(BESIDE):
            room = int(option.rect.width() * _SHARE) - _GAP
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The line as every list has it, then the class."""
        super().paint(painter, option, index)
        left = int(option.rect.width() * _SHARE)
        place = option.rect.adjusted(left, 0, -_GAP, 0)
        words = option.fontMetrics.elidedText(str(index.data(BESIDE) or ""), Qt.TextElideMode.ElideRight, place.width())
        painter.save()
        painter.setOpacity(0.75)
        painter.setPen(option.palette.color(option.palette.ColorRole.Text))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()
