"""What changed since the last visit: critical first, then worse, better, and what is listed without judgement."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.child.state import ChangeRow, SinceLastVisit
from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.widgets.cards import Card
from ui.widgets.labels import label
from ui.widgets.layouts import clear

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ChangeLine(QWidget):
    """One measure: label with unit, before -> now, change, judgement. A click goes to the field."""

    chosen = Signal(str)

    def __init__(self, look: Look, row: ChangeRow) -> None:
        super().__init__()
        self._look = look
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{look.text(row.label)}: {row.before} → {row.now} {row.unit} {row.change}".strip())
        self.setToolTip(look.language.other(row.label))
        if row.key:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """24 px; a critical one more."""
        return QSize(320, 24 if not self._row.critical else 32 if self._row.note is None else 46)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the field."""
        if self._row.key:
            self.chosen.emit(self._row.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line; a critical one on red ground with its mark."""
        painter = QPainter(self)
        row, tokens, text = self._row, self._look.tokens, self._look.text
        width, height = self.width(), self.height()
        if row.critical:
            self._paint_critical(painter)
            painter.end()
            return
        edge = width - 116
        painter.setFont(fonts.font(fonts.BODY, bold=True))
        now = edge - painter.fontMetrics().horizontalAdvance(row.now) - 2
        _write(painter, QRect(now, 0, edge - now, height), row.now, tokens.text, bold=True, align=_RIGHT)
        before = f"{row.before} →" if row.before else ""
        painter.setFont(fonts.font())
        left = now - painter.fontMetrics().horizontalAdvance(before) - 6
        _write(painter, QRect(left, 0, now - left - 4, height), before, tokens.text_2, align=_RIGHT)
        name = f"{text(row.label)} {row.unit}".strip()
        _write(painter, QRect(12, 0, left - 18, height), name, tokens.text)
        _write(painter, QRect(edge, 0, 54, height), row.change, tokens.text_2, align=_RIGHT)
        words, colour = self._judgement()
        _write(painter, QRect(edge + 60, 0, 54, height), words, colour, fonts.HINT, bold=row.trend == "worse")
        painter.end()

    def _paint_critical(self, painter: QPainter) -> None:
        """Red ground, mark, values; what is still to be done below."""
        row, tokens, text = self._row, self._look.tokens, self._look.text
        painter.fillRect(self.rect(), QColor(tokens.red_soft))
        painter.fillRect(0, 0, 3, self.height(), QColor(tokens.red))
        painter.drawPixmap(12, 8, self._look.theme.pixmap("critical", "red", 16, self.devicePixelRatioF()))
        line = f"{text(row.label)} {row.before} → {row.now} {row.unit}"
        _write(painter, QRect(34, 6, self.width() - 40, 20), line, tokens.red, bold=True)
        if row.note is not None:
            _write(painter, QRect(34, 25, self.width() - 40, 16), text(row.note), tokens.red, fonts.HINT)

    def _judgement(self) -> tuple[str, str]:
        row, tokens = self._row, self._look.tokens
        if row.trend == "worse":
            return self.tr("worse"), tokens.amber
        if row.trend == "better":
            return self.tr("better"), tokens.accent
        return (self._look.text(row.note) if row.note is not None else ""), tokens.text_3


def _write(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    size: int = fonts.BODY,
    *,
    bold: bool = False,
    align: int = _LEFT,
) -> None:
    painter.setFont(fonts.font(size, bold))
    painter.setPen(QColor(colour))
    painter.drawText(rect, align, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width()))


class SinceCard(Card):
    """The card. `field_chosen` carries a row's address key."""

    field_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((0, 8, 0, 8), 4)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        self._span = label("", "hint", "text_2")
        _holder, head = self.head()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._span)
        inner = QWidget()
        inner.setProperty("ground", "surface")
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.column.addWidget(area, 1)
        self._foot = label("", "key", "text_3", wrap=True)
        self._foot.setContentsMargins(12, 0, 12, 0)
        self.column.addWidget(self._foot)

    def show_since(self, since: SinceLastVisit | None) -> None:
        """Show the changes; None: there is no visit to compare with."""
        self._title.setText(self.tr("Since the last visit"))
        self._span.setText(self._look.text(since.span) if since is not None else "")
        self._foot.setText(
            self.tr("Better and worse come from the study definition; without a direction nothing is judged.")
        )
        seen = (since, self._look.language.code)
        if seen == self._shown:
            return
        self._shown = seen
        clear(self._lines)
        if since is None:
            self._heading(self.tr("There is no earlier visit to compare with."), "text_3")
        else:
            self._group("", since.critical, "red")
            self._group(fill(self.tr("Worse · %1"), len(since.worse)), since.worse, "amber")
            self._group(fill(self.tr("Better · %1"), len(since.better)), since.better, "accent")
            self._group(self.tr("Listed, not judged"), since.listed, "text_2")
        self._lines.addStretch(1)

    def _heading(self, words: str, tone: str) -> None:
        heading = label(words, "hint", bold=tone != "text_3", wrap=True)
        heading.setProperty("tone", tone)
        heading.setContentsMargins(12, 8, 12, 2)
        self._lines.addWidget(heading)

    def _group(self, words: str, rows: tuple[ChangeRow, ...], tone: str) -> None:
        if rows and words:
            self._heading(words, tone)
        for row in rows:
            line = ChangeLine(self._look, row)
            line.chosen.connect(self.field_chosen)
            self._lines.addWidget(line)
