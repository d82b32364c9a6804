"""The fields a person types in: they leave keys to an input method that composes, and never lose what is being typed.

Owns when a text counts as typed, left or shown. Must not interpret the text: that is the presenter's.
"""

import re

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCompleter, QLineEdit, QWidget

from study.from_tracing import FromTracing
from study.text import Language
from ui.theme.theme import wear_as
from ui.visit.state import FieldKind, Option

ANSWER = int(Qt.ItemDataRole.UserRole)
"""Where a line of the list keeps the words it puts into the field; it may show more."""
_SEPARATORS = re.compile("[,，、;；]")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ComposingEdit(QLineEdit):
    """A line edit that knows when an input method composes: then Enter, digits and shortcuts belong to that."""

    entered = Signal(int)
    """Enter: +1; Shift+Enter: -1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._before = ""

    @property
    def composing(self) -> bool:
        """True while the input method shows text that is not committed yet."""
        return bool(self._preedit)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed; `text()` holds committed text only.

        Composing over a selection deletes it at once; when nothing is committed in the end, nothing was typed, and what
        stood there comes back.
        """
        begins = not self._preedit and bool(event.preeditString())
        if begins:
            self._before = self.text()
        was, self._preedit = self._preedit, event.preeditString()
        super().inputMethodEvent(event)
        if event.commitString():
            self._before = self.text()
        elif was and not self._preedit and self.text() != self._before:
            self.setText(self._before)
            self.selectAll()

    def event(self, event: QEvent) -> bool:
        """Keep every key away while composing; drop uncommitted text when the focus goes.

        A key that comes here although something is composed is one that the input method left alone: Tab would leave
        the field, Enter say what is not typed yet, Ctrl+Z take back what stands before it, Esc leave the page.
        """
        if not self.composing:  # first: a form that opens has thousands of events
            return super().event(event)
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusAboutToChange:
            # Qt would commit the half-typed syllable on leaving; it was never the person's text.
            QGuiApplication.inputMethod().reset()
            if self.composing:
                QApplication.sendEvent(self, QInputMethodEvent())
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back; nothing while composing. Held down it does so once: what comes may ask."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and not self.composing:
            if event.isAutoRepeat():
                event.accept()
                return
            if plain == Qt.KeyboardModifier.NoModifier:
                self.entered.emit(1)
                return
            if plain == Qt.KeyboardModifier.ShiftModifier:
                self.entered.emit(-1)
                return
        super().keyPressEvent(event)


class AnswerCompleter(QCompleter):
    """Completes one answer."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The words of the line itself; Qt would read that line's number in the list as it was before filtering."""
        return str(index.data(ANSWER))


