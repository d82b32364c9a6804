"""The rail at the left: one button a room, with its badge. Ctrl+1 ... leads to a room from anywhere."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from ui.frame.state import FrameState, Room
from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.unlock.brand import mark

_ICONS = {
    Room.TODAY: "today",
    Room.CHILDREN: "children",
    Room.QUERIES: "queries",
    Room.SAFETY: "safety",
    Room.SYNC: "sync",
    Room.AUDIT: "audit",
    Room.ADMIN: "admin",
}


class RoomButton(QToolButton):
    """An icon over a word; the badge is a small number in its corner."""

    def __init__(self, look: Look, room: Room) -> None:
        super().__init__()
        self._look = look
        self._room = room
        self._badge = 0
        self.setProperty("part", "room")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(64, 52)
        look.theme.switched.connect(self._draw)
        self.toggled.connect(lambda _on: self._draw())
        self._draw()

    def say(self, word: str, badge: int, badge_means: str) -> None:
        """Set the word and the badge (0 shows none)."""
        self.setText(word)
        self._badge = badge
        self.setAccessibleName(f"{word}, {badge_means}" if badge else word)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.fillRect(0, 12, 3, 28, QColor(self._look.tokens.accent))
        if self._badge:
            painter.setFont(fonts.font(fonts.KEY))
            text = str(self._badge) if self._badge < 1000 else "999+"
            width = max(16, painter.fontMetrics().horizontalAdvance(text) + 8)
            box = QRectF(self.width() - width - 4.5, 3.5, width, 16)
            painter.setPen(QPen(QColor(self._look.tokens.line_strong), 1))
            painter.setBrush(QColor(self._look.tokens.surface))
            painter.drawRoundedRect(box, 8, 8)
            painter.setPen(QColor(self._look.tokens.text))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()

    def _draw(self) -> None:
        self.setIcon(self._look.theme.icon(_ICONS[self._room], "accent" if self.isChecked() else "text_2", 20))


class Rail(QFrame):
    """`chosen` carries the Room."""

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "rail")
        self.setFixedWidth(72)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        column.addWidget(mark(28), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        self._group = QButtonGroup(self)
        self.buttons: dict[Room, RoomButton] = {}
        for place, room in enumerate(Room, start=1):
            button = RoomButton(look, room)
            # Not the button's own shortcut: Qt animates its click and answers 100 ms late.
            QShortcut(QKeySequence(f"Ctrl+{place}"), self, lambda room=room: self.chosen.emit(room))
            button.clicked.connect(lambda _checked=False, room=room: self.chosen.emit(room))
            self._group.addButton(button)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
            self.buttons[room] = button
        column.addStretch()

    def show_state(self, state: FrameState) -> None:
        """Show which room is open and the badges."""
        words = {
            Room.TODAY: self.tr("Today"),
            Room.CHILDREN: self.tr("Children"),
            Room.QUERIES: self.tr("Queries"),
            Room.SAFETY: self.tr("Safety"),
            Room.SYNC: self.tr("Sync"),
            Room.AUDIT: self.tr("Audit"),
            Room.ADMIN: self.tr("Admin"),
        }
        badges = dict(state.badges)
        for place, (room, button) in enumerate(self.buttons.items(), start=1):
            count = badges.get(room, 0)
            button.say(words[room], count, self.tr("%n waiting", "", count))
            button.setToolTip(fill(self.tr("%1 (%2)"), words[room], f"Ctrl+{place}"))
            button.setChecked(room is state.room)
            button.setVisible(room not in state.closed)
