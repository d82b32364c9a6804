"""Fields for forms that are not the bedside grid: line, passphrase, choice, tick box. 36 px alone, 28 in dialogs."""

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QStyle, QStyleOptionButton, QToolButton, QWidget

from ui.look import Look


def _polyline(painter: QPainter, colour: QColor, points: list[tuple[float, float]]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def draw_tick(painter: QPainter, look: Look, box: QRect) -> None:
    """The tick in a box that is ticked."""
    x, y = box.center().x() + 0.5, box.center().y() + 0.5
    _polyline(painter, QColor(look.tokens.on_accent), [(x - 4, y), (x - 1, y + 3), (x + 4, y - 3)])


class Line(QLineEdit):
    """A line of text. `large` stands alone (unlock), else it belongs to a dialog."""

    def __init__(self, large: bool = False) -> None:
        super().__init__()
        self.setProperty("tall", "large" if large else "normal")


class Choice(QComboBox):
    """One of a list; the arrow is drawn in the theme's colour."""

    def __init__(self, look: Look, large: bool = False) -> None:
        super().__init__()
        self._look = look
        self.setProperty("tall", "large" if large else "normal")

    def offer(self, options: list[tuple[str, str]], current: str | None) -> None:
        """Show `options` (key, word) and choose `current`; sends no signal."""
        blocked = self.blockSignals(True)
        self.clear()
        for key, word in options:
            self.addItem(word, key)
        self.setCurrentIndex(self.findData(current) if current is not None else -1)
        self.blockSignals(blocked)

    def key(self) -> str:
        """The key of what is chosen; empty when nothing is."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        x, y = self.width() - 18.0, self.height() / 2
        _polyline(painter, QColor(self._look.tokens.text), [(x - 4, y - 2), (x, y + 2), (x + 4, y - 2)])
        painter.end()


class Tick(QCheckBox):
    """A tick box whose tick is drawn in the theme's colour."""

    def __init__(self, look: Look, text: str = "") -> None:
        super().__init__(text)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        draw_tick(painter, self._look, box)
        painter.end()


class Passphrase(Line):
    """A passphrase, hidden until shown. `caps_changed` says whether caps lock seems to be on."""

    caps_changed = Signal(bool)

    def __init__(self, large: bool = True) -> None:
        super().__init__(large)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._caps = False
        self._reveal = QToolButton(self)
        self._reveal.setProperty("part", "reveal")
        self._reveal.setCheckable(True)
        self._reveal.toggled.connect(self._toggle)
        self.setTextMargins(0, 0, 56, 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words of the button that shows and hides."""
        shown = self._reveal.isChecked()
        self._reveal.setText(self.tr("Hide") if shown else self.tr("Show"))
        self._reveal.setAccessibleName(self.tr("Hide the passphrase") if shown else self.tr("Show the passphrase"))
        self._place()

    def forget(self) -> None:
        """Empty the field and hide it again; called as soon as the passphrase was handed over."""
        self.clear()
        self._reveal.setChecked(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._watch_caps(event)
        super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent; the stub narrows more than needed
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _toggle(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.retranslate()

    def _place(self) -> None:
        hint = self._reveal.sizeHint()
        self._reveal.setGeometry(
            self.width() - hint.width() - 8, (self.height() - hint.height()) // 2, hint.width(), hint.height()
        )

    def _watch_caps(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of caps lock: a capital without Shift, or the reverse, gives it away."""
        text = event.text()
        caps = self._caps
        if event.key() == Qt.Key.Key_CapsLock:
            caps = False if self._caps else self._caps
        elif len(text) == 1 and text.isalpha() and text.isascii():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            caps = text.isupper() != shifted
        if caps != self._caps:
            self._caps = caps
            self.caps_changed.emit(caps)


def named(widget: QWidget, name: str) -> None:
    """Give a field the name a screen reader says, which is the label a person sees."""
    widget.setAccessibleName(name)
