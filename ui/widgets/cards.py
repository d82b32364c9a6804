"""Frames that hold things together: the card, the message strip, the empty state."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from study.text import Text
from ui.look import Look
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label, repolish
from ui.widgets.state import Message, Tone

_ICON = {Tone.AMBER: "warning", Tone.RED: "warning", Tone.CRITICAL: "critical", Tone.ACCENT: "check"}
_TOKEN = {Tone.AMBER: "amber", Tone.RED: "red", Tone.CRITICAL: "red", Tone.ACCENT: "accent"}


class Card(QFrame):
    """A bordered surface with a column inside; `title` and `aside` stand in its first line when given."""

    def __init__(self, margins: tuple[int, int, int, int] = (16, 12, 16, 12), spacing: int = 8) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)

    def head(self, size: str = "body") -> tuple[QWidget, QHBoxLayout]:
        """A first line for a title at the left and whatever belongs at the right."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.column.addWidget(holder)
        return holder, line

    def chosen(self, on: bool) -> None:
        """Outline the card as the one that is chosen."""
        self.setProperty("chosen", on)
        repolish(self)


class MessageStrip(QFrame):
    """What happened, what it means for the data, what to do next. `dismissed` carries the message's code."""

    dismissed = Signal(str)

    def __init__(self, look: Look, closable: bool = False) -> None:
        super().__init__()
        self._look = look
        self._code = ""
        self.setProperty("part", "strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 14, 9)
        row.setSpacing(12)
        self._icon = IconLabel(look, "info", "text_2")
        self._text = label("", bold=True, wrap=True)
        self._detail = label("", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.close_button = Button(look, "quiet", "small", "cross")
        self.close_button.clicked.connect(lambda: self.dismissed.emit(self._code))
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        # Not before it has its place: shown alone it would be a window of its own, and take the keyboard.
        self.close_button.setVisible(closable)
        self._closable = closable

    def say(self, text: str, detail: str = "", tone: Tone = Tone.PLAIN, icon: str = "") -> None:
        """Show a sentence with an optional second one."""
        self._text.setText(text)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setProperty("tone", tone.value)
        self._icon.show_icon(icon or _ICON.get(tone, "info"), _TOKEN.get(tone, "text_2"))
        self.setAccessibleName(f"{text} {detail}".strip())
        repolish(self)

    def warn(self, text: Text | None) -> None:
        """Stand there with a warning while there is one."""
        self.setVisible(text is not None)
        if text is not None:
            self.say(self._look.text(text), tone=Tone.AMBER)

    def show_message(self, message: Message) -> None:
        """Show a message in the language that is on."""
        self._code = message.code
        detail = self._look.text(message.detail) if message.detail else ""
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.setToolTip(self.tr("Close this message"))
        self.say(self._look.text(message.text), detail, message.tone)


class EmptyState(QWidget):
    """What an empty screen is for, and its first action. `asked` is sent by the button."""

    asked = Signal()

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        self._title = label("", "pane", bold=True)
        self._text = label("", "body", "text_2", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setFixedWidth(420)
        self.button = Button(look, "primary", "normal")
        self.button.clicked.connect(self.asked)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel(look, icon, "text_3", 40), 0, centre)
        column.addWidget(self._title, 0, centre)
        column.addWidget(self._text, 0, centre)
        column.addSpacing(8)
        column.addWidget(self.button, 0, centre)
        column.addStretch(3)

    def say(self, title: str, text: str, action: str = "") -> None:
        """Set the words; no action hides the button."""
        self._title.setText(title)
        self._text.setText(text)
        # A layout that is short of height takes it from what wraps first.
        self._text.setMinimumHeight(self._text.heightForWidth(self._text.maximumWidth()) if text else 0)
        self.button.say(action)
        self.button.setVisible(bool(action))
