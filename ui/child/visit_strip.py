"""The visits of the child in a row: code, day, state, how complete. The due one is outlined; Enter or a click opens."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from study.text import Text
from ui.child.state import VisitChip
from ui.language import fill, translate
from ui.look import Look
from ui.theme import fonts
from ui.widgets.paint import paint_completeness, write
from ui.widgets.state import Completeness

EDGE, GAP, BAR = 9, 6, 36
"""Px beside the words of a tile, between two of them, and of the bar."""
_MARKS = {
    "signed": ("pen", "text_2"),
    "void": ("warning", "amber"),
    "complete": ("check", "text_2"),
    "open": ("open", "text_2"),
    "due": ("today", "accent"),
    "overdue": ("warning", "amber"),
    "missed": ("cross", "text_3"),
    "future": ("clock", "text_3"),
    "history": ("file", "text_3"),
    "skipped": ("cross", "text_3"),
    "stopped": ("pause", "text_3"),
}
QUIET = ("future", "missed", "history", "skipped", "stopped")
"""Nothing has to be done here now."""


def standing_words(chip: VisitChip) -> str:
    """The state of a visit in a word."""
    return {
        "signed": translate("VisitStrip", "signed"),
        "void": translate("VisitStrip", "signature void"),
        "complete": translate("VisitStrip", "to sign"),
        "open": translate("VisitStrip", "begun"),
        "due": translate("VisitStrip", "due now"),
        "overdue": translate("VisitStrip", "overdue"),
        "missed": translate("VisitStrip", "missed"),
        "future": translate("VisitStrip", "not yet"),
        "history": translate("VisitStrip", "old records"),
        "skipped": translate("VisitStrip", "not made"),
        "stopped": translate("VisitStrip", "no longer asked"),
    }[chip.standing]


class VisitTile(QWidget):
    """One visit."""

    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.chip = VisitChip("", "", Text("", ""), "", "future")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """62 px high; the row shares its width."""
        return self.minimumSizeHint().expandedTo(QSize(96, 62))

    def minimumSizeHint(self) -> QSize:
        """Room for code and study day, and for the state in whole words."""
        chip = self.chip
        named = _wide(chip.code, fonts.BODY, bold=True) + GAP + _wide(chip.date, fonts.HINT)
        return QSize(
            max(92, named + 2 * EDGE, self._state_from() + _wide(self._state_word(), fonts.KEY, bold=True)), 62
        )

    def show_chip(self, chip: VisitChip) -> None:
        """Show another visit."""
        self.chip = chip
        words = fill(
            translate("VisitStrip", "%1, %2, %3"), self._look.text(chip.label), chip.date, standing_words(chip)
        )
        self.setAccessibleName(f"{chip.code} {words}")
        self.setToolTip("\n".join([words, self._look.text(chip.window)] if chip.window is not None else [words]))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open, Left and Right move along the strip."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.chip.key)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.chip.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus is drawn."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The focus is gone."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Code and name, day, state."""
        chip, tokens = self.chip, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = chip.due or self.hasFocus()
        painter.setPen(QPen(QColor(tokens.accent if strong else tokens.line), 2 if strong else 1))
        painter.setBrush(QColor(tokens.sunken if chip.standing in QUIET else tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        room = QRectF(EDGE, 7, self.width() - 2 * EDGE, 18)
        ink = tokens.text if chip.standing not in ("future", "history", "stopped") else tokens.text_2
        write(painter, room, chip.code, ink, bold=True)
        used = _wide(chip.code, fonts.BODY, bold=True) + GAP
        beside, below = self.words(room.width() - used, room.width())
        write(painter, room.adjusted(used, 0, 0, 0), beside, tokens.text_2, fonts.HINT)
        write(painter, QRectF(EDGE, 25, room.width(), 15), below, tokens.text_3, fonts.KEY)
        self._paint_state(painter)
        painter.end()

    def words(self, beside: float, below: float) -> tuple[str, str]:
        """What stands in so many px beside the code and below it: the name and the day; where the name is too long for
        its place the day has it, which tells visits apart, and the name goes below if it has room there.
        """
        name, day = self._look.text(self.chip.label), self.chip.date
        if _wide(name, fonts.HINT) <= beside or _wide(day, fonts.HINT) > beside:
            return name, day
        return day, name if _wide(name, fonts.KEY) <= below else ""

    def _counted(self) -> bool:
        return bool(self.chip.total) and self.chip.standing in ("open", "due", "overdue")

    def _state_word(self) -> str:
        return f"{self.chip.filled}/{self.chip.total}" if self._counted() else standing_words(self.chip)

    def _state_from(self) -> int:
        """Px that bar or mark take before the word."""
        return EDGE + (BAR + GAP if self._counted() else 18) + EDGE

    def _paint_state(self, painter: QPainter) -> None:
        chip, tokens = self.chip, self._look.tokens
        icon, ink = _MARKS[chip.standing]
        left = self._state_from() - EDGE
        if self._counted():
            parts = Completeness(chip.filled, chip.awaiting, chip.total - chip.filled - chip.awaiting)
            paint_completeness(painter, QRectF(EDGE, 47, BAR, 4), parts, tokens)
        else:
            painter.drawPixmap(EDGE, 42, self._look.theme.pixmap(icon, ink, 13, self.devicePixelRatioF()))
        box = QRectF(left, 41, self.width() - left - 4, 16)
        write(painter, box, self._state_word(), tokens.named(ink), fonts.KEY, bold=ink in ("amber", "accent"))


def _wide(words: str, size: int, *, bold: bool = False) -> int:
    return QFontMetrics(fonts.font(size, bold)).horizontalAdvance(words) + 1


class VisitStrip(QWidget):
    """All visits. `visit_opened` carries a visit's address key."""

    visit_opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.tiles: list[VisitTile] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(7)

    def show_visits(self, visits: tuple[VisitChip, ...]) -> None:
        """Show these; tiles stay while there are as many."""
        while len(self.tiles) > len(visits):
            tile = self.tiles.pop()
            tile.hide()
            tile.deleteLater()
        while len(self.tiles) < len(visits):
            tile = VisitTile(self._look)
            tile.opened.connect(self.visit_opened)
            self.tiles.append(tile)
            self._row.addWidget(tile)
        for tile, chip in zip(self.tiles, visits, strict=True):
            tile.show_chip(chip)


class StripArea(QScrollArea):
    """The strip, however many visits it has: what does not fit is rolled to, the page does not grow."""

    def __init__(self, strip: VisitStrip) -> None:
        super().__init__()
        self._strip = strip
        strip.setProperty("ground", "bg")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(strip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The due visit stays in sight."""
        super().resizeEvent(event)
        self.show_due()

    def show_due(self) -> None:
        """As high as the strip, with its scroll bar where there is one; rolled to the visit that is due."""
        hint = self._strip.minimumSizeHint()
        longer = hint.width() > self.width()
        self.setFixedHeight(hint.height() + (self.horizontalScrollBar().sizeHint().height() if longer else 0))
        self._strip.resize(max(hint.width(), self.viewport().width()), hint.height())
        due = next((tile for tile in self._strip.tiles if tile.chip.due), None)
        if due is not None:
            self.ensureWidgetVisible(due, 60, 0)
