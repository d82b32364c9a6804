"""What is half typed at the bedside, held back so that it is kept once a second and not with every key.

Must not know what a text means or where it goes.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from ui.visit.acts import DraftText

EVERY = 1000
"""Milliseconds between drafts of the fields being typed in."""


class HalfTyped(QObject):
    """`told` carries each half-typed text as a DraftText."""

    told = Signal(DraftText)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._texts: dict[tuple[str, str | None], str] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.tell)

    def keep(self, key: str, explains: str | None, text: str) -> None:
        """A key was pressed in the field of the row `key`, or in an explanation of the check `explains` there."""
        self._texts[key, explains] = text
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, key: str, explains: str | None = None) -> None:
        """The text was left, taken back or gives way: it is half typed no more."""
        self._texts.pop((key, explains), None)

    def tell(self) -> None:
        """Hand over what is half typed now; once a second while somebody types, and when the application locks."""
        texts, self._texts = self._texts, {}
        for (key, explains), text in texts.items():
            self.told.emit(DraftText(key, text, explains))
