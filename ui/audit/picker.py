"""A choice that is found by typing any part of its word; an empty field stands for all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from ui.look import Look
from ui.theme.theme import wear_as
from ui.visit.state import Option
from ui.widgets.fields import Choice
from ui.widgets.labels import repolish


class Picker(Choice):
    """`picked` carries the code, "" for all. What is no option is marked and changes nothing."""

    picked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        self._picked = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.view().setMinimumWidth(240)
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.line.textEdited.connect(self._dress_list)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._cleared)
        self.line.editingFinished.connect(self._understand)
        self.activated.connect(lambda _index: self._pick(self.key()))

    def show_options(self, options: tuple[Option, ...], picked: str, name: str) -> None:
        """Offer these; a code is found by its code and by its label."""
        self._picked = picked
        self.line.setPlaceholderText(name)
        self.setAccessibleName(name)
        known = [(option.code, self._word(option)) for option in options]
        shown = [(self.itemData(place), self.itemText(place)) for place in range(self.count())]
        if known != shown:
            self.offer(known, picked or None)
        place = self.findData(picked) if picked else -1
        if not self.line.hasFocus() or place != self.currentIndex():
            blocked = self.line.blockSignals(True)
            self.setCurrentIndex(place)
            self.line.setText(self.itemText(place) if place >= 0 else "")
            self.line.setCursorPosition(0)
            self.line.blockSignals(blocked)
        self._mark(wrong=False)

    def _word(self, option: Option) -> str:
        label = self._look.text(option.label)
        return label if option.code in ("", label) or not option.aliases else f"{option.aliases[0]} {label}"

    def _dress_list(self) -> None:
        """Before it opens: the list is a window of its own and wears what the field does."""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            wear_as(popup, self)

    def _cleared(self, text: str) -> None:
        """The cross in the field, or everything deleted: all again, at once."""
        if not text and self._picked:
            self.setCurrentIndex(-1)
            self._pick("")

    def _understand(self) -> None:
        """Enter or leaving: a text means the option whose code or word it is, or the only one it is a part of."""
        typed = self.line.text().strip().casefold()
        if not typed:
            self._pick("")
            return
        words = [self.itemText(place).casefold() for place in range(self.count())]
        codes = [str(self.itemData(place)).casefold() for place in range(self.count())]
        same = [place for place in range(self.count()) if typed in (codes[place], words[place])]
        near = same or [place for place, word in enumerate(words) if typed in word]
        if len(near) == 1 or same:
            self.setCurrentIndex(near[0])
            self._pick(self.key())
        else:
            self._mark(wrong=True)

    def _pick(self, code: str) -> None:
        self._mark(wrong=False)
        if code != self._picked:
            self._picked = code
            self.picked.emit(code)

    def _mark(self, *, wrong: bool) -> None:
        if (self.property("state") == "refused") != wrong:
            self.setProperty("state", "refused" if wrong else "")
            repolish(self)
