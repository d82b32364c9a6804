"""Chooses what a letter to a family says: visit, language, appointment, name. Prints nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from study.text import Language, Text
from ui.language import fill
from ui.letter.state import LetterAsked, LetterOffer
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.dates import DateLine, TimeLine
from ui.widgets.fields import Choice, Tick
from ui.widgets.labels import label
from ui.widgets.state import Tone


class LetterDialog(QDialog):
    """`edited`, `print_asked` and `save_asked` carry a LetterAsked; the presenter closes the dialog with accept()."""

    edited = Signal(object)
    print_asked = Signal(object)
    save_asked = Signal(object)

    def __init__(self, look: Look, offer: LetterOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._offer = offer
        self.setModal(True)
        self.setMinimumWidth(560)
        self.visit, self.language = Choice(look), Choice(look)
        self.day, self.time = DateLine(), TimeLine()
        self.name = Tick(look)
        self.window_days = label("", "hint", "text_2", wrap=True)
        self.fault = label("", "hint", "amber", wrap=True)
        self.strip = MessageStrip(look)
        self.strip.hide()
        self.print = Button(look, "primary", "normal", "print")
        self.save = Button(look, "plain")
        self.cancel = Button(look, "quiet")
        self._labels = [label("", tone="text_2") for _ in range(4)]
        self._build()
        self._say()
        self._connect()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for row, (words, field) in enumerate(zip(self._labels, self._fields(), strict=True)):
            words.setBuddy(field)
            grid.addWidget(words, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
        grid.addWidget(self.window_days, 1, 1)
        grid.addWidget(self.fault, 7, 1)
        grid.setColumnMinimumWidth(0, 140)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (self.cancel, self.save, self.print):
            foot.addWidget(button)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(10)
        self.column.addWidget(self.strip)
        self.column.addLayout(grid)
        self.column.addWidget(self.name)
        if self._offer.unchecked:
            about = self.tr("The advice in the letter was not checked by the hospital yet, and the letter says so.")
            self.column.addWidget(label(about, "hint", "text_2", wrap=True))
        self.column.addStretch()
        self.column.addLayout(foot)

    def _fields(self) -> tuple[QWidget, ...]:
        return self.visit, self.language, self.day, self.time

    def _say(self) -> None:
        """The words, once: a dialog that is open keeps the language it was opened in."""
        self.setWindowTitle(fill(self.tr("Letter to the family of %1"), self._offer.code))
        words = (self.tr("Visit"), self.tr("Language of the letter"), self.tr("Day of the visit"), self.tr("Time"))
        for shown, field, text in zip(self._labels, self._fields(), words, strict=True):
            shown.setText(text)
            field.setAccessibleName(text)
        visits = [(each.code, self._look.text(each.label)) for each in self._offer.visits]
        self.visit.offer(visits, self._offer.chosen)
        self.language.offer([("zh", "中文"), ("en", "English")], "zh")
        self.day.setPlaceholderText(self.tr("YYYY-MM-DD; left empty there is room to write it"))
        self.time.setPlaceholderText(self.tr("HH:MM"))
        self.name.setText(self.tr("Print the child's name"))
        self.name.setVisible(self._offer.may_name)
        self.print.say(self.tr("Print"))
        self.save.say(self.tr("Save as PDF…"))
        self.cancel.say(self.tr("Cancel"))
        self.save.setAutoDefault(False)
        self.cancel.setAutoDefault(False)
        self.print.setDefault(True)
        self._moved()

    def _connect(self) -> None:
        self.visit.currentIndexChanged.connect(lambda _index: self._moved())
        for line in (self.day, self.time):
            line.textChanged.connect(lambda _text: self._moved())
        self.cancel.clicked.connect(self.reject)
        self.print.clicked.connect(lambda _checked=False: self.print_asked.emit(self.asked()))
        self.save.clicked.connect(lambda _checked=False: self.save_asked.emit(self.asked()))

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need; whoever listens hears what is chosen at first."""
        super().showEvent(event)
        self._grow()
        self.edited.emit(self.asked())

    def asked(self) -> LetterAsked:
        """What is chosen now."""
        language: Language = "en" if self.language.key() == "en" else "zh"
        on, at = self.day.date(), self.time.time()
        name = self._offer.may_name and self.name.isChecked()
        return LetterAsked(self._offer.subject, self.visit.key(), language, on, at if on is not None else None, name)

    def warn(self, about: LetterAsked, warnings: tuple[Text, ...]) -> None:
        """What speaks against an appointment; silent about one that is no longer chosen."""
        if about != self.asked():
            return
        first, *rest = [self._look.text(each) for each in warnings] or [""]
        self.strip.say(first, " ".join(rest), Tone.AMBER)
        self.strip.setVisible(bool(warnings))
        self._grow()

    def _moved(self) -> None:
        chosen = next((each for each in self._offer.visits if each.code == self.visit.key()), None)
        window = chosen.window if chosen is not None else None
        self.window_days.setText(self._look.text(window) if window is not None else self.tr("No day is known for it."))
        self.fault.setText(self._misread())
        self.fault.setVisible(bool(self.fault.text()))
        for button in (self.print, self.save):
            button.setEnabled(chosen is not None and not self.fault.text())
        if self.isVisible() and not self.fault.text():
            self.edited.emit(self.asked())

    def _misread(self) -> str:
        if self.day.text().strip() and self.day.date() is None:
            return self.tr("This is no day. Write it as 2026-11-17, or leave it empty.")
        if self.time.text().strip() and self.time.time() is None:
            return self.tr("This is no time. Write it as 09:30, or leave it empty.")
        if self.time.text().strip() and self.day.date() is None:
            return self.tr("A time needs its day.")
        return ""

    def _grow(self) -> None:
        self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
