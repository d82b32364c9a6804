"""Small widgets around the painters: flag and progress."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.language import translate
from ui.look import Look
from ui.widgets import paint
from ui.widgets.state import Flag


def flag_word(flag: Flag) -> str:
    """The short word beside a flag's chevrons; empty for none."""
    words = {
        Flag.NONE: "",
        Flag.LOW: translate("Flag", "Low"),
        Flag.HIGH: translate("Flag", "High"),
        Flag.CRITICAL_LOW: translate("Flag", "Critical", "low"),
        Flag.CRITICAL_HIGH: translate("Flag", "Critical", "high"),
        Flag.CRITICAL: translate("Flag", "Critical", "by a rule"),
    }
    return words[flag]


def flag_name(flag: Flag) -> str:
    """What a screen reader says of a flag; empty for none."""
    names = {
        Flag.NONE: "",
        Flag.LOW: translate("Flag", "below the interval"),
        Flag.HIGH: translate("Flag", "above the interval"),
        Flag.CRITICAL_LOW: translate("Flag", "critically low"),
        Flag.CRITICAL_HIGH: translate("Flag", "critically high"),
        Flag.CRITICAL: translate("Flag", "critical"),
    }
    return names[flag]


class _Mark(QWidget):
    """A widget that is only painted; paints again when theme or language changes."""

    def __init__(self, look: Look, width: int, height: int) -> None:
        super().__init__()
        self.look = look
        self._hint = QSize(width, height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return self._hint

    @property
    def area(self) -> QRectF:
        """The whole widget as the painters want it."""
        return QRectF(self.rect())


class FlagMark(_Mark):
    """A flag with its word (74 x 20)."""

    def __init__(self, look: Look, flag: Flag = Flag.NONE) -> None:
        super().__init__(look, 74, 20)
        self._flag = flag
        self.show_flag(flag)

    def show_flag(self, flag: Flag) -> None:
        """Show another flag."""
        self._flag = flag
        self.setAccessibleName(flag_name(flag))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.paint_flag(painter, self.area, self._flag, self.look.tokens, flag_word(self._flag))
        painter.end()


class ProgressLine(_Mark):
    """How much of a long job is done, 8 px high, as wide as there is room."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, 200, 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0

    def show_share(self, done: int, total: int) -> None:
        """Show `done` of `total`; the numbers are said too."""
        self._share = min(done / total, 1.0) if total else 0.0
        self.setAccessibleName(f"{done} / {total}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(self.look.tokens.line))
        painter.drawRoundedRect(self.area, 4, 4)
        if self._share > 0:
            painter.setBrush(QColor(self.look.tokens.accent))
            painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._share, 8), self.height()), 4, 4)
        painter.end()
