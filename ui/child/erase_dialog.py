"""Erasing what names a child: says what is destroyed, what stays and what still opens it, before anybody can do it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from study.text import Text
from ui.child.state import EraseOffer, EraseRequest
from ui.language import fill
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.cards import MessageStrip
from ui.widgets.fields import Line
from ui.widgets.labels import label
from ui.widgets.state import Tone

_LIST_HEIGHT = 96


class EraseDialog(QDialog):
    """`asked` carries an EraseRequest; the button waits for a reason and for the child's code, typed."""

    asked = Signal(object)

    def __init__(self, look: Look, offer: EraseOffer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self._look = look
        self._offer = offer
        self.setModal(True)
        self.setMinimumWidth(560)
        self.setWindowTitle(self.tr("Erase an identity"))
        self.reason, self.code = Line(), Line()
        self.do = Button(look, "danger")
        self.cancel = Button(look, "plain")
        self.strip = MessageStrip(look)
        self.strip.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 16)
        self.column.setSpacing(8)
        self._tell()
        self._ask_for(self.tr("Reason; kept in the record, without the name"), self.reason)
        self._ask_for(fill(self.tr("Type the code %1 to confirm"), offer.code), self.code)
        self.column.addWidget(self.strip)
        self._buttons()
        for line in (self.reason, self.code):
            line.textChanged.connect(lambda _text: self._able())
        self._able()

    def _tell(self) -> None:
        column, code = self.column, self._offer.code
        column.addWidget(label(fill(self.tr("Erase the identity of %1 for good?"), code), "pane", bold=True, wrap=True))
        destroyed = self.tr(
            "Name, numbers, date of birth, contacts and the names of attached files: nobody can read them again, on "
            "any workstation. There is no way back. Ages, and what depends on them (reference intervals, eGFR, growth, "
            "percentiles of blood pressure, consents that fall due), cannot be computed afterwards."
        )
        stays = self.tr(
            "The study data stay, under the code. Free text is not searched: where somebody typed the name into a "
            "comment, change it there; its old text stays in the record."
        )
        opens = self.tr(
            "Copies made before today still open the name: the printed sheets of the site key, and backups. Destroy "
            "them. A new sheet must be printed afterwards."
        )
        for words in (destroyed, stays, opens):
            column.addWidget(label(words, "body", "text_2", wrap=True))
        column.addWidget(self._backups())

    def _backups(self) -> QWidget:
        """The backups that are known, one a line; long lists scroll."""
        lines = [self._look.text(line) for line in self._offer.backups]
        none = self.tr("This workstation knows of no backup. Others may have made some.")
        words = label("\n".join(lines) or none, "hint", "text", wrap=True)
        if len(lines) < 4:
            return words
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFixedHeight(_LIST_HEIGHT)
        area.setWidget(words)
        return area

    def _ask_for(self, words: str, field: Line) -> None:
        shown = label(words, "hint", "text_2")
        shown.setBuddy(field)
        field.setAccessibleName(words)
        self.column.addWidget(shown)
        self.column.addWidget(field)

    def _buttons(self) -> None:
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        self.column.addSpacing(6)
        self.column.addLayout(row)
        self.cancel.say(self.tr("Cancel"))
        self.do.say(self.tr("Erase for good"))
        self.cancel.setDefault(True)
        self.do.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.do.clicked.connect(self._erase)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words need at this width; Qt asks a wrapped label for one line only."""
        super().showEvent(event)
        self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))

    def refuse(self, why: Text) -> None:
        """It was not done; everything typed stays."""
        self.strip.say(self._look.text(why), tone=Tone.AMBER)
        self.strip.show()
        self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
        self._able()

    def _able(self) -> None:
        typed = self.code.text().strip() == self._offer.code
        self.do.setEnabled(typed and bool(self.reason.text().strip()))

    def _erase(self) -> None:
        self.do.setEnabled(False)
        self.asked.emit(EraseRequest(self._offer.subject, self.reason.text().strip(), self.code.text().strip()))
