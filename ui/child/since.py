"""What changed since the last visit: critical first, then worse, better, and what is listed without judgement."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.child.state import ChangeRow, SinceLastVisit
from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.widgets.cards import Card
from ui.widgets.chosen import Chosen
from ui.widgets.labels import CutLabel, label
from ui.widgets.layouts import clear
from ui.widgets.paint import RIGHT, write

LINE, BELOW = 24, 18
"""Px of a line, and how far below its name a line's values stand."""
SIDE = 116
"""Px of the columns of change and judgement."""
NARROW = 320


class ChangeLine(Chosen):
    """One measure: label with unit, before -> now, change, judgement. A click or Enter goes to the field."""

    def __init__(self, look: Look, row: ChangeRow) -> None:
        super().__init__(look, row.key)
        self._row = row
        name = look.text(row.label)
        self._name = name if row.unit and name.endswith(row.unit) else f"{name} {row.unit}".strip()
        self._before = f"{row.before} →" if row.before else ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(f"{look.text(row.label)}: {row.before} → {row.now} {row.unit} {row.change}".strip())
        self.setToolTip(look.language.other(row.label))

    def sizeHint(self) -> QSize:
        """As high as it is in the narrowest card."""
        return QSize(NARROW, self.heightForWidth(NARROW))

    def heightForWidth(self, width: int) -> int:
        """24 px; twice that where name and values find no room beside each other; a critical one more."""
        row = self._row
        if row.critical:
            return 32 if row.note is None else 46
        return LINE if self._fits(width) else LINE + BELOW

    def _fits(self, width: int) -> bool:
        return _width(self._name) + 12 + self._values() <= self._edge(width) - 12

    def _values(self) -> int:
        return _width(self._before) + 6 + _width(self._row.now, bold=True)

    def _edge(self, width: int) -> int:
        """Where the values end: before the columns of change and judgement, where this line has any of the two."""
        words, _ink = self._judgement()
        return width - (SIDE if self._row.change or words else 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line; a critical one on red ground with its mark."""
        painter = QPainter(self)
        if self._row.critical:
            self._paint_critical(painter)
        else:
            self._paint_values(painter)
        self.paint_focus(painter)
        painter.end()

    def _paint_values(self, painter: QPainter) -> None:
        """Name, values, change, judgement; the values below the name where they need the room."""
        row, tokens, width = self._row, self._look.tokens, self.width()
        edge, top = self._edge(width), 0
        if self._fits(width):
            write(painter, QRect(12, 0, edge - 12 - self._values(), LINE), self._name, tokens.text)
        else:
            write(painter, QRect(12, 0, width - 24, LINE), self._name, tokens.text)
            top = BELOW
        now = max(12, edge - _width(row.now, bold=True))
        write(painter, QRect(now, top, edge - now, LINE), row.now, tokens.text, bold=True, align=RIGHT)
        room = QRect(12, top, now - 18, LINE)
        write(painter, room, self._before, tokens.text_2, align=RIGHT, cut=Qt.TextElideMode.ElideMiddle)
        write(painter, QRect(edge, top, 54, LINE), row.change, tokens.text_2, align=RIGHT)
        words, colour = self._judgement()
        write(painter, QRect(edge + 60, top, 54, LINE), words, colour, fonts.HINT, bold=row.trend == "worse")

    def _paint_critical(self, painter: QPainter) -> None:
        """Red ground, mark, values; what is still to be done below."""
        row, tokens, text = self._row, self._look.tokens, self._look.text
        painter.fillRect(self.rect(), QColor(tokens.red_soft))
        painter.fillRect(0, 0, 3, self.height(), QColor(tokens.red))
        painter.drawPixmap(12, 8, self._look.theme.pixmap("critical", "red", 16, self.devicePixelRatioF()))
        line = f"{text(row.label)} {row.before} → {row.now} {row.unit}"
        write(painter, QRect(34, 6, self.width() - 40, 20), line, tokens.red, bold=True)
        if row.note is not None:
            write(painter, QRect(34, 25, self.width() - 40, 16), text(row.note), tokens.red, fonts.HINT)

    def _judgement(self) -> tuple[str, str]:
        row, tokens = self._row, self._look.tokens
        if row.trend == "worse":
            return self.tr("worse"), tokens.amber
        if row.trend == "better":
            return self.tr("better"), tokens.accent
        return (self._look.text(row.note) if row.note is not None else ""), tokens.text_3


def _width(words: str, *, bold: bool = False) -> int:
    """Px of a line of text, with a little air so that it is never cut for a rounding."""
    return QFontMetrics(fonts.font(fonts.BODY, bold)).horizontalAdvance(words) + 2 if words else 0


class SinceCard(Card):
    """The card. `field_chosen` carries a row's address key."""

    field_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__((0, 8, 0, 8), 4)
        self._look = look
        self._shown: object = None
        self._title = label("", "body", bold=True)
        self._span = CutLabel("hint", "text_2")
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
        self._span.say(self._look.text(since.span) if since is not None else "")
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