class ListCompleter(AnswerCompleter):
    """Completes the last of several answers and keeps those before it."""

    def splitPath(self, path: str) -> list[str]:
        """Only the part behind the last separator is looked up."""
        return [_SEPARATORS.split(path)[-1].strip()]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The answers before, then the one chosen."""
        edit = self.widget()
        before = _SEPARATORS.split(edit.text())[:-1] if isinstance(edit, QLineEdit) else []
        return ", ".join([*(part.strip() for part in before), str(index.data(ANSWER))])


class ResultField(ComposingEdit):
    """The field of one item. `left` carries the typed text, once for each text; `moved` asks for another row."""

    left = Signal(str)
    moved = Signal(int)
    focused = Signal()
    blurred = Signal()

    def __init__(self, kind: FieldKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind: FieldKind = kind
        self._shown = ""
        self._sent: str | None = None
        self._proposed = False
        self.came: FromTracing | None = None
        self._choices: tuple[Option, ...] = ()
        self._words: list[str] = []
        self.entered.connect(self._confirm)
        self.textEdited.connect(self._typed)
        self.setProperty("grid", True)
        self.align(words=kind != "number")

    @property
    def dirty(self) -> bool:
        """True while the text is neither what the state shows nor what was handed over."""
        return self.text() != (self._shown if self._sent is None else self._sent)

    @property
    def waiting(self) -> bool:
        """True from leaving the field until the state has answered."""
        return self._sent is not None

    def align(self, words: bool) -> None:
        """Words stand at the left, numbers at the right on one edge."""
        side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def show_text(self, text: str, answered: bool) -> None:
        """Show `text` of the state, unless something is being typed here or waits for its answer."""
        if self.composing or self.dirty:
            self._shown = text
            return
        if self._sent is not None and not answered:
            return
        self._sent = None
        self._shown = text
        if self.text() != text:
            self.setText(text)

    def offer(self, text: str) -> None:
        """Give the person `text` to go on typing with, as if typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(text)
        self.textEdited.emit(text)
        self.selectAll()

    def propose(self, text: str, came: FromTracing | None = None) -> None:
        """Put `text` here for the person to confirm: Enter keeps it, typing goes on from it, leaving takes it back.

        `came` is told with it when it is handed over as it stands: what somebody typed over it is theirs.
        """
        if self.isReadOnly():
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(text)
        self._proposed, self.came = True, came
        self.selectAll()

    @property
    def proposed(self) -> bool:
        """True while a text stands here that nobody typed or confirmed."""
        return self._proposed

    def hand_over(self) -> None:
        """Say what was typed, if it is new. Text still being composed is not part of it; a proposal is taken back."""
        if self._proposed:
            self._proposed = False
            self.take_back()
        if self.dirty and not self.isReadOnly():
            self._sent = self.text()
            self.left.emit(self._sent)
        self.came = None

    def take_back(self) -> None:
        """Forget what was typed since the field was shown or handed over."""
        self._proposed, self.came = False, None
        self.setText(self._shown if self._sent is None else self._sent)

    def set_choices(self, choices: tuple[Option, ...], language: Language) -> None:
        """The answers to pick from; typing a code, a label or another way of writing it finds them."""
        words = [choice.label.get(language) for choice in choices]
        if self._choices == choices and self._words == words:
            return
        self._choices, self._words = choices, words
        kind = ListCompleter if self.kind == "multichoice" else AnswerCompleter
        completer = kind(self)
        completer.setModel(_answers(choices, words, language, self.tr("unconfirmed"), completer))
        completer.setCompletionRole(ANSWER)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)

    def open_list(self) -> None:
        """Show all the answers."""
        if not self._choices:
            return
        self._dress_list()
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()
        popup = self._popup()
        if popup is not None:
            popup.setCurrentIndex(completer.completionModel().index(0, 0, QModelIndex()))

    def _popup(self) -> QAbstractItemView | None:
        """The list of answers; None where there is none to pick from."""
        return self.completer().popup() if self._choices else None

    def _answer(self, index: QModelIndex) -> str:
        """What a line of the list puts into the field."""
        return self.completer().pathFromIndex(index)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z takes back typing here; where nothing is typed it belongs to the screen.

        Qt's own line edit keeps the key to itself even when it has nothing to take back.
        """
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            mine = self.composing or self.dirty
            if event.type() == QEvent.Type.ShortcutOverride and not mine:
                event.ignore()
                return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what is there, so that typing replaces it, and say who has the focus."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.selectAll()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving hands over; a popup of the field's own or another window in front is not leaving the field."""
        super().focusOutEvent(event)
        self.blurred.emit()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._close_list()
            self.hand_over()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move between rows, Alt+Down and F4 open the list, Esc takes back what was typed."""
        key, modifiers = event.key(), event.modifiers()
        if self.composing:
            super().keyPressEvent(event)
        elif key in _ENTER and not event.isAutoRepeat() and self._take_highlighted():
            self._go(1)
        elif key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and modifiers & Qt.KeyboardModifier.AltModifier):
            self.open_list()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self.dirty:
            self.take_back()
            self.selectAll()
        elif key == Qt.Key.Key_Space and self.selectedText() == self.text():
            # A value begins with no space: typed by mistake it would empty a field whose value is all selected.
            event.accept()
        else:
            super().keyPressEvent(event)

    def _take_highlighted(self) -> bool:
        """Put the answer that is highlighted in the open list into the field; False when there is none.

        Qt offers Enter to the field before the list takes it, and the field would go on with half a word.
        """
        popup = self._popup()
        if popup is None or not popup.isVisible() or not popup.currentIndex().isValid():
            return False
        self.setText(self._answer(popup.currentIndex()))
        popup.hide()
        return True

    def _close_list(self) -> None:
        """An open list that closes later would take the focus back to this field, and the next text with it."""
        popup = self._popup()
        if popup is not None and popup.isVisible():
            popup.hide()

    def _dress_list(self) -> None:
        """The list is a window of its own and wears what the field does; once it shows itself it would be too late."""
        popup = self._popup()
        if popup is not None and not popup.isVisible():
            popup.setProperty("part", "answers")
            wear_as(popup, self)

    def _typed(self, _text: str) -> None:
        self._proposed, self.came = False, None
        self._dress_list()

    def _confirm(self, step: int) -> None:
        """Enter keeps a proposal; Shift+Enter, as every other way out, does not."""
        self._proposed = self._proposed and step < 0
        self._go(step)

    def _go(self, step: int) -> None:
        self._close_list()
        self.hand_over()
        self.moved.emit(step)


def _answers(
    choices: tuple[Option, ...], words: list[str], language: Language, unconfirmed: str, parent: QObject
) -> QStandardItemModel:
    """The lines of the list: what each puts into the field, and how it is shown; what is in doubt says so."""
    model = QStandardItemModel(parent)
    doubts = {word: choice.doubt for choice, word in zip(choices, words, strict=True) if choice.doubt is not None}
    for word in (*words, *_other_words(choices, words)):
        doubt = doubts.get(word)
        line = QStandardItem(word if doubt is None else f"{word} · {unconfirmed}")
        line.setData(word, ANSWER)
        if doubt is not None:
            line.setToolTip(doubt.get(language))
        model.appendRow(line)
    return model


def _other_words(choices: tuple[Option, ...], words: list[str]) -> list[str]:
    """Codes, aliases and the other language's words, without repeats, for those who type them."""
    more: dict[str, None] = {}
    for choice in choices:
        for word in (choice.label.en, choice.label.zh, choice.code, *choice.aliases):
            if word not in words:
                more[word] = None
    return list(more)
