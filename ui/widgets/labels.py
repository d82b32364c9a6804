"""Plain texts of the type scale. Size and tone are dynamic properties that the style sheet reads."""

import re
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui.look import Look

Size = Literal["key", "hint", "body", "pane", "title", "number"]
_NUMBER = re.compile(r"(?<=\d) (?=[A-Za-zµμ×%°/])")
LabelTone = Literal["text", "text_2", "text_3", "accent", "amber", "red"]


def label(
    text: str = "", size: Size = "body", tone: LabelTone = "text", bold: bool = False, wrap: bool = False
) -> QLabel:
    """A label; plain text only, so that nothing typed by a person is ever read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("step", size)
    made.setProperty("tone", tone)
    made.setProperty("bold", bold)
    made.setWordWrap(wrap)
    return made


class CutLabel(QLabel):
    """Words that end in "…" where the room is short; `say` puts the whole into the tooltip."""

    def __init__(self, size: Size, tone: LabelTone = "text", *, bold: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("step", size)
        self.setProperty("tone", tone)
        self.setProperty("bold", bold)
        self.setMinimumWidth(1)

    def say(self, text: str, tooltip: str = "") -> None:
        """Show other words; `tooltip` says more than they do."""
        self.setText(text)
        self.setToolTip(tooltip or text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, cut short where it is wider than the label."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )
        painter.end()


def unbroken(text: str) -> str:
    """The text so that no line ends between a number and its unit or inside a unit such as mg/mmol."""
    return _NUMBER.sub("\N{NO-BREAK SPACE}", text).replace("/", "/\N{WORD JOINER}")


def retone(widget: QWidget, tone: str, bold: bool | None = None) -> None:
    """Change a label's tone after it was made; the style is read again only if something changed."""
    changed = widget.property("tone") != tone or (bold is not None and widget.property("bold") != bold)
    widget.setProperty("tone", tone)
    if bold is not None:
        widget.setProperty("bold", bold)
    if changed:
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Read the style sheet again for a widget whose dynamic property has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def hairline() -> QFrame:
    """A horizontal line of one pixel."""
    made = QFrame()
    made.setProperty("part", "hairline")
    made.setFixedHeight(1)
    return made


class IconLabel(QLabel):
    """An icon of the icon set in the colour of a token, sharp at the screen's scale."""

    def __init__(self, look: Look, name: str, ink: str = "text_2", size: int = 16) -> None:
        super().__init__()
        self._look = look
        self._size = size
        self._name = name
        self._ink = ink
        self._drawn: object = None
        self.setFixedSize(size, size)
        look.theme.switched.connect(self._draw)
        self._draw()

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon or colour."""
        self._name, self._ink = name, ink
        self._draw()

    def _draw(self) -> None:
        drawn = (self._name, self._ink, self.devicePixelRatioF(), self._look.theme.name)
        if drawn != self._drawn:
            self._drawn = drawn
            self.setPixmap(self._look.theme.pixmap(self._name, self._ink, self._size, self.devicePixelRatioF()))
