"""Buttons: an icon, a word, the key that does the same. Primary, plain, quiet and danger, in three heights."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.look import Look

Kind = Literal["primary", "plain", "quiet", "danger"]
Height = Literal["small", "normal", "large"]
_TOKEN = {"primary": "on_accent", "plain": "text", "quiet": "accent", "danger": "on_red"}


class Button(QPushButton):
    """A push button in the house's form. `key` is shown behind the word and set as the shortcut."""

    def __init__(
        self,
        look: Look,
        kind: Kind = "plain",
        height: Height = "normal",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._kind = kind
        self.setProperty("kind", kind)
        self.setProperty("tall", height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(16, 16))
        self.setAutoDefault(False)
        look.theme.switched.connect(self._draw)
        self._draw()

    def say(self, text: str, tooltip: str = "") -> None:
        """Set the word; it is what a screen reader says too (without the mnemonic)."""
        self.setText(text)
        self.setAccessibleName(text.replace("&", ""))
        self.setToolTip(tooltip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does; held down it does so once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        if self._icon:
            icon = self._look.theme.icon(self._icon, _TOKEN[self._kind])
            for scale in (1.0, 2.0):
                icon.addPixmap(self._look.theme.pixmap(self._icon, "text_3", 16, scale), QIcon.Mode.Disabled)
            self.setIcon(icon)


class LinkButton(Button):
    """A quiet button inside a line of text."""

    def __init__(self, look: Look, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, "quiet", "small", icon, parent)
        self.setProperty("link", True)


class KeyHint(QLabel):
    """The name of a key in a hairline box, where the key works."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setProperty("part", "key")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)
