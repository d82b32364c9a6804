"""The list of those who may unlock. Says when somebody was picked; the arrow keys alone pick nobody."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from ui.look import Look
from ui.widgets.fields import Choice


class People(Choice):
    """`picked` is sent when one was taken from the open list or Enter was pressed: the passphrase comes next.

    An arrow key in the closed list only goes on to the next name: the keyboard stays here until the right one stands.
    """

    picked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, large=True)
        self._open = False
        self._listed: list[tuple[str, str]] = []
        self.activated.connect(self._taken)

    def list_people(self, people: list[tuple[str, str]], chosen: str | None) -> None:
        """Offer them. The same people again leave an open list as it is."""
        if people != self._listed or self.key() != (chosen or ""):
            self._listed = people
            self.offer(people, chosen)

    def showPopup(self) -> None:
        """Remember that what is taken next is taken from the open list."""
        self._open = True
        super().showPopup()

    def hidePopup(self) -> None:
        """Closed without a choice, nothing was taken; a choice is said right after this."""
        super().hidePopup()
        QTimer.singleShot(0, self, self._closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the name that stands there."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit()
        else:
            super().keyPressEvent(event)

    def _taken(self, _index: int) -> None:
        if self._open:
            self.picked.emit()

    def _closed(self) -> None:
        self._open = False
