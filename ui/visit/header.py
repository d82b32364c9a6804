"""The line above the form: the child, the visit, its window as a bar with today's mark, and the way to signing."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.language import study_day
from ui.look import Look
from ui.theme import fonts
from ui.visit.offered import Records
from ui.visit.row import dots
from ui.visit.state import VisitHeader
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip
from ui.widgets.labels import CutLabel, label
from ui.widgets.paint import paint_window
from ui.widgets.state import Tone, WindowSpan

_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)


class WindowBand(QWidget):
    """The window of the visit with its first and last day, and today above its mark."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._span: WindowSpan | None = None
        self._unconfirmed = False
        self.setFixedSize(196, 40)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_span(self, span: WindowSpan | None, note: str = "") -> None:
        """Show another window, or none. `note`: what nobody has confirmed of it; its days are dotted."""
        self._span = span
        self._unconfirmed = bool(note)
        self.setVisible(span is not None)
        self.setToolTip(note)
        if span is not None:
            days = f"{study_day(span.opens)} – {study_day(span.closes)}"
            self.setAccessibleName(f"{days}, {note}" if note else days)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bar, first and last day below its ends, today where it stands."""
        span = self._span
        if span is None:
            return
        tokens = self._look.tokens
        painter = QPainter(self)
        bar = QRectF(24, 4, 148, 16)
        first, last = min(span.opens, span.today), max(span.closes, span.today)
        paint_window(painter, bar, span, (first, last), tokens)
        painter.setFont(fonts.font(fonts.KEY))

        def across(day: int) -> int:
            return round(bar.left() + bar.width() * (day - first) / max(last - first, 1))

        today = across(span.today)
        word = self.tr("today")
        wide = painter.fontMetrics().horizontalAdvance(word)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(today - 40, 22, 80, 16), _CENTRE, word)
        painter.setPen(QColor(tokens.text_3))
        days = (study_day(span.opens), study_day(span.closes))
        opens, closes = across(span.opens), across(span.closes)
        if closes - opens < max(painter.fontMetrics().horizontalAdvance(day) for day in days) + 6:
            both = f"{days[0]} – {days[1]}"
            half = painter.fontMetrics().horizontalAdvance(both) / 2
            middle = round(min(max((opens + closes) / 2, half), self.width() - half))
            spots: tuple[tuple[int, str, float], ...] = ((middle, both, half),)
        else:
            spots = ((opens, days[0], 18.0), (closes, days[1], 18.0))
        for x, words, half in spots:
            if abs(x - today) > wide / 2 + half + 2:
                painter.drawText(QRect(x - 60, 22, 120, 16), _CENTRE, words)
                if self._unconfirmed:
                    dots(painter, round(x - half), 37, round(2 * half), tokens.text_3)
                    painter.setPen(QColor(tokens.text_3))
        painter.end()


class HeaderBar(QFrame):
    """52 px: back, child, visit, window, review."""

    back_asked = Signal()
    child_opened = Signal()
    import_asked = Signal()
    records_turned = Signal()
    review_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("part", "band")
        self.setFixedHeight(52)
        self.back = Button(look, "quiet", "small", "back")
        self.back.setFixedWidth(28)
        self.back.clicked.connect(self.back_asked)
        self._code = label("", "pane", bold=True)
        self._name = CutLabel("pane")
        self._about = CutLabel("body", "text_2")
        self._title = label("", "pane", bold=True)
        self._when = CutLabel("body", "text_2")
        self._standing = Chip(look)
        self._window = WindowBand(look)
        self.records = Button(look, "plain", "small", "file")
        self.records.setCheckable(True)
        self.records.clicked.connect(self._turned)
        self._records: Records | None = None
        self.bring_in = Button(look, "plain", "normal", "received")
        self.bring_in.clicked.connect(lambda _checked=False: self.import_asked.emit())
        self._review = Button(look, "plain", "normal", "pen")
        self._review.clicked.connect(self.review_asked)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 16, 0)
        line.setSpacing(10)
        upright = QFrame()
        upright.setProperty("part", "upright")
        upright.setFixedSize(1, 28)
        for part in (self.back, self._code, self._name, self._about, upright, self._title, self._when):
            line.addWidget(part)
        line.addWidget(self._standing)
        line.addSpacing(8)
        line.addWidget(self._window)
        line.addStretch(1)
        line.addWidget(self.records)
        line.addWidget(self.bring_in)
        line.addWidget(self._review)

    def show_header(self, header: VisitHeader, records: Records | None = None) -> None:
        """Show child and visit, and whether the visit is entered from records: then nothing is late."""
        text = self._look.text
        self._code.setText(header.child.code)
        name = text(header.child.erased) if header.child.erased is not None else header.child.name
        self._name.say(name)
        self._name.setVisible(bool(name))
        self._about.say(text(header.child.about))
        self._title.setText(text(header.title))
        self._title.setToolTip(self._title.text())
        self._when.say(text(header.when))
        calm = records is not None and records.on
        self._show_records(records)
        self._standing.setVisible(bool(header.standing) or calm)
        if calm:
            self._standing.say(self.tr("from records"), Tone.QUIET, "file")
        elif header.standing:
            inside = header.standing == "in"
            words = text(header.standing_words) if header.standing_words is not None else ""
            self._standing.say(words, Tone.ACCENT if inside else Tone.AMBER, "check" if inside else "clock")
        low, high, today = header.low_day, header.high_day, header.today_day
        if low is None or high is None or today is None or calm:
            self._window.show_span(None)
        else:
            note = text(header.window_note) if header.window_note is not None else ""
            self._window.show_span(WindowSpan(low, high, today), note)
        self.bring_in.say(self.tr("Import report…"), self.tr("Take results from a laboratory report (Ctrl+I)"))
        self.bring_in.setVisible(header.may_import)
        self._review.say(self.tr("Review and sign"), "Ctrl+R")
        self._review.setVisible(header.may_review)
        self.back.setAccessibleName(self.tr("Back"))
        self.back.setToolTip(self.tr("Back"))

    def turn_records(self) -> None:
        """Enter the visit from records, or no more."""
        if self._records is not None and self._records.may_turn:
            self.records_turned.emit()

    def _turned(self) -> None:
        """The button shows what holds, and that is said by the state."""
        self.records.setChecked(self._records is not None and self._records.on)
        self.turn_records()

    def _show_records(self, records: Records | None) -> None:
        self._records = records
        self.records.setVisible(records is not None)
        if records is not None:
            self.records.setChecked(records.on)
            self.records.setEnabled(records.may_turn)
            # The name of the child comes before a word here: the picture alone, named for who does not see it.
            hint = self.tr("Entered from paper or other records: nothing is late, the source is noted (Alt+R)")
            self.records.setToolTip(hint)
            self.records.setAccessibleName(self.tr("From records"))
