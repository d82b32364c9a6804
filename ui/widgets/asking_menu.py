"""A menu of answers of which none is chosen when it opens: the Enter that opened it, again or held down, takes none.

Owns the keys of such a menu. Must not know what is asked.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.language import translate

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DIGITS = 9


class AskingMenu(QMenu):
    """Digits and arrows choose. Enter with nothing chosen says so in a line below the answers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._numbered = 0
        self._how: QAction | None = None

    def answer(self, words: str, take: Callable[[], object]) -> QAction:
        """Offer an answer; the first nine have their digits."""
        self._numbered += 1
        shown = words.replace("&", "&&")
        action = self.addAction(f"&{self._numbered}  {shown}" if self._numbered <= _DIGITS else shown)
        action.triggered.connect(lambda _checked=False: take())
        return action

    def ask_in(self, title: str) -> "AskingMenu":
        """A menu of answers inside this one, under `title`."""
        inner = AskingMenu(self)
        inner.setTitle(title.replace("&", "&&"))
        self.addMenu(inner)
        return inner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what the person chose, once; an inner menu opens with nothing chosen in it."""
        chosen = self._chosen()
        if event.key() in _ENTER and (event.isAutoRepeat() or chosen is None):
            self._say_how()
            return
        inner = chosen.menu() if chosen is not None else None
        super().keyPressEvent(event)
        if isinstance(inner, AskingMenu) and inner.isVisible():
            # Qt chooses the first one of a menu that is opened by a key.
            inner.setActiveAction(None)  # type: ignore[arg-type]  # Qt's own way to choose nothing

    def _chosen(self) -> QAction | None:
        """The stub promises an action; Qt has none while nothing is chosen."""
        return self.activeAction()

    def _say_how(self) -> None:
        if self._how is None and self._chosen() is None:
            by_arrows = translate("AskingMenu", "Choose with ↑ ↓ and Enter")
            by_digits = translate("AskingMenu", "Choose by the digit, or with ↑ ↓ and Enter")
            self._how = self.addAction(by_digits if self._numbered else by_arrows)
            self._how.setEnabled(False)
